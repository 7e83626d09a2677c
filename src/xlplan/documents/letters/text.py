"""The text of a letter: a template of the centre or of the package, filled in without any right to do more."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from xlplan.documents.html_look import META_TAGS, html_environment, letter_style, one_line
from xlplan.documents.letters.content import LetterContent
from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterKind
from xlplan.text.translation import _, language

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_PACKAGE = "xlplan.documents.letters"
# In any language: a centre may have changed the one and kept the other.
_SUBJECT = re.compile(r"(?i)(?:тема|subject)\s*:\s*(.*)")
_ITEM = re.compile(r"[-–—•*]\s+(.*)")
_LONGEST_SUBJECT = 200
_OWN_STYLE = """
body { max-width: 44rem; }
h1 { font-size: 1.25rem; }
p { margin: 0 0 0.8rem 0; }
ul { margin: 0 0 0.8rem 0; padding-left: 1.6rem; }
"""


class LetterText(Struct, frozen=True):
    """A letter in words: its subject, and the same text plain and as a page."""

    subject: str
    plain: str
    html: str


class _Block(Struct, frozen=True):
    """A paragraph with its lines, or a list with its items."""

    is_list: bool
    lines: tuple[str, ...]


def shipped_text(kind: LetterKind, of_language: str) -> str:
    """Return the text of the package for a kind of letter, in a language."""
    return (files(_PACKAGE) / "texts" / of_language / f"{kind.value}.txt").read_text("utf-8")


def letter_text(content: LetterContent, own: Path) -> LetterText:
    """Return a letter in words, in the language in use.

    Args:
        content: What it says.
        own: The centre's own text for this kind of letter. Where there is none, that of the package counts.

    Raises:
        XlplanError: The centre's own text has a fault. The sentence names its file, the line and what is wrong.
    """
    source = _read(own) if own.is_file() else shipped_text(content.kind, language())
    lines = _fill(source, content, own).strip().splitlines()
    subject = _SUBJECT.fullmatch(lines[0].strip()) if lines else None
    if subject is None or not (words := one_line(subject[1])):
        raise XlplanError(
            _(
                "{file}: the first line of the letter must be its subject, such as “{example}”. "
                "Write it above the text."
            ).format(file=own, example=_("Subject: Return for {quarter}").format(quarter="{{ quarter }}"))
        )
    blocks = tuple(_blocks(lines[1:]))
    plain = "\n\n".join(_plain(block) for block in blocks) + "\n"
    short = words if len(words) <= _LONGEST_SUBJECT else words[: _LONGEST_SUBJECT - 1] + "…"
    return LetterText(short, plain, _page(content, short, blocks))


def _read(path: Path) -> str:
    """Return a text that Notepad may have saved, in UTF-8 or UTF-16."""
    data = path.read_bytes()
    try:
        return data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        raise XlplanError(
            _("{file} is not saved in UTF-8. Open it in a text editor and save it again in UTF-8.").format(
                file=path
            )
        ) from None


def _fill(source: str, content: LetterContent, own: Path) -> str:
    """Return the text with its gaps filled.

    Raises:
        XlplanError: The text has a fault.
    """
    from jinja2 import TemplateSyntaxError

    try:
        return _compiled(source).render(content.values())
    except TemplateSyntaxError as fault:
        raise _fault(own, fault.lineno, str(fault.message)) from None
    except Exception as fault:  # a text may compute anything, and fail in any way
        raise _fault(own, _line_of(fault), str(fault) or type(fault).__name__) from None


# One text makes a letter to each unit. To compile it takes many times as long as to fill it in.
@lru_cache(maxsize=16)
def _compiled(source: str) -> "Template":
    return _environment().from_string(source)


def _environment() -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def shown(value: Any) -> Any:
        # A name with line breaks would make lines of its own, and a first one would be the subject.
        return one_line(value) if isinstance(value, str) else value

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=shown, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )


def _fault(own: Path, line: int, problem: str) -> XlplanError:
    return XlplanError(
        _(
            "{file}, line {line}: the text of the letter has a fault ({problem}). Correct it, or move the file "
            "away: then the text of xlplan counts."
        ).format(file=own, line=line, problem=problem)
    )


def _line_of(fault: Exception) -> int:
    """Return the line of a text in which it failed; 1 where that cannot be told."""
    lines, frame = [1], fault.__traceback__
    while frame is not None:
        # The library names the code of a text so, and gives it the lines of the text.
        if frame.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            lines.append(frame.tb_lineno)
        frame = frame.tb_next
    return lines[-1]


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """Yield paragraphs and lists. An empty line, or the change from one to the other, begins another."""
    block: list[str] = []
    is_list = False
    for line in (*lines, ""):
        item = _ITEM.fullmatch(line.strip())
        words = item[1] if item else line.strip()
        if block and (not words or bool(item) != is_list):
            yield _Block(is_list, tuple(block))
            block = []
        if words:
            is_list = bool(item)
            block.append(words)


def _plain(block: _Block) -> str:
    return "\n".join(f"- {line}" if block.is_list else line for line in block.lines)


def _page(content: LetterContent, subject: str, blocks: tuple[_Block, ...]) -> str:
    """Return the letter as a page, in the look of receipts. Every text in it is escaped."""
    from markupsafe import Markup

    return _page_template().render(
        language=language(),
        meta=Markup(META_TAGS),
        style=Markup(letter_style(_OWN_STYLE)),
        subject=subject,
        centre=content.centre,
        light=content.light,
        blocks=blocks,
    )


@cache
def _page_template() -> "Template":
    from jinja2 import FunctionLoader

    page = (files(_PACKAGE) / "letter.html").read_text("utf-8")
    return html_environment(FunctionLoader(lambda _name: page)).get_template("letter.html")
