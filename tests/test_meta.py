"""What pages tell machines: by Google Scholar's rules, by schema.org's types, and safe for any title."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import sample
import scholar
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.content import frontmatter, schema
from paperfolio.content.fields import Reading
from paperfolio.model import (
    Author,
    Category,
    Identifier,
    Link,
    Paper,
    PartialDate,
    Profile,
    Settings,
    Site,
    Text,
    Venue,
    Version,
)
from paperfolio.pages import meta
from paperfolio.problems import Problem

URL = "https://jane.example/me"
JOURNAL = Paper(
    slug="first",
    path="content/papers/first.md",
    title=Text(html="<i>a</i>", plain="Rates of 10⁻⁶ at √s < 5 & more"),
    subtitle=Text(plain="A “study”"),
    date=PartialDate(year=2024, month=5, day=8),
    authors=(
        Author(
            name="Jane van Doe",
            family="van Doe",
            given="Jane",
            orcid="0000-0002-1825-0097",
            affiliations=("MIT", "ETH"),
            url="https://jane.example/",
        ),
        Author(name="OpenMind"),
    ),
    et_al=True,
    category=Category(label="cs.CV", name="Computer Vision"),
    tags=("one", "two"),
    venue=Venue(name="Journal of X", kind="journal", volume="12", issue="3", pages="1201–9", publisher="P"),
    status="published",
    identifiers=(
        Identifier(kind="doi", label="DOI", value="10.1000/1<2>", url="https://doi.org/10.1000/1%3C2%3E"),
        Identifier(kind="issn", label="ISSN", value="0378-5955", url="https://portal.issn.org/x"),
    ),
    links=(Link(kind="pdf", label="PDF", url="papers/first/a%20b.pdf", local=True),),
    awards=(Text(plain="Best paper"),),
    versions=(Version(kind="erratum", url="https://x.example/e"),),
    abstract=Text(html="<p>x</p>", plain="We show that √s < 5. " * 40),
    language="en",
)
THESIS = replace(
    JOURNAL,
    slug="thesis",
    links=(),
    venue=Venue(name="PhD thesis", kind="thesis", publisher="ETH Zürich"),
    date=PartialDate(year=2020, month=3),
    abstract=Text(),
)
CONFERENCE = replace(
    JOURNAL,
    slug="talk",
    venue=Venue(name="CVPR 2024", pages="7"),
    links=(),
    status="under review",
    subtitle=Text(),
)
REPORT = replace(
    JOURNAL, slug="tr", venue=Venue(name="Reports", kind="report", publisher="CERN", issue="7"), links=()
)
BARE = Paper(slug="bare", path="p", title=Text(plain="t"), date=PartialDate(year=1999))
PAPERS = (JOURNAL, THESIS, CONFERENCE, REPORT)


def site(*papers: Paper, url: str = URL) -> Site:
    """Return a site with these papers."""
    profile = Profile(
        path="content/profile.md",
        name="Jane Doe",
        field="Vision",
        position="Professor",
        affiliations=(Link(kind="affiliation", label="MIT", url="https://mit.example"),),
        links=(
            Link(kind="orcid", label="ORCID", url="https://orcid.org/0000-0002-1825-0097"),
            Link(kind="cv", label="CV", url="cv.pdf", local=True),
        ),
        biography=Text(plain="I do things."),
        settings=Settings(title="Jane’s page", url=url),
    )
    return Site(profile=profile, papers=papers, year=2026)


class Read(HTMLParser):
    """The elements of a head as a browser's parser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Keep the text of scripts apart from any other."""
        if self.tags and self.tags[-1][0] == "script" and self.scripts:
            self.scripts[-1] += data
        else:
            self.text += data

    def content(self, name: str) -> list[str]:
        """Return what the meta elements of that name or property say."""
        return [
            each["content"]
            for tag, each in self.tags
            if tag == "meta" and name in (each.get("name"), each.get("property"))
        ]


