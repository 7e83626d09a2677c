"""Sheet `Довідка` of a template: one page on how to fill it in."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents import style
from xlplan.documents.template.hints import remedy, text_hint, write_hint
from xlplan.documents.template.report_sheet import unit_line
from xlplan.documents.template.row_state import GIVE_REASON, NOTHING_AROSE, OPEN_SIGN, WRONG_SIGN, Answers, state
from xlplan.domain.findings.answer_kinds import ANSWER_MISSING, DESCRIPTION_MISSING, ENTRY_MISSING
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.number_words import number_rule, takes_whole_numbers
from xlplan.domain.plan import Counting
from xlplan.domain.sheets import EVENTS, FILLED_BY, POST, REPORT
from xlplan.domain.status import Status
from xlplan.domain.target import Target, TargetKind, count_target
from xlplan.text.translation import _

_WIDTHS = (4, 25, 17, 37, 27, 27, 21)
_LAST = len(_WIDTHS) - 1
_BOLD_FACTOR = 1.1
# The days between the due day and the day that the example names for what is still to be done.
_LATER_DAYS = 14
_EXAMPLE_COLUMNS = ("target", "done", "description", "reason", "action", "state")


class _Page(Struct):
    """The page, and the row where its next line goes."""

    sheet: Any
    formats: style.Formats
    row: int = 0

    def write_heading(self, text: str) -> None:
        self.sheet.set_row(self.row, 9)
        self.row += 1
        look = self.formats(bold=True, font_size=12, font_color=style.INK, bg_color=style.BAND, valign="vcenter")
        for column in range(_LAST + 1):
            self.sheet.write_blank(self.row, column, None, look)
        self.sheet.write_string(self.row, 0, text, look)
        self.sheet.set_row(self.row, 20)
        self.row += 1

    def write_across(self, text: str, first: int, label: str | int | None = None, **properties: object) -> None:
        """Write a text from column `first` to the right edge, with a label before it."""
        if isinstance(label, int):
            self.sheet.write_number(
                self.row, 0, label, self.formats(bold=True, font_color=style.INK, align="center")
            )
        elif label is not None:
            last = first - 1
            self.write_merged(0, last, label, bold=True)
        self.write_merged(first, _LAST, text, **properties)
        tallest = style.count_lines(text, sum(_WIDTHS[first:]) - 2)
        if isinstance(label, str):
            tallest = max(tallest, style.count_lines(label, (sum(_WIDTHS[:first]) - 2) / _BOLD_FACTOR))
        self.sheet.set_row(self.row, 13.0 * tallest + 5)
        self.row += 1

    def write_value(self, column: int, value: object, **properties: object) -> None:
        look = self.formats.text(**properties)
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, look)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, value, look)
        else:
            self.sheet.write_number(self.row, column, value, look)

    def write_merged(self, first: int, last: int, text: str, **properties: object) -> None:
        look = self.formats.text(**properties)
        self.sheet.merge_range(self.row, first, self.row, last, "", look)
        self.sheet.write_string(self.row, first, text, look)


def write_help_sheet(sheet: Any, formats: style.Formats, issue: Issue) -> None:
    """Fill the sheet."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    style.set_page(sheet, 0, f"{issue.unit.name} · {issue.quarter.title} · {issue.form_code}")
    sheet.fit_to_pages(1, 1)
    sheet.write_string(0, 0, _("How to fill in the report"), formats.title)
    sheet.set_row(0, 25)
    sheet.write_string(1, 0, unit_line(issue), formats(font_color=style.MUTED, quote_prefix=True))
    rows = tuple({(row.unit_of_measure, row.ratio is None): row for row in issue.rows}.values())
    key = issue.due, issue.contact, *((row.unit_of_measure, row.ratio is None) for row in rows)
    sheet.once(key, lambda: _write_page(_Page(sheet, formats, row=2), replace(issue, rows=rows)))


def _write_page(page: _Page, issue: Issue) -> None:
    """Write all that does not name the unit. It depends on the due day, the contact and the units of measure."""
    page.write_heading(_("Who filled it in"))
    _write_filled_by(page)
    page.write_heading(_("Step by step"))
    for number, step in enumerate(_steps(issue), start=1):
        page.write_across(step, 1, number)
    page.write_heading(_("What it looks like"))
    _write_example(page, issue.due)
    page.write_heading(_("Zero, “nothing arose” and empty are three different answers"))
    for label, meaning in _answer_meanings():
        page.write_across(meaning, 2, label)
    page.write_heading(_("What the plan asks for"))
    for label, meaning in (*_target_meanings(), *_unit_meanings(issue.rows)):
        page.write_across(meaning, 2, label)
    page.write_heading(_("What “{state}” says").format(state=REPORT.column("state").shown))
    for label, meaning in (*_sign_meanings(), *_share_meanings(issue.rows)):
        page.write_across(meaning, 2, label)
    page.write_heading(_("After it is sent"))
    for line in _after_sending(issue):
        page.write_across(line, 0)


