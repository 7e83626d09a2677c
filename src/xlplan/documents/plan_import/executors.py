"""The names in a text of the executors' column: where one ends and the next begins, before the units are known.

Names are separated by “;”, a new line, a comma, “та”, or a new “працівники”. A name of a unit may hold all of
these but the first, so a name ends only where the next one begins as a unit does.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_import.unit_groups import GroupName, read_group
from xlplan.domain.executor_words import NumberBeside, Post, is_person, number_beside, person_beside, read_post
from xlplan.domain.plan import UnitKind
from xlplan.domain.unit_names import (
    BUREAU,
    CENTRE,
    ENGLISH_HEADS,
    HEADS,
    UnitName,
    is_action,
    read_unit_name,
    without_people,
)
from xlplan.text.inflection import Case, adjective_nominative, plural_forms, shared_cases
from xlplan.text.normalize import clean_spaces, drop_invisible, fix_mixed_alphabets, is_dash, match_key


class NamePart(Struct, frozen=True):
    """A part of a text that is one name: of a unit, of a group, of a person, of a post, or of none.

    Attributes:
        seen: The part as typed, with clean spaces.
        unit: The name of the unit that it is.
        group: The name of the group that it is.
        joined: The word before it that joins it to the name before: “та”; "" for other signs.
        number: The number beside the name, which may be the share of the unit.
        post: The post that it is. Where that is of a unit or of a group, this is named as well.
        is_person: True for the name of a person.
    """

    seen: str
    unit: UnitName | None = None
    group: GroupName | None = None
    joined: str = ""
    number: NumberBeside | None = None
    post: Post | None = None
    is_person: bool = False


# Start and end of a part of a line, the word before it, and if it is a person.
_Part = tuple[int, int, str, bool]
_AND = r"та|і|й|а також|and|&"
_WITH = (
    r"(?:а також )?(?:спільно|разом|у взаємодії) (?:з|із|зі)|за участі|за участю|із залученням"
    r"|together with|jointly with"
)
# Of the words for people those that begin a name; “головний спеціаліст” is one post.
_NEW_PEOPLE = r"(?:працівник|співробітник)(?:и|ів|ами|ам)"
_LEAD = r"(?:відповідальн(?:ий|і|а)|виконав(?:ець|ці)|співвиконав(?:ець|ці)|executors?|responsible)\s*[:\-–—]\s*"
_LEADING = re.compile(_LEAD, re.IGNORECASE)
_BETWEEN = re.compile(
    rf"\s*,\s*(?:(?:{_AND})\s+)?|\s*/\s*|\s+(?P<and>{_AND})\s+|\s*,?\s+(?P<with>{_WITH})\s+"
    rf"|(?<!усі)(?<!всі)(?<!усіх)(?<!всіх)\s+(?={_NEW_PEOPLE}\s)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-‐‑‒–—−•·▪*]+\s*|\d{1,2}[.)]\s+)")
# A line that ends so, or a next one that begins so, is one line that paper broke.
_OPEN_END = re.compile(rf"(?:,|(?<!\w)(?:{_AND}|з|із|зі|по|для|щодо|про|на|у|в|of|for|the)|-)$", re.IGNORECASE)
_OPEN_START = re.compile(rf"(?:{_AND})(?!\w)|,", re.IGNORECASE)
# Words that begin something else than a name of a unit, though a name of a unit stands before.
_OTHER = re.compile(
    r"(?:директор(?:ка)?|заступни(?:к|ки|ця)|керівник(?:и)?|начальник(?:и)?|завідувач(?:і|ка)?|завідуюч(?:ий|а|і)"
    r"|голова|головн(?:ий|а|і)|провідн(?:ий|а|і)|старш(?:ий|а|і)|бухгалтер(?:и)?|юрист(?:и)?|юрисконсульт(?:и)?"
    r"|адвокат(?:и)?|секретар(?:і)?|координатор(?:и)?|комісі(?:я|ї)|відповідальн(?:ий|а|і)|уповноважен(?:ий|а|і)|особ(?:а|и)"
    r"|в\.\s?о\.|т\.\s?в\.\s?о\.|за|згідно|відповідно|у разі|в разі|при|на підставі"
    r"|director|head of|chief|deputy|managers?|officers?|lawyers?|accountants?|coordinators?|as|on|by)(?!\w)",
    re.IGNORECASE,
)
_CAPITAL = r"[А-ЯІЇЄҐA-Z]"
# An abbreviation alone, and a condition in brackets.
_SIGN = re.compile(rf"{_CAPITAL}{{2,6}}")
_CONDITION = re.compile(r"[\s,]*\((?P<name>за (?:згодою|потреби|дорученням)[^()]*)\)$", re.IGNORECASE)
# Of the English nouns those that mean nothing but a unit. “Department of Finance and Administration” is one.
_ENGLISH_PLAIN = ("department", "division", "bureau", "office", "centre", "center", "team", "unit", "section")
# A list of executors is no longer than this; a longer text is none, and would take long to cut.
_LONGEST, _MOST_PARTS = 4000, 200
_PLURALS = frozenset(match_key(form) for head in HEADS if head != "бюро" for form in plural_forms(head)) - {
    form for each, _kind in HEADS.values() for form in each.forms
}


@lru_cache(maxsize=1024)
def read_name_parts(text: str) -> tuple[NamePart, ...]:
    """Return the names in a text of the executors' column, in order. A text that names no unit stays whole."""
    mended, _words = fix_mixed_alphabets(drop_invisible(text))
    if len(mended) > _LONGEST or mended.count("\n") + len(_BETWEEN.findall(mended)) > _MOST_PARTS:
        return (NamePart(clean_spaces(mended)),)
    pieces: list[NamePart] = []
    for line in _lines(mended):
        pieces += _with_number_of_each(_joined_offices(_shared_nouns(list(_pieces_of(line)))))
    return tuple(pieces)


