"""The output of `explain` for people."""

from collections.abc import Iterator, Sequence

import click

from xlplan.cli.output.common import version_text
from xlplan.cli.output.letters import letters_line
from xlplan.domain.decision_words import person_words
from xlplan.domain.decisions import Note
from xlplan.domain.edition import Edition, SnapshotRow
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.explanation import Explanation, ShareCounts, ShareEntries, SubmissionAnswer, UnitExplanation
from xlplan.domain.findings.finding import Finding
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.plan import AcrossUnits, AddsUp, Better, Counting, Indicator
from xlplan.domain.quarter import Quarter
from xlplan.domain.refused_answers import refusal_words, refusals
from xlplan.domain.status import Status
from xlplan.domain.submission import SubmissionState
from xlplan.domain.target_words import count_words, target_words
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure, show_digits, show_number
from xlplan.text.translation import _, ngettext

_STATE_SIGNS = {
    SubmissionState.COUNTS: "✓",
    SubmissionState.SUPERSEDED: "↷",
    SubmissionState.TO_CORRECT: "✎",
    SubmissionState.NOT_TAKEN: "✗",
    SubmissionState.WITHDRAWN: "−",
    SubmissionState.LATE: "◷",
}


def print_explanation(explanation: Explanation) -> None:
    """Print the figure, the plan behind it, then each unit down to the file and the cell."""
    figure = explanation.figure
    click.echo(f"{figure.indicator.key} · {figure.measure.title}")
    click.echo("  " + _("Indicator: {indicator}").format(indicator=figure.indicator.title))
    click.echo(f"  {version_text(explanation.version)}")
    indicator, unit = figure.indicator, figure.indicator.unit_of_measure
    target = _("target: {target}").format(target=target_words(figure.target, indicator.better, unit) or "—")
    # Of a single unit there is nobody with whom the target could be joint or split.
    counting = _(indicator.counting.value) if len(figure.measure.units) > 1 else ""
    click.echo("  " + " · ".join(filter(None, (explanation.quarter.title, target, counting))))
    figure_text = _("done: {done}").format(done=_number_text(figure.done, unit))
    missing = ", ".join(unit.name for unit in figure.waiting_units)
    without = _("without: {units}").format(units=missing) if missing else ""
    units = [(each.unit.name, each.entry.number) for each in figure.units]
    behind = _counts_text(explanation.counts, explanation) or _across_text(units, indicator)
    click.echo("  " + " · ".join(filter(None, (figure_text, behind, figure.status.shown, without))))
    if explanation.quarter.number > 1:
        to_date = [(each.unit.name, each.done_to_date) for each in (*figure.units, *figure.former_units)]
        behind = _counts_text(explanation.counts_to_date, explanation) or _across_text(to_date, indicator)
        year = _year_text(figure.done_to_date, figure.target_to_date, indicator)
        click.echo("  " + " · ".join(filter(None, (year, behind))))
    for line in _note_lines(explanation.note):
        click.echo(f"  {line}")
    for edition, snapshot_row in explanation.editions:
        click.echo(f"  ■ {_edition_text(edition, snapshot_row, unit)}")
    for each in explanation.units:
        click.echo("")
        for line in _unit_lines(explanation, each):
            click.echo(f"  {line}")


def _note_lines(note: Note | None) -> Iterator[str]:
    """Yield the coordinator's words on a shortfall of the centre."""
    if note is None:
        return
    who = person_words(note.by)
    yield _("noted by {who} on {day}").format(who=who, day=f"{note.at:%d.%m.%Y}")
    for heading, text in ((_("reason"), note.reason), (_("what will be done"), note.action)):
        if text:
            yield f"    {heading}: {text}"


def _number_text(number: Number | None, unit: UnitOfMeasure) -> str:
    return "—" if number is None else show_number(number, unit)


def _counts_text(counts: ShareCounts | None, explanation: Explanation) -> str:
    """Return the two counts that a share is computed from, each with its row code; "" without any."""
    ratio = explanation.figure.indicator.ratio
    if counts is None or counts.part is None or ratio is None:
        return ""
    part, whole = (_number_text(each, explanation.counted) for each in (counts.part, counts.whole))
    return _("{part} ({part_code}) of {whole} ({whole_code})").format(
        part=part, part_code=ratio.part, whole=whole, whole_code=ratio.whole
    )


