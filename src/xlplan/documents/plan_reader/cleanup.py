"""Cleaning of rows before they are read: mixed alphabets, dashes for blanks, filler rows, rows of the centre."""

import re
from collections.abc import Iterable

from xlplan.documents.plan_reader.footers import footer_rows
from xlplan.documents.plan_reader.grid import numbers_columns
from xlplan.documents.plan_reader.heading_words import name_of_heading
from xlplan.documents.plan_reader.levels import LEVELS
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_kinds import (
    PLAN_CENTRE_ROW,
    PLAN_INDICATOR_IS_UNIT,
    PLAN_LETTERS_MENDED,
    PLAN_ROW_LEFT_OUT,
)
from xlplan.domain.plan import Centre, Unit
from xlplan.domain.sheets import PLAN, Sheet
from xlplan.domain.target_reading import read_target
from xlplan.domain.unit_of_measure import MOST_DECIMALS, UnitOfMeasure
from xlplan.text.normalize import fix_mixed_alphabets, is_dash, match_key

# Codes are Latin; an address may have any letters.
_NOT_MENDED = ("code", "email")
_NOTE = re.compile(rf"\*|(?:{match_key('примітки|примітка|notes|note')})(?!\w)")
_TOTAL = re.compile(
    rf"(?:{match_key('разом|усього|всього|підсумок|total')})(?:\s+(?:{match_key('по|за|на|у|в|заходів|for')})\s.*)?[:.]?"
)
# The headings of a pasted table begin with these words of the printed forms.
_PRINTED = re.compile(match_key("найменування|п/п|№|відповідальний виконавець|термін ") + r"\(дата\)")
_LONGEST = 90
# A row that adds up others may add up numbers of any unit of measure.
_ANY_UNIT = UnitOfMeasure("", MOST_DECIMALS)
TARGETS = (*QUARTER_COLUMNS, "total")


def clean_rows(rows: tuple[Row, ...], sheet: Sheet, findings: list[Finding]) -> tuple[Row, ...]:
    """Return the rows of a sheet that hold content, cleaned. Each correction and each row left out is a note."""
    kept: list[Row] = []
    texts = [_own_texts(row, above) for row, above in zip(rows, (None, *rows), strict=False)]
    signed = footer_rows(rows, texts, sheet)
    for at, (row, own) in enumerate(zip(rows, texts, strict=True)):
        if at in signed or _is_filler(row, own, sheet):
            first = next(iter(own), "code")
            findings.append(PLAN_ROW_LEFT_OUT.at(row.place(first), seen=_quote_texts(own.values())))
        else:
            kept.append(_clean_row(row, own, sheet, findings))
    return tuple(row for row in kept if any(row.text(name) for name in row.columns))


def _own_texts(row: Row, above: Row | None) -> dict[str, str]:
    """Return the texts of a row by column, from left to right, without those merged from the row above."""
    names = sorted(row.columns, key=lambda name: row.columns[name])
    texts = {name: row.text(name) for name in names}
    own = {name: text for name, text in texts.items() if text and not (above and above.text(name) == text)}
    return own or {name: text for name, text in texts.items() if text}


def _clean_row(row: Row, own: dict[str, str], sheet: Sheet, findings: list[Finding]) -> Row:
    for name in row.columns:
        value = row.value(name)
        if not isinstance(value, str):
            continue
        if is_dash(value) and not (sheet is PLAN and name in LEVELS):
            row = row.with_value(name, None)
        elif name not in _NOT_MENDED:
            mended, words = fix_mixed_alphabets(value)
            row = row.with_value(name, mended) if words else row
            # A cell merged downward gets one note, not one for each row.
            if name in own:
                findings += [PLAN_LETTERS_MENDED.at(row.place(name, _key(row)), seen=word) for word in words]
    return row


def _key(row: Row) -> str:
    """Return the code in a row, as written."""
    return row.text("code") if isinstance(row.value("code"), str) else ""


def _is_filler(row: Row, own: dict[str, str], sheet: Sheet) -> bool:
    return _repeats_headings(row, sheet) or _numbers_columns(row) or _is_note(own) or _is_total(own)


def _repeats_headings(row: Row, sheet: Sheet) -> bool:
    alike = 0
    for name in row.columns:
        key = match_key(row.text(name))
        alike += bool(
            key == match_key(sheet.column(name).shown)
            or name_of_heading(row.value(name)) == name
            or _PRINTED.match(key)
        )
    return alike >= 3


def _numbers_columns(row: Row) -> bool:
    """Tell if a row only numbers the columns of a printed table: 1, 2, 3 and so on."""
    # A column that is not read has its number too.
    own = [row.cells[column] for column in sorted(row.columns.values())]
    follow = numbers_columns(own) or numbers_columns(row.grid.rows[row.at])
    return follow and bool(row.text("measure") or row.text("unit"))


def _is_note(own: dict[str, str]) -> bool:
    """Tell if a row holds only a note under the table. An indicator may have any title."""
    return len(own) == 1 and "indicator" not in own and bool(_NOTE.match(match_key(next(iter(own.values())))))


def _is_total(own: dict[str, str]) -> bool:
    """Tell if a row only adds up the rows above: the word for a total, and numbers."""
    if not any(_TOTAL.fullmatch(match_key(text)) for text in own.values()):
        return False
    words = {
        name: text
        for name, text in own.items()
        if (target := read_target(text, _ANY_UNIT)) is None or target.count is None
    }
    return len(words) == 1 and "indicator" not in words and bool(_TOTAL.fullmatch(match_key(*words.values())))


def _quote_texts(texts: Iterable[str]) -> str:
    line = " · ".join(dict.fromkeys(texts))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"


def merge_centre_rows(
    rows: tuple[Row, ...], centre: Centre | None, units: tuple[Unit, ...], findings: list[Finding]
) -> tuple[Row, ...]:
    """Return the rows of `План`, each indicator with the targets from the centre's own row below it.

    A row of a unit is a finding, because the share of a unit belongs to `Розподіл`. Source: the printed yearly
    plan.
    """
    names = {
        match_key(name) for name in ((centre.name, centre.title, *filter(None, (centre.short,))) if centre else ())
    }
    names_of_units = {match_key(unit.name) for unit in units}
    whole: list[Row] = []
    for row in rows:
        name = match_key(row.text("indicator"))
        above = whole[-1] if whole else None
        if name in names and above and _is_under(row, above) and not any(map(above.text, TARGETS)):
            place = row.place("indicator", above.text("code"))
            findings.append(PLAN_CENTRE_ROW.at(place, seen=row.text("indicator")))
            whole[-1] = merge_targets(above, row)
        else:
            if name in names_of_units:
                findings.append(PLAN_INDICATOR_IS_UNIT.at(row.place("indicator"), seen=row.text("indicator")))
            whole.append(row)
    return tuple(whole)


def _is_under(row: Row, above: Row) -> bool:
    """Tell if a row adds only a name, targets and a note to the row above."""
    others = (name for name in row.columns if name not in ("indicator", "note", *TARGETS))
    return bool(above.text("indicator")) and all(row.text(name) in ("", above.text(name)) for name in others)


def merge_targets(above: Row, row: Row) -> Row:
    """Return an indicator's row with the targets, and the note, of a row of figures under it."""
    for name in (*TARGETS, *(("note",) if row.text("note") and not above.text("note") else ())):
        above = above.with_value(name, row.value(name), row.at) if name in row.columns else above
    return above
