"""Kinds of findings about the answers of a return: its rows and its events."""

from xlplan.domain.findings.finding import Effect, error, note, warning
from xlplan.text.translation import N_

ROW_ASKED_AGAIN = error(
    "row-asked-again",
    N_("The plan changed: under “{measure}” it asked for {before}, and now for {target}."),
    N_("Write under “{heading}” what was done of that."),
    fields=("measure", "before", "target", "heading"),
)
ROW_ADDED = error(
    "row-added",
    N_("The plan changed: the measure “{measure}” was added; it asks for {target}."),
    N_("Write under “{heading}” what was done."),
    fields=("measure", "target", "heading"),
)
ROW_DROPPED = note(
    "row-dropped",
    N_("The measure “{measure}” is no longer in the plan; what stood there ({seen}) is not counted."),
    N_("Nothing needs to be done."),
    fields=("measure", "seen"),
)
PROMISE_UNANSWERED = error(
    "promise-unanswered",
    N_("Last quarter fell short; promised was “{promised}”. “{heading}” does not say whether it was done."),
    N_("Choose “{yes}” or “{no}” under “{heading}”."),
    fields=("promised", "heading", "yes", "no"),
    words=("yes", "no"),
)
ENTRY_MISSING = error(
    "entry-missing",
    N_("“{heading}” is empty, though a whole number is expected."),
    N_("Write the number; if there was nothing, write 0."),
    fields=("heading",),
)
ANSWER_MISSING = error(
    "answer-missing",
    N_("“{heading}” is empty, though the plan says “{target}”."),
    N_("Write the number, or “{nothing}” if nothing was called for."),
    fields=("heading", "target", "nothing"),
)
ENTRY_NOT_A_NUMBER = error(
    "entry-not-a-number",
    N_("“{heading}” reads “{seen}”, though a whole number is expected."),
    N_("Write only the number; explain it under “{description}”."),
    fields=("heading", "seen", "description"),
)
ANSWER_UNCLEAR = error(
    "answer-unclear",
    N_("“{heading}” reads “{seen}”, though a whole number or “{nothing}” is expected."),
    N_("Write only the number, or “{nothing}” if nothing was called for."),
    fields=("heading", "seen", "nothing"),
)
ENTRY_IS_DATE = error(
    "entry-is-date",
    N_("“{heading}” reads {seen}: the program took what was typed for a date."),
    N_("Write the number anew, without a dot."),
    fields=("heading", "seen"),
)
ENTRY_PERCENT = error(
    "entry-percent",
    N_("“{heading}” reads {seen}, which is a share and not a number."),
    N_("Write how many there were, as a whole number."),
    fields=("heading", "seen"),
)
ENTRY_NEGATIVE = error(
    "entry-negative",
    N_("“{heading}” reads {seen}; a result cannot be less than zero."),
    N_("Write the number without the minus."),
    fields=("heading", "seen"),
)
ENTRY_FRACTION = error(
    "entry-fraction",
    N_("“{heading}” reads {seen}; events and people are counted whole."),
    N_("Write a whole number."),
    fields=("heading", "seen"),
)
ENTRY_WITHOUT_VALUE = error(
    "entry-without-value",
    N_("“{heading}” holds a formula or an error that shows no value: {seen}."),
    N_("Write the number itself."),
    fields=("heading", "seen"),
    words=("seen",),
)
TEXT_WITHOUT_VALUE = error(
    "text-without-value",
    N_("“{heading}” holds a formula or an error that shows no value: {seen}."),
    N_("Type the text itself."),
    fields=("heading", "seen"),
    words=("seen",),
)
ENTRY_UNDERSTOOD = note(
    "entry-understood",
    N_("“{heading}” reads “{seen}”; it was understood as {number}."),
    N_("Nothing needs to be done."),
    fields=("heading", "seen", "number"),
)
NOTHING_AROSE_ELSEWHERE = note(
    "nothing-arose-elsewhere",
    N_("“{heading}” is empty, but “{description}” reads “{seen}”; it was understood as “{nothing}”."),
    N_("Nothing needs to be done."),
    fields=("heading", "description", "seen", "nothing"),
)
NOTHING_AROSE_MISPLACED = error(
    "nothing-arose-misplaced",
    N_("“{heading}” reads “{seen}”, but the plan asks for a number: {target}."),
    N_("Write 0 and give the reason."),
    fields=("heading", "seen", "target"),
)
REASON_MISSING = error(
    "reason-missing",
    N_("The plan is {target}, done is {seen}, and no reason is given."),
    N_("Say why under “{heading}”."),
    fields=("target", "seen", "heading"),
)
ACTION_MISSING = warning(
    "action-missing",
    N_("The plan is {target}, done is {seen}, and it is not said what will be done about it."),
    N_("Say it under “{heading}”, with a date."),
    fields=("target", "seen", "heading"),
)
REASON_UNNEEDED = warning(
    "reason-unneeded",
    N_("“{heading}” gives a reason (“{seen}”), though the plan is met: {target}, done is {done}."),
    N_("Check the number; if it is right, take the reason out."),
    fields=("heading", "seen", "target", "done"),
)
FAR_OVER_TARGET = warning(
    "far-over-target",
    N_("The plan is {target}, done is {seen}: far more than was planned."),
    N_("Check whether this is the number of this quarter alone; if it is right, nothing needs to be done."),
    fields=("target", "seen"),
)
UNLIKE_EARLIER = warning(
    "unlike-earlier",
    N_("“{heading}” reads {seen}, while in the earlier quarters of the year it was {earlier}."),
    N_("Check the number; if it is right, nothing needs to be done."),
    fields=("heading", "seen", "earlier"),
)
ENTRY_LIKE_DATE = warning(
    "entry-like-date",
    N_("“{heading}” reads {seen}, which is how a program keeps the date {date}."),
    N_("Check the number; if it was typed with a dot, write it anew without one."),
    fields=("heading", "seen", "date"),
)
TEXT_REPEATED = warning(
    "text-repeated",
    N_("The same text stands under “{heading}” in the rows {rows}: “{seen}”."),
    N_("Say of each row what belongs to it."),
    fields=("heading", "rows", "seen"),
)
MORE_ERRORS = error(
    "more-errors",
    N_("{problem} There are {number} more places like this, from {first} to {last}."),
    N_("Fill in the template as it was issued, and send that."),
    fields=("problem", "number", "first", "last"),
)
MORE_WARNINGS = warning(
    "more-warnings",
    N_("{problem} There are {number} more places like this, from {first} to {last}."),
    N_("Fill in the template as it was issued, and send that."),
    fields=("problem", "number", "first", "last"),
)
MORE_NOTES = note(
    "more-notes",
    N_("{problem} There are {number} more places like this, from {first} to {last}."),
    N_("Nothing needs to be done."),
    fields=("problem", "number", "first", "last"),
)
MANY_ALIKE = warning(
    "many-alike",
    N_("{first} There are {number} such places in all: {rows}."),
    N_("{remedy} This goes for each of them."),
    fields=("first", "number", "rows", "remedy"),
)
MANY_ALIKE_NOTED = note(
    "many-alike-noted",
    N_("{first} It was the same in {number} places in all: {rows}."),
    N_("Nothing needs to be done."),
    fields=("first", "number", "rows"),
)
DESCRIPTION_MISSING = error(
    "description-missing",
    N_("“{heading}” is empty, though the plan says “{target}”."),
    N_("Say in a few words what was done."),
    fields=("heading", "target"),
)
LOCKED_CHANGED = warning(
    "locked-changed",
    N_("“{heading}” was changed: it reads “{seen}”, but was issued as “{issued}”. What was issued counts."),
    N_("If the plan is wrong, tell the coordinator."),
    fields=("heading", "seen", "issued"),
)
ROW_MISSING = error(
    "row-missing",
    N_("The row {row} “{measure}” is not in the file."),
    N_("Put the row back, with its code and the answer."),
    fields=("row", "measure"),
)
ROW_UNKNOWN = error(
    "row-unknown",
    N_("The row with the code “{row}” is not part of this template."),
    N_("Remove it; if it is a measure of yours, tell the coordinator."),
    fields=("row",),
    effects=(Effect.OUTSIDE_TEMPLATE,),
)
ROW_WITHOUT_CODE = error(
    "row-without-code",
    N_("A row holds an answer but no code: “{seen}”."),
    N_("Write the row's code back into its first cell, or remove the row."),
    fields=("seen",),
    effects=(Effect.OUTSIDE_TEMPLATE,),
)
ROW_LEFT_OUT = note(
    "row-left-out",
    N_("A line that is not part of this template was left out, since it holds no answer: “{seen}”."),
    N_("Nothing needs to be done."),
    fields=("seen",),
)
COLUMN_MISSING = warning(
    "column-missing",
    N_("The sheet has no column “{heading}” any more."),
    N_("Next time fill the template as it was issued."),
    fields=("heading",),
)
SHEET_MISSING = error(
    "sheet-missing",
    N_("The file has no sheet “{sheet}” with the columns “{key}” and “{done}”, so there is nothing to count."),
    N_("Copy the answers into the template as it was issued and send that."),
    fields=("sheet", "key", "done"),
    words=("sheet", "key", "done"),
    effects=(Effect.NEEDS_FRESH_TEMPLATE,),
)
SHEET_LEFT_OUT = warning(
    "sheet-left-out",
    N_("The sheet “{seen}” looks like a report as well; only “{sheet}” was counted."),
    N_("If the other one is meant, remove this one and send the file again."),
    fields=("seen", "sheet"),
)
ROW_REPEATED = error(
    "row-repeated",
    N_("The row {row} stands in the file more than once: in {seen}."),
    N_("Leave one of the rows."),
    fields=("row", "seen"),
    effects=(Effect.OUTSIDE_TEMPLATE,),
)
PERSONAL_DATA = warning(
    "personal-data",
    N_("“{heading}” seems to hold {seen}; a report carries no such data."),
    N_("Take it out and send the file again."),
    fields=("heading", "seen"),
    words=("seen",),
)

