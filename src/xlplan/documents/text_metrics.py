"""Lines that a text takes in Times New Roman, the width of its words, and its division between its lines."""

import re
from functools import lru_cache
from math import ceil

# In hundredths of the type size. Source: the letter widths of Times New Roman, rounded up. Letters of other type
# are as wide as the widest.
_REGULAR = {
    18: "'",
    20: "|",
    25: " ,.·\u00a0",
    28: "/:;\\ijltії",
    34: "!()-I[]`fr’‘ІЇ",
    36: "ґ•",
    39: "Js",
    40: "°з",
    41: '"г',
    43: "эє",
    44: "т",
    45: "?acez“”„аесҐё",
    46: "ья",
    48: "^{}в",
    49: "к",
    50: "#$*0123456789_bdghknopquvxy«»–§€лорух",
    51: "Збдч",
    52: "ъ",
    54: "ийнпц",
    56: "~±FPSР",
    58: "+<=>×БГЬ",
    62: "ELTZЕТЁ",
    64: "м",
    65: "Чф",
    67: "BCRВКСЯЭЄ",
    69: "ЛыД",
    71: "УЪж",
    73: "ADGHKNOQUVXYwАИЙНОПХЦ",
    75: "ю",
    78: "&mшщ",
    80: "Ф",
    84: "%",
    90: "ЫMМЖ",
    96: "@W№",
}
_WIDEST_LETTER = 1.05
_BOLD_FACTOR = 1.08
# Programs differ a little in the width of the same letter.
_SLACK = 1.01
_WIDTHS = {letter: width / 100 * _SLACK for width, letters in _REGULAR.items() for letter in letters}
# A line ends after a space or a hyphen, and never at a space that does not break.
_SIGN, _BLANK = r"[\S\u00a0]", r"[^\S\u00a0]"
_WORDS = re.compile(rf"(?:(?!-){_SIGN})*-+(?={_SIGN})|{_SIGN}+{_BLANK}*|{_BLANK}+")
_POINTS_PER_PIXEL = 72 / 96
# The height of a line as a multiple of the type size, and the inner margins of a cell.
_LEADING = 1.2
_PADDING_POINTS = 3.0
_PADDING_PIXELS = 5


def text_lines(text: str, pixels: float, size: float, bold: bool = False) -> list[str]:
    """Return the lines that `text` takes in a column `pixels` wide; joined they are `text` again."""
    room = max(pixels - _PADDING_PIXELS, 1) * _POINTS_PER_PIXEL / size / (_BOLD_FACTOR if bold else 1)
    lines = [""]
    for paragraph in text.splitlines(keepends=True):
        if lines[-1].endswith("\n"):
            lines.append("")
        for word in _WORDS.findall(paragraph):
            if lines[-1] and _text_width(lines[-1] + word.rstrip()) > room:
                lines.append("")
            lines[-1] += word
            # A word longer than the column, such as a web address, is broken.
            while _text_width(lines[-1].rstrip()) > room and len(lines[-1].rstrip()) > 1:
                fits = _count_fitting(lines[-1], room)
                lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return lines


def widest_word(text: str, size: float) -> int:
    """Return the width in pixels of a column that breaks no word of `text`."""
    widest = max((_text_width(word.strip()) for word in _WORDS.findall(text)), default=0.0)
    return ceil(widest * size / _POINTS_PER_PIXEL) + _PADDING_PIXELS


# The layout asks for the same text on every page that might hold it.
@lru_cache(maxsize=4096)
def text_height(text: str, pixels: float, size: float, bold: bool = False) -> float:
    """Return the height in points of a cell that shows the whole of `text` in a column `pixels` wide."""
    return lines_height(len(text_lines(text, pixels, size, bold)), size)


def lines_height(number: int, size: float) -> float:
    """Return the height in points of a cell with `number` lines."""
    return number * size * _LEADING + _PADDING_POINTS


def text_parts(text: str, pixels: float, size: float, bold: bool, tallest: float) -> list[str]:
    """Return `text` divided between lines into parts, none of them taller than `tallest` points."""
    lines = text_lines(text, pixels, size, bold)
    most = max(1, int((tallest - _PADDING_POINTS) / (size * _LEADING)))
    return ["".join(lines[first : first + most]).strip() for first in range(0, len(lines), most)]


def _text_width(text: str) -> float:
    return sum(_WIDTHS.get(letter, _WIDEST_LETTER) for letter in text)


def _count_fitting(text: str, room: float) -> int:
    """Return the number of letters of `text` that fit, at least one."""
    count, used = 1, _text_width(text[0])
    while count < len(text) and used + _text_width(text[count]) <= room:
        used += _text_width(text[count])
        count += 1
    return count
