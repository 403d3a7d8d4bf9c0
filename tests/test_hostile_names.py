"""Whatever is written as a person's name, it stays a name: in pages, in their metadata and in BibTeX."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import sample
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfolio.content import frontmatter, schema
from paperfolio.content.fields import Reading
from paperfolio.pages import meta
from paperfolio.scholar.cite import citations

NAMES = st.one_of(
    st.text(max_size=30), st.text(alphabet="Ab<>&\"'{}\\$%#@,=/-_~^ \u202e\u0301李", max_size=30)
)


class Tags(HTMLParser):
    """The elements of a page with the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.found.append((tag, *(name for name, _ in attrs)))


@given(name=NAMES)
@example(name='<script>alert(1)</script>" onload="x')
@example(name="</script><b>")
@example(name="{A}}, \\input{x} and B, % C")
@settings(max_examples=40, deadline=None)
def test_a_name_is_never_markup(name: str) -> None:
    """Any text as a name is read without an exception, and changes no element, no script and no brace."""
    text = f"---\ntitle: One\ndate: 2026\nauthors: [{{name: {json.dumps(name)}}}]\n---\n"
    reading = Reading()
    document, _ = frontmatter.parse("content/papers/x.md", text.encode())
    paper = schema.read_paper(document, "x", reading) if document else None
    if paper is None or not paper.authors:
        return
    site = replace(sample.SITE, papers=(paper,))
    heads, _ = meta.heads(site, sample.planned(site).pages, files=())
    head = heads[paper.page]
    assert {tag for tag, *_ in Tags(head).found} <= {"meta", "link", "script"}
    for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL):
        assert json.loads(data)
    plain = replace(site, papers=(replace(paper, authors=(replace(paper.authors[0], name="Ann Lee"),)),))
    shown, usual = (Tags(sample.pages(each)[paper.page]).found for each in (site, plain))
    assert shown == usual
    bibtex = re.sub(r"\\[{}\\]", "", citations((paper,))["x"].bibtex)
    assert bibtex.count("{") == bibtex.count("}")