def _lines(text: str) -> Iterator[str]:
    """Yield the parts between semicolons and new lines; lines that paper broke are one."""
    for part in text.split(";"):
        open_line = ""
        for raw in part.splitlines():
            line = clean_spaces(_BULLET.sub("", raw))
            if is_dash(line) or not line:
                continue
            if open_line and not _continues(open_line, line):
                yield open_line
                open_line = ""
            open_line = f"{open_line} {line}".strip()
        if open_line:
            yield open_line


def _continues(line: str, following: str) -> bool:
    """Tell if a line goes on in the following one."""
    if _OPEN_END.search(line) or _OPEN_START.match(following) or not _bare(line):
        return True
    begins = _has_lead(following) or _OTHER.match(following) or _parse(following) is not None
    if _parse(line) is None and not begins:
        return following[:1].islower()
    if _is_unfinished(line) and _parse(f"{line} {following}") is not None:
        return True
    return following[:1].islower() and not begins


def _is_unfinished(line: str) -> bool:
    """Tell if a line ends before the head noun of its name."""
    return _parse(line) is None and bool(_bare(line)) and not _OTHER.match(line)


def _bare(text: str) -> str:
    """Return a text without “Відповідальний:” and the word for people before a name."""
    return without_people(_without_lead(text))


def _without_lead(text: str) -> str:
    plain = clean_spaces(text)
    lead = _LEADING.match(plain)
    return plain[lead.end() if lead else 0 :]


def _has_lead(text: str) -> bool:
    return _bare(text) != clean_spaces(text)


def _parse(text: str) -> NamePart | None:
    """Return the name of a unit or of a group, or the post, that a text is; None where it is none of them."""
    seen = clean_spaces(text).strip(" .,")
    if (number := number_beside(seen)) and (part := _parse(number.name)) and _is_told_apart(part):
        return replace(part, seen=seen, number=number)
    if group := read_group(seen) or read_group(_bare(seen)):
        return NamePart(seen, group=group)
    if unit := read_unit_name(_bare(seen)):
        return NamePart(seen, unit=unit)
    return _official(seen)


