"""The centre of the tests with e-mail addresses in its plan, and the letters that it writes."""

from collections.abc import Mapping, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl

from tests.support.centre import at, call
from xlplan.domain.sheets import UNITS
from xlplan.services.plan.adopt import adopt_plan
from xlplan.storage.workspace import Workspace, find_workspace

# The codes of the units in the order of the plan.
CODES = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")


def with_addresses(workspace: Workspace, addresses: Mapping[str, str] | None = None) -> Workspace:
    """The centre whose units have addresses, adopted; by default `HOR@buro.example` and so on."""
    (path,) = workspace.plan_workbooks
    book = openpyxl.load_workbook(path)
    sheet = book[UNITS.shown]
    headings = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    code, email = headings[UNITS.column("code").shown], headings[UNITS.column("email").shown]
    for row in range(1, sheet.max_row + 1):
        unit = str(sheet.cell(row, code).value)
        if len(unit) == 3 and unit.isupper():
            typed = f"{unit.lower()}@buro.example" if addresses is None else addresses.get(unit, "")
            sheet.cell(row, email).value = typed or None
    book.save(path)
    call(adopt_plan, workspace, lambda: at(15, 6), None, "адреси")
    return workspace


def with_mail(workspace: Workspace, **settings: object) -> Workspace:
    """The centre with a table `[mail]` in its settings."""
    path = workspace.root / "xlplan.toml"
    lines = "\n".join(f"{key} = {value!r}" for key, value in settings.items())
    path.write_text(f"{path.read_text('utf-8')}\n[mail]\n{lines}\n", "utf-8")
    return find_workspace(workspace.root)


def drafts(workspace: Workspace) -> Mapping[str, EmailMessage]:
    """The drafts in the outbox, by the code of their unit."""
    return {
        path.stem.rpartition("(")[2].partition(")")[0]: read(path)
        for path in sorted(workspace.letters.glob("*.eml"))
    }


def read(path: Path) -> EmailMessage:
    """A letter, as Python's own parser reads it, without a defect."""
    return parsed(path.read_bytes())


def parsed(content: bytes) -> EmailMessage:
    """A letter, as Python's own parser reads it, without a defect."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def attached(message: EmailMessage) -> Sequence[tuple[str, bytes]]:
    """The attachments of a letter: name and content."""
    return [(str(part.get_filename()), part.get_content()) for part in message.iter_attachments()]


def text_of(message: EmailMessage) -> str:
    """The plain text of a letter."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
