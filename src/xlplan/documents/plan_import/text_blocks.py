"""The lines of text around a plan's table as blocks: the approval, the title, what else stands there."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from xlplan.documents.plan_import.period import cut_at_periods, find_periods
from xlplan.domain.day_reading import read_day
from xlplan.text.normalize import clean_spaces, drop_invisible, fix_mixed_alphabets

_APPROVAL = re.compile(
    r"[«„“\"]?(?:затвердж(?:ено|ую|ений|ена|уємо)|approved(?: by)?|i approve)(?!\w)[»”\"]?\s*[:.]?\s*",
    re.IGNORECASE,
)
# Blocks of other people beside the approval, and an annex.
_OTHER = re.compile(
    r"[«„“\"]?(?:(?:по|у)годжено|погоджую|схвалено|схвалюю|розглянуто|прийнято|agreed|endorsed|reviewed|додаток|annex|appendix)"
    r"(?!\w)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:[^\W\d_]+(?:ий|ій)\s+){0,3}план(?:-графік)?(?!\w)|перелік\s+заходів|заходи(?!\w)|програма(?!\w)|дорожня\s+карта"
    r"|(?:[a-z'’-]+\s+){0,3}plan(?!\w)|program(?:me)?(?!\w)|road\s?map",
    re.IGNORECASE,
)
_LONGEST_TITLE, _MOST_APPROVAL_LINES, _MOST_NEARBY = 8, 12, 20
# No detail of a plan takes a longer line.
LONGEST_LINE = 1000
# “П Л А Н  Р О Б О Т И”: letters spread for the eye.
_SPREAD = re.compile(r"(?<!\w)(?:[А-ЯІЇЄҐA-Z] ){2,}[А-ЯІЇЄҐA-Z](?!\w)")
_BLANK = re.compile(r"[_…]{2,}|\.{4,}")
# The words that lead to a blank for a day and a number.
_UNFILLED = re.compile(r"\s*(?:від|from|dated)?\s*(?:№|No\.?)?\s*$", re.IGNORECASE)
_NOTE = re.compile(r"\*|(?:примітк[аи]|notes?)(?!\w)|м\.\s?[А-ЯІЇЄҐ]|смт\.?\s|с\.\s?[А-ЯІЇЄҐ]", re.IGNORECASE)
_CAPTION = re.compile(
    r"\(?\s*(?:(?:особистий\s+)?підпис|посада|власне\s+ім'я|ім'я|ініціал\w*|прізвище|дата|п\.?\s?і\.?\s?б\.?|signature|"
    r"post|position|name|date|first\s+name|surname|м\.\s?п\.)(?:\s*[,та]*\s*(?:ініціали|прізвище|ім'я|посада|surname))*"
    r"\s*\)?",
    re.IGNORECASE,
)
_CAPTIONS = re.compile(rf"(?:{_CAPTION.pattern}\s*)+", re.IGNORECASE)
_INNER_CAPTION = re.compile(rf"\({_CAPTION.pattern}\)", re.IGNORECASE)


class TextBlocks(Struct, frozen=True):
    """The lines above a table, in blocks.

    Attributes:
        approval: The lines of the approval, without its word.
        title: The lines of the title.
        others: All other lines.
    """

    approval: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def nearby(self) -> tuple[str, ...]:
        """The other lines that may be a letterhead: the last ones, without long paragraphs."""
        return tuple(line for line in self.others[-_MOST_NEARBY:] if len(line) <= LONGEST_LINE)


def read_blocks(lines: Sequence[str]) -> TextBlocks:
    """Return the lines above a table in blocks. Blank lines are left out."""
    plain = [clean_line(line) for line in _unwoven(lines)]
    approval, rest = take_approval(plain)
    title, others = _take_title(rest)
    return TextBlocks(tuple(approval), tuple(title), tuple(others))


def clean_line(line: str) -> str:
    """Return a line with clean spaces and one alphabet in each word, without spaces between spread letters."""
    joined = _SPREAD.sub(lambda match: match[0].replace(" ", ""), line)
    return fix_mixed_alphabets(clean_spaces(joined))[0]


def is_blank_to_fill(line: str) -> bool:
    """Tell if a line holds a blank to write a date or a name in."""
    return _BLANK.search(line) is not None


def without_blanks(line: str) -> str:
    """Return a line without the blanks to write in and without their captions: “(підпис)”."""
    plain = clean_spaces(_BLANK.sub(" ", line))
    if plain != line:
        plain = _UNFILLED.sub("", plain)
    return "" if _CAPTIONS.fullmatch(plain) else clean_spaces(_INNER_CAPTION.sub(" ", plain))


def is_note(line: str) -> bool:
    """Tell if a line is a note, or names only a place."""
    return _NOTE.match(line) is not None


def is_of_others(line: str) -> bool:
    """Tell if a line begins the block of people who agree to a plan, and do not approve it."""
    return _OTHER.match(line) is not None


def take_approval(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines of the first approval, and all others. The block of somebody else ends it."""
    approval: list[str] = []
    rest: list[str] = []
    is_open = was_found = False
    for line in lines:
        word = None if was_found or len(line) > LONGEST_LINE else _APPROVAL.match(line)
        if word:
            is_open = was_found = True
            approval += [line[word.end() :]] if line[word.end() :] else []
        elif is_open and _ends_approval(line, approval):
            is_open = False
            rest.append(line)
        else:
            (approval if is_open else rest).append(line)
    return [line for line in approval if line], rest


