"""Columns of `План` whose content belongs under other headings: the table was pasted a few columns aside."""

from collections.abc import Callable, Sequence

from xlplan.documents.formats.grid import column_letters
from xlplan.documents.plan_reader.cell_looks import shorten
from xlplan.documents.plan_reader.codes import CODE, has_word, plain_code, split_code
from xlplan.documents.plan_reader.grid import cell_text
from xlplan.documents.plan_reader.responsible import UnitsByName, read_names
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_layout_kinds import PLAN_COLUMNS_SHIFTED
from xlplan.domain.sheets import PLAN
from xlplan.domain.target_reading import ANY_UNIT, is_target
from xlplan.text.normalize import is_dash
from xlplan.text.translation import N_, _, ngettext, quote

# Fewer values tell nothing of a column; a title or a total may stand among more.
_FEWEST = 3
_MOST_OTHERS = 0.4
# A text of this length is no code, however a centre writes its codes.
_LONG = 20
# These columns hold codes by right.
_WITH_CODES = ("code", "continues", "across_units", "note")
_QUARTERS = ("q1", "q2", "q3", "q4")
_WORDS = {
    "code": N_("the codes stand in the column {column}"),
    "measure": N_("the measures stand in the column {column}"),
    "responsible": N_("the units stand in the column {column}"),
    "q1": N_("the numbers of the quarters begin in the column {column}"),
}


def shifted_columns(rows: Sequence[Row], meant: UnitsByName) -> Finding | None:
    """Return the finding that the columns are shifted, and how; None where they stand under their headings.

    A wrong value here and there is a fault of its row and no shift.

    Args:
        rows: The rows below the headings, as the sheet holds them.
        meant: The units by match key.
    """
    if not rows or "code" not in rows[0].columns:
        return None
    # A text that stands alone heads the rows below it, over the whole width.
    rows = [row for row in rows if sum(bool(cell_text(value)) for value in row.cells) > 1]
    if not rows:
        return None
    texts = [text for row in rows if (text := row.text("code")) and not is_dash(text)]
    words = [text for text in texts if not CODE.fullmatch(plain_code(text)) and any(map(str.isalpha, text))]
    is_worded = len(words) >= _FEWEST and len(words) * 2 > len(texts)
    if not is_worded and any("." in text for text in texts):
        return None
    elsewhere = _find_elsewhere(rows, meant)
    if is_worded:
        is_shifted = not elsewhere.keys().isdisjoint(_WORDS.keys() - {"q1"})
        is_shifted = is_shifted or sum(map(len, words)) > _LONG * len(words)
    else:
        # Numbers under the codes may be codes; they are not where codes with points and the units stand elsewhere.
        needed = {"code", "responsible"} if texts else {"code"}
        is_shifted = needed <= elsewhere.keys() and not any(split_code(row.text("measure"))[0] for row in rows)
    return _finding(rows[0], elsewhere, words) if is_shifted else None


def _find_elsewhere(rows: Sequence[Row], meant: UnitsByName) -> dict[str, int]:
    """Return the column, from 0, in which codes, measures, units and quarters stand, where it is not their own."""
    columns = rows[0].columns
    values = [[row.cells[at] for row in rows] for at in range(len(rows[0].cells))]
    by_right = {columns[name] for name in _WITH_CODES if name in columns}

    def find(test: Callable[[object], bool], passed: Sequence[int] = ()) -> list[int]:
        return [at for at, column in enumerate(values) if at not in passed and _mostly(column, test)]

    found = {
        "code": find(_is_code, sorted(by_right)),
        "measure": find(_is_measure),
        "responsible": find(lambda value: _is_units(value, meant)),
        "q1": _first_of_runs(find(_is_target)),
    }
    return {name: ats[0] for name, ats in found.items() if ats and columns.get(name) not in ats}


def _mostly(column: Sequence[object], test: Callable[[object], bool]) -> bool:
    filled = [value for value in column if cell_text(value) and not is_dash(cell_text(value))]
    passed = sum(map(test, filled))
    return passed >= _FEWEST and len(filled) - passed <= _MOST_OTHERS * len(filled)


def _is_code(value: object) -> bool:
    code = plain_code(value) if isinstance(value, str) else ""
    return "." in code and bool(CODE.fullmatch(code))


def _is_measure(value: object) -> bool:
    return isinstance(value, str) and has_word(value) and bool(split_code(value)[1])


def _is_units(value: object, meant: UnitsByName) -> bool:
    names = read_names(value, meant) if isinstance(value, str) else ()
    return bool(names) and all(name.known for name in names)


def _is_target(value: object) -> bool:
    return is_target(value, ANY_UNIT)


def _first_of_runs(positions: Sequence[int]) -> list[int]:
    """Return where four columns in a row begin. A single column of numbers only numbers the rows."""
    return [at for at in positions if at - 1 not in positions and {at + 1, at + 2, at + 3} <= set(positions)]


def _finding(first: Row, elsewhere: dict[str, int], words: Sequence[str]) -> Finding:
    """Return the finding: how far all of it is shifted, or which column stands where."""
    columns = first.columns
    by_position = {at: PLAN.column(name).shown for name, at in columns.items()}
    parts = [
        _(_WORDS[name]).format(column=" ".join(filter(None, (column_letters(at), _quoted(by_position.get(at))))))
        for name, at in sorted(elsewhere.items(), key=lambda item: item[1])
    ]
    if words:
        parts.append(
            _("under {heading} stand texts like {seen}").format(
                heading=quote(PLAN.column("code").shown), seen=quote(shorten(words[0]))
            )
        )
    steps = {at - columns[name] for name, at in elsewhere.items() if name in columns}
    if len(steps) == 1 and len(elsewhere) > 1:
        parts.append(_how_far(steps.pop()))
    return PLAN_COLUMNS_SHIFTED.at(first.place("code"), seen="; ".join(parts))


def _quoted(heading: str | None) -> str:
    return quote(heading) if heading else ""


def _how_far(steps: int) -> str:
    if steps > 0:
        return ngettext(
            "all of it {number} column too far to the right",
            "all of it {number} columns too far to the right",
            steps,
        )
    return ngettext(
        "all of it {number} column too far to the left", "all of it {number} columns too far to the left", -steps
    )
