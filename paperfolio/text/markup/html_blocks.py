"""HTML of the author's own whose content is Markdown: what `<details>` folds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra, MarkdownInHtmlExtension

_OWN = frozenset({"details", "summary"})


class _Extractor(HTMLExtractorExtra):
    def get_state(self, tag: str, attrs: Mapping[str, str]) -> Any:
        """Read what `<details>` folds as Markdown, as `markdown="1"` would ask."""
        return super().get_state(tag, {"markdown": "1", **attrs} if tag in _OWN else attrs)


class _Blocks(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a mark for each element."""
        parser = _Extractor(self.md)
        parser.feed("\n".join(lines))
        parser.close()
        return "".join(parser.cleandoc).split("\n")


def add_to(converter: Markdown) -> None:
    """Read Markdown in HTML."""
    MarkdownInHtmlExtension().extendMarkdown(converter)
    converter.preprocessors.register(_Blocks(converter), "html_block", 20)
