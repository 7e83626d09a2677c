"""The texts of the board: its sentences, and the words of its headings and columns."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from xlplan.domain.board import Board, BoardAnswer, BoardLetter, BoardQuarter, BoardReturn
from xlplan.domain.deadline import Timeliness
from xlplan.domain.findings.finding import Finding
from xlplan.domain.messages import Sender
from xlplan.domain.return_counts import ReturnCounts, UnitReturn
from xlplan.domain.return_words import STATE_SIGNS, other_sender_text, time_left_sentence
from xlplan.domain.standing import Light
from xlplan.domain.submission import ReturnState
from xlplan.text.translation import _, ngettext

# The receipt has all of them.
_MOST_FINDINGS = 12
_MOST_PLACES = 8
STATE_LIGHTS = {
    ReturnState.ACCEPTED: Light.GREEN.value,
    ReturnState.ASKED_ANEW: Light.AMBER.value,
    ReturnState.TO_CORRECT: Light.AMBER.value,
    ReturnState.SUBMITTED: Light.AMBER.value,
    ReturnState.NONE: "grey",
}


def headings() -> Mapping[str, str]:
    """Return the words that stand on every board."""
    return {
        "title": _("Where the returns stand"),
        "skip": _("To the content"),
        "contents": _("On this page"),
        "to_correct": _("To correct"),
        "missing": _("Not returned yet"),
        "look": _("Please have a look"),
        "accepted": _("Accepted"),
        "waiting": _("Came after the closing"),
        "files": _("Files"),
        "answers": _("The last answers"),
        "not_taken": _("Files that were not taken"),
        "letters": _("Letters"),
        "year": _("Completeness of the year"),
        "time": _("Time"),
        "file": _("File"),
        "unit": _("Unit"),
        "answer": _("Answer"),
        "received": _("Received"),
        "subject": _("Subject"),
        "state": _("State"),
        "in_time": _("in time"),
        "total": _("All units"),
        "receipt": _("Receipt"),
        "marked": _("File to correct"),
        "template": _("Template"),
        "nothing_issued": _("Nothing was issued yet."),
        "no_answers": _("No file has come yet."),
    }


def made_sentence(board: Board) -> str:
    """Return the sentence on when the page was made, and on how to see a newer one."""
    made = _("Made on {day} at {time}.").format(day=f"{board.made_at:%d.%m.%Y}", time=f"{board.made_at:%H:%M}")
    seconds = board.refresh_seconds
    if not seconds:
        return " ".join((made, _("Load the page anew to see what has come since.")))
    renewed = (
        ngettext(
            "It renews itself every {number} minute.", "It renews itself every {number} minutes.", seconds // 60
        )
        if seconds % 60 == 0
        else ngettext(
            "It renews itself every {number} second.", "It renews itself every {number} seconds.", seconds
        )
    )
    return f"{made} {renewed}"


def headline(quarter: BoardQuarter) -> str:
    """Return the sentences on how the returns of a quarter stand."""
    counts = quarter.counts
    if counts.accepted == counts.owed:
        return _("All returns are accepted: {accepted} of {owed}.").format(
            accepted=counts.accepted, owed=counts.owed
        )
    to_correct, asked_anew = quarter.number_in(ReturnState.TO_CORRECT), quarter.number_in(ReturnState.ASKED_ANEW)
    missing, waiting = quarter.number_in(ReturnState.NONE), quarter.number_in(ReturnState.SUBMITTED)
    parts = [_("Accepted: {accepted} of {owed} returns.").format(accepted=counts.accepted, owed=counts.owed)]
    if to_correct:
        parts.append(
            ngettext("{number} return is to be corrected.", "{number} returns are to be corrected.", to_correct)
        )
    if asked_anew:
        parts.append(
            ngettext(
                "{number} return has rows to answer anew.",
                "{number} returns have rows to answer anew.",
                asked_anew,
            )
        )
    if waiting:
        parts.append(
            ngettext(
                "{number} return waits for the reopening.", "{number} returns wait for the reopening.", waiting
            )
        )
    if missing:
        parts.append(ngettext("{number} return has not come.", "{number} returns have not come.", missing))
    return " ".join(parts)


def deadline_sentence(quarter: BoardQuarter, board: Board) -> str:
    """Return the sentence on the deadline; of a closed quarter on its closing, with why it was reopened."""
    if quarter.closed_at:
        return _("Closed on {day}.").format(day=f"{quarter.closed_at:%d.%m.%Y}")
    sentence = time_left_sentence(quarter.deadline, board.made_at)
    if quarter.reopened:
        return " ".join((sentence, _("Reopened: {reason}").format(reason=quarter.reopened)))
    return sentence


def figures(quarter: BoardQuarter) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a quarter, each with its name."""
    counts = quarter.counts
    yield _("Owed"), str(counts.owed)
    yield _("Accepted"), _with_share(counts.accepted, counts.completeness)
    yield _("In time"), _with_share(counts.in_time, counts.timeliness)
    for state in (ReturnState.TO_CORRECT, ReturnState.ASKED_ANEW, ReturnState.SUBMITTED, ReturnState.NONE):
        number = quarter.number_in(state)
        if number or state in (ReturnState.TO_CORRECT, ReturnState.NONE):
            yield _(state.value).capitalize(), str(number)


