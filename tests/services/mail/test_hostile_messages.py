"""Messages that nobody would send by accident do no harm, and what is in them is judged as if it were dropped."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.services.mail.test_fetch import brought, kinds, submitted
from tests.support.centre import take_files
from tests.support.mail_server import MailServer
from tests.support.mailed import BUREAU, fetch, mailed, return_of, with_mailbox
from xlplan.domain.messages import MessageKind
from xlplan.domain.submission import Outcome
from xlplan.storage.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.posix(reason="Dovecot is a program of Linux")]
# What a pass leaves at the root of a workspace.
OURS = {"xlplan.sha256", "xlplan.db-wal", "xlplan.db-shm"}


@pytest.fixture
def office(centre: Workspace, server: MailServer) -> Workspace:
    return with_mailbox(centre, server)


def around(office: Workspace) -> set[Path]:
    """What lies beside the workspace and at its root."""
    return {*office.root.parent.iterdir(), *office.root.iterdir()}


def raw(name: str, content: bytes) -> bytes:
    """A message with an attachment whose name no library would write."""
    return mailed(("NAME.xlsx", content)).as_bytes().replace(b'"NAME.xlsx"', f'"{name}"'.encode())


@pytest.mark.parametrize(
    "name",
    [
        "../../x.xlsx",
        "..\\\\..\\\\x.xlsx",
        "/etc/x.xlsx",
        "C:\\\\x.xlsx",
        "con.xlsx",
        f"{'я' * 300}.xlsx",
        "зві\u202et.xlsx",
        "a\tb.xlsx",
        "<b>x</b>.xlsx",
        "=?UTF-8?B?Li4vLi4vZXZpbC54bHN4?=",
        "=?UTF-8?Q?a=0D=0Ab.xlsx?=",
        "=?no-such-code?B?AAAA?=",
    ],
)
def test_no_name_of_an_attachment_leads_out_of_the_inbox(office: Workspace, server: MailServer, name: str) -> None:
    _name, content = return_of(office)
    before = around(office)
    server.deliver(raw(name, content))
    assert kinds(fetch(office)) == [MessageKind.FETCHED]
    (result,) = take_files(office).results
    assert result.outcome is Outcome.ACCEPTED
    assert "\n" not in result.file
    assert not any(office.inbox.iterdir())
    assert {path.name for path in around(office) - before} <= OURS


def test_two_files_of_one_name_are_both_taken(office: Workspace, server: MailServer) -> None:
    (_one, first), (_two, second) = return_of(office, "HOR"), return_of(office, "LUG")
    server.deliver(mailed(("звіт.xlsx", first), ("звіт.xlsx", second)))
    fetch(office)
    take_files(office)
    assert len(submitted(office)) == 2


def zipped(*files: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, inside in files:
            packed.writestr(name, inside)
    return content.getvalue()


def test_a_return_in_a_zip_in_a_message_in_a_message_is_told_with_its_sender(
    office: Workspace, server: MailServer
) -> None:
    name, content = return_of(office)
    outer = mailed(sender=f"x <{BUREAU}>")
    outer.add_attachment(mailed(("звіти.zip", zipped((name, content))), sender="other@example.net"))
    server.deliver(outer)
    assert kinds(fetch(office)) == [MessageKind.FETCHED]
    take_files(office)
    message = brought(office, content)
    assert message is not None
    # It came from whoever sent the outer one.
    assert message.sender == BUREAU
    assert fetch(office).delivered == 0


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(500)), MessageKind.FETCHED),
        (("звіт.7z", b"7z\xbc\xaf\x27\x1c" + bytes(500)), MessageKind.FETCHED),
        (("звіт.xlsx", b"\x01\x02 damaged"), MessageKind.FETCHED),
        (("звіт.csv", b"a;b\n1;2\n"), MessageKind.FETCHED),
        (
            ("лист.docx", zipped(("[Content_Types].xml", b""), ("word/document.xml", b"<x/>"))),
            MessageKind.WITHOUT_TABLE,
        ),
        (("невідоме.bin", b"\x01\x02\x03"), MessageKind.WITHOUT_TABLE),
    ],
)
def test_what_may_hold_a_table_is_answered_by_the_gate(
    office: Workspace, server: MailServer, file: tuple[str, bytes], kind: MessageKind
) -> None:
    server.deliver(mailed(file))
    assert kinds(fetch(office)) == [kind]
    answered = take_files(office).results
    assert [each.outcome for each in answered] == [Outcome.NOT_TAKEN] * (kind is MessageKind.FETCHED)


@pytest.mark.parametrize(
    "content",
    [
        b"\r\n",
        b"no head at all",
        b"From: \r\nSubject: =?utf-8?B?????=\r\n\r\n",
        b"From: \xff\xfe\xd0\r\nMessage-ID: <\xd0\x97>\r\nSubject: \xd0\x97\xd0\xb2\r\nDate: yesterday\r\n\r\nx",
        b"From: a@b.c\r\nFrom: d@e.f\r\nMessage-ID: a\r\n b\r\n c\r\n\r\nx",
        b"From: " + b"a" * 100_000 + b"@example.org\r\n\r\nx",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" * 40,
    ],
    ids=range(7),
)
def test_what_no_program_wrote_is_told_once(office: Workspace, server: MailServer, content: bytes) -> None:
    server.deliver(content)
    (seen,) = fetch(office).seen
    assert seen.message.kind is MessageKind.WITHOUT_TABLE
    assert len(seen.head.sender) <= 254
    assert "\n" not in seen.head.subject + seen.head.sender + seen.message.message_id
    assert fetch(office).seen == ()


def test_a_message_that_is_no_mail_in_the_inbox_s_eyes_is_still_taken(
    office: Workspace, server: MailServer
) -> None:
    name, content = return_of(office)
    message = EmailMessage()
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    del message["MIME-Version"]
    # A first line that no standard knows.
    server.deliver(b"X-Odd: 1\r\n" + message.as_bytes())
    assert kinds(fetch(office)) == [MessageKind.FETCHED]
    take_files(office)
    assert len(submitted(office)) == 1
