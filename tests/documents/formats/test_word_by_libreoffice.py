"""A document that LibreOffice Writer opened and saved again reads as before, each of its peculiarities told."""

from collections.abc import Callable
from pathlib import Path

from tests.support.word_files import (
    cell,
    control,
    definition,
    deleted,
    docx,
    inserted,
    level,
    listed,
    paragraph,
    read_docx,
    row,
    run,
    style,
    table,
)
from xlplan.documents.formats.word import WordLine, WordTable

DATED = 'w:id="3" w:author="А" w:date="2026-01-01T00:00:00Z"'
NUMBERING = (
    definition(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."))
    + definition(7, level(0, "bullet", "–"))
    + listed(1, 0)
    + listed(2, 7)
)
STYLES = style("Gone", "<w:rPr><w:strike/></w:rPr>", kind="character", more='<w:name w:val="Gone"/>')
BOX = (
    '<w:r><w:pict><v:rect style="position:absolute;margin-left:300pt;width:150pt;height:80pt"><v:textbox>'
    f"<w:txbxContent>{paragraph('ЗАТВЕРДЖЕНО')}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
)
NUMBER = paragraph(item=(1, 0))
PLAN = docx(
    paragraph(run("ПЛАН "), deleted("на 2025"), inserted("на 2026"), run(" рік"), BOX),
    paragraph(run("сховане", "<w:vanish/>"), run("видне")),
    paragraph("Перший ", more=f"<w:rPr><w:del {DATED}/></w:rPr>"),
    "другий",
    table(
        row("№", "Захід", cell("Виконавці", span=2)),
        row(
            cell(NUMBER, merge="restart"),
            cell("Захід:", paragraph("лекція", item=(2, 0)), paragraph("бесіда", item=(2, 0))),
            cell(paragraph(run("1", "<w:strike/>"), run("8"))),
            cell(paragraph(run("6"), run("1", '<w:vertAlign w:val="superscript"/>'))),
        ),
        row(
            cell(merge="continue"),
            cell(paragraph(run("старе ", '<w:rStyle w:val="Gone"/>'), run("нове"))),
            cell(paragraph(deleted("3"), inserted("4"))),
            cell(control(paragraph("поле"))),
        ),
        row(cell(NUMBER), cell(paragraph(deleted("х"))), "", "", more=f"<w:del {DATED}/>"),
        row(cell(NUMBER), cell(paragraph(inserted("додане"))), "", "", more=f"<w:ins {DATED}/>"),
        row(cell(NUMBER), cell("рядки", table(row("а", "б"), row("в", "г"), columns=2), paragraph()), "", "5"),
        row("без перших", "кінець", more='<w:gridBefore w:val="2"/><w:wBefore w:w="2000" w:type="dxa"/>'),
        columns=4,
    ),
    numbering=NUMBERING,
    styles=STYLES,
)
LINES = ["ПЛАН на 2026 рік", "ЗАТВЕРДЖЕНО", "видне", "Перший другий"]
ROWS = [
    ["№", "Захід", "Виконавці"],
    ["1.", "Захід:\n- лекція\n- бесіда", "8", "6"],
    [None, "нове", "4", "поле"],
    ["2.", "додане"],
    ["3.", "рядки\nа б\nв г", None, "5"],
    [None, None, "без перших", "кінець"],
]


def seen(data: bytes) -> tuple[list[str], object, set[object]]:
    """Return the lines of a document, the rows of its table, and what is told of both."""
    blocks = read_docx(data).blocks
    lines = [block for block in blocks if isinstance(block, WordLine)]
    (found,) = (block for block in blocks if isinstance(block, WordTable))
    told: set[object] = {part for line in lines for part in line.left_out}
    told |= {(remark.kind, remark.text) for line in lines for remark in line.remarks}
    told |= set(found.details.left_out.items()) | set(found.remarks)
    return [line.text for line in lines if line.text], found.rows, told


def test_a_document_reads_alike_before_and_after_writer(tmp_path: Path, office: Callable[..., Path]) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(PLAN)
    assert seen(PLAN)[:2] == (LINES, ROWS)
    saved = office(path, "docx")
    assert saved.read_bytes() != PLAN
    assert seen(saved.read_bytes()) == seen(PLAN)
