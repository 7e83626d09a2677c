"""What can be wrong with a row or an entry of a return."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import FindingKind, error, note, warning
from xlplan.text.translation import N_

ENTRY: Mapping[str, FindingKind] = {
    "row-asked-again": error(
        N_("The plan changed: under “{measure}” it asked for {before}, and now for {target}."),
        N_("Write under “{heading}” what was done of that."),
    ),
    "row-added": error(
        N_("The plan changed: the measure “{measure}” was added; it asks for {target}."),
        N_("Write under “{heading}” what was done."),
    ),
    "row-dropped": note(
        N_("The measure “{measure}” is no longer in the plan; what stood there ({seen}) is not counted."),
        N_("Nothing needs to be done."),
    ),
    "promise-unanswered": error(
        N_("Last quarter fell short; promised was “{promised}”. “{heading}” does not say whether it was done."),
        N_("Choose “{yes}” or “{no}” under “{heading}”."),
        words=("yes", "no"),
    ),
    "entry-missing": error(
        N_("“{heading}” is empty, though a whole number is expected."),
        N_("Write the number; if there was nothing, write 0."),
    ),
    "answer-missing": error(
        N_("“{heading}” is empty, though the plan says “{target}”."),
        N_("Write the number, or “{nothing}” if nothing was called for."),
    ),
    "entry-not-a-number": error(
        N_("“{heading}” reads “{seen}”, though a whole number is expected."),
        N_("Write only the number; explain it under “{description}”."),
    ),
    "answer-unclear": error(
        N_("“{heading}” reads “{seen}”, though a whole number or “{nothing}” is expected."),
        N_("Write only the number, or “{nothing}” if nothing was called for."),
    ),
    "entry-is-date": error(
        N_("“{heading}” reads {seen}: the program took what was typed for a date."),
        N_("Write the number anew, without a dot."),
    ),
    "entry-percent": error(
        N_("“{heading}” reads {seen}, which is a share and not a number."),
        N_("Write how many there were, as a whole number."),
    ),
    "entry-negative": error(
        N_("“{heading}” reads {seen}; a result cannot be less than zero."),
        N_("Write the number without the minus."),
    ),
    "entry-fraction": error(
        N_("“{heading}” reads {seen}; events and people are counted whole."), N_("Write a whole number.")
    ),
    "entry-without-value": error(
        N_("“{heading}” holds a formula or an error that shows no value: {seen}."),
        N_("Write the number itself."),
        words=("seen",),
    ),
    "text-without-value": error(
        N_("“{heading}” holds a formula or an error that shows no value: {seen}."),
        N_("Type the text itself."),
        words=("seen",),
    ),
    "entry-understood": note(
        N_("“{heading}” reads “{seen}”; it was understood as {number}."),
        N_("Nothing needs to be done."),
    ),
    "nothing-arose-elsewhere": note(
        N_("“{heading}” is empty, but “{description}” reads “{seen}”; it was understood as “{nothing}”."),
        N_("Nothing needs to be done."),
    ),
    "nothing-arose-misplaced": error(
        N_("“{heading}” reads “{seen}”, but the plan asks for a number: {target}."),
        N_("Write 0 and give the reason."),
    ),
    "reason-missing": error(
        N_("The plan is {target}, done is {seen}, and no reason is given."),
        N_("Say why under “{heading}”."),
    ),
    "action-missing": warning(
        N_("The plan is {target}, done is {seen}, and it is not said what will be done about it."),
        N_("Say it under “{heading}”, with a date."),
    ),
    "reason-unneeded": warning(
        N_("“{heading}” gives a reason (“{seen}”), though the plan is met: {target}, done is {done}."),
        N_("Check the number; if it is right, take the reason out."),
    ),
    "far-over-target": warning(
        N_("The plan is {target}, done is {seen}: far more than was planned."),
        N_("Check whether this is the number of this quarter alone; if it is right, nothing needs to be done."),
    ),
    "unlike-earlier": warning(
        N_("“{heading}” reads {seen}, while in the earlier quarters of the year it was {earlier}."),
        N_("Check the number; if it is right, nothing needs to be done."),
    ),
    "entry-like-date": warning(
        N_("“{heading}” reads {seen}, which is how a program keeps the date {date}."),
        N_("Check the number; if it was typed with a dot, write it anew without one."),
    ),
    "text-repeated": warning(
        N_("The same text stands under “{heading}” in the rows {rows}: “{seen}”."),
        N_("Say of each row what belongs to it."),
    ),
    "more-errors": error(
        N_("{problem} There are {number} more places like this, from {first} to {last}."),
        N_("Fill in the template as it was issued, and send that."),
    ),
    "more-warnings": warning(
        N_("{problem} There are {number} more places like this, from {first} to {last}."),
        N_("Fill in the template as it was issued, and send that."),
    ),
    "more-notes": note(
        N_("{problem} There are {number} more places like this, from {first} to {last}."),
        N_("Nothing needs to be done."),
    ),
    "many-alike": warning(
        N_("{first} There are {number} such places in all: {rows}."),
        N_("{remedy} This goes for each of them."),
    ),
    "many-alike-noted": note(
        N_("{first} It was the same in {number} places in all: {rows}."),
        N_("Nothing needs to be done."),
    ),
    "description-missing": error(
        N_("“{heading}” is empty, though the plan says “{target}”."),
        N_("Say in a few words what was done."),
    ),
    "locked-changed": warning(
        N_("“{heading}” was changed: it reads “{seen}”, but was issued as “{issued}”. What was issued counts."),
        N_("If the plan is wrong, tell the coordinator."),
    ),
    "row-missing": error(
        N_("The row {row} “{measure}” is not in the file."),
        N_("Put the row back, with its code and the answer."),
    ),
    "row-unknown": error(
        N_("The row with the code “{row}” is not part of this template."),
        N_("Remove it; if it is a measure of yours, tell the coordinator."),
    ),
    "row-without-code": error(
        N_("A row holds an answer but no code: “{seen}”."),
        N_("Write the row's code back into its first cell, or remove the row."),
    ),
    "row-left-out": note(
        N_("A line that is not part of this template was left out, since it holds no answer: “{seen}”."),
        N_("Nothing needs to be done."),
    ),
    "column-missing": warning(
        N_("The sheet has no column “{heading}” any more."),
        N_("Next time fill the template as it was issued."),
    ),
    "sheet-missing": error(
        N_("The file has no sheet “{sheet}” with the columns “{key}” and “{done}”, so there is nothing to count."),
        N_("Copy the answers into the template as it was issued and send that."),
        words=("sheet", "key", "done"),
    ),
    "sheet-left-out": warning(
        N_("The sheet “{seen}” looks like a report as well; only “{sheet}” was counted."),
        N_("If the other one is meant, remove this one and send the file again."),
    ),
    "row-repeated": error(
        N_("The row {row} stands in the file more than once: in {seen}."), N_("Leave one of the rows.")
    ),
    "personal-data": warning(
        N_("“{heading}” seems to hold {seen}; a report carries no personal data."),
        N_("Take it out and send the file again."),
        words=("seen",),
    ),
}


EVENT: Mapping[str, FindingKind] = {
    "event-people-unclear": warning(
        N_("“{heading}” reads “{seen}”, though a whole number is expected."),
        N_("Write only the number of people."),
        words=("seen",),
    ),
    "event-date-unclear": warning(
        N_("“{heading}” reads “{seen}”, which is not a date."),
        N_("Write it like this: 14.05.2021."),
        words=("seen",),
    ),
    "event-form-unclear": warning(
        N_("“{heading}” reads “{seen}”."), N_("Choose one of: {known}."), words=("seen",)
    ),
    "event-unknown": warning(
        N_("An event stands under the code “{row}”, which is not part of this template."),
        N_("Correct the code."),
    ),
    "event-without-code": warning(
        N_("The event “{seen}” has no code of a measure."), N_("Choose the code in the first column.")
    ),
    "event-outside-quarter": warning(
        N_("“{heading}” reads {seen}, which does not lie in the {quarter}."),
        N_("Correct the date, or report the event in its own quarter."),
    ),
    "event-repeated": warning(
        N_("The event “{seen}” of {day} stands on the sheet more than once: in {cells}."),
        N_("If it is one event, leave one of the rows."),
    ),
    "event-elsewhere": warning(
        N_("The event “{seen}” of {day} is also reported by {unit}, in the same place; it may be counted twice."),
        N_("Agree with them who reports it."),
    ),
    "events-unlike-count": warning(
        N_("“{heading}” reads {seen}, while the sheet “{sheet}” has a date for {held} under this code."),
        N_("Correct the number, or fill in the events on the sheet “{sheet}”."),
        words=("sheet",),
    ),
}
