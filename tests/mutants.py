"""Put faults into core lines, one at a time, and print those that no test notices.

`python3 dev.py mutants` runs all; a word runs those whose file has it in its path. Each fault is a line of
`FAULTS` and is tried on a copy of the project with the tests named beside it. A fault whose text is not in its
file exactly once is an error, so that the list can't go stale.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Fault(NamedTuple):
    """Replace `old` by `new` in a file of the program; `tests` are the test files that should notice."""

    file: str
    old: str
    new: str
    tests: str


FAULTS = (
    Fault("scholar/metrics.py", "count >= rank", "count > rank", "test_metrics.py"),
    Fault("scholar/metrics.py", "count >= 10", "count > 10", "test_metrics.py"),
    Fault(
        "scholar/metrics.py", '"draft", "withdrawn", "retracted"', '"draft", "retracted"', "test_metrics.py"
    ),
    Fault(
        "scholar/metrics.py",
        "-papers_of[it], -counts_of[it]",
        "papers_of[it], -counts_of[it]",
        "test_metrics.py",
    ),
    Fault("scholar/people.py", "len(one[-1]) < 2", "len(one[-1]) < 1", "test_people.py"),
    Fault("scholar/enrich.py", "-date.month, -date.day", "-date.month, date.day", "test_enrich.py"),
    Fault("scholar/enrich.py", "(order, -date.year", "(order, date.year", "test_enrich.py"),
    Fault(
        "memo.py",
        "self._last[key] if key in self._last else function(*args, **kwargs)",
        "function(*args, **kwargs)",
        "test_memo.py",
    ),
    Fault("memo.py", "self._last, self._now = self._now, {}", "self._last = self._now", "test_memo.py"),
    Fault(
        "output/swap.py",
        "if stage.previous.exists() and not output.exists():",
        "if False:",
        "test_publish_faults.py",
    ),
    Fault(
        "output/swap.py",
        "        stage.previous.rename(stage.output)\n        raise",
        "        raise",
        "test_publish_faults.py",
    ),
    Fault(
        "output/swap.py",
        "list_files(target, before | after)",
        "list_files(target, after)",
        "test_publish_faults.py",
    ),
    Fault("output/safe_paths.py", "in RESERVED or", "in () or", "test_disk.py"),
)


def survives(fault: Fault, copy: Path) -> bool:
    """Return whether the fault's tests all pass with the fault in place."""
    file = copy / "paperfolio" / fault.file
    text = file.read_text("utf-8")
    if text.count(fault.old) != 1:
        raise SystemExit(f"mutants.py: {fault.file} has {text.count(fault.old)} times: {fault.old}")
    file.write_text(text.replace(fault.old, fault.new), "utf-8")
    try:
        tests = [str(copy / "tests" / name) for name in fault.tests.split()]
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-m",
            "not browser",
            "-p",
            "no:cacheprovider",
            *tests,
        ]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1, 2):  # 2: the fault keeps the tests from being collected
            raise SystemExit(f"mutants.py: no tests ran for {fault.file}:\n{done.stdout}{done.stderr}")
        return done.returncode == 0
    finally:
        file.write_text(text, "utf-8")


def main(words: list[str]) -> int:
    """Try the faults and return 1 if one survives."""
    chosen = [fault for fault in FAULTS if not words or any(word in fault.file for word in words)]
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
