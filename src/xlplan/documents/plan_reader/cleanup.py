"""Rows made plain before anything is understood: mixed letters mended, dashes as blanks, rows between left out."""

import re
from collections.abc import Iterable, Iterator

from xlplan.documents.plan_reader.levels import LEVELS
from xlplan.documents.plan_reader.table import Row, text_of
from xlplan.documents.plan_reader.targets import QUARTER_COLUMNS
from xlplan.domain.findings.finding import Finding, make_finding
from xlplan.domain.plan import Centre, Unit
from xlplan.domain.sheets import PLAN, Sheet
from xlplan.domain.target import read_target
from xlplan.text.normalize import fix_mixed_alphabets, is_dash, match_key

# Codes are Latin, addresses are whatever they are.
_NOT_MENDED = ("code", "email")
_NOTE = re.compile(rf"\*|(?:{match_key('примітки|примітка|notes|note')})(?!\w)")
_TOTAL = re.compile(
    rf"(?:{match_key('разом|усього|всього|підсумок|total')})(?:\s+(?:{match_key('по|за|на|у|в|заходів|for')})\s.*)?[:.]?"
)
# What the printed forms call the columns: headings of a pasted table begin so.
_PRINTED = re.compile(match_key("найменування|п/п|№|відповідальний виконавець|термін ") + r"\(дата\)")
_LONGEST = 90


def plain_rows(rows: tuple[Row, ...], sheet: Sheet, findings: list[Finding]) -> tuple[Row, ...]:
    """The rows of a sheet that say something of it, each with what was mended or left out told in a note."""
    kept: list[Row] = []
    above: Row | None = None
    for row in rows:
        own = _own(row, above)
        above = row
        if _stands_between(row, own, sheet):
            first = next(iter(own), "code")
            findings.append(make_finding("plan-row-left-out", row.place(first), seen=_quoted(own.values())))
        else:
            kept.append(_plain(row, own, sheet, findings))
    return tuple(row for row in kept if any(row.text(name) for name in row.columns))


def _own(row: Row, above: Row | None) -> dict[str, str]:
    """The texts of a row that are not those of a cell merged from above: by column, from left to right."""
    names = sorted(row.columns, key=lambda name: row.columns[name])
    texts = {name: row.text(name) for name in names}
    own = {name: text for name, text in texts.items() if text and not (above and above.text(name) == text)}
    return own or {name: text for name, text in texts.items() if text}


def _plain(row: Row, own: dict[str, str], sheet: Sheet, findings: list[Finding]) -> Row:
    for name in row.columns:
        value = row.value(name)
        if not isinstance(value, str):
            continue
        if is_dash(value) and not (sheet is PLAN and name in LEVELS):
            row = row.with_value(name, None)
        elif name not in _NOT_MENDED:
            mended, words = fix_mixed_alphabets(value)
            row = row.with_value(name, mended) if words else row
            # A cell merged downward has one note, not as many as it has rows.
            if name in own:
                findings += [
                    make_finding("plan-letters-mended", row.place(name, _key(row)), seen=word) for word in words
                ]
    return row


def _key(row: Row) -> str:
    """The code that stands in a row, as it stands."""
    return row.text("code") if isinstance(row.value("code"), str) else ""


def _stands_between(row: Row, own: dict[str, str], sheet: Sheet) -> bool:
    return any(
        (
            _repeats_headings(row, sheet),
            _numbers_columns(row),
            _is_note(own),
            _is_total(own),
        )
    )


def _repeats_headings(row: Row, sheet: Sheet) -> bool:
    alike = [
        name
        for name in row.columns
        if match_key(row.text(name)) == match_key(sheet.column(name).shown)
        or _PRINTED.match(match_key(row.text(name)))
    ]
    return len(alike) >= 3


def _numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns of a printed table: 1, 2, 3 and so on."""
    texts = list(_in_order(row))
    if len(texts) < 3 or not all(text.isdecimal() and len(text) < 3 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and bool(
        row.text("measure") or row.text("unit")
    )


def _in_order(row: Row) -> Iterator[str]:
    return (text for column in sorted(row.columns.values()) if (text := text_of(row.cells[column])))


def _is_note(own: dict[str, str]) -> bool:
    """Whether a row holds nothing but a note under the table. An indicator may be called anything."""
    return len(own) == 1 and "indicator" not in own and bool(_NOTE.match(match_key(next(iter(own.values())))))


def _is_total(own: dict[str, str]) -> bool:
    """Whether a row only adds up those above: the word for it, and numbers."""
    words = {
        name: text for name, text in own.items() if (target := read_target(text)) is None or target.count is None
    }
    return len(words) == 1 and "indicator" not in words and bool(_TOTAL.fullmatch(match_key(*words.values())))


def _quoted(texts: Iterable[str]) -> str:
    line = " · ".join(dict.fromkeys(texts))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"


_TARGETS = (*QUARTER_COLUMNS, "total")


def with_targets(
    rows: tuple[Row, ...], centre: Centre | None, units: tuple[Unit, ...], findings: list[Finding]
) -> tuple[Row, ...]:
    """The rows of `План`, each indicator together with the targets that the centre's own row below it holds.

    A row of a unit is a finding: what a unit has of its own stands in `Розподіл`. Source: the printed yearly plan.
    """
    names = {
        match_key(name) for name in ((centre.name, centre.title, *filter(None, (centre.short,))) if centre else ())
    }
    whole: list[Row] = []
    for row in rows:
        name = match_key(row.text("indicator"))
        above = whole[-1] if whole else None
        if name in names and above and _is_under(row, above) and not any(map(above.text, _TARGETS)):
            place = row.place("indicator", above.text("code"))
            findings.append(make_finding("plan-centre-row", place, seen=row.text("indicator")))
            whole[-1] = _together(above, row)
        else:
            if name in {match_key(unit.name) for unit in units}:
                findings.append(
                    make_finding("plan-indicator-is-unit", row.place("indicator"), seen=row.text("indicator"))
                )
            whole.append(row)
    return tuple(whole)


def _is_under(row: Row, above: Row) -> bool:
    """Whether a row says nothing of its own but who it is of, its targets and a note."""
    others = (name for name in row.columns if name not in ("indicator", "note", *_TARGETS))
    return bool(above.text("indicator")) and all(row.text(name) in ("", above.text(name)) for name in others)


def _together(above: Row, row: Row) -> Row:
    for name in (*_TARGETS, *(("note",) if row.text("note") and not above.text("note") else ())):
        above = above.with_value(name, row.value(name), row.at)
    return above
