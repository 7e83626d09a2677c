"""What can be wrong with a row or an entry of a return."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import Kind, error, note, warning
from xlplan.text.translation import mark

ENTRY: Mapping[str, Kind] = {
    "row-asked-again": error(
        mark("The plan changed: under “{measure}” it asked for {before}, and now for {target}."),
        mark("Write under “{heading}” what was done of that."),
    ),
    "row-added": error(
        mark("The plan changed: the measure “{measure}” was added; it asks for {target}."),
        mark("Write under “{heading}” what was done."),
    ),
    "row-dropped": note(
        mark("The measure “{measure}” is no longer in the plan; what stood there ({seen}) is not counted."),
        mark("Nothing needs to be done."),
    ),
    "promise-unanswered": error(
        mark("Last quarter fell short; promised was “{promised}”. “{heading}” does not say whether it was done."),
        mark("Choose “{yes}” or “{no}” under “{heading}”."),
        words=("yes", "no"),
    ),
    "entry-missing": error(
        mark("“{heading}” is empty, though a whole number is expected."),
        mark("Write the number; if there was nothing, write 0."),
    ),
    "answer-missing": error(
        mark("“{heading}” is empty, though the plan says “{target}”."),
        mark("Write the number, or “{nothing}” if nothing was called for."),
    ),
    "entry-not-a-number": error(
        mark("“{heading}” reads “{seen}”, though a whole number is expected."),
        mark("Write only the number; explain it under “{description}”."),
    ),
    "answer-unclear": error(
        mark("“{heading}” reads “{seen}”, though a whole number or “{nothing}” is expected."),
        mark("Write only the number, or “{nothing}” if nothing was called for."),
    ),
    "entry-is-date": error(
        mark("“{heading}” reads {seen}: the program took what was typed for a date."),
        mark("Write the number anew, without a dot."),
    ),
    "entry-percent": error(
        mark("“{heading}” reads {seen}, which is a share and not a number."),
        mark("Write how many there were, as a whole number."),
    ),
    "entry-negative": error(
        mark("“{heading}” reads {seen}; a result cannot be less than zero."),
        mark("Write the number without the minus."),
    ),
    "entry-fraction": error(
        mark("“{heading}” reads {seen}; events and people are counted whole."), mark("Write a whole number.")
    ),
    "entry-without-value": error(
        mark("“{heading}” holds a formula or an error that shows no value: {seen}."),
        mark("Write the number itself."),
        words=("seen",),
    ),
    "text-without-value": error(
        mark("“{heading}” holds a formula or an error that shows no value: {seen}."),
        mark("Type the text itself."),
        words=("seen",),
    ),
    "entry-understood": note(
        mark("“{heading}” reads “{seen}”; it was understood as {number}."),
        mark("Nothing needs to be done."),
    ),
    "nothing-arose-elsewhere": note(
        mark("“{heading}” is empty, but “{description}” reads “{seen}”; it was understood as “{nothing}”."),
        mark("Nothing needs to be done."),
    ),
    "nothing-arose-misplaced": error(
        mark("“{heading}” reads “{seen}”, but the plan asks for a number: {target}."),
        mark("Write 0 and give the reason."),
    ),
    "reason-missing": error(
        mark("The plan is {target}, done is {seen}, and no reason is given."),
        mark("Say why under “{heading}”."),
    ),
    "action-missing": warning(
        mark("The plan is {target}, done is {seen}, and it is not said what will be done about it."),
        mark("Say it under “{heading}”, with a date."),
    ),
    "reason-unneeded": warning(
        mark("“{heading}” gives a reason (“{seen}”), though the plan is met: {target}, done is {done}."),
        mark("Check the number; if it is right, take the reason out."),
    ),
    "far-over-target": warning(
        mark("The plan is {target}, done is {seen}: far more than was planned."),
        mark("Check whether this is the number of this quarter alone; if it is right, nothing needs to be done."),
    ),
    "unlike-earlier": warning(
        mark("“{heading}” reads {seen}, while in the earlier quarters of the year it was {earlier}."),
        mark("Check the number; if it is right, nothing needs to be done."),
    ),
    "entry-like-date": warning(
        mark("“{heading}” reads {seen}, which is how a program keeps the date {date}."),
        mark("Check the number; if it was typed with a dot, write it anew without one."),
    ),
    "text-repeated": warning(
        mark("The same text stands under “{heading}” in the rows {rows}: “{seen}”."),
        mark("Say of each row what belongs to it."),
    ),
    "more-errors": error(
        mark("{problem} There are {number} more places like this, from {first} to {last}."),
        mark("Fill in the template as it was issued, and send that."),
    ),
    "more-warnings": warning(
        mark("{problem} There are {number} more places like this, from {first} to {last}."),
        mark("Fill in the template as it was issued, and send that."),
    ),
    "more-notes": note(
        mark("{problem} There are {number} more places like this, from {first} to {last}."),
        mark("Nothing needs to be done."),
    ),
    "many-alike": warning(
        mark("{first} There are {number} such places in all: {rows}."),
        mark("{remedy} This goes for each of them."),
    ),
    "many-alike-noted": note(
        mark("{first} It was the same in {number} places in all: {rows}."),
        mark("Nothing needs to be done."),
    ),
    "description-missing": error(
        mark("“{heading}” is empty, though the plan says “{target}”."),
        mark("Say in a few words what was done."),
    ),
    "locked-changed": warning(
        mark("“{heading}” was changed: it reads “{seen}”, but was issued as “{issued}”. What was issued counts."),
        mark("If the plan is wrong, tell the coordinator."),
    ),
    "row-missing": error(
        mark("The row {row} “{measure}” is not in the file."),
        mark("Put the row back, with its code and the answer."),
    ),
    "row-unknown": error(
        mark("The row with the code “{row}” is not part of this template."),
        mark("Remove it; if it is a measure of yours, tell the coordinator."),
    ),
    "row-without-code": error(
        mark("A row holds an answer but no code: “{seen}”."),
        mark("Write the row's code back into its first cell, or remove the row."),
    ),
    "row-left-out": note(
        mark("A line that is not part of this template was left out, since it holds no answer: “{seen}”."),
        mark("Nothing needs to be done."),
    ),
    "column-missing": warning(
        mark("The sheet has no column “{heading}” any more."),
        mark("Next time fill the template as it was issued."),
    ),
    "sheet-missing": error(
        mark(
            "The file has no sheet “{sheet}” with the columns “{key}” and “{done}”, so there is nothing to count."
        ),
        mark("Copy the answers into the template as it was issued and send that."),
        words=("sheet", "key", "done"),
    ),
    "sheet-left-out": warning(
        mark("The sheet “{seen}” looks like a report as well; only “{sheet}” was counted."),
        mark("If the other one is meant, remove this one and send the file again."),
    ),
    "row-repeated": error(
        mark("The row {row} stands in the file more than once: in {seen}."), mark("Leave one of the rows.")
    ),
    "personal-data": warning(
        mark("“{heading}” seems to hold {seen}; a report carries no personal data."),
        mark("Take it out and send the file again."),
        words=("seen",),
    ),
}


EVENT: Mapping[str, Kind] = {
    "event-people-unclear": warning(
        mark("“{heading}” reads “{seen}”, though a whole number is expected."),
        mark("Write only the number of people."),
        words=("seen",),
    ),
    "event-date-unclear": warning(
        mark("“{heading}” reads “{seen}”, which is not a date."),
        mark("Write it like this: 14.05.2021."),
        words=("seen",),
    ),
    "event-form-unclear": warning(
        mark("“{heading}” reads “{seen}”."), mark("Choose one of: {known}."), words=("seen",)
    ),
    "event-unknown": warning(
        mark("An event stands under the code “{row}”, which is not part of this template."),
        mark("Correct the code."),
    ),
    "event-without-code": warning(
        mark("The event “{seen}” has no code of a measure."), mark("Choose the code in the first column.")
    ),
    "event-outside-quarter": warning(
        mark("“{heading}” reads {seen}, which does not lie in the {quarter}."),
        mark("Correct the date, or report the event in its own quarter."),
    ),
    "event-repeated": warning(
        mark("The event “{seen}” of {day} stands on the sheet more than once: in {cells}."),
        mark("If it is one event, leave one of the rows."),
    ),
    "event-elsewhere": warning(
        mark(
            "The event “{seen}” of {day} is also reported by {unit}, in the same place; it may be counted twice."
        ),
        mark("Agree with them who reports it."),
    ),
    "events-unlike-count": warning(
        mark("“{heading}” reads {seen}, while the sheet “{sheet}” has a date for {held} under this code."),
        mark("Correct the number, or fill in the events on the sheet “{sheet}”."),
        words=("sheet",),
    ),
}
