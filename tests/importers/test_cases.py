"""What an import makes of a source: the cases in `tests/cases/import.md`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperfolio.importers import formats
from paperfolio.importers.proposal import STORED, Origin, propose

CASES = Path(__file__).resolve().parents[1] / "cases" / "import.md"
NAMES = {"bib": "list.bib", "ris": "list.ris", "json": "list.json"}


def cases() -> list[object]:
    """Return each case as its files and the expected lines."""
    found = []
    for part in re.split(r"^## ", CASES.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        blocks = re.findall(r"^```(\S+)\n(.*?)^```$", rest, re.DOTALL | re.MULTILINE)
        files = {NAMES.get(name, name): text.encode() for name, text in blocks if name != "out"}
        expected = next(text for name, text in blocks if name == "out").splitlines()
        found.append(pytest.param(files, expected, id=title))
    return found


@pytest.mark.parametrize(("files", "expected"), cases())
def test_a_source_becomes_what_a_reader_of_it_expects(files: dict[str, bytes], expected: list[str]) -> None:
    """The written files have the lines of the case in their order; what is left out is reported."""
    origin = Origin(found=formats.read_folder(files), names=frozenset(files))
    proposal = propose([origin], {}, "2026-11-28")
    written = [data.decode() for path, data in proposal.files.items() if path != STORED]
    reported = "\n".join(problem.message for problem in proposal.problems)
    lines = iter("\n".join(written).splitlines())
    for line in expected:
        if line.startswith("! "):
            assert line[2:] in reported
        elif line.startswith("~ "):
            assert line[2:] not in "".join(written)
        else:
            assert line in lines, f"{line!r} is not in its place in:\n" + "\n".join(written)
