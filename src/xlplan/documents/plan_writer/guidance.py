"""Guidance on the sheets of a plan workbook: titles, lines, widths and prompts."""

from enum import Enum
from typing import Any

from msgspec import Struct, field

from xlplan.domain.plan import AcrossUnits, AddsUp, Better, Counting, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAILS, PLAN, SHARES, UNITS, Sheet
from xlplan.text.translation import N_, _


class Guide(Struct, frozen=True):
    """Guidance of a sheet: its title, the lines under it, the widths of its columns and the prompts of its cells.

    `prompts` are the texts that Excel shows beside a selected cell, by column name, at most 255 characters.
    `example` is a filled row by column name, which stands above the headings of an empty sheet.
    """

    title: str
    lines: tuple[str, ...]
    widths: tuple[float, ...]
    prompts: dict[str, str]
    example: dict[str, str] = field(default_factory=dict)


# The row of the headings and the first row below it, counted from 1, on every sheet.
HEADING_ROW = 5
FIRST_ROW = HEADING_ROW + 1
# The last row of lists, prompts, colours and formulas. The longest known plan has 52 rows.
LAST_ROW = 600
# The words of plans for a target that is no number.
USUAL_TARGETS = (
    N_("ongoing"),
    N_("throughout the quarter"),
    N_("throughout the year"),
    N_("as needed"),
    N_("if needed"),
    N_("in case of events"),
    N_("subject to availability and need"),
    N_("on instruction"),
)

_TARGET = N_(
    "A number, also “no more than 3” or “up to 5”; or the plan's own words: “as needed”, “ongoing”. "
    "Empty where the plan gives none."
)
# Offers for the unit of measure.
USUAL_UNITS = ("%", N_("UAH"), N_("thousand UAH"), N_("h"), N_("day; 1"))
_CLOSED: dict[str, type[Enum]] = {
    "kind": UnitKind,
    "counting": Counting,
    "adds_up": AddsUp,
    "better": Better,
    "across_units": AcrossUnits,
}

