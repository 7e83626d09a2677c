"""A marked return is the unit's own file: every answer intact, every fault coloured, explained and linked."""

import gc
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openxml_audit import OpenXmlValidator

from tests.support.look_at import look_at
from tests.support.marking import ISSUE, MADE, faulty, found_in
from xlplan.documents import style
from xlplan.documents.marked_return.marker import mark_return
from xlplan.documents.return_reader.reader import read_return
from xlplan.documents.template.workbook import write_template
from xlplan.domain.findings.answer_kinds import (
    ENTRY_MISSING,
    REASON_MISSING,
    ROW_LEFT_OUT,
    ROW_MISSING,
    ROW_UNKNOWN,
)
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.submission import Attempt
from xlplan.text.translation import use_language

CODE = ISSUE.form_code
ATTEMPT = Attempt(1, ISSUE.due, is_late=False)
CORRECTIONS = "Виправлення"
PINK, AMBER, YELLOW = (f"FF{fill[1:]}" for fill in (style.FAULT, style.DOUBT, style.ENTRY))
ERRORS, WARNINGS = {"E8", "E9", "E10", "G7"}, {"H7"}
LEGEND = ("B4", "C4", "F4")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Finding, ...], Path]:
    """A filled template with faults, the findings about it, and the same file, marked. Tests have copies."""
    use_language("uk")
    folder = tmp_path_factory.mktemp("позначене")
    path, out = folder / "звіт.xlsx", folder / "на доопрацювання" / "звіт.xlsx"
    findings = faulty(path)
    assert mark_return(path, out, findings, CODE, ATTEMPT)
    return path, findings, out


@pytest.fixture
def sent(once: tuple[Path, tuple[Finding, ...], Path], tmp_path: Path) -> tuple[Path, tuple[Finding, ...]]:
    """A filled template with faults, and the findings about it."""
    return Path(shutil.copy(once[0], tmp_path)), once[1]


@pytest.fixture
def marked(once: tuple[Path, tuple[Finding, ...], Path], tmp_path: Path) -> Path:
    """The same file, marked."""
    return Path(shutil.copy(once[2], tmp_path / "позначений.xlsx"))


def filled(path: Path, colour: str) -> set[str]:
    """The cells below the legend that have a colour."""
    sheet = look_at(path)["Звіт"]
    return {
        cell.coordinate for row in sheet.iter_rows(min_row=5) for cell in row if cell.fill.fgColor.rgb == colour
    }


def pink(path: Path) -> set[str]:
    return filled(path, PINK)


def notes(path: Path) -> dict[str, str]:
    sheet = look_at(path)["Звіт"]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def correct(path: Path, **answers: object) -> None:
    book = load_workbook(path)
    for cell, value in answers.items():
        book["Звіт"][cell].value = value
    book.save(path)


def test_every_answer_is_read_from_the_marked_return_as_from_the_file_sent(
    sent: tuple[Path, tuple[Finding, ...]], marked: Path
) -> None:
    before, after = read_return(sent[0]), read_return(marked)
    assert after.rows
    for old, new in zip(before.rows, after.rows, strict=True):
        entries = {name: seen.value for name, seen in old.cells.items() if name != "state"}
        assert {name: seen.value for name, seen in new.cells.items() if name != "state"} == entries
    assert after.form_codes == before.form_codes


def test_cells_with_errors_are_pink_those_with_warnings_amber_and_all_of_them_explained(marked: Path) -> None:
    assert pink(marked) == ERRORS
    assert filled(marked, AMBER) == WARNINGS
    assert set(notes(marked)) == ERRORS | WARNINGS
    assert notes(marked)["E8"] == (
        "Що не так: «Виконано»: записано «5 шт.», а потрібне ціле число.\n"
        "Як виправити: Впишіть лише число; пояснення — у стовпець «Опис виконання»."
    )


def test_the_note_is_by_xlplan_and_its_box_fits_its_text(marked: Path) -> None:
    comment = look_at(marked)["Звіт"]["E8"].comment
    assert comment is not None
    assert comment.author == "xlplan"
    vml = next(name for name in ZipFile(marked).namelist() if name.endswith(".vml"))
    assert "width:330px" in ZipFile(marked).read(vml).decode()


def test_the_first_sheet_lists_errors_first_each_linked_to_its_cell(marked: Path) -> None:
    book = look_at(marked)
    assert book.sheetnames[0] == CORRECTIONS
    assert book.active is book.worksheets[0]
    rows = [[cell.value for cell in row] for row in book[CORRECTIONS].iter_rows(min_row=7, max_col=4)]
    assert rows[0] == ["№", "Де", "Що не так", "Як виправити"]
    assert [row[1] for row in rows[1:]] == [
        None,
        "Звіт, клітинка G7 · рядок 1.2.1",
        "Звіт, клітинка E8 · рядок 1.4.3",
        "Звіт, клітинка E9 · рядок 1.4.8",
        "Звіт, клітинка E10 · рядок 1.4.9",
        None,
        "Звіт, клітинка H7 · рядок 1.2.1",
    ]
    links = [cell.hyperlink.location for cell in book[CORRECTIONS]["B"] if cell.hyperlink]
    assert links == ["'Звіт'!G7", "'Звіт'!E8", "'Звіт'!E9", "'Звіт'!E10", "'Звіт'!H7"]


