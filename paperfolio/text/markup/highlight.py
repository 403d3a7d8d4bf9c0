"""Syntax highlighting: the tokens of a fenced block that names its language, each with a class for its kind."""

from __future__ import annotations

import re
from html import unescape

from paperfolio.text.patterns import lazy

_BLOCK = lazy(r'<pre><code class="language-([\w+#-]+)">(.*?)</code></pre>', re.DOTALL)


def highlighted(html: str) -> str:
    """Return HTML with the code of each known language marked by Pygments; the classes begin with `tok-`."""
    return _BLOCK.sub(_marked, html) if "<pre><code class=" in html else html


def _marked(block: re.Match[str]) -> str:
    # Most texts have no code, and importing Pygments takes longer than rendering a hundred of them.
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(block[1], stripnl=False, ensurenl=False)
    except ClassNotFound:
        return block[0]
    marked = highlight(unescape(block[2]), lexer, HtmlFormatter(nowrap=True, classprefix="tok-"))
    return f'<pre><code class="language-{block[1]}">{marked}</code></pre>'
