"""The wheel: what it carries, and that it makes a site where nothing else of the project is."""

from __future__ import annotations

import email
import hashlib
import io
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
from paperfolio.starter.wheel import own_wheel


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the project as it would be committed now."""
    folder = tmp_path_factory.mktemp("wheel")
    return environments.wheel(environments.work_tree(folder / "project"), folder / "wheels")


def contents(wheel: Path | io.BytesIO) -> dict[str, bytes]:
    """Return the files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_the_wheel_carries_the_theme_and_the_starter(built: Path) -> None:
    """Every template and every file of a new site is in the wheel, byte for byte; no test is."""
    inside = contents(built)
    for folder, place in (("templates", "paperfolio/templates"), ("paperfolio/starter/site",) * 2):
        here = {each for each in environments.listed() if each.startswith(f"{folder}/")}
        assert here
        for name in here:
            assert inside[place + name.removeprefix(folder)] == (dev.ROOT / name).read_bytes()
    about = f"paperfolio-{paperfolio.__version__}.dist-info"
    assert {name.split("/")[0] for name in inside} == {"paperfolio", about}


@pytest.mark.slow
def test_a_checkout_makes_the_wheel_that_the_build_backend_makes(built: Path) -> None:
    """The wheel that a new site gets has the same files, requirements and command as the released one."""
    ours, theirs = contents(io.BytesIO(own_wheel())), contents(built)
    about = f"paperfolio-{paperfolio.__version__}.dist-info"
    written = {f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL")}
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if name not in written and ours[name] != theirs[name]] == []
    ours_about, theirs_about = (
        email.message_from_bytes(files[f"{about}/METADATA"]) for files in (ours, theirs)
    )
    for field in ("Name", "Version", "Requires-Python", "License-Expression", "Summary"):
        assert ours_about[field] == theirs_about[field]
    of_ours, of_theirs = (
        set(map(Requirement, each.get_all("Requires-Dist"))) for each in (ours_about, theirs_about)
    )
    assert of_ours == of_theirs


def test_the_wheel_is_the_same_every_time() -> None:
    """Two sites that are made by one version have the same file in vendor/."""
    assert own_wheel() == own_wheel()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_build_py_turns_to_the_sites_own_environment(tmp_path: Path) -> None:
    """Once `.venv` is filled, any Python may be called: build.py hands over, with arguments and status."""
    files = starter.files("x", b"PK")
    for name in ("build.py", "requirements.txt"):
        (tmp_path / name).write_bytes(files[name])
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nshift; echo "$@"; exit 7\n', "ascii")
    python.chmod(0o755)
    hashed = hashlib.sha256(files["requirements.txt"] + os.fsencode(python.resolve())).hexdigest()
    (tmp_path / ".venv" / ".requirements").write_text(hashed, "ascii")
    bare = [sys.executable, "-S", str(tmp_path / "build.py"), "new", "paper", "A b"]
    done = subprocess.run(bare, cwd="/", capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (7, "new paper A b\n")


def pins(text: str) -> list[str]:
    """Return the `name==version` of each requirement."""
    return re.findall(r"(?m)^([a-z][^ \n]*==[^ \n]+)", text)


def test_a_new_site_pins_what_the_project_was_tested_with() -> None:
    """The requirements of a new site are its own wheel and the lock file's, each with its hashes."""
    wheel = b"PK the wheel"
    made = starter.files("x", wheel)
    requirements = made["requirements.txt"].decode()
    assert requirements.endswith(dev.LOCKS["runtime"].read_text("utf-8"))
    (path, hashed) = re.findall(r"(?m)^\./(vendor/\S+) --hash=sha256:(\w+)$", requirements)[0]
    assert (made[path], hashed) == (wheel, hashlib.sha256(wheel).hexdigest())


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
    assert [each for each in project["dependencies"] if "<" not in each and "==" not in each] == []


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    """A dependency that is added or bounded anew is in the lock files, in a version within its bounds."""
    pyproject = tomllib.loads((dev.ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {"runtime": pyproject["project"]["dependencies"], "test": pyproject["dependency-groups"]["test"]}
    for kind, requirements in asked.items():
        locked = dict(pin.split("==") for pin in pins(dev.LOCKS[kind].read_text("ascii")))
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement
