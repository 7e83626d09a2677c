"""The sending of letters, one after the other: as drafts into the outbox, or by the mail server."""

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.documents.html_look import one_line
from xlplan.documents.letters.message import AttachedFile, Envelope, WholeLetter, write_message
from xlplan.documents.letters.text import LetterText, letter_text
from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import Letter, LetterRecord, LetterState, Means
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import UNITS
from xlplan.ledger.letters import letters_of
from xlplan.ledger.locks import NO_LOCK, HeldLock, LockName, LockTakenError
from xlplan.services.mail.record import begin_letter, finish_letter
from xlplan.services.mail.requests import Again, HeldBack, LetterRequest, repeated_message_id, still_to_go
from xlplan.services.open_workspace import OpenWorkspace, require_clock
from xlplan.storage.own_files import own_place, write_own
from xlplan.storage.smtp import Delivery, MailServer
from xlplan.text.translation import _, speaking

# So long another process may take for the letter in hand, and the next ones.
_LONGEST_WAIT_SECONDS = 120
_MEGABYTE = 1_000_000


class PreparedLetter(Struct, frozen=True):
    """A letter that is ready to go: its recipients, its text and the files that are attached."""

    request: LetterRequest
    text: LetterText
    attached: tuple[AttachedFile, ...]

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses that it goes to."""
        return self.request.addresses.good


class UnitProblem(Struct, frozen=True):
    """A reason for which a unit gets no letter, or not at every address: a sentence."""

    unit: str
    sentence: str


class MailResult(Struct, frozen=True):
    """The result for the letters that were wanted.

    Attributes:
        means: Drafts, or a mail server.
        records: The letters of this run, with what became of them.
        names: The names of the units by their codes.
        prepared: The letters that would go, where nothing was sent (`--dry-run`).
        held_back: Those that do not go because of an earlier letter.
        problems: What kept a letter from being made.
        not_tried: The names of the units whose letters were not tried, after the server refused all.
        obstacle: The sentence about the server that refused all; "" where none did.
    """

    means: Means
    records: tuple[LetterRecord, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    prepared: tuple[PreparedLetter, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    problems: tuple[UnitProblem, ...] = ()
    not_tried: tuple[str, ...] = ()
    obstacle: str = ""

    @property
    def is_complete(self) -> bool:
        """Tells that nothing is left for a person to look at."""
        went = (LetterState.SENT, LetterState.WRITTEN)
        is_settled = all(each.earlier.state in went for each in self.held_back)
        is_sent = all(each.state in went and not (each.outcome and each.outcome.words) for each in self.records)
        return is_settled and is_sent and not (self.problems or self.not_tried or self.obstacle)


def send_letters(
    context: OpenWorkspace,
    wanted: Sequence[LetterRequest],
    again: Again,
    is_dry_run: bool = False,
    problems: Sequence[UnitProblem] = (),
    progress: Callable[[str], object] = lambda _name: None,
) -> MailResult:
    """Send letters, each at most once. Where one cannot go, the others do.

    Args:
        context: The workspace.
        wanted: The letters.
        again: The wish of a person to send what went already.
        is_dry_run: Only say what would go. Nothing is written.
        problems: What kept other letters from being made.
        progress: It is called with the name of each unit whose letter has gone.

    Raises:
        XlplanError: A text of the centre has a fault, or the clock is doubted. No letter went.
    """
    mail = context.workspace.settings.mail
    means = Means.SMTP if mail.server else Means.DRAFT
    names = {each.unit.code: each.unit.name for each in wanted}
    with nullcontext(NO_LOCK) if is_dry_run else _one_at_a_time(context) as lock:
        records = _known(context, {item.quarter for each in wanted for item in each.items})
        to_go, held = _choose(context, wanted, records, again)
        prepared, more = _prepare(context, to_go)
        found = (*problems, *more)
        if is_dry_run:
            return MailResult(means, (), names, prepared, held, found)
        if prepared:
            with context.ledger.connect() as connection:
                require_clock(context, connection)
        run = _Run(context, lock, records, found)
        with closing(run):
            run.send(prepared, progress)
        return MailResult(
            means, tuple(run.sent), names, (), held, tuple(run.problems), tuple(run.not_tried), run.obstacle
        )


def _known(context: OpenWorkspace, quarters: Collection[Quarter]) -> tuple[LetterRecord, ...]:
    with context.ledger.connect() as connection:
        return letters_of(connection, quarters)


@contextmanager
def _one_at_a_time(context: OpenWorkspace) -> Iterator[HeldLock]:
    """Keep other processes from sending. A letter that is begun and not finished is then of a killed process."""
    try:
        with context.lock(LockName.MAIL, _LONGEST_WAIT_SECONDS) as held:
            yield held
    except LockTakenError:
        raise XlplanError(
            _("Another xlplan is sending letters of this workspace. Let it finish, and run the command again.")
        ) from None


def _choose(
    context: OpenWorkspace, wanted: Sequence[LetterRequest], records: Sequence[LetterRecord], again: Again
) -> tuple[tuple[LetterRequest, ...], tuple[HeldBack, ...]]:
    today = context.now().date()
    found = [still_to_go(each, records, again, today) for each in wanted]
    held = tuple(back for _letter, of_letter in found for back in of_letter)
    return tuple(letter for letter, _held in found if letter), held


def _prepare(
    context: OpenWorkspace, to_go: Sequence[LetterRequest]
) -> tuple[tuple[PreparedLetter, ...], tuple[UnitProblem, ...]]:
    """Return the letters with their texts and files, and the sentences about those that cannot be made."""
    prepared, problems = [], []
    for each in to_go:
        problems += [UnitProblem(each.unit.name, sentence) for sentence in _address_problems(each)]
        if not each.addresses.good:
            continue
        # Every text is made before the first letter goes: a fault in one of them is the centre's own.
        with speaking(context.workspace.settings.language):
            text = letter_text(each.content(context.now().date()), context.workspace.letter_text(each.kind))
        try:
            attached = tuple(AttachedFile(path.name, path.read_bytes()) for path in each.files)
        except OSError as problem:
            words = _("{file} cannot be read ({reason}). Close it where it is open, and run the command again.")
            name = Path(str(problem.filename)).name
            problems.append(UnitProblem(each.unit.name, words.format(file=name, reason=problem.strerror)))
            continue
        prepared.append(PreparedLetter(each, text, attached))
    return tuple(prepared), tuple(problems)


def _address_problems(request: LetterRequest) -> Iterator[str]:
    addresses = request.addresses
    place = {"sheet": _(UNITS.name), "column": _(UNITS.column("email").heading)}
    for piece in addresses.broken:
        words = _(
            "“{seen}” is no e-mail address. Correct it in the plan workbook, on the sheet “{sheet}”, column "
            "“{column}”, then run “xlplan plan adopt”."
        )
        yield words.format(seen=one_line(piece), **place)
    if not addresses.good and not addresses.broken:
        words = _(
            "no e-mail address. Write it into the plan workbook, on the sheet “{sheet}”, column “{column}”, then "
            "run “xlplan plan adopt”."
        )
        yield words.format(**place)


class _Run:
    """One run over letters, with the server of the settings where there is one."""

    def __init__(
        self,
        context: OpenWorkspace,
        lock: HeldLock,
        records: Sequence[LetterRecord],
        problems: Sequence[UnitProblem],
    ) -> None:
        self._context = context
        self._lock = lock
        self._records = records
        mail = context.workspace.settings.mail
        self._server = MailServer(mail, context.workspace.root) if mail.server else None
        self.sent: list[LetterRecord] = []
        self.problems = list(problems)
        self.not_tried: list[str] = []
        self.obstacle = ""

    def close(self) -> None:
        """Leave the server."""
        if self._server:
            self._server.close()

    def send(self, prepared: Sequence[PreparedLetter], progress: Callable[[str], object]) -> None:
        """Send letters until the server refuses all."""
        for position, each in enumerate(prepared):
            try:
                if self._server:
                    self._send(self._server, each)
                else:
                    self._write_draft(each)
            except XlplanError as obstacle:
                self.obstacle = str(obstacle)
                self.not_tried = [other.request.unit.name for other in prepared[position:]]
                return
            progress(each.request.unit.name)

    def _send(self, server: MailServer, each: PreparedLetter) -> None:
        message, letter = self._compose(each)
        if 0 < server.largest < len(message.content):
            words = _("the letter has {size:.1f} MB, and the mail server takes {largest:.1f} MB at most. {remedy}")
            sentence = words.format(
                size=len(message.content) / _MEGABYTE,
                largest=server.largest / _MEGABYTE,
                remedy=_("Send it in another way, or ask whoever runs the server."),
            )
            self.problems.append(UnitProblem(each.request.unit.name, sentence))
            return
        items = each.request.items
        # Where the lock was lost, another process may be sending this letter.
        self._lock.require()
        begun = begin_letter(self._context, letter, items)
        try:
            delivery = server.deliver(
                self._context.workspace.settings.mail.address, each.recipients, message.content
            )
        except XlplanError as obstacle:
            delivery = Delivery(LetterState.FAILED, str(obstacle))
            self.sent.append(finish_letter(self._context, begun, items, delivery.state, delivery.words))
            raise
        self.sent.append(finish_letter(self._context, begun, items, delivery.state, delivery.words))

    def _write_draft(self, each: PreparedLetter) -> None:
        workspace = self._context.workspace
        message, letter = self._compose(each)
        items = each.request.items
        usual = workspace.draft(letter.kind, each.request.unit, sorted({item.quarter for item in items}))
        path = own_place(workspace.own_files, usual)
        begun = begin_letter(self._context, replace(letter, file=workspace.place(path)), items)
        write_own(workspace.own_files, path, lambda file: file.write_bytes(message.content))
        self.sent.append(finish_letter(self._context, begun, items, LetterState.WRITTEN))

    def _compose(self, each: PreparedLetter) -> tuple[WholeLetter, Letter]:
        mail, now, request = self._context.workspace.settings.mail, self._context.now(), each.request
        is_draft = self._server is None
        message_id = repeated_message_id(request, self._records) or _new_message_id(mail.address)
        envelope = Envelope(
            sender=mail.address,
            sender_name=mail.name or request.centre,
            reply_to=mail.reply_to,
            recipients=each.recipients,
            recipient_name=request.unit.name,
            at=now,
            message_id=message_id,
            is_draft=is_draft,
        )
        message = write_message(envelope, each.text, each.attached)
        letter = Letter(
            0,
            request.kind,
            request.unit.code,
            each.recipients,
            each.text.subject,
            message_id,
            message.sha256,
            Means.DRAFT if is_draft else Means.SMTP,
            now,
            self._context.by,
        )
        return message, letter


def _new_message_id(address: str) -> str:
    """Return a new Message-ID. It is known before the letter goes, and recorded with it."""
    domain = address.rpartition("@")[2] or "xlplan.invalid"
    return f"{secrets.token_hex(16)}@{domain}"
