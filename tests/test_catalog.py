"""What programs read of a site: papers.json, Markdown twins, COinS, and the marks of retracted papers."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import jsonschema
import pytest
import sample
from markdown_it import MarkdownIt

from paperfolio.model import Site, Text
from paperfolio.pages import feeds, meta
from paperfolio.pages.feeds import catalog
from paperfolio.pages.meta.coins import coins
from paperfolio.scholar import cite, kinds

SCHEMA = Path(__file__).parents[1] / "docs" / "schema" / "papers.json"


def files(of: Site) -> dict[str, str]:
    """Return the files for programs by their paths."""
    return {page.path: page.data.decode() for page in feeds.files(of, sample.planned(of).pages)}


def test_the_schema_in_the_documents_is_the_program_s() -> None:
    """docs/schema/papers.json describes what is written; UPDATE=1 renews it."""
    written = json.dumps(catalog.SCHEMA, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE"):
        SCHEMA.write_text(written, "utf-8")
    assert SCHEMA.read_text("utf-8") == written


@pytest.mark.parametrize("url", ["", "https://jane.example"])
def test_papers_json_has_every_paper_and_keeps_to_its_schema(url: str) -> None:
    """One file has all papers with their facts, in the order of the list."""
    found = json.loads(files(sample.site(url=url))["papers.json"])
    jsonschema.Draft202012Validator(catalog.SCHEMA).validate(found)
    assert [each["id"] for each in found["papers"]] == ["tides", "bare"]
    assert found["papers"][0]["identifiers"]["doi"] == "10.1234/x"
    assert found["papers"][0]["title"] == "Tides of x & y"


def test_every_paper_has_a_markdown_twin_that_is_linked() -> None:
    """The twin lies beside the page, says what the page says, and is linked from the page and from llms.txt."""
    site = sample.site(url="https://jane.example")
    made = files(site)
    text = made["papers/tides/index.md"]
    assert text.startswith("# Tides of x & y")
    assert "## Abstract" in text
    assert "Water rises and falls." in text
    assert "<https://doi.org/10.1234/x>" in text
    assert "(https://jane.example/papers/tides/index.md)" in made["llms.txt"]
    assert "(https://jane.example/papers.json)" in made["llms.txt"]
    heads = meta.heads(site, sample.planned(site).pages, files=made)[0]
    assert 'type="text/markdown"' in heads["papers/tides/index.html"]


def test_text_in_a_twin_has_no_markup_of_its_own() -> None:
    """Stars, brackets and tags of a title stay characters."""
    hostile = replace(sample.BARE, title=Text(plain="# *a* [b](c) <script>"))
    html = MarkdownIt().render(catalog.markdown(hostile, sample.SITE).splitlines()[0])
    assert html == "<h1># *a* [b](c) &lt;script&gt;</h1>\n"


@pytest.mark.parametrize("kind", kinds.NAMES)
def test_coins_name_each_kind_as_openurl_does(kind: str) -> None:
    """A context object has its format, title, people, date and identifier, and only keys of the standard."""
    paper = replace(sample.FULL, kind=kind)
    pairs = parse_qsl(coins(paper), strict_parsing=True)
    found = dict(pairs)
    assert found["ctx_ver"] == "Z39.88-2004"
    assert found["rft_val_fmt"] == f"info:ofi/fmt:kev:mtx:{kinds.KINDS[kind].coins[0]}"
    assert "Tides of x & y: A second look" in found.values()
    assert found["rft_id"] == "info:doi/10.1234/x"
    assert found["rft.date"] == "2026-05-28"
    assert sum(key in ("rft.au", "rft.creator", "rft.inventor") for key, _ in pairs) == 5
    assert {key.partition(".")[0] for key in found} <= {"ctx_ver", "rft_val_fmt", "rft_id", "rft"}


def test_a_list_offers_every_paper_to_reference_managers() -> None:
    """Each card of the front page has its context object in a span of the class Z3988."""
    pages = {page.path: page.data.decode() for page in sample.render(sample.SITE, sample.theme())[0]}
    spans = re.findall(r'<span class="Z3988" title="([^"]*)"', pages["index.html"])
    assert [unescape(span) for span in spans] == [coins(paper) for paper in sample.SITE.papers]


def test_a_page_tells_zotero_its_kind_and_the_whole_abstract() -> None:
    """Preprints and conference papers arrive as such, with abstracts of any length."""
    paper = replace(sample.FULL, kind="preprint")
    site = replace(sample.SITE, papers=(paper,))
    head = meta.heads(site, sample.planned(site).pages)[0][paper.page]
    assert '<meta name="DC.type" content="preprint">' in head
    assert f'<meta name="citation_abstract" content="{paper.abstract.plain.strip()}">' in head


@pytest.mark.parametrize(("status", "mark"), [("retracted", "Retracted: "), ("withdrawn", "Withdrawn: ")])
def test_a_retracted_paper_is_marked_wherever_its_title_stands_alone(status: str, mark: str) -> None:
    """Feeds, llms.txt, the page's title, previews of links, the twin and citations say that a paper is retracted."""
    paper = replace(sample.FULL, status=status)
    profile = sample.site(url="https://jane.example").profile
    site = replace(sample.SITE, papers=(paper,), profile=profile)
    made, planned = files(site), sample.planned(site).pages
    for name in ("feed.xml", "feed.json", "llms.txt", "papers/tides/index.md"):
        assert f"{mark}Tides of x" in made[name], name
    assert next(page for page in planned if page.path == paper.page).title.startswith(mark)
    assert f'property="og:title" content="{mark}Tides' in meta.heads(site, planned)[0][paper.page]
    assert all(mark in cite.formatted(paper, style).plain for style in cite.STYLES)
