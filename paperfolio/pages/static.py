"""The theme's scripts, styles and other files as visitors get them: as few and as light as they can be."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from functools import lru_cache

from paperfolio.model import Page
from paperfolio.pages.theme import Theme

# Lines that hold nothing but a comment, and the indentation of a style: both are for readers of the source. A
# comment that begins with `/*!` is a licence, and stays.
_FOR_READERS = {
    ".js": re.compile(rb"^[ \t]*(?:/\*(?!!)(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE),
    ".css": re.compile(rb"^[ \t]*(?:/\*(?!!)(?:(?!\*/).)*\*/[ \t]*\n)?", re.DOTALL | re.MULTILINE),
}


@lru_cache(maxsize=4)
def static(theme: Theme) -> tuple[Page, ...]:
    """Return the static files of the theme and the site, sorted by path.

    The parts of a script (`static/search-*.js`) go out as one file in the order of their names, since each
    file costs a visitor a request. Where a site has no part of its own, the theme's short form
    (`static/*.min.js`) goes out in their place.
    """
    files = {}
    own = set()
    for name in theme.names():
        if name.startswith("static/"):
            files[name] = theme.file(name) or b""
            if not theme.where(name)[0].startswith("theme/"):
                own.add(name)
            elif for_readers := _FOR_READERS.get(name[name.rfind(".") :]):
                files[name] = for_readers.sub(b"", files[name])
    parts = [name for name in files if fnmatch(name, "static/search-*.js")]
    joined = b"".join(files.pop(name).rstrip() + b"\n" for name in parts)
    files.setdefault("static/search.js", joined)
    for name, sources in (("static/find.js", ()), ("static/facets.js", ()), ("static/search.js", parts)):
        short = files.pop(name.replace(".js", ".min.js"), None)
        if short and own.isdisjoint((name, *sources)):
            files[name] = short
    return tuple(Page(path=path, data=data) for path, data in sorted(files.items()))
