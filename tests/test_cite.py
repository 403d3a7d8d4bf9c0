"""Citations: valid in each format by a reader that isn't ours, true to the paper, safe for any text."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.model import (
    Author,
    Identifier,
    Paper,
    PartialDate,
    Profile,
    Settings,
    Site,
    Text,
    Venue,
)
from paperfolio.scholar import cite, kinds
from paperfolio.scholar.cite import bibtex_signs as signs
from paperfolio.scholar.cite import record
from paperfolio.scholar.cite.phrases import title_case
from paperfolio.text.latex.characters import typed
from paperfolio.text.markup import inline

JANE = Author(name="Jane-Marie van Doe", family="van Doe", given="Jane-Marie")
LI = Author(name="Li Huang", family="Huang", given="Li")
DOI = Identifier(kind="doi", label="DOI", value="10.1000/182", url="https://doi.org/10.1000/182")
ARXIV = Identifier(kind="arxiv", label="arXiv", value="2405.00001", url="https://arxiv.org/abs/2405.00001")
ARTICLE = Paper(
    slug="rates",
    path="content/papers/rates.md",
    title=Text(plain="Rates & limits of a dLLM"),
    date=PartialDate(year=2024, month=5, day=8),
    authors=(JANE, LI),
    venue=Venue(name="Journal of X", kind="journal", volume="12", issue="3", pages="1201-1209"),
    identifiers=(DOI,),
    tags=("a tag", "b"),
    abstract=Text(plain="We count."),
    language="en",
)
CHAPTER = replace(
    ARTICLE,
    slug="talk",
    venue=Venue(name="Proceedings of CVPR", pages="7–9", publisher="IEEE", place="Seattle"),
    title=Text(plain="Is “this” it?"),
)
THESIS = replace(ARTICLE, slug="thesis", venue=Venue(name="PhD thesis", kind="thesis", publisher="ETH"))
REPORT = replace(
    ARTICLE, slug="report", venue=Venue(name="CERN Reports", kind="report", publisher="CERN", issue="7")
)
PREPRINT = replace(ARTICLE, slug="preprint", venue=None, identifiers=(ARXIV,), et_al=True)
PAPERS = (ARTICLE, CHAPTER, THESIS, REPORT, PREPRINT)
BARE = Paper(slug="bare", path="p", title=Text(plain="Something"), date=PartialDate(year=1999))


def site(*papers: Paper) -> Site:
    """Return a site with these papers."""
    profile = Profile(path="p", name="Jane", settings=Settings(title="Jane"))
    return Site(profile=profile, papers=papers, year=2026)


def entry(text: str) -> bibtexparser.model.Entry:
    """Return the one entry that an independent reader of BibTeX finds, and nothing that it can't read."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    [found] = library.entries
    return found


def fields(text: str) -> dict[str, str]:
    """Return an entry's fields without their braces."""
    return {field.key: field.value for field in entry(text).fields}


def listed(ending: str, *papers: Paper) -> str:
    """Return the list of all papers in one format."""
    made = cite.files(site(*papers), cite.citations(papers))
    return next(page.data.decode() for page in made if page.path == f"publications.{ending}")


@pytest.mark.parametrize(
    ("paper", "kind", "whole"),
    [
        (ARTICLE, "article", ("journal", "Journal of X")),
        (CHAPTER, "inproceedings", ("booktitle", "Proceedings of CVPR")),
        (THESIS, "phdthesis", ("school", "ETH")),
        (REPORT, "techreport", ("institution", "CERN")),
        (PREPRINT, "misc", ("archiveprefix", "arXiv")),
    ],
)
def test_an_entry_s_type_and_whole_follow_from_the_venue(
    paper: Paper, kind: str, whole: tuple[str, str]
) -> None:
    """Each kind of publication becomes the BibTeX type that styles know, with the field that type needs."""
    found = entry(cite.bibtex(paper))
    assert found.entry_type == kind
    assert (whole[0], whole[1]) in [(field.key, field.value) for field in found.fields]