def _is_told_apart(part: NamePart) -> bool:
    """Tell if a name needs no number behind it: “Бюро (2)” may be the name of the second one."""
    if part.group and not part.post:
        return part.group.is_all or part.group.head != BUREAU
    unit = part.unit
    return unit is None or not unit.is_bare or unit.kind is UnitKind.OFFICE


def _official(seen: str) -> NamePart | None:
    """Return a post with the unit or the group of which it is the head; None for any other text."""
    post = read_post(_without_lead(seen))
    if post is None or post.is_leader or not post.of:
        return NamePart(seen, post=post) if post else None
    if group := read_group(post.of):
        whole = None if group.is_all else read_group(f"усі {group.name}") or read_group(f"all {group.name}")
        return NamePart(seen, group=replace(whole, typed=group.typed) if whole else group, post=post)
    unit = read_unit_name(post.of)
    if unit and unit.is_bare and unit.head == CENTRE:
        return NamePart(seen, post=Post(is_leader=True))
    return NamePart(seen, unit=unit if unit and not unit.is_bare else None, post=post)


def _named(text: str) -> NamePart:
    """Return what a text is; one that is nothing else stays as it is, perhaps a person."""
    seen = clean_spaces(text)
    return NamePart(seen, is_person=True) if is_person(seen) else _parse(text) or NamePart(seen)


def _pieces_of(line: str) -> Iterator[NamePart]:
    """Yield the names in a line."""
    start, joined = 0, ""
    piece: NamePart | None = None
    end = 0
    for part_start, part_end, between, is_name in _parts(line):
        part = line[part_start:part_end]
        if piece is not None and not is_name and not _begins(part, piece, line[:part_start], between):
            end = part_end
            piece = _named(line[start:end])
            continue
        if piece is not None:
            yield replace(piece, joined=joined)
        start, end, joined = part_start, part_end, between
        piece = NamePart(clean_spaces(part), is_person=True) if is_name else _named(part)
    if piece is not None:
        yield replace(piece, joined=joined)


def _parts(line: str) -> Iterator[_Part]:
    """Yield the parts between separators; the name of a person is a part."""
    spots: list[tuple[int, int, str]] = []
    start, word = 0, ""
    for between in _BETWEEN.finditer(line):
        spots.append((start, between.start(), word))
        start, word = between.end(), clean_spaces(between["and"] or between["with"] or "").casefold()
    spots.append((start, len(line), word))
    for first, last, joined in spots:
        yield from _without_person(line, first, last, joined)


def _without_person(line: str, first: int, last: int, joined: str) -> Iterator[_Part]:
    """Yield a part; a person or a condition beside its name is another."""
    text = line[first:last]
    is_whole = is_person(text)
    beside = None if is_whole else person_beside(text.rstrip(" ,"))
    has_person = beside is not None
    if beside is None and (condition := _CONDITION.search(text)):
        beside = text[: condition.start()], condition["name"]
    if beside and beside[0]:
        for each in sorted(beside, key=text.index):
            start = first + text.index(each)
            is_name = each == beside[0]
            yield start, start + len(each), joined if is_name else "", has_person and not is_name
    elif text.strip(" .,"):
        yield first, last, joined, is_whole


def _begins(part: str, piece: NamePart, before: str, joined: str) -> bool:
    """Tell if a part begins a name of its own behind a piece.

    Args:
        part: The text of the part.
        piece: The name before it.
        before: The line up to the part.
        joined: The word between the two.
    """
    parsed = _parse(part)
    if parsed is None:
        is_open = piece.unit is not None and not _ends_in_head(piece.unit)
        return bool(_OTHER.match(part) or is_person(part) or _SIGN.fullmatch(part) or _is_plural(part)) or (
            not is_open and (piece.unit is not None or piece.group is not None)
        )
    if parsed.post or piece.unit is None or _has_lead(part) or re.fullmatch(_WITH, joined):
        return True
    if _is_of_english(piece.unit) and parsed.unit is not None and parsed.unit.head not in _ENGLISH_PLAIN:
        return False
    if parsed.group is not None:
        last = re.findall(r"[^\W\d_]+", before)
        words = [word for word in last if word.casefold() not in _AND.split("|")]
        return not (words and match_key(words[-1]) in _PLURALS and not parsed.group.is_all)
    return parsed.unit is None or _agrees(parsed.unit, piece.unit)