def test_what_was_only_understood_is_not_marked(marked: Path) -> None:
    assert "E12" not in pink(marked)


def test_the_locks_stay(sent: tuple[Path, tuple[Finding, ...]], marked: Path) -> None:
    issued, book = look_at(sent[0]), look_at(marked)
    assert book.security.lockStructure
    assert all(book[name].protection.sheet for name in ("Звіт", "Заходи", CORRECTIONS))
    for name in issued.sheetnames:
        assert issued[name].protection.hashValue
        assert dict(book[name].protection) == dict(issued[name].protection)
    assert not book["Звіт"]["E8"].protection.locked


def test_a_corrected_marked_return_reads_clean(marked: Path) -> None:
    correct(marked, E8=1, E9="потреби не було", E10=2, G7="хвороба", H7="у липні")
    assert errors_of(found_in(marked)) == ()


def test_a_second_round_removes_the_marks_of_the_first(marked: Path, tmp_path: Path) -> None:
    correct(marked, E8=1, E9=0, G7="хвороба", H7="у липні")
    again = tmp_path / "знову.xlsx"
    assert mark_return(marked, again, found_in(marked), CODE, ATTEMPT)
    book = look_at(again)
    assert book.sheetnames.count(CORRECTIONS) == 1
    assert pink(again) == {"E10"}
    assert set(notes(again)) == {"E10"}
    assert book["Звіт"]["E8"].fill.fgColor.rgb == YELLOW
    rules = [rule for area in book["Звіт"].conditional_formatting for rule in area.rules]
    assert sum("xlplan" in str(rule.formula) for rule in rules) == 2


def test_a_note_that_the_unit_wrote_stays_beside_ours_and_alone_after_it(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path
) -> None:
    path, findings = sent
    book = load_workbook(path)
    book["Звіт"]["E8"].comment = Comment("уточню в п'ятницю", "Ірина")
    book["Звіт"]["F6"].comment = Comment("звірено", "Ірина")
    book.save(path)
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    assert mark_return(path, first, findings, CODE, ATTEMPT)
    assert notes(first)["E8"].startswith("Що не так:")
    assert notes(first)["E8"].endswith("уточню в п'ятницю")
    assert mark_return(first, second, (), CODE, ATTEMPT)
    assert notes(second) == {"E8": "уточню в п'ятницю", "F6": "звірено"}


def test_a_finding_without_a_cell_or_with_an_unknown_sheet_is_listed_without_a_link(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path
) -> None:
    gone = ROW_MISSING.at(Location(sheet="Звіт", row="1.9"), row="1.9", measure="Захід")
    lost = ENTRY_MISSING.at(Location(sheet="Немає", cell="A1"), heading="Виконано")
    out = tmp_path / "out.xlsx"
    assert mark_return(sent[0], out, (gone, lost), CODE, ATTEMPT)
    sheet = look_at(out)[CORRECTIONS]
    assert [sheet["B9"].value, sheet["B10"].value] == ["Звіт · рядок 1.9", "Немає, клітинка A1"]
    assert pink(out) == set()
    assert not any(cell.hyperlink for cell in sheet["B"])