GUIDES = {
    DETAILS.name: Guide(
        N_("Details of the plan"),
        (
            N_(
                "Fill in the yellow cells: they give the heading, the approval and the signature "
                "of the printed plan."
            ),
        ),
        (22, 78, 60),
        {},
    ),
    UNITS.name: Guide(
        N_("Units that report"),
        (
            N_("One row is one unit. Its name stands in the plan exactly as here."),
            N_("“Also within”: names by which the plan means several units at once, separated by “;”."),
        ),
        (12, 44, 20, 44, 34),
        {
            "code": N_("2 to 6 Latin letters or digits, like HOR: it becomes part of the form code."),
            "name": N_("As the plan names the unit."),
            "kind": N_("Choose from the list."),
            "groups": N_("A name that stands for several units at once. Separate several names with “;”."),
            "email": N_("Where the template is sent and reminders go. May stay empty."),
        },
        {
            "code": "HOR",
            "name": N_("Khoroshiv bureau"),
            "kind": UnitKind.BUREAU.value,
            "groups": N_("all bureaus"),
            "email": "buro@example.org",
        },
    ),
    PLAN.name: Guide(
        N_("Measures, indicators and targets"),
        (
            N_(
                "One row is one indicator. A table pasted in from Word with its own row of headings may have its "
                "columns in any order. Merged and empty cells on the left take the text above them; a dash “—” "
                "means that there is none."
            ),
            N_(
                "A grey text in italics repeats the row above. "
                "“Check” adds up quarters, shares and events as you type."
            ),
        ),
        (13, 15, 18, 20, 9, 36, 20, 12, 19, 13, 6.5, 6.5, 6.5, 6.5, 15, 26, 12, 10, 11, 14, 13, 44),
        {
            "code": N_("Digits with points, like 1.4.10. The column is text, so that 1.10 does not become 1.1."),
            "responsible": N_(
                "A unit or a group from the sheet of units, also in the words of the plan, like “Staff of the "
                "Khoroshiv bureau”: so it is printed. Separate several with “;”."
            ),
            "indicator": N_("What is counted. A second indicator of a measure stands in a row below it."),
            "counting": N_(
                "split: each unit has its own share. joint: one target for all. "
                "lead: the first unit reports for all. Empty: by the shares and the units named."
            ),
            "q1": _TARGET,
            "q2": _TARGET,
            "q3": _TARGET,
            "q4": _TARGET,
            "total": N_(
                "The quarters together, as “Adds up” says; words here alone hold for every quarter of the plan."
            ),
            "adds_up": N_(
                "How the quarters make the year: sum adds them, last takes the latest, mean is their mean. "
                "Empty: sum; for percentages last."
            ),
            "better": N_("Which way is good for the indicator. Empty: more is better."),
            "unit_of_measure": N_(
                "What the numbers count: %, UAH, h or any word; after “;” how many decimals, like day; 1. "
                "Empty: whole things."
            ),
            "across_units": N_(
                "How the units' numbers make the centre's: sum, mean, greatest, least. Empty: sum. "
                "Or a share that is computed from two rows whose counts the units report: "
                "“share of 1.2.1/2 in 1.2.1”."
            ),
            "continues": N_(
                "Usually empty: the words tell which row of the plan before this one is. Otherwise the row code "
                "that it had there, like 1.4.5 or 1.4.5/2; several with “;” where rows were merged; or “new”."
            ),
        },
        {
            "direction": N_("1. Equal access"),
            "task": N_("1.1 Information for people"),
            "purpose": N_("People know their rights"),
            "code": "1.1.1",
            "measure": N_("Lectures for pupils"),
            "responsible": N_("Khoroshiv bureau"),
            "term": N_("monthly"),
            "indicator": N_("lectures"),
            "q1": "2",
            "q2": "2",
            "q3": "2",
            "q4": "2",
            "total": "8",
        },
    ),
    SHARES.name: Guide(
        N_("Shares of the units and planned events"),
        (
            N_(
                "A number under “Target” is the unit's own share; the shares of an indicator add up to its target."
            ),
            N_("A row with a description is a planned event of the unit; one row can be both."),
        ),
        (10, 34, 30, 11, 9, 78, 20, 20),
        {
            "code": N_("The code of the measure, as in the plan."),
            "indicator": N_("May stay empty where the measure has one indicator."),
            "unit": N_("Choose a unit from the list."),
            "quarter": N_("Choose a quarter; may stay empty where the plan is for one quarter."),
            "share": N_("The unit's own part of the target. Empty where the target is not split."),
            "event": N_("What the unit will hold, with whom and where."),
            "on": N_("A day, like 14.05.2021, or words. May stay empty."),
        },
        {
            "code": "1.1.1",
            "indicator": N_("lectures"),
            "unit": N_("Khoroshiv bureau"),
            "quarter": "II",
            "share": "1",
            "event": N_("lecture in the lyceum"),
            "on": "14.05.2021",
        },
    ),
}


TARGET_COLUMNS = ("q1", "q2", "q3", "q4", "total")
# Columns whose list is only an offer: several units may be responsible, a target or a unit of measure may be any
# words, and a share may be computed.
OPEN_COLUMNS = ("responsible", "unit_of_measure", "across_units", *TARGET_COLUMNS)


def choices(column: str) -> list[str]:
    """Return the words that a cell of a column is chosen from, in the language in use.

    The list is empty where people write freely.
    """
    if column == "quarter":
        return [Quarter(2000, number).numeral for number in range(1, 5)]
    if column in TARGET_COLUMNS:
        return [_(words) for words in USUAL_TARGETS]
    if column == "unit_of_measure":
        return [_(unit) for unit in USUAL_UNITS]
    return [_(str(member.value)) for member in _CLOSED[column]] if column in _CLOSED else []


def write_prompts(sheet: Any, layout: Sheet, last: int) -> None:
    """Add a prompt to each cell down to the row `last` (from 1), and a list where the column has one."""
    units = f"='{UNITS.shown}'!$B${FIRST_ROW}:$B${FIRST_ROW + 99}"
    for position, column in enumerate(layout.columns):
        prompt = GUIDES[layout.name].prompts.get(column.name)
        if prompt is None:
            continue
        options: dict[str, object] = {"validate": "any"}
        offers_units = column.name == "responsible" or (column.name, layout) == ("unit", SHARES)
        if source := units if offers_units else choices(column.name):
            strict = {"show_error": column.name not in OPEN_COLUMNS, "error_title": column.shown[:32]}
            options = {"validate": "list", "source": source, "error_message": _("Choose from the list."), **strict}
        options |= {"input_title": column.shown[:32], "input_message": _(prompt)}
        sheet.data_validation(FIRST_ROW - 1, position, last - 1, position, options)
