"""The tables of a Word document stand by the columns of their grid; what is merged, deleted or nested is told."""

from collections.abc import Sequence

from tests.support.word_files import (
    cell,
    control,
    deleted,
    docx,
    inserted,
    paragraph,
    read_docx,
    read_table,
    row,
    run,
    table,
    text_box,
)
from xlplan.documents.formats.grid import MergedRange
from xlplan.documents.formats.word import WordLine, WordRemark, WordTable
from xlplan.domain.returned import LeftOut

GONE, ADDED = "<w:del w:id='1'/>", "<w:ins w:id='1'/>"


def test_the_paragraphs_of_a_cell_are_its_lines() -> None:
    read = read_table(row(cell("Захід 1.1", "- лекція", run("- бесіда\nу школі")), "5"))
    assert read.rows == [["Захід 1.1\n- лекція\n- бесіда\nу школі", "5"]]


def test_blank_paragraphs_count_between_lines_and_not_at_the_ends() -> None:
    assert read_table(row(cell("", "відділ А", "", "відділ Б", "", ""))).rows == [["відділ А\n\nвідділ Б"]]


def test_cells_stand_in_the_columns_of_the_grid() -> None:
    read = read_table(
        row(cell("ПЛАН", span=3)),
        row("1", cell("два", span=2)),
        row("3", more='<w:gridBefore w:val="2"/>'),
        row("x", more='<w:gridAfter w:val="2"/>'),
    )
    assert read.rows == [["ПЛАН"], ["1", "два"], [None, None, "3"], ["x"]]
    assert read.details.merged == (MergedRange(0, 1, 0, 3), MergedRange(1, 2, 1, 3))


def test_cells_merged_downward_are_one() -> None:
    read = read_table(
        row(cell("1", merge="restart"), "а"),
        row(cell(merge="continue"), "б"),
        row(cell("2", merge="restart"), "в"),
        row(cell(merge="continue"), "г"),
    )
    assert read.rows == [["1", "а"], [None, "б"], ["2", "в"], [None, "г"]]
    assert read.details.merged == (MergedRange(0, 2, 0, 1), MergedRange(2, 4, 0, 1))


def test_cells_merged_across_in_the_older_way_are_one() -> None:
    read = read_table(row(cell("за потреби", more='<w:hMerge w:val="restart"/>'), cell(more="<w:hMerge/>"), "5"))
    assert read.rows == [["за потреби", None, "5"]]
    assert read.details.merged == (MergedRange(0, 1, 0, 2),)


def test_a_text_in_a_cell_that_another_one_covers_is_told_as_hidden() -> None:
    read = read_table(row(cell("1", merge="restart")), row(cell("загублене", merge="continue")))
    assert read.details.left_out == {"A1": (LeftOut("hidden", "загублене"),)}


def test_a_cell_that_continues_nothing_has_its_own_text() -> None:
    assert read_table(row(cell("1", merge="continue"), "а")).rows == [["1", "а"]]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    read = read_table(
        control(row("1", "а")), row(control(cell("2")), "б"), row(cell(control(paragraph("3"))), "в")
    )
    assert read.rows == [["1", "а"], ["2", "б"], ["3", "в"]]


def test_a_deleted_row_is_out_and_told_before_which_row_it_stood() -> None:
    read = read_table(row("1", "а"), row(cell(deleted("2")), cell(deleted("б")), more=GONE), row("3", "в"))
    assert read.rows == [["1", "а"], ["3", "в"]]
    assert read.remarks == (WordRemark("row deleted", "2 · б", 1),)


def test_an_inserted_row_is_in_and_told_once_at_its_longest_text() -> None:
    added = row(cell(paragraph(inserted("2"))), cell(paragraph(inserted("бесіда"))), more=ADDED)
    read = read_table(row("1", "лекція"), added)
    assert read.rows == [["1", "лекція"], ["2", "бесіда"]]
    assert read.remarks == (WordRemark("row inserted", "2 · бесіда", 1, 1),)


def test_a_deleted_cell_is_out_and_those_to_its_right_close_up() -> None:
    read = read_table(row("1", cell(deleted("зайве"), more="<w:cellDel w:id='1'/>"), "3"))
    assert read.rows == [["1", "3"]]
    assert read.remarks == (WordRemark("cell deleted", "зайве", 0, 1),)


def test_an_inserted_cell_is_in_and_told() -> None:
    read = read_table(row("1", cell("нове", more="<w:cellIns w:id='1'/>")))
    assert read.rows == [["1", "нове"]]
    assert read.remarks == (WordRemark("inserted", "нове", 0, 1),)


def test_a_group_whose_first_row_is_deleted_keeps_its_text() -> None:
    read = read_table(
        row(cell("Завдання 1", merge="restart"), "а", more=GONE),
        row(cell(merge="continue"), "б"),
        row(cell(merge="continue"), "в"),
    )
    assert read.rows == [["Завдання 1", "б"], [None, "в"]]
    assert read.details.merged == (MergedRange(0, 2, 0, 1),)
    assert read.remarks == (WordRemark("row deleted", "а", 0),)


