"""A small site made by hand, with one of everything that a page can show, for the tests of the pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from paperfolio.model import SITE as MARK
from paperfolio.model import (
    Author,
    Category,
    Citations,
    Collection,
    CurriculumVitae,
    CvEntry,
    CvSection,
    Identifier,
    Image,
    Item,
    Link,
    Metric,
    Page,
    Paper,
    PartialDate,
    Profile,
    Settings,
    Site,
    Text,
    Venue,
    Version,
)
from paperfolio.pages.plan import Plan, plan
from paperfolio.pages.render import render as render_plan
from paperfolio.pages.theme import Theme, words_of
from paperfolio.problems import Problem, in_order
from paperfolio.scholar.cite import citations

TEMPLATES = Path(__file__).parent.parent / "templates"


def plain(text: str) -> Text:
    """Return a text without any markup in it."""
    return Text(html=text, plain=text)


def theme(**overrides: str) -> Theme:
    """Return the default theme; `paper_html="…"` stands for a site's own `templates/paper.html`."""
    files = sorted(file for file in TEMPLATES.rglob("*") if file.is_file())
    return Theme(
        files=tuple((file.relative_to(TEMPLATES).as_posix(), file.read_bytes()) for file in files),
        overrides=tuple((_name(key), text.encode()) for key, text in overrides.items()),
    )


def _name(key: str) -> str:
    name, _, ending = key.rpartition("_")
    return f"{name.replace('__', '/')}.{ending}"