def test_a_quoted_answer_never_becomes_a_formula(sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path) -> None:
    place = Location(sheet="Звіт", cell="A6", row="=1+1")
    out = tmp_path / "out.xlsx"
    assert mark_return(
        sent[0],
        out,
        (ROW_LEFT_OUT.at(place, seen="x"), ROW_UNKNOWN.at(place, row="=1")),
        CODE,
        ATTEMPT,
    )
    kinds = {cell.data_type for row in look_at(out)[CORRECTIONS].iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_cell_of_a_merged_range_is_marked_at_its_corner(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path
) -> None:
    book = load_workbook(sent[0])
    book["Звіт"].merge_cells("F8:G9")
    book.save(sent[0])
    out = tmp_path / "out.xlsx"
    place = Location(sheet="Звіт", cell="G9", row="1.4.3")
    assert mark_return(sent[0], out, (REASON_MISSING.at(place, target=1, seen=0, heading="x"),), CODE, ATTEMPT)
    assert pink(out) == {"F8"}


def with_part(path: Path, out: Path, name: str, content: bytes) -> None:
    shutil.copy(path, out)
    with ZipFile(out, "a", ZIP_DEFLATED) as parts:
        parts.writestr(name, content)


@pytest.mark.parametrize(
    "part",
    [
        "xl/media/image1.png",
        "xl/ctrlProps/ctrlProp1.xml",
        "xl/threadedComments/threadedComment1.xml",
        "xl/queryTables/queryTable1.xml",
    ],
)
def test_a_file_with_a_part_that_would_be_lost_is_not_marked(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path, part: str
) -> None:
    path, out = tmp_path / "багатший.xlsx", tmp_path / "out.xlsx"
    with_part(sent[0], path, part, b"<x/>")
    assert not mark_return(path, out, sent[1], CODE, ATTEMPT)
    assert not out.exists()


@pytest.mark.parametrize(
    "part", ["xl/calcChain.xml", "xl/printerSettings/printerSettings1.bin", "customXml/item1.xml"]
)
def test_what_programs_make_anew_is_no_loss(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path, part: str
) -> None:
    path = tmp_path / "файл.xlsx"
    with_part(sent[0], path, part, b"<x/>")
    assert mark_return(path, tmp_path / "out.xlsx", sent[1], CODE, ATTEMPT)


@pytest.mark.parametrize(
    ("uri", "markable"),
    [
        ("{05C60535-1F16-4fd2-B633-F4F36F0B64E0}", False),  # sparklines
        ("{78C0D931-6437-407d-A8EE-F0AAD7539E65}", False),  # data bars and their like
        ("{CCE6A557-97bc-4b89-ADB6-D9C93CAAB3DF}", True),  # a list that lies on another sheet
        ("{64002731-A6B0-56B0-2670-7721B7C09600}", True),  # how Excel for Mac showed the page
    ],
)
def test_an_extension_of_a_sheet_is_a_loss_only_where_it_holds_something(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path, uri: str, markable: bool
) -> None:
    path = tmp_path / "файл.xlsx"
    with ZipFile(sent[0]) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                extension = f'<extLst><ext uri="{uri}"/></extLst></worksheet>'.encode()
                content = content.replace(b"</worksheet>", extension)
            target.writestr(part, content)
    assert (mark_return(path, tmp_path / "out.xlsx", sent[1], CODE, ATTEMPT) is not None) is markable


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_not_xlsx_is_not_marked(tmp_path: Path, content: bytes) -> None:
    path, out = tmp_path / "звіт.xls", tmp_path / "out.xlsx"
    path.write_bytes(content)
    assert not mark_return(path, out, (), CODE, ATTEMPT)
    assert not out.exists()


def test_a_file_with_macros_keeps_them(sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path) -> None:
    path, out = tmp_path / "звіт.xlsm", tmp_path / "out.xlsm"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with_macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with ZipFile(sent[0]) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part).replace(kind.encode(), with_macros.encode())
            target.writestr(part, content)
        target.writestr("xl/vbaProject.bin", b"macros")
    assert mark_return(path, out, sent[1], CODE, ATTEMPT)
    with ZipFile(out) as parts:
        assert parts.read("xl/vbaProject.bin") == b"macros"
        assert with_macros in parts.read("[Content_Types].xml").decode()
    assert pink(out) == ERRORS
    assert not mark_return(path, tmp_path / "out.xlsx", sent[1], CODE, ATTEMPT)
    # openpyxl holds the macros in an archive that complains where nobody closes it.
    archives = [each for each in gc.get_objects() if isinstance(each, ZipFile) and each.mode == "a"]
    assert [archive for archive in archives if archive.fp] == []


