"""What counts as a name in a public register, and where it leads."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.model import Identifier, Link
from paperfolio.scholar.accounts import PROFILES, profile_link
from paperfolio.scholar.registers import EXAMPLES, IDENTIFIERS, bare_doi, identifier

WRITTEN = [
    ("doi", "https://doi.org/10.1000/182", "10.1000/182", "https://doi.org/10.1000/182"),
    ("doi", "http://dx.doi.org/10.1000/182", "10.1000/182", "https://doi.org/10.1000/182"),
    ("doi", "doi: 10.1000/182", "10.1000/182", "https://doi.org/10.1000/182"),
    ("doi", "DOI:10.1000/ABC", "10.1000/ABC", "https://doi.org/10.1000/ABC"),
    ("doi", "10.1000/a#b?c", "10.1000/a#b?c", "https://doi.org/10.1000/a%23b%3Fc"),
    ("doi", "https://doi.org/10.1000/a%3Cb%3E", "10.1000/a<b>", "https://doi.org/10.1000/a%3Cb%3E"),
    ("doi", "  10.1000/182 ", "10.1000/182", "https://doi.org/10.1000/182"),
    ("arxiv", "arXiv:2101.00001v3", "2101.00001v3", "https://arxiv.org/abs/2101.00001v3"),
    ("arxiv", "https://arxiv.org/pdf/2101.00001v3.pdf", "2101.00001v3", "https://arxiv.org/abs/2101.00001v3"),
    ("arxiv", "https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
    ("openreview", "https://openreview.net/forum?id=B1QRgziT-", "B1QRgziT-",
     "https://openreview.net/forum?id=B1QRgziT-"),
    ("acl", "https://aclanthology.org/P19-1001.pdf", "P19-1001", "https://aclanthology.org/P19-1001/"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/31452104/", "31452104",
     "https://pubmed.ncbi.nlm.nih.gov/31452104/"),
    ("pmcid", "PMCID: PMC2808187", "PMC2808187", "https://pmc.ncbi.nlm.nih.gov/articles/PMC2808187/"),
    ("hal", "https://hal.science/hal-01234567v2/document", "hal-01234567v2", "https://hal.science/hal-01234567v2"),
    ("hal", "https://inria.hal.science/hal-01234567", "hal-01234567", "https://hal.science/hal-01234567"),
    ("isbn", "ISBN 978-3-16-148410-0", "978-3-16-148410-0", "https://openlibrary.org/isbn/978-3-16-148410-0"),
    ("issn", "ISSN 2434-561X", "2434-561X", "https://portal.issn.org/resource/ISSN/2434-561X"),
    ("inspire", "https://inspirehep.net/literature/451647", "451647", "https://inspirehep.net/literature/451647"),
    ("dblp", "https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17.html", "conf/nips/VaswaniSPUJGKP17",
     "https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17"),
    ("openalex", "https://openalex.org/W2741809807", "W2741809807", "https://openalex.org/W2741809807"),
    ("semantic_scholar",
     "https://www.semanticscholar.org/paper/Some-Title/649def34f8be52c8b66281af98ae884c09aef38b",
     "649def34f8be52c8b66281af98ae884c09aef38b",
     "https://www.semanticscholar.org/paper/649def34f8be52c8b66281af98ae884c09aef38b"),
    ("semantic_scholar", "https://api.semanticscholar.org/CorpusID:13756489", "CorpusID:13756489",
     "https://api.semanticscholar.org/CorpusID:13756489"),
    ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097",
     "https://orcid.org/0000-0002-1825-0097"),
    ("zenodo", "10.5281/zenodo.3242074", "3242074", "https://zenodo.org/records/3242074"),
    ("zenodo", "https://zenodo.org/record/3242074", "3242074", "https://zenodo.org/records/3242074"),
    ("osf", "https://osf.io/ezcuj/", "ezcuj", "https://osf.io/ezcuj"),
    ("handle", "https://hdl.handle.net/1721.1/12345", "1721.1/12345", "https://hdl.handle.net/1721.1/12345"),
    ("urn", "https://nbn-resolving.org/urn:nbn:de:bvb:19-146642", "urn:nbn:de:bvb:19-146642",
     "https://nbn-resolving.org/urn:nbn:de:bvb:19-146642"),
    ("ads", "https://ui.adsabs.harvard.edu/abs/2016A%26A...594A..13P/abstract", "2016A&A...594A..13P",
     "https://ui.adsabs.harvard.edu/abs/2016A%26A...594A..13P/abstract"),
    ("zbl", "Zbl 1105.14023", "1105.14023", "https://zbmath.org/?q=an:1105.14023"),
    ("mathscinet", "https://mathscinet.ams.org/mathscinet-getitem?mr=2078554", "2078554",
     "https://mathscinet.ams.org/mathscinet-getitem?mr=2078554"),
    ("swh", "https://archive.softwareheritage.org/swh:1:rev:309cf2674ee7a0749978cf8265ab91a60aea0f7d/",
     "swh:1:rev:309cf2674ee7a0749978cf8265ab91a60aea0f7d",
     "https://archive.softwareheritage.org/swh:1:rev:309cf2674ee7a0749978cf8265ab91a60aea0f7d"),
    ("ssrn", "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=2798577", "2798577",
     "https://ssrn.com/abstract=2798577"),
    ("biorxiv", "https://www.biorxiv.org/content/10.1101/2020.01.30.927871v1.full.pdf",
     "10.1101/2020.01.30.927871v1", "https://www.biorxiv.org/content/10.1101/2020.01.30.927871v1"),
]  # fmt: skip

WRONG = {
    "doi": (
        "10.10",
        "10.123/abc",
        "10.1000/",
        "10.1000/a b",
        "11.1000/182",
        "https://example.org/10.1000/182",
    ),
    "arxiv": (
        "2101.0001",
        "1412.00001",
        "2113.00001",
        "0613.1234",
        "2101.00001v0",
        "hep-th/991301",
        "２101.00001",
    ),
    "openreview": ("B1Q", "with space", "https://openreview.net/"),
    "acl": ("P19-1", "acl-main.463", "2020.acl.463"),
    "pmid": ("0", "123456789", "PMC12"),
    "pmcid": ("2808187", "PMC", "PMC0"),
    "hal": ("hal-123", "01234567", "hal_01234567"),
    "isbn": ("978-3-16-148410-1", "0-306-40615-3", "123", "978316148410X", "97X3161484100"),
    "issn": ("0378-5956", "03785955", "2434-5610"),
    "inspire": ("0", "abc", "Maldacena:1997re"),
    "dblp": ("VaswaniSPUJGKP17", "conf/nips", "../../etc/passwd"),
    "openalex": ("2741809807", "A5023888391", "W"),
    "semantic_scholar": ("649def", "13756489", "CorpusID:"),
    "orcid": ("0000-0002-1825-0098", "0000000218250097", "0000-0002-1694-2330"),
    "zenodo": ("0", "abc", "10.5281/other.1"),
    "osf": ("abc", "abcdef"),
    "handle": ("1721.1", "/12345", "abc/123"),
    "urn": ("urn:", "urn:nbn:", "nbn:de:1", "urn:x:"),
    "ads": ("1992ApJ...400L...1", "ApJ...400L...1W1992", "0992ApJ...400L...1W"),
    "mathscinet": ("MR", "1234", "MR12345678"),
    "zbl": ("1105.1402", "1105"),
    "swh": ("swh:1:cnt:94a9", "swh:2:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2"),
    "ssrn": ("12", "abc"),
    "biorxiv": ("10.1101/abc", "2020.01.30", "12345"),
}

LINKS = [
    ("github", "octocat", "https://github.com/octocat"),
    ("github", "@octocat", "https://github.com/octocat"),
    ("github", "https://github.com/octocat", "https://github.com/octocat"),
    ("gitlab", "https://gitlab.example.org/someone", "https://gitlab.example.org/someone"),
    ("orcid", "https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    ("google_scholar", "user=qc6CJjYAAAAJ&hl=en", "https://scholar.google.com/citations?user=qc6CJjYAAAAJ"),
    ("mastodon", "@someone@mastodon.social", "https://mastodon.social/@someone"),
    ("mastodon", "someone@mastodon.social", "https://mastodon.social/@someone"),
    ("bluesky", "@someone.bsky.social", "https://bsky.app/profile/someone.bsky.social"),
    ("linkedin", "in/some-one/", "https://www.linkedin.com/in/some-one/"),
    ("x", "@someone", "https://x.com/someone"),
    ("youtube", "@someone", "https://www.youtube.com/@someone"),
    ("openreview", "~José_X1", "https://openreview.net/profile?id=~Jos%C3%A9_X1"),
    ("website", "example.org", "https://example.org"),
    ("website", "https://bücher.example/", "https://bücher.example/"),
    ("email", "someone@example.org", "mailto:someone@example.org"),
    ("email", "mailto:someone@example.org", "mailto:someone@example.org"),
]

NOT_LINKS = [
    ("github", "two words"),
    ("github", "-octocat"),
    ("github", "javascript:alert(1)"),
    ("orcid", "0000-0002-1825-0098"),
    ("orcid", "https://orcid.org/0000-0002-1825-0098"),
    ("google_scholar", "short"),
    ("instagram", "no/where"),
    ("semantic_scholar", "Some One"),
    ("openalex", "W2741809807"),
    ("dblp", "someone"),
    ("arxiv", "Some One"),
    ("mastodon", "@someone"),
    ("bluesky", "someone"),
    ("linkedin", "a/b"),
    ("x", "a_name_that_is_too_long"),
    ("gitlab", "/someone"),
    ("youtube", "a b"),
    ("huggingface", "../someone"),
    ("openreview", "Some_One1"),
    ("researchgate", "some one"),
    ("inspire", "Some.One.1"),
    ("website", "javascript:alert(1)"),
    ("website", "https://user:password@example.org/"),
    ("website", 'https://example.org/"onclick="x'),
    ("website", "localhost"),
    ("email", "someone"),
    ("email", "https://example.org/"),
]


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_every_example_is_valid_and_kept_as_written(kind: str) -> None:
    """The examples that the reference shows are accepted, unchanged, under the register's printed name."""
    assert EXAMPLES[kind]
    for example in EXAMPLES[kind]:
        found = identifier(kind, example)
        assert found is not None, example
        assert (found.kind, found.value, found.label) == (kind, example, IDENTIFIERS[kind].label)
        assert found.url.startswith("https://") or example.startswith("urn:isbn")


