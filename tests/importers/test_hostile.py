"""Files made to do harm, or only very large: a clear message or safe content, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperfolio import cli
from paperfolio.importers import formats, shell
from paperfolio.importers.proposal import STORED, Origin, propose


def outcome(data: bytes, name: str = "a.bib") -> tuple[str, str]:
    """Return what is written for a file, and what is reported."""
    proposal = propose([Origin(found=(formats.read_file(name, data),))], {}, "2026-11-28")
    written = "".join(text.decode() for path, text in proposal.files.items() if path != STORED)
    return written, "\n".join(problem.message for problem in proposal.problems)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"@article{a, title = {" + b"x" * 300_000 + b"}}", "a.bib", "a line of 300,"),
        (b"@article{a, title = {" + b"x " * 9_000 + b"}}", "a.bib", "a title of 17,999 characters"),
        (b"@article{a, title = {" + b"{" * 300 + b"x" + b"}" * 300 + b"}}", "a.bib", "is too large"),
        (b"@article{a, title = {" + b"{" * 5_000, "a.bib", "is too large"),
        (b"@article{a, title={T}}\n" * 20_001, "a.bib", "more than 20,000 entries"),
        (b"TY  - JOUR\nTI  - T\nER  - \n" * 20_001, "a.ris", "more than 20,000 records"),
        (b"[" * 100_000, "a.json", "no BibTeX, RIS or CSL-JSON"),
        (
            b'[{"type": "book", "title": "' + b"x" * 100_000 + b'"}]',
            "a.json",
            "a title of 100,000 characters",
        ),
        (b"\x00\xff\xfe" * 100, "a.bib", "not a text file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_too_large_is_refused_with_a_reason(data: bytes, name: str, message: str) -> None:
    """No field, depth or number of entries makes the import hang, and the person learns why."""
    written, reported = outcome(data, name)
    assert message in reported
    assert len(written) < 1_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_file_is_read_in_its_encoding(encoding: str) -> None:
    """Exports of older programs keep their accents."""
    written, _ = outcome("@article{a, title = {Über Größe}, year = 2020}".encode(encoding))
    assert "title: Über Größe\n" in written


def test_a_file_of_more_than_a_hundred_megabytes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that no list of publications needs isn't read."""
    monkeypatch.setattr(shell, "MAX_BYTES", 10)
    (tmp_path / "a.bib").write_bytes(b"@article{a, title={T}}")
    assert cli.main(["import", "--root", str(tmp_path), str(tmp_path / "a.bib")]) == cli.USAGE
    assert "22 bytes, more than 10" in capsys.readouterr().err
    assert not (tmp_path / "content").exists()


def test_nothing_outside_the_folder_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a symbolic link nor `..` brings a file of the machine into a site."""
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"secret")
    site = tmp_path / "old"
    (site / "_bibliography").mkdir(parents=True)
    (site / "_bibliography" / "papers.bib").write_text(
        "@article{a, title={One of many}, year=2020, pdf={../../../secret.pdf}, slides={link.pdf},"
        " poster={/etc/passwd}}",
        "utf-8",
    )
    (site / "assets" / "pdf").mkdir(parents=True)
    try:
        (site / "assets" / "pdf" / "link.pdf").symlink_to(secret)
    except OSError:
        pytest.skip("no symbolic links here")
    assert cli.main(["import", "--root", str(tmp_path / "new"), str(site)]) == cli.DONE
    assert "leaves the folder" in capsys.readouterr().err
    copied = [path.name for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert sorted(copied) == ["one-of-many.md", "values.json"]


def test_files_that_a_paper_names_are_copied_beside_it(tmp_path: Path) -> None:
    """A PDF and a picture of the old site come along and are named in the paper."""
    site = tmp_path / "old"
    for name in (
        "_bibliography/papers.bib",
        "assets/pdf/One of many.pdf",
        "assets/img/publication_preview/one.png",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(b"data")
    text = "@article{a, title={One of many}, year=2020, pdf={One of many.pdf}, preview={one.png}}"
    (site / "_bibliography" / "papers.bib").write_text(text, "utf-8")
    assert cli.main(["import", "--root", str(tmp_path / "new"), str(site)]) == cli.DONE
    papers = tmp_path / "new" / "content" / "papers"
    written = (papers / "one-of-many.md").read_text("utf-8")
    assert "pdf: one-of-many.pdf" in written
    assert "file: one.png" in written
    assert sorted(path.name for path in (papers / "one-of-many").iterdir()) == ["one-of-many.pdf", "one.png"]