def _across_text(numbers: Sequence[tuple[str, Number | None]], indicator: Indicator) -> str:
    """Return how the numbers of units, by their names, make the centre's; "" where there is nothing to join."""
    known = [(name, number) for name, number in numbers if number is not None]
    across, unit = indicator.across_units, indicator.unit_of_measure
    if across is AcrossUnits.SUM or not known or len(numbers) == 1:
        return ""
    if across is AcrossUnits.MEAN:
        total = show_digits(sum(number for _name, number in known), unit)
        return ngettext(
            "mean of {number} unit: {total} / {number}",
            "mean of {number} units: {total} / {number}",
            len(known),
            total=total,
        )
    end = (max if across is AcrossUnits.GREATEST else min)(number for _name, number in known)
    names = ", ".join(name for name, number in known if number == end)
    words = _("the greatest: {units}") if across is AcrossUnits.GREATEST else _("the least: {units}")
    return words.format(units=names)


def _year_text(done: Number | None, target: Number | None, indicator: Indicator) -> str:
    better, unit = indicator.better, indicator.unit_of_measure
    shown = _number_text(done, unit)
    if target is None:
        return _("since the start of the year: {done}").format(done=shown)
    text = _("since the start of the year: {done} of {target}")
    if better is Better.LESS or unit.is_percentage or indicator.adds_up is AddsUp.MEAN:
        text = _("since the start of the year: {done} (target: {target})")
    return text.format(done=shown, target=count_words(target, better, unit))


def _edition_text(edition: Edition, snapshot_row: SnapshotRow | None, unit: UnitOfMeasure) -> str:
    text = _("edition {number} of {day}").format(number=edition.number, day=f"{edition.closed_at:%d.%m.%Y}")
    if snapshot_row is None:
        return f"{text}: —"
    done = snapshot_row.done
    # Words in place of a number are those of a status.
    shown = _(done) if isinstance(done, str) else _number_text(done, unit)
    return f"{text}: {shown} · {Status(snapshot_row.status).shown}"


def _unit_lines(explanation: Explanation, unit: UnitExplanation) -> Iterator[str]:
    figure, indicator = unit.figure, explanation.figure.indicator
    better, of_measure = indicator.better, indicator.unit_of_measure
    target = target_words(figure.target, better, of_measure) or "—"
    share = _("target: {target}").format(target=target) if figure.is_judged else ""
    # A joint target is judged as a whole; beside the part of one unit its status would say that there is none.
    is_part = indicator.counting is Counting.JOINT and figure.status is Status.NOT_JUDGED
    status = "" if is_part else figure.status.shown
    parts = [figure.unit.name, share, answer_text(figure.entry, of_measure), status]
    if figure.left_in:
        left = _("carried it before quarter {numeral}").format(numeral=figure.left_in.numeral)
        parts = [figure.unit.name, left]
    yield " · ".join(part for part in parts if part)
    if unit.asked_again:
        yield "    " + _("The plan changed this row after the return was made, so its answer does not count.")
    for heading, text in (
        (_("description"), figure.entry.description),
        (_("reason"), figure.entry.reason),
        (_("what will be done"), figure.entry.action),
    ):
        if text.strip():
            yield f"    {heading}: {hide_personal_data(' '.join(text.split()))}"
    if explanation.quarter.number > 1:
        # A joint target belongs to no single unit.
        to_date = figure.target_to_date if indicator.counting is not Counting.JOINT else None
        year = _year_text(figure.done_to_date, to_date, indicator)
        counts = _counts_text(unit.counts_to_date, explanation)
        yield "    " + " · ".join(filter(None, (f"{year} ({_quarters_text(unit, indicator)})", counts)))
    if not unit.answers and not figure.left_in:
        yield "    " + _("Nothing has come from this unit.")
    for answer in reversed(unit.answers):
        yield from _submission_lines(answer, of_measure, explanation.counted)
    if unit.letters:
        yield letters_line(unit.letters)


