"""One plan comes in alike, however its Word document was made."""

from collections.abc import Callable, Sequence

import pytest

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
    table,
    text_box,
)
from xlplan.documents.plan_import.importer import ImportedPlan, import_source
from xlplan.documents.plan_import.word_source import source_of_word

ABOVE = (
    "ЗАТВЕРДЖЕНО",
    "Директор Озерянського місцевого центру",
    "«12» січня 2026 року",
    "План заходів Озерянського місцевого центру з надання безоплатної вторинної правової допомоги",
    "на І квартал 2026 року",
)
HEADINGS = ("№", "Завдання", "Найменування заходу", "Відповідальний виконавець", "Термін", "Показник", "Кількість")
TASK, OTHER_TASK = "Завдання 1.1. Розширення доступу", "Завдання 1.2. Інформування"
MEETINGS = ("Захід 1.1.1. Проведення зустрічей:", "- зустріч з громадою", "- зустріч з ветеранами")
ROWS: tuple[tuple[str | tuple[str, ...], ...], ...] = (
    ("1", TASK, MEETINGS, ("Верхівське БПД", "Озерянське БПД"), "протягом кварталу", "зустрічі", "2"),
    ("2", TASK, "Захід 1.1.2. Виїзди мобільних груп", "Верхівське БПД", "протягом кварталу", "виїзди", "14"),
    ("3", OTHER_TASK, "Захід 1.2.1. Публікації", "Озерянське БПД", "протягом кварталу", "публікації", "6"),
)
HEAD = row(*HEADINGS)
NUMBERING = (
    definition(
        0,
        level(0, "decimal", "%1."),
        level(1, "decimal", "Завдання %1.%2."),
        level(2, "decimal", "Захід %1.%2.%3."),
    )
    + definition(7, level(0, "bullet", "\uf0b7"))
    + definition(3, level(0, "decimal", "%1"))
    + "".join(listed(number, number) for number in (0, 3, 7)).replace('numId="0"', 'numId="1"')
)

Lines = Sequence[str]
Write = Callable[[str], str]


def lines_of(value: str | tuple[str, ...]) -> Lines:
    """Return the lines of a cell."""
    return (value,) if isinstance(value, str) else value


def rows(write: Write = paragraph) -> list[str]:
    """Return the rows of the plan, each line of a cell as `write` writes it, the task merged downward."""
    return [_row(values, write, merge) for values, merge in zip(ROWS, ("restart", "continue", ""), strict=True)]


def _row(values: Sequence[str | tuple[str, ...]], write: Write, merge: str) -> str:
    number, task, *others = values
    first = cell(*map(write, lines_of(number)))
    group = cell(merge="continue") if merge == "continue" else cell(*map(write, lines_of(task)), merge=merge)
    return row(first, group, *(cell(*map(write, lines_of(value))) for value in others))


def plan(*tables: str, above: Sequence[str] = ABOVE, numbering: str = "") -> ImportedPlan:
    """Return what is understood of a document with these tables."""
    data = docx(*above, *tables, "Заступник директора Олена ІВАНЕНКО", numbering=numbering)
    found = import_source(source_of_word(read_docx(data), "план.docx"))
    assert isinstance(found, ImportedPlan)
    return found


PLAIN = plan(table(HEAD, *rows()))


def changed(line: str) -> str:
    """A line in which a tracked change put something else for its first letter, and dropped its end."""
    return paragraph(deleted("Х"), inserted(line[0]), run(line[1:]), deleted(" і ще щось"))


def struck(line: str) -> str:
    """A line with a struck-out and a hidden part before it."""
    return paragraph(run("9", "<w:strike/>"), run("9", "<w:vanish/>"), run(line))


def in_pieces(line: str) -> str:
    """A line whose letters are runs of their own, as Word leaves them after spelling and many hands."""
    return paragraph(*(run(letter) for letter in line))


def in_controls(line: str) -> str:
    """A paragraph in a content control, its runs in another."""
    return control(paragraph(control(run(line))))


