"""Every rule stands on a list; findings come in the order of the lists; each kind is made by a rule."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import CodeType, FunctionType

from msgspec.structs import replace

from tests.support.return_tables import issue, issue_row, returned
from xlplan import validation
from xlplan.domain.entries import EventEntry
from xlplan.domain.findings import answer_kinds, cell_kinds, number_kinds
from xlplan.domain.findings.catalogue import kinds_of
from xlplan.domain.findings.file_kinds import NOTHING_CORRECTED
from xlplan.domain.findings.finding import FindingKind, Location
from xlplan.domain.submission import Outcome, Submission, Verdict
from xlplan.validation.arrival_order import ARRIVAL_RULES, check_arrival
from xlplan.validation.context import Arrival
from xlplan.validation.finding_groups import KIND_LIMIT, group_findings
from xlplan.validation.reissued import apply_reissue
from xlplan.validation.returns import RETURN_RULES, ROW_RULES, check_return

MODULES = [
    importlib.import_module(f"{validation.__name__}.{module.name}")
    for module in pkgutil.iter_modules(validation.__path__)
]
# Functions that make findings of answers and are no rules: of a newer template, and of many findings of one kind.
NOT_RULES = (apply_reissue, group_findings)


def names_in(code: CodeType) -> Iterator[str]:
    """Return the names that a function uses, with those of the functions and generators inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)


def kinds_made_by(*starts: Callable[..., object]) -> set[FindingKind]:
    """Return the kinds that functions name, and those that the functions name that they call."""
    waiting: list[object] = list(starts)
    seen: list[object] = []
    while waiting:
        value = waiting.pop()
        if any(value is other for other in seen):
            continue
        seen.append(value)
        if isinstance(value, FunctionType) and value.__module__.startswith(validation.__name__):
            waiting += [value.__globals__[name] for name in names_in(value.__code__) if name in value.__globals__]
        elif isinstance(value, tuple | dict):
            waiting += value.values() if isinstance(value, dict) else value
    return {value for value in seen if isinstance(value, FindingKind)}


def test_every_rule_stands_on_a_list() -> None:
    rules = {value for module in MODULES for name, value in vars(module).items() if name.startswith("check_")}
    # The two that apply the lists.
    callers = {check_return, check_arrival}
    listed = {*RETURN_RULES, *ROW_RULES, *ARRIVAL_RULES}
    assert sorted(rule.__name__ for rule in rules - callers - listed) == []


def test_every_kind_about_answers_is_made_by_a_rule_or_where_it_is_listed() -> None:
    made = kinds_made_by(check_return, check_arrival, *NOT_RULES)
    of_answers = (*kinds_of(answer_kinds), *kinds_of(number_kinds), *kinds_of(cell_kinds))
    assert [kind.code for kind in of_answers if kind not in made] == []


def test_a_kind_that_no_function_names_would_be_found() -> None:
    assert NOTHING_CORRECTED not in kinds_made_by(check_return)
    assert NOTHING_CORRECTED in kinds_made_by(check_arrival)


def codes(
    *lines: str, head: str = "key | measure | indicator | target | done | description | reason | action"
) -> list[str]:
    wanted = issue(issue_row("1", 4), issue_row("2", 4))
    _entries, _events, findings = check_return(wanted, returned("\n".join((head, *lines))))
    return [f"{finding.code}@{finding.location.row}" for finding in findings]


def test_findings_come_row_by_row_and_in_a_row_in_the_order_of_the_rules() -> None:
    assert codes(
        "1 | Інший | лекції | 4 | 1 | | |", "2 | Захід 2 | лекції | 5 | 90 | | |", "3 | | | | 1 | | |"
    ) == [
        "reason-missing@1",
        "action-missing@1",
        "locked-changed@1",
        "locked-changed@2",
        "far-over-target@2",
        "row-unknown@3",
    ]


def test_of_more_than_two_hundred_findings_of_one_kind_the_rest_is_counted_also_without_a_report_sheet() -> None:
    rows = "\n".join(f"9.9 | Лекція {number} | 14.05.2021" for number in range(KIND_LIMIT + 3))
    file = returned(events=f"key | event | held_on\n{rows}", recognised=False)
    _entries, _events, findings = check_return(issue(issue_row("1")), file)
    assert [finding.code for finding in findings].count("event-unknown") == KIND_LIMIT
    assert [finding.code for finding in findings][-1] == "more-warnings"


CAME = datetime(2021, 7, 5, 10, 0, tzinfo=UTC)
EVENT = EventEntry("", "1", "Лекція в школі", "14.05.2021", sheet="Заходи", cell="B7", place="школа № 1")
FAULT = answer_kinds.ENTRY_MISSING.at(Location("", "Звіт", "E6", "1"), heading="Done")


def test_that_nothing_was_corrected_comes_first_and_an_event_elsewhere_is_no_correction() -> None:
    verdict = Verdict(Outcome.TO_CORRECT, issue(issue_row("1")), (FAULT,), (), (EVENT,))
    others = {"Лугинське БПД": (EVENT,)}
    before = check_arrival(Arrival(verdict, others))
    last = Submission(1, "1", "a.xlsx", CAME, Outcome.TO_CORRECT, None, None, None)
    again = check_arrival(Arrival(replace(verdict), others, (last,), last, before))
    assert [finding.code for finding in before.findings] == ["entry-missing", "event-elsewhere"]
    assert [finding.code for finding in again.findings] == [
        "nothing-corrected",
        "entry-missing",
        "event-elsewhere",
    ]
