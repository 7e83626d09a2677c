"""The lines of `Реквізити` from the lines of text above and below a plan's table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from xlplan.documents.plan_import.centre_names import CentreNames, read_centre_names
from xlplan.documents.plan_import.period import find_periods
from xlplan.documents.plan_import.text_blocks import (
    LONGEST_LINE,
    TextBlocks,
    clean_line,
    is_blank_to_fill,
    is_day,
    is_note,
    is_of_others,
    read_blocks,
    take_approval,
    without_blanks,
)
from xlplan.domain.day_reading import read_day
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_import_kinds import (
    IMPORT_DETAIL_ASKED,
    IMPORT_DETAIL_PROPOSED,
    IMPORT_PERIODS_DIFFER,
    IMPORT_SIGNATURE_NAMELESS,
)
from xlplan.domain.new_centre import propose_code
from xlplan.domain.period_reading import read_period
from xlplan.domain.sheets import DETAIL_LINES
from xlplan.domain.signatories import split_post_and_name
from xlplan.text.translation import quote

_LABELS = {detail.name: detail.label for detail in DETAIL_LINES}
_DAY = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[«“\"]?\s?\d{1,2}\s?[»”\"]?\s?[^\W\d_]+\s?\d{4}(?:\s?(?:року|р\.))?"
    r"|[^\W\d_]+\s\d{1,2},?\s\d{4}"
)
# Posts of people who sign, and of those who only made the plan.
_POST = re.compile(
    r"(?:в\.?\s?о\.|т\.?\s?в\.?\s?о\.|директор|заступни|начальни|керівни|голова|завідув|виконувач|виконуюч|головн|провідн"
    r"|старш|спеціаліст|фахівець|координатор|менеджер|секретар|бухгалтер|юрист|консультант|інспектор|президент|ректор"
    r"|декан|міністр|director|head|deputy|chief|acting|manager|executive|president|coordinator|chair"
    r"|secretary|officer|senior|signed|підписа(?:в|ла))",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:відповідальн(?:ий|а|і)|виконав(?:ець|ці|иця|ла)?|розроб(?:ив|ила|ник)|склав|склала|підготу(?:вав|вала)|укладач|prepared|compiled|drafted"
    r"|executor|contact)(?!\w)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:signed(?: by)?|підписа(?:в|ла|но))\s*:\s*", re.IGNORECASE)
_NAME_BEHIND_BLANK = re.compile(r"[^\W\d_a-zа-яіїєґ][^\W\d_]*(?:[ .'’-]+[^\W\d_]+\.?){1,3}")
# Of a signature, and of the block that a line may belong to.
_MOST_POST_LINES, _MOST_LINES = 4, 8


class DetailsFound(Struct, frozen=True):
    """The details of a plan, as the text around its table gives them.

    Attributes:
        details: The values by the names of the lines in `domain.sheets`. What is not given is absent.
        doubts: The name of a line with a reason to look at it: its value was proposed, or it is not given.
        unread: The lines of text that give no detail. They are in no cell, so they are told.
    """

    details: Mapping[str, str | date]
    doubts: tuple[tuple[str, Finding], ...] = ()
    unread: tuple[str, ...] = ()


class _Reading(Struct):
    details: dict[str, str | date] = field(default_factory=dict)
    doubts: list[tuple[str, Finding]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def propose(self, name: str, value: str, seen: str) -> None:
        """Add a value that is made from other words."""
        self.details[name] = value
        self.doubts.append((name, IMPORT_DETAIL_PROPOSED.at(heading=_LABELS[name], seen=seen)))


def read_details_around(above: Sequence[str], below: Sequence[str]) -> DetailsFound:
    """Return the details that the lines above and below a table give.

    Args:
        above: The lines above the table in the order of reading: paragraphs, lines of cells of a layout table.
            Tabs divide what stands beside each other in a line.
        below: The lines below it.
    """
    reading = _Reading()
    blocks = read_blocks(above)
    approval: Sequence[str] = blocks.approval
    ending = [clean_line(line) for raw in below for line in (raw.splitlines() or [""])]
    if not approval:
        approval, ending = take_approval(ending)
    _read_period(blocks, reading)
    if blocks.title:
        reading.details["plan_title"] = " ".join(blocks.title)
    others = _read_names(read_centre_names(blocks), blocks.others, reading)
    _read_approval(approval, reading)
    reading.unread += others
    _read_signature(ending, reading)
    _ask(reading)
    order = {detail.name: at for at, detail in enumerate(DETAIL_LINES)}
    return DetailsFound(
        dict(sorted(reading.details.items(), key=lambda item: order[item[0]])),
        tuple(sorted(reading.doubts, key=lambda doubt: order[doubt[0]])),
        tuple(filter(_tells_something, reading.unread)),
    )


def _tells_something(line: str) -> bool:
    """Tell if a line holds more than blanks to write in, their captions, and a day of which nothing is known."""
    is_blank_day = is_blank_to_fill(line) and is_day(line) and not re.search(r"\d{4}", line)
    return not is_blank_day and re.search(r"[^\W_]", without_blanks(line)) is not None


def _read_period(blocks: TextBlocks, reading: _Reading) -> None:
    """Read the period that the title names, or else another line. Of several the last one is taken."""
    found = find_periods(" ".join(blocks.title)) or find_periods(" ".join(blocks.nearby))
    plain = [period for period in found if read_period(period)] or list(found)
    if not plain:
        return
    reading.details["period"] = plain[-1]
    if len(plain) > 1:
        reading.doubts.append(("period", IMPORT_PERIODS_DIFFER.at(seen=", ".join(map(quote, plain)))))


def _read_names(names: CentreNames, others: Sequence[str], reading: _Reading) -> list[str]:
    """Read the names of the centre; return the lines that are none of them."""
    if names.short:
        reading.details["short"] = names.short
    if names.title and names.is_read:
        reading.details["title"] = names.title
    elif names.title:
        reading.propose("title", names.title, names.typed)
    if names.name:
        reading.propose("name", names.name, names.typed)
        reading.propose("code", propose_code(names.name), names.name)
    return [line for line in others if line != names.line]


def _read_approval(lines: Sequence[str], reading: _Reading) -> None:
    """Read who approves and when. The day of an order stands in the words of who approves as well."""
    words: list[str] = []
    for line in lines:
        day = None if is_blank_to_fill(line) else read_day(line).day
        inner = None if day else next(_days_in(line), None)
        if day or inner:
            reading.details.setdefault("approved_on", day or inner or date.min)
        if day:
            continue
        text = "" if is_day(line) else without_blanks(line)
        (words if text else reading.unread).append(text or line)
    if words:
        reading.details["approved_by"] = " ".join(words)


def _days_in(line: str) -> Iterator[date]:
    for match in _DAY.finditer(line):
        if day := read_day(match[0]).day:
            yield day


def _read_signature(plain: Sequence[str], reading: _Reading) -> None:
    """Read the first signature. Notes, the blocks of others and who only made the plan are left out."""
    start = next(
        (at for at, line in enumerate(plain) if _begins_signature(line, plain[max(0, at - _MOST_LINES) : at])),
        None,
    )
    if start is None:
        reading.unread += filter(None, plain)
        return
    used = _signature(plain, start)
    words = _SIGNED.sub("", " ".join(without_blanks(plain[at]) for at in used))
    reading.details["signed_by"] = words
    if not split_post_and_name(words)[1] and not any(_has_name_behind_blank(plain[at]) for at in used):
        reading.doubts.append(("signed_by", IMPORT_SIGNATURE_NAMELESS.at()))
    reading.unread += (line for at, line in enumerate(plain) if line and at not in used)


def _has_name_behind_blank(line: str) -> bool:
    """Tell if a name stands behind the blank to sign in: “Director ____ Sarah Whitfield”."""
    post, blank, rest = line.partition("__")
    name = without_blanks(rest.strip("_ "))
    return bool(blank) and bool(post.strip()) and bool(_NAME_BEHIND_BLANK.fullmatch(name))


def _begins_signature(line: str, before: Sequence[str]) -> bool:
    """Tell if a line begins a signature, and not what follows a line such as “ПОГОДЖЕНО”."""
    text = without_blanks(line) if len(line) <= LONGEST_LINE else ""
    if not text or _is_no_signature(line, text):
        return False
    block = next((at for at in range(len(before) - 1, -1, -1) if not before[at]), -1)
    if any(is_of_others(each) or _AUTHOR.match(each) for each in before[block + 1 :]):
        return False
    is_sentence = text.endswith(".") and not split_post_and_name(text)[1]
    return (bool(_POST.match(text)) and not is_sentence) or bool(split_post_and_name(text)[1])


def _is_no_signature(line: str, text: str) -> bool:
    return bool(is_day(line) or is_note(text) or _AUTHOR.match(text) or is_of_others(text))


def _signature(lines: Sequence[str], start: int) -> list[int]:
    """Return the lines of the signature that begins with a line. A name ends it; notes may stand before that."""
    used: list[int] = []
    words: list[str] = []
    for at in range(start, min(len(lines), start + 2 * _MOST_POST_LINES)):
        text = without_blanks(lines[at])
        if not text or (words and is_note(text)):
            continue
        joined = " ".join((*words, text))
        is_name = bool(split_post_and_name(text)[1] or split_post_and_name(joined)[1])
        is_apart = bool(words) and not is_name and (at - 1 not in used or len(words) >= _MOST_POST_LINES)
        if is_apart or (words and _is_no_signature(lines[at], text)):
            break
        used.append(at)
        words.append(text)
        if is_name:
            break
    return used


def _ask(reading: _Reading) -> None:
    """Ask for each line that a plan needs and the text does not give."""
    for detail in DETAIL_LINES:
        if detail.required and detail.name not in reading.details:
            reading.doubts.append((detail.name, IMPORT_DETAIL_ASKED.at(heading=detail.label)))
