"""The content of a letter, as its text takes it: plain values in the language in use."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from xlplan.domain.letters import LetterKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.standing import Light
from xlplan.text.translation import ngettext, quote

# The states of a return that the texts of letters ask for. The first three stand in reminders.
MISSING, CORRECT, ANEW = "missing", "correct", "anew"
ACCEPTED, KEPT, REFUSED = "accepted", "kept", "refused"
TO_FILL = "template"
_LIGHTS = {ACCEPTED: Light.GREEN, REFUSED: Light.RED}
_MOST_PROBLEMS = 10


class Matter(Struct, frozen=True):
    """One return that a letter is about.

    Attributes:
        quarter: The quarter.
        due: The due day.
        state: One of the states above.
        files: The names of the files that are attached for it.
        replaces: The template comes in place of an earlier one.
        rows: The row codes to answer anew.
        problems: What is to be corrected, in sentences.
        receipt: The number of the receipt; 0 without one.
        received: When the file came, in words; "" where none did.
        answer: The answer to it in words.
        has_marked_file: Its own file with marks is attached.
    """

    quarter: Quarter
    due: date
    state: str
    files: tuple[str, ...]
    replaces: bool = False
    rows: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    receipt: int = 0
    received: str = ""
    answer: str = ""
    has_marked_file: bool = False


class LetterContent(Struct, frozen=True):
    """Everything that a letter is written from."""

    kind: LetterKind
    unit: str
    centre: str
    contact: str
    today: date
    matters: tuple[Matter, ...]

    @property
    def light(self) -> str:
        """The colour of the headline: that of the matter that needs most, grey for a template to fill in."""
        lights = {_light(matter, self.today) for matter in self.matters}
        return next((each.value for each in (Light.RED, Light.AMBER, Light.GREEN) if each in lights), "grey")

    def values(self) -> dict[str, Any]:
        """Return the words that a text may use, with their values."""
        matters = [_values(each, self.today) for each in self.matters]
        return {
            "unit": self.unit,
            "centre": self.centre,
            "contact": self.contact,
            "today": f"{self.today:%d.%m.%Y}",
            "quarter": _each(matters, "quarter"),
            "due": _each(matters, "due"),
            "answer": _each(matters, "answer"),
            "files": _quoted([name for matter in self.matters for name in matter.files]),
            "matters": matters,
        }


def _values(matter: Matter, today: date) -> dict[str, Any]:
    days_left = (matter.due - today).days
    problems = list(dict.fromkeys(matter.problems))
    shown = problems[:_MOST_PROBLEMS]
    if left_out := len(problems) - len(shown):
        shown.append(ngettext("… and {number} more finding.", "… and {number} more findings.", left_out))
    return {
        **asdict(matter),
        "quarter": matter.quarter.title,
        "due": f"{matter.due:%d.%m.%Y}",
        "days_left": days_left,
        "days_left_words": ngettext("{number} day", "{number} days", abs(days_left)),
        "files": _quoted(matter.files),
        "rows": ", ".join(matter.rows),
        "problems": shown,
    }


def _light(matter: Matter, today: date) -> Light | None:
    if matter.state == TO_FILL:
        return None
    if matter.state == MISSING and matter.due < today:
        return Light.RED
    return _LIGHTS.get(matter.state, Light.AMBER)


def _each(matters: Sequence[dict[str, Any]], name: str) -> str:
    return ", ".join(dict.fromkeys(str(each[name]) for each in matters if each[name]))


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(map(quote, names))
