"""Findings about a number that cannot be read: in the words of its row's unit of measure."""

from datetime import date

from xlplan.domain.findings.answer_kinds import (
    ANSWER_UNCLEAR,
    ENTRY_FRACTION,
    ENTRY_IS_DATE,
    ENTRY_MISSING,
    ENTRY_NEGATIVE,
    ENTRY_NOT_A_NUMBER,
    ENTRY_PERCENT,
)
from xlplan.domain.findings.cell_kinds import ENTRY_AMBIGUOUS, ENTRY_SEVERAL
from xlplan.domain.findings.finding import Finding, FindingKind, Location
from xlplan.domain.findings.number_kinds import (
    NUMBER_AMBIGUOUS,
    NUMBER_DECIMALS,
    NUMBER_IN_PERCENT,
    NUMBER_IS_DATE,
    NUMBER_MISSING,
    NUMBER_OR_NOTHING,
    NUMBER_SEVERAL,
    NUMBER_UNCLEAR,
    PERCENTAGE_OR_SHARE,
)
from xlplan.domain.issue import IssueRow
from xlplan.domain.number_reading import NOTHING_AROSE, NumberProblem, NumberReading
from xlplan.domain.number_words import DECIMALS_ALLOWED, example_of, rounded_example
from xlplan.domain.returned import CellContent
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.target import TargetKind
from xlplan.domain.unit_of_measure import WHOLE_THINGS
from xlplan.text.translation import quote
from xlplan.validation.quoting import quote_cell

NOTHING_IS_AN_ANSWER = (TargetKind.ON_DEMAND, TargetKind.ON_INSTRUCTION)
_KINDS_OF_WHOLE_THINGS = {
    NumberProblem.NOT_A_NUMBER: ENTRY_NOT_A_NUMBER,
    NumberProblem.FRACTION: ENTRY_FRACTION,
    NumberProblem.PERCENT: ENTRY_PERCENT,
}
_KINDS_OF_UNITS = {
    NumberProblem.NOT_A_NUMBER: NUMBER_UNCLEAR,
    NumberProblem.FRACTION: NUMBER_DECIMALS,
    NumberProblem.DECIMALS: NUMBER_DECIMALS,
    NumberProblem.PERCENT: NUMBER_IN_PERCENT,
    NumberProblem.SHARE: PERCENTAGE_OR_SHARE,
    NumberProblem.AMBIGUOUS: NUMBER_AMBIGUOUS,
    NumberProblem.SEVERAL: NUMBER_SEVERAL,
}
_KINDS_OF_ANY = {
    NumberProblem.NEGATIVE: ENTRY_NEGATIVE,
    NumberProblem.AMBIGUOUS: ENTRY_AMBIGUOUS,
    NumberProblem.SEVERAL: ENTRY_SEVERAL,
}


def missing_number(row: IssueRow, location: Location) -> Finding:
    """Return the finding that a number is not there, though the plan asks for it."""
    if row.unit_of_measure == WHOLE_THINGS:
        return ENTRY_MISSING.at(location, heading=HEADINGS["done"])
    return NUMBER_MISSING.at(location, heading=HEADINGS["done"], unit=row.unit_of_measure.word)


def unreadable_number(row: IssueRow, number: NumberReading, content: CellContent, location: Location) -> Finding:
    """Return the finding about a cell that gives no number of its row."""
    kind, unit = _kind(row, number, content), row.unit_of_measure
    first, second = number.readings if len(number.readings) == 2 else ("", "")
    values: dict[str, str] = {
        "heading": HEADINGS["done"],
        "seen": quote_cell(content),
        "description": HEADINGS["description"],
        "nothing": NOTHING_AROSE,
        "unit": unit.word,
        "allowed": DECIMALS_ALLOWED[unit.decimals],
        "first": first,
        "second": second,
        "example": example_of(unit),
        "percent": first,
    }
    if number.problem is NumberProblem.SEVERAL:
        values["seen"] = ", ".join(map(quote, number.readings))
    if kind == NUMBER_DECIMALS:
        values["example"] = rounded_example(content.value, unit) or values["example"]
    if kind == PERCENTAGE_OR_SHARE:
        # A share may have more decimals than a percentage here.
        small = rounded_example(content.value, unit)
        values |= {"first": f"{first}\u00a0%", "second": f"{second}\u00a0%", "small": f"{small}\u00a0%"}
    return kind.at(location, **{name: value for name, value in values.items() if name in kind.fields})


def _kind(row: IssueRow, number: NumberReading, content: CellContent) -> FindingKind:
    problem = number.problem or NumberProblem.NOT_A_NUMBER
    is_whole = row.unit_of_measure == WHOLE_THINGS
    if isinstance(content.value, date):
        return ENTRY_IS_DATE if is_whole else NUMBER_IS_DATE
    if problem is NumberProblem.NOT_A_NUMBER and row.target.kind in NOTHING_IS_AN_ANSWER:
        return ANSWER_UNCLEAR if is_whole else NUMBER_OR_NOTHING
    kinds = _KINDS_OF_WHOLE_THINGS if is_whole else _KINDS_OF_UNITS
    return kinds.get(problem) or _KINDS_OF_ANY[problem]
