"""Static files: joined, without comments, replaced by a site's own, with an address that changes with the content."""

from __future__ import annotations

import re

import sample
from sample import pages

from paperfolio.pages.theme import Theme


def test_a_static_file_of_a_site_replaces_the_themes():
    """A site's static files go out as they are, in the place of the theme's of the same name."""
    made = pages(theme_=sample.theme(static__theme_js="// mine", static__logo_svg="<svg/>"))
    assert made["static/theme.js"] == "// mine"
    assert made["static/logo.svg"] == "<svg/>"


def test_custom_css_is_linked_after_the_theme_where_there_is_one():
    """A site's custom.css comes last, outside the theme's layer, so that an ordinary rule wins."""
    assert "custom.css" not in pages()["index.html"]
    text = pages(theme_=sample.theme(static__custom_css="a{color:red}"))["index.html"]
    assert 0 < text.index("static/paperfolio.css") < text.index("static/custom.css")


def test_an_asset_changes_its_address_with_its_content():
    """A visitor never meets new pages with an old style from the browser's cache."""
    find = re.compile(r'static/theme\.js\?v=([0-9a-f]{8})"')
    before = find.search(pages()["index.html"])
    after = find.search(pages(theme_=sample.theme(static__theme_js="// mine"))["index.html"])
    assert before
    assert after
    assert before[1] != after[1]


def test_the_search_goes_out_short_until_a_part_of_it_is_replaced():
    """A site that replaces one part of the search, or its door, runs its own, beside the theme's other parts."""

    def scripts(**own: str) -> dict[str, str]:
        made = pages(theme_=sample.theme(**own))
        assert not [path for path in made if path.endswith(".min.js") or path.startswith("static/search-")]
        return {name: made[f"static/{name}.js"] for name in ("find", "search")}

    short = {
        name: (sample.TEMPLATES / f"static/{name}.min.js").read_text("utf-8") for name in ("find", "search")
    }
    assert scripts() == short
    assert scripts(static__find_js="mine()") == short | {"find": "mine()"}
    assert scripts(static__search_js="mine()") == short | {"search": "mine()"}
    joined = scripts(**{"static__search-ui_js": "mine()"})
    assert joined["find"] == short["find"]
    assert "search.analyser = (tables) =>" in joined["search"]
    assert joined["search"].endswith("mine()\n")


def test_the_parts_of_the_search_script_go_out_as_one_file():
    """A visitor's browser asks for one script, in which a site's own parts stand as they were written."""
    own = sample.theme(**{"static__search-a_js": "// why\na(1);", "static__search-b_js": "b('//');"})
    made = pages(theme_=own)
    assert not [path for path in made if path.startswith("static/search-")]
    assert "// why\na(1);\n" in made["static/search.js"]
    assert "b('//');\n" in made["static/search.js"]


def test_scripts_reach_a_visitor_without_their_comments():
    """What explains a script of the theme costs nobody a byte; a licence and a site's own script stay whole."""
    script = "/** why */\nlet a = '//';\n  // because\n/*! licence */\nb(a);\n"
    base = sample.theme().files
    made = pages(theme_=Theme(files=(*base, ("static/x.js", script.encode()))))
    assert made["static/x.js"] == "let a = '//';\n/*! licence */\nb(a);\n"
    assert pages(theme_=sample.theme(static__x_js=script))["static/x.js"] == script


def test_styles_reach_a_visitor_without_comments_and_spaces():
    """What explains or lays out a style of the theme costs a visitor nothing; a site's own stays as it was written."""
    style = """/* why
 so */
@media print and (width < 9rem) {
  /* but */

  a :hover, b:not(c) > d { content: '/* x; */ }'; margin: calc(1px + 2px) 0; }
}
/*! L */
"""
    base = sample.theme().files
    made = pages(theme_=Theme(files=(*base, ("static/x.css", style.encode()))))
    assert made["static/x.css"] == (
        "@media print and (width < 9rem){a :hover,b:not(c) > d{content:'/* x; */ }';margin:calc(1px + 2px) 0}}/*! L */"
    )
    assert pages(theme_=sample.theme(static__x_css=style))["static/x.css"] == style


def test_the_parts_of_the_style_reach_a_visitor_as_one_file():
    """The theme's style is written by component and fetched as one file; a site can replace one component."""
    made = pages()
    assert not [path for path in made if path.startswith("static/style/")]
    assert "@import" not in made["static/paperfolio.css"]
    assert made["static/paperfolio.css"].count("@layer paperfolio{") == len(
        made["static/paperfolio.css"].splitlines()
    )
    own = pages(theme_=sample.theme(static__style__math_css="math { color: red }"))["static/paperfolio.css"]
    assert "@layer paperfolio{math { color: red }}" in own
    assert ".math-left" not in own
