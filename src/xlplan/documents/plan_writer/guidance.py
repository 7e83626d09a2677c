"""What the sheets of a plan workbook say to the coordinator: titles, guidance, widths and prompts."""

from dataclasses import dataclass, field
from typing import Any

from xlplan.domain.plan import AddsUp, Better, Counting, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAILS, PLAN, SHARES, UNITS, Sheet
from xlplan.text.translation import _, mark


@dataclass(frozen=True)
class Guide:
    """A sheet's title, the plain lines under it, the widths of its columns and the prompts of its cells.

    `prompts`: by column name, what Excel shows beside a chosen cell; 255 signs at most.
    `example`: by column name, what stands above the headings of a sheet that is still empty.
    """

    title: str
    lines: tuple[str, ...]
    widths: tuple[float, ...]
    prompts: dict[str, str]
    example: dict[str, str] = field(default_factory=dict)


# The headings' row and the first below it, counted from 1, on every sheet.
HEADING_ROW = 5
FIRST_ROW = HEADING_ROW + 1
# How far down lists, prompts, colours and formulas reach: the longest plan met has 52 rows.
LAST_ROW = 600
# The words that plans use for a target that is no number, offered in the language of the plans.
USUAL_TARGETS = (
    "постійно",
    "протягом кварталу",
    "протягом року",
    "за потреби",
    "у разі потреби",
    "при проведенні заходів",
    "при наявності та потребі",
    "за дорученням",
)

_TARGET = mark(
    "A whole number, or the plan's own words: “за потреби”, “постійно”. Empty where the plan gives none."
)

GUIDES = {
    DETAILS.name: Guide(
        mark("Details of the plan"),
        (
            mark(
                "Fill in the yellow cells: they give the heading, the approval and the signature "
                "of the printed plan."
            ),
        ),
        (22, 78, 60),
        {},
    ),
    UNITS.name: Guide(
        mark("Units that report"),
        (
            mark("One row is one unit. Its name stands in the plan exactly as here."),
            mark("“Also within”: names by which the plan means several units at once, separated by “;”."),
        ),
        (12, 44, 20, 44, 34),
        {
            "code": mark("2 to 6 Latin letters or digits, like HOR: it becomes part of the form code."),
            "name": mark("As the plan names the unit."),
            "kind": mark("Choose from the list."),
            "groups": mark("A name that stands for several units at once. Separate several names with “;”."),
            "email": mark("Where the template is sent and reminders go. May stay empty."),
        },
        {
            "code": "HOR",
            "name": mark("Khoroshiv bureau"),
            "kind": UnitKind.BUREAU.value,
            "groups": mark("all bureaus"),
            "email": "buro@example.org",
        },
    ),
    PLAN.name: Guide(
        mark("Measures, indicators and targets"),
        (
            mark(
                "One row is one indicator. Paste the plan in from Word: merged and empty cells on the left "
                "take the text above them; a dash “—” means that there is none."
            ),
            mark("A pale text repeats the row above. “Check” adds up quarters, shares and events as you type."),
        ),
        (15, 18, 18, 24, 9, 42, 20, 12, 19, 13, 6.5, 6.5, 6.5, 6.5, 15, 26, 10, 9, 44),
        {
            "code": mark("Digits with points, like 1.4.10. The column is text, so that 1.10 does not become 1.1."),
            "responsible": mark("A unit or a group from the sheet of units. Separate several with “;”."),
            "indicator": mark("What is counted. A second indicator of a measure stands in a row below it."),
            "counting": mark(
                "split: each unit has its own share. joint: one target for all. "
                "lead: the first unit reports for all. Empty: by the shares and the units named."
            ),
            "q1": _TARGET,
            "q2": _TARGET,
            "q3": _TARGET,
            "q4": _TARGET,
            "total": mark("The sum of the quarters; words here alone hold for every quarter of the plan."),
            "adds_up": mark("How the quarters make the year: sum adds them, last takes the latest. Empty: sum."),
            "better": mark("Which way is good for the indicator. Empty: more is better."),
        },
        {
            "direction": mark("1. Equal access"),
            "task": mark("1.1 Information for people"),
            "purpose": mark("People know their rights"),
            "code": "1.1.1",
            "measure": mark("Lectures for pupils"),
            "responsible": mark("Khoroshiv bureau"),
            "term": mark("monthly"),
            "indicator": mark("lectures"),
            "q1": "2",
            "q2": "2",
            "q3": "2",
            "q4": "2",
            "total": "8",
        },
    ),
    SHARES.name: Guide(
        mark("Shares of the units and planned events"),
        (
            mark(
                "A number under “Target” is the unit's own share; the shares of an indicator add up to its target."
            ),
            mark("A row with a description is a planned event of the unit; one row can be both."),
        ),
        (10, 34, 30, 11, 9, 78, 20, 20),
        {
            "code": mark("The code of the measure, as in the plan."),
            "indicator": mark("May stay empty where the measure has one indicator."),
            "unit": mark("Choose a unit from the list."),
            "quarter": mark("Choose a quarter; may stay empty where the plan is for one quarter."),
            "share": mark(
                "The unit's own part of the target, a whole number. Empty where the target is not split."
            ),
            "event": mark("What the unit will hold, with whom and where."),
            "on": mark("A day, like 14.05.2021, or words. May stay empty."),
        },
        {
            "code": "1.1.1",
            "indicator": mark("lectures"),
            "unit": mark("Khoroshiv bureau"),
            "quarter": "II",
            "share": "1",
            "event": mark("lecture in the lyceum"),
            "on": "14.05.2021",
        },
    ),
}


TARGET_COLUMNS = ("q1", "q2", "q3", "q4", "total")
# Lists that only offer: several units may be responsible, a target is a number or any words.
OPEN = ("responsible", *TARGET_COLUMNS)


def choices(column: str) -> list[str]:
    """The words that a column's cell is chosen from, in the language in use; none where it is written freely."""
    if column == "quarter":
        return [Quarter(2000, number).numeral for number in range(1, 5)]
    if column in TARGET_COLUMNS:
        return list(USUAL_TARGETS)
    closed = {"kind": UnitKind, "counting": Counting, "adds_up": AddsUp, "better": Better}.get(column, ())
    return [_(each.value) for each in closed]


def offer(sheet: Any, layout: Sheet, last: int) -> None:
    """A prompt beside each chosen cell down to the row `last` (from 1), and a list where there is one."""
    units = f"='{UNITS.shown}'!$B${FIRST_ROW}:$B${FIRST_ROW + 99}"
    for position, column in enumerate(layout.columns):
        prompt = GUIDES[layout.name].prompts.get(column.name)
        if prompt is None:
            continue
        options: dict[str, object] = {"validate": "any"}
        named = column.name == "responsible" or (column.name, layout) == ("unit", SHARES)
        if source := units if named else choices(column.name):
            strict = {"show_error": column.name not in OPEN, "error_title": column.shown[:32]}
            options = {"validate": "list", "source": source, "error_message": _("Choose from the list."), **strict}
        options |= {"input_title": column.shown[:32], "input_message": _(prompt)}
        sheet.data_validation(FIRST_ROW - 1, position, last - 1, position, options)
