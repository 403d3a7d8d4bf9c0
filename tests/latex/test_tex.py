r"""The LaTeX that a title keeps for bibliographies."""

from __future__ import annotations

import pytest

from paperfolio.text.latex import render
from paperfolio.text.markup import inline

BOTH = [
    (r"Counting $\binom{n}{k}$ sets", r"Counting $\binom{n}{k}$ sets"),
    (r"$\begin{pmatrix}1&0\\0&1\end{pmatrix}$ is $\overset{*}{x}$", None),
    (r"The $\widetilde{AB}$ of 5% \& G\"odel", r"The $\widetilde{AB}$ of 5\% \& Gödel"),
    (r"\emph{In vitro} \textsc{gnu}", r"\emph{In vitro} \textsc{gnu}"),
    (r"\alpha-decay of \ce{^14C}", r"$\alpha$-decay of ${{}^{14}\mathrm{C}}$"),
    (r"$\R^d$ and $\Tr A$", r"$\mathbb{R}^d$ and $\operatorname{Tr} A$"),
    (r"\SI{5}{\percent} of {DNA}", r"5\% of DNA"),
    (r"see \href{https://example.org/a_b}{the {UK}}", "see the UK"),
]


@pytest.mark.parametrize(("source", "tex"), BOTH)
@pytest.mark.parametrize("renderer", [render, inline], ids=["latex", "title"])
def test_a_title_keeps_its_latex(renderer, source: str, tex: str | None) -> None:  # type: ignore[no-untyped-def]
    """Formulas stay as their author wrote them, other text becomes what LaTeX prints alike."""
    assert renderer(source).tex == (tex or source)


def test_emphasis_of_markdown_is_a_command() -> None:
    """What Markdown marks is marked in the LaTeX of a title too."""
    made = inline("*Homo* **sapiens** and `a_b` with $x_i$, 100%")
    assert made.tex == r"\emph{Homo} \textbf{sapiens} and \texttt{a\_b} with $x_i$, 100\%"


def test_macros_of_the_author_are_written_out() -> None:
    """A bibliography doesn't know the macros of the site, so none is left."""
    assert render(r"Over $\F{q}$", (("F", r"\mathbb{F}_{#1}"),)).tex == r"Over $\mathbb{F}_{q}$"


def test_a_percent_sign_in_a_formula_is_no_comment() -> None:
    """LaTeX would drop what follows a percent sign, so it is escaped."""
    assert render("$90%$ of").tex == r"$90\%$ of"
