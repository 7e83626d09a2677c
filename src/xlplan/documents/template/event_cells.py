"""Places of the answers on events, on the sheet `Заходи` of a template: planned events first, then spare rows."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_range_abs

from xlplan.documents.cell_values import Value, cell_value
from xlplan.documents.template.row_state import event_cell
from xlplan.domain.issue import Issue
from xlplan.domain.plan import PlannedEvent
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import EVENT_ENTRIES, EVENTS

HEADING_ROW = 4
SPARE_ROWS = 15
EVENT_POSITIONS = {column.name: position for position, column in enumerate(EVENTS.columns)}

EventAnswers = Sequence[Mapping[str, CellValue]]


class EventCells(Struct, frozen=True):
    """The cells of the answers on events by the names of `event_cell`: their addresses and what they hold."""

    addresses: Mapping[str, str]
    values: Mapping[str, Value]


def event_cells(issue: Issue, answers: EventAnswers) -> EventCells:
    """Return the cells of the answers on events of a template with these answers."""
    planned = [event for row in issue.rows for event in row.events]
    by_event, others = match_answers(planned, answers)
    spare: list[Mapping[str, CellValue]] = [{}] * max(0, SPARE_ROWS - len(others))
    rows = [*(by_event.get(event.key, {}) for event in planned), *others, *spare]
    first, last = HEADING_ROW + 1, HEADING_ROW + len(rows)
    addresses: dict[str, str] = {}
    values: dict[str, Value] = {}
    for name in EVENT_ENTRIES:
        column = EVENT_POSITIONS[name]
        addresses[event_cell(name)] = f"'{EVENTS.shown}'!{xl_range_abs(first, column, last, column)}"
        values[event_cell(name)] = tuple(cell_value(row.get(name)) for row in rows)
    return EventCells(addresses, values)


def match_answers(
    planned: Sequence[PlannedEvent], answers: EventAnswers
) -> tuple[dict[str, Mapping[str, CellValue]], list[Mapping[str, CellValue]]]:
    """Return the answers by the planned event that they belong to, and the other answers in order."""
    known = {event.key for event in planned}
    matched: dict[str, Mapping[str, CellValue]] = {}
    others = []
    for answer in answers:
        number = answer.get("number")
        shown = int(number) if isinstance(number, float) and number.is_integer() else number
        key = f"{answer.get('key')}#{shown}"
        if key in known and key not in matched:
            matched[key] = answer
        elif any(value not in (None, "") for value in answer.values()):
            others.append(answer)
    return matched, others
