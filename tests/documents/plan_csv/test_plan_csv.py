"""A plan as CSV files: the real ones come out as committed, any comes back, each fault is named with its cell."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.any_plan import plans
from tests.support.paths import ROOT
from tests.support.thoroughness import examples
from xlplan.documents.plan_csv.columns import EVENTS, QUARTER, YEAR, CsvRow, PlanFiles, guard, unguard
from xlplan.documents.plan_csv.exporter import csv_files, plan_files, plan_name, table_bytes
from xlplan.documents.plan_csv.importer import workbook_rows
from xlplan.documents.plan_csv.reader import read_files, read_table
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.cells import PlanRows
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.plan import Plan

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
REAL = {
    "korosten": (ROOT / "templates", ROOT / "examples/korosten-2021-q2/plan"),
    "livoberezhnyi": (ROOT / "examples/livoberezhnyi-2023/templates", ROOT / "examples/livoberezhnyi-2023/plan"),
}
YEAR_HEADINGS = ",".join(YEAR.columns)
QUARTER_HEADINGS = ",".join(QUARTER.columns)


def workbook_of(folder: Path) -> Plan:
    (path,) = folder.glob("*.xlsx")
    plan, findings = read_plan(path)
    assert plan is not None, [str(finding) for finding in findings]
    return plan


def brought_back(contents: dict[str, bytes], to: Path) -> Plan | None:
    """The plan of the workbook that CSV files make."""
    (name,) = (name for name in contents if name.endswith("-measures.csv"))
    files, findings = read_files(name, contents)
    assert files is not None, [str(finding) for finding in findings]
    write_plan_rows(to, workbook_rows(files), MADE)
    return read_plan(to)[0]


def measure(code: str, target: str, responsible: str = "Хорошів", **more: str) -> str:
    """A line of the quarterly layout, with the further columns in `more` at its end."""
    cells = ["1", "Доступ", "1.1", "Люди", "", code, "Лекції", responsible, "щомісяця", "лекції", target, ""]
    return ",".join(f'"{cell}"' for cell in [*cells, *more.values()])


def quarterly(*lines: str, further: str = "", **companions: str) -> PlanRows:
    """The cells of the workbook that lines of the quarterly layout make, with companions as texts."""
    contents = {"2021-Q2-measures.csv": "\n".join([QUARTER_HEADINGS + further, *lines])}
    contents |= {f"2021-Q2-{ending}.csv": text for ending, text in companions.items()}
    files, findings = read_files("2021-Q2-measures.csv", {name: text.encode() for name, text in contents.items()})
    assert files is not None, [str(finding) for finding in findings]
    return workbook_rows(files)


def faults(**contents: str | bytes) -> list[tuple[str, str, str]]:
    """What was found in files called `p-….csv`: code, file and cell."""
    named = {
        f"p-{ending}.csv": each if isinstance(each, bytes) else each.encode() for ending, each in contents.items()
    }
    findings = read_files("p-measures.csv", named)[1]
    return [
        (each.code, each.location.file, each.location.cell)
        for each in findings
        if each.code != "csv-units-from-names"
    ]


@pytest.mark.parametrize("name", REAL)
def test_a_real_plan_comes_out_as_committed_byte_for_byte(name: str) -> None:
    workbook, folder = REAL[name]
    plan = workbook_of(workbook)
    assert csv_files(plan_name(plan), plan_files(plan)) == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


@pytest.mark.parametrize("name", REAL)
def test_the_committed_files_make_the_workbook_s_plan(name: str, tmp_path: Path) -> None:
    workbook, folder = REAL[name]
    contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert brought_back(contents, tmp_path / "plan.xlsx") == workbook_of(workbook)


@pytest.mark.parametrize("name", REAL)
def test_a_real_plan_needs_no_column_beyond_its_layout(name: str) -> None:
    (path,) = REAL[name][1].glob("*-measures.csv")
    headings = path.read_text("utf-8").splitlines()[0].split(",")
    assert tuple(headings) == (YEAR if name == "livoberezhnyi" else QUARTER).columns


@pytest.mark.slow
@settings(max_examples=examples(40, 8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_any_plan_comes_back(tmp_path: Path, plan: Plan) -> None:
    contents = csv_files(plan_name(plan), plan_files(plan))
    assert brought_back(contents, tmp_path / "plan.xlsx") == plan


def test_cells_keep_commas_quotes_and_new_lines() -> None:
    row = CsvRow(
        {"measure_code": "1.1", "unit": 'Відділ "А", Лугини', "event": "лекція,\nзустріч", "event_no": "1"}
    )
    (read,) = read_table(table_bytes(EVENTS, [row]), "p-events.csv", [EVENTS]).rows
    assert read.cells == row.cells


# What follows from the rest is filled in.


def test_numbers_and_words_of_a_level_stand_together() -> None:
    (row,) = quarterly(measure("1.1.1", "1")).plan
    assert (row["direction"], row["task"]) == ("1. Доступ", "1.1 Люди")


@pytest.mark.parametrize(
    ("target", "cells"),
    [
        ("3", {"q2": 3, "total": 3}),
        ("за потреби", {"total": "за потреби"}),
        ("не більше 3", {"total": "не більше 3"}),
        ("", {"total": ""}),
    ],
)
def test_a_target_stands_in_its_quarter_and_words_in_the_total(target: str, cells: dict[str, object]) -> None:
    (row,) = quarterly(measure("1.1", target)).plan
    assert {name: row[name] for name in ("q1", "q2", "q3", "q4", "total") if name in row} == cells


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("5.5", Decimal("5.5")),
        ("5,5", Decimal("5.5")),
        ("0.05", Decimal("0.05")),
        ("11000.50", Decimal("11000.5")),
        ("1.2340", Decimal("1.234")),
        ("11.000", "11.000"),
        ("11,000", "11,000"),
        ("01.06", "01.06"),
        ("98 %", "98 %"),
        ("1 000", "1 000"),
    ],
)
def test_decimals_have_a_point_or_a_comma_and_what_may_be_thousands_is_left_to_the_check(
    text: str, cell: object
) -> None:
    line = measure("1.1", text, unit_of_measure="год")
    (row,) = quarterly(line, further=",unit_of_measure").plan
    assert row["total"] == cell
    assert row["unit_of_measure"] == "год"


def test_events_are_no_shares_of_what_is_no_count() -> None:
    events = "measure_code,event_no,unit,event\n1.1,1,Хорошів,лекція\n1.1,2,Лугини,зустріч\n"
    line = measure("1.1", "2", "Хорошів; Лугини", unit_of_measure="год")
    assert [row["share"] for row in quarterly(line, further=",unit_of_measure", events=events).shares] == ["", ""]


def test_events_are_shares_where_they_are_all_that_several_units_are_to_do() -> None:
    events = "measure_code,event_no,unit,event\n1.1,1,Хорошів,лекція\n1.1,2,Лугини,зустріч\n"
    rows = quarterly(measure("1.1", "2", "Хорошів; Лугини"), events=events).shares
    assert [(row["unit"], row["share"]) for row in rows] == [("Хорошів", 1), ("Лугини", 1)]


@pytest.mark.parametrize(
    ("target", "responsible", "counting"),
    [("3", "Хорошів; Лугини", ""), ("2", "Хорошів; Лугини", "спільно"), ("за потреби", "Хорошів; Лугини", "")],
    ids=["fewer events than the target", "counted jointly", "words"],
)
def test_events_are_no_shares_otherwise(target: str, responsible: str, counting: str) -> None:
    events = "measure_code,event_no,unit,event\n1.1,1,Хорошів,лекція\n1.1,2,Лугини,зустріч\n"
    line = measure("1.1", target, responsible, counting=counting)
    assert [row["share"] for row in quarterly(line, further=",counting", events=events).shares] == ["", ""]


def test_the_events_of_one_unit_alone_are_no_shares() -> None:
    events = "measure_code,event_no,unit,event\n1.1,1,Хорошів,лекція\n1.1,2,Хорошів,зустріч\n"
    assert [row["share"] for row in quarterly(measure("1.1", "2"), events=events).shares] == ["", ""]


def test_given_shares_stand_instead_of_those_that_follow() -> None:
    events = "measure_code,event_no,unit,event\n1.1,1,Хорошів,лекція\n1.1,2,Лугини,зустріч\n"
    rows = quarterly(
        measure("1.1", "2", "Хорошів; Лугини"), events=events, shares="measure_code,unit,share\n1.1,Лугини,2\n"
    ).shares
    assert [(row["unit"], row["share"], row["event"]) for row in rows] == [
        ("Хорошів", "", "лекція"),
        ("Лугини", 2, "зустріч"),
    ]


def test_an_event_without_words_has_its_measure_s_term_for_a_date() -> None:
    events = "measure_code,event_no,unit,event,date\n1.1,1,Хорошів,,\n1.1,2,Хорошів,,—\n1.1,3,Хорошів,лекція,\n"
    assert [row["on"] for row in quarterly(measure("1.1", "9"), events=events).shares] == ["щомісяця", "", ""]


def test_without_a_file_of_units_each_name_in_the_plan_is_one_to_be_completed() -> None:
    events = "measure_code,event_no,unit,event\n1.1,1,Малин,лекція\n"
    rows = quarterly(measure("1.1", "9", "Хорошів; Лугини"), measure("1.2", "1"), events=events)
    assert rows.units == [{"code": "", "name": name} for name in ("Хорошів", "Лугини", "Малин")]


@pytest.mark.parametrize(
    ("file", "period"),
    [
        ("quarterly-2021-q2-korosten-measures.csv", "ІІ квартал 2021 року"),
        ("2023-measures.csv", "2023 рік"),
        ("annual-2023-livoberezhnyi.csv", "2023 рік"),
        ("план.csv", None),
    ],
)
def test_a_period_that_no_file_tells_is_read_from_the_name(file: str, period: str | None) -> None:
    line = "1.1,Люди,,,,1.1.1,Лекції,Хорошів,лекції,1,,,,1,"
    files, _findings = read_files(file, {file: f"{YEAR_HEADINGS}\n{line}\n".encode()})
    assert files is not None
    assert files.details.get("period") == period


# A file as programs save it.

LINE = "1.1,Люди,,,,1.1.1,Лекції «Право»,Хорошів,лекції,1,,,,1,"
LETTERS = LINE.replace("«", "").replace("»", "")
NO_PURPOSE = f"{YEAR_HEADINGS.replace('purpose,', '')}\n{LINE.replace(',,,,1.1.1', ',,,1.1.1')}\n"


@pytest.mark.parametrize(
    "content",
    [
        f"{YEAR_HEADINGS}\n{LINE}\n".encode(),
        f"{YEAR_HEADINGS}\r\n{LINE}\r\n".encode("utf-8-sig"),
        f"{YEAR_HEADINGS}\r\n{LINE}\r\n".replace(",", ";").encode("cp1251"),
        f"{YEAR_HEADINGS}\n{LINE}\n".replace(",", "\t").encode("utf-16"),
        f"{YEAR_HEADINGS},,\n\n{LINE},,\n,,,,\n".encode(),
        f"{YEAR_HEADINGS.replace('I', 'І')}\n{LINE}\n".encode(),
    ],
    ids=["ours", "Excel UTF-8", "Ukrainian Excel", "Unicode text", "spare separators", "Cyrillic numerals"],
)
def test_a_file_reads_as_programs_save_it(content: bytes) -> None:
    read = read_table(content, "p.csv", (YEAR, QUARTER))
    assert (read.table, read.findings) == (YEAR, ())
    assert [(row["task"], row["measure"], row["I"], row["total"]) for row in read.rows] == [
        ("Люди", "Лекції «Право»", "1", "1")
    ]


@pytest.mark.parametrize(
    ("measures", "found"),
    [
        (b"PK\x03\x04\x00\x14", ("csv-encoding-unclear", "")),
        (f"{YEAR_HEADINGS}\n{LETTERS}\n".encode("cp1125"), ("csv-encoding-unclear", "")),
        ("Код,Захід,Показник\n1.1,Лекції,лекції\n", ("csv-layout-unknown", "")),
        (b"", ("csv-layout-unknown", "")),
        (f"{YEAR_HEADINGS}\n", ("csv-rows-missing", "")),
        (NO_PURPOSE, ("csv-column-missing", "A1")),
        (f"{YEAR_HEADINGS.replace('responsible', 'responsable')}\n{LINE}\n", ("csv-column-misspelt", "H1")),
        (f"{YEAR_HEADINGS},total\n{LINE},1\n", ("csv-column-repeated", "P1")),
        (f"{YEAR_HEADINGS},колір\n{LINE},червоний\n", ("csv-column-unknown", "P1")),
        (f"{YEAR_HEADINGS}\n{LINE}\n{LINE},зайве\n", ("csv-row-ragged", "P3")),
        (f"{YEAR_HEADINGS}\n{LINE}\n1.1,Люди\n", ("csv-row-ragged", "C3")),
        (f'{YEAR_HEADINGS}\n{LINE}\n"1.1,Люди\n', ("csv-quote-open", "A3")),
    ],
    ids=[
        *("a workbook", "DOS letters", "strange headings", "nothing", "headings alone", "a column missing"),
        *("a column misspelt", "a column twice", "a column too many", "a cell too many"),
        *("cells missing", "an open quote"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_cell(measures: str | bytes, found: tuple[str, str]) -> None:
    assert faults(measures=measures) == [(found[0], "p-measures.csv", found[1])]


def test_the_faults_of_all_files_come_at_once() -> None:
    assert faults(
        measures=f"{YEAR_HEADINGS}\n{LINE},зайве\n",
        events="measure_code,event_no,event\n1.1.1,1,лекція\n",
        units="code,unit,kind\nHOR,Хорошів\n",
        details="detail,value\nperiod,2023 рік\nperiod,2024 рік\nколір,синій\n",
    ) == [
        ("csv-row-ragged", "p-measures.csv", "P2"),
        ("csv-column-missing", "p-events.csv", "A1"),
        ("csv-row-ragged", "p-units.csv", "C2"),
        ("csv-detail-repeated", "p-details.csv", "A3"),
        ("csv-detail-unknown", "p-details.csv", "A4"),
    ]


def test_a_quarter_s_layout_needs_a_quarter_for_its_period() -> None:
    measures = f"{QUARTER_HEADINGS}\n{measure('1.1', '1')}\n"
    assert faults(measures=measures, details="detail,value\nperiod,2023 рік\n") == [
        ("csv-period-differs", "p-measures.csv", "")
    ]


def test_a_total_of_its_own_needs_a_period() -> None:
    measures = f"{QUARTER_HEADINGS},total\n{measure('1.1', '1', total='за потреби')}\n"
    assert faults(measures=measures) == [("csv-quarter-unknown", "p-measures.csv", "")]


def test_only_what_a_plan_needs_is_written() -> None:
    files = PlanFiles(QUARTER, (CsvRow({"measure_code": "1.1", "counting": "спільно"}),), details={"code": "KR"})
    written = csv_files("2021-Q2", files)
    assert list(written) == ["2021-Q2-measures.csv", "2021-Q2-details.csv"]
    headings, line = written["2021-Q2-measures.csv"].decode().splitlines()
    assert headings == f"{QUARTER_HEADINGS},counting"
    assert next(csv.reader(io.StringIO(line)))[-1] == "спільно"


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A0", "+1", "-1", "@SUM(1)", "- лекції", "'=1+1", "''@a"])
def test_a_text_that_a_spreadsheet_would_run_has_an_apostrophe_in_the_file_alone(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "лекції = дві", "'лапки'", "—", "1.4.10", "5-6"])
def test_any_other_text_stands_in_the_file_as_it_is(text: str) -> None:
    assert guard(text) == unguard(text) == text


def test_a_plan_with_such_texts_comes_back_as_it_was() -> None:
    line = measure("1", "2").replace("Лекції", "'=1+1").replace("щомісяця", "- щомісяця")
    rows = quarterly(line).plan
    assert (rows[0]["measure"], rows[0]["term"]) == ("=1+1", "- щомісяця")
    content = table_bytes(QUARTER, [CsvRow({"measure": "=1+1", "term": "- щомісяця"})]).decode()
    assert ",'=1+1," in content
    assert ",'- щомісяця," in content
