"""Narratives of small quarters, as texts that tests read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from tests.support.report_sample import MADE, contents_of
from tests.support.small_plan import PAST, QUARTER, Answer, entry, figures_of, returned, year_of
from tests.support.told_document import ReadDocument, read_document
from xlplan.aggregation.narrative.quarter import narrative_of_quarter
from xlplan.aggregation.quarter import quarter_figures
from xlplan.documents.narrative.writer import narrative_document
from xlplan.domain.edition import Edition, LedgerPosition
from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.figures import Period, QuarterFigures
from xlplan.domain.narrative import Narrative
from xlplan.domain.plan import Plan
from xlplan.domain.report import QuarterSnapshot

Said = Mapping[str, Mapping[str, Answer]]
EDITION = Edition(QUARTER, 2, datetime(2021, 7, 15, 12, 0), "І. Коваль", "виправлено звіт", 7, 1, "")


def snapshot_of(
    figures: QuarterFigures,
    events: Mapping[str, Sequence[EventEntry]] | None = None,
    edition: Edition | None = None,
) -> QuarterSnapshot:
    """A quarter with these figures and events, open unless an edition closes it."""
    return QuarterSnapshot(contents_of(figures, events=events), {}, LedgerPosition(1, 1, 0, 1), edition)


def told(
    plan: Plan,
    said: Said,
    today: date = PAST,
    events: Mapping[str, Sequence[EventEntry]] | None = None,
    earlier: Said | None = None,
) -> Narrative:
    """The narrative of what the units say: unit -> code -> answer."""
    return narrative_of_quarter(snapshot_of(figures_of(plan, said, today, earlier), events), MADE)


def told_entries(plan: Plan, said: Mapping[str, Sequence[Entry]], today: date = PAST) -> Narrative:
    """The narrative of whole entries by unit."""
    returns = {QUARTER: {unit: returned(unit, *entries) for unit, entries in said.items()}}
    figures = quarter_figures(year_of(plan, returns), Period(QUARTER, today, date(2021, 7, 10)))
    return narrative_of_quarter(snapshot_of(figures), MADE)


def answer(key: str, number: Answer, description: str = "", reason: str = "", action: str = "") -> Entry:
    """An entry with texts."""
    return replace(entry(key, number), description=description, reason=reason, action=action)


def read(narrative: Narrative) -> ReadDocument:
    """The document of a narrative, as it is read."""
    return read_document(narrative_document(narrative, None, MADE))