def _write_filled_by(page: _Page) -> None:
    """Write cells for the name and the post beside their labels, by which the reader finds them."""
    prompt = _("Whom the coordinator may ask about this report. Name and post are enough: no phone, no e-mail.")
    for label in (FILLED_BY, POST):
        page.write_merged(0, 2, _(label), bold=True, valign="vcenter")
        properties = {"bg_color": style.ENTRY, "border": 1, "border_color": style.ENTRY_LINE, "locked": False}
        page.sheet.write_blank(
            page.row, 3, None, page.formats.text(num_format="@", valign="vcenter", **properties)
        )
        write_hint(page.sheet, page.row, 3, text_hint(_(label), prompt))
        page.sheet.set_row(page.row, 18)
        page.row += 1


def _sign_meanings() -> tuple[tuple[str, str], ...]:
    """Return the signs of the column of states with their meanings."""
    return (
        (
            f"{OPEN_SIGN} {WRONG_SIGN}",
            _("An answer is missing, or it is none: the words beside the sign say which."),
        ),
        (f"{Status.MET.sign} {Status.OVER.sign}", _("The plan is met, or more was done than planned.")),
        (
            Status.SHORT.sign,
            _("Less was done than planned, or more than a ceiling allows; the reason must be there."),
        ),
        (
            f"{Status.NOTHING_AROSE.sign} {Status.NOT_JUDGED.sign}",
            _("Nothing was called for; or the plan sets no number, so nothing is judged."),
        ),
    )


def _steps(issue: Issue) -> tuple[str, ...]:
    done, reason, action, description = (
        REPORT.column(name).shown for name in ("done", "reason", "action", "description")
    )
    return (
        _("Open the sheet “{sheet}” and fill in the bright yellow cells: Tab goes on, Enter goes down.").format(
            sheet=REPORT.shown
        ),
        _number_step(issue.rows).format(done=done, description=description),
        _(
            "Where less was done than planned, say why under “{reason}” and what comes next under “{action}”."
        ).format(reason=reason, action=action),
        _("On the sheet “{sheet}” write the date and the number of people beside each event.").format(
            sheet=EVENTS.shown
        ),
        _("Above, give your own name and post. Of the people you helped write no names, phones or tax numbers."),
        _("Watch the box at the top of “{sheet}”: when it is green and says “{ready}”, it is.").format(
            sheet=REPORT.shown, ready=_("Ready to send")
        ),
        _("Save the file and send it to the coordinator by {due}. Any file name will do.").format(
            due=f"{issue.due:%d.%m.%Y}"
        ),
    )


def _number_step(rows: tuple[IssueRow, ...]) -> str:
    if all(takes_whole_numbers(row.unit_of_measure) for row in rows):
        return _("Under “{done}” write only a whole number; under “{description}” say what, where and when.")
    return _(
        "Under “{done}” write only a number, with as many decimals as the note at its cell says; under "
        "“{description}” say what, where and when."
    )


def _examples(due: date) -> tuple[tuple[IssueRow, Answers], ...]:
    # What fell short is made good after the return is sent, in whichever quarter.
    later = due + timedelta(days=_LATER_DAYS)

    def row(target: Target, counting: Counting = Counting.LEAD) -> IssueRow:
        return IssueRow("", "", "", target, counting)

    needed = Target(TargetKind.ON_DEMAND, _("as needed"))
    steadily = Target(TargetKind.CONTINUOUS, _("ongoing"))
    return (
        (row(count_target(2)), {"done": 2, "description": _("Two lectures in the service centre, 31 people")}),
        (
            row(count_target(3)),
            {
                "done": 2,
                "description": _("Two meetings with the community, 24 people"),
                "reason": _("The third was put off: the hall was under repair"),
                "action": _("We shall hold it by {day}").format(day=f"{later:%d.%m.%Y}"),
            },
        ),
        (row(count_target(3)), {"done": 2, "description": _("Two meetings with the community, 24 people")}),
        (row(needed), {"done": _(NOTHING_AROSE)}),
        (row(steadily), {"description": _("Once a week we answered questions on the community's page")}),
    )


