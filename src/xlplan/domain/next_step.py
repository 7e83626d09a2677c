"""The next steps of a coordinator, from where a workspace stands."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from xlplan.domain.quarter import Quarter
from xlplan.text.translation import _, ngettext


class PlanState(Struct, frozen=True):
    """The state of a plan workbook in templates/.

    `measures`: how many it has. `errors`: the cells that must be corrected before it can be adopted.
    `is_adopted`: the plan in force is what the workbook holds.
    """

    file: str
    measures: int
    errors: int
    is_adopted: bool


class QuarterState(Struct, frozen=True):
    """The state of a quarter that an adopted plan covers.

    `owed` and `accepted`: returns. `late_returns`: those that came after the closing and wait.
    `not_issued`: the number of units without a template, where others have one.
    `to_send`: the number of units with an address whose template was in no letter yet.
    """

    quarter: Quarter
    is_issued: bool
    is_closed: bool = False
    owed: int = 0
    accepted: int = 0
    late_returns: int = 0
    not_issued: int = 0
    to_send: int = 0


class WorkspaceState(Struct, frozen=True):
    """The state of a workspace: its plan workbooks, its quarters in order, and the files in the inbox.

    `files_in_inbox`: those that can be processed. `unfinished_in_inbox`: those that lack their end and wait.
    `period`: the year or the quarter of the latest plan, as a command takes it; "" without a plan.
    """

    plans: tuple[PlanState, ...]
    quarters: tuple[QuarterState, ...]
    files_in_inbox: int
    today: date
    period: str = ""
    unfinished_in_inbox: int = 0


class NextStep(Struct, frozen=True):
    """One step: what to do, and the command that does it; () where a person does it by hand.

    `asks`: what the command still needs behind it, in a person's words.
    """

    words: str
    command: tuple[str, ...] = ()
    asks: str = ""


def first_step(lang: str | None = None) -> NextStep:
    """Return the step where there is no workspace yet. Its command carries the language that somebody named."""
    return NextStep(_("Make a workspace in this folder"), (*(("--lang", lang) if lang else ()), "init"))


def next_steps(state: WorkspaceState) -> tuple[NextStep, ...]:
    """Return the next steps, the one that comes first at the top; there is always one."""
    steps = (*_plan_steps(state), *_inbox_steps(state), *_quarter_steps(state), *_next_plan_steps(state))
    return steps or (NextStep(_("See who has returned and who has not"), ("status",)),)


def _plan_steps(state: WorkspaceState) -> Iterator[NextStep]:
    if not state.quarters and not any(plan.measures for plan in state.plans):
        words = _("Bring in your own plan, from Word or a spreadsheet, in its own layout")
        yield NextStep(words, ("plan", "import"), asks=_("The file of the plan"))
    if not state.plans and not state.quarters:
        yield NextStep(_("Make an empty plan workbook in templates/"), ("plan", "new"))
    for plan in state.plans:
        if plan.is_adopted:
            continue
        if not plan.measures:
            words = _("Fill in the plan workbook {file}, or put one with your plan in its place")
            yield NextStep(words.format(file=plan.file))
        elif plan.errors:
            words = ngettext(
                "Correct {number} error of {file}: see it",
                "Correct {number} errors of {file}: see them",
                plan.errors,
                file=plan.file,
            )
            yield NextStep(words, ("plan", "check", plan.file))
        else:
            yield NextStep(
                _("Look through what was understood of {file}").format(file=plan.file),
                ("plan", "check", plan.file),
            )
            yield NextStep(_("Adopt the plan {file}").format(file=plan.file), ("plan", "adopt", plan.file))


def _inbox_steps(state: WorkspaceState) -> Iterator[NextStep]:
    if state.files_in_inbox and state.quarters:
        words = ngettext(
            "Process {number} file that lies in inbox/",
            "Process {number} files that lie in inbox/",
            state.files_in_inbox,
        )
        yield NextStep(words, ("intake",))


def _quarter_steps(state: WorkspaceState) -> Iterator[NextStep]:
    for each in state.quarters:
        name = str(each.quarter)
        if each.is_closed:
            if each.late_returns:
                words = ngettext(
                    "See {number} return of {quarter} that came after the closing",
                    "See {number} returns of {quarter} that came after the closing",
                    each.late_returns,
                    quarter=name,
                )
                yield NextStep(words, ("reopen", name))
        elif each.is_issued:
            yield from _open_quarter_steps(each, name)
    upcoming = next((each for each in state.quarters if _is_to_issue(each, state)), None)
    if upcoming:
        words = _("Issue the templates of {quarter}").format(quarter=upcoming.quarter)
        yield NextStep(words, ("issue", str(upcoming.quarter)))


def _next_plan_steps(state: WorkspaceState) -> Iterator[NextStep]:
    """Yield the beginning of the next plan, where every quarter of the last one is closed and none waits."""
    is_over = bool(state.quarters) and all(each.is_closed for each in state.quarters)
    if state.period and is_over and all(plan.is_adopted for plan in state.plans):
        words = _("Begin the next plan from the plan of {period}").format(period=state.period)
        yield NextStep(words, ("plan", "new", "--from", state.period))


def _open_quarter_steps(state: QuarterState, name: str) -> Iterator[NextStep]:
    if state.not_issued:
        words = ngettext(
            "Issue the template of {number} unit that has none for {quarter}",
            "Issue the templates of {number} units that have none for {quarter}",
            state.not_issued,
            quarter=name,
        )
        yield NextStep(words, ("issue", name))
    if state.to_send:
        words = ngettext(
            "Send the template of {quarter} to {number} unit",
            "Send the templates of {quarter} to {number} units",
            state.to_send,
            quarter=name,
        )
        yield NextStep(words, ("send", name))
    if state.accepted == state.owed:
        yield NextStep(_("Close {quarter}: every return is accepted").format(quarter=name), ("close", name))
    else:
        words = _("See who has not returned for {quarter}: accepted {accepted} of {owed}")
        yield NextStep(words.format(quarter=name, accepted=state.accepted, owed=state.owed), ("status", name))
        yield NextStep(_("Watch inbox/ and answer each file that comes"), ("watch",))


def _is_to_issue(each: QuarterState, state: WorkspaceState) -> bool:
    """Tell if the templates of a quarter are due: it has begun, or nothing is open before it."""
    if each.is_issued:
        return False
    is_open_before = any(other.is_issued and not other.is_closed for other in state.quarters)
    return each.quarter.first_day <= state.today or not is_open_before
