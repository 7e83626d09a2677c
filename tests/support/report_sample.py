"""A small quarter with one indicator of each sort, and its consolidated workbook."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from tests.support.small_plan import NAMES, QUARTER, Answer, figures_of, measure, plan_of
from xlplan.aggregation.events import event_rows
from xlplan.aggregation.history import course_of
from xlplan.aggregation.quarter import shortfalls, year_shortfalls
from xlplan.aggregation.remarks import find_remarks
from xlplan.documents.report.workbook import write_report
from xlplan.domain.deadline import Timeliness
from xlplan.domain.decisions import Waiver
from xlplan.domain.edition import Edition
from xlplan.domain.entries import EventEntry
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.findings.answer_kinds import ACTION_MISSING
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.plan import PlanVersion
from xlplan.domain.report import ReportContent, SubmissionRow
from xlplan.text.translation import language

MADE = datetime(2021, 7, 12, 16, 40)

# One indicator of each sort; B is silent.
PLAN = plan_of(
    measure("1.1", 3, "split", "AC"),
    measure("1.2", 4, "split", "AB"),
    measure("1.3", 6, "joint", "ABC"),
    measure("2.1", "за потреби", "joint", "AC"),
    measure("2.2", "постійно", "lead", "A"),
    measure("2.3", 2, "lead", "B"),
    measure("2.4", "", "lead", "C"),
    measure("2.5", 5, "joint", "AC"),
    shares={"1.1": {"A": 2, "C": 1}, "1.2": {"A": 2, "B": 2}},
)
SAID: Mapping[str, Mapping[str, Answer]] = {
    "A": {"1.1": 2, "1.2": 1, "1.3": 2, "2.1": "∅", "2.2": "щотижня", "2.5": 1},
    "C": {"1.1": 0, "1.3": 1, "2.1": "∅", "2.4": 7, "2.5": 0},
}
FIGURES = figures_of(PLAN, SAID)


VERSION = PlanVersion(3, date(2021, 3, 10), QUARTER, "уточнено планові показники", MADE, "План.xlsx", "f" * 64)


def contents_of(
    figures: QuarterFigures,
    rows: tuple[SubmissionRow, ...] = (),
    events: Mapping[str, Sequence[EventEntry]] | None = None,
    found: Mapping[str, Sequence[Finding]] | None = None,
    waived: tuple[Waiver, ...] = (),
    edition: Edition | None = None,
) -> ReportContent:
    """What the workbook of these figures is written from; `events` and `findings` by unit."""
    register = event_rows(figures, events or {})
    said = find_remarks(figures, found or {}, register, waived)
    course = course_of(figures.course, figures.plan, figures.basis.lines, figures.period.on_track)
    return ReportContent(
        figures,
        shortfalls(figures),
        VERSION,
        rows,
        register,
        said,
        edition,
        course=course,
        year_shortfalls=year_shortfalls(figures),
    )


def write_anew(path: Path, contents: ReportContent) -> Path:
    """Write the workbook of these contents to `path`."""
    write_report(path, contents, MADE, lambda sha256: f"../archive/{sha256[:2]}/{sha256}.xlsx")
    return path


# The latest workbooks, each with the object that it was made of, and its language. The same contents give the same
# bytes, so what many tests look at is written once.
_latest: deque[tuple[object, str, bytes]] = deque(maxlen=12)


def written(path: Path, figures: QuarterFigures = FIGURES, rows: tuple[SubmissionRow, ...] = ()) -> Path:
    """The workbook of these figures in `path`."""
    if rows:
        return write_anew(path, contents_of(figures, rows))
    return _copied(path, figures, lambda: contents_of(figures))


def written_of(path: Path, contents: ReportContent) -> Path:
    """The workbook of these contents in `path`."""
    return _copied(path, contents, lambda: contents)


def _copied(path: Path, made_of: object, contents: Callable[[], ReportContent]) -> Path:
    for known, its_language, content in _latest:
        if known is made_of and its_language == language():
            path.write_bytes(content)
            return path
    write_anew(path, contents())
    _latest.append((made_of, language(), path.read_bytes()))
    return path


def event(key: str, title: str, held_on: str = "", people: str = "", planned: str = "") -> EventEntry:
    """What a unit said of an event; `planned`: the key of a planned one."""
    return EventEntry(planned, key, title, held_on, people, "", "Заходи", "C9", "Малин", "онлайн", "місцева рада")


# Two units name one event, one of them with people in words; a promise of the last quarter; a warning; a waiver.
FULL = contents_of(
    FIGURES,
    (
        SubmissionRow(
            NAMES["A"], "прийнято", datetime(2021, 7, 5, 9, 30), Timeliness.IN_TIME, 1, "а.xlsx", 1, "a" * 64, True
        ),
    ),
    {
        "A": [event("1.1", "Лекція у школі", "14.05.2021", "25")],
        "C": [event("1.3", "лекція  у школі", "14.05.2021", "багато"), event("1.1", "Семінар")],
    },
    {"A": [ACTION_MISSING.at(Location("", "Звіт", "G12", "1.2"), target="2", seen="1", heading="Action")]},
    (Waiver(QUARTER, "C", "personal-data", "адресу бюро оприлюднено", date(2021, 9, 30), MADE, "І. Коваль"),),
    Edition(QUARTER, 1, MADE, "І. Коваль", "без зауважень", 1, 1, ""),
)
