#!/usr/bin/env python3
"""Build this site: `python3 build.py`, or `python3 build.py --help` for every command.

Python 3.11 or newer is all that a machine needs. The first run installs what the requirements list into
`.venv`, where a stamp lets later runs skip this step. A Python that already has the program and what it
needs is used as it is. Only the standard library is imported here, and an older Python can read this file
far enough to say what is missing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
# A checkout of Paperfolio has a lock file, and a site has requirements that name the wheel in vendor/.
LOCK = ROOT / "requirements.lock"
REQUIREMENTS = LOCK if LOCK.exists() else ROOT / "requirements.txt"


class Stop(Exception):  # noqa: N818 - it ends the run with a message, and is not an error of the program
    """A message for the person at the terminal: what is missing, and what to do about it."""


def main(argv: list[str]) -> int:
    """Run a command on the site next to this file and return its exit status."""
    try:
        if not installed(REQUIREMENTS):
            require_python(sys.version_info[:2])
            if provides(REQUIREMENTS):
                return run(argv)
            install(REQUIREMENTS)
    except Stop as stop:
        print(f"build.py: {stop}", file=sys.stderr)
        return 3
    if VENV.samefile(sys.prefix):
        return run(argv)
    return hand_over([str(PYTHON), str(ROOT / "build.py"), *argv])


def run(argv: list[str]) -> int:
    """Run the program in this process."""
    from paperfolio.__main__ import main

    return main(argv, site=ROOT)


def installed(requirements: Path) -> bool:
    """Return whether `.venv` has what the requirements list, according to its stamp."""
    stamp = stamp_of(requirements)
    return PYTHON.exists() and stamp.exists() and stamp.read_text("ascii") == key(requirements)


def stamp_of(requirements: Path) -> Path:
    """Return the file in which `.venv` records the requirements that it has."""
    return VENV / f".{requirements.stem}"


def key(requirements: Path) -> str:
    """Return what a stamp contains: a hash of the requirements and of the Python behind `.venv`.

    An upgrade of the system can replace that Python by one that sees none of the installed packages.
    """
    return hashlib.sha256(requirements.read_bytes() + os.fsencode(os.path.realpath(PYTHON))).hexdigest()


def provides(requirements: Path) -> bool:
    """Return whether the running Python has every requirement, and the program in the same version."""
    from importlib import metadata

    text = requirements.read_text("utf-8")
    try:
        for name in re.findall(r"(?m)^([\w.-]+)==[^;\s]+(?! *;)(?=\s)", text):
            metadata.version(name)
        wheel = re.search(r"(?m)^\./vendor/paperfolio-([^-\s]+)-", text)
        return not wheel or metadata.version("paperfolio") == wheel[1]
    except metadata.PackageNotFoundError:
        return False


def install(requirements: Path) -> None:
    """Install what the requirements list into `.venv`, each file with the hash given for it."""
    require_python(sys.version_info[:2])
    if works(PYTHON):
        # pip takes a wheel of the same version for installed, even where its bytes differ.
        pip("uninstall", "--quiet", "--yes", "paperfolio")
    else:
        make_venv(VENV)
    say(f"installing what {requirements.name} lists into .venv (only at the first run)")
    if pip("install", "--require-hashes", "--requirement", str(requirements)):
        raise Stop("pip could not install the dependencies; the first run needs the network")
    stamp_of(requirements).write_text(key(requirements), "ascii")


def pip(command: str, *arguments: str) -> int:
    """Run pip in `.venv` from the site's folder, to which the requirements are relative."""
    options = [command, "--quiet", "--disable-pip-version-check"]
    return subprocess.call([str(PYTHON), "-m", "pip", *options, *arguments], cwd=ROOT)


def require_python(version: tuple[int, ...]) -> None:
    """Stop when this Python is too old, and name a newer one of this machine if there is one."""
    if version >= OLDEST:
        return
    newer = next((name for name in (f"python3.{n}" for n in range(30, 10, -1)) if shutil.which(name)), None)
    script = Path(sys.argv[0]).name
    way = f"this machine has one: {newer} {script}" if newer else "install one from your system or python.org"
    raise Stop("Python {}.{} or newer is needed and this is {}.{}; {}".format(*OLDEST, *version[:2], way))


def works(python: Path) -> bool:
    """Return whether that Python starts, has pip and is new enough."""
    probe = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    return python.exists() and not subprocess.call([str(python), "-c", probe], stderr=subprocess.DEVNULL)


def make_venv(folder: Path) -> None:
    """Create an environment with pip. Debian and Ubuntu keep a part of venv in a package of its own."""
    import venv

    package = "python{}.{}-venv".format(*sys.version_info[:2])
    lacking = subprocess.call([sys.executable, "-c", "import ensurepip"], stderr=subprocess.DEVNULL)
    if lacking and not apt_install(package):
        raise Stop(f"this Python has no ensurepip: run `sudo apt-get install {package}`, then this again")
    say(f"creating {folder.relative_to(ROOT)} with Python {sys.version.split()[0]}")
    try:
        venv.create(folder, with_pip=True, clear=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        raise Stop(f"could not create {folder}: {error}") from error


def apt_install(*packages: str) -> bool:
    """Install Debian packages if this is a Debian machine and its root asks; return whether it worked."""
    apt = shutil.which("apt-get")
    if not apt or os.name == "nt" or os.geteuid() != 0:
        return False
    say(f"installing {' '.join(packages)} with apt-get")
    settings: dict[str, Any] = {
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        "stdin": subprocess.DEVNULL,
    }
    # One of several sources that can't be reached fails the update, and need not stop the installation.
    subprocess.call([apt, "update", "-qq"], stdout=subprocess.DEVNULL, **settings)
    command = [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.call(command, stdout=subprocess.DEVNULL, **settings) == 0


def hand_over(command: list[str]) -> int:
    """Become that program if the system can; elsewhere wait for it."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """Print what takes the time."""
    print(f"{Path(sys.argv[0]).name}: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
