"""The floors of the house, and which room alone may know a library: drawn in `docs/architecture.md`."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "paperfolio"

# The one room that may import each library.
ROOMS = {
    "yaml": "frontmatter",
    "markdown": "markup",
    "nh3": "markup",
    "math_core": "latex",
    "jinja2": "render",
    "babel": "words",
    "lunr": "search",
    "PIL": "pictures",
    "livereload": "preview",
    "tornado": "preview",
    "watchfiles": "preview",
    "argparse": "cli",
    "urllib.request": "net",
    "socket": "preview",
    "logging": "preview",
}


def imports(file: Path) -> set[str]:
    """Return the names of all modules that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_floor_imports_one_above_it() -> None:
    """The contract in pyproject.toml holds, and names every room."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("library", "room"), ROOMS.items())
def test_one_room_alone_knows_each_library(library: str, room: str) -> None:
    """A library can be replaced by changing one room."""
    strangers = [
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if any(name == library or name.startswith(f"{library}.") for name in imports(file))
        and file.relative_to(PACKAGE).parts[0].removesuffix(".py") != room
    ]
    assert strangers == []


def test_the_rooms_between_source_and_page_know_no_clock_and_no_disk() -> None:
    """What a page holds is a function of its input: the pure rooms import nothing that could tell them more."""
    outside = {
        "os",
        "pathlib",
        "time",
        "random",
        "subprocess",
        "socket",
        "urllib.request",
        "tempfile",
        "shutil",
    }
    doors = {"disk", "publish", "swap", "cli", "preview", "starter", "net", "intake"}
    curious = {
        file.relative_to(PACKAGE).as_posix(): sorted(imports(file) & outside)
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0].removesuffix(".py") not in doors and imports(file) & outside
    }
    assert curious == {}


def test_the_architecture_page_draws_every_room_on_its_floor() -> None:
    """A newcomer finds each room in the one page that explains the house, on the floor that the contract says."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    floors = {
        (str(floor), room.strip(" ()"))
        for floor, rooms in enumerate(reversed(settings["contracts"][0]["layers"]), start=1)
        for room in rooms.split("|")
    }
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert set(re.findall(r"^\| (\d+) \| `(\w+)/?`", page, re.MULTILINE)) == floors