FULL = Paper(
    slug="tides",
    path="content/papers/tides.md",
    title=Text(html="Tides of <em>x</em> &amp; y", plain="Tides of x & y"),
    subtitle=plain("A second look"),
    date=PartialDate(year=2026, month=5, day=28),
    authors=(
        Author(name="Ada Lee", url="https://ada.example", affiliations=("Harbour University",), equal=True),
        Author(name="Bo Chen", affiliations=("Harbour University", "Lighthouse Lab"), equal=True),
        Author(name="Cy Dahl", orcid="0000-0002-1825-0097", corresponding=True),
        Author(name="Dee Eriksen"),
        Author(name="Jane Doe", me=True, url="https://jane.example"),
    ),
    category=Category(label="CV", name="Computer Vision and Pattern Recognition"),
    tags=("tides", "harbours"),
    venue=Venue(
        name="Journal of Tides",
        short="JT",
        volume="3",
        issue="2",
        pages="1–20",
        publisher="Sea",
        place="Kiel",
    ),
    status="under review",
    identifiers=(
        Identifier(kind="doi", label="DOI", value="10.1234/x", url="https://doi.org/10.1234/x"),
        Identifier(kind="isbn", label="ISBN", value="978-3-16-148410-0"),
    ),
    links=(
        Link(kind="pdf", label="PDF", url="papers/tides/tides.pdf", local=True),
        Link(kind="code", label="Code", url="https://code.example/tides"),
    ),
    awards=(plain("Best paper"),),
    notes=(plain("Part of a thesis."),),
    image=Image(url="papers/tides/figure.png", local=True, alt="A harbour", caption=plain("Low water.")),
    citations=Citations(count=1200, source="OpenAlex", date=PartialDate(year=2026, month=11)),
    scores=(Metric(label="Novelty", value="52", unit="%", source="A reader", date=PartialDate(year=2026)),),
    versions=(
        Version(kind="preprint", date=PartialDate(year=2025), venue="arXiv", url="https://arxiv.org/abs/1"),
        Version(kind="published", label="Journal", date=PartialDate(year=2026, month=5)),
    ),
    projects=("Harbours",),
    abstract=Text(html="<p>" + "Water rises and falls. " * 40 + "</p>", plain="Water rises and falls. " * 40),
    body=Text(html="<h2>Method</h2><p>We waited.</p>", plain="Method We waited."),
)
BARE = Paper(
    slug="bare",
    path="content/papers/bare.md",
    title=plain("Bare"),
    date=PartialDate(year=2024),
    authors=(Author(name="Jane Doe", me=True),),
    et_al=True,
    links=(Link(kind="code", label="Code"),),
    abstract=plain("Short."),
)
SETTINGS = Settings(title="Jane Doe", omit_current_year=True, footer=plain("Made by hand."))
PROFILE = Profile(
    path="content/profile.md",
    name="Jane Doe",
    other_names=("ジェーン",),
    field="Tides",
    position="Professor",
    affiliations=(Link(kind="website", label="Harbour University", url="https://harbour.example"),),
    email="jane@harbour.example",
    photo=Image(url="jane.jpg", local=True, alt="Jane at the sea"),
    links=(
        Link(kind="github", label="GitHub", url="https://github.com/jane"),
        Link(kind="cv", label="CV", url="cv.pdf", local=True),
        Link(kind="other", label="Boat", url="https://boat.example"),
    ),
    metrics=(
        Metric(
            label="h-index",
            value="28",
            source="Google Scholar",
            source_url="https://scholar.example",
            date=PartialDate(year=2026, month=11, day=3),
        ),
        Metric(label="papers", value="2", key="papers", computed=True),
        Metric(label="Novelty", value="52", unit="%", note="of its kind"),
    ),
    biography=plain("I watch water."),
    settings=SETTINGS,
)
TALK = Item(
    collection="talks",
    slug="low-water",
    path="content/talks/low-water.md",
    page="talks/low-water/index.html",
    title=Text(html="Low <em>water</em>", plain="Low water"),
    date=PartialDate(year=2026, month=4, day=2),
    end=PartialDate(year=2026, month=4, day=3),
    summary=plain("What a harbour shows."),
    body=Text(html="<p>We look down.</p>", plain="We look down."),
    event=plain("Harbour Days"),
    place="Kiel",
    institution="Harbour University",
    role="Invited speaker",
    links=(Link(kind="slides", label="Slides", url="talks/low-water/slides.pdf", local=True),),
    image=Image(url="talks/low-water/mud.png", local=True, alt="Mud", caption=plain("Mud.")),
    tags=("tides",),
    papers=("tides",),
)
COURSE = Item(
    collection="teaching",
    slug="waves",
    path="content/teaching/waves.md",
    title=plain("Waves"),
    term="Spring 2026",
    institution="Harbour University",
    role="Lecturer",
)
NEWS = Item(
    collection="news",
    slug="paper",
    path="content/news/paper.md",
    title=Text(html=f'A <a href="{MARK}papers/tides/index.html">paper</a>.', plain="A paper."),
    date=PartialDate(year=2026, month=5),
)
POSTS = tuple(
    Item(
        collection="posts",
        slug=f"day-{day}",
        path=f"content/posts/day-{day}.md",
        page=f"posts/day-{day}/index.html",
        title=plain(f"Day {day}"),
        date=PartialDate(year=2026, month=6, day=day),
        body=plain("It rained."),
    )
    for day in (3, 2)
)
RESEARCH = Item(
    collection="pages",
    slug="research",
    path="content/pages/research.md",
    page="research/index.html",
    title=plain("Research"),
    body=plain("I look at water."),
)
COLLECTIONS = tuple(
    Collection(path=f"content/{name}", name=name, title=title, items=items, group=group, menu=name != "news")
    for name, title, group, items in (
        ("pages", "Pages", "none", (RESEARCH,)),
        ("talks", "Talks", "year", (TALK,)),
        ("teaching", "Teaching", "term", (COURSE,)),
        ("posts", "Blog", "year", POSTS),
        ("news", "News", "year", (NEWS,)),
    )
)
CV = CurriculumVitae(
    path="content/cv.md",
    sections=(
        CvSection(
            name="education",
            entries=(
                CvEntry(
                    what=plain("Diploma in tides"),
                    where=plain("Harbour University"),
                    start=PartialDate(year=2015),
                    end=PartialDate(year=2019, month=6),
                    note=plain("With distinction."),
                    link=Link(kind="link", label="link", url="https://thesis.example"),
                ),
            ),
        ),
        CvSection(name="skills", entries=(CvEntry(what=plain("Rowing")),)),
    ),
    body=plain("I row."),
)
SITE = Site(profile=PROFILE, papers=(FULL, BARE), collections=COLLECTIONS, cv=CV, year=2026)


def site(**settings: object) -> Site:
    """Return the sample with other settings."""
    return replace(SITE, profile=replace(PROFILE, settings=replace(SETTINGS, **settings)))  # type: ignore[arg-type]


def planned(site: Site = SITE, theme_: Theme | None = None) -> Plan:
    """Return the plan of a site in its own language."""
    words, _ = words_of(theme_ or theme(), site.profile.settings.language, site.profile.at())
    return plan(site, words, citations(site.papers))


def render(site: Site, theme_: Theme, **more: Any) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the pages of a site and all problems, as the pipeline has them rendered."""
    words, unknown = words_of(theme_, site.profile.settings.language, site.profile.at())
    made, problems = render_plan(site, theme_, planned(site, theme_), words, **more)
    return made, in_order((*unknown, *problems))


def pages(site: Site = SITE, theme_: Theme | None = None, **more: Any) -> dict[str, str]:
    """Return the text of every page by its path; there must be no problem."""
    made, problems = render(site, theme_ or theme(), **more)
    assert not problems
    return {page.path: page.data.decode() for page in made}
