"""Where the fields of other programs belong here, so that a user who comes from one is told, not failed.

The names are those that al-folio, HugoBlox, academicpages and plain BibTeX use.
"""

from __future__ import annotations

_VENUE = "write it as “venue:” with “name” and “kind”"
_LINKS = "write it below “links:”"

PAPER_ELSEWHERE = {
    "abstract": "write the abstract as the text below the front matter",
    "description": "write it as “summary:”, or as the text below the front matter",
    "excerpt": "write it as “summary:”",
    "author": "write the authors as a list below “authors:”",
    "author_notes": "mark the authors themselves: {name: …, equal: true}",
    "year": "write it as “date:”, such as 2026 or 2026-05",
    "month": "write it in “date:”, such as 2026-05",
    "publishdate": "write it as “date:”",
    "pub_date": "write it as “date:”",
    "journal": "write it as “venue: {name: …, kind: journal}”",
    "booktitle": "write it as “venue: {name: …, kind: conference}”",
    "school": "write it as “venue: {name: …, kind: thesis}”",
    "institution": "write it as “venue: {name: …, kind: report}”",
    "publication": _VENUE,
    "publication_short": "write it as “short” in “venue:”",
    "publication_types": "write it as “kind” in “venue:”",
    "pub": _VENUE,
    "abbr": "write it as “short” in “venue:”",
    "volume": "write it in “venue:”",
    "number": "write it as “issue” in “venue:”",
    "issue": "write it in “venue:”",
    "pages": "write it in “venue:”",
    "publisher": "write it in “venue:”",
    "location": "write it as “place” in “venue:”",
    "address": "write it as “place” in “venue:”",
    "keywords": "write them as “tags:”",
    "categories": "write one as “category:”, the others as “tags:”",
    "featured": "write it as “selected: true”",
    "preview": "write it as “image:”",
    "cover": "write it as “image:”",
    "award_name": "write it as “award:”",
    "additional_info": "write it as “note:”",
    "annotation": "write it as “note:”",
    "eprint": "write it as “arxiv:”",
    "inspirehep_id": "write it as “inspire:”",
    "acl_id": "write it as “acl:”",
    "hugoblox": "write each identifier as a field of its own, such as “doi:”",
    "ids": "write each identifier as a field of its own, such as “doi:”",
    "permalink": "write the old address below “redirects:”",
    "aliases": "write them below “redirects:”",
    "redirect_from": "write it as “redirects:”",
    "layout": "leave it out: every paper has the same pages",
    "collection": "leave it out: every file in content/papers is a paper",
    "draft": "write it as “status: draft”",
    "weight": "write it as “order:”",
    "url": "write it below “links:”, such as “publisher: https://…”",
    "html": "write it below “links:”, such as “publisher: https://…”",
    "paperurl": "write it below “links:”, as “pdf:”",
    "supp": "write it below “links:”, as “supplement:”",
    "url_pdf": "write it below “links:”, as “pdf:”",
    "url_code": "write it below “links:”, as “code:”",
    "url_dataset": "write it below “links:”, as “data:”",
    "url_project": "write it below “links:”, as “project:”",
    "url_slides": "write it below “links:”, as “slides:”",
    "url_poster": "write it below “links:”, as “poster:”",
    "url_video": "write it below “links:”, as “video:”",
    "url_blog": "write it below “links:”, as “blog:”",
    "url_source": "write it below “links:”, such as “publisher: https://…”",
    "slidesurl": "write it below “links:”, as “slides:”",
    "bibtexurl": "leave it out: every paper's page offers its BibTeX",
    "bibtex_show": "leave it out: every paper's page offers its BibTeX",
    "citation": "leave it out: the citation is made from the other fields",
    "teaser": "write it as “image:”",
    "header": "write its picture as “image:”",
    "lastmod": "leave it out: pages are made from the content alone",
    "math": "leave it out: formulas are always set",
    "type": "write it as “kind” in “venue:”",
    "altmetric": "leave it out: pages ask no third party; write the number below “scores:”",
    "dimensions": "leave it out: pages ask no third party; write the number below “scores:”",
    "google_scholar_id": "write the count as “citations: {count: …, source: Google Scholar, date: …}”",
} | {
    name: f"{_LINKS}, as “{name}:”"
    for name in "pdf code data model slides poster video demo blog website".split()
}

PROFILE_ELSEWHERE = {
    "title": "write your name as “name:” and the site's title as “title” in “site:”",
    "bio": "write it as the text below the front matter",
    "avatar": "write it as “photo:”",
    "image": "write it as “photo:”",
    "role": "write it as “position:”",
    "organizations": "write them as “affiliation:”",
    "interests": "write one as “field:”, the others in the text",
    "social": "write them below “links:”",
    "url": "write it as “url” in “site:”",
    "baseurl": "leave it out: every link is relative, so that no base path is needed",
    "description": "write it in “site:”",
    "language": "write it in “site:”",
    "footer": "write it in “site:”",
    "domain": "write it as “url” in “site:”, such as https://jane.org",
} | {
    name: f"{_LINKS}, as “{name}:”"
    for name in "github gitlab orcid google_scholar mastodon bluesky linkedin x website dblp arxiv".split()
}
