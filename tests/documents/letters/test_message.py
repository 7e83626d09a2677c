"""A letter is whole for every reader, in Ukrainian: subject, attachments and addresses; nothing is injected."""

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from tests.support.any_text import any_text
from tests.support.mail_centre import parsed
from tests.support.thoroughness import examples
from xlplan.documents.letters.message import AttachedFile, Envelope, write_message
from xlplan.documents.letters.text import LetterText
from xlplan.storage.workspace import file_name

AT = datetime(2021, 7, 5, 10, 0, tzinfo=ZoneInfo("Europe/Kyiv"))
LONG = "Овруцьке бюро правової допомоги, дуже довга назва файлу — шаблон звіту за ІІ квартал 2021 року.xlsx"
CENTRE = "Коростенський місцевий центр з надання безоплатної вторинної правової допомоги"
TEXT = LetterText("Тема", "Текст\n", "<p>Текст</p>")


def letter(
    subject: str = "Тема",
    unit: str = "Бюро",
    names: tuple[str, ...] = (),
    is_draft: bool = True,
    sender: str = "c@x.example",
) -> bytes:
    envelope = Envelope(
        sender=sender,
        sender_name=CENTRE,
        reply_to="answers@x.example",
        recipients=("a@x.example", "b@x.example"),
        recipient_name=unit,
        at=AT,
        message_id="abc@x.example",
        is_draft=is_draft,
    )
    attached = tuple(AttachedFile(name, name.encode()) for name in names)
    return write_message(envelope, LetterText(subject, TEXT.plain, TEXT.html), attached).content


def test_every_header_is_read_back_as_it_was_meant() -> None:
    message = parsed(letter("Звіт за ІІ квартал 2021 року: на доопрацюванні", "Овруцьке бюро"))
    assert message["Subject"] == "Звіт за ІІ квартал 2021 року: на доопрацюванні"
    assert [(each.display_name, each.addr_spec) for each in message["To"].addresses] == [
        ("Овруцьке бюро", "a@x.example"),
        ("Овруцьке бюро", "b@x.example"),
    ]
    assert message["From"].addresses[0].addr_spec == "c@x.example"
    # Python's newer parser puts a blank between the words of a long name, which RFC 2047 forbids.
    old = message_from_bytes(letter(), policy=policy.compat32)
    assert str(make_header(decode_header(old["From"]))).replace("\r\n", "") == f"{CENTRE} <c@x.example>"
    assert message["Reply-To"] == "answers@x.example"
    assert message["Message-ID"] == "<abc@x.example>"
    assert message["Date"].datetime == AT
    assert str(message["Date"]).endswith("+0300")


def test_a_draft_says_so_and_names_no_program() -> None:
    draft, sent = parsed(letter()), parsed(letter(is_draft=False))
    assert (draft["X-Unsent"], draft["Auto-Submitted"]) == ("1", None)
    assert (sent["X-Unsent"], sent["Auto-Submitted"]) == (None, "auto-generated")


def test_a_draft_without_an_address_of_its_own_takes_that_of_the_program() -> None:
    assert parsed(letter(sender=""))["From"] is None


@pytest.mark.parametrize(
    "name", ["план.xlsx", "plan.xlsx", LONG, 'a "b" c.xlsx', "0001 Бюро — прийнято.html", "a" * 90 + ".xlsx"]
)
def test_the_name_of_an_attachment_is_whole_by_either_rule(name: str) -> None:
    content = letter(names=(name,))
    (part,) = parsed(content).iter_attachments()
    expected = name.replace('"', "_")
    assert part.get_filename() in (name, expected)
    assert part.get_content() == (name.encode() if not name.endswith(".html") else name)
    # RFC 2231, by the parser that older programs are like.
    (old,) = [each for each in message_from_bytes(content, policy=policy.compat32).walk() if each.get_filename()]
    assert old.get_filename() in (name, expected)
    # RFC 2047 in `name`, for readers that know only that.
    encoded = old.get_param("name")
    assert isinstance(encoded, str)
    assert str(make_header(decode_header(encoded))) in (name, expected)


@settings(max_examples=examples(100, 30))
@given(any_text(120), any_text(120), any_text(120).map(file_name))
def test_any_text_stays_in_its_place(subject: str, unit: str, name: str) -> None:
    message = parsed(letter(subject, unit, (f"{name}.xlsx",)))
    headers = {
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "X-Unsent",
        "MIME-Version",
        "Content-Type",
    }
    assert set(message.keys()) == headers - ({"Subject"} if "Subject" not in message else set())
    assert [each.addr_spec for each in message["To"].addresses] == ["a@x.example", "b@x.example"]
    assert len(list(message.iter_attachments())) == 1


def test_a_hostile_name_of_a_unit_adds_no_header() -> None:
    message = parsed(
        letter("Тема\r\nBcc: all@x.example", "Бюро\r\nX-Evil: 1\r\n\r\nтіло", ("a\r\nX-Evil: 2.xlsx",))
    )
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["Subject"] == "Тема Bcc: all@x.example"


def test_no_line_and_no_encoded_word_is_longer_than_mail_allows() -> None:
    content = letter("Дуже довга тема " * 12, "Бюро " * 20, (LONG,))
    assert max(map(len, content.split(b"\r\n"))) <= 80
    assert max(map(len, re.findall(rb"=\?utf-8\?[^?]*\?[^?]*\?=", content))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
