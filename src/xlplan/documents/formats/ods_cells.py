"""Cells of an ods as a person sees them. Source of the structure: OpenDocument 1.3, part 3, chapters 6 and 19."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from xml.etree.ElementTree import Element

from xlplan.documents.formats.number_formats import NumberSense, as_percent
from xlplan.documents.formats.ods_styles import OdsStyles, TextLook
from xlplan.documents.formats.text_runs import TextRun, run_look, shown_signs, split_runs, strike_out
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
# The namespace in which LibreOffice marks an error.
_OWN_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_TYPE, _VALUE, _FORMULA = f"{_OFFICE}value-type", f"{_OFFICE}value", f"{_TABLE}formula"
_PARAGRAPH, _SPAN, _GAP = f"{_TEXT}p", f"{_TEXT}span", f"{_TEXT}s"
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
# A reading above Chinese letters, and a comment: neither is a part of the text.
_BESIDE = (f"{_TEXT}ruby-text", f"{_OFFICE}annotation")

# Gnumeric saves an error as the text that the cell shows.
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}")
_DURATION = re.compile(r"(-?)P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:[.,][0-9]+)?)S)?)?")
# A number with its unit. Three digits behind the sign may be a group as well as decimals.
_SHOWN_NUMBER = re.compile(r"[-\u2212]?([0-9]{1,15})(?:[.,]([0-9]{1,2}))?[^0-9]*")
_SHOWN_PERCENTAGE = re.compile(r"[-\u2212]?([0-9]{1,15})(?:[.,]([0-9]{1,15}))?%")
_THOUSAND = 1000
# The longest text that a cell of any program holds. A file may claim a longer gap.
_LONGEST = 65_536


class SeenCell(NamedTuple):
    """A cell as a person sees it."""

    value: CellValue
    problem: CellProblem | None = None
    left_out: tuple[LeftOut, ...] = ()


_BLANK = SeenCell(None)


class CellReader:
    """Reads cells with the styles of their workbook.

    Args:
        styles: The styles.
        first_day: The day from which the workbook counts its days.
    """

    def __init__(self, styles: OdsStyles, first_day: datetime) -> None:
        self._styles = styles
        self._first_day = first_day

    def read(self, cell: Element, style_name: str) -> SeenCell:
        """Return the cell as a person sees it.

        Args:
            cell: The element of the cell.
            style_name: The style of the cell, its own or that of its row or column.
        """
        kind = cell.get(_TYPE, "")
        own_kind = cell.get(_OWN_TYPE)
        if own_kind == "error":
            return SeenCell(None, CellProblem.ERROR)
        paragraphs = [child for child in cell if child.tag == _PARAGRAPH]
        is_formula = _FORMULA in cell.attrib
        # An empty paragraph is the value of a formula that gives an empty text.
        if is_formula and not kind and not paragraphs:
            return SeenCell(None, CellProblem.FORMULA)
        style = self._styles.cell(style_name)
        value = _typed_value(cell, kind)
        if value is None:
            seen = self._text(cell, paragraphs, style.look)
            if is_formula and own_kind is None and _ERROR.fullmatch(str(seen.value)):
                return SeenCell(None, CellProblem.ERROR)
            problem = self._styles.number_sense(style.number_format, seen.value).problem
            return seen if seen.value is None or not problem else seen._replace(problem=problem)
        sense = self._styles.number_sense(style.number_format, value)
        if sense is NumberSense.PLAIN:
            sense = NumberSense.PERCENTAGE if kind == "percentage" else _written_sense(value, paragraphs)
        if sense is NumberSense.PERCENTAGE:
            value = as_percent(value)
        elif sense is NumberSense.DATE:
            value = self._moment(value)
        if style.look.is_struck:
            return SeenCell(None, None, strike_out(value))
        return SeenCell(value, sense.problem)

    def _text(self, cell: Element, paragraphs: list[Element], look: TextLook) -> SeenCell:
        """Return the paragraphs of the cell itself, without those of its comment."""
        left_out: tuple[LeftOut, ...] = ()
        if len(paragraphs) == 1 and not len(paragraphs[0]) and not look.is_struck and not paragraphs[0].attrib:
            text = paragraphs[0].text or ""
        else:
            text, left_out = split_runs(self._paragraph_runs(paragraphs, look))
        if not text and not left_out:
            # A format that hides texts leaves the paragraph empty.
            text, left_out = split_runs([_run(cell.get(f"{_OFFICE}string-value", ""), look)])
        return SeenCell(shown_signs(text) or None, None, left_out)

    def _paragraph_runs(self, paragraphs: list[Element], look: TextLook) -> Iterator[TextRun]:
        for at, paragraph in enumerate(paragraphs):
            if at:
                yield TextRun("\n")
            name = paragraph.get(f"{_TEXT}style-name", "")
            own = self._styles.text("paragraph", name).within(look) if name else look
            yield from self._runs(paragraph, own)

    def _runs(self, element: Element, look: TextLook) -> Iterator[TextRun]:
        if element.text:
            yield _run(element.text, look)
        for child in element:
            if child.tag == _GAP:
                count = child.get(f"{_TEXT}c", "1")
                yield _run(" " * min(int(count) if count.isdecimal() else 1, _LONGEST), look)
            elif child.tag in _SIGNS:
                yield _run(_SIGNS[child.tag], look)
            elif child.tag not in _BESIDE:
                name = child.get(f"{_TEXT}style-name", "") if child.tag == _SPAN else ""
                yield from self._runs(child, self._styles.text("text", name).within(look) if name else look)
            if child.tail:
                yield _run(child.tail, look)

    def _moment(self, value: CellValue) -> CellValue:
        """Return the day or time that a number with the format of a date is seen as."""
        if not isinstance(value, float):
            return value
        try:
            moment = self._first_day + timedelta(seconds=round(value * 86400))
        except (ValueError, OverflowError):
            return value
        return moment.time() if 0 <= value < 1 else _day_or_moment(moment)


def _run(text: str, look: TextLook) -> TextRun:
    return TextRun(text, run_look(bool(look.is_struck), bool(look.is_raised)))


def _typed_value(cell: Element, kind: str) -> CellValue:
    """Return the value of a cell that is no text; None where it is one, or has no value of its kind."""
    try:
        if kind in ("float", "percentage", "currency"):
            return float(cell.get(_VALUE, ""))
        if kind == "date":
            return _date(cell.get(f"{_OFFICE}date-value", ""))
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        if kind == "time":
            return _time(cell.get(f"{_OFFICE}time-value", ""))
    except (ValueError, OverflowError):
        pass
    return None


def _written_sense(value: CellValue, paragraphs: list[Element]) -> NumberSense:
    """Return the meaning that the text beside a number gives to it.

    SheetJS saves this text without the format that it comes from, Gnumeric saves a format without its thousands.
    """
    text = "".join((paragraphs[0].text or "").split()) if len(paragraphs) == 1 else ""
    if not isinstance(value, float) or not text:
        return NumberSense.PLAIN
    if percentage := _SHOWN_PERCENTAGE.fullmatch(text):
        # The sign may be a text of the format, beside a number that is a percentage already.
        return NumberSense.PERCENTAGE if _shows(percentage, abs(value) * 100) else NumberSense.PLAIN
    if abs(value) < _THOUSAND or not (shown := _SHOWN_NUMBER.fullmatch(text)):
        return NumberSense.PLAIN
    is_scaled = any(_shows(shown, abs(value) / scale) for scale in (_THOUSAND, _THOUSAND**2))
    return NumberSense.SCALED if is_scaled else NumberSense.PLAIN


def _shows(shown: re.Match[str], number: float) -> bool:
    """Tell if the digits and decimals of a text are a number, rounded."""
    rounding: float = 0.5 / 10 ** len(shown[2] or "")
    return abs(number - float(f"{shown[1]}.{shown[2] or 0}")) <= rounding * (1 + 1e-9)


def _date(text: str) -> CellValue:
    return _day_or_moment(datetime.fromisoformat(text).replace(tzinfo=None))


def _day_or_moment(moment: datetime) -> CellValue:
    return moment if moment.time() != time.min else date(moment.year, moment.month, moment.day)


def _time(text: str) -> CellValue:
    """Read `PT10H30M00S`: a time of day, or a duration of a day and more.

    Raises:
        ValueError: The text has another form.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    days, hours, minutes = (int(part or 0) for part in match.groups()[1:4])
    seconds = float((match[5] or "0").replace(",", "."))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if match[1]:
        return -length
    return (datetime.min + length).time() if length < timedelta(days=1) else length
