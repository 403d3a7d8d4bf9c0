"""The command: what it writes, that it overwrites nothing, and how a changed source is taken over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperfolio import cli
from paperfolio.importers import splice

BIB = r"""
@article{doe2021trees,
  title = {Counting {Steiner} Trees in $\mathcal{O}(n^{2})$ Time},
  author = {Doe, Jane and van der Berg, Piet and others},
  journal = {Journal of Trees},
  year = 2021,
  month = mar,
  volume = 12, number = 3, pages = {1--20},
  doi = {https://doi.org/10.1234/trees.2021},
  abstract = {We count trees, \emph{all} of them, with 5\% less memory.},
}
@inproceedings{doe2022leaves,
  title = {Leaves {\"u}ber Alles},
  author = {Jane Doe*},
  booktitle = {Workshop on Leaves},
  year = {2022},
}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new site with the two papers of a bibliography."""
    (tmp_path / "list.bib").write_text(BIB, "utf-8")
    assert cli.main(["new", "site", str(tmp_path / "site"), "--from", str(tmp_path / "list.bib")]) == cli.DONE
    return tmp_path / "site"


def run(site: Path, *options: str) -> int:
    """Import the bibliography again."""
    return cli.main(["import", "--root", str(site), str(site.parent / "list.bib"), *options])


def paper(site: Path, word: str) -> Path:
    """Return the file of the paper whose name has this word."""
    return next((site / "content" / "papers").glob(f"*{word}*.md"))


def test_a_bibliography_becomes_a_site_in_one_command(site: Path) -> None:
    """Formulas, accents, names and dates are as in the source, without its braces; the site builds."""
    text = paper(site, "trees").read_text("utf-8")
    assert r"title: Counting Steiner Trees in $\mathcal{O}(n^{2})$ Time" in text
    assert "- Jane Doe\n  - Piet van der Berg\n  - et al." in text
    assert "date: 2021-03\n" in text
    assert "doi: 10.1234/trees.2021\n" in text
    assert "We count trees, *all* of them, with 5% less memory." in text
    assert "title: Leaves über Alles\n" in paper(site, "leaves").read_text("utf-8")
    assert cli.main(["--root", str(site)]) == cli.DONE


def test_a_second_import_changes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever imports the same source again finds every byte as it was."""
    before = {path: path.read_bytes() for path in (site / "content").rglob("*") if path.is_file()}
    assert run(site) == cli.DONE
    assert "nothing has changed" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (site / "content").rglob("*") if path.is_file()} == before


def test_a_changed_source_is_shown_and_taken_over_on_request(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --update only the difference is printed; with it, edited fields, comments and order stay."""
    file = paper(site, "trees")
    edited = (
        file.read_text("utf-8")
        .replace("date: 2021-03", "date: 2021-04  # as printed")
        .replace("volume: 12", "volume: '12'")
    )
    file.write_text(edited, "utf-8")
    (site.parent / "list.bib").write_text(
        BIB.replace("month = mar", "month = may").replace("Steiner", "Prime"), "utf-8"
    )
    capsys.readouterr()
    assert run(site) == cli.DONE
    shown = capsys.readouterr().out
    assert "Steiner" in shown
    assert "--update" in shown
    assert file.read_text("utf-8") == edited
    assert run(site, "--update") == cli.DONE
    after = file.read_text("utf-8")
    assert "title: Counting Prime Trees" in after
    assert "date: 2021-04  # as printed\n" in after
    assert "volume: '12'" in after
    assert run(site, "--update") == cli.DONE
    assert file.read_text("utf-8") == after


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would be written is printed, and no file is made."""
    (tmp_path / "list.bib").write_text(BIB, "utf-8")
    assert cli.main(["import", "--root", str(tmp_path), str(tmp_path / "list.bib"), "--dry-run"]) == cli.DONE
    assert "new       content/papers/leaves-uber-alles.md" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["list.bib"]


def test_papers_are_counted_apart_from_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person who knows how many papers the list has finds this number in what the import prints."""
    (tmp_path / "list.bib").write_text(BIB.replace("Jane Doe*", "Doe, Jane and Roe, R."), "utf-8")
    extra = "@book{doe, title={A third work}, author={Doe, Jane}, year=2020}"
    (tmp_path / "more.bib").write_text(extra, "utf-8")
    paths = [str(tmp_path / name) for name in ("list.bib", "more.bib")]
    assert cli.main(["import", "--root", str(tmp_path / "site"), *paths]) == cli.DONE
    assert "Imported: 3 papers new, 1 other files new." in capsys.readouterr().out


def test_a_paper_that_its_user_removed_stays_away(site: Path) -> None:
    """A removed file is an edit like any other."""
    paper(site, "leaves").unlink()
    assert run(site, "--update") == cli.DONE
    assert not list((site / "content" / "papers").glob("*leaves*"))


def test_a_site_made_from_a_bibliography_is_its_authors(tmp_path: Path) -> None:
    """The name that most papers have becomes the name in the profile, in its longest form."""
    entry = "@article{{k{0}, title={{Part {0} of a work}}, author={{{1} and Other{0}, O.}}, year=2020}}\n"
    names = ("Doe, Jane Mary", "Doe, J.", "Doe, Jane", "Poe, Ann")
    text = "".join(entry.format(number, name) for number, name in enumerate(names))
    (tmp_path / "list.bib").write_text(text, "utf-8")
    assert cli.main(["new", "site", str(tmp_path / "site"), "--from", str(tmp_path / "list.bib")]) == cli.DONE
    assert "name: Jane Mary Doe\n" in (tmp_path / "site" / "content" / "profile.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["publications.bib", "publications.ris", "publications.json"])
def test_what_a_site_exports_is_read_back_the_same(site: Path, tmp_path: Path, name: str) -> None:
    """Export and import are the identity but for what a format can't carry."""
    assert cli.main(["--root", str(site)]) == cli.DONE
    assert cli.main(["import", "--root", str(tmp_path / "again"), str(site / "site" / name)]) == cli.DONE
    lost = set() if name.endswith(".bib") else {"title", "bibtex"}
    for word in ("trees", "leaves"):
        first, second = (
            splice.read(word, next((root / "content" / "papers").glob(f"*{word}*.md")).read_bytes())
            for root in (site, tmp_path / "again")
        )
        assert first
        assert second
        # Who alone has a star is in no bibliography.
        kept = {field: value for field, value in first[0].items() if field not in lost | {"authors"}}
        assert {field: value for field, value in second[0].items() if field not in lost | {"authors"}} == kept
        assert names(second[0]) == names(first[0])


def names(fields: dict[str, Any]) -> list[str]:
    """Return the authors of a paper by name alone."""
    return [author if isinstance(author, str) else author["name"] for author in fields["authors"]]
