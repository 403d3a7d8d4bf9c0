"""The one door: what `dev.py` decides before it installs anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import build
import dev


def test_a_python_that_is_too_old_is_told_which_one_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine has a newer Python, the sentence names the very command to type."""
    monkeypatch.setattr(build.shutil, "which", lambda name: name == "python3.12" or None)
    monkeypatch.setattr(build.sys, "argv", ["dev.py"])
    with pytest.raises(build.Stop, match=r"3\.11 or newer is needed and this is 3\.9.*: python3\.12 dev\.py"):
        build.require_python((3, 9))


def test_a_python_that_is_too_old_and_alone_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a newer one at hand, the sentence says to install one."""
    monkeypatch.setattr(build.shutil, "which", lambda _: None)
    with pytest.raises(build.Stop, match="install one"):
        build.require_python((3, 10))


def test_every_python_from_the_oldest_on_will_do() -> None:
    """The floor is the one that pyproject.toml promises, and there is no ceiling."""
    build.require_python((3, 11))
    build.require_python((3, 15))
    promised = (dev.ROOT / "pyproject.toml").read_text("utf-8")
    assert 'requires-python = ">={}.{}"'.format(*build.OLDEST) in promised


@pytest.mark.parametrize("script", ["dev.py", "build.py"])
def test_an_old_python_can_read_the_script_far_enough(script: str) -> None:
    """Both scripts are in the Python of 2018, so that an old one gets a message and not a syntax error."""
    import ast

    ast.parse((dev.ROOT / script).read_text("utf-8"), feature_version=(3, 7))


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let build.py use this folder as `.venv`, and return a file of requirements in it."""
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("one==1\n", "ascii")
    monkeypatch.setattr(build, "VENV", tmp_path)
    monkeypatch.setattr(build, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(build, "works", lambda _: True)
    return requirements


def test_an_environment_is_filled_only_when_the_requirements_change(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once installed, the requirements are installed again when they change or when Python was replaced."""
    calls: list[list[str]] = []
    monkeypatch.setattr(build.subprocess, "call", lambda command, **_: calls.append(command) or 0)
    assert not build.installed(environment)
    build.install(environment)
    assert "--require-hashes" in calls[-1]
    assert build.installed(environment)
    environment.write_text("two==2\n", "ascii")
    assert not build.installed(environment)
    build.install(environment)
    assert build.installed(environment)
    monkeypatch.setattr(build.os.path, "realpath", lambda _: "/usr/bin/python3.99")
    assert not build.installed(environment)


def test_a_failed_installation_leaves_no_stamp(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline, the run ends with a message, and the next run tries again."""
    monkeypatch.setattr(build.subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(build.Stop, match="network"):
        build.install(environment)
    assert not build.installed(environment)


def test_a_python_that_has_everything_is_used_as_it_is(tmp_path: Path) -> None:
    """Where each requirement is installed and the program has the version of vendor/, nothing is set up."""
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("pytest==1.0 \\\n  --hash=x\nnot-for-here==1 ; python_version < '3'\n", "ascii")
    assert build.provides(requirements)
    requirements.write_text("no-such-package==1\n", "ascii")
    assert not build.provides(requirements)
    requirements.write_text("./vendor/paperfolio-0.0.0-py3-none-any.whl --hash=x\n", "ascii")
    assert not build.provides(requirements)


def test_a_python_without_ensurepip_is_told_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian keeps ensurepip in a package of its own: the sentence names it, for this very Python."""
    monkeypatch.setattr(build.subprocess, "call", lambda *_, **__: 1)
    monkeypatch.setattr(build, "apt_install", lambda *_: False)
    with pytest.raises(build.Stop, match=r"apt-get install python3\.\d+-venv"):
        build.make_venv(tmp_path / "venv")


def test_nothing_is_installed_into_the_system_without_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain user's run never calls apt-get, not even where there is one."""
    monkeypatch.setattr(build.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(build.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(build.subprocess, "call", lambda *_, **__: pytest.fail("something was called"))
    assert build.apt_install("chromium") is False


@pytest.mark.parametrize(("argument", "status"), [("--help", 0), ("", 2), ("sevre", 2)])
def test_the_help_says_what_there_is(argument: str, status: int, tmp_path: Path) -> None:
    """From any folder, help is an answer, and a word that isn't a command is a usage error."""
    command = [sys.executable, str(dev.ROOT / "dev.py"), *([argument] if argument else [])]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == status
    assert "dev.py serve" in done.stdout
    assert "dev.py test" in done.stdout


def test_the_readme_and_ci_give_the_same_test_command() -> None:
    """What CI runs is the line that the README gives, so that a reader's result is CI's."""
    command = "python3 dev.py test"
    assert f"\n{command}\n" in (dev.ROOT / "README.md").read_text("utf-8")
    assert (dev.ROOT / ".ci/run").read_text("utf-8").splitlines()[-1] == f"exec {command}"


def test_a_new_paper_never_lands_in_the_programs_repository(tmp_path: Path) -> None:
    """From a folder that is no site `dev.py new paper` refuses, and inside a site it writes there."""
    command = [sys.executable, str(dev.ROOT / "dev.py"), "new", "paper", "A title"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "no site here" in done.stderr) == (2, True)
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "profile.md").write_text("---\nname: A\n---\n", "utf-8")
    assert subprocess.run(command, cwd=tmp_path / "content", capture_output=True, check=False).returncode == 0
    assert (tmp_path / "content" / "papers" / "a-title.md").is_file()
    assert not (dev.ROOT / "content" / "papers" / "a-title.md").exists()
