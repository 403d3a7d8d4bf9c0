"""The reference of the front matter cannot differ from what the program reads."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

from paperfolio.content import (
    documents,
    frontmatter,
    history,
    paper_fields,
    profile_fields,
    reference,
    schema,
)
from paperfolio.content.located import Mapping, Node, Scalar
from paperfolio.model import METRICS

DOCS = Path(__file__).resolve().parents[1] / "docs"
CONTENT = Path(__file__).resolve().parents[1] / "content"


@pytest.mark.parametrize(("path", "text"), reference.pages(), ids=lambda value: value[:24])
def test_the_reference_is_the_one_that_the_tables_give(path: str, text: str) -> None:
    """docs/front-matter.md and the JSON Schemas are made from the tables that the program reads by."""
    file = DOCS / path
    if os.environ.get("UPDATE"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text, "UPDATE=1 pytest tests/test_reference.py writes it anew"


def plain(node: Node) -> object:
    """Return what a YAML reader would hand to a JSON Schema validator, with numbers and booleans guessed."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Scalar):
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return int(node.text) if node.plain and node.text.isdecimal() else node.text
    return [plain(item) for item in node.items]


@pytest.mark.parametrize(
    "file", [CONTENT / "profile.md", *sorted(CONTENT.glob("papers/*.md"))], ids=lambda each: each.stem
)
def test_the_example_keeps_to_the_json_schema(file: Path) -> None:
    """What the program takes, an editor with the schema takes as well."""
    document, _ = frontmatter.parse(file.name, file.read_bytes())
    assert document is not None
    fields = profile_fields.PROFILE_FIELDS if file.stem == "profile" else paper_fields.PAPER_FIELDS
    jsonschema.Draft202012Validator(schema.json_schema(fields, "x")).validate(plain(document.fields))


@pytest.mark.parametrize(
    "wrong", [{"date": 2026}, {"title": "x", "date": "May"}, {"title": "x", "date": 2026, "status": "lost"}]
)
def test_the_json_schema_finds_mistakes(wrong: dict[str, object]) -> None:
    """An editor with the schema shows the mistakes that the program would report."""
    validator = jsonschema.Draft202012Validator(schema.json_schema(paper_fields.PAPER_FIELDS, "x"))
    assert list(validator.iter_errors(json.loads(json.dumps(wrong))))


def test_the_example_of_numbers_over_time_is_read_and_names_every_field() -> None:
    """What docs/metrics.md shows can be copied, keeps to the JSON Schema, and leaves no field out."""
    [text] = re.findall(r"(?s)```json\n(.*?)```", (DOCS / "metrics.md").read_text("utf-8"))
    read = documents.read_histories(documents.parse(METRICS, text.encode()))
    assert (len(read.histories), read.problems) == (1, ())
    jsonschema.Draft202012Validator(history.json_schema()).validate(json.loads(text))
    assert all(f'"{field.name}": ' in text for field in history.SNAPSHOT_FIELDS)
