"""Status of a row: one word and one sign for each."""

from enum import Enum

from xlplan.text.translation import N_, _


class Status(Enum):
    """The status of a row; the value is the catalogue's word. Source: design, status of a row."""

    MET = N_("met")
    OVER = N_("exceeded")
    SHORT = N_("fell short")
    NOT_RETURNED = N_("not returned")
    EXPECTED = N_("expected")
    NOTHING_AROSE = N_("nothing arose")
    NOT_JUDGED = N_("no numeric target")
    NO_BASE = N_("nothing to compute from")

    # An enum's own hash is a call in Python, and the report looks up a status for each of its cells.
    __hash__ = object.__hash__

    @property
    def sign(self) -> str:
        """A sign that distinguishes the status without colour."""
        return _SIGNS[self]

    @property
    def shown(self) -> str:
        """The sign and the word, in the language in use."""
        return f"{self.sign} {_(self.value)}"


_SIGNS = {
    Status.MET: "✓",
    Status.OVER: "▲",
    Status.SHORT: "▼",
    Status.NOT_RETURNED: "◌",
    Status.EXPECTED: "…",
    Status.NOTHING_AROSE: "∅",
    Status.NOT_JUDGED: "·",
    Status.NO_BASE: "÷",
}
