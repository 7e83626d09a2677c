"""The files attached to a saved e-mail, whatever program wrote it."""

import base64
from email.message import EmailMessage

import pytest

from xlplan.storage.containers import attachments

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
    return [name for name, _content in attachments(data)]


def test_what_is_attached_comes_with_its_name_and_its_bytes() -> None:
    message = mail(("Овруцьке бюро.xlsx", WORKBOOK), ("скан.pdf", b"%PDF-1.7"))
    assert attachments(message.as_bytes()) == [("Овруцьке бюро.xlsx", WORKBOOK), ("скан.pdf", b"%PDF-1.7")]


@pytest.mark.parametrize("files", [(), (("скан.pdf", b"%PDF-1.7"),), (("звіт.xlsx", b""),)])
def test_a_mail_to_which_no_workbook_is_attached_gives_nothing(files: tuple[tuple[str, bytes], ...]) -> None:
    assert names(mail(*files)) == []


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