def test_bibtex_prints_what_the_paper_says() -> None:
    """Names are inverted, special characters escaped, page ranges long, and capitals within words kept."""
    found = fields(cite.bibtex(ARTICLE))
    assert found["author"] == "van Doe, Jane-Marie and Huang, Li"
    assert found["title"] == r"Rates \& limits of a {dLLM}"
    assert (found["pages"], found["month"], found["doi"]) == ("1201--1209", "may", "10.1000/182")
    assert fields(cite.bibtex(PREPRINT))["author"].endswith(" and others")
    assert fields(cite.bibtex(PREPRINT))["eprint"] == "2405.00001"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Cooling at 10⁻⁶ K in H₂O", r"Cooling at 10{$^{-6}$} {K} in {H{$_{2}$}O}"),
        ("On the √s of ℝ", r"On the {$\surd$}s of {$\mathbb{R}$}"),
        ("α-decay and Αθήνα", r"{$\alpha$}-decay and Αθήνα"),
        ("100% of {all} #1_a ~ x^2 \\ $5", r"100\% of \textbraceleft{}all\textbraceright{} \#1\_a "
         r"\textasciitilde{} x\textasciicircum{}2 \textbackslash{} \$5"),
        ("A study of Jupiter in winter", r"A study of {Jupiter} in winter"),
        ("A Study of Jupiter in Winter", r"A Study of Jupiter in Winter"),
        ("Plug-and-Play GANs for 3D Data", r"Plug-and-Play {GANs} for {3D} Data"),
    ],
)  # fmt: skip
def test_titles_are_written_so_that_latex_prints_them(title: str, written: str) -> None:
    """Signs become formulas, and braces hold the capitals that a style would lower, and no others."""
    assert f"title = {{{written}}}," in cite.bibtex(replace(BARE, title=Text(plain=title)))


@pytest.mark.parametrize(
    ("title", "language", "written"),
    [
        ("Über die Gezeiten der Nordsee", "de", "Über die {Gezeiten} der {Nordsee}"),
        ("Gezeiten und Strömung im Watt", "de-AT", "Gezeiten und {Strömung} im {Watt}"),
        ("Rates and Limits of Tidal Flow", "en-GB", "Rates and Limits of Tidal Flow"),
        ("E\ufb03cient \ufb01ne-tuning", "", "Efficient fine-tuning"),
        ("Donau\u00addampf\u00adschiff\u200b und Kohle", "", "Donaudampfschiff und Kohle"),
    ],
)
def test_titles_are_clean_and_keep_the_capitals_of_their_language(
    title: str, language: str, written: str
) -> None:
    """German keeps its nouns' capitals, ligatures are letters, and hyphens that may show nowhere are left out."""
    paper = replace(BARE, title=Text(plain=title), language=language)
    assert f"title = {{{written}}}," in cite.bibtex(paper)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (
            r"On $B^0_s \to \mu^+\mu^-$ at $\sqrt{s}=13$ TeV",
            r"On {$B^0_s \to \mu^+\mu^-$} at {$\sqrt{s}=13$} {TeV}",
        ),
        (r"$A_\infty$-obstruction and $x$, $x$", r"{$A_\infty$}-obstruction and {$x$}, {$x$}"),
        (
            r"In $\mathcal{O}(n\log n)$ on $\mathbb{R}^d$",
            r"In {$\mathcal{O}(n\log n)$} on {$\mathbb{R}^d$}",
        ),
        (
            r"A $\frac{1}{2}$ of $\overline{x}$ or $10^{-3}$",
            r"A {$\frac{1}{2}$} of {$\overline{x}$} or {$10^{-3}$}",
        ),
        (r"Choose $\binom{n}{k}$ of $\overset{*}{x}$", r"Choose {$\binom{n}{k}$} of {$\overset{*}{x}$}"),
        (
            r"The $\begin{pmatrix}1&2\end{pmatrix}$ in $\{x\}$",
            r"The {$\begin{pmatrix}1&2\end{pmatrix}$} in {$\lbrace x\rbrace $}",
        ),
        (
            r"Of *Drosophila Melanogaster* in CO<sub>2</sub>",
            r"Of \emph{Drosophila Melanogaster} in {CO\textsubscript{2}}",
        ),
        ("Bread & riots", r"Bread \& riots"),
    ],
)
def test_formulas_of_a_title_are_formulas_in_bibtex(title: str, written: str) -> None:
    """Who cites a paper prints the formulas of its title as the paper does."""
    made = inline(title)
    paper = replace(BARE, title=Text(html=made.html, plain=made.text, tex=made.tex))
    assert f"title = {{{written}}}," in cite.bibtex(paper)