def _with_share(number: int, share: float | None) -> str:
    return f"{number} ({share:.0%})" if share is not None else str(number)


def parts_of_bar(quarter: BoardQuarter) -> Iterator[tuple[str, int]]:
    """Yield the parts of the bar of a quarter: a colour and the number of returns."""
    for state, light in STATE_LIGHTS.items():
        if number := quarter.number_in(state):
            yield light, number


def state_text(each: BoardReturn) -> str:
    """Return the state of a return, with its sign."""
    words = [_(each.state.value), *([overdue()] if each.is_overdue else [])]
    return f"{STATE_SIGNS[each.state]} {', '.join(words)}"


def answer_text(answer: BoardAnswer) -> str:
    """Return the answer to a file, with its sign."""
    return f"{answer.answer.sign} {_(answer.answer.value)}"


def timeliness_text(timeliness: Timeliness | None) -> str:
    """Return the word for how timely a return was; "" without one."""
    return _(timeliness.value) if timeliness else ""


def remarks(each: BoardReturn) -> Iterator[str]:
    """Yield what is to be said of a return besides its state and its findings."""
    if each.rows_asked_again:
        yield _("the plan changed; rows to answer anew: {rows}").format(rows=", ".join(each.rows_asked_again))
    if each.attempts > 1:
        yield _("attempt {number}").format(number=each.attempts)
    if each.letter and each.state is not ReturnState.ACCEPTED:
        yield letter_text(each.letter)
    if each.beside:
        yield beside_text(each.beside)
    for answer in (each.shown, each.beside):
        if answer and answer.reason:
            yield _("withdrawn: {reason}").format(reason=answer.reason)


def letter_text(letter: BoardLetter) -> str:
    """Return the last letter to a unit: what it was, what has become of it, when."""
    return _("letter: {kind}, {state} {time}").format(
        kind=_(letter.kind.value), state=_(letter.state.value), time=f"{letter.at:%d.%m.%Y %H:%M}"
    )


def letter_state(letter: BoardLetter) -> str:
    """Return what has become of a letter."""
    return _(letter.state.value)


def beside_text(answer: BoardAnswer) -> str:
    """Return the latest file of a unit of which another one counts, or none."""
    return " · ".join([answer_text(answer), f"{answer.received_at:%d.%m.%Y %H:%M}", answer.file])


def finding_lines(answer: BoardAnswer) -> Iterator[str]:
    """Yield the findings in a file, those with the same words in one line, and how many more there are."""
    groups: dict[str, list[str]] = {}
    for finding in answer.findings:
        groups.setdefault(finding.problem, []).append(_place(finding))
    for problem, places in list(groups.items())[:_MOST_FINDINGS]:
        named = "; ".join(list(dict.fromkeys(filter(None, places)))[:_MOST_PLACES])
        more = ", …" if len(places) > _MOST_PLACES else ""
        yield f"{named}{more}: {problem}" if named else problem
    rest = len(groups) - _MOST_FINDINGS
    if rest > 0:
        yield ngettext(
            "… and {number} more finding, in the receipt.", "… and {number} more findings, in the receipt.", rest
        )


def _place(finding: Finding) -> str:
    """Return the place of a finding in short: the cell with its row, or the sheet."""
    place = finding.location
    parts = [place.sheet, place.cell or place.row]
    spot = ", ".join(filter(None, parts))
    return f"{spot} ({place.row})" if place.cell and place.row else spot


def year_cell(unit_return: UnitReturn | None) -> tuple[str, str, str]:
    """Return the colour, the sign and the words for a unit in a quarter of the year."""
    if unit_return is None:
        return "grey", "–", _("owes nothing")
    state = unit_return.state
    late = unit_return.timeliness is Timeliness.LATE
    words = [_(state.value), *([_(Timeliness.LATE.value)] if late else [])]
    return STATE_LIGHTS[state], STATE_SIGNS[state] + ("!" if late else ""), ", ".join(words)


def year_legend() -> Iterator[tuple[str, str]]:
    """Yield the signs of the table of a year with their words."""
    for state, sign in STATE_SIGNS.items():
        yield sign, _(state.value)
    yield "!", _(Timeliness.LATE.value)
    yield "–", _("owes nothing")


def year_caption(year: int) -> str:
    """Return the caption of the table of a year."""
    return _("{year} so far").format(year=year)


def share(counts: ReturnCounts) -> str:
    """Return how many of the returns owed are accepted."""
    return _("{accepted} of {owed}").format(accepted=counts.accepted, owed=counts.owed)


def more_not_taken(number: int) -> str:
    """Return the words for further files that were not taken."""
    return ngettext("… and {number} more file.", "… and {number} more files.", number)


def waiting_words(will_count: bool) -> str:
    """Return what becomes of a file that came after the closing."""
    return _("waits for the reopening") if will_count else _("to correct, and does not count even then")


def overdue() -> str:
    """Return the word for a return that is late and not there."""
    return _("overdue")


def sender_remark(sender: Sender) -> str:
    """Return the sentence about a file that came from an address which is none of its unit's.

    The page may be shown to others, so it has the address without the name in it.
    """
    return other_sender_text(replace(sender, address=sender.shown))


def not_issued() -> str:
    """Return the words for a unit without a template."""
    return _("no template was issued")