def numbered_by_word(line: str) -> str:
    """A line whose number or dash Word writes."""
    for item, start in (((7, 0), "- "), ((1, 1), "Завдання "), ((1, 2), "Захід ")):
        if line.startswith(start):
            text = line.removeprefix("- ") if start == "- " else line.split(". ", 1)[1]
            return paragraph(text, item=item)
    return paragraph(item=(3, 0)) if line in ("1", "2", "3") else paragraph(line)


@pytest.mark.parametrize("write", [changed, struck, in_pieces, in_controls])
def test_a_plan_comes_in_alike_whatever_its_lines_are_made_of(write: Write) -> None:
    assert plan(table(HEAD, *rows(write))).rows == PLAIN.rows


def test_a_plan_that_word_numbers_comes_in_as_one_numbered_by_hand() -> None:
    direction = paragraph("", item=(1, 0))
    above = (*ABOVE, f"<w:sdt><w:sdtContent>{direction}</w:sdtContent></w:sdt>")
    found = plan(table(HEAD, *rows(numbered_by_word)), above=above, numbering=NUMBERING)
    assert found.rows.plan == PLAIN.rows.plan
    assert found.rows.shares == PLAIN.rows.shares


def test_a_plan_over_two_pages_comes_in_as_one() -> None:
    first, second, third = rows()
    assert plan(table(HEAD, first, second), "", table(HEAD, third)).rows == PLAIN.rows
    assert plan(table(HEAD, first, second), "", table(third)).rows == PLAIN.rows


def test_a_plan_in_a_frame_comes_in_as_one_without() -> None:
    assert plan(table(row(cell(table(HEAD, *rows()), paragraph())), columns=1)).rows == PLAIN.rows


def test_events_and_executors_in_rows_of_their_own_come_in_as_those_of_one_cell() -> None:
    """As a printed form has them: opposite to each event who holds it, the indicator merged over all of them."""
    own = row(
        *(cell(value, merge="restart") for value in ("1", TASK)),
        MEETINGS[0],
        "",
        "протягом кварталу",
        *(cell(value, merge="restart") for value in ("зустрічі", "2")),
    )
    beside = [
        row(cell(merge="continue"), cell(merge="continue"), event, unit, "", *[cell(merge="continue")] * 2)
        for event, unit in zip(MEETINGS[1:], ("Верхівське БПД", "Озерянське БПД"), strict=True)
    ]
    assert plan(table(HEAD, own, *beside, *rows()[1:])).rows.shares == PLAIN.rows.shares
    nameless = row(
        cell(merge="continue"), cell(merge="continue"), "", "Озерянське БПД", "", *[cell(merge="continue")] * 2
    )
    found = plan(table(HEAD, own, beside[0], nameless, *rows()[1:]))
    assert [each["responsible"] for each in found.rows.plan] == [each["responsible"] for each in PLAIN.rows.plan]
    assert len(found.rows.plan) == len(PLAIN.rows.plan)


def test_an_approval_in_a_text_box_is_read() -> None:
    title, period = ABOVE[3:]
    found = plan(table(HEAD, *rows()), above=(paragraph(text_box(*ABOVE[:3])), title, period))
    assert found.rows.details == PLAIN.rows.details


def test_rows_that_a_tracked_change_deletes_or_inserts_are_out_and_in() -> None:
    first, second, third = rows()
    gone = row("9", "", "Захід 1.1.9. Зайвий", "Озерянське БПД", "", "зайве", "3", more="<w:del w:id='1'/>")
    added = third.replace("<w:tr>", "<w:tr><w:trPr><w:ins w:id='2'/></w:trPr>")
    found = plan(table(HEAD, first, second, gone, added))
    assert found.rows == PLAIN.rows
    assert {doubt.finding.code for doubt in found.doubts} - {doubt.finding.code for doubt in PLAIN.doubts} == {
        "plan-row-inserted"
    }
    assert "plan-row-deleted" in {finding.code for finding in found.findings}
