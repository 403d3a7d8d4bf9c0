"""Fields of other programs that lead somewhere, and the labels of the links they become."""

from __future__ import annotations

from paperfolio.importers.records import grouped

FIELDS = grouped(
    {
        "pdf": "pdf paperurl pdfurl url_pdf",
        "code": "code codeurl github url_code tool software",
        "slides": "slides slide presentation slidesurl url_slides",
        "video": "video videourl url_video talk",
        "demo": "demo url_demo",
        "project": "project projecturl projectpage url_project",
        "website": "website",
        "poster": "poster posters posterurl url_poster",
        "data": "data dataset url_dataset",
        "supplement": "supp supplement suppurl",
        "publisher": "html url_source external_link",
        "preprint": "preprint arxiv_url url_preprint",
        "press": "press",
        "blog": "blog url_blog",
    }
)
