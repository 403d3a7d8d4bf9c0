"""Where the site's pages and files are found by others: public addresses, and the PDF beside a page.

Pages link to each other by relative addresses; what leaves the site (feeds, metadata, the sitemap) needs
absolute ones, which exist only where the site's own address is known.
"""

from __future__ import annotations

import re

from paperfolio.model import SITE, Link, Paper, Site

HOME = "index.html"


def public(site: Site, path: str) -> str:
    """Return the public address of a file of the site, empty where the site's own isn't known.

    An `index.html` is its folder, with a closing slash: one page, one address.
    """
    url = site.profile.settings.url
    if path == HOME or path.endswith("/" + HOME):
        path = path.removesuffix(HOME)
    return f"{url}/{path}" if url else ""


def redirect(address: str) -> str:
    """Return the path of the page at an old address."""
    return address if address.endswith(".html") else f"{address}/{HOME}"


def absolute(html: str, site: Site, page: str) -> str:
    """Return markup of a `Text` with every address absolute; `page` is the public address it is read at."""
    return re.sub(r'(?<=\shref=")(?=#)', lambda _: page, html).replace(SITE, public(site, ""))


def local_pdf(paper: Paper) -> Link | None:
    """Return the link to the paper's PDF where it is a file of this site, wherever it lies."""
    return next((link for link in paper.links if link.kind == "pdf" and link.local), None)


def own_pdf(paper: Paper) -> Link | None:
    """Return the link to the paper's PDF where that lies beside its page or below, and ends in `.pdf`."""
    found = local_pdf(paper)
    fits = found and found.url.startswith(paper.folder) and found.url.lower().endswith(".pdf")
    return found if fits else None
