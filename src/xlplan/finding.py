"""Findings: one catalogue of everything that can be wrong with a plan, a file or an entry."""

from dataclasses import dataclass
from enum import Enum

from xlplan.texts import _, mark


class Severity(Enum):
    """error: must be corrected; warning: accepted, shown; note: understood, told."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Kind:
    """One thing that can be found: what is wrong and what to do, as templates for a finding's values.

    `words` names the values that are themselves words of the catalogue, translated when shown.
    """

    severity: Severity
    problem: str
    remedy: str
    words: tuple[str, ...] = ()

    def fill(self, template: str, values: tuple[tuple[str, str], ...]) -> str:
        """One of its templates with its values, in the language in use."""
        return _(template).format(**{name: _(value) if name in self.words else value for name, value in values})


@dataclass(frozen=True)
class Place:
    """Where it was found: a file, sheet, cell and row code, each "" where it does not apply."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: str = ""


@dataclass(frozen=True)
class Finding:
    """One observation; `values` fill the words of its kind."""

    code: str
    place: Place = Place()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """The severity of its kind."""
        return CATALOGUE[self.code].severity

    @property
    def problem(self) -> str:
        """What was seen and what was expected, in the language in use."""
        kind = CATALOGUE[self.code]
        return kind.fill(kind.problem, self.values)

    @property
    def remedy(self) -> str:
        """What to do about it, in the language in use."""
        kind = CATALOGUE[self.code]
        return kind.fill(kind.remedy, self.values)

    def __str__(self) -> str:
        spot = "!".join(part for part in (self.place.sheet, self.place.cell) if part)
        where = " · ".join(part for part in (self.place.file, spot, self.place.row) if part)
        return f"{where}: {self.problem} {self.remedy}" if where else f"{self.problem} {self.remedy}"


def found(code: str, place: Place = Place(), **values: object) -> Finding:
    """A finding of a kind that the catalogue has; KeyError for any other."""
    CATALOGUE[code]
    return Finding(code, place, tuple((name, str(value)) for name, value in values.items()))


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that must be corrected."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _error(problem: str, remedy: str) -> Kind:
    return Kind(Severity.ERROR, problem, remedy)


def _warning(problem: str, remedy: str) -> Kind:
    return Kind(Severity.WARNING, problem, remedy)