def _write_example(page: _Page, due: date) -> None:
    entries = ("done", "description", "reason", "action")
    for column, name in enumerate(_EXAMPLE_COLUMNS, start=1):
        head = (
            {"bg_color": style.ENTRY_HEAD} if name in entries else {"bg_color": style.INK, "font_color": "#FFFFFF"}
        )
        look = page.formats.text(
            bold=True, align="center", valign="vcenter", border=1, border_color=style.LINE, **head
        )
        page.sheet.write_string(page.row, column, REPORT.column(name).shown, look)
    page.sheet.set_row(page.row, 20)
    page.row += 1
    for row, answers in _examples(due):
        cells = {"target": row.target.shown, **answers, "state": state(row, answers)}
        for column, name in enumerate(_EXAMPLE_COLUMNS, start=1):
            properties: dict[str, object] = {"border": 1, "border_color": style.LINE, "valign": "vcenter"}
            if name in entries:
                missing = name == "reason" and _(GIVE_REASON) in str(cells["state"])
                properties["bg_color"] = style.FAULT if missing else style.ENTRY
            properties |= {"align": "center"} if name in ("target", "done") else {"indent": 1}
            if name == "state":
                properties |= {"bold": True, **_state_ink(cells["state"])}
            page.write_value(column, cells.get(name), **properties)
        tallest = max(
            style.count_lines(str(cells.get(name, "")), _WIDTHS[column] - 1.5)
            for column, name in enumerate(_EXAMPLE_COLUMNS, start=1)
        )
        page.sheet.set_row(page.row, 13.0 * tallest + 8)
        page.row += 1


def _state_ink(text: object) -> dict[str, object]:
    sign = str(text)[:1]
    status = next((status for status in Status if status.sign == sign), Status.NOT_JUDGED)
    return {"font_color": style.STATUS_INK[status]}


def _answer_meanings() -> tuple[tuple[str, str], ...]:
    return (
        ("0", _("It was to be done and was not. Zero is an answer; where a plan is set, add the reason.")),
        (
            _("“{nothing}”").format(nothing=_(NOTHING_AROSE)),
            _("Nobody asked for it, so there was nothing to do. Only where the plan says “as needed” or so."),
        ),
        (_("empty cell"), _("There is no answer yet. An empty cell is never taken for zero.")),
    )


def _target_meanings() -> tuple[tuple[str, str], ...]:
    joint = f"6 {_(Counting.JOINT.value)}"
    return (
        (_("a number"), " ".join((remedy(ENTRY_MISSING), _("Less than planned? Give the reason.")))),
        ("≤ 6", _("A ceiling: no more than this number. More than planned? Give the reason.")),
        (joint, _("The number is planned for several units together. Write only what your own unit did.")),
        (_("ongoing, throughout the quarter"), remedy(DESCRIPTION_MISSING)),
        (
            _("as needed, if held, on instruction"),
            remedy(ANSWER_MISSING, nothing=_(NOTHING_AROSE)),
        ),
        (
            _("empty cell"),
            _("The plan sets no number. If there is something to show, write it; nothing is judged."),
        ),
    )


def _unit_meanings(rows: tuple[IssueRow, ...]) -> Iterator[tuple[str, str]]:
    """Yield the targets of a form that counts more than whole things, with their meanings."""
    typed = [row for row in rows if row.ratio is None and not takes_whole_numbers(row.unit_of_measure)]
    for row in typed:
        if row.unit_of_measure.is_percentage:
            yield "98 %", number_rule(row.unit_of_measure)
            break
    for row in typed:
        if not row.unit_of_measure.is_percentage:
            beside = _("({unit}) beside the indicator").format(unit=row.unit_of_measure.word)
            yield beside, number_rule(row.unit_of_measure)
            break
    if any(row.ratio for row in rows):
        share = _("A share, computed from two other rows as you fill them. Nothing is to be written there.")
        yield _("a percentage beside a grey cell"), share


def _share_meanings(rows: tuple[IssueRow, ...]) -> Iterator[tuple[str, str]]:
    if any(row.ratio for row in rows):
        nothing = _("There was nothing to compute a share from; the row is not judged.")
        yield Status.NO_BASE.sign, nothing


def _after_sending(issue: Issue) -> tuple[str, ...]:
    ask = _("Something is unclear, or the plan itself is wrong? Ask the coordinator of the centre.")
    return (
        _("Every file gets an answer: “accepted”, or your own file back with the cells to correct in colour."),
        _("You may correct and send again as often as needed: the latest accepted file counts."),
        f"{ask} {issue.contact}" if issue.contact else ask,
    )
