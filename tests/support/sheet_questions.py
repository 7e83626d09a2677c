"""Twelve questions that several sheets of a report answer, each asked of every sheet that shows the answer."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from tests.support.years.readers import JOINTLY, NO_REASON, Book, word_of

Answers = Mapping[str, object]
MET, OVER, SHORT = "виконано", "перевиконано", "недовиконано"
SILENT = ("не подано", "очікується")
_LONG_LIST = re.compile(r" (?:і|та|й) ще \d+")


def questions() -> Mapping[str, Callable[[Book], Answers]]:
    """The questions, by name: each gives the answer of each sheet."""
    return {
        "how many units owe a return": _owed,
        "how many returns are accepted": _accepted,
        "which units are asked anew for rows": _asked_anew,
        "how many returns came in time": _in_time,
        "which units have not returned": _silent,
        "how many indicators fell short": lambda book: _count(book, SHORT),
        "how many indicators are met": lambda book: _count(book, MET, OVER),
        "how many indicators are not returned": lambda book: _count(book, *SILENT),
        "which shortfall is the worst": _worst,
        "how many shortfalls have no reason": _without_reason,
        "what each row has done since the start of the year": _done_to_date,
        "what the status of each row is": _statuses,
    }


def _part(text: object) -> tuple[int, int]:
    """`3 з 4` as numbers."""
    found = re.match(r"(\d+) з (\d+)", str(text))
    assert found, text
    return int(found[1]), int(found[2])


def _states(book: Book) -> dict[str, str]:
    return {name: str(row["Звіт"]) for name, row in book.units.items() if name != "Разом"}


def _is_accepted(state: str) -> bool:
    return state.startswith("✓")


def _is_anew(state: str) -> bool:
    return "заповнити рядки ще раз" in state


def _owed(book: Book) -> Answers:
    return {
        "Зведення": _part(book.tiles["звітів прийнято"])[1],
        "Зведення, вчасно": _part(book.tiles["вчасно"])[1],
        "Підпис": _part(book.facts["Прийнято звітів"])[1],
        "Підрозділи": len(_states(book)),
    }


def _accepted(book: Book) -> Answers:
    shown = [str(row["Стан"]) for row in book.unit_states.values()]
    return {
        "Зведення": _part(book.tiles["звітів прийнято"])[0],
        "Зведення, підрозділи": sum(map(_is_accepted, shown)),
        "Підпис": _part(book.facts["Прийнято звітів"])[0],
        "Підрозділи": sum(map(_is_accepted, _states(book).values())),
    }


def _asked_anew(book: Book) -> Answers:
    names = str(book.facts.get("Мають заповнити рядки ще раз") or "")
    return {
        "Підпис": sorted(names.split(", ")) if names else [],
        "Підрозділи": _parts(name for name, state in _states(book).items() if _is_anew(state)),
        "Зведення": _parts(name for name, row in book.unit_states.items() if _is_anew(str(row["Стан"]))),
    }


def _in_time(book: Book) -> Answers:
    in_time = int(str(book.facts["Прийнято звітів"]).rpartition(" ")[2])
    return {"Зведення": _part(book.tiles["вчасно"])[0], "Підпис": in_time}


def _parts(names: Iterable[str]) -> list[str]:
    """The names as a list in one line shows them, where the name of a unit may hold a comma itself."""
    joined = ", ".join(names)
    return sorted(joined.split(", ")) if joined else []


def _silent(book: Book) -> Answers:
    told = str(book.facts["Не подали"])
    listed = [] if told.startswith("немає") else told.split(", ")
    by_state = [name for name, state in _states(book).items() if not _is_accepted(state) and not _is_anew(state)]
    on_summary = [
        name
        for name, row in book.unit_states.items()
        if not _is_accepted(str(row["Стан"])) and not _is_anew(str(row["Стан"]))
    ]
    answers: dict[str, object] = {
        "Підпис": sorted(listed),
        "Підрозділи": _parts(by_state),
        "Зведення, підрозділи": _parts(on_summary),
    }
    # The headline names the silent units, of many the first few.
    if (found := re.search(r"підрозділ\w* (?:із|з) \d+[^:.]*: ([^.]+)\.", book.texts)) and not _LONG_LIST.search(
        found[1]
    ):
        answers["Зведення, заголовок"] = sorted(found[1].split(", "))
    return answers


def _count(book: Book, *statuses: str) -> Answers:
    rows = Counter(word_of(row.values["Статус"]) for row in book.plan_fact.values())
    signed = {
        word_of(label.partition(": ")[2]): value
        for label, value in book.facts.items()
        if label.startswith("Показників: ")
    }
    tiles: dict[str, object] = {}
    for label, value in book.tiles.items():
        if label[:1] in "✓▲▼◌…∅·÷" and "року" not in label and "рік" not in label:
            tiles[word_of(label)] = value
    answers: dict[str, object] = {
        "План-факт": sum(rows[status] for status in statuses),
        "Підпис": sum(int(str(signed.get(status) or 0)) for status in statuses),
        "Зведення": sum(int(str(tiles.get(status) or 0)) for status in statuses),
    }
    if book.course:
        column = {SHORT: 1, MET: 3}.get(statuses[0], 2)
        answers["Зведення, перебіг року"] = book.course[-1][column]
    return answers


def _worst(book: Book) -> Answers:
    if not book.shortfalls:
        return {
            "Недовиконання": None,
            "Зведення": bool(re.search("Найгірше(?: за квартал)?:", book.texts)) or None,
        }
    first = book.shortfalls[0]
    found = re.search(r"Найгірше(?: за квартал)?: (\S+) ", book.texts)
    rows = book.sheets["Зведення"]
    top = next(at for at, row in enumerate(rows) if row[:3:2] == ["Код", "План"])
    numbers = (first["План"], first["Виконано"], first["Недовиконання"])
    return {
        "Недовиконання": first["Код"],
        "Зведення, заголовок": found and found[1],
        "Зведення, найбільші": rows[top + 1][0] if tuple(rows[top + 1][2:5]) == numbers else rows[top + 1],
    }


def _without_reason(book: Book) -> Answers:
    told = str(book.facts["Недовиконання"])
    found = re.search(r"без причини (\d+)", told)
    assert found, told
    return {
        "Зведення": int(str(book.tiles["без причини"])),
        "Підпис": int(found[1]),
        "Недовиконання": sum(row["Причина невиконання"] == NO_REASON for row in book.shortfalls),
    }


def _done_to_date(book: Book) -> Answers:
    """By code: of the centre, what its units add up to on both sheets, where they add up."""

    def total(values: list[object]) -> float | None:
        numbers = [value for value in values if isinstance(value, int | float)]
        return round(sum(numbers), 4) if numbers else None

    name, rule = "Виконано з початку року", "По підрозділах"
    added = {code: row for code, row in book.plan_fact.items() if row.values.get(rule, "сума") == "сума"}
    return {
        "План-факт": {code: row.values[name] or None for code, row in added.items()},
        "План-факт, підрозділи": {
            code: total([unit[name] for unit in row.units.values()]) or None for code, row in added.items()
        },
        "Дані": {
            code: total([row[name] for (key, _unit), row in book.data.items() if key == code]) or None
            for code in added
        },
    }


def _statuses(book: Book) -> Answers:
    """Of each unit under each row; of a row with a common target, the centre's own."""
    shown: dict[str, object] = {}
    told: dict[str, object] = {}
    for (code, unit), row in book.data.items():
        place = f"{code} {unit}"
        of_row = book.plan_fact[code]
        if unit[0] == JOINTLY:
            shown[place], told[place] = word_of(of_row.values["Статус"]), row["Статус"]
        elif not unit[1] and (seen := of_row.units[unit]["Статус"]):
            shown[place], told[place] = word_of(seen), row["Статус"]
    heat = {}
    for (code, unit), row in book.data.items():
        cell = book.units.get(unit[0], {}).get(code)
        # A sign alone stands where no number was reported.
        if isinstance(cell, str) and f"{code} {unit}" in shown and unit[0] != JOINTLY:
            heat[f"{code} {unit}"] = _SIGNS[cell]
            assert row["Виконано"] in (None, "потреби не було", "немає з чого рахувати"), (code, unit)
    return {"План-факт": shown, "Дані": told, "Підрозділи": {**shown, **heat}}


