"""Texts of units as a narrative quotes them, lists of words, and numbers with their shares in words."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from xlplan.domain.narrative import Look, NarrativeCell, Passage, Passages
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.plan import Measure
from xlplan.domain.unit_of_measure import PERCENTAGE, Number, round_half_away, show_number
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import _, ngettext, quote

# A text of more signs is cut: it would fill the page of its measure, and the workbook has it whole.
LONGEST_TEXT = 1200
_SENTENCE_ENDS = (".", "!", "?", "…")


def plain(text: str) -> Passage:
    """Return a passage without a look of its own."""
    return Passage(text)


def strong(text: str) -> Passage:
    """Return a passage that stands out."""
    return Passage(text, Look.STRONG)


def named(text: str) -> Passage:
    """Return a passage that names the unit whose words follow."""
    return Passage(text, Look.NAME)


def gap(text: str) -> Passage:
    """Return a passage that an editor must complete, look at or remove. The sign finds it in black and white."""
    return Passage(text if text.startswith("⚠") else f"⚠ {text}", Look.GAP)


def cell(*passages: Passage | str, share: Fraction | None = None) -> NarrativeCell:
    """Return a cell of a table with these texts."""
    return NarrativeCell(tuple(each if isinstance(each, Passage) else plain(each) for each in passages), share)


def clean(text: str) -> str:
    """Return a text of a unit with its blanks cleaned; letters and signs stay as they are written.

    A sign that no program shows is a blank, and so is a line break.
    """
    return " ".join(without_invisible(text).split())


def cited(text: str, whose: str) -> Passages:
    """Return a text of a unit in quotation marks, as it is written. What is left out of it is told as a gap.

    Args:
        text: The text.
        whose: The unit.
    """
    words = clean(text)
    shown = hide_personal_data(words)
    is_hidden, is_cut = shown != words, len(shown) > LONGEST_TEXT
    if is_cut:
        beginning = shown[:LONGEST_TEXT]
        shown = f"{beginning.rpartition(' ')[0] or beginning} …"
    passages = [plain(quote(shown))]
    if is_cut:
        length = ngettext("{number} sign", "{number} signs", len(words))
        passages += [plain(" "), gap(_("text cut, it has {length}: {unit}").format(length=length, unit=whose))]
    if is_hidden:
        passages += [plain(" "), gap(_("personal data hidden: {unit}").format(unit=whose))]
    return tuple(passages)


def in_a_row(texts: Sequence[str]) -> str:
    """Return texts as a list in a sentence: “a, b and c”."""
    if len(texts) < 2:
        return "".join(texts)
    return _("{others} and {last}").format(others=", ".join(texts[:-1]), last=texts[-1])


def capital(words: str) -> str:
    """Return words that begin a sentence."""
    return words[:1].upper() + words[1:]


def uncapital(words: str) -> str:
    """Return words that stand inside a sentence."""
    return words[:1].lower() + words[1:]


def sentence(*parts: Passages) -> Passages:
    """Return the parts as one sentence with a full stop; () where there is nothing to say."""
    passages = [passage for part in parts for passage in part]
    if passages and not passages[-1].text.rstrip("»”").endswith(_SENTENCE_ENDS):
        passages.append(plain("."))
    return tuple(passages)


def sentences(parts: Iterable[Passages]) -> Passages:
    """Return sentences with a blank between each two."""
    passages: list[Passage] = []
    for part in filter(None, parts):
        passages += [plain(" "), *part] if passages else part
    return tuple(passages)


def joined(parts: Iterable[Passages], separator: str) -> Passages:
    """Return parts with a separator between each two."""
    return tuple(_between(parts, separator))


def _between(parts: Iterable[Passages], separator: str) -> Iterator[Passage]:
    for number, part in enumerate(filter(None, parts)):
        if number:
            yield plain(separator)
        yield from part


def percent_of(done: Number, target: Number) -> str:
    """Return a share in per cent with one decimal at most; "" of a target of nothing.

    What is not whole is not called 100 %, and what is something is not called 0 %.
    """
    if not target:
        return ""
    exact = Fraction(done) * 100 / Fraction(target)
    shown = round_half_away(exact, 1)
    if (shown == 100) is not (exact == 100) or (shown == 0) is not (exact == 0):
        shown = round_half_away(exact + (Fraction(1, 20) if exact > shown else -Fraction(1, 20)), 1)
    return show_number(shown, PERCENTAGE)


def share_cell(part: int, whole: int) -> NarrativeCell:
    """Return a cell with a share of counted things as a bar and in per cent; a dash where nothing is counted."""
    return cell(percent_of(part, whole), share=Fraction(part, whole)) if whole else cell("—")


def measure_title(measure: Measure) -> str:
    """Return the title of a measure without its code, which the plan may repeat."""
    title = clean(measure.title)
    bare = title.removeprefix(measure.code).lstrip(". ")
    return bare or title
