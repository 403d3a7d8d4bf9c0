"""The one door: what `dev.py` decides before it installs anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dev


def test_a_python_that_is_too_old_is_told_which_one_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine has a newer Python, the sentence names the very command to type."""
    monkeypatch.setattr(dev.shutil, "which", lambda name: name == "python3.12" or None)
    with pytest.raises(dev.Stop, match=r"3\.11 or newer is needed and this is 3\.9.*: python3\.12 dev\.py"):
        dev.require_python((3, 9))


def test_a_python_that_is_too_old_and_alone_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a newer one at hand, the sentence says to install one."""
    monkeypatch.setattr(dev.shutil, "which", lambda _: None)
    with pytest.raises(dev.Stop, match="install one"):
        dev.require_python((3, 10))


def test_every_python_from_the_oldest_on_will_do() -> None:
    """The floor is the one that pyproject.toml promises, and there is no ceiling."""
    dev.require_python((3, 11))
    dev.require_python((3, 15))
    promised = (dev.ROOT / "pyproject.toml").read_text("utf-8")
    assert 'requires-python = ">={}.{}"'.format(*dev.OLDEST) in promised


def test_an_old_python_can_read_the_script_far_enough() -> None:
    """The script is in the Python of 2019, so that an old one gets a sentence and not a syntax error."""
    import ast

    ast.parse((dev.ROOT / "dev.py").read_text("utf-8"), feature_version=(3, 7))


def test_an_environment_is_made_anew_only_when_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run installs, the second does nothing, and a changed lock file installs again."""
    calls: list[list[str]] = []
    lock = tmp_path / "requirements.lock"
    lock.write_text("one\n", "ascii")
    (tmp_path / "venv").mkdir()
    monkeypatch.setattr(dev, "VENV", tmp_path / "venv")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "LOCKS", {"runtime": lock})
    monkeypatch.setattr(dev, "works", lambda _: True)
    monkeypatch.setattr(dev.subprocess, "call", lambda command, **_: calls.append(command) or 0)
    dev.prepare("runtime")
    dev.prepare("runtime")
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]
    lock.write_text("two\n", "ascii")
    dev.prepare("runtime")
    assert len(calls) == 2


def test_a_failed_installation_leaves_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline, the run ends with a sentence, and the next run tries again."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("one\n", "ascii")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "LOCKS", {"runtime": lock})
    monkeypatch.setattr(dev, "works", lambda _: True)
    monkeypatch.setattr(dev.subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(dev.Stop, match="network"):
        dev.prepare("runtime")
    assert not (tmp_path / ".locked-runtime").exists()


def test_a_python_without_ensurepip_is_told_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian keeps ensurepip in a package of its own: the sentence names it, for this very Python."""
    monkeypatch.setattr(dev.subprocess, "call", lambda *_, **__: 1)
    monkeypatch.setattr(dev, "apt_install", lambda *_: False)
    with pytest.raises(dev.Stop, match=r"apt-get install python3\.\d+-venv"):
        dev.make_venv(tmp_path / "venv")


def test_nothing_is_installed_into_the_system_without_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain user's run never calls apt-get, not even where there is one."""
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev.subprocess, "call", lambda *_, **__: pytest.fail("something was called"))
    assert dev.apt_install("chromium") is False


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


def test_a_renewed_lock_renews_what_a_new_site_pins() -> None:
    """The words and the program's own line stay, and every other pin follows the lock file."""
    requirements = "# why\npaperfolio=={version}\nold==1\n"
    locked = "jinja2==3.1.6 \\\n    --hash=sha256:00\nlunr==0.8.0 ; python_version < '4' \\\n    --hash=sha256:11\n"
    expected = "# why\npaperfolio=={version}\njinja2==3.1.6\nlunr==0.8.0 ; python_version < '4'\n"
    assert dev.pinned(requirements, locked) == expected
