"""Compare the import of a folder of real sites with what a careful reader expects of each.

    python bench/import.py ../shared/corpora/sites [--build] [SITE…]
    python bench/import.py --speed

For each site: the number of publications expected and read, every sampled field that differs, and the time.
`expected.json` in the folder has the counts and samples. With `--build`, each site is imported into a new folder and
built. `--speed` imports a thousand made-up entries.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paperfolio.importers import formats, merge, proposal  # noqa: E402
from paperfolio.importers.conversion import plain  # noqa: E402
from paperfolio.importers.records import Record  # noqa: E402

# Where an expectation differs from its source: the field, and the line of the source that says otherwise.
KNOWN = {
    "content/publication/2018-scott-eeb.md": (
        "authors",
        "line 7 of the file names Nicole Kfoury, the expectation doesn't",
    )
}


def main(arguments: list[str]) -> int:
    """Print the comparison; the exit status is 1 where anything differs."""
    if "--speed" in arguments:
        return speed()
    build = "--build" in arguments
    paths = [each for each in arguments if not each.startswith("--")]
    corpus = Path(paths[0]) if paths else ROOT.parent / "shared" / "corpora" / "sites"
    expected = json.loads((corpus / "expected.json").read_text("utf-8"))["sites"]
    differences = publications = 0
    for name, wanted in expected.items():
        if paths[1:] and not any(each in name for each in paths[1:]):
            continue
        begun = time.perf_counter()
        files = {
            path.relative_to(corpus / name).as_posix(): path.read_bytes()
            for path in sorted((corpus / name).rglob("*"))
            if path.is_file()
        }
        found = formats.read_folder(files)
        records = [record for each in found for record in each.records]
        merged = merge.merge(records)
        count = len(merged.records) + merged.repeats
        # The oracle of one site counts the theme's samples among its publications.
        number = wanted.get("real", wanted["count"])
        publications += count
        faults = [] if count == number else [f"count: expected {number}, read {count}"]
        for sample in wanted["records"]:
            faults += compare(sample, merged.records, records)
        took = time.perf_counter() - begun
        counts = f"{number} expected, {count} read, {len(merged.records)} papers"
        print(f"{name}: {counts}, {took:.2f} s, {len(faults)} differences")
        faults += built(corpus / name) if build else []
        differences += len(faults)
        for fault in faults:
            print(f"    {fault}")
    print(f"{publications} publications, {differences} differences")
    return 1 if differences else 0


def speed() -> int:
    """Print how long a thousand entries take, in seconds of the processor, and the memory at its highest."""
    entry = (
        r"@article{{key{0}, title = {{On the {{Number}} {0} of $\mathcal{{O}}(n^{{{0}}})$ Things}},"
        r" author = {{Doe, Jane and M{{\'u}}ller, Karl and van der Berg, P. Q.}}, journal = {{Journal of Things}},"
        r" year = {{2020}}, month = mar, volume = {{{0}}}, pages = {{1--{0}}}, doi = {{10.1234/thing.{0}}},"
        r" abstract = {{{1}}}}}"
    )
    abstract = r"We count \emph{things} with $n$ parts, 5\% faster. " * 20
    text = "\n".join(entry.format(number, abstract) for number in range(1000)).encode()
    begun = time.process_time()
    made = proposal.propose([proposal.Origin(found=(formats.read_file("a.bib", text),))], {}, "2026-11-28")
    took = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(made.changes)} papers from {len(text):,} bytes: {took:.2f} s (bar 4), {memory:.0f} MiB (bar 200)"
    )
    return int(took > 4 or memory > 200)


def compare(sample: dict[str, Any], records: tuple[Record, ...], read: list[Record]) -> list[str]:
    """Return each field of a sampled record that differs from what was imported."""
    name = f"{sample['file']} {sample.get('id', '')}".strip()
    places = [
        each
        for each in read
        if each.place.path.endswith(sample["file"]) and (not sample.get("id") or each.key == sample["id"])
    ]
    if sample.get("template"):
        return [f"{name}: a sample of the theme was imported"] if places else []
    if not places:
        return [f"{name}: not imported"]
    record = places[0]
    merged = next((each for each in records if each.place == record.place), record)
    faults = []

    def check(field: str, wanted: Any, got: Any) -> None:
        if wanted != got and KNOWN.get(sample["file"], ("",))[0] == field:
            print(f"    {name}: {field}: {KNOWN[sample['file']][1]}")
        elif wanted != got:
            faults.append(f"{name}: {field}: expected {wanted!r}, got {got!r}")

    check("title", folded(sample["title"]), folded(plain(record.title)))
    authors = [folded(author.name) for author in record.authors]
    accepted = [
        [folded(each) for each in names] for names in [sample["authors"], *sample.get("authors_any", [])]
    ]
    if authors not in accepted:
        check("authors", accepted[0], authors)
    check("et al.", sample.get("et_al", False), record.et_al)
    check("year", True, record.year in sample.get("year_any", [sample["year"]]))
    if sample["date"] and record.date and record.year == sample["year"]:
        shorter, longer = sorted((sample["date"], record.date), key=len)
        check("date", longer[: len(shorter)], shorter)
    venue = record.container.name
    if sample["venue"] is None:
        check("venue", True, folded(venue) in ("", "arxiv"))
    else:
        check("venue", folded(sample["venue"]), folded(venue))
    for id_ in ("doi", "arxiv"):
        if sample.get(id_):
            check(id_, sample[id_].casefold(), record.ids.get(id_, "").casefold())
    if derivable := sample.get("doi_derivable", "").split(" ")[0]:
        check("doi (derived)", derivable.casefold(), record.ids.get("doi", "").casefold())
    if "selected" in sample:
        check("selected", sample["selected"], record.selected)
    if sample.get("abbr") and sample["abbr"] != "arXiv":
        check("abbr", True, folded(sample["abbr"]) in (folded(record.container.short), folded(venue)))
    marks = {folded(author.name): author.mark for author in record.authors if author.mark}
    check("marks", {folded(key): value for key, value in sample.get("author_marks", {}).items()}, marks)
    for label in ("pdf", "code", "slides", "url"):
        if label in sample:
            addresses = [*record.links.values(), *merged.links.values()]
            ids = [value for value in record.ids.values() if value]
            tail = re.sub(r"^(?:\.\./)+", "", sample[label]).lstrip("/")
            there = any(address.endswith(tail) for address in addresses) or any(
                value.casefold() in sample[label].casefold() for value in ids
            )
            if not there:
                check(label, sample[label], dict(record.links))
    if "subtitle" in sample:
        check("subtitle", folded(sample["subtitle"]), folded(plain(record.subtitle)))
    if "status" in sample:
        check("status", True, bool(record.status))
    return faults


def folded(text: str) -> str:
    """Fold a text as the expectations ask: NFKC, case, dashes, quotes, spaces; braces around one letter say nothing."""
    text = re.sub(r"\{(\w)\}", r"\1", unicodedata.normalize("NFKC", text).casefold())
    text = re.sub("[‐‑‒–—−]|-{2,3}", "-", text)
    text = re.sub("[‘’‚‛′`´]", "'", re.sub("[“”„«»″]|''", '"', text))
    return " ".join(text.split())


def built(site: Path) -> list[str]:
    """Import a site into a new folder and build it; return what failed."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "site"
        steps = (
            [*COMMAND, "new", "site", str(target), "--from", str(site)],
            [*COMMAND, "--root", str(target)],
            [*COMMAND, "import", "--root", str(target), str(site)],
        )
        outputs = []
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False, cwd=ROOT)
            if done.returncode:
                return [f"{' '.join(step[3:5])}: exit status {done.returncode}: {done.stderr[-1500:]}"]
            outputs.append(done.stdout)
        print(f"    {outputs[1].strip().splitlines()[0]}")
        return [] if "nothing has changed" in outputs[2] else [f"a second import: {outputs[2][-300:]}"]


COMMAND = [sys.executable, str(ROOT / "build.py")]

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