EVENT_PEOPLE_UNCLEAR = warning(
    "event-people-unclear",
    N_("“{heading}” reads “{seen}”, though a whole number is expected."),
    N_("Write only the number of people."),
    fields=("heading", "seen"),
    words=("seen",),
)
EVENT_DATE_UNCLEAR = warning(
    "event-date-unclear",
    N_("“{heading}” reads “{seen}”, which is not a date."),
    N_("Write it like this: 14.05.2021."),
    fields=("heading", "seen"),
    words=("seen",),
)
EVENT_WITHOUT_DATE = warning(
    "event-without-date",
    N_("The event “{seen}” has no date under “{heading}”."),
    N_("Write the day on which it was held."),
    fields=("seen", "heading"),
)

EVENT_FORM_UNCLEAR = warning(
    "event-form-unclear",
    N_("“{heading}” reads “{seen}”."),
    N_("Choose one of: {known}."),
    fields=("heading", "seen", "known"),
    words=("seen",),
)
EVENT_UNKNOWN = warning(
    "event-unknown",
    N_("An event stands under the code “{row}”, which is not part of this template."),
    N_("Correct the code."),
    fields=("row",),
)
EVENT_WITHOUT_CODE = warning(
    "event-without-code",
    N_("The event “{seen}” has no code of a measure."),
    N_("Choose the code in the first column."),
    fields=("seen",),
)
EVENT_OUTSIDE_QUARTER = warning(
    "event-outside-quarter",
    N_("“{heading}” reads {seen}, which does not lie in the {quarter}."),
    N_("Correct the date, or report the event in its own quarter."),
    fields=("heading", "seen", "quarter"),
)
EVENT_REPEATED = warning(
    "event-repeated",
    N_("The event “{seen}” of {day} stands on the sheet more than once: in {cells}."),
    N_("If it is one event, leave one of the rows."),
    fields=("seen", "day", "cells"),
)
EVENT_ELSEWHERE = warning(
    "event-elsewhere",
    N_("The event “{seen}” of {day} is also reported by {unit}, in the same place; it may be counted twice."),
    N_("Agree with them who reports it."),
    fields=("seen", "day", "unit"),
)
EVENTS_UNLIKE_COUNT = warning(
    "events-unlike-count",
    N_("“{heading}” reads {seen}, while the sheet “{sheet}” has dated events under this code: {held}."),
    N_("Correct the number, or fill in the events on the sheet “{sheet}”."),
    fields=("heading", "seen", "sheet", "held"),
    words=("sheet",),
)
