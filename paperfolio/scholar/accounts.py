"""Sites that a profile links to: what a name there looks like, and where it leads.

`PROFILES` is a table with one row per kind of link. A bare user name is enough; a complete URL is kept as it was
written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from paperfolio.model import Link
from paperfolio.scholar.registers import IDENTIFIERS, VISIBLE, Register, orcid_check

_LONGEST = 2_000

# Names by which other programs and people know the same sites.
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "googlescholar": "google_scholar",
        "gscholar": "google_scholar",
        "hugging_face": "huggingface",
        "mail": "email",
        "research_gate": "researchgate",
        "scholar": "google_scholar",
        "semanticscholar": "semantic_scholar",
        "twitter": "x",
        "url": "website",
        "web": "website",
    }
)

PROFILES: Mapping[str, Register] = MappingProxyType(
    {
        row.kind: row
        for row in (
            Register(
                kind="arxiv",
                label="arXiv",
                pattern=r"[a-z'-]+(?:_[a-z'-]+)*_\d+|(?:\d{4}-){3}\d{3}[\dX]",
                url="https://arxiv.org/a/{}",
                examples=("warner_s_1",),
            ),
            Register(
                kind="bluesky",
                label="Bluesky",
                pattern=r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]|did:[a-z]+:[\w.:-]+",
                prefix="@",
                url="https://bsky.app/profile/{}",
                examples=("someone.bsky.social", "@example.org"),
            ),
            Register(
                kind="dblp",
                label="DBLP",
                pattern=r"[a-z0-9]+/[\w-]+",
                prefix="pid/",
                url="https://dblp.org/pid/{}",
                examples=("65/9612", "h/SomeOne", "123/4567-8"),
            ),
            Register(
                kind="email",
                label="E-mail",
                pattern=r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*",
                prefix=r"mailto:",
                url="mailto:{}",
                examples=("someone@example.org",),
            ),
            Register(
                kind="github",
                label="GitHub",
                pattern=r"[a-z0-9](?:-?[a-z0-9]){0,38}",
                prefix="@",
                url="https://github.com/{}",
                examples=("octocat",),
            ),
            Register(
                kind="gitlab",
                label="GitLab",
                pattern=r"\w[\w.-]{0,254}",
                prefix="@",
                url="https://gitlab.com/{}",
                examples=("someone",),
            ),
            Register(
                kind="google_scholar",
                label="Google Scholar",
                pattern=r"[\w-]{12}",
                suffix=r"&.*",
                prefix=r"user=",
                url="https://scholar.google.com/citations?user={}",
                examples=("qc6CJjYAAAAJ",),
            ),
            Register(
                kind="huggingface",
                label="Hugging Face",
                pattern=r"[a-z0-9][\w.-]{0,95}",
                prefix="@",
                url="https://huggingface.co/{}",
                examples=("someone",),
            ),
            Register(
                kind="inspire",
                label="INSPIRE",
                pattern=r"[1-9]\d{0,8}",
                url="https://inspirehep.net/authors/{}",
                examples=("1028900",),
            ),
            Register(
                kind="instagram",
                label="Instagram",
                pattern=r"[a-z0-9_](?:[\w.]{0,28}[a-z0-9_])?",
                prefix="@",
                suffix="/",
                url="https://www.instagram.com/{}/",
                examples=("someone",),
            ),
            Register(
                kind="linkedin",
                label="LinkedIn",
                pattern=r"[^\W_](?:[^\W_]|-){2,99}",
                prefix="in/",
                suffix="/",
                url="https://www.linkedin.com/in/{}/",
                examples=("some-one-12345",),
            ),
            Register(
                kind="mastodon",
                label="Mastodon",
                pattern=r"@?\w(?:[\w.-]*\w)?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+",
                url="https://{host}/@{user}",
                examples=("@someone@mastodon.social",),
            ),
            Register(
                kind="openalex",
                label="OpenAlex",
                pattern=r"A[1-9]\d*",
                url="https://openalex.org/{}",
                examples=("A5023888391",),
            ),
            Register(
                kind="openreview",
                label="OpenReview",
                pattern=r"~[^\s~/?#&\d_\x00-\x20\x7f-\x9f\ud800-\udfff][^\s~/?#&\x00-\x20\x7f-\x9f\ud800-\udfff]*[1-9]\d*",
                url="https://openreview.net/profile?id={}",
                examples=("~Some_One1",),
            ),
            Register(
                kind="orcid",
                label="ORCID",
                pattern=IDENTIFIERS["orcid"].pattern,
                prefix=IDENTIFIERS["orcid"].prefix,
                suffix=IDENTIFIERS["orcid"].suffix,
                url="https://orcid.org/{}",
                examples=IDENTIFIERS["orcid"].examples,
                check=orcid_check,
            ),
            Register(
                kind="researchgate",
                label="ResearchGate",
                pattern=r"\w[\w-]*",
                prefix="profile/",
                url="https://www.researchgate.net/profile/{}",
                examples=("Some-One-2",),
            ),
            Register(
                kind="semantic_scholar",
                label="Semantic Scholar",
                pattern=r"[1-9]\d*",
                url="https://www.semanticscholar.org/author/{}",
                examples=("1741101",),
            ),
            Register(
                kind="website",
                label="Website",
                pattern=rf"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{{2,}}(?::\d{{1,5}})?(?:/{VISIBLE}*)?",
                url="https://{}",
                examples=("example.org/~someone", "https://example.org/"),
            ),
            Register(
                kind="x",
                label="X",
                pattern=r"\w{1,15}",
                prefix="@",
                url="https://x.com/{}",
                examples=("someone",),
            ),
            Register(
                kind="youtube",
                label="YouTube",
                pattern=r"UC[\w-]{22}",
                prefix="@",
                url="https://www.youtube.com/channel/{}",
                others=((r"[\w.-]{3,30}", "https://www.youtube.com/@{}"),),
                examples=("@someone", "UCabcdefghijklmnopqrstuv"),
            ),
        )
    }
)


def profile_link(kind: str, value: str) -> Link | None:
    """Return the link for a user name, or for a complete URL, which is kept as written; None for anything else."""
    row = PROFILES.get(kind)
    if row is None:
        return None
    if kind != "orcid" and web_address(value.strip()):
        # An ORCID iD is checked within a URL too: a mistyped one leads to somebody else.
        return None if kind == "email" else Link(kind=kind, label=row.label, url=value.strip())
    found = row.find(value)
    if found is None:
        return None
    if kind == "mastodon":
        user, _, host = found[0].removeprefix("@").rpartition("@")
        return Link(kind=kind, label=row.label, url=f"https://{host}/@{user}")
    return Link(kind=kind, label=row.label, url=found[1])


def web_address(value: str) -> bool:
    """Return whether `value` is an absolute http or https address without a user name or password in it."""
    host = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?\.?|\[[0-9a-f:.]+\]"
    rest = r"""[^\s"<>\\^`{|}\x00-\x20\x7f-\x9f\ud800-\udfff]*"""
    if len(value) > _LONGEST:
        return False
    found = re.fullmatch(rf"https?://(?:{host})(?::(\d{{1,5}}))?(?:[/?#]{rest})?", value, re.IGNORECASE)
    return found is not None and int(found[1] or 0) < 65_536