def _is_plural(part: str) -> bool:
    """Tell if a part names several units that no list has: “місцеві центри”."""
    words = part.split(" ")
    return len(words) > 1 and words[0].endswith(("і", "ї")) and match_key(words[1]) in _PLURALS


def _is_of_english(unit: UnitName) -> bool:
    return unit.head in ENGLISH_HEADS and bool(unit.rest)


def _ends_in_head(unit: UnitName) -> bool:
    """Tell if a name ends with its head noun, as most English ones do."""
    return unit.head in ENGLISH_HEADS and not unit.rest


def _agrees(unit: UnitName, before: UnitName) -> bool:
    """Tell if a name stands in the case of the one before, so that both are executors."""
    if is_action(unit):
        return unit.typed[:1].isupper()
    return Case.NOMINATIVE in unit.cases or bool(unit.cases & before.cases)


def _shared_nouns(pieces: Sequence[NamePart]) -> list[NamePart]:
    """Return pieces with the noun that adjectives share: “Лугинське та Овруцьке БПД” are two units."""
    whole: list[NamePart] = []
    for at, piece in enumerate(pieces):
        following = pieces[at + 1].unit if at + 1 < len(pieces) else None
        shared = _shared(piece, following) if following and _is_open(piece) else ()
        whole += shared or [piece]
        if shared and shared[-1].unit and shared[-1].unit.head in ENGLISH_HEADS:
            return whole + _shared_nouns(pieces[at + 2 :])
    return whole


def _is_open(piece: NamePart) -> bool:
    return not (piece.unit or piece.group or piece.post or piece.is_person)


def _shared(piece: NamePart, following: UnitName) -> tuple[NamePart, ...]:
    if following.head in ENGLISH_HEADS:
        both = read_unit_name(f"{piece.seen} and {following.typed}")
        return (NamePart(both.typed, unit=both),) if both and not _OTHER.match(piece.seen) else ()
    known, _kind = HEADS[following.head]
    parts = [clean_spaces(part) for part in _BETWEEN.split(_bare(piece.seen)) if part and part not in _AND]
    found: list[NamePart] = []
    for part in parts:
        is_adjective = " " not in part and following.adjectives and shared_cases([part], known.nominative, known)
        nominative = adjective_nominative(part, known.gender)
        if not is_adjective and nominative == part:
            return ()
        words = following.name.split(" ")[len(following.adjectives) :]
        unit = read_unit_name(" ".join((nominative, *words)))
        if unit is None:
            return ()
        found.append(NamePart(part, unit=replace(unit, typed=part)))
    return tuple(found)


def _with_number_of_each(pieces: Sequence[NamePart]) -> list[NamePart]:
    """Return pieces with “по 2” behind the last of them as the number of each one before it."""
    number = pieces[-1].number if pieces else None
    if number is None or not number.is_each:
        return list(pieces)
    return [piece if piece.number or piece.is_person else replace(piece, number=number) for piece in pieces]


def _joined_offices(pieces: Sequence[NamePart]) -> list[NamePart]:
    """Return pieces in which the centre and all its bureaus are one group: “Коростенського МЦ та бюро ПД”."""
    whole: list[NamePart] = []
    for piece in pieces:
        office = whole[-1].unit if whole else None
        group = piece.group
        if (
            office
            and group
            and office.kind is UnitKind.OFFICE
            and piece.joined
            and not group.is_all
            and not group.office
        ):
            name = f"{office.name} {piece.joined} {group.name}"
            seen = f"{whole[-1].seen} {piece.joined} {piece.seen}"
            whole[-1] = NamePart(
                seen, group=replace(group, typed=seen, name=name, office=office), joined=whole[-1].joined
            )
        else:
            whole.append(piece)
    return whole
