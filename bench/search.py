"""Measure the search: `python bench/search.py [--full] [--no-pagefind]` prints one row a promise.

Equality with lunr.js, bytes and CPU in a real browser, relevance, and the CPU that the index costs a
build, all on the corpus of `search_corpus.py`. `--full` adds 100,000 papers, for which lunr.js needs
8 GB and minutes. Pagefind (`pip install pagefind-bin`) answers the same queries over the same papers in
the same run. Bytes are those of the bodies, text gzipped as GitHub Pages does, all else as it lies.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import browser as browsers  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

import dev  # noqa: E402
from bench.search_corpus import papers  # noqa: E402
from bench.search_queries import queries  # noqa: E402
from paperfolio.search import Entry, build, build_with, columns, index, weigh  # noqa: E402
from paperfolio.search.analyse import analyser, normal  # noqa: E402
from paperfolio.search.index import Mode  # noqa: E402

TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css"}
SCRIPTS = ("find", "search")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Papers</title>
<form role="search" hidden data-index="{index}" data-root=""><input type="search" data-search>
<p role="status" data-search-status></p></form><div data-results aria-busy="false"></div>
<script defer src="find.js"></script><script defer src="search.js"></script></html>"""


def row(what: str, figure: object, bar: str = "") -> None:
    """Print one row."""
    print(f"{what:<58} {figure!s:<34} {bar}", flush=True)


def lay(folder: Path, entries: Sequence[Entry], mode: Mode = "auto") -> Path:
    """Write an index and a page for it; return the entry file."""
    files = build(entries, mode=mode)
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "index.html").write_text(PAGE.format(index=files[0][0]), "utf-8")
    for name in SCRIPTS:
        (folder / f"{name}.js").write_bytes(script(name))
    return folder / files[0][0]


def script(name: str) -> bytes:
    """Return a script as the build sends it."""
    return (ROOT / "templates" / "static" / f"{name}.min.js").read_bytes()


def equality(count: int, asked: int, folder: Path) -> None:
    """Compare with lunr.js on random queries of every kind."""
    entries = papers(count)
    known = columns.analysed([index.texts(entry) for entry in entries], index.NAMES)
    whole = weigh.by_columns(known, [boost for _, boost in index.FIELDS])
    entry = lay(folder, entries, "single" if count < index.SINGLE else "sharded")
    with (folder / "lunr.json").open("w", encoding="utf-8") as out:
        json.dump(weigh.as_lunr(whole, [name for name, _ in index.FIELDS]), out)
    random_queries = queries(whole.terms, asked, seed=count, shortest=3 if count > 20_000 else 1)
    (folder / "queries.json").write_text(json.dumps(random_queries), "utf-8")
    name = str(entry.relative_to(folder))
    found = node("search_oracle.cjs", str(folder), name)
    row(
        f"equal to lunr.js, {count:,} papers, {asked} queries",
        f"{asked - found['count']} ({found['hits']:,} hits)",
        "all, ===",
    )


def node(name: str, *arguments: str, stdin: str = "") -> Any:
    """Run a script of tests/node and return the JSON that it prints."""
    dev.npm_install(dev.NODE_MODULES)
    command = [str(dev.node()), "--max-old-space-size=16000", str(dev.NODE_MODULES / name), *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


class Sent:
    """What a server has sent since it was last asked."""

    def __init__(self) -> None:
        self.bytes, self.requests = 0, 0

    def taken(self) -> tuple[int, int]:
        """Return bytes and requests, and reset the counts."""
        figures = self.bytes, self.requests
        self.bytes, self.requests = 0, 0
        return figures


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Sent]]:
    """Serve a folder, text gzipped, and count what is sent besides pages."""
    sent = Sent()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = folder / self.path.split("?")[0].lstrip("/")
            if not path.is_file():
                self.send_error(404)
                return
            body = path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
            if path.suffix in TYPES:
                body = gzip.compress(body, 9)
                self.send_header("Content-Encoding", "gzip")
            if path.suffix != ".html":
                sent.bytes += len(body)
                sent.requests += 1
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    server.shutdown()
    server.server_close()


def typical(entries: Sequence[Entry], count: int) -> list[str]:
    """Return queries of one to three words of one title, as visitors type them."""
    chance = random.Random(7)  # noqa: S311 - a benchmark, no secret
    found = []
    while len(found) < count:
        title = [word for word in chance.choice(entries).title.lower().split() if len(word) > 3]
        if len(title) > 2:
            found.append(" ".join(chance.sample(title, chance.choice((1, 2, 2, 3)))))
    return found


def part(figures: list[float], share: float) -> float:
    """Return the figure below which that share of them lies."""
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


