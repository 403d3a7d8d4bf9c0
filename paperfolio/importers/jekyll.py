"""What Jekyll sites for academics share: the owner in `_config.yml`, and the collections beside publications."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from paperfolio.importers import foreign, identifiers
from paperfolio.importers.conversion import from_html, from_html_blocks, plain
from paperfolio.importers.grouping import grouped
from paperfolio.importers.records import CollectionFile, Found, note
from paperfolio.importers.samples import BIOGRAPHY, is_sample
from paperfolio.problems import Place, Problem
from paperfolio.scholar.accounts import PROFILES

# A folder of the site, and the collection that its files belong to.
FOLDERS = grouped(
    {
        "talks": "_talks",
        "teaching": "_teaching _teachings _courses",
        "projects": "_projects _portfolio",
        "news": "_news",
        "posts": "_posts",
        "pages": "_pages",
    }
)
# Keys of `_config.yml` and `_data/socials.yml`, of al-folio and of academicpages' `author`.
_ACCOUNTS = grouped(
    {
        "google_scholar": "scholar_userid googlescholar",
        "orcid": "orcid_id orcid",
        "github": "github_username github",
        "gitlab": "gitlab_username",
        "x": "twitter_username twitter x_username",
        "linkedin": "linkedin_username linkedin",
        "researchgate": "research_gate_profile researchgate",
        "dblp": "dblp_url dblp",
        "semantic_scholar": "semanticscholar_id semantic",
        "mastodon": "mastodon_username mastodon",
        "bluesky": "bluesky_url bluesky",
        "inspire": "inspirehep_id inspirehep",
        "osf": "osf_id",
        "arxiv": "arxiv arxiv_id",
        "scopus": "scopus_id",
        "publons": "publons_id",
        "hal": "hal",
        "impactstory": "impactstory",
        "pubmed": "pubmed",
        "medium": "medium_username",
        "stackoverflow": "stackoverflow_id",
        "youtube": "youtube_id",
        "work": "work_url",
        "website": "uri",
        "zotero": "zotero_username zotero",
        "academia": "academia",
        "kaggle": "kaggle_id",
        "keybase": "keybase_username",
        "facebook": "facebook_id",
        "instagram": "instagram_id",
        "wikidata": "wikidata_id",
        "lattes": "lattes_id",
    }
)
_LISTS = re.compile(r"\{%-?\s*(?:for|bibliography|include (?!figure|video|audio|base_path|toc)|assign)\b")
_FIGURE = re.compile(r"\{%-?\s*include\s+figure\S*\s+(.*?)-?%\}", re.DOTALL)


def read(files: Mapping[str, bytes], config: Mapping[str, Any]) -> Found:
    """Return the owner, the biography and every file of a collection but publications."""
    problems: list[Problem] = []
    entries: list[CollectionFile] = []
    skipped = 0
    owner, biography = owner_of(files, config, problems)
    for path in sorted(files):
        folder, _, rest = path.partition("/")
        collection = FOLDERS.get(folder, "")
        if not collection or not rest.endswith((".md", ".markdown", ".html")):
            continue
        values, body, doubts = foreign.front_matter(path, files[path])
        entry, reason, sample = entry_of(path, collection, values, body)
        skipped += sample
        if entry:
            problems += doubts
            entries.append(entry)
        elif reason:
            problems.append(
                note(
                    Place(path=path), "sample" if sample else "no-home", reason, "copy what you need by hand"
                )
            )
    for path in sorted(files):
        if path.startswith("_data/") and path not in ("_data/coauthors.yml", "_data/socials.yml"):
            problems.append(
                note(Place(path=path), "no-home", "data of the theme: left out", "copy what you need by hand")
            )
    url = foreign.text(config.get("url"))
    site = (
        f"{url.rstrip('/')}/{foreign.text(config.get('baseurl')).strip('/')}".rstrip("/")
        if url.startswith("http")
        else ""
    )
    return Found(
        format="Jekyll",
        entries=tuple(entries),
        owner=owner,
        biography=biography,
        site=site,
        settings="_config.yml",
        skipped=skipped,
        problems=tuple(problems),
    )


def owner_of(
    files: Mapping[str, bytes], config: Mapping[str, Any], problems: list[Problem]
) -> tuple[dict[str, Any], str]:
    """Return the fields of the profile, and its text."""
    author = foreign.mapping(config.get("author"))
    parts = [foreign.text(config.get(name)) for name in ("first_name", "middle_name", "last_name")]
    name = (
        " ".join(filter(None, parts)) or foreign.text(author.get("name")) or foreign.text(config.get("name"))
    )
    if name.casefold() in (
        "your name",
        "your sidebar name",
        "you r. name",
        "albert einstein",
        "your name here",
    ):
        name = ""
    socials = foreign.config(files, "_data/socials.yml")
    found: dict[str, Any] = {"name": plain(from_html(name))}
    if employer := foreign.text(author.get("employer")):
        found["affiliation"] = employer
    if position := foreign.text(author.get("bio")):
        found["position"] = plain(from_html(position))
    email = (
        foreign.text(config.get("email"))
        or foreign.text(author.get("email"))
        or foreign.text(socials.get("email"))
    )
    if re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", email) and not email.startswith(
        ("you@", "none@")
    ):
        found["email"] = email
    found["links"] = accounts({**config, **author, **socials})
    if image := foreign.text(author.get("avatar")):
        found["photo"] = image.lstrip("/") if "/" in image else f"images/{image}"
    biography = ""
    about = next(
        (path for path in ("_pages/about.md", "_pages/about.html", "index.md", "about.md") if path in files),
        "",
    )
    if about:
        values, body, doubts = foreign.front_matter(about, files[about])
        problems += doubts
        profile = foreign.mapping(values.get("profile"))
        if image := foreign.text(profile.get("image")):
            found["photo"] = image.lstrip("/") if "/" in image else f"assets/img/{image}"
        biography = without_liquid(about, body, problems)
        if BIOGRAPHY.search(biography):
            problems.append(
                note(
                    Place(path=about),
                    "sample",
                    "the sample text of the theme: left out",
                    "write your biography",
                )
            )
            biography = ""
    return {key: value for key, value in found.items() if value}, biography


def accounts(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the owner's accounts elsewhere as links of the profile."""
    links: dict[str, str] = {}
    for key, kind in _ACCOUNTS.items():
        value = foreign.text(values.get(key))
        if (
            not value
            or value.casefold() in ("none", "your name", "@")
            or re.search(r"yourname|example\.(?:com|org)|YOUR_", value, re.IGNORECASE)
        ):
            continue
        if account := account_of(kind, value):
            links.setdefault(account[0], account[1])
    return links


