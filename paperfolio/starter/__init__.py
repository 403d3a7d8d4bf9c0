"""What a new site begins with: the files that `paperfolio new site` writes.

They lie in `site/` beside this module and can be read there. Some names differ from those written: a name
that begins with a dot may be left out of a package, and a `build.py` in here would be taken for a module.
`{name}` in the README and `{version}` in the requirements are filled in; nothing else is changed.
"""

from __future__ import annotations

from importlib.resources import files as resources

from paperfolio import __version__

STORED = {
    ".github/workflows/pages.yml": "github/workflows/pages.yml",
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "build.py": "build.py.txt",
    "content/papers/an-example-paper.md": "content/papers/an-example-paper.md",
    "content/profile.md": "content/profile.md",
    "requirements.txt": "requirements.txt",
    "templates/README.md": "templates/README.md",
}


def files(name: str) -> tuple[tuple[str, bytes], ...]:
    """Return each file of a new site as its path, with forward slashes, and its bytes.

    `name` is what the site's README is headed with, such as the name of its folder.
    """
    below = resources(__name__) / "site"
    filled = {"README.md": ("{name}", name), "requirements.txt": ("{version}", __version__)}
    made = []
    for path, stored in sorted(STORED.items()):
        text = below.joinpath(*stored.split("/")).read_text("utf-8")
        if path in filled:
            text = text.replace(*filled[path])
        made.append((path, text.encode()))
    return tuple(made)