def first_queries(chromium: Browser, folder: Path, asked: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return bytes and requests of each query in a browser that has loaded nothing before."""
    sizes, requests = [], []
    with serving(folder) as (address, sent):
        for query in asked:
            page = chromium.new_context().new_page()
            page.goto(address + "index.html")
            page.locator("input").fill(query)
            page.wait_for_selector("[data-hits], [data-search-failed]", state="attached")
            page.wait_for_selector("[data-results][aria-busy=false]", state="attached")
            count, files = sent.taken()
            sizes.append(count / 1000)
            requests.append(float(files))
            page.context.close()
    return sizes, requests


def keystrokes(chromium: Browser, folder: Path, asked: Sequence[str]) -> list[float]:
    """Return the milliseconds of script of each keystroke, with the shards that it needs already loaded."""
    with serving(folder) as (address, _):
        page = chromium.new_context().new_page()
        page.goto(address + "index.html")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def spent() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return 1000 * float(
                next(metric["value"] for metric in metrics if metric["name"] == "ScriptDuration")
            )

        def strike(text: str) -> None:
            page.evaluate(
                """async (text) => {
                  const box = document.querySelector("input");
                  const settled = new Promise((done) =>
                    document.addEventListener("paperfolio:answer", done, { once: true }));
                  box.value = text;
                  box.dispatchEvent(new InputEvent("input"));
                  await settled;
                }""",
                text,
            )

        typed = [query[:end] for query in asked for end in range(1, len(query) + 1)]
        for text in typed:
            strike(text)
        rounds = []
        # The best of three: other programs on the machine only add time.
        for _ in range(3):
            times = []
            for text in typed:
                before = spent()
                strike(text)
                times.append(spent() - before)
            rounds.append(times)
        page.context.close()
    return [min(times) for times in zip(*rounds, strict=True)]


def pagefind(chromium: Browser, folder: Path, entries: Sequence[Entry], asked: Sequence[str]) -> None:
    """Let Pagefind index the same papers, one page each, and answer the same queries."""
    try:
        from pagefind_bin import get_executable  # type: ignore[import-not-found]
    except ImportError:
        row("Pagefind", "not installed (pip install pagefind-bin)")
        return
    for entry in entries:
        page = folder / entry.url / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        text = [entry.title, ", ".join(entry.authors), entry.venue, *entry.tags, *entry.ids, entry.abstract]
        body = "".join(f"<p>{html.escape(line)}</p>" for line in text[1:])
        page.write_text(
            f"<!doctype html><html lang=en><title>{html.escape(entry.title)}</title>"
            f"<body><h1>{html.escape(entry.title)}</h1>{body}",
            "utf-8",
        )
    (folder / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    before = time.monotonic()
    subprocess.run([str(get_executable()), "--site", str(folder)], check=True, capture_output=True)
    took = time.monotonic() - before
    sizes = []
    with serving(folder) as (address, sent):
        for query in asked:
            page = chromium.new_context().new_page()
            page.goto(address + "index.html")
            page.evaluate(
                """async (query) => {
                  const pagefind = await import("/pagefind/pagefind.js");
                  const { results } = await pagefind.search(query);
                  await Promise.all(results.slice(0, 10).map((result) => result.data()));
                }""",
                query,
            )
            sizes.append(sent.taken()[0] / 1000)
            page.context.close()
    row(
        f"Pagefind, first query at {len(entries):,}: KB p50 / p90",
        f"{part(sizes, 0.5):.0f} / {part(sizes, 0.9):.0f}",
    )
    row(f"Pagefind, indexing {len(entries):,} papers", f"{took:.0f} s")


def cost(count: int) -> None:
    """Measure the CPU of a cold build and of one with 1 % of the papers changed."""
    entries = papers(count)
    changed = [
        replace(entry, abstract=f"{entry.abstract} Changed.") if i % 100 == 0 else entry
        for i, entry in enumerate(entries)
    ]
    colds, warms = [], []
    # The best of three: what else runs on the machine only ever adds.
    for _ in range(3):
        normal.cache_clear()
        before = time.process_time()
        built = build_with(None, entries)
        colds.append(time.process_time() - before)
        before = time.process_time()
        again = build_with(built.cache, changed)
        warms.append(time.process_time() - before)
    cold, warm = (min(them) / count * 1e6 for them in (colds, warms))
    row(f"index build at {count:,}, CPU µs a paper: cold", f"{cold:.0f}", "<= 450")
    row(f"index build at {count:,}, CPU µs a paper: warm, 1 % changed", f"{warm:.0f}", "<= 200")
    cards = sum(len(data) for name, data in again.files if name.endswith(".json"))
    size = sum(len(data) for _, data in again.files)
    row("files, MB, of them cards", f"{len(again.files)}, {size / 1e6:.1f}, {cards / 1e6:.1f}")


def relevance(folder: Path) -> None:
    """Ask what a person asked of the page that the project began with, where its text lies beside it."""
    sys.path.insert(0, str(ROOT / "tests" / "search"))
    from relevant import measured, seed  # type: ignore[import-not-found]

    figures = measured(
        lambda entry, asked: node("search_ask.cjs", str(entry), stdin=json.dumps(asked)), folder, seed()
    )
    for what, (figure, bar) in figures.items():
        row(what, figure, bar)


def judged(folder: Path) -> None:
    """Ask the questions of the Cranfield collection, where it lies beside this checkout, and grade the answers."""
    place = ROOT.parent / "shared" / "search"
    if not (place / "cranfield.py").is_file():
        row("questions that experts judged", "the collection is not beside this checkout")
        return
    sys.path.insert(0, str(place))
    import cranfield  # type: ignore[import-not-found]

    entries = [
        Entry(
            slug=f"d{number}",
            title=title or f"paper {number}",
            authors=(authors,),
            venue=source,
            abstract=text,
        )
        for number, title, authors, source, text in cranfield.documents()
    ]
    asked = dict(cranfield.questions())
    entry = lay(folder, entries)
    known = columns.analysed([index.texts(entry) for entry in entries], index.NAMES)
    whole = weigh.by_columns(known, [boost for _, boost in index.FIELDS])
    names = [name for name, _ in index.FIELDS]
    (folder / "lunr.json").write_text(json.dumps(weigh.as_lunr(whole, names)), "utf-8")
    analyse = analyser()
    terms = json.dumps([analyse(text, False) for text in asked.values()])
    answers = {
        "Paperfolio": node("search_ask.cjs", str(entry), "done", stdin=json.dumps(list(asked.values()))),
        "lunr.js, the same terms and boosts": node("search_lunr.cjs", str(folder / "lunr.json"), stdin=terms),
    }
    for who, found in answers.items():
        print(f"{who}: ", end="")
        slugs = [[entries[doc].slug for doc in docs or ()] for docs in found]
        cranfield.score(dict(zip(asked, slugs, strict=True)))


def main() -> None:
    """Print every row."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--full", action="store_true", help="100,000 papers too: 8 GB, and half an hour")
    options.add_argument("--no-pagefind", action="store_true")
    options.add_argument("--quick", action="store_true", help="1,000 papers in place of 10,000")
    chosen = options.parse_args()
    many = 1_000 if chosen.quick else 10_000
    place = Path(tempfile.mkdtemp(prefix="search-"))
    try:
        run(place, many, chosen)
    finally:
        shutil.rmtree(place)