_SIGNS = {
    "✓": MET,
    "▲": OVER,
    "▼": SHORT,
    "◌": "не подано",
    "…": "очікується",
    "∅": "потреби не було",
    "·": "без кількісного плану",
    "÷": "немає з чого рахувати",
}


def contradictions(book: Book) -> list[str]:
    """The questions to which the sheets give different answers, with these."""
    found = []
    for question, ask in questions().items():
        answers = ask(book)
        first = next(iter(answers.values()))
        if any(answer != first for answer in answers.values()):
            found.append(f"{question}: {dict(answers)}")
    return found + _of_promises(book) + _of_year_returns(book)


def _of_year_returns(book: Book) -> list[str]:
    """Counts of the year's returns on `Подання` that contradict each other, `Зведення` or `Підпис`."""
    if not book.year_returns:
        return [f"a line on the year without a table: {book.year_line}"] if book.year_line else []
    counts = {
        name: tuple(int(str(row[heading] or 0)) for heading in _COUNTED) for name, row in book.year_returns.items()
    }
    units = [each for name, each in counts.items() if not name.startswith(_OF_ALL)]
    quarters = [each for name, each in counts.items() if name.startswith(_OF_ALL)]
    *quarters, year = quarters
    told = [tuple(map(int, found)) for found in _TOLD.findall(book.year_line)]
    signed = tuple(map(int, re.findall(r"\d+", str(book.facts["Прийнято звітів"]))))
    answers = {
        "Подання, підрозділи": tuple(map(sum, zip(*units, strict=True))),
        "Подання, квартали": tuple(map(sum, zip(*quarters, strict=True))),
        "Зведення": (told[-1][1], told[-1][0], told[-1][2]),
    }
    found = [f"returns of the year: {year}, {answers}"] if set(answers.values()) != {year} else []
    if (signed[1], signed[0], signed[2]) != quarters[-1]:
        found.append(f"returns of the quarter: {signed}, {quarters[-1]}")
    if [(owed, accepted, timely) for accepted, owed, timely in told[:-1]] != [
        each for each in quarters if each[0]
    ]:
        found.append(f"returns by quarter: {told}, {quarters}")
    return found


_COUNTED, _OF_ALL = ("Належить подати", "Прийнято", "Вчасно"), "Усі підрозділи"
_TOLD = re.compile(r"(\d+) з (\d+)(?: \(\d+%\))?, вчасно (\d+)")


def _of_promises(book: Book) -> list[str]:
    """Promises whose unit or result is not the one that `План-факт` shows."""
    found = []
    for promise in book.promises:
        row, name = book.plan_fact.get(str(promise["Код"])), str(promise["Підрозділ"])
        own = row.units.get((name, 0)) if row else None
        if own is None:
            continue
        if own["Виконано"] != promise["Виконано тепер"] or word_of(own["Статус"]) != word_of(promise["Статус"]):
            found.append(f"what was promised of {promise['Код']} by {name}: {promise}, {own}")
    return found
