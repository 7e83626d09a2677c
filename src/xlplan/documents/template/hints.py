"""What each entry cell says when a unit stands on it, and what it refuses: from the words of the findings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xlplan.documents.formula_functions import AND, IF, INT, ISNUMBER
from xlplan.documents.formulas import Cell
from xlplan.documents.template.row_state import NOTHING_AROSE, says_nothing_arose
from xlplan.domain.findings.answer_kinds import (
    ANSWER_MISSING,
    DESCRIPTION_MISSING,
    ENTRY_FRACTION,
    ENTRY_MISSING,
    ENTRY_NOT_A_NUMBER,
    EVENT_DATE_UNCLEAR,
    EVENT_FORM_UNCLEAR,
    EVENT_UNKNOWN,
    PROMISE_UNANSWERED,
)
from xlplan.domain.findings.finding import FindingKind
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better
from xlplan.domain.sheets import REPORT
from xlplan.domain.submission import NO, YES
from xlplan.domain.target import TargetKind
from xlplan.text.translation import _

# Excel's own limits for the title and the text of a message.
TITLE_LIMIT = 32
MESSAGE_LIMIT = 255
TEXT_LIMIT = 5000
_MANY = 1_000_000
_WORDS_SHOWN = 60

Hint = Mapping[str, object]


def remedy(kind: FindingKind, **values: str) -> str:
    """What to do about a kind of finding, in the language in use."""
    return _(kind.remedy).format(**values)


def lines(*sentences: str) -> str:
    """Whole sentences, each on a line of its own."""
    return "\n".join(sentences)


def within(text: str, limit: int) -> str:
    """`text`, cut with an ellipsis where it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _hint(heading: str, say: str, stop_title: str, stop: str, **check: object) -> Hint:
    return {
        **check,
        "input_title": within(heading, TITLE_LIMIT),
        "input_message": within(say, MESSAGE_LIMIT),
        "error_title": within(stop_title, TITLE_LIMIT),
        "error_message": within(stop, MESSAGE_LIMIT),
    }


def whole_number(heading: str, say: str, stop: str) -> Hint:
    """A cell that takes a whole number from 0 up."""
    return _hint(
        heading, say, _("A whole number is needed"), stop, validate="integer", criteria="between", minimum=0,
        maximum=_MANY,
    )  # fmt: skip


def short_text(heading: str, say: str) -> Hint:
    """A cell that takes words; very long ones are refused."""
    stop = _("At most {limit} characters fit here. Say it shorter, or send the details separately.")
    return _hint(
        heading, say, _("The text is too long"), stop.format(limit=TEXT_LIMIT), validate="length",
        criteria="<=", value=TEXT_LIMIT,
    )  # fmt: skip


def day(heading: str, say: str) -> Hint:
    """A cell that takes a date."""
    stop = remedy(EVENT_DATE_UNCLEAR)
    return _hint(
        heading, say, _("A date is needed"), stop, validate="date", criteria="between",
        minimum=date(2000, 1, 1), maximum=date(2199, 12, 31),
    )  # fmt: skip


def one_of(heading: str, say: str, cells: str) -> Hint:
    """A cell that takes one of the texts in `cells`."""
    return _hint(heading, say, _("No such code"), remedy(EVENT_UNKNOWN), validate="list", source=f"={cells}")


def chosen(heading: str, say: str, words: tuple[str, ...]) -> Hint:
    """A cell that takes one of these words."""
    stop = remedy(EVENT_FORM_UNCLEAR, known=", ".join(words))
    return _hint(heading, say, _("Not in the list"), stop, validate="list", source=list(words))


def _number_or_words(heading: str, say: str, cell: str) -> Hint:
    done = Cell("done")
    check = IF(ISNUMBER(done), AND(done >= 0, done.equals(INT(done))), says_nothing_arose(done))
    formula = f"={check.excel({done.name: cell})}"
    stop = remedy(ANSWER_MISSING, nothing=_(NOTHING_AROSE))
    return _hint(heading, say, _("A number or words"), stop, validate="custom", value=formula)


def _planned(row: IssueRow) -> str:
    return _("Planned: {target}.").format(target=within(str(row.target.shown), _WORDS_SHOWN))


def done_hint(row: IssueRow, cell: str) -> Hint:
    """For `Виконано` of a row, by the kind of its target."""
    heading = REPORT.column("done").shown
    if row.target.kind in (TargetKind.ON_DEMAND, TargetKind.ON_INSTRUCTION):
        say = lines(_planned(row), remedy(ANSWER_MISSING, nothing=_(NOTHING_AROSE)))
        return _number_or_words(heading, say, cell)
    description = REPORT.column("description").shown
    stop = lines(remedy(ENTRY_NOT_A_NUMBER, description=description), remedy(ENTRY_FRACTION))
    return whole_number(heading, _done_say(row), stop)


def _done_say(row: IssueRow) -> str:
    if row.target.kind is TargetKind.CONTINUOUS:
        return lines(_planned(row), _("A number is welcome here, but words are a must."))
    if row.target.kind is TargetKind.UNSET:
        return _("The plan sets no number. If there is something to show, write it.")
    say = lines(_planned(row), remedy(ENTRY_MISSING))
    if not row.is_judged:
        return lines(say, _("Write only what your own unit did."))
    if row.better is Better.LESS:
        return lines(say, _("More than planned? Give the reason."))
    return lines(say, _("Less than planned? Give the reason."))


def words_hint(row: IssueRow, column: str) -> Hint:
    """For `Опис виконання`, `Причина невиконання` and `Що буде зроблено` of a row."""
    return short_text(REPORT.column(column).shown, _words_say(row, column))


def _words_say(row: IssueRow, column: str) -> str:
    if column == "description":
        return lines(remedy(DESCRIPTION_MISSING), _("No names, phones or other personal data, please."))
    if not row.is_judged:
        return _("Only if there is something to say.")
    if column == "reason":
        return _("Only where the plan was not met: why it turned out so.")
    return _("Only where the plan was not met: what will be done, who will do it, and by what date.")


def kept_hint(row: IssueRow) -> Hint:
    """For the answer to what was promised last quarter."""
    words = (_(YES), _(NO))
    say = lines(_("Promised: {promised}").format(promised=within(row.promised, 120)), _("Was it done? Choose."))
    stop = remedy(PROMISE_UNANSWERED, heading=REPORT.column("kept").shown, yes=words[0], no=words[1])
    return _hint(REPORT.column("kept").shown, say, _("Yes or no"), stop, validate="list", source=list(words))


def put(sheet: Any, row: int, column: int, hint: Hint, last: int | None = None) -> None:
    """Lays a hint on a cell (row and column from 0), or on all cells of the column down to the row `last`."""
    sheet.data_validation(row, column, row if last is None else last, column, dict(hint))