def account_of(kind: str, value: str) -> tuple[str, str] | None:
    """Return an account as kind and name; an address whose kind is unknown is kept with its label."""
    if kind == "google_scholar":
        value = user[1] if (user := re.search(r"[?&]user=([\w-]+)", value)) else value.split("&")[0]
    if kind == "orcid" and (found := re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value)):
        value = found[0]
    if kind in PROFILES and "://" not in value and PROFILES[kind].find(value):
        return kind, value
    if "://" in value:
        return kind, value
    return None


def entry_of(
    path: str, collection: str, values: Mapping[str, Any], body: str
) -> tuple[CollectionFile | None, str, bool]:
    """Return the file of a collection, or why it is left out and whether it is a sample of the theme."""
    place = Place(path=path)
    name = re.sub(r"\.(?:md|markdown|html)$", "", path.rsplit("/", 1)[-1])
    title = plain(from_html(foreign.text(values.get("title"))))
    if is_sample(title, body):
        return None, f"“{title or name}” is a sample of the theme: left out", True
    if collection == "pages":
        layout = foreign.text(values.get("layout"))
        if (
            layout in ("about", "cv", "bib", "profiles")
            or name
            in (
                "about",
                "cv",
                "publications",
                "404",
                "sitemap",
                "terms",
                "markdown",
                "archive-layout-with-content",
            )
            or re.search(r"-archive$|archive$|^dropdown$", name)
        ):
            return (
                (None, "", False)
                if name in ("about", "publications")
                else (None, f"the page “{title or name}” is made by the theme: left out", False)
            )
        if _LISTS.search(body) or not body.strip():
            return None, f"the page “{title or name}” is made by the theme: left out", False
    problems: list[Problem] = []
    text = without_liquid(path, body, problems)
    fields: dict[str, Any] = {
        # A line of news needs no title.
        "title": title
        or ("" if collection == "news" and text and "\n\n" not in text.strip() else _titled(name))
    }
    written = foreign.text(values.get("date")) or (
        found[0] if (found := re.match(r"\d{4}-\d{1,2}-\d{1,2}", name)) else ""
    )
    if date := identifiers.date(written):
        fields["date"] = date
    if summary := foreign.text(values.get("description")) or foreign.text(values.get("excerpt")):
        fields["summary"] = from_html(summary)
    if collection in ("talks", "teaching"):
        place_ = plain(from_html(foreign.text(values.get("location"))))
        venue = plain(from_html(foreign.text(values.get("venue"))))
        fields |= {
            "event" if collection == "talks" else "institution": venue,
            "place": place_,
            "role" if collection == "teaching" else "": plain(foreign.text(values.get("type"))),
        }
        fields["links"] = {
            label: address
            for key, label in (
                ("slidesurl", "slides"),
                ("videourl", "video"),
                ("link", "website"),
                ("talkurl", "website"),
            )
            if (address := foreign.text(values.get(key)))
        }
    if (
        image := foreign.text(values.get("img"))
        or foreign.text(values.get("image"))
        or foreign.text(values.get("teaser"))
    ):
        fields["image"] = image.lstrip("/")
    if collection == "projects" and (
        address := foreign.text(values.get("redirect")) or foreign.text(values.get("github"))
    ):
        fields["links"] = {"website": address}
    if tags := [*foreign.texts(values.get("tags")), *foreign.texts(values.get("categories"))]:
        fields["tags"] = [
            tag for each in tags for tag in ([each] if isinstance(values.get("tags"), list) else each.split())
        ]
    if (
        (permalink := foreign.text(values.get("permalink")))
        and "://" not in permalink
        and ":" not in permalink
    ):
        fields["redirects"] = [permalink, *foreign.texts(values.get("redirect_from"))]
    fields = {key: value for key, value in fields.items() if key and value}
    return (
        CollectionFile(
            place=place,
            collection=collection,
            name=name,
            fields=fields,
            body=text,
            folder=path.rsplit("/", 1)[0],
        ),
        "",
        False,
    )


def _titled(name: str) -> str:
    words = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", name).replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def without_liquid(path: str, body: str, problems: list[Problem]) -> str:
    """Return a body without Jekyll's templating; what can't be kept is named."""
    text = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    text = _FIGURE.sub(
        lambda figure: (
            f"![]({found[1]})" if (found := re.search(r"path\s*=\s*[\"']([^\"']+)", figure[1])) else ""
        ),
        text,
    )
    text = re.sub(
        r"\{\{\s*['\"]([^'\"{}]+)['\"]\s*\|\s*(?:relative_url|absolute_url|prepend:[^}]*)\s*\}\}", r"\1", text
    )
    text = re.sub(
        r"\{\{-?\s*(?:site\.)?(?:base_?url|url|base_path)\s*(?:\|[^}]*)?-?\}\}"
        r"|\{%-?\s*include (?:base_path|toc)\s*-?%\}",
        "",
        text,
    )
    text = re.sub(r"\{:[^{}\n]*\}", "", text)
    if left := re.findall(r"\{%.*?%\}|\{\{.*?\}\}", text, re.DOTALL):
        line = body[: body.find(left[0])].count("\n") + 1 if left[0] in body else 1
        message = f"{len(left)} parts made by Jekyll, such as “{' '.join(left[0].split())[:50]}”: left out"
        problems.append(note(Place(path=path, line=line), "liquid", message, "write what they showed"))
        text = re.sub(r"\{%-?\s*(?:highlight|endhighlight)[^%]*%\}", "```", text)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    return from_html_blocks(text)
