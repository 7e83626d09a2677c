"""The narratives of a played year, their numbers held against the independent sums."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from tests.support.centre import call
from tests.support.told_document import ReadDocument, read_document
from tests.support.years.as_plan import quarter_of
from tests.support.years.difference import Difference, ShownSheet
from tests.support.years.model import LESS, PERCENT, YEAR, Count, Row, count_of
from tests.support.years.numbers import rounded
from tests.support.years.oracle import MET, NO_BASE, OVER, SHORT, QuarterSum, RowSum
from tests.support.years.player import PlayedYear, moment
from tests.support.years.year_sum import quarter_sum
from xlplan.services.report.narrative import write_narrative


def differences_of_narratives(played: PlayedYear) -> Iterator[Difference]:
    """What the narratives of the quarters tell otherwise than the sums."""
    scenario, steps = played.scenario, len(played.scenario.steps)
    end = moment(scenario.end)
    for quarter in sorted(played.reports):
        result = call(write_narrative, played.workspace, lambda: end, quarter_of(quarter))
        document = read_document(result.file.path)
        expected = quarter_sum(scenario, steps, quarter, scenario.end)
        sheet = ShownSheet(scenario, quarter, result.file.path.name)
        yield from _of_rows(sheet, expected, document)
        yield from _of_counts(sheet, expected, document)
        yield from _of_shortfalls(sheet, expected, document)
    if played.reports:
        yield from _of_year(played, end)


def _of_rows(sheet: ShownSheet, expected: QuarterSum, document: ReadDocument) -> Iterator[Difference]:
    for each in expected.rows:
        lead = document.measure(each.row.code.partition("/")[0])
        for words in _row_words(each):
            if words not in lead:
                yield from sheet.differ(each.row.code, "показник", words, lead)


def _row_words(each: RowSum) -> Iterator[str]:
    target = count_of(each.target)
    if target is None or each.status == NO_BASE:
        return
    planned = shown(target, each.row)
    planned = f"не більше {planned}" if each.row.better == LESS else planned
    if each.done is None:
        yield f"план — {planned}, даних немає"
        return
    done = shown(each.done, each.row)
    if each.waiting:
        yield f"план — {planned}, за поданими звітами — {done}"
        return
    per_cent = (
        ""
        if each.row.better == LESS or each.row.unit == PERCENT or not target
        else f" ({share(each.done, target)})"
    )
    yield f"план — {planned}, виконано — {done}{per_cent}"
    if each.status == SHORT and each.missing and each.row.unit != PERCENT:
        missing = shown(each.missing, each.row)
        yield f"понад межу на {missing}" if each.row.better == LESS else f"бракує {missing}"


def _of_counts(sheet: ShownSheet, expected: QuarterSum, document: ReadDocument) -> Iterator[Difference]:
    """How many indicators with a count are met, and how many are not."""
    counted = [row for row in expected.rows if count_of(row.target) is not None]
    if not counted:
        return
    met, short = (sum(row.status in statuses for row in counted) for statuses in ((MET, OVER), (SHORT,)))
    text = next((each for each in document.paragraphs if each.startswith(f"Із {len(counted)} показник")), "")
    for words in (f"виконано {met} (", *([f"недовиконано — {short}"] if short else [])):
        if words not in text:
            yield from sheet.differ("", "підсумок", words, text)


def _of_shortfalls(sheet: ShownSheet, expected: QuarterSum, document: ReadDocument) -> Iterator[Difference]:
    table = next((each for each in document.tables if each[0][-1] == "Що буде зроблено"), ())
    rows = {each.row.code: each.row for each in expected.rows}
    for each in expected.shortfalls:
        found = [row for row in table[1:] if row[0] == each.code]
        row = rows[each.code]
        numbers = (shown(each.done, row), shown(each.target, row), shown(each.missing, row))
        if not any(all(number in cells[2] for number in numbers) for cells in found):
            yield from sheet.differ(each.code, "недовиконання", numbers, found)
    yield from sheet.differ("", "недовиконань", len(expected.shortfalls), len(table[1:]))


def _of_year(played: PlayedYear, end: datetime) -> Iterator[Difference]:
    scenario, steps = played.scenario, len(played.scenario.steps)
    last = max(played.reports)
    result = call(write_narrative, played.workspace, lambda: end, YEAR)
    document = read_document(result.file.path)
    expected = quarter_sum(scenario, steps, last, scenario.end)
    sheet = ShownSheet(scenario, 0, result.file.path.name)
    for each in expected.rows:
        lead = document.measure(each.row.code.partition("/")[0])
        words = _year_words(each)
        if words and words not in lead:
            yield from sheet.differ(each.row.code, "рік", words, lead)


def _year_words(each: RowSum) -> str:
    target = each.target_to_date
    if target is None:
        return ""
    planned = shown(target, each.row)
    planned = f"не більше {planned}" if each.row.better == LESS else planned
    if each.done_to_date is None:
        return f"план — {planned}, даних немає"
    told = "за поданими звітами" if each.is_partial else "виконано"
    return f"план — {planned}, {told} — {shown(each.done_to_date, each.row)}"


def shown(number: Count, row: Row) -> str:
    """A number as a person reads it, with its unit."""
    exact = Decimal(number)
    is_whole = exact == exact.to_integral_value()
    digits = (
        f"{exact:.0f}"
        if is_whole
        else f"{exact:.{max(row.decimals, -int(exact.normalize().as_tuple().exponent))}f}"
    )
    whole, _point, part = digits.partition(".")
    if row.unit and len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}".replace(",", "\u00a0")
    text = f"{whole},{part}" if part else whole
    return f"{text}\u00a0{row.unit}" if row.unit else text


def share(done: Count, target: Count) -> str:
    """A share in per cent with one decimal; what is not whole is not called so."""
    exact = Fraction(done) * 100 / Fraction(target)
    found = rounded(exact, 1)
    if found == 100 and exact != 100:
        found = Decimal("99.9") if exact < 100 else Decimal("100.1")
    if found == 0 and exact:
        found = Decimal("0.1")
    return f"{found}".replace(".", ",") + "\u00a0%"
