"""What Jekyll sites for academics share: the owner in `_config.yml`, and the collections beside publications."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from paperfolio.importers import foreign, identifiers, samples, vita
from paperfolio.importers.conversion import from_html, from_html_blocks, plain
from paperfolio.importers.foreign import Values
from paperfolio.importers.records import CollectionFile, Found, grouped, note
from paperfolio.problems import Place, Problem
from paperfolio.scholar.accounts import ALIASES, PROFILES

_CV = "_data/cv.yml"
PAGES = (".md", ".markdown", ".html")
# A folder of the site, and the collection that its files belong to.
_FOLDERS = grouped(
    {
        "talks": "_talks",
        "teaching": "_teaching _teachings _courses",
        "projects": "_projects _portfolio",
        "news": "_news",
        "posts": "_posts",
        "pages": "_pages",
    }
)
# Names of accounts in settings, beside those that the profile knows.
_ALIASES = {
    **ALIASES,
    "inspirehep": "inspire",
    "semantic": "semantic_scholar",
    "uri": "website",
    "website": "",
}
_ACCOUNTS = frozenset(
    "academia facebook hal impactstory kaggle keybase lattes medium osf publons pubmed scopus stackoverflow wikidata"
    " work zotero".split()
).union(PROFILES) - {"email"}
_LISTS = re.compile(r"\{%-?\s*(?:for|bibliography|include (?!figure|video|audio|base_path|toc)|assign)\b")
_FIGURE = re.compile(r"\{%-?\s*include\s+figure\S*\s+(.*?)-?%\}", re.DOTALL)
_TEMPLATING = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_OF_THE_THEME = re.compile(
    r"about|cv|publications|404|sitemap|terms|markdown|archive-layout-with-content|dropdown|.*archive"
)
_NOBODY = frozenset(("your name", "your sidebar name", "you r. name", "albert einstein", "your name here"))
_EMAIL = re.compile(r"(?!you@|none@)[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
_TALK = {"slides": ("slidesurl",), "video": ("videourl",), "website": ("talkurl", "link")}
_LINKS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "talks": _TALK,
    "teaching": _TALK,
    "projects": {"website": ("redirect", "github")},
}


def read(files: Mapping[str, bytes], config: Values) -> Found:
    """Return the owner, the biography and every file of a collection but publications."""
    problems: list[Problem] = []
    entries: list[CollectionFile] = []
    owner, biography = _owner(files, config, problems)
    cv: vita.Sections = {}
    for path in sorted(files):
        folder, _, rest = path.partition("/")
        if folder in _FOLDERS and rest.endswith(PAGES):
            values, body, doubts = foreign.front_matter(path, files[path])
            if entry := _entry(path, _FOLDERS[folder], values, body, problems):
                problems += doubts
                entries.append(entry)
        elif path == _CV:
            cv = _cv(files[path], problems)
        elif folder == "_data" and rest not in ("coauthors.yml", "socials.yml"):
            problems.append(note(path, "no-home", "data of the theme: left out"))
    site = "/".join(filter(None, (config.text(name).strip("/") for name in ("url", "baseurl"))))
    return Found(
        format="Jekyll",
        entries=tuple(entries),
        owner=owner,
        biography=biography,
        site=site if site.startswith("http") else "",
        settings="_config.yml",
        cv=cv,
        problems=tuple(problems),
    )


def _cv(data: bytes, problems: list[Problem]) -> vita.Sections:
    """Return the sections of al-folio's CV, in its own form or in RenderCV's."""
    text, doubts = foreign.decode(_CV, data)
    values, more = foreign.yaml(_CV, text)
    problems += [*doubts, *more]
    if "Albert Einstein" in text:
        problems.append(note(_CV, "sample", "the sample CV of the theme: left out", "write content/cv.md"))
        return {}
    lists = {row.text("title"): row.get("contents") for row in values.rows("list")}
    lists |= values.part("cv").part("sections")
    return vita.sections(_CV, {name: vita.rows_of(rows) for name, rows in lists.items()}, problems)


def _owner(files: Mapping[str, bytes], config: Values, problems: list[Problem]) -> tuple[dict[str, Any], str]:
    """Return the fields of the profile, and its text."""
    author, socials = config.part("author"), foreign.config(files, "_data/socials.yml")
    name = " ".join(filter(None, map(config.text, ("first_name", "middle_name", "last_name"))))
    name = name or author.text("name") or config.text("name")
    about = next(
        (path for path in ("_pages/about.md", "_pages/about.html", "index.md", "about.md") if path in files),
        "",
    )
    values, body, doubts = foreign.front_matter(about, files.get(about, b""))
    problems += doubts
    image, folder = author.text("avatar"), "images"
    if portrait := values.part("profile").text("image"):
        image, folder = portrait, "assets/img"
    biography = without_liquid(about, body, problems)
    if samples.BIOGRAPHY.search(biography):
        problems.append(
            note(about, "sample", "the sample text of the theme: left out", "write your biography")
        )
        biography = ""
    owner = {
        "name": "" if name.casefold() in _NOBODY else plain(from_html(name)),
        "affiliation": author.text("employer"),
        "position": author.plain("bio"),
        "email": email_of(config.text("email"), author.text("email"), socials.text("email")),
        "links": accounts(Values({**config, **author, **socials})),
        "photo": image.lstrip("/") if "/" in image or not image else f"{folder}/{image}",
    }
    return owner, biography


def email_of(*written: str) -> str:
    """Return the first address if it is one, and nobody's from a theme."""
    first = next(filter(None, written), "")
    return first if _EMAIL.fullmatch(first) else ""


