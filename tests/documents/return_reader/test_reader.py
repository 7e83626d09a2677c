import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook

from tests.support.template_samples import FORM_CODE, KINDS, MADE, event, issue, row
from xlplan.documents.return_reader.reader import read_file, read_return
from xlplan.documents.template.workbook import write_template
from xlplan.domain.returned import CellValue, ReturnContent, ReturnedRow
from xlplan.domain.target import count_target
from xlplan.text.translation import use_language

CODE = str(FORM_CODE)
ANSWERS: Mapping[str, Mapping[str, CellValue]] = {
    "1.1.1": {"done": 1.0, "description": "=не формула", "reason": "карантин", "action": "до 15.07.2021"},
    "1.1.10": {"done": "3 шт."},
    "2.1.2": {"done": "потреби не було"},
}
EVENTS: Sequence[Mapping[str, CellValue]] = (
    {"key": "1.1.1", "event": "зустріч у громаді", "held_on": date(2021, 5, 14), "people": 12.0},
)


@pytest.fixture(scope="module")
def once_filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_language("uk")
    path = tmp_path_factory.mktemp("filled") / "звіт.xlsx"
    write_template(path, issue(), MADE, ANSWERS, EVENTS)
    return path


@pytest.fixture
def filled(once_filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(once_filled, tmp_path))