def test_names_that_bibtex_would_split_wrongly_are_held_together() -> None:
    """A group, a name in one piece and an “and” within a name stay one author; a suffix gets its place."""
    group = Author(name="Rock and Roll Society", family="Society", given="Rock and Roll")
    authors = (Author(name="黄余石"), group, Author(name="S. Davis Jr.", family="Davis Jr.", given="S."))
    library = bibtexparser.parse_string(
        cite.bibtex(replace(ARTICLE, authors=authors)),
        append_middleware=[
            bibtexparser.middlewares.SeparateCoAuthors(),
            bibtexparser.middlewares.SplitNameParts(),
        ],
    )
    names = {field.key: field.value for field in library.entries[0].fields}["author"]
    assert len(names) == 3
    assert (names[2].last, names[2].jr, names[2].first) == (["Davis"], ["Jr."], ["S."])


def test_the_front_matter_s_own_bibtex_fields_stand() -> None:
    """They replace, join or remove generated fields as written, and can neither break nor end the entry."""
    own = (("type", "book"), ("title", r"{\LaTeX} it is"), ("doi", ""), ("note", "oops }"), ("bad name", "x"))
    found = entry(cite.bibtex(replace(ARTICLE, bibtex=own, bibtex_key="my:key, {x}")))
    assert (found.entry_type, found.key) == ("book", "my:keyx")
    values = {field.key: field.value for field in found.fields}
    assert values["title"] == r"{\LaTeX} it is"
    assert "doi" not in values
    assert values["note"] == r"oops \textbraceright{}"
    assert "bad name" not in values


def test_keys_are_plain_stable_and_all_different() -> None:
    """A key is family name, year and first word, folded to ASCII; of two alike one gets a letter."""
    angstrom = Author(name="Łukasz Ångström", family="Ångström", given="Łukasz")
    one = replace(ARTICLE, slug="a", authors=(angstrom,), title=Text(plain="The Éclair"))
    keys = cite.keys([replace(one, slug="b"), one, replace(one, slug="c", bibtex_key="mine")])
    assert keys == {"a": "angstrom2024eclair", "b": "angstrom2024eclaira", "c": "mine"}
    assert re.fullmatch(r"[a-z0-9]+", cite.keys([replace(BARE, title=Text(plain="论文"))])["bare"])


def test_keys_that_differ_in_case_alone_are_one() -> None:
    """BibTeX takes `Doe` and `doe` for one entry, so that no two papers have such keys."""
    papers = [replace(BARE, slug=slug, bibtex_key=key) for slug, key in (("a", "doe"), ("b", "Doe"))]
    assert cite.keys(papers) == {"a": "doe", "b": "Doea"}


def test_a_title_in_another_language_keeps_its_capitals() -> None:
    """The capitals of a headline are English; a German or French title stays as it is written."""
    assert title_case("Rates of tidal flow", "en") == "Rates of Tidal Flow"
    assert title_case("Gezeiten und flache Küsten", "de-AT") == "Gezeiten und flache Küsten"