@pytest.mark.parametrize(("kind", "written", "value", "url"), WRITTEN)
def test_what_resolvers_put_around_a_value_is_dropped(kind: str, written: str, value: str, url: str) -> None:
    """A pasted address or a `doi:` in front means the bare value, and the address is a working one."""
    assert identifier(kind, written) == Identifier(
        kind=kind, label=IDENTIFIERS[kind].label, value=value, url=url
    )


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind in WRONG for value in WRONG[kind]])
def test_what_cannot_be_an_identifier_is_refused(kind: str, value: str) -> None:
    """A wrong shape or a wrong check digit never becomes a dead link."""
    assert identifier(kind, value) is None


def test_every_register_has_wrong_values_in_these_tests() -> None:
    """No register is added without saying what it refuses."""
    assert set(WRONG) == set(IDENTIFIERS)
    assert {kind for kind, _ in NOT_LINKS} == set(PROFILES)


@pytest.mark.parametrize(("kind", "value", "url"), LINKS)
def test_a_user_name_or_an_address_becomes_a_link(kind: str, value: str, url: str) -> None:
    """A bare user name gets the site's address, and a whole address stays as written."""
    assert profile_link(kind, value) == Link(kind=kind, label=PROFILES[kind].label, url=url)


@pytest.mark.parametrize(("kind", "value"), NOT_LINKS)
def test_what_leads_nowhere_is_no_link(kind: str, value: str) -> None:
    """Neither a malformed name nor an address that could harm becomes a link."""
    assert profile_link(kind, value) is None