def edited(path: Path, change: Callable[[Any], None]) -> Path:
    """The file after a change by openpyxl, which saves formulas without their values."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def read(path: Path) -> ReturnContent:
    """The file as read; fails where it is refused."""
    returned = read_file(path)
    assert isinstance(returned, ReturnContent)
    return returned


def by_key(returned: ReturnContent) -> dict[str, ReturnedRow]:
    """The rows of the report by their codes."""
    return {found.key: found for found in returned.rows}


def values(rows: tuple[ReturnedRow, ...]) -> list[tuple[str, dict[str, object]]]:
    """(code, column -> value) of each row, without the state, which is a formula."""
    return [
        (found.key, {name: seen.value for name, seen in found.cells.items() if name != "state"}) for found in rows
    ]


def test_a_return_is_read_by_code_and_column(filled: Path) -> None:
    returned = read(filled)
    assert returned.has_report_sheet
    assert [found.key for found in returned.rows] == [kind.key for kind in KINDS.values()]
    first = by_key(returned)["1.1.1"]
    given = {name: first.cells[name].value for name in ("done", "description", "reason", "action")}
    assert given == ANSWERS["1.1.1"]
    assert by_key(returned)["1.1.10"].cells["done"].text == "3 шт."
    assert by_key(returned)["2.1.1"].cells["done"].blank


def test_cells_are_addressed_as_excel_counts(filled: Path) -> None:
    sheet = load_workbook(filled)["Звіт"]
    rows = read(filled).rows
    assert len(rows) == len(KINDS)
    for found in rows:
        assert sheet[found.cells["key"].cell].value == found.key
        assert found.cells["done"].cell == f"E{found.number}"
        assert found.sheet == "Звіт"


def test_an_event_beside_the_planned_ones_is_read(filled: Path) -> None:
    (found,) = read(filled).events
    assert found.key == "1.1.1"
    assert (found.cells["event"].text, found.cells["held_on"].text) == ("зустріч у громаді", "14.05.2021")
    assert found.cells["people"].value == 12


def test_a_planned_event_is_read_also_when_nothing_is_said_of_it(tmp_path: Path) -> None:
    planned = row("1.1.1", count_target(1), events=(event("1.1.1#1", "семінар"),))
    write_template(tmp_path / "a.xlsx", issue(planned), MADE)
    (found,) = read(tmp_path / "a.xlsx").events
    assert (found.key, found.cells["event"].text) == ("1.1.1", "семінар")


def test_every_carrier_of_the_identity_is_read(filled: Path) -> None:
    assert dict(read(filled).form_codes) == {
        "visible": (CODE,), "property": (CODE,), "hidden sheet": (CODE,), "name": (CODE,),
    }  # fmt: skip


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_a_round_through_the_office_changes_no_answer_and_no_carrier(
    filled: Path, office: Callable[[Path, str], Path], to: str
) -> None:
    before, after = read(filled), read(office(filled, to))
    assert values(after.rows) == values(before.rows)
    assert values(after.events) == values(before.events)
    assert after.form_codes == before.form_codes


@pytest.mark.office
def test_an_indented_ods_which_the_fast_reader_refuses_is_read_alike(
    filled: Path, office: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    plain, indented = office(filled, "ods"), tmp_path / "indented.ods"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(indented, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b"><table:", b">\n  <table:")
            new.writestr(name, text.replace(b"><office:spreadsheet>", b">\n  <office:spreadsheet>"))
    with pytest.raises(CalamineError):
        CalamineWorkbook.from_path(indented).get_sheet_by_index(0).to_python()
    before, after = read(plain), read(indented)
    assert values(after.rows) == values(before.rows)
    assert values(after.events) == values(before.events)
    assert after.form_codes == before.form_codes


@pytest.mark.office
def test_an_ods_whose_content_ends_in_the_middle_is_damaged_and_not_half_read(
    filled: Path, office: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    plain, cut = office(filled, "ods"), tmp_path / "cut.ods"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(cut, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: content.rindex(b"2.1.2")] if name == "content.xml" else content)
    refused = read_file(cut)
    assert not isinstance(refused, ReturnContent)
    assert refused[0].code == "file-damaged"


@pytest.mark.office
@pytest.mark.parametrize("to", ["xls", "ods"])
def test_errors_are_told_from_blanks_in_the_old_and_the_open_format(
    filled: Path, office: Callable[[Path, str], Path], to: str
) -> None:
    def change(book: Any) -> None:
        at = by_key(read(filled))["1.1.1"].number
        book["Звіт"][f"E{at}"] = "=1/0"
        book["Звіт"][f"E{at + 1}"] = None

    first, second, *_ = read(office(edited(filled, change), to)).rows
    assert (first.cells["done"].value, first.cells["done"].problem) == (None, "error")
    assert (second.cells["done"].value, second.cells["done"].problem) == (None, None)


@pytest.mark.office
@pytest.mark.parametrize("to", ["", "xlsx", "xls", "ods"])
def test_a_number_shown_as_a_percentage_is_read_as_it_is_seen(
    filled: Path, office: Callable[[Path, str], Path], to: str
) -> None:
    def change(book: Any) -> None:
        at = by_key(read(filled))["1.1.1"].number
        for down, (value, form) in enumerate(((1, "0%"), (0.125, "0.0 %"), (5, '0"%"'))):
            book["Звіт"][f"E{at + down}"] = value
            book["Звіт"][f"E{at + down}"].number_format = form

    path = edited(filled, change)
    seen = [row.cells["done"].value for row in read(office(path, to) if to else path).rows[:3]]
    assert seen == ["100%", "12.5%", 5.0]


def test_a_template_in_english_is_read_alike(tmp_path: Path) -> None:
    use_language("en")
    write_template(tmp_path / "report.xlsx", issue(), MADE, ANSWERS, EVENTS)
    use_language("uk")
    returned = read(tmp_path / "report.xlsx")
    assert returned.sheets[:2] == ("Report", "Events")
    assert by_key(returned)["1.1.1"].cells["done"].value == 1
    assert len(returned.events) == 1


def insert_rows(book: Any) -> None:
    book["Звіт"].insert_rows(1, 3)


def delete_rows(book: Any) -> None:
    book["Звіт"].delete_rows(1, 2)


def insert_columns(book: Any) -> None:
    book["Звіт"].insert_cols(1, 2)
    book["Звіт"].insert_cols(5)


def sort_rows(book: Any) -> None:
    sheet = book["Звіт"]
    rows = [[(cell.value, cell.data_type) for cell in line] for line in sheet.iter_rows(min_row=6)]
    for line, found in enumerate(reversed(rows), 6):
        for column, (value, kind) in enumerate(found, 1):
            sheet.cell(line, column).value = value
            sheet.cell(line, column).data_type = kind


def move_the_code(book: Any) -> None:
    sheet = book["Звіт"]
    for line in range(5, sheet.max_row + 1):
        sheet.cell(line, 12).value = sheet.cell(line, 1).value
        sheet.cell(line, 1).value = None


def rename_the_sheet(book: Any) -> None:
    book["Звіт"].title = "Аркуш1"


def retype_headings(book: Any) -> None:
    sheet = book["Звіт"]
    sheet["E5"] = " ВИКОНАНО  "
    sheet["F5"] = "Опис\nвиконання"
    sheet["A5"] = "Koд"


def hide_rows(book: Any) -> None:
    for line in range(6, 12):
        book["Звіт"].row_dimensions[line].hidden = True


@pytest.mark.parametrize(
    "change",
    [
        insert_rows, delete_rows, insert_columns, sort_rows,
        move_the_code, rename_the_sheet, retype_headings, hide_rows,
    ],
)  # fmt: skip
def test_what_people_do_to_the_sheet_changes_no_answer(filled: Path, change: Callable[[Any], None]) -> None:
    before = dict(values(read(filled).rows))
    after = dict(values(read(edited(filled, change)).rows))
    assert after == before


def test_a_removed_row_is_not_there(filled: Path) -> None:
    at = by_key(read(filled))["1.1.10"].number
    assert "1.1.10" not in by_key(read(edited(filled, lambda book: book["Звіт"].delete_rows(at))))


def test_a_row_pasted_twice_is_there_twice(filled: Path) -> None:
    def change(book: Any) -> None:
        book["Звіт"].append(["1.1.1", "Захід", "показник", 2, 5])

    keys = [found.key for found in read(edited(filled, change)).rows]
    assert keys.count("1.1.1") == 2


@pytest.mark.parametrize(
    ("typed", "key"),
    [(1.1, "1.1"), (5, "5"), (date(2010, 4, 1), "1.4.10"), (" 1.4.10 ", "1.4.10"), ("1.4.10\u200b", "1.4.10")],
)
def test_a_code_that_became_something_else_is_read_as_text(filled: Path, typed: object, key: str) -> None:
    at = by_key(read(filled))["1.1.1"].number

    def change(book: Any) -> None:
        book["Звіт"][f"A{at}"].number_format = "dd.mm.yyyy" if isinstance(typed, date) else "General"
        book["Звіт"][f"A{at}"] = typed

    assert by_key(read(edited(filled, change)))[key].cells["done"].value == 1


def test_an_answer_whose_code_is_gone_does_not_vanish(filled: Path) -> None:
    at = by_key(read(filled))["1.1.1"].number

    def change(book: Any) -> None:
        book["Звіт"][f"A{at}"] = None

    found = by_key(read(edited(filled, change)))[""]
    assert found.cells["done"].value == 1
    assert found.cells["key"].cell == f"A{at}"


@pytest.mark.parametrize("words", ["Директор", "Код", "Завдання 1.1. Розширення доступу"])
def test_words_alone_in_the_code_column_are_no_row(filled: Path, words: str) -> None:
    after = read(edited(filled, lambda book: book["Звіт"].append([words])))
    assert [found.key for found in after.rows] == [kind.key for kind in KINDS.values()]


def test_a_formula_whose_value_was_not_saved_is_told_from_a_blank(filled: Path) -> None:
    at = by_key(read(filled))["1.1.1"].number

    def change(book: Any) -> None:
        book["Звіт"][f"E{at}"] = "=2+3"
        book["Звіт"][f"E{at + 1}"] = None

    first, second, *_ = read(edited(filled, change)).rows
    assert (first.cells["done"].value, first.cells["done"].problem) == (None, "formula")
    assert (second.cells["done"].value, second.cells["done"].problem) == (None, None)


def test_an_error_is_told_from_a_blank(filled: Path) -> None:
    at = by_key(read(filled))["1.1.1"].number

    def change(book: Any) -> None:
        book["Звіт"][f"E{at}"] = "#REF!"
        book["Звіт"][f"E{at}"].data_type = "e"

    cell = by_key(read(edited(filled, change)))["1.1.1"].cells["done"]
    assert (cell.value, cell.problem) == (None, "error")


@pytest.mark.office
def test_a_formula_with_its_value_is_its_value(filled: Path, office: Callable[[Path, str], Path]) -> None:
    at = by_key(read(filled))["1.1.1"].number

    def change(book: Any) -> None:
        book["Звіт"][f"E{at}"] = "=2+3"
        book["Звіт"][f"F{at}"] = '=""'

    cells = by_key(read(office(edited(filled, change), "xlsx")))["1.1.1"].cells
    assert (cells["done"].value, cells["done"].problem) == (5, None)
    assert (cells["description"].blank, cells["description"].problem) == (True, None)


def test_without_the_headings_nothing_is_recognised_but_the_visible_code_is(filled: Path) -> None:
    returned = read(edited(filled, lambda book: book["Звіт"].delete_rows(5)))
    assert not returned.has_report_sheet
    assert returned.rows == ()
    assert returned.form_codes["visible"] == (CODE,)


def test_a_code_typed_on_a_ukrainian_keyboard_counts_and_a_wrong_one_does_not(filled: Path) -> None:
    def change(book: Any) -> None:
        book["Звіт"]["G3"] = f"{CODE.replace('H', 'Н').lower()} {CODE[:-1]}0"

    assert read(edited(filled, change)).form_codes["visible"] == (CODE,)


def test_a_defined_name_may_stand_for_the_cell_that_shows_the_code(filled: Path) -> None:
    def change(book: Any) -> None:
        book.defined_names["xlplan_form"].attr_text = "'Звіт'!$G$3"

    assert read(edited(filled, change)).form_codes["name"] == (CODE,)


def test_a_file_cut_off_anywhere_is_damaged(filled: Path) -> None:
    whole = filled.read_bytes()
    for tenth in range(1, 10):
        filled.write_bytes(whole[: len(whole) * tenth // 10])
        refused = read_file(filled)
        assert not isinstance(refused, ReturnContent)
        assert refused[0].code == "file-damaged"
        assert not read_return(filled).has_report_sheet


def test_a_foreign_workbook_is_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    write_template(path, issue(), MADE)

    def change(book: Any) -> None:
        for sheet in book.worksheets[1:]:
            book.remove(sheet)
        book["Звіт"].delete_rows(1, 100)
        book["Звіт"].append(["Прізвище", "Сума"])

    assert not read(edited(path, change)).has_report_sheet


@pytest.mark.parametrize(("answer", "others"), [(99, ("Звіт (2)",)), (None, ())])
def test_a_copy_of_the_sheet_is_told_where_it_says_something_else(
    filled: Path, answer: object, others: tuple[str, ...]
) -> None:
    def change(book: Any) -> None:
        copy = book.copy_worksheet(book["Звіт"])
        copy.title = "Звіт (2)"
        if answer is not None:
            next(cells for cells in copy.iter_rows(min_row=6) if cells[0].value == "1.1.1")[4].value = answer

    assert read(edited(filled, change)).other_report_sheets == others
