"""The rows of `План` with blanks filled from above: the levels of each indicator, from direction to term."""

from collections.abc import Iterator

from msgspec import Struct

from xlplan.documents.plan_reader.banners import GROUPS, settle_banners
from xlplan.documents.plan_reader.codes import has_word, plain_code, plain_level, split_code
from xlplan.documents.plan_reader.event_lists import (
    EventList,
    list_in_text,
    list_kept,
    rows_with_events,
    split_measure,
)
from xlplan.documents.plan_reader.responsible import UnitsByName, persons_in, read_names
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_executor_kinds import PLAN_NUMBER_BESIDE, PLAN_OFFICIAL_READ, PLAN_PERSON_LEFT_OUT
from xlplan.domain.findings.plan_kinds import (
    PLAN_CODE_DIFFERS,
    PLAN_CODE_TAKEN,
    PLAN_LEVEL_EMPTY,
    PLAN_NAME_UNDERSTOOD,
    PLAN_NOTED,
    PLAN_ROW_ALONE,
)
from xlplan.domain.sheets import SHARES
from xlplan.text.normalize import is_dash, match_key

# In the order of the levels: a change in one clears those after it.
LEVELS = ("direction", "task", "subtask", "purpose", "code", "measure", "responsible", "term")
# Levels that may have a row of their own, above their measures.
HEADS = (*GROUPS, "purpose")
# A row with one of these belongs to an indicator and is not only a heading. A note may stand beside a heading too.
_OF_INDICATOR = (
    "indicator",
    "counting",
    "q1",
    "q2",
    "q3",
    "q4",
    "total",
    "adds_up",
    "better",
    "continues",
)


class LevelRow(Struct, frozen=True):
    """A row of an indicator, the texts of its levels, and the events in its measure's cell.

    `is_empty`: the row is that of an empty level. It has no indicator.
    `executors`: the names in `levels["responsible"]` in the plan's own words; () where they are the same.
    """

    row: Row
    levels: dict[str, str]
    lists: tuple[EventList, ...] = ()
    is_empty: bool = False
    executors: tuple[str, ...] = ()


class _Head(Struct, frozen=True):
    """A row that holds only levels above a measure, and the lowest that is new; its purpose only if alone."""

    row: Row
    levels: dict[str, str]
    lowest: str

    def is_above(self, levels: dict[str, str]) -> bool:
        """Tell if a row with these levels belongs under the head."""
        own = (name for name in HEADS if self.levels[name])
        return all(match_key(levels[name]) == match_key(self.levels[name]) for name in own)


def fill_levels(rows: tuple[Row, ...], meant: UnitsByName, findings: list[Finding]) -> Iterator[LevelRow]:
    """Yield every row of an indicator and of an empty level, in their order.

    A row may hold only a direction, task or subtask. It then applies to the rows below it; where none follows that
    belongs to it, the level is empty. A row without an indicator and without a level is a finding.
    """
    head: _Head | None = None
    for each, new in _filled_rows(rows, meant, findings):
        is_indicator = _is_indicator(each.row, new)
        lost = next((name for name in new if name not in HEADS), None)
        if not is_indicator and (lost or not new):
            findings += [PLAN_ROW_ALONE.at(each.row.place(lost), seen=each.row.text(lost))] if lost else []
            continue
        if head and not head.is_above(each.levels):
            yield _empty_level(head, findings)
        head = None
        if is_indicator:
            yield each
        else:
            lowest = next((name for name in reversed(new) if name in GROUPS), new[-1])
            head = _Head(each.row, each.levels, lowest)
            findings += _noted_beside(each.row)
    if head:
        yield _empty_level(head, findings)


def _filled_rows(
    rows: tuple[Row, ...], meant: UnitsByName, findings: list[Finding]
) -> Iterator[tuple[LevelRow, list[str]]]:
    """Yield every row with the levels that are in force in it, and the names of those that are new there."""
    above = dict.fromkeys(LEVELS, "")
    named_above: object = None
    listed_above: object = None
    executors: tuple[str, ...] = ()
    understood: set[tuple[tuple[str, str], ...]] = set()
    for row, lists in rows_with_events(settle_banners(rows, findings)):
        before = dict(above)
        changed = False
        told: list[Finding] = []
        own_levels = _own_levels(row, before["code"], meant, findings, told)
        for name, own in own_levels.items():
            if own:
                text = "" if is_dash(own) else own
                changed = changed or match_key(text) != match_key(above[name])
                above[name] = text
            elif changed:
                above[name] = ""
        if own_levels["responsible"]:
            executors = _worded(str(row.value("responsible") or ""), meant)
        # A cell merged downward names people once, not once for each row. A plan words a unit alike everywhere.
        told = [each for each in told if each.kind is not PLAN_NAME_UNDERSTOOD or each.values not in understood]
        understood |= {each.values for each in told}
        findings += told if row.value("responsible") != named_above else []
        named_above = row.value("responsible")
        if row.value("measure") != listed_above and (listed := list_in_text(row))[1]:
            findings.append(list_kept(row.place("measure", above["code"]), *listed))
        listed_above = row.value("measure")
        new = [name for name in LEVELS if above[name] and match_key(above[name]) != match_key(before[name])]
        yield LevelRow(row, dict(above), lists, executors=executors if above["responsible"] else ()), new


