"""Citations as people read them: APA, IEEE and Chicago, each written in its own file from the CSL-JSON item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from paperfolio.model import Paper, Text
from paperfolio.scholar.cite import record
from paperfolio.scholar.cite.apa import apa
from paperfolio.scholar.cite.as_csl import Item, csl_json
from paperfolio.scholar.cite.chicago import chicago
from paperfolio.scholar.cite.ieee import ieee

STYLES: Mapping[str, str] = MappingProxyType({"apa": "APA", "ieee": "IEEE", "chicago": "Chicago"})

_WRITERS = MappingProxyType({"apa": apa, "ieee": ieee, "chicago": chicago})
_ITALIC = re.compile(r"\x02(.*?)\x03")


def formatted(paper: Paper, style: str, item: Item | None = None) -> Text:
    """Return a paper's citation in one of `STYLES`: HTML with `<i>` for italics, and plain text.

    `item` is what `csl_json` returns for the paper, if the caller has it.
    """
    title = record.marked_title(paper)
    item = (
        (item or csl_json(paper))
        | {"title": title}
        | ({"status": ""} if title != record.title(paper) else {})
    )
    marked = _WRITERS[style](item, et_al=paper.et_al)
    return Text(html=_ITALIC.sub(r"<i>\1</i>", escape(marked)), plain=_ITALIC.sub(r"\1", marked))