def test_ris_is_read_by_another_program() -> None:
    """Each field comes back from an independent reader, and a list has one record a paper."""
    [found] = rispy.loads(cite.ris(ARTICLE))
    assert found["type_of_reference"] == "JOUR"
    assert found["authors"] == ["van Doe, Jane-Marie", "Huang, Li"]
    assert found["title"] == "Rates & limits of a dLLM"
    assert (found["start_page"], found["end_page"], found["year"]) == ("1201", "1209", "2024")
    assert found["keywords"] == ["a tag", "b"]
    kinds = [each["type_of_reference"] for each in rispy.loads(listed("ris", *PAPERS))]
    assert kinds == ["JOUR", "CONF", "THES", "RPRT", "UNPB"]


# Source: citation-style-language/schema, csl-data.json: what an item may hold beside its id and type.
_CSL = {
    "title", "author", "editor", "issued", "container-title", "container-title-short", "volume", "issue", "page",
    "number", "DOI", "URL", "ISSN", "ISBN", "PMID", "PMCID", "abstract", "keyword", "language", "status", "custom",
    "publisher", "publisher-place", "event-place", "event-title", "event", "genre", "note", "edition", "version",
    "collection-title", "collection-number", "chapter-number", "number-of-pages", "authority",
}  # fmt: skip
_CSL_TYPES = {
    "article-journal", "paper-conference", "chapter", "thesis", "report", "article", "document", "book", "dataset",
    "software", "patent", "speech",
}  # fmt: skip


def test_csl_json_is_read_and_formatted_by_another_program() -> None:
    """Items hold only what the schema defines, and a CSL processor makes citations of them."""
    every = [replace(CHAPTER, slug=f"k{number}", kind=kind) for number, kind in enumerate(kinds.NAMES)]
    items = json.loads(listed("json", *PAPERS, BARE, *every))
    for item in items:
        assert item.keys() - {"id", "type"} <= _CSL
        assert item["type"] in _CSL_TYPES
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = CiteProcJSON([{k: v for k, v in item.items() if k != "custom"} for item in items[:3]])
        works = CitationStylesBibliography(style, source, formatter.plain)
        for item in items[:3]:
            works.register(Citation([CitationItem(item["id"])]))
        first = str(works.bibliography()[0])
    assert "van Doe" in first
    assert "2024" in first
    assert "Journal of X" in first


def test_a_list_of_authors_that_goes_on_says_so_in_each_style() -> None:
    """“et al.” at the end of the front matter's list is printed, which CSL has no way to say."""
    unfinished = replace(ARTICLE, et_al=True)
    texts = {style: cite.formatted(unfinished, style).plain for style in cite.STYLES}
    assert texts["apa"].startswith("van Doe, J.-M., Huang, L., et al. (2024).")
    assert texts["ieee"].startswith("J.-M. van Doe, L. Huang, et al., “")
    assert texts["chicago"].startswith("Doe, Jane-Marie van, Li Huang, et al. 2024.")


def test_italics_are_markup_and_everything_else_is_escaped() -> None:
    """The HTML form has `<i>` of ours and no markup of the paper's."""
    hostile = replace(ARTICLE, title=Text(plain="<b>\x02x\x03</b>"))
    html = cite.formatted(hostile, "apa").html
    assert "<i>Journal of X</i>" in html
    assert set(re.findall(r"<[^>]*>", html)) == {"<i>", "</i>"}


