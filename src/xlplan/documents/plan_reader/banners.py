"""Rows of `План` that only head the measures below them: a direction, a task or a subtask over the whole width."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cmp_to_key
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_reader.cell_looks import shorten
from xlplan.documents.plan_reader.codes import level_of, plain_code, split_code
from xlplan.documents.plan_reader.event_items import item_of
from xlplan.documents.plan_reader.table import Row, is_wide
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_layout_kinds import PLAN_BANNER_READ, PLAN_TEXT_ALONE
from xlplan.domain.sheets import PLAN
from xlplan.text.normalize import clean_spaces, match_key

GROUPS = ("direction", "task", "subtask")
# The columns in which a text alone may head the rows below it. One over the whole width may begin in any column.
_COLUMNS = (*GROUPS, "purpose", "code", "measure")
_PART = re.compile(
    rf"(?:{match_key('розділ|блок|стратегічна ціль|стратегічний напрям|пріоритет|ціль')}"
    rf"|{match_key('section|part|chapter|strategic goal|goal|priority')})\s*№?\s*(?:\d|[ivхі]+\b)"
)
_ROMAN = re.compile(r"[IІVXХ]{1,5}\s*[.):]?\s+\S")
_LETTER = re.compile(r"[^\W\d_][.)]\s+\S")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)[.):]?\s+\S")
_BARE_ROMAN = re.compile(r"[IІVXХ]{1,5}[.)]?")


class _Style(Struct, frozen=True, order=True):
    """The way in which a heading is numbered or written. The lower its `rank`, the higher it usually stands."""

    rank: int
    name: str


class _Banner(Struct, frozen=True):
    """A heading: its text, its column, its style, the level that its words name.

    `is_free`: its column says nothing of its level.
    """

    text: str
    column: str
    style: _Style
    named: str
    is_free: bool


def settle_banners(rows: tuple[Row, ...], findings: list[Finding]) -> tuple[Row, ...]:
    """Return the rows, each heading of measures in the column of its level.

    On paper a heading goes over the whole width, so its text stands in the first column, whatever its level is.
    """
    depth = _depth_of_codes(rows)
    banners = {at: found for at, row in enumerate(rows) if (found := _banner(rows, at, depth, findings))}
    if not banners:
        return rows
    levels = _levels(banners, rows, findings)
    moved = [_moved(row, banners[at], levels[at]) if at in banners else row for at, row in enumerate(rows)]
    # A level in a column of its own is in force as long as the columns say.
    over = {
        at
        for at, banner in banners.items()
        if levels[at] not in rows[at].columns or _is_wide(rows[at], banner.column)
    }
    above = [at for at in sorted(over) if levels[at] == "direction" and not banners[at].named]
    if above and (lower := _lower_levels(rows, levels)):
        place, heading = rows[above[0]].place(banners[above[0]].column), PLAN.column("direction").shown
        findings.append(PLAN_BANNER_READ.at(place, seen=shorten(banners[above[0]].text), heading=heading))
        moved = [row if at in banners else _renamed(row, lower) for at, row in enumerate(moved)]
    return _spread_below(moved, levels, over)


def _banner(rows: Sequence[Row], at: int, depth: int, findings: list[Finding]) -> _Banner | None:
    """Return the heading that a row is; None for any other row."""
    row = rows[at]
    filled = [name for name in row.columns if row.text(name)]
    texts = [name for name in filled if not (name == "code" and _is_mark(row.text(name)))]
    if len(texts) != 1 or not set(filled) <= {*texts, "code"}:
        return None
    column = texts[0]
    if column not in _COLUMNS and not _covers_measure(row, column):
        return None
    mark = row.text("code") if len(filled) > 1 else ""
    text = clean_spaces(f"{mark} {row.text(column)}")
    if not any(map(str.isalpha, text)) or item_of(str(row.value(column))) is not None:
        return None
    is_free = _is_wide(row, column) or column not in GROUPS or "task" not in row.columns
    banner = _Banner(text, column, _style(text), level_of(text, by_number=False), is_free)
    if column in GROUPS and not mark:
        return banner
    if column == "purpose":
        return banner if _is_wide(row, column) else None
    return banner if _heads(rows, at, banner, depth, findings) else None


def _heads(rows: Sequence[Row], at: int, banner: _Banner, depth: int, findings: list[Finding]) -> bool:
    """Tell if a text that stands alone among the measures heads those below it."""
    row = rows[at]
    if banner.named or _is_wide(row, banner.column):
        return not has_code_of_measure(banner.text, depth)
    if row.text("measure") == (rows[at - 1].text("measure") if at else ""):
        return False  # merged from the row above
    code = split_code(banner.text)[0]
    if code:
        return code.count(".") + 1 < depth
    if banner.style.name in ("roman", "letter", "part", "capitals"):
        return True
    if at and depth and not row.text("code") and rows[at - 1].text("measure"):
        findings.append(PLAN_TEXT_ALONE.at(row.place(banner.column), seen=shorten(banner.text)))
    return False


def has_code_of_measure(text: str, depth: int) -> bool:
    """Tell if a text begins with a code as long as those of the measures."""
    code = split_code(text)[0]
    return bool(code) and bool(depth) and code.count(".") + 1 >= depth and not level_of(text, by_number=False)


def _is_mark(text: str) -> bool:
    """Tell if a text only numbers a heading: “І”, “1.”, “1.1”."""
    return bool(_BARE_ROMAN.fullmatch(text)) or plain_code(text).replace(".", "").isdecimal()


def _is_wide(row: Row, column: str) -> bool:
    return is_wide(row.grid, row.at, row.columns[column])


def _covers_measure(row: Row, column: str) -> bool:
    """Tell if a cell is merged over the whole width, with the column of the measures."""
    spot, measure = row.columns[column], row.columns.get("measure", -1)
    return _is_wide(row, column) and any(
        span.first <= row.at < span.end and span.column <= min(spot, measure) and measure < span.end_column
        for span in row.grid.merged
    )


def _depth_of_codes(rows: Sequence[Row]) -> int:
    """Return how many numbers the shortest code of a measure has; 0 where no measure has one."""
    codes = [
        plain_code(row.text("code")) or split_code(row.text("measure"))[0]
        for row in rows
        if row.text("indicator") or row.text("responsible")
    ]
    return min((code.count(".") + 1 for code in codes if code.replace(".", "").isdecimal()), default=0)


def _style(text: str) -> _Style:
    if _PART.match(match_key(text)):
        return _Style(0, "part")
    if _ROMAN.match(text):
        return _Style(1, "roman")
    if number := _NUMBER.match(text):
        return _Style(3 + number[1].count("."), f"number {number[1].count('.')}")
    if _LETTER.match(text):
        return _Style(8, "letter")
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return _Style(2, "capitals")
    return _Style(9, "plain")


def _levels(banners: Mapping[int, _Banner], rows: Sequence[Row], findings: list[Finding]) -> dict[int, str]:
    """Return the level of each heading: as its words or its column say, else by what stands above it."""
    free = {at: banner for at, banner in banners.items() if not _said(banner)}
    said = {at: _said(banner) for at, banner in banners.items() if at not in free}
    open_levels = [level for level in GROUPS if level not in said.values()] or [GROUPS[-1]]
    order = _order(free)
    levels = dict(said)
    doubled = {
        banner.style
        for at, banner in free.items()
        if at + 1 in free
        and banner.style == free[at + 1].style
        and banner.is_free
        and banner.style.name == "plain"
    }
    for at, banner in free.items():
        first = at
        while banner.style in doubled and first - 1 in free and free[first - 1].style == banner.style:
            first -= 1
        # Headings without numbers that follow each other stand under each other.
        above = sum(2 if style in doubled else 1 for style in order[: order.index(banner.style)])
        steps = above + (at - first)
        if banner.style in doubled and first == at and at + 1 not in free:
            steps += 1
            level = open_levels[min(steps, len(open_levels) - 1)]
            place, heading = rows[at].place(banner.column), PLAN.column(level).shown
            findings.append(PLAN_BANNER_READ.at(place, seen=shorten(banner.text), heading=heading))
        levels[at] = open_levels[min(steps, len(open_levels) - 1)]
    return levels


def _lower_levels(rows: Sequence[Row], levels: Mapping[int, str]) -> Mapping[str, str]:
    """Return the levels that columns have under headings that are directions: one lower than their own headings.

    None where no column holds directions, or no lower level is free.
    """
    own = {name for at, row in enumerate(rows) if at not in levels for name in GROUPS if row.text(name)}
    free = [level for level in GROUPS[1:] if level not in {*own, *levels.values()}]
    if "direction" not in own or not free:
        return {}
    return {"direction": "task", "task": "subtask"} if "task" in own else {"direction": free[0]}


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    kept = {name: at for name, at in row.columns.items() if name not in (*names, *names.values())}
    return replace(row, columns=kept | {new: row.columns[old] for old, new in names.items() if old in row.columns})


def _spread_below(rows: Sequence[Row], levels: Mapping[int, str], over: Collection[int]) -> tuple[Row, ...]:
    """Return the rows, each heading of `over` on every row below it where a column names higher levels there.

    Else the next text in that column would end the heading.
    """
    whole = list(rows)
    spread: set[int] = set()
    for at, level in ((at, levels[at]) for at in sorted(over)):
        depth = GROUPS.index(level)
        ends = (below for below in levels if below > at and GROUPS.index(levels[below]) <= depth)
        inside = [below for below in range(at + 1, next(ends, len(rows))) if below not in levels]
        if any(rows[below].text(name) for below in inside for name in GROUPS[:depth]):
            spread.add(at)
            for below in inside:
                if not whole[below].text(level):
                    whole[below] = whole[below].with_value(level, rows[at].text(level), rows[at].at)
    return tuple(row for at, row in enumerate(whole) if at not in spread)


def _said(banner: _Banner) -> str:
    """Return the level that the words of a heading name, or its own column where that says it; else nothing."""
    if banner.named:
        return banner.named
    return banner.column if banner.column in ("task", "subtask") and not banner.is_free else ""


def _order(free: Mapping[int, _Banner]) -> list[_Style]:
    """Return the styles of headings from the highest: one that stands right above another is higher."""
    above = {(free[at].style, free[below].style) for at, below in pairwise(sorted(free)) if below == at + 1}

    def compare(one: _Style, other: _Style) -> int:
        if ((one, other) in above) != ((other, one) in above):
            return -1 if (one, other) in above else 1
        return one.rank - other.rank

    return sorted({banner.style for banner in free.values()}, key=cmp_to_key(compare))


def _moved(row: Row, banner: _Banner, level: str) -> Row:
    if banner.column == level and not row.text("code"):
        return row
    for name in {banner.column, "code"} & row.columns.keys():
        row = row.with_value(name, None)
    return row.with_value(level, banner.text)
