"""What can be wrong with the events that a return reports."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import Kind, warning
from xlplan.text.translation import mark

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
