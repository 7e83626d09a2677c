"""A return made on an older template: unchanged rows count, changed and new ones are asked again, none is lost."""

import pytest
from msgspec.structs import replace

from tests.support.return_tables import form_code, issue, issue_row, returned
from xlplan.domain.entries import EntryKind
from xlplan.domain.findings.finding import Finding, Location, Severity
from xlplan.domain.issue import Issue
from xlplan.validation.reissued import apply_reissue
from xlplan.validation.returns import check_return

OLDER = issue(issue_row("1.1", 1), issue_row("1.2", 2), issue_row("1.3", 1), issue_row("1.4", "постійно"))
NEWER = issue(issue_row("1.1", 1), issue_row("1.2", 5), issue_row("1.5", 1), issue_row("1.4", "постійно"),
              code=form_code(token="AAAA"))  # fmt: skip
ANSWERS = """
key | measure   | indicator | target   | done | description | reason | action
1.1 | Захід 1.1 | лекції    | 1        | 1    | у суді      |        |
1.2 | Захід 1.2 | лекції    | 2        | два  |             |        |
1.3 | Захід 1.3 | лекції    | 1        | 7    |             |        |
1.4 | Захід 1.4 | лекції    | постійно |      |             |        |
"""


def brought(report: str = ANSWERS, current: Issue = NEWER) -> tuple[dict[str, EntryKind], list[tuple[str, str]]]:
    entries, _events, findings = apply_reissue(check_return(OLDER, returned(report)), OLDER, current)
    return {entry.key: entry.kind for entry in entries}, [(each.code, each.location.row) for each in findings]


def test_there_is_an_entry_for_each_row_of_the_newer_template_in_its_order() -> None:
    entries, _findings = brought()
    assert list(entries) == ["1.1", "1.2", "1.5", "1.4"]
    assert entries["1.1"] is EntryKind.NUMBER
    assert entries["1.2"] is entries["1.5"] is EntryKind.MISSING


def test_only_what_changed_is_asked_again_and_what_was_wrong_elsewhere_stays_wrong() -> None:
    assert brought()[1] == [
        ("row-asked-again", "1.2"),
        ("row-added", "1.5"),
        ("description-missing", "1.4"),
        ("row-dropped", "1.3"),
    ]


def test_a_fault_in_a_row_that_is_asked_again_is_not_told_beside_the_question() -> None:
    assert ("entry-not-a-number", "1.2") not in brought()[1]


def test_what_stood_in_a_dropped_row_is_quoted_in_a_note() -> None:
    _entries, _events, findings = apply_reissue(check_return(OLDER, returned(ANSWERS)), OLDER, NEWER)
    (dropped,) = (each for each in findings if each.code == "row-dropped")
    assert dropped.severity is Severity.NOTE
    assert "(7)" in dropped.problem
    assert dropped.location.cell == "E9"


def test_a_question_names_what_was_asked_before_and_what_is_asked_now() -> None:
    _entries, _events, findings = apply_reissue(check_return(OLDER, returned(ANSWERS)), OLDER, NEWER)
    assert "«лекції — 2»" in findings[0].problem
    assert "«лекції — 5»" in findings[0].problem


def told(code: str, current: Issue = NEWER, report: str = ANSWERS, made_on: Issue = OLDER) -> Finding:
    """The one finding with that code."""
    checked = check_return(made_on, returned(report))
    (finding,) = (each for each in apply_reissue(checked, made_on, current)[2] if each.code == code)
    return finding


def test_a_row_that_is_asked_again_is_told_with_what_it_asked_before_on_the_sheet_of_its_answer() -> None:
    again = told("row-asked-again")
    assert again.location == Location(sheet="Звіт", row="1.2")
    assert dict(again.values) == {
        "heading": "Done",
        "measure": "Захід 1.2",
        "before": "лекції — 2",
        "target": "лекції — 5",
    }


def test_a_row_that_is_new_is_told_with_what_it_asks_and_has_no_sheet_yet() -> None:
    added = told("row-added")
    assert added.location == Location(row="1.5")
    assert dict(added.values) == {"heading": "Done", "measure": "Захід 1.5", "target": "лекції — 1"}


def test_a_row_without_a_target_asks_for_its_indicator() -> None:
    newer = issue(*OLDER.rows, issue_row("1.5", None), code=form_code(token="AAAA"))
    assert dict(told("row-added", newer).values)["target"] == "лекції — …"


LONG = "Захід із дуже довгою назвою, яка не вміщується в один рядок зауваження"
QUOTED = "Захід із дуже довгою назвою, яка не вміщується в один…"


def test_long_words_of_a_new_row_are_quoted_short() -> None:
    row = replace(issue_row("1.5", 1), measure=LONG, indicator=LONG)
    newer = issue(*OLDER.rows, row, code=form_code(token="AAAA"))
    values = dict(told("row-added", newer).values)
    assert (values["measure"], values["target"]) == (QUOTED, f"{QUOTED} — 1")


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("7 | у суді", "7"),
        ("0 | у суді", "0"),
        (" | провели у суді", "провели у суді"),
        (f" | {LONG}", QUOTED),
        (" | ", "—"),
    ],
)
def test_a_dropped_row_is_told_by_its_number_else_by_its_description(answer: str, seen: str) -> None:
    older = issue(replace(issue_row("1.3", "постійно"), measure=LONG))
    report = (
        f"key | measure | indicator | target | done | description\n1.3 | {LONG} | лекції | постійно | {answer}"
    )
    dropped = told("row-dropped", issue(code=form_code(token="AAAA")), report, older)
    assert dropped.location == Location(sheet="Звіт", cell="E7", row="1.3")
    assert dict(dropped.values) == {"measure": QUOTED, "seen": seen}


def test_what_was_found_of_the_file_as_a_whole_stays() -> None:
    report = "\n".join(line.rpartition("|")[0] for line in ANSWERS.strip().splitlines())
    assert ("column-missing", "") in brought(report)[1]
