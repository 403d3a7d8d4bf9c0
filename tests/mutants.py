"""Put faults into core lines, one at a time, and print those that no test notices.

`python3 dev.py mutants` runs all; a word runs those whose file has it in its path. The faults stand in
`cases/faults.txt`: a file of the program, the tests that should notice, then the line as it is and with its
fault. Each is tried on a copy of the project. A fault whose text is not in its file exactly once is an error, so
that the list can't go stale.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "faults.txt"
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-m", "not browser", "-p", "no:cacheprovider")


class Fault(NamedTuple):
    """Replace `old` by `new` in a file of the program; `tests` are those that should notice."""

    file: str
    old: str
    new: str
    tests: str


def faults() -> list[Fault]:
    """Return the faults; raise `ValueError` for one whose text is not in its file exactly once."""
    found = []
    for block in CASES.read_text("utf-8").strip("\n").split("\n\n"):
        head, *lines = block.split("\n")
        file, _, tests = head.partition(": ")
        old, new = ("\n".join(line[2:] for line in lines if line[0] == mark) for mark in "-+")
        count = (ROOT / "paperfolio" / file).read_text("utf-8").count(old)
        if count != 1:
            raise ValueError(f"{CASES.name}: {file} has {count} times: {old}")
        found.append(Fault(file=file, old=old, new=new, tests=tests))
    return found


def survives(fault: Fault, copy: Path) -> bool:
    """Return whether the fault's tests all pass with the fault in place."""
    file = copy / "paperfolio" / fault.file
    text = file.read_text("utf-8")
    file.write_text(text.replace(fault.old, fault.new), "utf-8")
    try:
        tests = [str(copy / "tests" / name) for name in fault.tests.split()]
        done = subprocess.run([*PYTEST, *tests], cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1, 2):  # 2: the fault keeps the tests from being collected
            raise SystemExit(f"mutants.py: no tests ran for {fault.file}:\n{done.stdout}{done.stderr}")
        return done.returncode == 0
    finally:
        file.write_text(text, "utf-8")


def main(words: list[str]) -> int:
    """Try the faults and return 1 if one survives."""
    chosen = [fault for fault in faults() if not words or any(word in fault.file for word in words)]
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "project")
        unneeded = shutil.ignore_patterns(".git", ".venv", "node_modules", "site", ".*cache*", "__pycache__")
        shutil.copytree(ROOT, copy, ignore=unneeded)
        for number, fault in enumerate(chosen, start=1):
            alive = survives(fault, copy)
            survivors += alive
            mark = "SURVIVES" if alive else "noticed"
            print(f"{number}/{len(chosen)} {mark}: {fault.file}: {fault.old!r} -> {fault.new!r}", flush=True)
    print(f"{len(chosen) - survivors} noticed, {survivors} survived")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