def accounts(values: Values) -> dict[str, str]:
    """Return the owner's accounts elsewhere as links of the profile."""
    links: dict[str, str] = {}
    for key in values:
        name = re.sub(r"_(?:username|userid|id|url|profile)$", "", key)
        kind, value = _ALIASES.get(name, name), values.text(key)
        sample = re.search(
            r"^(?:none|your name|@)$|yourname|example\.(?:com|org)|YOUR_", value, re.IGNORECASE
        )
        if key != "url" and kind in _ACCOUNTS and not sample and (account := account_of(kind, value)):
            links.setdefault(kind, account)
    return links


def account_of(kind: str, value: str) -> str:
    """Return the name or the address of an account, empty where it is neither."""
    if kind == "google_scholar":
        value = user[1] if (user := re.search(r"[?&]user=([\w-]+)", value)) else value.split("&")[0]
    if kind == "orcid" and (found := re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value)):
        value = found[0]
    return value if "://" in value or (kind in PROFILES and PROFILES[kind].find(value)) else ""


def _entry(
    path: str, collection: str, values: Values, body: str, problems: list[Problem]
) -> CollectionFile | None:
    """Return the file of a collection; None where it is left out, which is reported."""
    folder, _, name = path.rpartition("/")
    name = name.rpartition(".")[0]
    title = values.plain("title")
    refusal = samples.refusal(path, title, body or name)
    made = _OF_THE_THEME.fullmatch(name) or values.text("layout") in ("about", "cv", "bib", "profiles")
    if not refusal and collection == "pages" and (made or _LISTS.search(body) or not body.strip()):
        if name in ("about", "publications"):
            return None
        refusal = note(path, "no-home", f"the page “{title or name}” is made by the theme: left out")
    if refusal:
        problems.append(refusal)
        return None
    text = without_liquid(path, body, problems)
    is_line = collection == "news" and text and "\n\n" not in text
    day = re.match(r"\d{4}-\d{1,2}-\d{1,2}", name)
    tags = [*values.texts("tags"), *values.texts("categories")]
    permalink = values.text("permalink")
    links = _LINKS.get(collection, {})
    fields: dict[str, Any] = {
        "title": title or ("" if is_line else _titled(name)),  # a line of news needs no title
        "date": identifiers.date(values.text("date") or (day[0] if day else "")),
        "summary": values.line("description", "excerpt"),
        "links": {label: address for label, names in links.items() if (address := values.text(*names))},
        "image": values.text("img", "image", "teaser").lstrip("/"),
        "tags": tags if isinstance(values.get("tags"), list) else " ".join(tags).split(),
        "redirects": [permalink, *values.texts("redirect_from")]
        if permalink and ":" not in permalink
        else [],
    }
    if collection in ("talks", "teaching"):
        fields["event" if collection == "talks" else "institution"] = values.plain("venue")
        fields["place"] = values.plain("location")
    if collection == "teaching":
        fields["role"] = values.plain("type")
    return CollectionFile(
        place=Place(path=path), collection=collection, name=name, fields=fields, body=text, folder=folder
    )


def _titled(name: str) -> str:
    words = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", name).replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def without_liquid(path: str, body: str, problems: list[Problem]) -> str:
    """Return a body without Jekyll's templating; what can't be kept is named."""

    def figure(match: re.Match[str]) -> str:
        found = re.search(r"path\s*=\s*[\"']([^\"']+)", match[1])
        return f"![]({found[1]})" if found else ""

    text = _FIGURE.sub(figure, re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL))
    text = re.sub(
        r"\{\{\s*['\"]([^'\"{}]+)['\"]\s*\|\s*(?:relative_url|absolute_url|prepend:[^}]*)\s*\}\}", r"\1", text
    )
    text = re.sub(
        r"\{\{-?\s*(?:site\.)?(?:base_?url|url|base_path)\s*(?:\|[^}]*)?-?\}\}"
        r"|\{%-?\s*include (?:base_path|toc)\s*-?%\}|\{:[^{}\n]*\}",
        "",
        text,
    )
    if left := _TEMPLATING.findall(text):
        line = body[: max(0, body.find(left[0]))].count("\n") + 1
        message = f"{len(left)} parts made by Jekyll, such as “{' '.join(left[0].split())[:50]}”: left out"
        problems.append(note(Place(path=path, line=line), "liquid", message))
        text = _TEMPLATING.sub("", re.sub(r"\{%-?\s*(?:highlight|endhighlight)[^%]*%\}", "```", text))
    return from_html_blocks(text)
