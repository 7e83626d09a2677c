"""Every figure of a consolidated workbook, held against the independent sum, sheet by sheet."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from tests.support.years.difference import Difference, ShownSheet
from tests.support.years.model import Count, Scenario, count_of, is_count
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
    PromiseSum,
    QuarterSum,
    RowSum,
)
from tests.support.years.readers import JOINTLY, Book, UnitKey, Values, word_of

# What stands for the centre below the units: where some row is not added up, its own rule makes the number.
TOTALS = ("Разом", "По центру, за правилом кожного показника")
_NUMERALS = ("І", "ІІ", "ІІІ", "IV")


def differences_of_book(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    """The differences of one workbook, sheet by sheet."""
    for compare in (
        _of_plan_fact,
        _of_data,
        _of_shortfalls,
        _of_units,
        _of_totals,
        _of_summary,
        _of_year_returns,
        _of_signature,
    ):
        yield from compare(scenario, expected, book)


def _of_plan_fact(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    sheet = ShownSheet(scenario, expected.quarter, "План-факт")
    yield from sheet.differ("", "рядки", [row.row.code for row in expected.rows], list(book.plan_fact))
    for row in expected.rows:
        code, shown = row.row.code, book.plan_fact.get(row.row.code)
        if shown is None:
            continue
        for heading, value in _centre_values(expected, row).items():
            if heading in shown.values:
                seen = shown.values[heading]
                seen = word_of(seen) if heading.startswith("Статус") else seen
                # Nothing is carried where nothing was left: a 0 says the same as a blank.
                seen = seen or None if heading == "Недовиконано в попередніх кварталах" else seen
                yield from sheet.differ(code, heading, value, seen)
        if book.stars or row.is_partial:
            wanted = row.is_partial and row.done_to_date is not None
            is_starred = shown.starred and row.done_to_date is not None
            yield from sheet.differ(code, "*", wanted, is_starred if book.stars else wanted)
        yield from _units_of_plan_fact(sheet, scenario, row, shown.units)


def _centre_values(expected: QuarterSum, row: RowSum) -> dict[str, object]:
    target = count_of(row.target)
    values: dict[str, object] = {
        "План": row.target,
        "Виконано": row.shown,
        "Відхилення": row.deviation,
        "%": _part_of(row.done if row.deviation is not None else None, target),
        "Статус": row.status,
        "План з початку року": row.target_to_date,
        "Виконано з початку року": row.done_to_date,
        "Статус з початку року": row.status_to_date,
        "Недовиконано в попередніх кварталах": row.backlog,
    }
    if row.is_year_plain and expected.quarter < 4:
        values["План на рік"] = row.target_year
        values["Частка річного плану"] = _part_of(row.done_to_date, row.target_year)
        values["Прогноз на рік"] = row.forecast
    return values


def _part_of(done: Count | None, target: Count | None) -> Fraction | None:
    return Fraction(done) / Fraction(target) if done is not None and target else None


def _unit_rows(scenario: Scenario, row: RowSum) -> Iterator[tuple[UnitKey, dict[str, object]]]:
    """What the row of each unit must show, by unit."""
    for unit in row.units:
        yield (
            (scenario.units[unit.unit], 0),
            {
                "Виконано": unit.cell.shown,
                "Статус": unit.status,
                "План з початку року": unit.target_to_date,
                "Виконано з початку року": unit.done_to_date,
                "Недовиконано в попередніх кварталах": unit.backlog,
            },
        )
    for left in row.left:
        values: dict[str, object] = {
            "План з початку року": left.target_to_date,
            "Виконано з початку року": left.done_to_date,
        }
        yield (scenario.units[left.unit], left.until), values


def _units_of_plan_fact(
    sheet: ShownSheet, scenario: Scenario, row: RowSum, shown: Mapping[UnitKey, Values]
) -> Iterator[Difference]:
    expected = dict(_unit_rows(scenario, row))
    code, is_joint = row.row.code, row.row.counting == "joint"
    yield from sheet.differ(code, "підрозділи", sorted(expected), sorted(shown))
    for unit, values in expected.items():
        for heading, value in values.items():
            seen = shown.get(unit, {}).get(heading)
            if heading == "Недовиконано в попередніх кварталах":
                # The annual report does not have the column, and neither does a quarter without a year around it.
                if heading not in shown.get(unit, {}):
                    continue
                seen = seen or None
            if heading == "Статус":
                if is_joint and value == NOT_JUDGED:
                    continue
                seen = word_of(seen)
            if unit in shown:
                yield from sheet.differ(f"{code} {unit}", heading, value, seen)
    for each in row.units:
        unit = (scenario.units[each.unit], 0)
        if unit in shown and not is_joint:
            yield from sheet.differ(f"{code} {unit}", "План", each.cell.own_count, shown[unit]["План"])


def _of_data(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    sheet = ShownSheet(scenario, expected.quarter, "Дані")
    known: set[tuple[str, UnitKey]] = set()
    for row in expected.rows:
        code = row.row.code
        has_joint_row = row.row.counting == "joint" and (is_count(row.target) or row.target_to_date is not None)
        for unit, values in _unit_rows(scenario, row):
            known.add((code, unit))
            shown = book.data.get((code, unit))
            if shown is None:
                yield from sheet.differ(f"{code} {unit}", "рядок", "є", "немає")
                continue
            for heading, value in values.items():
                if heading in shown:
                    yield from sheet.differ(f"{code} {unit}", heading, value, shown[heading])
        for each in row.units:
            shown = book.data.get((code, (scenario.units[each.unit], 0)))
            if shown is None:
                continue
            target = None if has_joint_row else each.cell.target
            yield from sheet.differ(f"{code} {each.unit}", "План", target, shown["План"])
            answer = each.cell.answer
            for heading, text in (("Причина невиконання", "reason"), ("Що буде зроблено", "action")):
                said = getattr(answer, text) if answer else ""
                yield from sheet.differ(f"{code} {each.unit}", heading, said, shown[heading])
        if has_joint_row:
            known.add((code, (JOINTLY, 0)))
            shown = book.data.get((code, (JOINTLY, 0)), {})
            joint = {"План": row.target, "Статус": row.status, "План з початку року": row.target_to_date}
            for heading, value in joint.items():
                yield from sheet.differ(f"{code} {JOINTLY}", heading, value, shown.get(heading))
    yield from sheet.differ("", "зайві рядки", [], sorted(set(book.data) - known))


def _of_shortfalls(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    sheet = ShownSheet(scenario, expected.quarter, "Недовиконання")
    wanted = [
        (short.code, scenario.units.get(short.unit, ""), short.target, short.done, short.missing)
        for short in expected.shortfalls
    ]
    seen = []
    for shown in book.shortfalls:
        name = str(shown["Підрозділ"])
        # What no unit fell short of alone stands under the words of those who made it together.
        unit = name if name in scenario.units.values() else ""
        seen.append((shown["Код"], unit, shown["План"], shown["Виконано"], shown["Недовиконання"]))
    yield from sheet.differ("", "порядок", wanted, seen)
    promised = sorted(
        (promise.code, _promised_by(scenario, promise), promise.missed, promise.text)
        for promise in expected.promises
    )
    told = sorted(
        (
            str(each["Код"]),
            str(each["Підрозділ"]),
            each["Бракувало минулого кварталу"],
            each["Обіцяно минулого кварталу"],
        )
        for each in book.promises
    )
    yield from sheet.differ("", "обіцянки", promised, told)


def _promised_by(scenario: Scenario, promise: PromiseSum) -> str:
    if not promise.unit:
        return "центр загалом"
    name = scenario.units[promise.unit]
    return f"{name} (до {_NUMERALS[promise.until - 1]} кварталу)" if promise.until else name


def _of_units(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    sheet = ShownSheet(scenario, expected.quarter, "Підрозділи")
    names = [scenario.units[unit] for unit in expected.states]
    yield from sheet.differ("", "підрозділи", sorted(names), sorted(set(book.units) - {*TOTALS}))
    for unit, state in expected.states.items():
        shown = book.units.get(scenario.units[unit], {})
        seen = str(shown.get("Звіт"))
        wanted = {ACCEPTED: "✓", ANEW: "◌ прийнято", TO_CORRECT: "◌ на доопрац", NONE: "◌ не подано"}[state]
        if state in (NONE, TO_CORRECT) and seen.startswith("…"):
            seen = seen.replace("… очікується", "◌ не подано").replace("…", "◌")
        yield from sheet.differ(unit, "Звіт", wanted, seen[: len(wanted)])
        if state == ACCEPTED:
            yield from sheet.differ(unit, "вчасно", unit in expected.in_time, "вчасно" in seen)
        own = {row.row.code: each for row in expected.rows for each in row.units if each.unit == unit}
        for code, each in own.items():
            number = each.cell.number
            if number is not None:
                yield from sheet.differ(unit, code, number, shown.get(code))
        counts = {"виконано чи перевиконано": (MET, OVER), SHORT: (SHORT,), NOT_RETURNED: (NOT_RETURNED, EXPECTED)}
        for heading, statuses in counts.items():
            number = sum(each.status in statuses for each in own.values())
            yield from sheet.differ(unit, heading, number, shown.get(heading))


def _of_totals(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    """The row of the centre below those of the units."""
    sheet = ShownSheet(scenario, expected.quarter, "Підрозділи")
    shown = next((book.units[name] for name in TOTALS if name in book.units), {})
    for row in expected.rows:
        if row.row.code in shown:
            yield from sheet.differ("центр", row.row.code, row.done, shown[row.row.code])


def _of_summary(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    sheet, tiles = ShownSheet(scenario, expected.quarter, "Зведення"), book.tiles
    for status, label in ((SHORT, "▼ недовиконано"), (MET, "✓ виконано"), (OVER, "▲ перевиконано")):
        yield from sheet.differ("плитки", label, expected.count(status), tiles.get(label))
    silent = {"◌ не подано": NOT_RETURNED, "… очікується": EXPECTED}
    label = next(each for each in silent if each in tiles)
    yield from sheet.differ("плитки", label, expected.count(silent[label]), tiles[label])
    owed = len(expected.states)
    for label, units in (("звітів прийнято", expected.accepted), ("вчасно", expected.in_time)):
        yield from sheet.differ("плитки", label, f"{len(units)} з {owed}", tiles.get(label))
    unsaid = sum(not short.reason for short in expected.shortfalls)
    yield from sheet.differ("плитки", "без причини", str(unsaid), tiles.get("без причини"))
    if book.year_tiles:
        for label, status in (("▼ недовиконано", SHORT), ("✓ виконано", MET), ("▲ перевиконано", OVER)):
            yield from sheet.differ("плитки року", label, expected.count_to_date(status), book.year_tiles[label])
    if expected.shortfalls:
        worst = expected.shortfalls[0].code
        told = re.search(r"Найгірше(?: за квартал)?: (\S+) ", book.texts)
        yield from sheet.differ("заголовок", "найгірше", worst, told and told[1])
    if book.course:
        last = book.course[-1]
        counts = [
            expected.count(SHORT),
            expected.count(NOT_RETURNED, EXPECTED),
            expected.count(MET, OVER),
            expected.count(NOTHING_AROSE, NOT_JUDGED, NO_BASE),
        ]
        yield from sheet.differ("перебіг року", str(last[0]), counts, list(last[1:5]))


def _of_year_returns(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    """Completeness and timeliness of the year so far, where more than one quarter was issued."""
    sheet = ShownSheet(scenario, expected.quarter, "Подання")
    is_shown = sum(bool(returns) for returns in expected.returns.values()) > 1
    yield from sheet.differ("", "подання з початку року", is_shown, bool(book.year_returns))
    if not is_shown:
        return
    groups: dict[str, list[tuple[bool, bool]]] = {"Усі підрозділи, з початку року": []}
    for number, returns in expected.returns.items():
        title = f"Усі підрозділи, {_NUMERALS[number - 1]} квартал 2025 року"
        if returns:
            groups[title] = list(returns.values())
        groups["Усі підрозділи, з початку року"] += returns.values()
        for unit, each in returns.items():
            groups.setdefault(scenario.units[unit], []).append(each)
    yield from sheet.differ("", "рядки", sorted(groups), sorted(book.year_returns))
    for name, group in groups.items():
        shown = book.year_returns.get(name, {})
        counts = [len(group), sum(whole for whole, _timely in group), sum(timely for _whole, timely in group)]
        seen = [shown.get(heading) or 0 for heading in ("Належить подати", "Прийнято", "Вчасно")]
        yield from sheet.differ(name, "числа", counts, seen)
        for heading, part in zip(("Повнота", "Своєчасність"), counts[1:], strict=True):
            share = shown.get(heading)
            seen_part = round(share * counts[0], 6) if isinstance(share, int | float) else share
            yield from sheet.differ(name, heading, part, seen_part)


def _of_signature(scenario: Scenario, expected: QuarterSum, book: Book) -> Iterator[Difference]:
    sheet = ShownSheet(scenario, expected.quarter, "Підпис")
    yield from sheet.differ("контроль", "", ["✓"] * 3, book.controls)
    accepted = f"{len(expected.accepted)} з {len(expected.states)}, вчасно {len(expected.in_time)}"
    yield from sheet.differ("", "Прийнято звітів", accepted, book.facts.get("Прийнято звітів"))
    names = [scenario.units[unit] for unit, state in expected.states.items() if state in (NONE, TO_CORRECT)]
    told = str(book.facts.get("Не подали"))
    seen = [] if told.startswith("немає") else told.split(", ")
    yield from sheet.differ("", "Не подали", sorted(names), sorted(seen))
    for number, numeral in enumerate(_NUMERALS[: expected.quarter - 1], 1):
        label = f"Не подали за {numeral} квартал"
        names = [scenario.units[unit] for unit in expected.missing_earlier.get(number, ())]
        told = str(book.facts.get(label) or "")
        yield from sheet.differ("", label, sorted(names), sorted(told.split(", ")) if told else [])
    unsaid = sum(not short.reason for short in expected.shortfalls)
    start = f"{len(expected.shortfalls)}; без причини {unsaid};"
    yield from sheet.differ("", "Недовиконання", start, str(book.facts.get("Недовиконання"))[: len(start)])
