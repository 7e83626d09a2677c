"""A Word document gives lines and tables; what is peculiar about them is told at its place."""

import pytest

from tests.support.word_files import (
    cell,
    control,
    deleted,
    docx,
    inserted,
    paragraph,
    read_docx,
    row,
    run,
    table,
    text_box,
)
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_import.word_source import source_of_word
from xlplan.documents.plan_reader.grid import Grid
from xlplan.text.translation import use_language

HEADINGS = ("№ з/п", "Найменування заходу", "Відповідальний виконавець", "Усього")
HEAD = row(*HEADINGS)


def source(*blocks: str, others: dict[str, str] | None = None) -> Source:
    """Return a document with these blocks as a source."""
    return source_of_word(read_docx(docx(*blocks, others=others)), "план.docx")


def told(found: Source) -> list[tuple[str, str]]:
    """Return the code and the place of each finding."""
    return [(finding.code, finding.location.shown) for finding in found.findings]


def grids(found: Source) -> list[Grid]:
    """Return the tables of a source."""
    return [part for part in found.parts if isinstance(part, Grid)]


def test_lines_and_tables_stand_in_the_order_of_reading() -> None:
    found = source(
        "ПЛАН", paragraph(run("на\n2026 рік")), "", table(HEAD, row("1", "Захід", "Відділ", "5")), "Директор"
    )
    assert [part.sheet if isinstance(part, Grid) else part for part in found.parts] == [
        "ПЛАН",
        "на",
        "2026 рік",
        "таблиця 1",
        "Директор",
    ]
    assert grids(found)[0].rows[1] == ("1", "Захід", "Відділ", "5")
    assert found.findings == ()


def test_a_table_is_named_in_the_language_in_use() -> None:
    use_language("en")
    assert grids(source(table(HEAD)))[0].sheet == "table 1"


def test_a_cell_merged_downward_has_its_text_in_every_row() -> None:
    (grid,) = grids(source(table(row(cell("1", merge="restart"), "а"), row(cell(merge="continue"), "б"))))
    assert grid.rows == (("1", "а"), ("1", "б"))


@pytest.mark.parametrize("between", [[], [""], ["", ""], ["Продовження таблиці 1"], ["Продовження"]])
@pytest.mark.parametrize("headings", [True, False])
def test_a_table_that_a_page_broke_in_two_is_one(between: list[str], headings: bool) -> None:
    first = table(HEAD, row("1", "Захід 1.1", "Відділ А", "5"))
    second = table(*([HEAD] if headings else []), row("2", "Захід 1.2", "Відділ Б", "6"))
    found = source(first, *between, second, "Директор")
    (grid,) = grids(found)
    assert [cells[0] for cells in grid.rows] == ["№ з/п", "1", "2"]
    assert told(found) == [("plan-table-joined", "таблиця 1, клітинка A3")]
    assert found.parts[-1] == "Директор"


def test_what_is_told_of_the_second_part_stands_at_its_row_in_the_whole() -> None:
    first = table(HEAD, row("1", "а", "б", "5"))
    struck = cell(paragraph(run("7", "<w:strike/>"), run("8")))
    second = table(
        HEAD, row("2", cell("в", merge="restart"), "г", struck), row("3", cell(merge="continue"), "д", "9")
    )
    found = source(first, second)
    (grid,) = grids(found)
    assert [cells[1] for cells in grid.rows] == [HEADINGS[1], "а", "в", "в"]
    assert told(found)[1:] == [("plan-cell-struck", "таблиця 1, клітинка D3")]


def test_a_column_that_is_empty_on_one_page_is_a_column_there_too() -> None:
    found = source(table(HEAD, row("1", "а", "б", "5")), table(row("2", "в", "г", "")))
    assert [len(grid.rows) for grid in grids(found)] == [3]


@pytest.mark.parametrize(
    "second",
    [
        table(row("Директор", "підпис")),
        table(row("№", "Показник", "Виконавець", "Строк"), row("1", "а", "б", "5")),
    ],
)
def test_tables_with_other_columns_or_headings_are_two(second: str) -> None:
    found = source(table(HEAD, row("1", "а", "б", "5")), "", second)
    assert [grid.sheet for grid in grids(found)] == ["таблиця 1", "таблиця 2"]
    assert found.findings == ()


def test_a_line_of_text_keeps_two_tables_apart() -> None:
    found = source(table(HEAD, row("1", "а", "б", "5")), "Додаток", table(row("2", "в", "г", "6")))
    assert len(grids(found)) == 2


def test_a_change_is_told_at_its_cell_and_beside_the_tables() -> None:
    found = source(
        paragraph(run("на "), deleted("2025"), inserted("2026"), run(" рік")),
        table(
            row(cell(paragraph(deleted("три"), inserted("чотири")))),
            row("п'ять", more="<w:ins w:id='1'/>"),
            row(cell(paragraph(deleted("шість"))), more="<w:del w:id='1'/>"),
            row("сім"),
        ),
    )
    assert found.parts[0] == "на 2026 рік"
    assert sorted(told(found)) == [
        ("plan-row-deleted", "таблиця 1, клітинка A3"),
        ("plan-row-inserted", "таблиця 1, клітинка A2"),
        ("plan-text-deleted", ""),
        ("plan-text-deleted", "таблиця 1, клітинка A1"),
        ("plan-text-inserted", ""),
        ("plan-text-inserted", "таблиця 1, клітинка A1"),
    ]


def test_what_is_not_seen_or_stands_elsewhere_is_told() -> None:
    hint = control(run("Введіть"), "<w:showingPlcHdr/>")
    inner = table(row("лекція", "Бюро А"))
    found = source(
        paragraph(run("ПЛАН", "<w:vanish/>"), text_box("ЗАТВЕРДЖЕНО"), run("!", "<w:strike/>")),
        table(
            row(cell(paragraph(run("5", "<w:vanish/>"), run("6"))), cell(paragraph(hint)), cell("Захід", inner)),
            row("а", "б", "в"),
            row("г", more="<w:hidden/>"),
        ),
        others={
            "footnotes": f"<w:footnote>{paragraph('за наявності коштів')}</w:footnote>",
            "footer": paragraph("12"),
        },
    )
    assert sorted(told(found)) == [
        ("plan-cell-struck-whole", ""),
        ("plan-rows-hidden", "таблиця 1, клітинка A3"),
        ("plan-table-nested", "таблиця 1, клітинка C1"),
        ("plan-text-aside", ""),
        ("plan-text-boxed", ""),
        ("plan-text-hidden", ""),
        ("plan-text-hidden", "таблиця 1, клітинка A1"),
        ("plan-text-placeholder", "таблиця 1, клітинка B1"),
    ]


def test_an_embedded_spreadsheet_is_told() -> None:
    found = source(paragraph("<w:r><w:object/></w:r>"))
    assert [finding.code for finding in found.findings] == ["plan-objects-unread"]
