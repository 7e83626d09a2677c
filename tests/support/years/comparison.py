"""Every figure that xlplan shows of a played year, held against the independent sum."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from tests.support.centre import call
from tests.support.years.as_plan import quarter_of
from tests.support.years.book_comparison import differences_of_book
from tests.support.years.changes_comparison import differences_of_changes
from tests.support.years.difference import Difference, ShownSheet
from tests.support.years.history_comparison import differences_of_history
from tests.support.years.model import JOINT, LESS, PERCENT, QUARTERS, YEAR, Adopt, Row, Scenario, Target, count_of
from tests.support.years.narrative_comparison import differences_of_narratives
from tests.support.years.oracle import (
    ACCEPTED,
    ANEW,
    EXPECTED,
    MET,
    NO_BASE,
    NONE,
    NOT_JUDGED,
    NOT_RETURNED,
    NOTHING_AROSE,
    OVER,
    SHORT,
    TO_CORRECT,
    RowSum,
)
from tests.support.years.player import PlayedYear, moment
from tests.support.years.readers import read_book, read_json, read_template, read_year_form
from tests.support.years.standing import Standing
from tests.support.years.year_sum import quarter_sum, template_sum
from xlplan.cli.output.explain_json import explanation_json
from xlplan.cli.output.status import status_json
from xlplan.domain.explanation import Explanation
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.plans import plan_versions
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.print_form import print_plan
from xlplan.services.report.consolidate import load_quarter
from xlplan.services.report.explain import explain
from xlplan.services.report.status import read_status

_ENGLISH = {
    "met": MET,
    "exceeded": OVER,
    "fell short": SHORT,
    "not returned": NOT_RETURNED,
    "expected": EXPECTED,
    "nothing arose": NOTHING_AROSE,
    "no numeric target": NOT_JUDGED,
    "nothing to compute from": NO_BASE,
}
_STATES = {ACCEPTED: "accepted", ANEW: "accepted, rows asked anew", TO_CORRECT: "to correct", NONE: "issued"}


def differences(played: PlayedYear) -> Iterator[Difference]:
    """Every difference of a played year: workbooks, templates, and what the commands say to programs."""
    scenario = played.scenario
    for quarter, (path, steps) in sorted(played.reports.items()):
        # An edition shows its quarter as it stood when the last quarter up to it was signed.
        expected = quarter_sum(scenario, steps, quarter, seen_at(scenario, steps))
        yield from differences_of_book(scenario, expected, read_book(path))
        yield from _of_changes(played, quarter)
        yield from _of_commands(played, quarter)
    for (steps, quarter, unit), path in sorted(played.templates.items()):
        yield from _of_template(scenario, steps, quarter, unit, path)
    if not scenario.is_quarterly:
        yield from _of_year_form(played)
    yield from differences_of_history(played)
    yield from differences_of_narratives(played)


def _of_changes(played: PlayedYear, quarter: int) -> Iterator[Difference]:
    """What each edition says that it changed of the one before."""
    for (_before, steps), (path, steps_now) in pairwise(played.editions.get(quarter, [])):
        then, now = (
            quarter_sum(played.scenario, each, quarter, seen_at(played.scenario, each))
            for each in (steps, steps_now)
        )
        yield from differences_of_changes(played.scenario, then, now, read_book(path))


def seen_at(scenario: Scenario, steps: int) -> datetime:
    """The moment at which the year is looked at after so many steps."""
    return scenario.end if steps == len(scenario.steps) else scenario.steps[steps - 1].at


def _of_commands(played: PlayedYear, quarter: int) -> Iterator[Difference]:
    """What `status --json` and `explain --json` say at the end of the year."""
    scenario, end = played.scenario, moment(played.scenario.end)
    expected = quarter_sum(scenario, len(scenario.steps), quarter, scenario.end)
    sheet = ShownSheet(scenario, quarter, "status --json")
    status = read_json(status_json(call(read_status, played.workspace, lambda: end, quarter_of(quarter))))
    (of_quarter,) = status["quarters"]
    yield from sheet.differ("", "accepted", len(expected.accepted), of_quarter["accepted"])
    yield from sheet.differ("", "owed", len(expected.states), of_quarter["owed"])
    seen = {each["unit"]: each["state"] for each in of_quarter["returns"]}
    waiting = _waiting(scenario, quarter)
    wanted = {
        scenario.units[unit]: "submitted" if state == NONE and unit in waiting else _STATES[state]
        for unit, state in expected.states.items()
    }
    yield from sheet.differ("", "state", wanted, seen)
    codes = [row.row.code for row in expected.rows]
    explained = call(_explain_each, played.workspace, lambda: end, quarter_of(quarter), codes)
    for row, explanations in zip(expected.rows, explained, strict=True):
        yield from _of_explanation(played, quarter, row, explanations)


def _explain_each(context: OpenWorkspace, quarter: Quarter, codes: Sequence[str]) -> list[tuple[Explanation, ...]]:
    """Each row as `explain` explains it, from the quarter as it is loaded once."""
    snapshot = load_quarter(context, quarter)
    return [explain(context, snapshot, code) for code in codes]


def _waiting(scenario: Scenario, quarter: int) -> set[str]:
    """The units whose accepted file came after the signature, and waits for the quarter to be opened again."""
    standing = Standing()
    for step in scenario.steps:
        standing.take(step)
    signed, sent = standing.quarters[quarter].signed, standing.quarters[quarter].sent
    return {each.unit for each in sent if signed and each.number > signed[1] and each.is_accepted}


def _of_explanation(
    played: PlayedYear, quarter: int, row: RowSum, explained: tuple[Explanation, ...]
) -> Iterator[Difference]:
    sheet, code = ShownSheet(played.scenario, quarter, "explain --json"), row.row.code
    shown = next(each for each in read_json(explanation_json(explained)) if each["code"] == code)
    wanted = {
        "target": row.target,
        "done": row.done,
        "target_to_date": row.target_to_date,
        "done_to_date": row.done_to_date,
    }
    for name, value in wanted.items():
        yield from sheet.differ(code, name, value, shown[name])
    yield from sheet.differ(code, "status", row.status, _ENGLISH[shown["status"]])
    of_units = {(each["unit"], bool(each.get("left_in"))): each for each in shown["units"]}
    figures = [(each.unit, False, each.target_to_date, each.done_to_date) for each in row.units]
    figures += [(each.unit, True, each.target_to_date, each.done_to_date) for each in row.left]
    for unit, has_left, target, done in figures:
        own = of_units.get((unit, has_left), {})
        place = f"{code} {unit}{' (left)' if has_left else ''}"
        yield from sheet.differ(place, "done_to_date", done, own.get("done_to_date"))
        if row.row.counting != JOINT:
            yield from sheet.differ(place, "target_to_date", target, own.get("target_to_date"))


def _of_template(scenario: Scenario, steps: int, quarter: int, unit: str, path: Path) -> Iterator[Difference]:
    sheet = ShownSheet(scenario, quarter, f"Звіт {unit} ({steps})")
    expected = template_sum(scenario, steps, quarter, unit, scenario.steps[steps - 1].at)
    shown = read_template(path)
    yield from sheet.differ("", "рядки", list(expected), list(shown))
    for code, row in expected.items():
        own = shown.get(code)
        if own is None:
            continue
        if not own.has_year:
            yield from sheet.differ(code, "Виконано з початку року", row.done, None)
            continue
        yield from sheet.differ(code, "План з початку року", row.target, own.target)
        yield from sheet.differ(code, "Виконано з початку року", row.done, own.done)
        told = all(text in own.promised for text in row.promised.split("; "))
        is_told = told and bool(row.promised) == bool(own.promised)
        yield from sheet.differ(code, "Обіцяно", row.promised, row.promised if is_told else own.promised)


def _of_year_form(played: PlayedYear) -> Iterator[Difference]:
    """The official form of the year: what the newest version asks, of the centre and of each unit with a share."""
    scenario, end = played.scenario, moment(played.scenario.end)
    sheet = ShownSheet(scenario, 0, "форма на рік")
    newest = [step.version for step in scenario.steps if isinstance(step, Adopt)][-1]
    with open_ledger(played.workspace.ledger) as ledger, ledger.connect() as connection:
        number = plan_versions(connection)[-1].number
    printed = call(print_plan, played.workspace, lambda: end, YEAR, number)
    wanted: list[list[object]] = []
    for row in newest.rows:
        whole = [row.target(quarter) for quarter in QUARTERS]
        words = row.in_words
        wanted += [[_title(row), *[None] * 4], ["Центр", *(_printed(row, count, words) for count in whole)]]
        for unit, name in scenario.units.items():
            shares = [row.shares.get((quarter, unit)) for quarter in QUARTERS]
            if any(share is not None for share in shares):
                wanted.append([name, *(_printed(row, share) for share in shares)])
    yield from sheet.differ("", "рядки", wanted, read_year_form(printed.path))


def _title(row: Row) -> str:
    """The indicator with the word of its unit, which a percentage has beside its numbers."""
    return row.indicator if row.unit in ("", PERCENT) else f"{row.indicator} ({row.unit})"


def _printed(row: Row, target: Target, in_words: bool = False) -> object:
    """A count as the form has it. Words are not looked at: they run across several quarters."""
    count = count_of(target)
    is_limit = in_words or row.better == LESS
    if count is None or not (is_limit or row.unit):
        return count
    whole, part = divmod(count, 1)
    # Thousands stand apart where there are tens of them; things without a unit are not grouped.
    digits = f"{int(whole):_}".replace("_", " " if row.unit and count >= 10_000 else "")
    digits += f",{str(part)[2:]:0<{row.decimals}}" if part else ""
    shown = f"{digits} %" if row.unit == PERCENT else digits
    if not is_limit:
        return shown
    return f"{'не більше' if row.better == LESS else 'не менше'} {shown}"