_PLAN = {
    "plan-sheet-missing": _error(
        mark("The plan workbook has no sheet “{sheet}”; it has {seen}."),
        mark("Add the sheet or give it this name."),
    ),
    "plan-sheet-empty": _error(
        mark("The sheet “{sheet}” has no rows."), mark("Fill it in below its headings.")
    ),
    "plan-heading-missing": _error(
        mark("The sheet “{sheet}” has no heading “{heading}”."), mark("Add a column with this heading.")
    ),
    "plan-detail-missing": _error(mark("“{detail}” is not filled in."), mark("Fill it in beside its name.")),
    "plan-detail-unclear": _error(mark("“{detail}” reads “{seen}”."), mark("Write it like this: {example}.")),
    "plan-unit-unclear": _error(
        mark("The {heading} of a unit reads “{seen}”."), mark("Write it like this: {example}.")
    ),
    "plan-unit-repeated": _error(
        mark("The unit “{seen}” stands in the list twice."), mark("Leave one of the two rows.")
    ),
    "plan-unit-unknown": _error(
        mark("“{seen}” is neither a unit nor a group of units."),
        mark("Did you mean “{known}”? Correct it, or add the unit."),
    ),
    "plan-code-unclear": _error(
        mark("The code of a measure reads “{seen}”."),
        mark("Write digits with points between them, like 1.4.10."),
    ),
    "plan-code-repeated": _error(
        mark("The code {seen} stands already in the row {row}, with a different “{heading}”."),
        mark("Give one of the measures its own code, or write the same “{heading}” in both rows."),
    ),
    "plan-row-unclear": _error(
        mark("{heading} is empty in the row of the measure “{seen}”."), mark("Fill it in.")
    ),
    "plan-indicator-repeated": _error(
        mark("The measure {seen} has the indicator “{indicator}” twice."),
        mark("Leave one of the two rows, or give the second its own code or name."),
    ),
    "plan-target-unclear": _error(
        mark("The target reads “{seen}”, which is neither a whole number nor words that xlplan knows."),
        mark("Write a whole number, or words like “постійно”, “за потреби”, “за дорученням”, or leave it empty."),
    ),
    "plan-total-differs": _error(
        mark("The total is {seen}, but the quarters add up to {sum}."),
        mark("Correct the total or a quarter."),
    ),
    "plan-counting-unclear": _error(mark("“{heading}” reads “{seen}”."), mark("Choose one of: {known}.")),
    "plan-responsible-missing": _error(
        mark("The measure {seen} has nobody responsible."),
        mark("Name a unit or a group of units from the list."),
    ),
    "plan-measure-unknown": _error(
        mark("The plan has no measure with the code “{seen}”."), mark("Correct the code or add the measure.")
    ),
    "plan-indicator-unknown": _error(
        mark("The measure {seen} has no indicator “{indicator}”."), mark("Choose one of: {known}.")
    ),
    "plan-quarter-unclear": _error(
        mark("The quarter reads “{seen}”; the plan covers {known}."), mark("Write one of these quarters.")
    ),
    "plan-share-unclear": _error(
        mark("The share reads “{seen}”."), mark("Write a whole number, or leave it empty.")
    ),
    "plan-shares-differ": _error(
        mark("The shares of {row} in the quarter {quarter} add up to {sum}, but its target is {target}."),
        mark("Correct a share or the target, or write “joint” in the column “Counting”."),
    ),
    "plan-events-differ": _warning(
        mark("{row} plans {target} in the quarter {quarter}, but lists {seen} events."),
        mark("Add the missing events, if they are known."),
    ),
    "plan-share-elsewhere": _error(
        mark("“{seen}” has a share or an event under {row} but does not report on it."),
        mark("Name the unit under “Responsible” (first, where one unit reports for all), or correct this row."),
    ),
}
_FILE = {
    "file-empty": _error(
        mark("The file is empty: it holds not one byte."), mark("Save it again and send it once more.")
    ),
    "file-not-workbook": Kind(
        Severity.ERROR,
        mark("The file is not a spreadsheet; it looks like {seen}."),
        mark("Send the filled template itself (.xlsx)."),
        words=("seen",),
    ),
    "file-encrypted": _error(
        mark("The file is locked with a password, so it cannot be read."),
        mark("Save it without a password and send it once more."),
    ),
    "file-damaged": _error(
        mark("The file cannot be opened: it is damaged or was not copied whole."),
        mark("Open it, save it again as .xlsx and send it once more."),
    ),
    "file-binary": _error(
        mark("The file is a binary workbook (.xlsb), which xlplan does not read."),
        mark("Save it as .xlsx (File > Save as) and send it once more."),
    ),
    "file-too-large": _error(
        mark("The file is too large for a return: {seen} MB, while the limit is {limit} MB."),
        mark("Copy the answers into a fresh template and send that."),
    ),
    "file-dangerous": Kind(
        Severity.ERROR,
        mark("The file was not opened, because it is built in a dangerous way: {seen}."),
        mark("Fill the template as it was issued and send that."),
        words=("seen",),
    ),
    "file-too-slow": _error(
        mark("The file was put aside: reading it took more than {limit} seconds or too much memory."),
        mark("Copy the answers into a fresh template and send that."),
    ),
    "not-ours": _error(
        mark("This is not one of the templates: it has neither a form code nor the sheet “{sheet}”."),
        mark("Send the filled template that the centre issued."),
    ),
    "identity-missing": _error(
        mark("The file looks like a template, but its form code is gone, so it is not clear whose it is."),
        mark(
            "Type the form code back in above the table, or fill the template as issued; then send it once more."
        ),
    ),
    "identity-disagrees": _error(
        mark("The file carries the form codes {seen} at once, so it is not clear which return it is."),
        mark("Copy the answers into the template of the right unit and quarter, and send that."),
    ),
    "other-centre": _error(
        mark("The form code {seen} belongs to another centre ({theirs}); this is {ours}."),
        mark("Send the file to the centre that issued it."),
    ),
    "not-issued": _error(
        mark("The form code {seen} is for the {quarter}, for which no such template was issued here."),
        mark("Fill the template of the quarter that is being collected, and send that."),
    ),
    "form-superseded": _error(
        mark("This template was replaced on {date} by a newer one, {current}, because the plan changed."),
        mark("Copy the answers into the newer template and send that."),
    ),
    "earlier-quarter": _warning(
        mark("This is the return for the {quarter}, while the {current} is being collected; it counts there."),
        mark("If it was meant for the {current}, fill that template and send it."),
    ),
    "carriers-lost": Kind(
        Severity.NOTE,
        mark("The program that saved the file dropped some of the template's marks: {seen}."),
        mark("Nothing needs to be done."),
    ),
}
_ENTRY = {
    "entry-missing": _error(
        mark("“{heading}” is empty, though a whole number is expected."),
        mark("Write the number; if there was nothing, write 0."),
    ),
    "answer-missing": _error(
        mark("“{heading}” is empty, though the plan says “{target}”."),
        mark("Write the number, or “{nothing}” if nothing was called for."),
    ),
    "entry-not-a-number": _error(
        mark("“{heading}” reads “{seen}”, though a whole number is expected."),
        mark("Write only the number; explain it under “{description}”."),
    ),
    "entry-negative": _error(
        mark("“{heading}” reads {seen}; a result cannot be less than zero."),
        mark("Write the number without the minus."),
    ),
    "entry-fraction": _error(
        mark("“{heading}” reads {seen}; events and people are counted whole."), mark("Write a whole number.")
    ),
    "entry-without-value": _error(
        mark("“{heading}” holds a formula or an error that shows no value: {seen}."),
        mark("Write the number itself."),
    ),
    "entry-understood": Kind(
        Severity.NOTE,
        mark("“{heading}” reads “{seen}”; it was understood as {number}."),
        mark("Nothing needs to be done."),
    ),
    "nothing-arose-elsewhere": Kind(
        Severity.NOTE,
        mark("“{heading}” is empty, but “{description}” reads “{seen}”; it was understood as “{nothing}”."),
        mark("Nothing needs to be done."),
    ),
    "nothing-arose-misplaced": _error(
        mark("“{heading}” reads “{seen}”, but the plan asks for a number: {target}."),
        mark("Write 0 and give the reason."),
    ),
    "reason-missing": _error(
        mark("The plan is {target}, done is {seen}, and no reason is given."),
        mark("Say why under “{heading}”."),
    ),
    "action-missing": _warning(
        mark("The plan is {target}, done is {seen}, and it is not said what will be done about it."),
        mark("Say it under “{heading}”, with a date."),
    ),
    "description-missing": _error(
        mark("“{heading}” is empty, though the plan says “{target}”."),
        mark("Say in a few words what was done."),
    ),
    "locked-changed": _warning(
        mark("“{heading}” was changed: it reads “{seen}”, but was issued as “{issued}”. What was issued counts."),
        mark("If the plan is wrong, tell the coordinator."),
    ),
    "row-missing": _error(
        mark("The row {row} “{measure}” is not in the file."),
        mark("Put the row back, with its code and the answer."),
    ),
    "row-unknown": _error(
        mark("The row with the code “{row}” is not part of this template."),
        mark("Remove it; if it is a measure of yours, tell the coordinator."),
    ),
    "row-without-code": _error(
        mark("A row holds an answer but no code: “{seen}”."),
        mark("Write the row's code back into its first cell, or remove the row."),
    ),
    "row-left-out": Kind(
        Severity.NOTE,
        mark("A line that is not part of this template was left out, since it holds no answer: “{seen}”."),
        mark("Nothing needs to be done."),
    ),
    "column-missing": _warning(
        mark("The sheet has no column “{heading}” any more."),
        mark("Next time fill the template as it was issued."),
    ),
    "sheet-missing": _error(
        mark("The file has no sheet “{sheet}” with its headings, so there is nothing to count."),
        mark("Fill the template as it was issued and send that."),
    ),
    "row-repeated": _error(
        mark("The row {row} stands in the file more than once: in {seen}."), mark("Leave one of the rows.")
    ),
    "event-people-unclear": _warning(
        mark("“{heading}” reads “{seen}”, though a whole number is expected."),
        mark("Write only the number of people."),
    ),
    "event-date-unclear": _warning(
        mark("“{heading}” reads “{seen}”, which is not a date."), mark("Write it like this: 14.05.2021.")
    ),
    "event-unknown": _warning(
        mark("An event stands under the code “{row}”, which is not part of this template."),
        mark("Correct the code."),
    ),
    "event-without-code": _warning(
        mark("The event “{seen}” has no code of a measure."), mark("Choose the code in the first column.")
    ),
}
CATALOGUE: dict[str, Kind] = {**_PLAN, **_FILE, **_ENTRY}
