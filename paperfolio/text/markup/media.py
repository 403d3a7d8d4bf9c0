"""Films and recordings in a body: a file of the author's own plays, anything from another site becomes a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from paperfolio.text.patterns import lazy

from ..latex.characters import typed
from ..latex.prose.embedded import Piece
from ..latex.prose.write import escaped

EMBEDS = frozenset({"iframe", "embed", "object", "video", "audio"})
_FILE = lazy(
    r"[^?#]+\.(?:(?P<video>mp4|m4v|webm|ogv|mov)|(?P<audio>mp3|m4a|ogg|oga|opus|wav|flac))(?:[?#].*)?",
    re.IGNORECASE,
)
_SITE = lazy(
    r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com|bilibili\.com"
    r"|slideslive\.com|videolectures\.net|ted\.com|twitch\.tv|loom\.com)/",
    re.IGNORECASE,
)
# The page of a film, for the address of its player.
_PLAYERS = (
    (
        lazy(r"https?://www\.youtube(?:-nocookie)?\.com/embed/([\w-]+).*"),
        r"https://www.youtube.com/watch?v=\1",
    ),
    (lazy(r"https?://player\.vimeo\.com/video/(\d+).*"), r"https://vimeo.com/\1"),
)
_TAG = lazy(r"<([a-z]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ATTRIBUTE = lazy(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_KEPT = frozenset("width height loop muted poster title".split())
_OF_TRACKS = frozenset("src kind srclang label default".split())

# Gets an address and its offset, and returns the one to emit; None where there is none.
Resolve = Callable[[str, int], str | None]


def is_outside(address: str) -> bool:
    """Tell whether an address leads to another site."""
    return re.match(r"\s*(?:https?:|//)", address, re.IGNORECASE) is not None


def is_film_elsewhere(address: str) -> bool:
    """Tell whether an address is a film or a recording of another site, no picture."""
    return is_outside(address) and bool(_SITE.match(address) or _FILE.fullmatch(address))


def shown(address: str, title: str) -> str | None:
    """Return the replacement for an image whose address is a film's or a recording's; None for a picture."""
    if is_film_elsewhere(address):
        return _link(address, title)
    kind = _FILE.fullmatch(address)
    return _player(kind.lastgroup or "video", _written("src", address), address, title) if kind else None


def embedded(source: str, ranges: list[tuple[int, int]], resolve: Resolve) -> list[Piece]:
    """Return each embed in the ranges as what stands for it; `ranges` are those of tags."""
    found = []
    for start, end in ranges:
        tag = _TAG.match(source, start, end)
        if tag and tag[1].lower() in EMBEDS:
            html, text = _embed(source, tag, end, resolve)
            found.append(Piece(start=start, end=end, html=html, text=text, tex=typed(text)))
    return found


def _embed(source: str, tag: re.Match[str], end: int, resolve: Resolve) -> tuple[str, str]:
    own, kind = _attributes(tag), tag[1].lower()
    inner = [
        (inner_tag[1].lower(), _attributes(inner_tag)) for inner_tag in _TAG.finditer(source, tag.end(), end)
    ]
    sources = (
        [own]
        if _address(own)
        else [attributes for name, attributes in inner if name in {"source", "param", "embed"}]
    )
    named = [(address, attributes) for attributes in sources if (address := _address(attributes))]
    title = next((own[name][0] for name in ("title", "aria-label") if own.get(name, ("",))[0]), "")
    if not named:
        return escaped(title), title
    title = title or re.sub(r"^(?:https?:)?//(?:www\.)?", "", named[0][0][0])
    resolved = [(resolve(address, at), attributes) for (address, at), attributes in named]
    found = [(url, attributes) for url, attributes in resolved if url]
    if not found:
        return escaped(title), title
    poster = resolve(*own["poster"]) if "poster" in own and not is_outside(own["poster"][0]) else None
    first = found[0][0]
    if kind not in {"video", "audio"} and (local := _FILE.fullmatch(first)) and not is_outside(first):
        kind = local.lastgroup or kind
    if kind not in {"video", "audio"} or any(is_outside(url) for url, _ in found):
        return _link(first, title, poster), title
    own["poster"] = (poster or "", 0)
    kept = "".join(
        _written(name, own[name][0]) for name in sorted(_KEPT & own.keys()) if name != "poster" or poster
    )
    children = "".join(
        f"<source{_written('src', url)}{_written('type', attributes['type'][0]) if 'type' in attributes else ''}>"
        for url, attributes in found
    )
    for name, attributes in inner:
        track = (
            resolve(*attributes["src"])
            if name == "track" and "src" in attributes and not is_outside(attributes["src"][0])
            else None
        )
        if track:
            attributes["src"] = (track, 0)
            written = (_written(key, attributes[key][0]) for key in sorted(_OF_TRACKS & attributes.keys()))
            children += f"<track{''.join(written)}>"
    return _player(kind, kept, first, title, children), title


def _attributes(tag: re.Match[str]) -> dict[str, tuple[str, int]]:
    """Return each attribute's value and its offset."""
    return {
        match[1].lower(): (
            unescape(match[match.lastindex or 1]) if (match.lastindex or 1) > 1 else "",
            match.start(match.lastindex or 1),
        )
        for match in _ATTRIBUTE.finditer(tag.string, tag.start(2), tag.end(2))
    }


def _address(attributes: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    address, at = next(
        (attributes[name] for name in ("src", "data") if attributes.get(name, ("",))[0]), ("", 0)
    )
    return (f"https:{address}" if address.startswith("//") else address, at) if address else None


def _written(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else f" {name}"


def _player(kind: str, attributes: str, address: str, title: str, children: str = "") -> str:
    name = f' aria-label="{escape(title)}"' if title else ""
    words = escaped(title or address.rsplit("/", 1)[-1])
    fallback = f'<a href="{escape(address)}">{words}</a>'
    return f'<{kind} controls preload="metadata"{name}{attributes}>{children}{fallback}</{kind}>'


def _link(address: str, title: str, picture: str | None = None) -> str:
    for player, page in _PLAYERS:
        address = player.sub(page, address)
    words = escaped(title or address)
    content = f'<img src="{escape(picture)}" alt="{escape(title or address)}">' if picture else words
    return f'<a href="{escape(address)}">{content}</a>'
