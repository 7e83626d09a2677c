"""One file looked at without being taken: what it carries, and what its rows look like."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support.centre import at, call, send
from tests.support.rows_only import rows_only
from xlplan.domain.errors import XlplanError
from xlplan.domain.returned import CellValue
from xlplan.services.intake.identify import Identity, identify_file
from xlplan.storage.workspace import Workspace
from xlplan.validation.identification import best_matches

Lines = Sequence[Sequence[CellValue]]


def report_of(centre: Workspace, unit: str) -> list[list[Any]]:
    """The report sheet of a unit's return as lines; the headings are the fifth."""
    return [list(line) for line in rows_only(send(centre, unit))["Звіт"].iter_rows(values_only=True)]


def pasted(path: Path, lines: Lines) -> Path:
    """A new workbook that holds these lines, below and to the right of its corner."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row, line in enumerate(lines, 3):
        for column, value in enumerate(line, 2):
            sheet.cell(row, column, value)
    book.save(path)
    return path


def looks_like(identity: Identity) -> list[tuple[str, int, int]]:
    """(unit, row codes, texts in common) of what the rows cannot decide between."""
    return [(each.issue.unit.name, each.codes, each.texts) for each in best_matches(identity.likenesses)]


def test_an_untouched_return_is_its_issue_by_every_mark_and_by_its_rows(centre: Workspace) -> None:
    seen = call(identify_file, centre, at, send(centre, "MAL"))
    assert set(seen.carriers) == {"visible", "property", "hidden sheet", "name"}
    assert seen.issue
    assert seen.issue.unit.name == "Малинське БПД"
    assert looks_like(seen) == [("Малинське БПД", 19, 19)]
    assert seen.findings == ()


@pytest.mark.parametrize("unit", ["KOR", "HOR", "LUG", "NAR", "OVR", "MAL"])
def test_a_pasted_block_is_never_taken_and_looks_like_the_unit_it_is_of(centre: Workspace, unit: str) -> None:
    seen = call(identify_file, centre, at, pasted(centre.root / "блок.xlsx", report_of(centre, unit)[4:]))
    assert (seen.carriers, seen.issue) == ({}, None)
    assert [finding.code for finding in seen.findings] == ["identity-missing"]
    assert [each.issue.unit.code for each in best_matches(seen.likenesses)] == [unit]


def test_a_block_without_even_the_headings_looks_like_something_by_codes_and_measures(centre: Workspace) -> None:
    seen = call(identify_file, centre, at, pasted(centre.root / "блок.xlsx", report_of(centre, "MAL")[5:]))
    assert [finding.code for finding in seen.findings] == ["not-ours"]
    assert looks_like(seen) == [("Малинське БПД", 19, 19)]


def test_a_few_rows_that_every_unit_has_are_a_tie(centre: Workspace) -> None:
    lines = report_of(centre, "MAL")
    common = [line for line in lines if line[0] in ("1.4.9", "1.4.10")]
    seen = call(identify_file, centre, at, pasted(centre.root / "блок.xlsx", [lines[4], *common]))
    assert len(looks_like(seen)) == 6


def test_nothing_is_like_a_list_of_another_kind(centre: Workspace) -> None:
    path = pasted(centre.root / "список.xlsx", [("Прізвище", "Сума"), ("(вигадано)", 5)])
    seen = call(identify_file, centre, at, path)
    assert (seen.rows, seen.likenesses, seen.issue) == (0, (), None)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1251", ";"), ("utf-16", "\t")]
)
def test_a_table_saved_as_text_is_refused_and_still_told(centre: Workspace, encoding: str, separator: str) -> None:
    quoted = (
        ('"{}"'.format(str(value).replace('"', '""')) if value is not None else "" for value in line)
        for line in report_of(centre, "MAL")
    )
    path = centre.root / "звіт.csv"
    text = "\n".join(separator.join(line) for line in quoted)
    path.write_bytes(text.encode(encoding, "replace"))
    seen = call(identify_file, centre, at, path)
    assert seen.is_refused
    assert [finding.code for finding in seen.findings] == ["file-text"]
    assert list(seen.carriers) == ["visible"]
    assert looks_like(seen) == [("Малинське БПД", 19, 19)]


def test_a_picture_is_refused_and_nothing_more_is_said(centre: Workspace) -> None:
    path = centre.root / "звіт.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    seen = call(identify_file, centre, at, path)
    assert [finding.code for finding in seen.findings] == ["file-picture"]
    assert (seen.rows, seen.is_refused) == (0, True)


def test_a_file_that_is_looked_at_is_not_taken(centre: Workspace) -> None:
    send(centre, "MAL")

    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in centre.root.rglob("*.xlsx")}

    before = files()
    call(identify_file, centre, at, centre.inbox / "Малинське БПД.xlsx")
    assert files() == before
    assert not list(centre.outbox.rglob("*.txt"))


def test_no_such_file_is_one_sentence(centre: Workspace) -> None:
    with pytest.raises(XlplanError, match=r"нема\.xlsx"):
        call(identify_file, centre, at, centre.root / "нема.xlsx")