def _is_indicator(row: Row, new: list[str]) -> bool:
    """Tell if a row belongs to an indicator. A note alone stands beside a head, or it is one of an indicator."""
    if any(row.text(name) for name in _OF_INDICATOR) or any(name in ("code", "measure") for name in new):
        return True
    return bool(row.text("note")) and not new


def _empty_level(head: _Head, findings: list[Finding]) -> LevelRow:
    findings.append(PLAN_LEVEL_EMPTY.at(head.row.place(head.lowest), seen=head.levels[head.lowest]))
    return LevelRow(head.row, head.levels, is_empty=True)


def _noted_beside(row: Row) -> list[Finding]:
    noted = row.text("note")
    return [PLAN_NOTED.at(row.place("note"), seen=noted.rstrip("."))] if noted else []


def _own_levels(
    row: Row, code_above: str, meant: UnitsByName, findings: list[Finding], told: list[Finding]
) -> dict[str, str]:
    """Return the levels that a row itself holds.

    Args:
        row: The row.
        code_above: The code that is in force above the row.
        meant: The units by match key.
        findings: Takes faults.
        told: Takes notes on names; the caller drops them for a cell merged from above.
    """
    own = {name: row.text(name) for name in LEVELS}
    own |= {name: plain_level(own[name]) for name in GROUPS}
    own["code"], own["measure"] = _code_and_title(row, code_above, findings)
    key = own["code"] or code_above
    own["responsible"] = _responsible(row, key, meant, told)
    return own


def _code_and_title(row: Row, code_above: str, findings: list[Finding]) -> tuple[str, str]:
    """Return the row's code and the measure's text, also where they share a cell or the text repeats the code."""
    title, _events = split_measure(row)
    own = row.text("code")
    if own and not is_dash(own):
        own = plain_code(own)
    inside, rest = split_code(title)
    # Next to a code, a single number before the text counts something else: “1. Лекції”.
    if not inside or (own and not is_dash(own) and "." not in inside and not has_word(title)):
        return own, title
    if own == inside:
        return own, rest
    if own and not is_dash(own):
        findings.append(PLAN_CODE_DIFFERS.at(row.place("measure", own), seen=inside, known=own))
        return own, title
    if inside != code_above:
        findings.append(PLAN_CODE_TAKEN.at(row.place("measure", inside), seen=title, known=inside))
    return inside, rest


def _responsible(row: Row, key: str, meant: UnitsByName, findings: list[Finding]) -> str:
    """Return the names as the list of units spells them, with findings on other spellings; "" without a name.

    The people of a unit are the plan's own words for it, and no other spelling.
    """
    text, place = str(row.value("responsible") or ""), row.place("responsible", key)
    names = read_names(text, meant)
    for name in names:
        if name.known and not name.plain:
            values = {"seen": name.seen, "known": name.known}
            kind = PLAN_OFFICIAL_READ if name.is_official else PLAN_NAME_UNDERSTOOD
            if name.has_number:
                findings.append(PLAN_NUMBER_BESIDE.at(place, **values, sheet=SHARES.name))
            elif name.is_official or not name.is_of_people:
                findings.append(kind.at(place, **values))
    findings += [PLAN_PERSON_LEFT_OUT.at(place, seen=person) for person in persons_in(text, meant)]
    return "; ".join(dict.fromkeys(name.known or name.seen for name in names))


def _worded(text: str, meant: UnitsByName) -> tuple[str, ...]:
    """Return the names in a cell in the plan's own words; () where these are the known names."""
    words: dict[str, str] = {}
    for name in read_names(text, meant):
        words.setdefault(name.known or name.seen, name.words if name.known else name.seen)
    return () if list(words) == list(words.values()) else tuple(words.values())
