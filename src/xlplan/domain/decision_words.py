"""A decision of the decision log in words, for the terminal and for the sheet that is signed."""

from collections.abc import Callable, Mapping
from datetime import date

from xlplan.domain.decision_log import Decision, DecisionKind, LogEntry
from xlplan.domain.quarter import read_quarter
from xlplan.text.translation import _, ngettext


def decision_words(decision: Decision, units: Mapping[str, str]) -> str:
    """Return what was decided, without the reason.

    Args:
        decision: The decision.
        units: The names of the units by their codes. A unit that is not among them is called by its code.
    """
    return _WORDS[decision.kind](decision, units)


# Accounts of computers that are nobody's name.
_ACCOUNTS = frozenset({"root", "admin", "administrator", "адміністратор", "system", "user", "користувач"})


def person_words(name: str) -> str:
    """Return who decided, for a document: the name, and for an account that names nobody “the coordinator”."""
    return _("the coordinator") if name.strip().casefold() in {"", *_ACCOUNTS} else name


def actor_words(entry: LogEntry) -> str:
    """Return who decided, and on which computer."""
    return " · ".join(part for part in (entry.actor.person or "—", entry.actor.machine) if part)


def _unit(decision: Decision, units: Mapping[str, str]) -> str:
    return units.get(decision.unit, decision.unit) or _("the whole centre")


def _day(text: object) -> str:
    try:
        return f"{date.fromisoformat(str(text)):%d.%m.%Y}"
    except ValueError:
        return str(text)


def _quarter(text: object) -> str:
    quarter = read_quarter(str(text))
    return quarter.title if quarter else str(text)


def _beginning(_decision: Decision, _units: Mapping[str, str]) -> str:
    return _("the decision log begins")


def _adoption(decision: Decision, _units: Mapping[str, str]) -> str:
    after = decision.after
    return _("version {number} of the plan adopted on {day}, in force from {quarter}: {file}").format(
        number=after.get("version"),
        day=_day(after.get("adopted_on")),
        quarter=_quarter(after.get("applies_from")),
        file=after.get("file"),
    )


def _adoption_undoing(decision: Decision, _units: Mapping[str, str]) -> str:
    return _("version {number} of the plan taken back").format(number=decision.before.get("version"))


def _issue(decision: Decision, units: Mapping[str, str]) -> str:
    codes = decision.after.get("units", {})
    names = ", ".join(units.get(code, code) for code in codes)
    text = ngettext("{number} template issued", "{number} templates issued", len(codes))
    due = _("due {day}").format(day=_day(decision.after.get("due")))
    return f"{text} ({names}), {due}"


def _waiver(decision: Decision, units: Mapping[str, str]) -> str:
    until = decision.after.get("until")
    text = _("warning “{code}” waived: {unit}").format(
        code=decision.after.get("code"), unit=_unit(decision, units)
    )
    row = ", " + _("row {row}").format(row=decision.row) if decision.row else ""
    end = ", " + _("until {day}").format(day=_day(until)) if until else ""
    return f"{text}{row}{end}"


def _withdrawal(decision: Decision, units: Mapping[str, str]) -> str:
    text = _("return of {unit} withdrawn, receipt {number} ({file})").format(
        unit=_unit(decision, units), number=decision.before.get("receipt"), file=decision.before.get("file")
    )
    return f"{text}; {_counting(decision)}"


def _withdrawal_undoing(decision: Decision, units: Mapping[str, str]) -> str:
    return (
        _("withdrawal of a return of {unit} undone").format(unit=_unit(decision, units))
        + f"; {_counting(decision)}"
    )


def _dismissal(decision: Decision, _units: Mapping[str, str]) -> str:
    return _("file that was not taken put aside, receipt {number} ({file})").format(
        number=decision.before.get("receipt"), file=decision.before.get("file")
    )


def _counting(decision: Decision) -> str:
    number = decision.after.get("receipt")
    return _("receipt {number} counts now").format(number=number) if number else _("no return counts now")


def _note(decision: Decision, _units: Mapping[str, str]) -> str:
    text = _("note on row {row}").format(row=decision.row)
    action = decision.after.get("action")
    return text + (", " + _("to be done: {action}").format(action=action) if action else "")


def _closing(decision: Decision, _units: Mapping[str, str]) -> str:
    editions: list[Mapping[str, object]] = decision.after.get("editions") or [{}]
    own, *others = editions
    text = _("{quarter} closed by edition {number}").format(
        quarter=_quarter(own.get("quarter")), number=own.get("number")
    )
    later = (
        _("{quarter}: edition {number}").format(quarter=_quarter(each.get("quarter")), number=each.get("number"))
        for each in others
    )
    return "; ".join((text, *later))


def _reopening(decision: Decision, _units: Mapping[str, str]) -> str:
    return _("{quarter} reopened after edition {number}").format(
        quarter=decision.quarter.title if decision.quarter else "—", number=decision.before.get("edition")
    )


def _letter(decision: Decision, units: Mapping[str, str]) -> str:
    after = decision.after
    text = _("letter to {unit}: {kind}, {state}").format(
        unit=_unit(decision, units), kind=_(str(after.get("kind") or "—")), state=_(str(after.get("state") or "—"))
    )
    to = ", ".join(map(str, after.get("to", ())))
    return " · ".join(part for part in (text, to, str(after.get("words") or "")) if part)


def _clock_confirmation(decision: Decision, _units: Mapping[str, str]) -> str:
    return _("the clock was called right, and later times in the ledger, up to {day}, wrong").format(
        day=_day(str(decision.after.get("last_entry"))[:10])
    )


def _log_completion(decision: Decision, _units: Mapping[str, str]) -> str:
    first, last = (*decision.after.get("lines", ()), "—", "—")[:2]
    return _("entries {first} to {last} were missing in the decision log and were written again").format(
        first=first, last=last
    )


def _older_ledger(decision: Decision, _units: Mapping[str, str]) -> str:
    return _(
        "an older ledger was put back, which ends with receipt {number}; it lacks what came later: "
        "decisions {decisions}, answers {answers}"
    ).format(
        number=decision.after.get("receipt"),
        decisions=decision.before.get("decisions"),
        answers=len(decision.before.get("answers", ())),
    )


def _ledger_move(decision: Decision, _units: Mapping[str, str]) -> str:
    return _("ledger moved from {before} to {after}").format(
        before=decision.before.get("ledger"), after=decision.after.get("ledger")
    )


_WORDS: Mapping[DecisionKind, Callable[[Decision, Mapping[str, str]], str]] = {
    DecisionKind.BEGINNING: _beginning,
    DecisionKind.ADOPTION: _adoption,
    DecisionKind.ADOPTION_UNDOING: _adoption_undoing,
    DecisionKind.ISSUE: _issue,
    DecisionKind.WAIVER: _waiver,
    DecisionKind.WITHDRAWAL: _withdrawal,
    DecisionKind.WITHDRAWAL_UNDOING: _withdrawal_undoing,
    DecisionKind.DISMISSAL: _dismissal,
    DecisionKind.NOTE: _note,
    DecisionKind.CLOSING: _closing,
    DecisionKind.REOPENING: _reopening,
    DecisionKind.LETTER: _letter,
    DecisionKind.CLOCK_CONFIRMATION: _clock_confirmation,
    DecisionKind.LOG_COMPLETION: _log_completion,
    DecisionKind.OLDER_LEDGER: _older_ledger,
    DecisionKind.LEDGER_MOVE: _ledger_move,
}