def run(place: Path, many: int, chosen: argparse.Namespace) -> None:
    """Measure everything, in a folder of its own for each site."""
    scripts = sum(len(gzip.compress(script(name), 9)) for name in SCRIPTS)
    row("scripts, KB gzipped", f"{scripts / 1024:.2f}", "<= 9")
    small = lay(place / "17", papers(17), "single")
    row("index of 17 papers, KB gzipped", f"{len(gzip.compress(small.read_bytes(), 9)) / 1000:.1f}", "<= 16")
    relevance(place / "seed")
    judged(place / "judged")
    cost(many)
    sizes = [(17, 600), (1_000, 1_400), (many, 1_000 if many > 1_000 else 200)] + [
        (100_000, 300)
    ] * chosen.full
    entries = papers(many)
    asked = typical(entries, 40)
    found = browsers.find()
    if found is None:
        row("browser", "none found")
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found.path)
        for count in [many] + [100_000] * chosen.full:
            lay(place / f"b{count}", papers(count), "sharded")
            kilobytes, requests = first_queries(chromium, place / f"b{count}", asked)
            bar = "<= 60 / 75" if count == many else "<= 105 / –"
            figures = (
                f"{part(kilobytes, 0.5):.0f} / {part(kilobytes, 0.9):.0f} ({part(requests, 0.5):.0f} files)"
            )
            row(f"first query at {count:,}: KB p50 / p90", figures, bar)
            times = keystrokes(chromium, place / f"b{count}", asked[:15])
            row(
                f"CPU a keystroke at {count:,}: ms p50 / p90",
                f"{part(times, 0.5):.1f} / {part(times, 0.9):.1f}",
                "p90 <= 5",
            )
        if not chosen.no_pagefind:
            pagefind(chromium, place / "pagefind", entries, asked)
        chromium.close()
    for count, queries_ in sizes:
        equality(count, queries_, place / str(count))


if __name__ == "__main__":
    main()
