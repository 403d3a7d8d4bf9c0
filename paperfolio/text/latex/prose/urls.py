"""Which URLs are allowed in a page, and where a bare URL in prose ends."""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_SAFE_SCHEMES = frozenset({"http:", "https:", "mailto:", "ftp:", "tel:"})
# Browsers ignore these before and in a scheme, so that `java\nscript:` is a scheme too.
_INVISIBLE = lazy(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_UNSAFE_CHARACTER = lazy(r"[\x00-\x20\"<>\\^`{|}\x7f\ud800-\udfff\ufdd0-\ufdef]")

# A bare URL in prose. LaTeX escapes inside it are undone by `unescaped`.
ADDRESS = (
    r"(?:https?://|www\.(?=[\w-]+\.))(?:\\[_%&#~$]|\{\\textunderscore\}|[^\s<>{}\"\\^`|$\ufdd0-\ufdef])+"
)
_TRAILING = ".,;:!?'*_~’”"


def safe(url: str) -> str | None:
    """Return the URL in a form that is safe in `href`, or None where it could run a script.

    Allowed are http, https, mailto, ftp, tel and URLs relative to the page. Rejected are all other schemes,
    and URLs that begin with two slashes or backslashes, which browsers read as another host. Characters
    that are not allowed in a URL are percent-encoded (RFC 3986, 2.1).
    """
    url = url.strip()
    bare = _INVISIBLE.sub("", url)
    scheme = _SCHEME.match(bare)
    if scheme:
        if scheme.group().lower() not in _SAFE_SCHEMES:
            return None
    elif bare[:2].replace("\\", "/") == "//":
        return None
    return _UNSAFE_CHARACTER.sub(lambda m: _percent(m.group()), url)


def unescaped(url: str) -> str:
    r"""Return a URL as LaTeX would read it: `\_`, `\%`, `\&`, `\#`, `\~{}` undone."""
    url = url.replace("{\\textunderscore}", "_").replace("$\\sim$", "~").replace("{\\sim}", "~")
    url = re.sub(r"\\~(?:\{\})?", "~", url)
    return re.sub(r"\\([_%&#$~{}])", r"\1", url)


def complete(url: str) -> str:
    """Return an address that begins with `www.` with its scheme."""
    return f"https://{url}" if url[:4].lower() == "www." else url


def end_of_address(address: str) -> int:
    """Return the length of a bare URL without the punctuation after it."""
    end = len(address)
    opened = {")": address.count("("), "]": address.count("[")}
    closed = {")": address.count(")"), "]": address.count("]")}
    while end:
        last = address[end - 1]
        if last in closed:
            if closed[last] <= opened[{")": ")", "]": "]"}[last]]:
                break
            closed[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
