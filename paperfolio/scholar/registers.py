"""Public registers: the form of their identifiers of papers and people, and the URLs that these resolve to.

`IDENTIFIERS` is a table with one row per kind; a new register is a new row. A value is
kept as its author wrote it, without the prefix or suffix of a resolver: `https://doi.org/10.1000/182` and
`doi:10.1000/182` are both `10.1000/182`. Check digits are verified, but nothing is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, unquote

from paperfolio.model import Identifier

# No spaces, control characters or unpaired surrogates, which no URL can contain.
VISIBLE = r"[^\s\x00-\x20\x7f-\x9f\ud800-\udfff]"
WEB = r"https?://(?:www\.)?"


def _isbn(value: str) -> bool:
    """Source: ISBN Users' Manual, 7th edition, "Check digit"."""
    digits = re.sub(r"[- ]", "", value).upper()
    if len(digits) == 10:
        return sum(_digit(d) * weight for d, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0
    weighted = (int(d) * (1, 3)[place % 2] for place, d in enumerate(digits) if d != "X")
    return "X" not in digits and sum(weighted) % 10 == 0


def _issn(value: str) -> bool:
    """Source: ISO 3297, annex A."""
    digits = value.replace("-", "").upper()
    return sum(_digit(d) * weight for d, weight in zip(digits, range(8, 0, -1), strict=True)) % 11 == 0


def orcid_check(value: str) -> bool:
    """Source: ISO 7064 MOD 11-2, as ORCID's "Structure of the ORCID Identifier" gives it."""
    digits = value.replace("-", "").upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return (12 - total % 11) % 11 == _digit(digits[-1])


def _digit(character: str) -> int:
    return 10 if character == "X" else int(character)


_ANY_CASE = re.IGNORECASE | re.ASCII


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One kind of identifier, or of user name on a site that profiles link to.

    `pattern` must match the whole value, in any case; `url` is its address with `{}` for the value, empty where the
    register has no resolver. `prefix` and `suffix` match what resolvers put around a value. `others` are further
    forms, as pattern and address. `check` verifies the check digit.
    """

    kind: str
    label: str
    pattern: str
    url: str
    examples: tuple[str, ...]
    prefix: str = ""
    suffix: str = ""
    others: tuple[tuple[str, str], ...] = ()
    check: Callable[[str], bool] | None = None

    def find(self, written: str) -> tuple[str, str] | None:
        """Return the bare value and its address, or None where `written` isn't one."""
        value = self._bare(written.strip())
        for pattern, url in ((self.pattern, self.url), *self.others):
            if re.fullmatch(pattern, value, _ANY_CASE) and (not self.check or self.check(value)):
                return value, url.replace("{}", quote(value, safe="/:@-._~!$'()*,;="))
        return None

    def _bare(self, written: str) -> str:
        value = re.sub(rf"\A(?:{self.prefix})", "", written, count=1, flags=re.IGNORECASE)
        if value == written:
            return written
        if "://" in written:
            value = unquote(re.sub(r"[?#].*\Z", "", value, flags=re.DOTALL))
        return re.sub(rf"(?:{self.suffix})\Z", "", value.strip(), count=1, flags=re.IGNORECASE)


IDENTIFIERS: Mapping[str, Register] = MappingProxyType(
    {
        row.kind: row
        for row in (
            # Crossref's blog, "DOIs and matching regular expressions", names the prefix; the DOI Handbook
            # allows any printable character in the suffix, and old ones contain `<`, `;` and `#`.
            Register(
                kind="doi",
                label="DOI",
                pattern=rf"10\.\d{{4,9}}(?:\.\d+)*/{VISIBLE}+",
                prefix=r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*",
                url="https://doi.org/{}",
                examples=("10.1000/182", "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"),
            ),
            # info.arxiv.org, "arXiv identifier": sequence numbers have five digits since 2015, four before.
            Register(
                kind="arxiv",
                label="arXiv",
                pattern=(
                    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
                    r"|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d\d(?:0[1-9]|1[0-2])\d{3})(?:v[1-9]\d*)?"
                ),
                prefix=r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|10\.48550/arxiv\.|arxiv:\s*",
                suffix=r"\.pdf|/",
                url="https://arxiv.org/abs/{}",
                examples=("2101.00001", "2101.00001v2", "0704.0001", "math/0309136", "math.GT/0309136v1"),
            ),
            Register(
                kind="openreview",
                label="OpenReview",
                pattern=r"[\w-]{8,16}",
                prefix=WEB + r"openreview\.net/(?:forum|pdf)\?id=",
                suffix=r"&.*",
                url="https://openreview.net/forum?id={}",
                examples=("B1QRgziT-", "rJXMpikCZ"),
            ),
            # aclanthology.org, "ACL Anthology Identifiers": the form before 2020 and the one since.
            Register(
                kind="acl",
                label="ACL Anthology",
                pattern=r"\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[a-z]\d\d-\d{4,5}",
                prefix=WEB + r"aclanthology\.org/|10\.18653/v1/|acl:\s*",
                suffix=r"\.pdf|\.bib|/",
                url="https://aclanthology.org/{}/",
                examples=("2020.acl-main.463", "2023.findings-emnlp.12", "P19-1001"),
            ),
            Register(
                kind="pmid",
                label="PubMed",
                pattern=r"[1-9]\d{0,7}",
                prefix=WEB + r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:\s*",
                suffix=r"/",
                url="https://pubmed.ncbi.nlm.nih.gov/{}/",
                examples=("31452104",),
            ),
            Register(
                kind="pmcid",
                label="PMC",
                pattern=r"PMC[1-9]\d{0,8}(?:\.\d+)?",
                prefix=WEB + r"(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)/articles/|pmcid:\s*",
                suffix=r"/",
                url="https://pmc.ncbi.nlm.nih.gov/articles/{}/",
                examples=("PMC2808187", "PMC2808187.1"),
            ),
            Register(
                kind="hal",
                label="HAL",
                pattern=r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*-\d{8}(?:v[1-9]\d*)?",
                prefix=r"https?://(?:[a-z0-9-]+\.)*(?:hal\.science|archives-ouvertes\.fr)/(?:[a-z0-9_]+/)??|hal:\s*",
                suffix=r"/document|/",
                url="https://hal.science/{}",
                examples=("hal-01234567", "tel-00000123v2", "in2p3-00012345"),
            ),
            Register(
                kind="isbn",
                label="ISBN",
                pattern=r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX]",
                prefix=r"(?:urn:)?isbn(?:-1[03])?[:\s]\s*",
                url="https://openlibrary.org/isbn/{}",
                examples=("978-3-16-148410-0", "0-306-40615-2", "080442957X"),
                check=_isbn,
            ),
            Register(
                kind="issn",
                label="ISSN",
                pattern=r"\d{4}-\d{3}[\dX]",
                prefix=r"https?://portal\.issn\.org/resource/issn/|(?:urn:)?issn[:\s]\s*",
                url="https://portal.issn.org/resource/ISSN/{}",
                examples=("0378-5955", "2434-561X"),
                check=_issn,
            ),
            Register(
                kind="inspire",
                label="INSPIRE",
                pattern=r"[1-9]\d{0,8}",
                prefix=WEB + r"inspirehep\.net/(?:literature|record)/|inspire:\s*",
                suffix=r"/",
                url="https://inspirehep.net/literature/{}",
                examples=("451647",),
            ),
            Register(
                kind="dblp",
                label="DBLP",
                pattern=r"(?:books|conf|data|journals|phd|reference|series|tr|www)(?:/[\w.+-]+){2,}",
                prefix=r"https?://(?:www\.)?dblp\.(?:uni-trier\.de|org)/rec/|dblp:",
                suffix=r"\.html|\.bib|\.xml",
                url="https://dblp.org/rec/{}",
                examples=("conf/nips/VaswaniSPUJGKP17", "journals/corr/abs-1706-03762"),
            ),
            Register(
                kind="openalex",
                label="OpenAlex",
                pattern=r"W[1-9]\d*",
                prefix=r"https?://(?:api\.|explore\.)?openalex\.org/(?:works/)?|openalex:\s*",
                url="https://openalex.org/{}",
                examples=("W2741809807",),
            ),
            Register(
                kind="semantic_scholar",
                label="Semantic Scholar",
                pattern=r"[0-9a-f]{40}",
                prefix=WEB
                + r"semanticscholar\.org/paper/(?:[^/]+/)?|https?://api\.semanticscholar\.org/(?=corpusid:)",
                url="https://www.semanticscholar.org/paper/{}",
                others=((r"CorpusID:[1-9]\d*", "https://api.semanticscholar.org/{}"),),
                examples=("649def34f8be52c8b66281af98ae884c09aef38b", "CorpusID:13756489"),
            ),
            Register(
                kind="orcid",
                label="ORCID",
                pattern=r"(?:\d{4}-){3}\d{3}[\dX]",
                prefix=r"(?:https?://)?(?:www\.)?orcid\.org/|orcid:\s*",
                suffix=r"/",
                url="https://orcid.org/{}",
                examples=("0000-0002-1825-0097", "0000-0002-1694-233X"),
                check=orcid_check,
            ),
            Register(
                kind="zenodo",
                label="Zenodo",
                pattern=r"[1-9]\d*",
                prefix=WEB
                + r"zenodo\.org/records?/|(?:(?:https?://)?doi\.org/)?10\.5281/zenodo\.|zenodo[.:]\s*",
                suffix=r"/",
                url="https://zenodo.org/records/{}",
                examples=("3242074",),
            ),
            Register(
                kind="osf",
                label="OSF",
                pattern=r"[a-z0-9]{5}(?:_v\d+)?",
                prefix=WEB + r"osf\.io/(?:preprints/[a-z0-9]+/)?|osf:\s*",
                suffix=r"/",
                url="https://osf.io/{}",
                examples=("ezcuj", "8wm2d_v1"),
            ),
            Register(
                kind="handle",
                label="Handle",
                pattern=rf"\d+(?:\.[\w-]+)*/{VISIBLE}+",
                prefix=r"https?://hdl\.handle\.net/|(?:hdl|handle):\s*",
                url="https://hdl.handle.net/{}",
                examples=("1721.1/12345", "20.500.12345/678"),
            ),
            # RFC 8141; only national bibliography numbers (RFC 8458) have a resolver that anyone can use.
            Register(
                kind="urn",
                label="URN",
                pattern=rf"urn:nbn:{VISIBLE}+",
                prefix=r"https?://nbn-resolving\.(?:org|de)/(?=urn:)",
                url="https://nbn-resolving.org/{}",
                others=((rf"urn:[a-z0-9][a-z0-9-]{{0,30}}[a-z0-9]:{VISIBLE}+", ""),),
                examples=("urn:nbn:de:bvb:19-146642", "urn:isbn:9783161484100"),
            ),
            # adsabs.harvard.edu, "The ADS Bibliographic Code": YYYYJJJJJVVVVMPPPPA.
            Register(
                kind="ads",
                label="ADS",
                pattern=r"(?:1[5-9]|20)\d\d[a-z0-9&.]{5}[a-z0-9.]{4}[a-z0-9.:][0-9.]{4}[a-z.:]",
                prefix=r"https?://(?:ui\.)?adsabs\.harvard\.edu/abs/|ads:\s*|bibcode:\s*",
                suffix=r"/abstract|/",
                url="https://ui.adsabs.harvard.edu/abs/{}/abstract",
                examples=("1992ApJ...400L...1W", "2016A&A...594A..13P", "2020arXiv200512345V"),
            ),
            Register(
                kind="mathscinet",
                label="MathSciNet",
                pattern=r"(?:MR)?\d{5,7}",
                prefix=r"https?://(?:www\.|mathscinet\.)?ams\.org/mathscinet-getitem\?mr=",
                url="https://mathscinet.ams.org/mathscinet-getitem?mr={}",
                examples=("MR2078554", "2078554"),
            ),
            Register(
                kind="zbl",
                label="zbMATH",
                pattern=r"\d{4}\.\d{5}|\d{8}",
                prefix=r"https?://zbmath\.org/(?:\?q=an(?::|%3A))?|zbl[:\s]\s*",
                url="https://zbmath.org/?q=an:{}",
                examples=("1105.14023", "07654321"),
            ),
            # ISO/IEC 18670: the core identifier, then qualifiers.
            Register(
                kind="swh",
                label="Software Heritage",
                pattern=rf"swh:1:(?:cnt|dir|rel|rev|snp):[0-9a-f]{{40}}(?:;{VISIBLE}+)?",
                prefix=r"https?://archive\.softwareheritage\.org/(?=swh:)",
                suffix=r"/",
                url="https://archive.softwareheritage.org/{}",
                examples=("swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2",),
            ),
            Register(
                kind="ssrn",
                label="SSRN",
                pattern=r"[1-9]\d{3,8}",
                prefix=(
                    r"https?://papers\.ssrn\.com/sol3/papers\.cfm\?abstract_id="
                    r"|https?://(?:www\.)?ssrn\.com/abstract=|10\.2139/ssrn\.|ssrn:\s*"
                ),
                url="https://ssrn.com/abstract={}",
                examples=("2798577",),
            ),
            Register(
                kind="biorxiv",
                label="bioRxiv",
                pattern=r"10\.\d{4,9}/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}(?:v[1-9]\d*)?",
                prefix=WEB + r"biorxiv\.org/content/|(?:https?://)?(?:dx\.)?doi\.org/|biorxiv:\s*|doi:\s*",
                suffix=r"\.(?:full|abstract)(?:\.pdf)?|\.full-text",
                url="https://www.biorxiv.org/content/{}",
                others=(
                    (
                        r"(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}(?:v[1-9]\d*)?",
                        "https://www.biorxiv.org/content/10.1101/{}",
                    ),
                ),
                examples=("10.1101/2020.01.30.927871", "2020.01.30.927871v1", "123456"),
            ),
        )
    }
)

EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kind: row.examples for kind, row in IDENTIFIERS.items()}
)


def identifier(kind: str, value: str) -> Identifier | None:
    """Return the identifier with its address, or None where `value` isn't a valid one of `kind`."""
    row = IDENTIFIERS.get(kind)
    found = row.find(value) if row else None
    if row is None or found is None:
        return None
    return Identifier(kind=kind, label=row.label, value=found[0], url=found[1])


_DOI = re.compile(
    r"(?:doi:?\s*)?(?:https?://\S+?/)?(?P<value>10\.\d{4,9}(?:\.\d+)*(?:/|%2F)\S+)", re.IGNORECASE
)


def bare_doi(written: str) -> str:
    """Return a DOI without what exporters put around it: `DOI: 10.1000/182.`, `10.1000%2F182`, `10.1000/182 [doi]`.

    A text that is a DOI as it is, or none at all, is returned unchanged.
    """
    found = _DOI.match(written)
    if found is None:
        return written
    value = unquote(found["value"]) if "%2f" in found["value"].casefold() else found["value"]
    value = value.rstrip(".,;:")
    for opening, closing in ("()", "[]", "<>"):
        if value.endswith(closing) and value.count(opening) < value.count(closing):
            value = value[:-1]
    known = identifier("doi", written)
    return written if known and known.value == value else value
