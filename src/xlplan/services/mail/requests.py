"""Letters that are wanted, and which of them are still to go by what the ledger knows."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.letters.content import LetterContent, Matter
from xlplan.domain.addresses import Addresses, read_addresses
from xlplan.domain.letters import LetterItem, LetterKind, LetterRecord, LetterState
from xlplan.domain.plan import Unit


class WantedMatter(Struct, frozen=True):
    """A return that a letter is about, the thing that the letter brings for it, and the files of that."""

    matter: Matter
    item: LetterItem
    files: tuple[Path, ...]


class LetterRequest(Struct, frozen=True):
    """A letter that is wanted.

    Attributes:
        kind: Its kind.
        unit: The unit.
        typed: The addresses as somebody typed them: those of the unit, or that of whoever sent a file.
        centre: The name of the centre.
        contact: Whom the unit asks.
        matters: The returns that it is about.
    """

    kind: LetterKind
    unit: Unit
    typed: str
    centre: str
    contact: str
    matters: tuple[WantedMatter, ...]

    @property
    def addresses(self) -> Addresses:
        """The addresses, and what is none."""
        return read_addresses(self.typed)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that go with it, each once."""
        return tuple(dict.fromkeys(path for each in self.matters for path in each.files))

    @property
    def items(self) -> tuple[LetterItem, ...]:
        """The things that it brings."""
        return tuple(each.item for each in self.matters)

    def content(self, today: date) -> LetterContent:
        """Return what it says."""
        matters = tuple(each.matter for each in self.matters)
        return LetterContent(self.kind, self.unit.name, self.centre, self.contact, today, matters)


class Again(Struct, frozen=True):
    """The wish of a person to send what the ledger has already.

    Attributes:
        drafts_and_unsure: Also what lies as a draft, was refused, or may have gone.
        everything: Also what surely went. It is wished for one unit by its name.
    """

    drafts_and_unsure: bool = False
    everything: bool = False


class HeldBack(Struct, frozen=True):
    """A letter that does not go, because of an earlier one."""

    request: LetterRequest
    earlier: LetterRecord


def earlier_letter(
    wanted: LetterRequest, item: LetterItem, records: Iterable[LetterRecord], today: date
) -> LetterRecord | None:
    """Return the last letter that makes this one needless, or doubtful; None where there is none.

    A reminder is made needless by any letter to the unit on the same day, everything else by a letter that brought
    the same thing. What failed for a passing reason is tried again, and what was refused goes to another address.
    """
    found = None
    for record in records:
        if record.letter.unit != wanted.unit.code or record.state is LetterState.FAILED:
            continue
        if record.state is LetterState.REFUSED and record.letter.recipients != wanted.addresses.good:
            continue
        is_reminder = wanted.kind is LetterKind.REMINDER
        if (record.letter.at.date() == today) if is_reminder else (item in record.items):
            found = record
    return found


def still_to_go(
    wanted: LetterRequest, records: Sequence[LetterRecord], again: Again, today: date
) -> tuple[LetterRequest | None, tuple[HeldBack, ...]]:
    """Return what of a letter is still to go, None where nothing is, and the earlier letters that hold the rest.

    Args:
        wanted: The letter.
        records: The letters of the ledger, oldest first.
        again: The wish of a person to send what went already.
        today: The day.
    """
    left: list[WantedMatter] = []
    held: dict[int, LetterRecord] = {}
    for each in wanted.matters:
        earlier = earlier_letter(wanted, each.item, records, today)
        if earlier is None or _overrules(again, earlier):
            left.append(each)
        else:
            held[earlier.letter.number] = earlier
    back = tuple(HeldBack(wanted, record) for record in held.values())
    return (replace(wanted, matters=tuple(left)) if left else None), back


def _overrules(again: Again, earlier: LetterRecord) -> bool:
    return again.everything or (again.drafts_and_unsure and earlier.state is not LetterState.SENT)


def repeated_message_id(wanted: LetterRequest, records: Iterable[LetterRecord]) -> str:
    """Return the Message-ID of the same letter that did not surely go, so that no mailbox shows it twice.

    "" where there is none.
    """
    same = [
        record.letter.message_id
        for record in records
        if record.letter.unit == wanted.unit.code
        and record.letter.kind is wanted.kind
        and record.items == wanted.items
        and (record.is_unsure or record.state is LetterState.FAILED)
    ]
    return same[-1] if same else ""
