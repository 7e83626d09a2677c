"""A CSV that somebody makes of the workbook holds no text that a spreadsheet would run."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.look_at import look_at
from tests.support.measured_figures import measured_figures
from tests.support.report_sample import written
from tests.support.small_plan import PAST, QUARTER, measure, plan_of, returned, year_of
from xlplan.aggregation.quarter import quarter_figures
from xlplan.documents.style import RUN_SIGNS
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period

HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,2)",
    "=cmd|'/c calc'!A0",
    "\t=1+1",
    '=HYPERLINK("http://example.org/")',
    "- провели лекцію",
    "＝1+1",
)
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?%?")
HARMLESS = ("'=1+1", "провели = двічі", "5-6 липня", "1+1")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A report whose units wrote such texts."""
    said = (*HOSTILE, *HARMLESS)
    plan = plan_of(*(measure(f"1.{number}", 3, "lead", "A") for number in range(len(said))))
    entries = [Entry(f"1.{number}", EntryKind.NUMBER, 1, text, text, text) for number, text in enumerate(said)]
    year = year_of(plan, {QUARTER: {"A": returned("A", *entries)}})
    return written(tmp_path / "звіт.xlsx", quarter_figures(year, Period(QUARTER, PAST, PAST)))


def test_every_text_stays_as_it_was_written(workbook: Path) -> None:
    values = {cell.value for row in look_at(workbook)["Дані"].iter_rows() for cell in row}
    assert {*HOSTILE, *HARMLESS} <= values


def test_only_a_text_that_could_be_run_is_shown_with_an_apostrophe(workbook: Path) -> None:
    for sheet in look_at(workbook):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "s":
                    shows_apostrophe = cell.number_format.endswith('"\'"@')
                    assert shows_apostrophe == (str(cell.value)[:1] in RUN_SIGNS), cell


@pytest.mark.office
@pytest.mark.parametrize(("encoding", "number"), [("utf-8", 76), ("cp1251", 34)])
def test_libreoffice_exports_nothing_that_it_would_run(
    workbook: Path, office: Callable[[Path, str], Path], encoding: str, number: int
) -> None:
    # Cells as they are shown, which is what its window proposes; all sheets, a file each.
    export = f"csv:Text - txt - csv (StarCalc):44,34,{number},1,,0,false,true,true,false,false,-1"
    files = {path.stem.partition("-")[2]: path for path in office(workbook, export).parent.glob("*.csv")}
    for name in ("Дані", "План-факт", "Недовиконання"):
        with files[name].open(encoding=encoding, errors="replace", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert [cell for cell in cells if cell[:1] in RUN_SIGNS and not _NUMBER.fullmatch(cell)] == []
        assert "table:formula" not in office(files[name], "fods").read_text("utf-8")
        if name == "Дані":
            assert {f"'{text}" for text in HOSTILE if text.isascii()} | {*HARMLESS} <= cells


@pytest.mark.office
def test_the_numbers_of_a_csv_are_those_of_the_sheet_with_their_unit(
    tmp_path: Path, office: Callable[[Path, str], Path]
) -> None:
    export = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    path = written(tmp_path / "звіт.xlsx", measured_figures(1))
    files = {path.stem.partition("-")[2]: path for path in office(path, export).parent.glob("*.csv")}
    with files["Дані"].open(encoding="utf-8", newline="") as file:
        rows = {(row["Код"], row["Підрозділ"]): row for row in csv.DictReader(file)}
    row = rows["1.4", "Центральний офіс"]
    assert (row["План"], row["Виконано"], row["Одиниця"]) == ("≤ 15,000.50", "15,000.49", "грн")
    row = rows["2.2", "Хорошівське бюро"]
    assert (row["План"], row["Виконано"], row["Одиниця"]) == ("90.0 %", "90.1 %", "%")
    assert "table:formula" not in office(files["План-факт"], "fods").read_text("utf-8")