def _quarters_text(unit: UnitExplanation, indicator: Indicator) -> str:
    """Return a unit's answer of each quarter, with a plus between counts of whole things and what is added up."""
    unit_of_measure, adds_up = indicator.unit_of_measure, indicator.adds_up
    has_plus = adds_up is AddsUp.SUM or (adds_up is AddsUp.LAST and unit_of_measure == WHOLE_THINGS)
    between = " + " if has_plus else "; "
    return between.join(
        f"{_quarter_text(quarter, entry, indicator.key)}: {_short_answer(entry, unit_of_measure)}"
        for quarter, entry in unit.quarters
    )


def _quarter_text(quarter: Quarter, entry: Entry | None, key: str) -> str:
    """Return the numeral of a quarter, with the code that the row had then if it was another one."""
    return quarter.numeral if entry is None or entry.key == key else f"{quarter.numeral} ({entry.key})"


def _short_answer(entry: Entry | None, unit: UnitOfMeasure) -> str:
    return "—" if entry is None else answer_text(entry, unit)


def answer_text(entry: Entry, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return the words for an entry: a number, nothing arose, words only, or no answer."""
    if entry.number is not None:
        return show_number(entry.number, unit)
    if entry.kind in (EntryKind.NOTHING_AROSE, EntryKind.NO_BASE):
        return _(Status.NOTHING_AROSE.value if entry.kind is EntryKind.NOTHING_AROSE else Status.NO_BASE.value)
    return _("described in words") if entry.description.strip() else _("no answer")


def _said(entry: Entry, findings: Sequence[Finding], unit: UnitOfMeasure) -> str:
    """Return the words for an entry that does not count. What was written is no missing answer."""
    refused = refusals(findings).get(entry.key) if entry.kind is EntryKind.MISSING else None
    return refusal_words(refused, refused.shown_values) if refused else answer_text(entry, unit)


def _submission_lines(answer: SubmissionAnswer, unit: UnitOfMeasure, counted: UnitOfMeasure) -> Iterator[str]:
    sent = answer.submission
    received = _("received {moment}").format(moment=f"{sent.received_at:%d.%m.%Y %H:%M}")
    attempt = _("attempt {number}").format(number=answer.attempt)
    receipt = _("receipt No. {number}").format(number=sent.number)
    facts = " · ".join((sent.shown_file, received, attempt, receipt, _(answer.state.value)))
    yield f"    {_STATE_SIGNS[answer.state]} {facts}"
    if sent.filled_by:
        yield "        " + _("filled in by: {who}").format(who=hide_personal_data(sent.filled_by))
    counts = answer.state is SubmissionState.COUNTS
    for code, part in _cells_of_share(answer.share):
        yield "        " + _cell_text(part, answer, counts, counted) + f" ({code})"
    if answer.entry and answer.share:
        yield "        " + _("computed: {share}").format(share=answer_text(answer.entry, unit))
    elif answer.entry:
        yield "        " + _cell_text(answer.entry, answer, counts, unit)
    for finding in answer.findings:
        yield f"        {finding.problem}"
    for each in answer.withdrawals:
        undone, withdrawn = _("withdrawal undone on {day}: {reason}"), _("withdrawn on {day}: {reason}")
        template = undone if each.is_undone else withdrawn
        by = f" ({each.by})" if each.by else ""
        yield "        " + template.format(day=f"{each.at:%d.%m.%Y}", reason=each.reason) + by
    yield f"        SHA-256 {sent.sha256}"
    if answer.elsewhere:
        yield "        " + _("the file lies on another machine: {place}").format(place=answer.elsewhere)


def _cells_of_share(share: ShareEntries | None) -> Iterator[tuple[str, Entry]]:
    """Yield the entries that a file has of the two counts of a share, each with its row code."""
    if share:
        for code, entry in ((share.ratio.part, share.part), (share.ratio.whole, share.whole)):
            if entry:
                yield code, entry


def _cell_text(entry: Entry, answer: SubmissionAnswer, counts: bool, unit: UnitOfMeasure) -> str:
    """Return the cell of an entry and what stands there."""
    if counts:
        return f"{entry.sheet}!{entry.cell} = {answer_text(entry, unit)}"
    where = f"{entry.sheet}!{entry.cell}: " if entry.cell else ""
    return where + _("said: {words}").format(words=_said(entry, answer.findings, unit))