def test_openxml_audit_finds_nothing_that_a_bare_save_would_not_have(
    sent: tuple[Path, tuple[Finding, ...]], marked: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.xlsx"
    load_workbook(sent[0]).save(bare)
    kinds = [
        {re.sub(r"\d+", "", each.description) for each in OpenXmlValidator().validate(path).errors}
        for path in (marked, bare)
    ]
    assert kinds[0] <= kinds[1]


@pytest.mark.office
def test_a_file_that_libreoffice_saved_is_marked_and_marked_again(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path, office: Callable[[Path, str], Path]
) -> None:
    saved = office(sent[0], "xlsx")
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    assert mark_return(saved, first, found_in(saved), CODE, ATTEMPT)
    assert pink(first) == ERRORS
    once_more = office(first, "xlsx")
    correct(once_more, E8=1, E9=0, G7="хвороба", H7="у липні")
    assert mark_return(once_more, second, found_in(once_more), CODE, ATTEMPT)
    assert pink(second) == {"E10"}
    assert set(notes(second)) == {"E10"}
    assert Counter(look_at(second).sheetnames)[CORRECTIONS] == 1


def test_a_template_without_faults_can_be_marked_with_nothing(tmp_path: Path) -> None:
    path, out = tmp_path / "звіт.xlsx", tmp_path / "out.xlsx"
    write_template(path, ISSUE, MADE)
    assert mark_return(path, out, (), CODE, ATTEMPT)
    assert pink(out) == set()


def test_the_legend_and_every_cell_without_a_finding_keep_their_colour(
    sent: tuple[Path, tuple[Finding, ...]], marked: Path, tmp_path: Path
) -> None:
    again = tmp_path / "знову.xlsx"
    assert mark_return(marked, again, found_in(marked), CODE, ATTEMPT)
    before, *after = (look_at(path)["Звіт"] for path in (sent[0], marked, again))
    for row in before.iter_rows():
        for cell in row:
            if cell.coordinate not in ERRORS | WARNINGS:
                assert {sheet[cell.coordinate].fill.fgColor.rgb for sheet in after} == {cell.fill.fgColor.rgb}
    assert [before[address].fill.fgColor.rgb for address in LEGEND] == ["FFFFE08A", YELLOW, PINK]


def test_a_locked_cell_is_explained_and_keeps_its_colour(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path
) -> None:
    correct(sent[0], B8="Інший захід")
    out = tmp_path / "out.xlsx"
    assert mark_return(sent[0], out, found_in(sent[0]), CODE, ATTEMPT)
    assert "B8" in notes(out)
    assert pink(out) | filled(out, AMBER) == ERRORS | WARNINGS


def test_a_locked_cell_keeps_its_colour_where_the_sheet_has_lost_its_lock(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path
) -> None:
    book = load_workbook(sent[0])
    book["Звіт"].protection.sheet = False
    book["Звіт"]["D8"] = 7
    book.save(sent[0])
    out = tmp_path / "out.xlsx"
    assert mark_return(sent[0], out, found_in(sent[0]), CODE, ATTEMPT)
    assert pink(out) | filled(out, AMBER) == ERRORS | WARNINGS


def test_an_entry_cell_that_a_paste_has_locked_can_be_corrected(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path
) -> None:
    book = load_workbook(sent[0])
    book["Звіт"]["E8"].protection = Protection(locked=True)
    book.save(sent[0])
    out = tmp_path / "out.xlsx"
    assert mark_return(sent[0], out, sent[1], CODE, ATTEMPT)
    assert not look_at(out)["Звіт"]["E8"].protection.locked
    assert "E8" in pink(out)


def test_a_cell_to_correct_is_shown_where_its_sheet_row_or_column_is_hidden(
    sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path
) -> None:
    book = load_workbook(sent[0])
    sheet = book["Звіт"]
    sheet.row_dimensions[8].hidden = sheet.row_dimensions[11].hidden = True
    sheet.column_dimensions["G"].hidden = sheet.column_dimensions["F"].hidden = True
    sheet.sheet_state = "hidden"
    book.save(sent[0])
    out = tmp_path / "out.xlsx"
    assert mark_return(sent[0], out, sent[1], CODE, ATTEMPT)
    shown = look_at(out)["Звіт"]
    assert shown.sheet_state == "visible"
    assert [shown.row_dimensions[row].hidden for row in (8, 11)] == [False, True]
    assert [shown.column_dimensions[letter].hidden for letter in "GF"] == [False, True]


def test_the_bands_of_the_list_have_the_colours_of_the_cells_and_name_them(marked: Path) -> None:
    bands = [cell for cell in look_at(marked)[CORRECTIONS]["A"][7:] if isinstance(cell.value, str)]
    assert [(band.value, band.fill.fgColor.rgb) for band in bands] == [
        ("Треба виправити · рожеві клітинки", PINK),
        ("Перегляньте також · помаранчеві клітинки: правильне може лишатися як є", AMBER),
    ]


@pytest.mark.office
def test_libreoffice_shows_the_colour_of_a_cell_until_it_has_another_content(
    marked: Path, tmp_path: Path, office: Callable[[Path, str], Path]
) -> None:
    typed = tmp_path / "typed.xlsx"
    with ZipFile(marked) as source, ZipFile(typed, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part).decode() if part.filename.endswith(".xml") else ""
            corrected = content.replace("<t>5 &#1096;&#1090;.</t>", "<t>три</t>").replace("<v>2.5</v>", "<v>3</v>")
            target.writestr(part, corrected.encode() or source.read(part))
    page = re.sub("<comment>.*?</comment>", "", office(typed, "html").read_text("utf-8"), flags=re.DOTALL)
    colour = re.compile(r'bgcolor="(#\w+)"[^>]*>(?:\s*<(?!td|tr)[^>]*>)*([^<]+)<')
    shown = {value: fill for fill, value in colour.findall(page)}
    # The template itself calls a word wrong where a number is needed.
    assert (shown["три"], shown["3"]) == (style.FAULT, style.ENTRY)
    # The band of the list has four cells.
    assert page.count(f'bgcolor="{style.DOUBT}"') == 4 + len(WARNINGS)
