"""The files attached to a saved e-mail, whatever program wrote it."""

import base64
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from xlplan.storage.mails import attachments, looks_like_mail, split_mails

WORKBOOK = b"PK\x03\x04 a workbook"


def mail(*files: tuple[str, bytes], text: str = "Надсилаємо звіт.") -> EmailMessage:
    """A mail with these files attached."""
    message = EmailMessage()
    message["Subject"] = "Звіт"
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def names(message: EmailMessage | bytes) -> list[str]:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return [each.name for each in attachments(data)]


def test_what_is_attached_comes_with_its_name_and_its_bytes() -> None:
    message = mail(("Овруцьке бюро.xlsx", WORKBOOK), ("скан.pdf", b"%PDF-1.7"))
    found = [(each.name, each.content) for each in attachments(message.as_bytes())]
    assert found == [("Овруцьке бюро.xlsx", WORKBOOK), ("скан.pdf", b"%PDF-1.7")]


@pytest.mark.parametrize("files", [(), (("звіт.xlsx", b""),), (("візитка.vcf", b"BEGIN:VCARD"),)])
def test_a_mail_to_which_nothing_is_attached_gives_nothing(files: tuple[tuple[str, bytes], ...]) -> None:
    assert names(mail(*files)) == []


@pytest.mark.parametrize(
    "name", ["скан.pdf", "winmail.dat", "звіт.xlsx.p7s", "звіт.asice", "звіт.msg", "smime.p7m"]
)
def test_whatever_may_be_meant_as_the_return_is_taken_where_it_alone_is_attached(name: str) -> None:
    assert names(mail((name, b"content" * 1000))) == [name]


def test_a_signature_beside_what_it_signs_is_no_return() -> None:
    small, large = b"0\x82 certificates", b"0\x82 the workbook itself" + bytes(30_000)
    assert names(mail(("звіт.xlsx", WORKBOOK), ("звіт.xlsx.p7s", small))) == ["звіт.xlsx"]
    assert names(mail(("звіт.xlsx", WORKBOOK), ("звіт.p7s", large))) == ["звіт.xlsx"]
    assert names(mail(("звіт.xlsx", WORKBOOK), ("підпис.p7s", small))) == ["звіт.xlsx"]
    assert names(mail(("звіт.xlsx", WORKBOOK), ("інший.xlsx.p7s", large))) == ["звіт.xlsx", "інший.xlsx.p7s"]


def test_the_signature_of_the_mail_itself_is_no_return() -> None:
    assert names(mail(("smime.p7s", b"0\x82"), ("скан.pdf", b"%PDF-1.7"))) == ["скан.pdf"]
    assert names(mail(("smime.p7s", b"0\x82"))) == []


def test_the_pictures_of_a_signature_are_no_attachments() -> None:
    message = mail(("звіт.xlsx", WORKBOOK))
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="image001.png", cid="<1>")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="фото.png")
    assert names(message) == ["звіт.xlsx", "фото.png"]


def test_a_mail_forwarded_as_an_attachment_is_looked_into() -> None:
    outer = mail()
    outer.add_attachment(mail(("звіт.xlsx", WORKBOOK)))
    assert names(outer) == ["звіт.xlsx"]


def test_a_name_spelled_as_a_subject_is_read() -> None:
    spelled = "=?UTF-8?B?" + base64.b64encode("звіт.xlsx".encode()).decode() + "?="
    written = mail(("name.xlsx", WORKBOOK)).as_bytes()
    assert names(written.replace(b"name.xlsx", spelled.encode())) == ["звіт.xlsx"]


@pytest.mark.parametrize("spelled", ["=?no-such-code?B?AAAA?=", "=?utf-8?B?A?="])
def test_a_name_in_an_encoding_that_nobody_knows_costs_no_file(spelled: str) -> None:
    written = mail(("name.xlsx", WORKBOOK), ("скан.pdf", b"%PDF-1.7")).as_bytes()
    found = attachments(written.replace(b"name.xlsx", spelled.encode()))
    assert [each.content for each in found] == [WORKBOOK, b"%PDF-1.7"]


def test_a_workbook_without_a_name_is_taken() -> None:
    written = mail(("name.xlsx", WORKBOOK)).as_bytes().replace(b'; filename="name.xlsx"', b"")
    assert names(written) == ["_"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a mail at all",
        b"Content-Type: multipart/mixed\n\n--x\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Disposition: attachment; filename*=a''%FF\n\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n" * 40,
        b"Subject: x\n\n" + b"\n" * 500_000,
    ],
    ids=range(6),
)
def test_what_no_program_wrote_gives_nothing(data: bytes) -> None:
    assert attachments(data) == []


def mailbox(*messages: EmailMessage, line_end: bytes = b"\n") -> bytes:
    """These mails as Thunderbird keeps them in one file."""
    begin = b"From - Mon Jul  5 10:15:00 2021"
    parts = [line_end.join([begin, message.as_bytes().replace(b"\n", line_end), b""]) for message in messages]
    return line_end.join(parts)


def apple(message: EmailMessage) -> bytes:
    """A mail as Apple keeps it: the number of its bytes, the mail, a property list."""
    content = message.as_bytes()
    return b"%-10d\n" % len(content) + content + b'<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n'


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_all_mails_of_a_mailbox_are_looked_into(line_end: bytes) -> None:
    quoting = mail(("б.xlsx", WORKBOOK), text="Вітаю\n\nFrom Житомир 10:15 2021\n")
    box = mailbox(mail(("а.xlsx", WORKBOOK)), mail(), quoting, mail(("в.xlsx", WORKBOOK)), line_end=line_end)
    assert looks_like_mail(box)
    assert names(box) == ["а.xlsx", "б.xlsx", "в.xlsx"]


def test_a_mail_of_apple_ends_where_its_first_line_says() -> None:
    message = mail(("звіт.xlsx", WORKBOOK))
    assert looks_like_mail(apple(message))
    assert split_mails(apple(message)) == [message.as_bytes()]
    assert names(apple(message)) == ["звіт.xlsx"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"\r\n\r\n" + data.replace(b"\n", b"\r\n"),
    ],
    ids=["mark of UTF-8", "UTF-16", "blank lines before"],
)
def test_a_mail_that_an_editor_has_saved_is_still_a_mail(change: Callable[[bytes], bytes]) -> None:
    data = change(mail(("звіт.xlsx", WORKBOOK)).as_bytes())
    assert looks_like_mail(data)
    assert names(data) == ["звіт.xlsx"]


@pytest.mark.parametrize(
    "data",
    [b"", b"Name: a\nTown: b\n", "Шановні колеги: звіт буде завтра.".encode(), b"1\n2\n3\n", b"PK\x03\x04", b"{"],
)
def test_other_texts_are_no_mail(data: bytes) -> None:
    assert not looks_like_mail(data)


def test_a_file_has_the_time_of_its_mail() -> None:
    message = mail(("звіт.xlsx", WORKBOOK))
    message["Date"] = "Mon, 05 Jul 2021 10:15:00 +0300"
    assert [each.sent for each in attachments(message.as_bytes())] == [1625469300]
    assert [each.sent for each in attachments(mail(("звіт.xlsx", WORKBOOK)).as_bytes())] == [0]
