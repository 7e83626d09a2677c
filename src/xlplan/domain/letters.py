"""Letters to units: what each one brings, to whom and how it goes, and what has become of it."""

from datetime import datetime
from enum import Enum

from msgspec import Struct

from xlplan.domain.quarter import Quarter
from xlplan.text.translation import N_


class LetterKind(Enum):
    """The kind of a letter; the value is the catalogue's word for it."""

    TEMPLATE = N_("template")
    REMINDER = N_("reminder")
    ANSWER = N_("answer")


class Means(Enum):
    """The means by which a letter goes: a draft that a person sends, or a mail server."""

    DRAFT = "draft"
    SMTP = "smtp"


class LetterState(Enum):
    """The state of a letter; the value is the catalogue's word for it.

    BEGUN: It was handed to the server, and nothing is recorded after that.
    SENT: The server has taken it.
    WRITTEN: It lies in the outbox as a draft.
    FAILED: It did not go, for a reason that passes.
    REFUSED: The server does not take it.
    UNSURE: Nobody knows if the server has taken it.
    """

    BEGUN = N_("begun")
    SENT = N_("sent")
    WRITTEN = N_("written as a draft")
    FAILED = N_("not sent yet")
    REFUSED = N_("refused")
    UNSURE = N_("unsure")


class Enclosure(Enum):
    """The enclosure of a letter: a template with a form code, or an answer to the file with a receipt number."""

    TEMPLATE = "template"
    ANSWER = "answer"


class LetterItem(Struct, frozen=True):
    """One thing that a letter brings. `reference`: the form code of a template, or the number of a receipt."""

    quarter: Quarter
    enclosure: Enclosure
    reference: str


class Letter(Struct, frozen=True):
    """A letter as the ledger keeps it, recorded before it goes.

    Attributes:
        number: Its number.
        kind: Its kind.
        unit: The code of the unit.
        recipients: The addresses.
        subject: The subject.
        message_id: The Message-ID, without angle brackets. A letter that is tried again keeps it.
        sha256: The SHA-256 of the whole letter.
        means: A draft, or a mail server.
        at: The time.
        by: Whoever sends it.
        file: The place of the draft in the workspace; "" for a letter that goes by a server.
    """

    number: int
    kind: LetterKind
    unit: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    sha256: str
    means: Means
    at: datetime
    by: str
    file: str = ""


class LetterOutcome(Struct, frozen=True):
    """The outcome of a letter. `words`: the server's, or why it did not go; "" where nothing is said."""

    letter: int
    state: LetterState
    at: datetime
    words: str = ""


class LetterRecord(Struct, frozen=True):
    """A letter with what it brings and what became of it; None where nothing is recorded after its beginning."""

    letter: Letter
    items: tuple[LetterItem, ...]
    outcome: LetterOutcome | None = None

    @property
    def state(self) -> LetterState:
        """The state of the letter. A draft that was only begun does not exist."""
        if self.outcome:
            return self.outcome.state
        return LetterState.FAILED if self.letter.means is Means.DRAFT else LetterState.BEGUN

    @property
    def may_have_gone(self) -> bool:
        """Tells that the unit may have it: it went, somebody may have sent the draft, or nobody knows."""
        return self.state not in (LetterState.FAILED, LetterState.REFUSED)

    @property
    def is_unsure(self) -> bool:
        """Tells that nobody knows if it went."""
        return self.state in (LetterState.BEGUN, LetterState.UNSURE)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters of what it brings, in order."""
        return tuple(sorted({item.quarter for item in self.items}))
