"""The wheel: what it carries, and that it makes a site where nothing else of the project is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import environments
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev
import paperfolio
from paperfolio import starter


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the project as it would be committed now."""
    folder = tmp_path_factory.mktemp("wheel")
    return environments.wheel(environments.work_tree(folder / "project"), folder / "wheels")


@pytest.mark.slow
def test_the_wheel_carries_the_theme_and_the_starter(built: Path) -> None:
    """Every template and every file of a new site is in the wheel, byte for byte; no test is."""
    with zipfile.ZipFile(built) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    for folder, place in (("templates", "paperfolio/templates"), ("paperfolio/starter/site",) * 2):
        here = {it for it in environments.listed() if it.startswith(f"{folder}/")}
        assert here
        for name in here:
            assert inside[place + name.removeprefix(folder)] == (dev.ROOT / name).read_bytes()
    about = f"paperfolio-{paperfolio.__version__}.dist-info"
    assert {name.split("/")[0] for name in inside} == {"paperfolio", about}


@pytest.mark.slow
def test_an_installed_wheel_makes_a_site(built: Path, tmp_path: Path) -> None:
    """In a clean Python, away from the project, `new site` and `build` give a site without a problem."""
    here = environments.clean(tmp_path / "python", find_links=built.parent)
    environments.run(f"python -m pip install --quiet 'paperfolio=={paperfolio.__version__}'", tmp_path, here)
    environments.run("paperfolio new site mine", tmp_path, here)
    said = environments.run("paperfolio build --root mine", tmp_path, here)
    assert "error" not in said
    assert "warning" not in said
    written = {path.relative_to(tmp_path / "mine").as_posix() for path in (tmp_path / "mine").rglob("*")}
    assert {path for path, _ in starter.files("mine")} <= written
    assert {"site/index.html", "site/404.html", "site/papers/an-example-paper/index.html"} <= written


def test_build_py_names_the_way_when_the_program_is_missing(tmp_path: Path) -> None:
    """Called by a Python without the program, a site's build.py says in one sentence what to do."""
    (tmp_path / "build.py").write_bytes(dict(starter.files("x"))["build.py"])
    bare = [sys.executable, "-S", "build.py", "check"]  # -S hides what is installed
    done = subprocess.run(bare, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    sentence = "build.py: the package paperfolio is missing; `pip install -r requirements.txt` installs it."
    assert (done.returncode, done.stdout, done.stderr) == (3, "", f"{sentence}\n")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_build_py_turns_to_the_sites_own_environment(tmp_path: Path) -> None:
    """Where `.venv` lies beside it, any Python may be called: build.py hands over, arguments and status too."""
    (tmp_path / "build.py").write_bytes(dict(starter.files("x"))["build.py"])
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text('#!/bin/sh\nshift; echo "$@"; exit 7\n', "ascii")
    (tmp_path / ".venv" / "bin" / "python").chmod(0o755)
    bare = [sys.executable, "-S", str(tmp_path / "build.py"), "new", "paper", "A b"]
    done = subprocess.run(bare, cwd="/", capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (7, "new paper A b\n")


def pins(text: str) -> list[str]:
    """Return the `name==version` of each requirement."""
    return re.findall(r"(?m)^([a-z][^ \n]*==[^ \n]+)", text)


def test_a_new_sites_build_py_is_the_projects_own() -> None:
    """What works here works there: both are the same file."""
    assert dict(starter.files("x"))["build.py"] == (dev.ROOT / "build.py").read_bytes()


def test_a_new_site_pins_what_the_project_was_tested_with() -> None:
    """The requirements of a new site are this version and the lock file's, each exactly."""
    pinned = pins(dict(starter.files("x"))["requirements.txt"].decode())
    assert pinned == [f"paperfolio=={paperfolio.__version__}", *pins(dev.LOCKS["runtime"].read_text("ascii"))]


def test_the_test_lock_holds_the_runtime_lock() -> None:
    """One installation serves both commands: the tests run on the versions that a site is built with."""
    runtime, tests = (set(pins(path.read_text("ascii"))) for path in dev.LOCKS.values())
    assert runtime <= tests


def test_the_locks_name_no_index() -> None:
    """Whoever has a package index of their own installs from it: no lock file says where to look."""
    node = [dev.NODE_MODULES / "package-lock.json", dev.NODE_MODULES / "browser" / "package-lock.json"]
    texts = {lock: lock.read_text("ascii") for lock in (*dev.LOCKS.values(), *node)}
    told = re.compile(r'"resolved"|--\S*index|find-links')
    assert [lock.name for lock, text in texts.items() if told.search(text)] == []


def test_every_direct_dependency_is_bounded_above() -> None:
    """A release that breaks its callers can't reach an installation of this version unseen."""
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [it for it in project["dependencies"] if "<" not in it and "==" not in it] == []


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    """A dependency that is added or bounded anew is in the lock files, in a version within its bounds."""
    pyproject = tomllib.loads((dev.ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {"runtime": pyproject["project"]["dependencies"], "test": pyproject["dependency-groups"]["test"]}
    for kind, requirements in asked.items():
        locked = dict(pin.split("==") for pin in pins(dev.LOCKS[kind].read_text("ascii")))
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement
