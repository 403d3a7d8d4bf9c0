"""Where the fields of other programs belong, as advice to users who come from one.

The names are those of al-folio, HugoBlox, academicpages and plain BibTeX.
"""

from __future__ import annotations

_VENUE = 'use "venue:" with "name" and "kind"'
_LINKS = 'use "links:"'

PAPER_ELSEWHERE = {
    "abstract": "write the abstract as the text below the front matter",
    "description": 'use "summary:", or as the text below the front matter',
    "excerpt": 'use "summary:"',
    "author": 'write the authors as a list below "authors:"',
    "author_notes": "mark the authors themselves: {name: …, equal: true}",
    "year": 'use "date:", for example 2026 or 2026-05',
    "month": 'use "date:", such as 2026-05',
    "publishdate": 'use "date:"',
    "pub_date": 'use "date:"',
    "journal": 'use "venue: {name: …, kind: journal}"',
    "booktitle": 'use "venue: {name: …, kind: conference}"',
    "school": 'use "venue: {name: …, kind: thesis}"',
    "institution": 'use "venue: {name: …, kind: report}"',
    "publication": _VENUE,
    "publication_short": 'use "short" in "venue:"',
    "publication_types": 'use "kind" in "venue:"',
    "pub": _VENUE,
    "abbr": 'use "short" in "venue:"',
    "volume": 'use "venue:"',
    "number": 'use "issue" in "venue:"',
    "issue": 'use "venue:"',
    "pages": 'use "venue:"',
    "publisher": 'use "venue:"',
    "location": 'use "place" in "venue:"',
    "address": 'use "place" in "venue:"',
    "keywords": 'use "tags:"',
    "categories": 'use "category:", the others as "tags:"',
    "featured": 'use "selected: true"',
    "preview": 'use "image:"',
    "cover": 'use "image:"',
    "award_name": 'use "award:"',
    "additional_info": 'use "note:"',
    "annotation": 'use "note:"',
    "eprint": 'use "arxiv:"',
    "inspirehep_id": 'use "inspire:"',
    "acl_id": 'use "acl:"',
    "hugoblox": 'use one field per identifier, such as "doi:"',
    "ids": 'use one field per identifier, such as "doi:"',
    "permalink": 'use "redirects:"',
    "aliases": 'use "redirects:"',
    "redirect_from": 'use "redirects:"',
    "layout": "remove it: all papers share one layout",
    "collection": "remove it: every file in content/papers/ is a paper",
    "weight": 'use "order:"',
    "url": 'use "links:", for example "publisher: https://…"',
    "html": 'use "links:", for example "publisher: https://…"',
    "paperurl": 'use "links:", as "pdf:"',
    "supp": 'use "links:", as "supplement:"',
    "url_pdf": 'use "links:", as "pdf:"',
    "url_code": 'use "links:", as "code:"',
    "url_dataset": 'use "links:", as "data:"',
    "url_project": 'use "links:", as "project:"',
    "url_slides": 'use "links:", as "slides:"',
    "url_poster": 'use "links:", as "poster:"',
    "url_video": 'use "links:", as "video:"',
    "url_blog": 'use "links:", as "blog:"',
    "url_source": 'use "links:", for example "publisher: https://…"',
    "slidesurl": 'use "links:", as "slides:"',
    "bibtexurl": "remove it: every paper's page offers its BibTeX",
    "bibtex_show": "remove it: every paper's page offers its BibTeX",
    "citation": "remove it: the citation is made from the other fields",
    "teaser": 'use "image:"',
    "header": 'use "image:" for its picture',
    "lastmod": "remove it: pages are made from the content alone",
    "math": "remove it: formulas are always rendered",
    "type": 'use "kind" in "venue:"',
    "altmetric": 'remove it: pages load nothing from third parties; write the number in "scores:"',
    "dimensions": 'remove it: pages load nothing from third parties; write the number in "scores:"',
    "google_scholar_id": 'write the count as "citations: {count: …, source: Google Scholar, date: …}"',
} | {
    name: f'{_LINKS}, as "{name}:"'
    for name in "pdf code data model slides poster video demo blog website".split()
}

PROFILE_ELSEWHERE = {
    "title": 'write your name as "name:" and the site\'s title as "title" in "site:"',
    "bio": "use the text below the front matter",
    "avatar": 'use "photo:"',
    "image": 'use "photo:"',
    "role": 'use "position:"',
    "organizations": 'use "affiliation:"',
    "interests": 'use "field:", the others in the text',
    "social": 'use "links:"',
    "url": 'use "url" in "site:"',
    "baseurl": "remove it: every link is relative, so no base path is needed",
    "description": 'use "site:"',
    "language": 'use "site:"',
    "footer": 'use "site:"',
    "domain": 'use "url" in "site:", such as https://jane.org',
} | {
    name: f'{_LINKS}, as "{name}:"'
    for name in "github gitlab orcid google_scholar mastodon bluesky linkedin x website dblp arxiv".split()
}

ITEM_ELSEWHERE = {
    "venue": 'write it as "event:"',
    "location": 'write it as "place:"',
    "address": 'write it as "place:"',
    "university": 'write it as "institution:"',
    "organization": 'write it as "institution:"',
    "date_end": 'write it as "end:"',
    "all_day": "leave it out: dates have no time of day",
    "abstract": "write it as the text below the front matter",
    "description": 'write it as "summary:"',
    "excerpt": 'write it as "summary:"',
    "subtitle": 'write it as "summary:"',
    "authors": "leave it out, or name the others in the text",
    "categories": 'write them as "tags:"',
    "category": 'write it among "tags:"',
    "img": 'write it as "image:"',
    "cover": 'write it as "image:"',
    "teaser": 'write it as "image:"',
    "importance": 'write it as "order:"',
    "weight": 'write it as "order:"',
    "nav": 'write it as "menu:"',
    "nav_order": 'write it as "order:"',
    "related_publications": 'write the slugs of the papers below "papers:"',
    "publications": 'write the slugs of the papers below "papers:"',
    "layout": "leave it out: the folder's index.md says how its list looks",
    "type": "leave it out: the folder says what its files are",
    "collection": "leave it out: the folder says what its files are",
    "inline": "leave it out: news without a title are one line",
    "related_posts": "leave it out",
    "permalink": "leave it out: the address is made from the file's name, or write \"slug:\"",
} | {
    name: f'{_LINKS}, as "{kind}:"'
    for name, kind in {
        "url": "website", "link": "website", "github": "code", "code": "code", "slides": "slides", "video": "video",
        "pdf": "pdf", "url_code": "code", "url_pdf": "pdf", "url_slides": "slides", "url_video": "video",
        "slidesurl": "slides", "slides_url": "slides", "video_url": "video",
    }.items()
}  # fmt: skip
