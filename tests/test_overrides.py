"""A site's own templates: one block or partial is replaced, and a mistake in one is reported with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from sample import pages, render


def test_a_block_of_a_template_can_be_changed_alone():
    """A site's templates/paper.html may extend the theme's own and change one block."""
    own = '{% extends "theme/paper.html" %}{% block abstract %}<p>Mine: {{ paper.slug }}</p>{% endblock %}'
    text = pages(theme_=sample.theme(paper_html=own))["papers/tides/index.html"]
    assert "<p>Mine: tides</p>" in text
    assert "Water rises" not in text.partition("<main")[2]
    assert 'class="facts"' in text


def test_a_partial_of_a_site_stands_in_for_the_themes_everywhere():
    """Replacing one partial changes every page that includes it."""
    made = pages(theme_=sample.theme(_venue_html="<p>VENUE</p>"))
    assert "<p>VENUE</p>" in made["index.html"]
    assert "<p>VENUE</p>" in made["papers/tides/index.html"]


MISTAKES = {
    "syntax": ("<p>\n{% if %}", "templates/paper.html:2:1: error[template]", "Expected an expression"),
    "unknown tag": ("{% nope %}", "templates/paper.html:1:1: error[template]", "nope"),
    "undefined": (
        "a\nb\n{{ papre.title }}",
        "templates/paper.html:3:1: error[template]",
        '"papre"',
    ),
    "wrong attribute": ("{{ paper.titel }}", "templates/paper.html:1:1: error[template]", "titel"),
    "missing file": ('\n{% include "gone.html" %}', "templates/paper.html:2:1: error[template]", "gone.html"),
    "loop": ('{% extends "paper.html" %}', "templates/paper.html:1:1: error[template]", "endlessly"),
    "division": ("{{ 1 / 0 }}", "templates/paper.html:1:1: error[template]", "division by zero"),
    "asset": ("{{ asset('no.css') }}", "templates/paper.html:1:1: error[template]", "static/no.css"),
    "word": ("{{ t('nope') }}", "templates/paper.html:1:1: error[template]", "nope"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_template_is_a_problem_with_its_place(mistake: str):
    """Whatever is wrong with a site's template is told with file and line, once, and never raised."""
    source, place, words = MISTAKES[mistake]
    _, problems = render(sample.SITE, sample.theme(paper_html=source))
    assert len(problems) == 1
    assert str(problems[0]).startswith(place)
    assert words in problems[0].message
    assert problems[0].fix


def test_a_template_that_no_page_uses_is_checked_as_well():
    """A syntax error hides nowhere, not even in a template without a page."""
    _, problems = render(sample.SITE, sample.theme(spare_html="{% endif %}", other_html="{{"))
    assert [problem.place.path for problem in problems] == ["templates/other.html", "templates/spare.html"]


NEAR_MISSES = {
    "variable": ({"paper_html": "{{ papr.title }}"}, '"papr"', '"paper"'),
    "field": ({"paper_html": "{{ paper.titel }}"}, '"titel"', '"title"'),
    "include": ({"paper_html": '{% include "_venu.html" %}'}, '"_venu.html"', '"_venue.html"'),
    "parent": ({"paper_html": '{% extends "theme/papre.html" %}'}, '"theme/papre.html"', '"paper.html"'),
    "unused": ({"spare_html": '\n{% include "_venu.html" %}'}, '"_venu.html"', '"_venue.html"'),
    "block": (
        {"paper_html": '{% extends "theme/paper.html" %}{% block abstrakt %}{% endblock %}'},
        '"abstrakt"',
        '"abstract"',
    ),
}


@pytest.mark.parametrize("miss", NEAR_MISSES)
def test_a_name_that_is_nearly_right_draws_the_right_one(miss: str):
    """Who mistypes a variable, field, file or block is told what it may have been, and no name of a Python class."""
    own, found, meant = NEAR_MISSES[miss]
    _, problems = render(sample.SITE, sample.theme(**own))
    assert len(problems) == 1
    assert found in problems[0].message
    assert "Error" not in problems[0].message
    assert meant in problems[0].fix
    assert problems[0].severity == ("warning" if miss == "block" else "error")


EXTERNAL = {
    "script": ("_footer_html", '<script src="https://plausible.io/js/x.js"></script>', 1, 14),
    "style": ("paper_html", '\n<link rel="stylesheet" href="//fonts.example/css">', 2, 30),
    "font": ("static/custom.css", "p { src: url(https://fonts.example/a.woff2) }", 1, 14),
}


@pytest.mark.parametrize("kind", EXTERNAL)
def test_what_the_policy_will_block_is_reported(kind: str):
    """A template that loads from another host draws a warning at its place, unless the site allows that host."""
    name, text, line, column = EXTERNAL[kind]
    path = name if "/" in name else name.replace("_html", ".html")
    theme = replace(sample.theme(), overrides=((path, text.encode()),))
    _, problems = render(sample.SITE, theme)
    assert [(each.place.line, each.place.column, each.severity) for each in problems] == [
        (line, column, "warning")
    ]
    host = "https://plausible.io" if kind == "script" else "https://fonts.example"
    assert host in problems[0].fix
    settings = replace(sample.SITE.profile.settings, allow=(host,))
    made, problems = render(
        replace(sample.SITE, profile=replace(sample.SITE.profile, settings=settings)), theme
    )
    assert problems == ()
    front = next(page.data.decode() for page in made if page.path == "index.html")
    assert f"script-src 'self' {host}; " in front
    assert f" frame-src {host}; " in front


def test_files_of_a_theme_in_the_wrong_place_are_reported():
    """A custom.css that no page loads draws a warning with the place where it belongs."""
    theme = replace(sample.theme(), overrides=(("css/custom.css", b"p {}"),))
    _, problems = render(sample.SITE, theme)
    assert [each.fix for each in problems] == ["move it to templates/static/custom.css"]


def test_a_front_page_that_loses_its_search_is_reported():
    """An override that leaves out the search draws a warning with its path; one that keeps it draws none."""
    base = '{% extends "theme/index.html" %}{% block main %}%s{% endblock %}'
    for body, fixes in (("<h1>Me</h1>", 1), ('{% include "_search.html" %}', 0)):
        theme = sample.theme(index_html=base.replace("%s", body))
        _, problems = render(sample.SITE, theme, search="search.bin")
        assert [each.place.path for each in problems] == ["templates/index.html"] * fixes
        assert all("{% block search %}" in each.fix for each in problems)


def test_a_template_of_a_sites_own_is_welcome_where_another_one_names_it():
    """A partial that a site adds, and a block inside a block that it fills, draw no warning."""
    block = '{% block mine %}{% include "_mine.html" %}{% endblock %}'
    own = '{% extends "theme/paper.html" %}{% block body %}' + block + "{% endblock %}"
    assert "MINE" in pages(theme_=sample.theme(paper_html=own, _mine_html="MINE"))["papers/tides/index.html"]