@pytest.mark.parametrize("kind", PROFILES)
def test_every_example_of_a_profile_leads_somewhere(kind: str) -> None:
    """The examples that the reference shows become links."""
    for example in PROFILES[kind].examples:
        link = profile_link(kind, example)
        assert link is not None, example
        assert link.url.startswith("mailto:" if kind == "email" else "https://")
        assert "{" not in link.url


@given(
    st.sampled_from([*IDENTIFIERS, *PROFILES, "unheard_of"]),
    st.text() | st.text(alphabet="0123456789X-./:vab@~", max_size=40) | st.characters(categories=["Cs"]),
)
def test_no_value_is_too_strange(kind: str, value: str) -> None:
    """Whatever is written, the answer is an identifier or none, and an address is plain ASCII."""
    found = identifier(kind, value)
    assert found is None or found.url.isascii()
    link = profile_link(kind, value)
    assert link is None or link.url.startswith(("https://", "http://", "mailto:"))


@given(st.sampled_from(sorted(EXAMPLES)), st.data())
def test_near_misses_are_answered_too(kind: str, data: st.DataObject) -> None:
    """An example with a character changed is judged, never a crash."""
    example = data.draw(st.sampled_from(EXAMPLES[kind]))
    at = data.draw(st.integers(0, len(example) - 1))
    changed = example[:at] + data.draw(st.sampled_from("X09-/ é٣\0")) + example[at + 1 :]
    found = identifier(kind, changed)
    assert found is None or found.kind == kind


@pytest.mark.parametrize("kind", [*IDENTIFIERS, *PROFILES])
def test_a_hostile_value_is_judged_in_no_time(kind: str) -> None:
    """Long runs that make a careless pattern slow take a blink in every register."""
    start = time.perf_counter()
    for unit in ("a", "1", "a-", "a.", "a@", "/", "-1", "a_", " "):
        for length in (1_900, 100_000):
            value = (unit * length)[:length]
            identifier(kind, value)
            profile_link(kind, value)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("DOI: 10.1000/XYZ.123.", "10.1000/XYZ.123"),
        ("10.1000%2F182", "10.1000/182"),
        ("https://doi.org/10.1000%2F182", "https://doi.org/10.1000%2F182"),
        ("10.1000/182 [doi]", "10.1000/182"),
        ("10.1000/182. Epub 2020 May 4.", "10.1000/182"),
        ("https://dl.acm.org/doi/abs/10.1145/182", "10.1145/182"),
        ("10.1002/(SICI)1097(199806)49:8<693>3.0.CO;2-O", "10.1002/(SICI)1097(199806)49:8<693>3.0.CO;2-O"),
        ("see there", "see there"),
    ],
)  # fmt: skip
def test_a_doi_is_found_in_what_exporters_put_around_it(written: str, bare: str) -> None:
    """A full stop, an encoded slash and words behind a DOI are no part of it; a DOI as it is stays."""
    assert bare_doi(written) == bare
