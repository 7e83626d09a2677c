"""The status of a row: one word and one sign for each."""

from enum import Enum

from xlplan.text.translation import _, mark


class Status(Enum):
    """The status of a row; the value is the catalogue's word. Source: design, status of a row."""

    MET = mark("met")
    OVER = mark("exceeded")
    SHORT = mark("fell short")
    NOT_RETURNED = mark("not returned")
    EXPECTED = mark("expected")
    NOTHING_AROSE = mark("nothing arose")
    NOT_JUDGED = mark("no numeric target")

    @property
    def sign(self) -> str:
        """A sign that tells it from the others without colour."""
        return _SIGNS[self]

    @property
    def shown(self) -> str:
        """Sign and word in the language in use."""
        return f"{self.sign} {_(self.value)}"


_SIGNS = {
    Status.MET: "✓",
    Status.OVER: "▲",
    Status.SHORT: "▼",
    Status.NOT_RETURNED: "◌",
    Status.EXPECTED: "…",
    Status.NOTHING_AROSE: "∅",
    Status.NOT_JUDGED: "·",
}
