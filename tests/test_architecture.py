"""The layers of the program, and which place alone may know a library: described in `docs/architecture.md`."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "paperfolio"

# The one place that may import each library: a package, or a module where one file is enough.
OWNERS = {
    "yaml": "content/frontmatter.py",
    "markdown": "text/markup/",
    "pygments": "text/markup/",
    "typst": "pages/",
    "nh3": "text/markup/",
    "math_core": "text/latex/math/",
    "pylatexenc": "text/latex/symbols.py",
    "jinja2": "pages/",
    "babel": "pages/words.py",
    "lunr": "search/",
    "PIL": "pages/pictures/",
    "livereload": "preview/",
    "tornado": "preview/",
    "watchfiles": "preview/",
    "bibtexparser": "importers/bibtex_blocks.py",
    "rispy": "importers/from_ris.py",
    "argparse": ("arguments.py", "cli.py"),
    "socket": "preview/",
    "logging": "preview/",
}
# Everything else turns values into values.
# The search reads its tables once, when it is imported.
IMPURE = (
    "__main__.py",
    "arguments.py",
    "cli.py",
    "content/source.py",
    "output/cache_folder.py",
    "importers/shell.py",
    "output/publish.py",
    "output/swap.py",
    "preview/",
    "search/columns.py",
    "search/tables.py",
    "starter/",
    "terminal.py",
)
OUTSIDE = {
    "os",
    "pathlib",
    "time",
    "random",
    "subprocess",
    "socket",
    "urllib.request",
    "tempfile",
    "shutil",
    "importlib.resources",
    "pkgutil",
}


@functools.cache
def imports(file: Path) -> set[str]:
    """Return the names of all modules that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def place(file: Path) -> str:
    """Return a module's path below the package, with forward slashes."""
    return file.relative_to(PACKAGE).as_posix()


def test_no_package_imports_one_above_it() -> None:
    """The contracts in pyproject.toml are kept: layers, no disk below the pipeline, no circles."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("library", "owner"), OWNERS.items())
def test_one_place_alone_knows_each_library(library: str, owner: str | tuple[str, ...]) -> None:
    """A library can be replaced by changing one package or module."""
    strangers = [
        place(file)
        for file in PACKAGE.rglob("*.py")
        if any(name == library or name.startswith(f"{library}.") for name in imports(file))
        and not place(file).startswith(owner)
    ]
    assert strangers == []


def test_what_lies_between_source_and_page_knows_no_clock_and_no_disk() -> None:
    """What a page shows is a function of its input: pure modules import nothing that could give them more."""
    curious = {
        place(file): sorted(imports(file) & OUTSIDE)
        for file in PACKAGE.rglob("*.py")
        if not place(file).startswith(IMPURE) and imports(file) & OUTSIDE
    }
    assert curious == {}


def test_no_two_modules_have_one_name() -> None:
    """A file's name is enough to find it."""
    names = Counter(file.name for file in PACKAGE.rglob("*.py") if file.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_classes_have_one_name() -> None:
    """A class's name is enough to find it."""
    names = Counter(
        node.name
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_no_file_is_two_ideas() -> None:
    """A newcomer reads a module in one sitting: no file of the program has more than 400 lines."""
    long = {
        place(file): n
        for file in PACKAGE.rglob("*.py")
        if (n := len(file.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_the_architecture_page_shows_every_layer() -> None:
    """A newcomer finds each package in the one page that explains the layout, in the layer of the contract."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = {
        (str(number), package.strip(" ()"))
        for number, packages in enumerate(reversed(settings["contracts"][0]["layers"]), start=1)
        for package in packages.split("|")
    }
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert set(re.findall(r"^\| (\d+) \| `(\w+)/?`", page, re.MULTILINE)) == layers
