"""The output of `fetch`, and of the fetching beside a watcher."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from xlplan.domain.messages import MessageKind
from xlplan.domain.personal_data import hide_personal_data
from xlplan.text.translation import _, ngettext

if TYPE_CHECKING:
    from xlplan.services.mail.fetch import FetchResult, SeenMessage

# So many letters that are no returns are named one by one: a first fetching may find hundreds.
_MOST_NAMED = 20


def seen_text(message: "SeenMessage") -> str:
    """Return the line about a new message: when it came, from whom, and what was done with it.

    The coordinator reads the same mailbox, so the sender is named. Of the subject and of the names of files
    nothing is shown that looks like personal data, for the line goes into a log.
    """
    known, head = message.message, message.head
    who = f"{known.came_at:%d.%m.%Y %H:%M} · {head.sender or '—'}"
    if known.kind is MessageKind.FETCHED:
        files = hide_personal_data(", ".join(message.files))
        return f"✉ {who} · {files} → inbox"
    subject = _("“{subject}”").format(subject=hide_personal_data(head.subject) or "—")
    if known.kind is MessageKind.TOO_LARGE:
        remedy = _(
            "It is larger than 20 MB and is not fetched. "
            "Ask for the table alone, or save it from your mail program into the inbox."
        )
    else:
        remedy = _("No table is attached to it, so it is not fetched. Read it in your mail program.")
    return f"! ✉ {who} · {subject}. {remedy}"


def refused_texts(result: "FetchResult") -> Iterator[str]:
    """Yield a sentence about each message that the server did not give."""
    for uid, answer in result.refused:
        yield _(
            "The mail server does not give message No. {number}: {answer}. "
            "It is tried again; look at it in your mail program."
        ).format(number=uid, answer=answer or "—")


def print_fetched(result: "FetchResult") -> None:
    """Print the new messages, those that hold returns first, and what is next."""
    kept = [each for each in result.seen if each.message.kind is MessageKind.FETCHED]
    others = [each for each in result.seen if each.message.kind is not MessageKind.FETCHED]
    for each in (*kept, *others[:_MOST_NAMED]):
        click.echo(seen_text(each))
    if (left := len(others) - _MOST_NAMED) > 0:
        click.echo(
            ngettext(
                "! {number} more message has no table attached, and was not fetched.",
                "! {number} more messages have no tables attached, and were not fetched.",
                left,
            )
        )
    for sentence in refused_texts(result):
        click.echo(f"! {sentence}", err=True)
    click.echo(delivered_text(result))


def delivered_text(result: "FetchResult") -> str:
    """Return how many messages lie in the inbox now, and what is next."""
    if not result.delivered:
        return _("No new message with a return.")
    return ngettext(
        "{number} message was put into the inbox. Next: xlplan intake; a watcher takes it by itself.",
        "{number} messages were put into the inbox. Next: xlplan intake; a watcher takes them by itself.",
        result.delivered,
    )