def test_changes_in_a_cell_are_told_at_the_cell() -> None:
    read = read_table(row("1", cell(paragraph(deleted("три"), inserted("чотири")))))
    assert read.rows == [["1", "чотири"]]
    assert read.details.left_out == {"B1": (LeftOut("deleted", "три"),)}
    assert read.remarks == (WordRemark("inserted", "чотири", 0, 1),)


def test_a_hidden_row_is_known_as_hidden() -> None:
    read = read_table(row("1"), row("2", more="<w:hidden/>"))
    assert (read.rows, read.details.hidden_rows) == ([["1"], ["2"]], frozenset({1}))


def test_what_is_struck_out_in_a_cell_is_told_line_by_line() -> None:
    struck = paragraph(run("- лекція", "<w:strike/>"))
    read = read_table(row(cell("Захід", struck, "- бесіда")))
    assert read.rows == [["Захід\n- бесіда"]]
    assert read.details.left_out == {"A1": (LeftOut("struck", "- лекція"),)}


def test_a_text_box_in_a_cell_is_part_of_the_cell() -> None:
    read = read_table(row("1", cell(paragraph("Захід", text_box("за згодою")))))
    assert read.rows == [["1", "Захід\nза згодою"]]
    assert read.remarks == (WordRemark("boxed", "за згодою", 0, 1),)


def test_a_table_in_a_cell_gives_a_line_for_each_of_its_rows() -> None:
    inner = table(row("лекція", cell("Бюро", "А")), row("бесіда", "Бюро Б"))
    read = read_table(row("1", cell("Захід", inner, paragraph()), "х", "у"), row("2", "3", "4", "5"))
    assert read.rows[0] == ["1", "Захід\nлекція Бюро А\nбесіда Бюро Б", "х", "у"]
    assert [remark.kind for remark in read.remarks] == ["nested"]


def test_a_table_that_only_frames_another_gives_way_to_what_stands_in_it() -> None:
    inner = table(row("1", "2", "3"), row("4", "5", "6"))
    frame = table(row(cell("ПЛАН", inner, "Директор"), "ЗАТВЕРДЖЕНО"))
    blocks = read_docx(docx(frame)).blocks
    assert [block.text if isinstance(block, WordLine) else len(block.rows) for block in blocks] == [
        "ПЛАН",
        2,
        "Директор",
        "ЗАТВЕРДЖЕНО",
    ]


def test_tables_in_tables_in_tables_are_read() -> None:
    inner = "серцевина"
    for _ in range(15):
        inner = table(row(cell(inner, paragraph()), "а", "б"))
    (found,) = (block for block in read_docx(docx(inner)).blocks if isinstance(block, WordTable))
    assert "серцевина" in str(found.rows[0][0])


def test_no_span_reaches_beyond_the_widest_table() -> None:
    read = read_table(row(cell("1", span=2_000_000_000), "2"), row("3", more='<w:gridBefore w:val="999999999"/>'))
    assert max(len(cells) for cells in read.rows) <= 63
    assert [value for cells in read.rows for value in cells if value] == ["1", "2", "3"]


def uneven(*rows: str, widths: tuple[int, ...]) -> Sequence[Sequence[object]]:
    """Return the rows of a table whose grid has columns of these widths."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    (found,) = read_docx(docx(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")).blocks
    assert isinstance(found, WordTable)
    return found.rows


def test_edges_that_do_not_quite_meet_are_one() -> None:
    heading = row("№", "Захід", cell("Виконавець", span=2))
    moved = row("1", cell("лекція", span=2), "Бюро А")
    shifted = row("2", "бесіда", cell("Бюро Б", span=2))
    assert uneven(heading, moved, shifted, widths=(500, 3000, 120, 2000)) == [
        ["№", "Захід", "Виконавець"],
        ["1", "лекція", "Бюро А"],
        ["2", "бесіда", "Бюро Б"],
    ]


def test_a_narrow_column_with_cells_of_its_own_stays() -> None:
    rows = row("№", "а", "б"), row(cell("в", span=2), "г")
    assert uneven(*rows, widths=(200, 300, 2000)) == [["№", "а", "б"], ["в", None, "г"]]


def test_edges_that_are_far_apart_are_two() -> None:
    rows = row("а", cell("б", span=2)), row(cell("в", span=2), "г")
    assert uneven(*rows, widths=(1000, 900, 1000)) == [["а", "б"], ["в", None, "г"]]


def test_a_row_that_begins_a_little_to_the_right_begins_in_the_first_column() -> None:
    rows = row(cell("а", span=2), "б"), row("в", "г", more='<w:gridBefore w:val="1"/>')
    assert uneven(*rows, widths=(100, 1000, 1000)) == [["а", "б"], ["в", "г"]]


def test_columns_of_the_grid_in_which_no_cell_begins_are_none() -> None:
    rows = row(cell("а", span=3), cell("б", span=2)), row(cell("в", span=3), cell("г", span=2))
    assert uneven(*rows, widths=()) == [["а", "б"], ["в", "г"]]
