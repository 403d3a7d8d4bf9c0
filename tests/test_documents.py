"""What a reader of the project's own documents may rely on."""

from __future__ import annotations

import re

import environments
import pytest

import dev

DOCUMENTS = [name for name in environments.listed() if re.fullmatch(r"(docs/)?[^/]+\.md", name)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_inside_the_project_leads_somewhere(name: str) -> None:
    """No document points to a file that is not there, or to a heading that its file does not have."""
    document = dev.ROOT / name
    text = re.sub(r"(?ms)^```.*?^```|`[^`\n]*`", "", document.read_text("utf-8"))
    targets = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"", text)
    for target in (first or second for first, second in targets):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path) if path else document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), target


def anchors(markdown: str) -> set[str]:
    """Return the anchors that GitHub gives the headings: lower case, hyphens for spaces, no other marks."""
    headings = re.findall(r"(?m)^#+ (.*)", markdown)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
