"""Fetching: messages with returns go from a folder of a mailbox into the inbox, each once.

A message is kept in the archive, then recorded, then put into the inbox. The ledger alone says what was fetched; a
message of which it knows, and nothing of which has arrived, is put into the inbox again.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec import Struct, field

from xlplan.domain.errors import XlplanError
from xlplan.domain.messages import Message, MessageKind, MessagePlace
from xlplan.ledger.messages import find_message, has_place, known_uids, record_message, record_place
from xlplan.services.mail.delivery import deliver_messages
from xlplan.services.mail.possible_returns import may_be_return
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.archive import store
from xlplan.storage.atomic import clear_leftovers
from xlplan.storage.containers import files_within
from xlplan.storage.fetch_settings import FetchSettings
from xlplan.storage.imap import MailFolder, MailFolderError, MessageRefusedError, RawMessage, open_mail_folder
from xlplan.storage.ledger_presence import require_ledger
from xlplan.storage.message_headers import MessageHead, read_head
from xlplan.storage.secrets import find_secret
from xlplan.storage.temporary import private_folder
from xlplan.storage.workspace import Workspace, require_root
from xlplan.text.translation import _


class FetchListener:
    """A listener to a fetching, which can also end it. This one hears nothing."""

    def stopped(self) -> bool:
        """Tell if the message in hand is to be the last."""
        return False

    def message_seen(self, message: "SeenMessage") -> None:
        """Hear of a new message as soon as it is dealt with."""


class SeenMessage(Struct, frozen=True):
    """A new message of the mailbox, as the coordinator is told of it.

    Attributes:
        message: The message in the ledger.
        head: What its head says of it.
        files: The names of the files that came with it.
    """

    message: Message
    head: MessageHead
    files: tuple[str, ...] = ()


class FetchResult(Struct, frozen=True):
    """The result of a fetching.

    Attributes:
        seen: The new messages.
        delivered: How many messages were put into the inbox, with those of a fetching that was ended before.
        refused: The messages that the server did not give, by number, each with its answer. They are tried again.
        problem: What broke the fetching off. What it had fetched before stays.
    """

    seen: tuple[SeenMessage, ...]
    delivered: int
    refused: tuple[tuple[int, str], ...] = ()
    problem: MailFolderError | None = None


class _Fetching(Struct):
    """A fetching under way."""

    context: OpenWorkspace
    listener: FetchListener
    seen: list[SeenMessage] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    delivered: int = 0


def fetch_mail(context: OpenWorkspace, listener: FetchListener | None = None) -> FetchResult:
    """Put the new messages that may hold a return into the inbox. The mailbox is left as it is.

    Raises:
        XlplanError: No mailbox is named in the settings, no password is found, the inbox or the ledger is missing.
    """
    settings = _require_settings(context)
    fetching = _Fetching(context, listener or FetchListener())
    # A process that was killed while it delivered left half a message.
    clear_leftovers((), (context.workspace.inbox,))
    fetching.delivered += deliver_messages(context)
    problem = None
    try:
        with open_mail_folder(settings, find_secret(settings.secret)) as folder:
            for raw in _new_messages(fetching, folder, settings):
                _deal_with(fetching, raw, MessagePlace(settings.mailbox, folder.validity, raw.uid))
    except MailFolderError as broken:
        problem = broken
    # What was just being taken in when it was looked for.
    fetching.delivered += deliver_messages(context)
    return FetchResult(tuple(fetching.seen), fetching.delivered, tuple(fetching.refused), problem)


def _require_settings(context: OpenWorkspace) -> FetchSettings:
    workspace = context.workspace
    require_root(workspace)
    if not workspace.inbox.is_dir():
        raise XlplanError(_("There is no folder {folder}. Make it again.").format(folder=workspace.inbox))
    require_ledger(workspace)
    return require_mailbox(workspace)


def require_mailbox(workspace: Workspace) -> FetchSettings:
    """Return the settings of the mailbox.

    Raises:
        XlplanError: They name none.
    """
    settings = workspace.settings.fetch
    if not settings.server or not settings.user:
        raise XlplanError(
            _(
                "No mailbox is named. Write into xlplan.toml the table [mail.fetch] with server and user, "
                "as docs/mail.md shows."
            )
        )
    return settings


def _new_messages(fetching: _Fetching, folder: MailFolder, settings: FetchSettings) -> Iterator[RawMessage]:
    """Yield the messages of the folder that the ledger does not know by number, the oldest first."""
    # A day more, for the server may be in another time zone.
    since = fetching.context.now().date() - timedelta(days=settings.days + 1)
    with fetching.context.ledger.connect() as connection:
        known = known_uids(connection, settings.mailbox, folder.validity) if folder.validity else frozenset()
    for uid in folder.uids(since):
        if fetching.listener.stopped():
            return
        if uid in known:
            continue
        try:
            raw = folder.message(uid)
        except MessageRefusedError as refused:
            fetching.refused.append((uid, str(refused)))
            continue
        if raw is not None:
            yield raw


def _deal_with(fetching: _Fetching, raw: RawMessage, place: MessagePlace) -> None:
    """Keep, record and deliver a message that may hold a return; record any other one."""
    context, head = fetching.context, read_head(raw.content)
    now = context.now()
    with private_folder() as folder:
        path = folder / "message.eml"
        path.write_bytes(raw.content)
        files = [] if raw.is_cut else [each for each in files_within(path) if each[1] != raw.content]
        kind = _kind_of(raw, files)
        if kind is MessageKind.FETCHED:
            store(context.workspace.archive, path)
    message = Message(
        number=0,
        message_id=head.message_id,
        sha256=hashlib.sha256(raw.content).hexdigest(),
        kind=kind,
        # Of what is no return the ledger keeps no more than it needs to know it again.
        sender=head.sender if kind is MessageKind.FETCHED else "",
        came_at=(raw.came_at or now).astimezone(context.workspace.settings.zone),
        fetched_at=now,
    )
    hashes = [hashlib.sha256(content).hexdigest() for _name, content in files]
    recorded = _record(context, message, hashes if kind is MessageKind.FETCHED else (), place)
    if recorded is not None:
        seen = SeenMessage(recorded, head, tuple(name for name, _content in files))
        fetching.seen.append(seen)
        fetching.listener.message_seen(seen)
    if recorded is not None and kind is MessageKind.FETCHED:
        fetching.delivered += deliver_messages(context, recorded.number)


def _kind_of(raw: RawMessage, files: Sequence[tuple[str, bytes]]) -> MessageKind:
    if raw.is_cut:
        return MessageKind.TOO_LARGE
    may_hold_return = any(may_be_return(name, content) for name, content in files)
    return MessageKind.FETCHED if may_hold_return else MessageKind.WITHOUT_TABLE


def _record(context: OpenWorkspace, message: Message, files: Sequence[str], place: MessagePlace) -> Message | None:
    """Record a message and its place; of a message that is known, its place alone. None for such a one."""
    with context.ledger.write() as connection:
        known = find_message(connection, message, files)
        recorded = known or record_message(connection, message, files)
        if not has_place(connection, place):
            record_place(connection, recorded.number, place)
    return None if known else recorded