def test_every_paper_has_its_files_and_the_lists_hold_all() -> None:
    """Each page has .bib, .ris and .json beside it, the site has all in one, and all have the same key."""
    made = {page.path: page.data.decode() for page in cite.files(site(*PAPERS), cite.citations(PAPERS))}
    assert len(made) == 3 + 3 * len(PAPERS)
    library = bibtexparser.parse_string(made["publications.bib"])
    assert library.failed_blocks == []
    keys = cite.keys(PAPERS)
    assert made["publications.bib"] == "\n".join(cite.bibtex(paper, keys[paper.slug]) for paper in PAPERS)
    assert made["publications.ris"] == "\r\n".join(cite.ris(paper) for paper in PAPERS)
    assert json.loads(made["publications.json"]) == [
        cite.csl_json(paper, keys[paper.slug]) for paper in PAPERS
    ]
    keys = [each.key for each in library.entries]
    assert len(set(keys)) == len(PAPERS)
    assert [item["id"] for item in json.loads(made["publications.json"])] == keys
    assert json.loads(made["papers/talk/cite.json"])[0]["id"] == keys[1]


@pytest.mark.parametrize(
    ("written", "pages"),
    [("7362-7371", ("7362", "7371")), ("1201–9", ("1201", "1209")), ("pp. 3 -- 5", ("3", "5")),
     ("e1234", ("e1234", "")),
     ("S12-S19", ("S12", "S19")), ("", ("", "")), ("12, 15", ("12, 15", ""))],
)  # fmt: skip
def test_pages_split_into_first_and_last(written: str, pages: tuple[str, str]) -> None:
    """However the range is written, both pages come out whole; an article number is one page."""
    assert record.pages(replace(ARTICLE, venue=Venue(name="J", pages=written))) == pages


# Signs that are printed as others, or not at all, have cases of their own.
OTHERWISE = [
    sign
    for sign in map(chr, range(0x10000))
    if "$" not in (made := signs.printed(f"a{sign}")) and made != f"a{sign}"
]
ALIKE = [sign for sign, written in signs.SIGNS.items() if [*signs.SIGNS.values()].count(written) > 1]
HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_characters=[*OTHERWISE, *ALIKE, *"♯♭★✓"])
) | st.sampled_from(
    ["}", "{", "\\", "a,}\n@x{", '"', "\r\nER  - \r\n", "</script>", "%", "\ud800", "and", ", ,"]
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_a_record(title: str, name: str, venue: str) -> None:
    """Whatever the texts hold, every format has one readable record, and the title comes back whole."""
    paper: Any = replace(
        ARTICLE,
        title=Text(plain=title),
        authors=(Author(name=name, family=name, given=title), Author(name=title)),
        venue=Venue(name=venue, kind="journal", volume=name, pages=title),
        tags=(name,),
        bibtex=(("note", venue), (name, title)),
        bibtex_key=name,
    )
    text = cite.bibtex(paper)
    found = entry(text)
    text.encode()
    assert text.count("{") == text.count("}")
    assert unescaped({field.key: field.value for field in found.fields}.get("title", "")) == record.clean(
        title
    )
    [again] = rispy.loads(cite.ris(paper))
    assert again.get("title", "") == record.clean(title)
    assert cite.csl_json(paper).get("title", "") == record.clean(title)
    for style in cite.STYLES:
        assert set(re.findall(r"<[^>]*>", cite.formatted(paper, style).html)) <= {"<i>", "</i>"}


def unescaped(value: str) -> str:
    """Undo the escapes of a title, formulas and protecting braces, as a reader of LaTeX would."""
    for sign in {*signs.SIGNS, *signs.GREEK}:
        value = value.replace("{$" + signs.formula(sign) + "$}", sign)
    for table, mark in ((signs.SUPER, "^"), (signs.SUB, "_")):
        back = {letter: sign for sign, letter in table.items()}
        pattern = r"\{\$" + re.escape(mark) + r"\{([^{}]*)\}\$\}"
        value = re.sub(pattern, lambda match, back=back: "".join(back[letter] for letter in match[1]), value)
    escapes = {letter: typed(letter) for letter in "\\{}$&%#_~^"}
    marks = {written: chr(0xE000 + n) for n, written in enumerate(escapes.values())}
    for written, mark in marks.items():
        value = value.replace(written, mark)
    value = value.replace("{", "").replace("}", "")
    for letter, written in escapes.items():
        value = value.replace(marks[written], letter)
    return value