def heads(of: Site, **more: Any) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Return the heads of a site's pages, and the warnings."""
    return meta.heads(of, sample.planned(of).pages, **more)


def head(paper: Paper, **more: Any) -> str:
    """Return the head of a paper's page."""
    url = more.pop("url", URL)
    return heads(site(paper, url=url), **more)[0][paper.page]


def data(html: str) -> dict[str, Any]:
    """Return the first linked-data document of a head."""
    document: dict[str, Any] = json.loads(Read(html).scripts[0].strip())
    return document


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)
def test_a_paper_s_page_keeps_the_rules_of_google_scholar(paper: Paper) -> None:
    """Whatever kind of publication it is, Scholar finds title, authors, date, venue and PDF where it looks."""
    assert scholar.faults(head(paper), f"{URL}/papers/{paper.slug}/") == []


MUTANTS = {
    "no title": lambda html: html.replace("citation_title", "x"),
    "no author": lambda html: html.replace("citation_author", "x"),
    "no date": lambda html: html.replace("citation_publication_date", "x"),
    "a date of another form": lambda html: html.replace("2024/5/8", "2024-05-08"),
    "authors in one tag": lambda html: html.replace("van Doe, Jane", "Doe, Jane, OpenMind"),
    "an affiliation": lambda html: html.replace('"van Doe, Jane"', '"Jane Doe (University of X)"'),
    "two papers": lambda html: html + html,
    "a PDF elsewhere": lambda html: html.replace(
        f"{URL}/papers/first/a%20b.pdf", "https://arxiv.org/pdf/1.pdf"
    ),
    "a relative PDF": lambda html: html.replace(f"{URL}/papers/first/a%20b.pdf", "a.pdf"),
    "a PDF without its ending": lambda html: html.replace("a%20b.pdf", "a%20b"),
    "two venues": lambda html: html + '<meta name="citation_conference_title" content="X">',
    "an open angle bracket": lambda html: html.replace("√s &lt; 5", "√s < 5"),
    "an empty tag": lambda html: html + '<meta name="citation_doi" content="">',
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_reader_of_scholar_s_rules_finds_each_fault(mutant: str) -> None:
    """A page broken on purpose is caught, so a page that passes says something."""
    broken = MUTANTS[mutant](head(JOURNAL))
    assert broken != head(JOURNAL)
    assert scholar.faults(broken, f"{URL}/papers/first/") != []


def test_scholar_is_told_each_fact_in_its_own_tag() -> None:
    """Pages are completed, names are inverted, the PDF is absolute, and a day is written with slashes."""
    found = scholar.tags(head(JOURNAL))
    assert found[0] == ("citation_title", "Rates of 10⁻⁶ at √s < 5 & more: A “study”")
    assert [content for name, content in found if name == "citation_author"] == ["van Doe, Jane", "OpenMind"]
    facts = dict(found)
    assert facts["citation_journal_title"] == "Journal of X"
    assert (facts["citation_firstpage"], facts["citation_lastpage"]) == ("1201", "1209")
    assert facts["citation_publication_date"] == "2024/5/8"
    assert facts["citation_pdf_url"] == f"{URL}/papers/first/a%20b.pdf"
    assert dict(scholar.tags(head(THESIS)))["citation_dissertation_institution"] == "ETH Zürich"
    assert dict(scholar.tags(head(THESIS)))["citation_publication_date"] == "2020"
    assert dict(scholar.tags(head(CONFERENCE)))["citation_conference_title"] == "CVPR 2024"
    assert dict(scholar.tags(head(REPORT)))["citation_technical_report_institution"] == "CERN"


def test_only_the_pages_of_papers_have_citation_tags() -> None:
    """Scholar takes one paper a page, so lists carry none; neither does a paper without authors."""
    made, _ = heads(site(JOURNAL, BARE))
    assert scholar.tags(made["index.html"]) == []
    assert scholar.tags(made["browse/year/2024/index.html"]) == []
    assert scholar.tags(made["papers/bare/index.html"]) == []


def test_every_other_page_has_a_canonical_address() -> None:
    """A list has a general head with its title; a page that only leads on has none."""
    moved = replace(JOURNAL, redirects=("old/first", "a.html"))
    made, _ = heads(site(moved))
    assert f'<link rel="canonical" href="{URL}/browse/">' in made["browse/index.html"]
    assert Read(made["browse/index.html"]).content("og:title") == ["Browse all papers"]
    assert Read(made["browse/tag/one/index.html"]).content("og:title") == ["one"]
    assert made["old/first/index.html"] == made["a.html"] == ""


def test_without_a_public_address_nothing_absolute_is_said() -> None:
    """No canonical address, picture or PDF is made up; the facts of the paper stay."""
    made, problems = heads(site(JOURNAL, url=""), files={"papers/first/card.png", "card.png"})
    html = made["papers/first/index.html"]
    assert "citation_title" in html
    assert not re.search(r"canonical|og:url|og:image|citation_pdf_url|abstract_html_url|BreadcrumbList", html)
    assert problems == ()


def test_a_pdf_that_scholar_would_not_take_is_told() -> None:
    """A local PDF outside the page's folder is no citation_pdf_url, and its owner hears how to mend that."""
    elsewhere = replace(JOURNAL, links=(Link(kind="pdf", label="PDF", url="files/a.pdf", local=True),))
    made, problems = heads(site(elsewhere, BARE))
    assert "citation_pdf_url" not in made["papers/first/index.html"]
    assert [(problem.code, problem.place.path) for problem in problems] == [
        ("scholar", "content/papers/first.md"),
        ("scholar", "p"),
    ]


def test_the_researcher_among_the_authors_is_the_person_of_the_profile() -> None:
    """One identity on both pages, so that a machine joins the papers to the person."""
    mine = replace(JOURNAL, authors=(Author(name="Jane Doe", me=True), Author(name="Li")))
    made, _ = heads(site(mine))
    [author, other] = data(made["papers/first/index.html"])["@graph"][0]["author"]
    assert author["@id"] == data(made["index.html"])["@graph"][0]["mainEntity"]["@id"] == f"{URL}/#person"
    assert "@id" not in other


def example() -> tuple[Paper, ...]:
    """Return the papers of the example site as its files say."""
    found = []
    for file in sorted((Path(__file__).parents[1] / "content" / "papers").glob("*.md")):
        document, _ = frontmatter.parse(f"content/papers/{file.name}", file.read_bytes())
        assert document is not None
        paper = schema.read_paper(document, file.stem, Reading(find=lambda name: name))
        assert paper is not None
        found.append(paper)
    return tuple(found)


def test_the_example_keeps_all_rules(node: Callable[..., Any]) -> None:
    """Each of its papers satisfies Google Scholar's rules and schema.org's types."""
    papers = example()
    made, problems = heads(site(*papers))
    assert len(papers) >= 17
    assert problems == ()
    for paper in papers:
        assert scholar.faults(made[f"papers/{paper.slug}/index.html"], f"{URL}/papers/{paper.slug}/") == []
    documents = [data(made[f"papers/{paper.slug}/index.html"]) for paper in papers]
    assert node("jsonld.mjs", stdin=json.dumps(documents)) == [[] for _ in papers]


def test_linked_data_is_what_schema_org_defines(node: Callable[..., Any]) -> None:
    """TypeScript's types of schema.org, strict, find nothing wrong, and do find a misspelt property."""
    made, _ = heads(site(*PAPERS, BARE), files={"card.png", "papers/first/card.png"})
    documents = [data(html) for html in made.values() if "ld+json" in html]
    wrong = json.loads(json.dumps(documents[1]))
    wrong["@graph"][0]["authors"] = wrong["@graph"][0].pop("author")
    mistyped = json.loads(json.dumps(documents[1]))
    mistyped["@graph"][0]["isPartOf"]["issueNumber"] = {"@type": "Person", "name": 3}
    *found, misspelt, mistake = node("jsonld.mjs", stdin=json.dumps([*documents, wrong, mistyped]))
    assert found == [[] for _ in documents]
    assert misspelt
    assert mistake


def test_linked_data_holds_all_authors_identifiers_and_the_whole() -> None:
    """A paper is one ScholarlyArticle with each named author, its DOI as the same thing, and its journal."""
    [article, crumbs] = data(head(JOURNAL))["@graph"]
    assert article["@type"] == "ScholarlyArticle"
    assert [author["name"] for author in article["author"]] == ["Jane van Doe", "OpenMind"]
    assert article["author"][0]["identifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert [place["name"] for place in article["author"][0]["affiliation"]] == ["MIT", "ETH"]
    assert article["sameAs"] == ["https://doi.org/10.1000/1%3C2%3E"]
    assert article["isPartOf"]["isPartOf"]["isPartOf"] == {
        "@type": "Periodical",
        "name": "Journal of X",
        "issn": "0378-5955",
    }
    assert (article["datePublished"], article["award"]) == ("2024-05-08", ["Best paper"])
    assert article["correction"] == ["https://x.example/e"]
    assert [item["item"] for item in crumbs["itemListElement"]] == [f"{URL}/", f"{URL}/papers/first/"]
    assert "datePublished" not in data(head(CONFERENCE))["@graph"][0], "under review is not published"


def test_the_profile_page_names_its_person_and_where_else_they_are() -> None:
    """The front page is a ProfilePage; sameAs holds public pages alone."""
    page, website = data(heads(site())[0]["index.html"])["@graph"]
    assert (page["@type"], website["@type"]) == ("ProfilePage", "WebSite")
    assert page["mainEntity"]["name"] == "Jane Doe"
    assert page["mainEntity"]["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]


def test_previews_have_a_title_a_short_description_and_a_picture_that_exists() -> None:
    """Open Graph and X's card say the same; the paper's own picture stands before the profile's."""
    read = Read(head(JOURNAL, files={"papers/first/card.png", "card.png"}))
    assert read.content("og:title") == ["Rates of 10⁻⁶ at √s < 5 & more: A “study”"]
    assert read.content("og:image") == [f"{URL}/papers/first/card.png"]
    assert read.content("twitter:card") == ["summary_large_image"]
    assert len(read.content("description")[0]) <= 200
    assert read.content("description")[0].endswith("…")
    assert Read(head(JOURNAL, files={"card.png"})).content("og:image") == [f"{URL}/card.png"]
    assert Read(head(JOURNAL)).content("twitter:card") == ["summary"]


def test_only_files_that_exist_are_linked() -> None:
    """Feeds, icons and the manifest are named where the site has them."""
    assert "feed.xml" not in head(JOURNAL)
    html = head(JOURNAL, files={"feed.xml", "icon.svg", "site.webmanifest", "papers/first/cite.bib"})
    assert {each["rel"] for tag, each in Read(html).tags if tag == "link"} == {
        "alternate",
        "icon",
        "manifest",
        "canonical",
    }


HOSTILE = st.text() | st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        '"><b>',
        "'\u202e\u2066",
        "\u2028\x00\ud800",
        "{{ x }}",
        "\ue0ff",
    ]
)


@given(HOSTILE, HOSTILE)
def test_no_text_breaks_out_of_the_head(title: str, name: str) -> None:
    """Whatever a title or a name holds, the head parses to the same elements, and its data is valid JSON."""
    hostile = replace(
        JOURNAL,
        title=Text(plain=title),
        abstract=Text(plain=name),
        authors=(Author(name=name, family=title, given=name, affiliations=(title,)),),
        tags=(name,),
        venue=Venue(name=title, kind="journal", volume=name),
    )
    html = head(hostile)
    read = Read(html)
    html.encode()
    assert {tag for tag, _ in read.tags} <= {"meta", "link", "script"}
    assert len(read.scripts) == 1
    assert read.text.strip() == ""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue0ff]", html)
    assert data(html)["@graph"][0]["@type"] == "ScholarlyArticle"
