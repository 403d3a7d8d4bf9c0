"""Links of papers and profiles, and images: checked addresses, or files that exist."""

from __future__ import annotations

import re
from typing import Any

from paperfolio.content import located
from paperfolio.content.fields import (
    BLANK,
    BOOLEAN,
    FALSE,
    LEFT_OUT,
    SCHEME,
    TEXT,
    TRUE,
    Field,
    Kind,
    Reading,
    checked,
    choice,
    mismatch,
    record,
    scalar,
    shown,
)
from paperfolio.content.located import Node, Scalar
from paperfolio.model import Image, Link
from paperfolio.scholar.accounts import ALIASES, PROFILES, profile_link, web_address
from paperfolio.text.nearest import nearest


def _address(node: Scalar, name: str, reading: Reading) -> Any:
    """Read a public address or the name of a local file; the link's kind and label come later."""
    text = node.text.strip()
    if web_address(text):
        return Link(kind=name, label=name, url=text)
    if SCHEME.match(text) and not text.lower().startswith("mailto:"):
        message = mismatch(node, "an address that begins with https:// or http://, or a file")
        return reading.error(node.place, "link", message, "write the full address, including https://")
    if text.lower().startswith("mailto:"):
        return Link(kind=name, label=name, url=text)
    found = reading.find(text)
    if found is not None:
        return Link(kind=name, label=name, url=found, local=True)
    message = f"missing file {shown(node)}"
    domain = re.match(r"www\.|[\w-]+(\.[\w-]+)*\.[a-z]{2,}/|[\w-]+\.(com|edu|io|net|org)$", text)
    fix = (
        f"write https://{text}"
        if domain
        else "add the file next to this one, correct its name, or write a full address (https://…)"
    )
    return reading.missing(node.place, message, fix)


ADDRESS = scalar("an address (https://…) or a file next to this one", {"type": "string"}, _address)

LINK_LABELS = {
    "pdf": "PDF",
    "code": "Code",
    "data": "Data",
    "model": "Model",
    "slides": "Slides",
    "poster": "Poster",
    "video": "Video",
    "demo": "Demo",
    "project": "Project",
    "blog": "Blog",
    "supplement": "Supplement",
    "press": "Press",
    "publisher": "Publisher",
    "review": "Reviews",
    "website": "Website",
}


def _links(node: Node, name: str, reading: Reading) -> Any:
    if not isinstance(node, located.Mapping):
        message = mismatch(node, 'a mapping of "label: address"')
        return reading.error(node.place, name, message, 'write for example "  pdf: paper.pdf" below "links:"')
    given = [(key, value) for key, value in node.entries if not _none(value)]
    links = [link for key, value in given if (link := _link(key, value, reading))]
    return tuple(link for link in links if link is not LEFT_OUT) if len(links) == len(given) else None


def _none(value: Node) -> bool:
    """Whether there is no such link: `pdf:`, `pdf: ''` or `pdf: false`."""
    return isinstance(value, Scalar) and (
        not value.text.strip() or (value.plain and value.text.casefold() in FALSE)
    )


def _link(key: Scalar, value: Node, reading: Reading) -> Link | None:
    kind = key.text.strip().casefold()
    known = kind in LINK_LABELS
    kind, label = (kind, LINK_LABELS[kind]) if known else ("other", key.text.strip())
    if isinstance(value, Scalar) and value.plain and value.text.casefold() in TRUE:
        return Link(kind=kind, label=label)
    found: Link | None = ADDRESS.read(value, "link", reading)
    return _named(found, kind, label)


def _named(found: Link | None, kind: str, label: str) -> Link | None:
    """Return a link with its kind and label; one that is left out or invalid stays what it is."""
    if found is None or found is LEFT_OUT:
        return found
    return Link(kind=kind, label=label, url=found.url, local=found.local)


LINKS = Kind(
    expected='a mapping of "label: address"',
    json={
        "type": "object",
        "properties": {kind: {"type": ["string", "boolean"]} for kind in LINK_LABELS},
        "additionalProperties": {"type": ["string", "boolean"]},
    },
    read=_links,
)