def _ends_approval(line: str, approval: Sequence[str]) -> bool:
    """Tell if a line stands behind an approval: a title, another block, anything after its day."""
    if line and (len(approval) >= _MOST_APPROVAL_LINES or len(line) > LONGEST_LINE):
        return True
    # A day beside the word of the approval is not its end.
    if len(approval) > 1 and is_day(approval[-1]):
        return True
    return bool(line) and bool(_TITLE.match(line) or _APPROVAL.match(line) or is_of_others(line))


def is_day(line: str) -> bool:
    """Tell if a line is a date, or a blank to write one in."""
    return read_day(line).day is not None or (is_blank_to_fill(line) and bool(re.search(r"\d{2,4}|[«“\"]", line)))


def _take_title(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines of the title, and all others. It ends with the line that names the period."""
    starts = [at for at, line in enumerate(lines) if len(line) <= LONGEST_LINE and _TITLE.match(line)]
    spans = [(start, end) for start in starts if (end := _end_of_title(lines, start))]
    if spans:
        start, end = spans[0]
    elif starts:
        start = starts[0]
        end = next((at for at in range(start + 1, len(lines)) if not lines[at]), len(lines))
        end = min(end, start + _LONGEST_TITLE // 2)
    else:
        start = next(
            (at for at, line in enumerate(lines) if len(line) <= LONGEST_LINE and _is_title(line)), len(lines)
        )
        end = start + 1
    title = [line for line in lines[start:end] if line]
    return title, [line for line in (*lines[:start], *lines[end:]) if line]


def _is_title(line: str) -> bool:
    """Tell if a line has a period and other words."""
    return bool(find_periods(line)) and any(any(map(str.isalpha, part)) for part in cut_at_periods(line))


def _end_of_title(lines: Sequence[str], start: int) -> int | None:
    """Return the end of the title that begins with a line; None where no line below names a period."""
    for at in range(start, min(len(lines), start + _LONGEST_TITLE)):
        if at > start and (is_note(lines[at]) or is_of_others(lines[at]) or len(lines[at]) > LONGEST_LINE):
            return None
        if find_periods(lines[at]):
            return at + 1
    return None


def _unwoven(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines; blocks that stand beside each other, divided by tabs, one after the other."""
    columns: list[list[str]] = []
    spots: list[int] = []
    for raw in lines:
        for line in drop_invisible(raw).splitlines() or [""]:
            cells = line.split("\t")
            filled = [at for at, cell in enumerate(cells) if cell.strip()]
            if len(filled) > 1 and any(_begins_block(cells[at]) for at in filled) and not columns:
                columns, spots = [[] for _at in filled], filled
            if columns and not filled:
                continue
            if columns and not _goes_on(cells, filled, columns):
                yield from (cell for column in columns for cell in column)
                columns = []
            if not columns:
                yield " ".join(cell for cell in cells if cell.strip())
            elif len(filled) == len(columns):
                for column, at in zip(columns, filled, strict=True):
                    column.append(cells[at])
            else:
                for at in filled:
                    columns[_nearest(spots, at)].append(cells[at])
    yield from (cell for column in columns for cell in column)


def _begins_block(cell: str) -> bool:
    plain = clean_line(cell)
    return bool(_APPROVAL.match(plain)) or is_of_others(plain)


def _goes_on(cells: Sequence[str], filled: Sequence[int], columns: Sequence[Sequence[str]]) -> bool:
    """Tell if a line belongs to the blocks beside each other: it is divided as they are, and is no title."""
    is_title = len(filled) == 1 and bool(_TITLE.match(clean_line(cells[filled[0]])))
    return not is_title and len(filled) <= len(columns)


def _nearest(spots: Sequence[int], at: int) -> int:
    return min(range(len(spots)), key=lambda each: abs(spots[each] - at))
