"""The course of the figures: the quarters of a year and of the year before, as reported and as they stand now."""

from msgspec.structs import replace

from xlplan.aggregation.history import course_of, seen_now, seen_then
from xlplan.aggregation.indicators import figures_alone
from xlplan.domain.edition import Edition
from xlplan.domain.figures import Period, QuarterFigures
from xlplan.domain.history import Course, QuarterHistory, SeenFigure
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of
from xlplan.ledger.editions import centre_snapshot, editions_of, reopening_of
from xlplan.ledger.issues import issued_quarters
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import load_plan
from xlplan.ledger.year import quarter_basis


def load_course(connection: Connection, figures: QuarterFigures, period: Period, closing: bool = False) -> Course:
    """Load the course of a quarter's rows over the quarters of its year so far and of the year before.

    “Then” is what the first edition said that closed a quarter.

    Args:
        connection: The ledger.
        figures: The figures of the quarter, with those of the earlier ones of its year.
        period: The quarter, the day, and the margin.
        closing: The quarter is being closed. Its first edition says what stands now.
    """
    issued = frozenset(issued_quarters(connection))
    last_year = [_past_quarter(connection, each, period) for each in period.quarter.of_last_year if each in issued]
    this_year = [_with_edition(connection, each) for each in figures.course]
    if closing and this_year[-1].edition is None:
        this_year[-1] = replace(this_year[-1], then=this_year[-1].now)
    return course_of((*last_year, *this_year), figures.plan, figures.basis.lines, period.on_track)


def _with_edition(connection: Connection, history: QuarterHistory) -> QuarterHistory:
    editions = editions_of(connection, history.quarter)
    if not editions:
        return history
    return replace(history, then=_seen_in(connection, editions[0]), edition=editions[0])


def _past_quarter(connection: Connection, quarter: Quarter, period: Period) -> QuarterHistory:
    """Return a quarter of the last year. What stands now in a closed one is in the edition that closes it."""
    editions = editions_of(connection, quarter)
    then = _seen_in(connection, editions[0]) if editions else None
    if editions and not reopening_of(connection, editions[-1]):
        now = then if then is not None and len(editions) == 1 else _seen_in(connection, editions[-1])
    else:
        now = _computed(connection, quarter, period)
    return QuarterHistory(quarter, now, then, editions[0] if editions else None)


def _seen_in(connection: Connection, edition: Edition) -> tuple[SeenFigure, ...]:
    """Return the figures of the centre in an edition."""
    version = edition.plan_version
    plan, lines = load_plan(connection, version), lines_of_version(connection, version)
    return seen_then(centre_snapshot(connection, edition), plan, lines)


def _computed(connection: Connection, quarter: Quarter, period: Period) -> tuple[SeenFigure, ...]:
    """Return the figures of the centre in a quarter that is open, as they stand now."""
    basis = quarter_basis(connection, quarter)
    if basis is None:
        return ()
    deadline = deadline_of(connection, quarter)
    own = replace(period, quarter=quarter, due=deadline.due, grace_days=deadline.grace_days)
    return seen_now(basis, figures_alone(basis, own))