def _make_image(values: dict[str, Any], node: Node, reading: Reading) -> Any:
    link: Link = values["file"]
    if not link.local:
        message = f'external image "{link.url}"'
        fix = "save it next to this file, since pages load nothing from other sites"
        return reading.error(node.place, "image", message, fix)
    if "alt" not in values:
        message = 'image without "alt", the text for people who can\'t see it'
        written = shown(node) if isinstance(node, Scalar) else '"…"'
        fix = (
            f'below the field write "file: {written[1:-1]}" and "alt: …", or "alt: \'\'" if it is decorative'
        )
        reading.warn(node.place, "alt", message, fix)
    rest = {name: value for name, value in values.items() if name != "file"}
    return Image(url=link.url, local=link.local, **rest)


_FOCUSES = (
    "center",
    "top",
    "bottom",
    "left",
    "right",
    "top left",
    "top right",
    "bottom left",
    "bottom right",
)

IMAGE_FIELDS = (
    Field(
        name="file",
        kind=ADDRESS,
        doc="The image: a file next to this one.",
        required=True,
        example="file: figure.png",
    ),
    Field(
        name="alt",
        kind=BLANK,
        doc="The alternative text, for people who can't see the image; `''` if it is decorative.",
        example="alt: A graph with ten nodes",
    ),
    Field(
        name="caption",
        kind=TEXT,
        doc="The caption, shown below the image.",
        example="caption: The running example.",
    ),
    Field(
        name="focus",
        kind=choice(*_FOCUSES),
        doc="The part that stays visible where the image is cropped.",
        example="focus: top left",
    ),
    Field(
        name="card_only",
        kind=BOOLEAN,
        doc="Whether the image is shown only on the card and not on the page.",
        example="card_only: true",
    ),
)

IMAGE = record(
    IMAGE_FIELDS,
    _make_image,
    foreign={"focal_point": 'use "focus:"', "preview_only": 'use "card_only:"'},
    short=Kind(
        expected="a file next to this one",
        json=ADDRESS.json,
        read=lambda node, name, reading: (
            _make_image({"file": link}, node, reading)
            if (link := ADDRESS.read(node, name, reading)) and link is not LEFT_OUT
            else link
        ),
    ),
)

WEB_ADDRESS = checked(
    "an address that begins with https://",
    {"type": "string", "format": "uri"},
    lambda text: text if web_address(text) else None,
    "write the full address, including https://",
)


def _profile_links(node: Node, name: str, reading: Reading) -> Any:
    if not isinstance(node, located.Mapping):
        message = mismatch(node, 'a mapping of "kind: name or address"')
        return reading.error(node.place, name, message, 'write for example "  github: jane" below "links:"')
    links = [link for key, value in node.entries if (link := _profile_link(key, value, reading))]
    return tuple(link for link in links if link is not LEFT_OUT) if len(links) == len(node.entries) else None


def _profile_link(key: Scalar, value: Node, reading: Reading) -> Any:
    kind = key.text.strip().casefold().replace("-", "_").replace(" ", "_")
    kind = ALIASES.get(kind, kind)
    if not isinstance(value, Scalar):
        return reading.error(
            value.place, "links", mismatch(value, "a name or an address"), "write one of them"
        )
    if kind in PROFILES:
        if link := profile_link(kind, value.text.strip()):
            return link
        row = PROFILES[kind]
        message = mismatch(value, f"a valid {row.label} name or address (example: {row.examples[0]})")
        return reading.error(value.place, "links", message, "copy it from your page there")
    if (meant := nearest(kind, tuple(PROFILES))) and kind != "cv":
        message = f'unknown kind of link "{key.text}" (shown as written)'
        reading.warn(key.place, "links", message, f'did you mean "{meant}"?')
    found: Link | None = ADDRESS.read(value, "links", reading)
    kind, label = ("cv", "CV") if kind == "cv" else ("other", key.text.strip())
    return _named(found, kind, label)


PROFILE_LINKS = Kind(
    expected='a mapping of "kind: name or address"',
    json={
        "type": "object",
        "properties": {kind: {"type": "string"} for kind in PROFILES},
        "additionalProperties": {"type": "string"},
    },
    read=_profile_links,
)
