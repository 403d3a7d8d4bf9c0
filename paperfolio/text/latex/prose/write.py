"""The outputs that are written from one tree: HTML, plain text and LaTeX."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from ..braces import matched
from ..characters import lowered, raised, typed
from .nodes import BLOCKS, Block, Break, Characters, Hyperlink, Items, Math, Node, RawSource, Styled, Table


def html(nodes: tuple[Node, ...]) -> str:
    """Return inline HTML, or a row of blocks where the text has paragraphs, lists or other blocks."""
    chunks = _chunks(nodes)
    if len(chunks) == 1 and not isinstance(chunks[0], BLOCKS):
        return inline(chunks[0]).strip()
    return "".join(
        _block(chunk) if isinstance(chunk, BLOCKS) else f"<p>{inline(chunk).strip()}</p>" for chunk in chunks
    )


def text(nodes: tuple[Node, ...]) -> str:
    """Return plain text: paragraphs separated by a blank line, each list item on its own line."""
    return tidy("".join(map(_text, nodes)))


def loose_text(nodes: tuple[Node, ...]) -> str:
    """Return plain text with its spaces as they are, to be inserted into a longer text."""
    return "".join(map(_text, nodes))


def tidy(plain: str) -> str:
    """Return plain text with ordinary single spaces, at most one blank line, in normal form C."""
    lines = "\n".join(" ".join(line.split()) for line in plain.split("\n"))
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", lines.strip()))


def escaped(plain: str) -> str:
    """Return characters as HTML, in normal form C."""
    markup = escape(unicodedata.normalize("NFC", plain), quote=False)
    # U+0338 behind the ">" of a tag would compose with it and swallow the end of the tag.
    return f"&#824;{markup[1:]}" if markup.startswith("\u0338") else markup


def _chunks(nodes: tuple[Node, ...]) -> list[Items | Block | Table | tuple[Node, ...]]:
    """Cut at paragraph breaks and around blocks; empty paragraphs are left out."""
    out: list[Items | Block | Table | tuple[Node, ...]] = []
    run: list[Node] = []
    for node in (*nodes, Break(kind="paragraph")):
        if isinstance(node, BLOCKS) or (isinstance(node, Break) and node.kind == "paragraph"):
            if any(not (isinstance(part, Characters) and not part.text.strip()) for part in run):
                out.append(tuple(run))
            run = []
            if not isinstance(node, Break):
                out.append(node)
        else:
            run.append(node)
    return out or [()]


def inline(nodes: tuple[Node, ...]) -> str:
    """Return HTML that may be in a paragraph, unless the nodes are blocks themselves."""
    out: list[str] = []
    run: list[str] = []
    for node in nodes:
        if isinstance(node, Characters):
            run.append(node.text)
            continue
        if run:
            out.append(escaped("".join(run)))
            run = []
        out.append(_node(node))
    if run:
        out.append(escaped("".join(run)))
    return "".join(out)


def _node(node: Node) -> str:
    match node:
        case Math():
            return node.html
        case RawSource():
            return f"<code>{escaped(node.source)}</code>"
        case Styled():
            css = f' class="{node.css}"' if node.css else ""
            return f"<{node.tag}{css}>{inline(node.children)}</{node.tag}>"
        case Hyperlink():
            return f'<a href="{escape(node.url)}">{inline(node.children)}</a>'
        case Break():
            return "<br>" if node.kind == "line" else "<br><br>"
        case Items() | Block() | Table():
            return _block(node)
        case Characters():
            return escaped(node.text)


def _block(node: Items | Block | Table) -> str:
    if isinstance(node, Table):
        rows = ("".join(f"<td>{inline(cell)}</td>" for cell in row) for row in node.rows)
        return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
    if isinstance(node, Block):
        inner = inline(node.children)
        return (
            f"<pre><code>{inner}</code></pre>"
            if node.tag == "pre"
            else f"<blockquote><p>{inner}</p></blockquote>"
        )
    if node.tag == "dl":
        return (
            "<dl>"
            + "".join(f"<dt>{inline(item.label)}</dt><dd>{inline(item.children)}</dd>" for item in node.items)
            + "</dl>"
        )
    items = "".join(
        f"<li>{inline(item.label) + ' ' if item.label else ''}{inline(item.children)}</li>"
        for item in node.items
    )
    return f"<{node.tag}>{items}</{node.tag}>"


def _text(node: Node) -> str:
    match node:
        case Characters():
            return node.text if "\n" not in node.text else node.text.replace("\n", " ")
        case Math():
            return node.text
        case RawSource():
            return node.source.replace("\n", " ")
        case Styled():
            inner = "".join(map(_text, node.children))
            shifted = {"sup": raised, "sub": lowered}.get(node.tag)
            return (shifted(inner) or inner) if shifted else inner
        case Hyperlink():
            return "".join(map(_text, node.children))
        case Break():
            return "\n" if node.kind == "line" else "\n\n"
        case Block():
            inner = "".join(
                node.text if isinstance(node, Characters) else _text(node) for node in node.children
            )
            return f"\n\n{inner}\n\n"
        case Table():
            rows = (" ".join("".join(map(_text, cell)).strip() for cell in row) for row in node.rows)
            return "\n\n" + "\n".join(rows) + "\n\n"
        case Items():
            return "\n" + "".join(_item_text(node, number) for number in range(len(node.items)))


def _item_text(node: Items, number: int) -> str:
    item = node.items[number]
    label = "".join(map(_text, item.label)).strip()
    mark = label or ("•" if node.tag == "ul" else f"{number + 1}." if node.tag == "ol" else "")
    return f"{mark} {''.join(map(_text, item.children)).strip()}\n".lstrip()


# The LaTeX for an element, by its tag or its class.
COMMANDS = {
    "strong": "textbf", "em": "emph", "code": "texttt", "u": "underline", "sup": "textsuperscript",
    "sub": "textsubscript", "sc": "textsc",
}  # fmt: skip


def tex(nodes: tuple[Node, ...]) -> str:
    """Return one line of LaTeX; blocks are written as their plain text."""
    return one_line("".join(map(_tex, nodes)))


def loose_tex(nodes: tuple[Node, ...]) -> str:
    """Return LaTeX with its spaces as they are, to be inserted into a longer text."""
    return "".join(map(_tex, nodes))


def one_line(source: str) -> str:
    """Return LaTeX as one line with single spaces, in normal form C."""
    return unicodedata.normalize("NFC", " ".join(source.split()))


def styled(command: str, content: str) -> str:
    r"""Return content as the argument of a command, its spaces outside: `\emph{so} `."""
    bare = content.strip()
    if not command or not bare:
        return content
    before, _, after = content.partition(bare)
    return f"{before}\\{command}{{{bare}}}{after}"


def _tex(node: Node) -> str:
    match node:
        case Characters():
            return typed(node.text)
        case Math():
            return f"${node.tex}$"
        case RawSource():
            return node.source if _is_whole(node.source) else typed(node.source)
        case Styled():
            return styled(COMMANDS.get(node.css or node.tag, ""), loose_tex(node.children))
        case Hyperlink():
            return loose_tex(node.children)
        case Break():
            return " "
        case Items() | Block() | Table():
            return typed(_text(node))


def _is_whole(source: str) -> bool:
    """Return whether all braces and dollars of a source are closed."""
    if "$" not in source and "{" not in source and "}" not in source:
        return True
    return source.count("$") % 2 == 0 and 2 * len(matched(source)) == len(re.findall(r"(?<!\\)[{}]", source))
