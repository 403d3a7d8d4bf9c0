"""Clean environments for the tests that must see what a stranger's machine would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml
from lacking import cannot

import dev

# What pip says when it has looked nowhere with success, as on a machine without a network.
OFFLINE = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "No matching distribution")


def listed() -> list[str]:
    """Return the files of the project as it would be committed now: new ones included, ignored ones not."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(command, cwd=dev.ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(name for name in set(names) if name and (dev.ROOT / name).is_file())


def work_tree(target: Path) -> Path:
    """Copy those files into a folder."""
    for name in listed():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes((dev.ROOT / name).read_bytes())
    return target


def wheel(source: Path, target: Path) -> Path:
    """Build the project's wheel from a copy of it, without a network: hatchling is a test requirement."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(target), str(source)], check=True, capture_output=True)
    (made,) = target.glob("*.whl")
    return made


def clean(folder: Path, *, find_links: Path | None = None) -> dict[str, str]:
    """Create an empty environment and return the variables under which its `python` is the one called."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    here = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "GITHUB_", "PYTEST_"))
    }
    here["PATH"] = os.pathsep.join([str(folder / dev.PYTHON.relative_to(dev.VENV).parent), here["PATH"]])
    if find_links:
        here["PIP_FIND_LINKS"] = " ".join([str(find_links), here.get("PIP_FIND_LINKS", "")]).strip()
    return here


def run(command: str, folder: Path, environment: Mapping[str, str], *, status: int = 0) -> str:
    """Run a shell line as a workflow's runner does and return all that it printed; it must end with `status`."""
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
    done = subprocess.run(
        shell, cwd=folder, env=environment, encoding="utf-8", capture_output=True, check=False
    )
    said = done.stdout + done.stderr
    if done.returncode != status and any(word in said for word in OFFLINE):
        cannot(f"pip reaches no package index here: {said[-400:]}")
    assert done.returncode == status, f"{command}\n{said}"
    return said


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


def publish(checkout: Path, environment: Mapping[str, str]) -> None:
    """Run every shell line of a site's workflow as it is, as for a push."""
    here = {
        **environment,
        **GITHUB,
        "GITHUB_WORKSPACE": str(checkout),
        "ADDRESS": "https://jane.github.io/site",
    }
    workflow = yaml.safe_load((checkout / ".github" / "workflows" / "pages.yml").read_text("utf-8"))
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if "run" in step:
                run(step["run"], checkout, here)
