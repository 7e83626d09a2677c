"""The sender of a return that came by mail, in receipt, report, status and log; another address is told."""

import json

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from openpyxl import load_workbook

from tests.support.centre import QUARTER, at, send, take
from tests.support.revision import revise
from xlplan.cli import main
from xlplan.cli.output.intake import print_answer
from xlplan.domain.messages import Message, MessageKind, sender_of
from xlplan.domain.plan import Plan
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.messages import record_message
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.archive import sha256_of
from xlplan.storage.workspace import Workspace

OWN, PRIVATE = "horoshiv@example.org", "olena.k@example.net"


def with_addresses(plan: Plan) -> Plan:
    """The plan with two addresses of the Khoroshiv bureau, as a person types them."""
    return replace(
        plan,
        units=tuple(
            replace(unit, email=f"Бюро <{OWN.upper()}>; second@example.org") if unit.code == "HOR" else unit
            for unit in plan.units
        ),
    )


def mail_in(centre: Workspace, sender: str, unit: str = "HOR") -> IntakeResult:
    """The answer to a unit's return that came by mail from that address."""
    path = send(centre, unit)
    message = Message(0, "", "mail", MessageKind.FETCHED, sender, at(4, hour=9), at(5))
    with open_ledger(centre.ledger) as ledger, ledger.write() as connection:
        record_message(connection, message, [sha256_of(path)])
    (result,) = take(centre).intake.results
    return result


def status(centre: Workspace) -> str:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), "status"]).output


def log_line(centre: Workspace) -> dict[str, object]:
    line: dict[str, object] = json.loads(centre.answers.read_text("utf-8").splitlines()[-1])
    return line


@pytest.mark.parametrize(
    ("address", "typed", "is_of_unit"),
    [
        (OWN, OWN, True),
        (OWN, f"Бюро <{OWN.upper()}>, x@y.z", True),
        ("x@y.z", f"{OWN};x@y.z", True),
        (PRIVATE, OWN, False),
        (f"x{OWN}", OWN, False),
        ("buro@бюро.укр", "buro@xn--90a0af9c.xn--j1amh", True),
        ("", OWN, False),
        (OWN, "", None),
        (OWN, None, None),
        (OWN, "немає", None),
    ],
)
def test_a_sender_is_compared_with_every_address_of_the_unit(
    address: str, typed: str | None, is_of_unit: bool | None
) -> None:
    message = Message(1, "", "a", MessageKind.FETCHED, address, at(4), at(5))
    assert sender_of(message, typed).is_of_unit is is_of_unit


def test_sender_and_date_stand_in_the_receipt_and_in_the_report(centre: Workspace) -> None:
    revise(centre, with_addresses)
    result = mail_in(centre, OWN)
    receipt = result.receipt.read_text("utf-8")
    assert OWN in receipt
    assert "04.07.2021 09:00" in receipt
    sheet = load_workbook(centre.report(QUARTER))["Подання"]
    headings, *rows = sheet.iter_rows(min_row=3, values_only=True)
    assert headings[-3:] == ("Надіслано з адреси", "Лист надійшов", "SHA-256")
    assert [row[-3:-1] for row in rows if row[2]] == [(OWN, at(4, hour=9).replace(tzinfo=None))]
    assert log_line(centre)["mail"] == {"from": OWN, "at": at(4, hour=9).isoformat(), "of_unit": True}


def test_a_report_without_mail_has_no_columns_for_it(returned: Workspace) -> None:
    sheet = load_workbook(returned.report(QUARTER))["Подання"]
    assert [cell.value for cell in sheet[3]][-1] == "SHA-256"
    assert "mail" not in log_line(returned)


def test_another_address_is_told_to_the_coordinator_and_is_no_fault_of_the_unit(centre: Workspace) -> None:
    revise(centre, with_addresses)
    result = mail_in(centre, PRIVATE)
    assert (result.errors, result.standing.counts) == ((), True)
    told = print_answer(centre, result)
    assert PRIVATE in told
    assert "немає серед адрес підрозділу" in told
    assert PRIVATE in status(centre)
    # The unit reads whose message it was, and no reproach.
    receipt = result.receipt.read_text("utf-8")
    assert PRIVATE in receipt
    assert "немає серед адрес" not in receipt


def test_of_another_address_all_others_see_the_domain_alone(centre: Workspace) -> None:
    revise(centre, with_addresses)
    mail_in(centre, PRIVATE)
    sheet = load_workbook(centre.report(QUARTER))["Подання"]
    shown = " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)
    assert "…@example.net" in shown
    assert PRIVATE not in shown
    assert "olena" not in centre.answers.read_text("utf-8")


def test_where_the_plan_has_no_address_of_the_unit_nothing_is_told(centre: Workspace) -> None:
    result = mail_in(centre, PRIVATE)
    assert PRIVATE not in print_answer(centre, result) + status(centre)


def test_a_file_that_is_no_return_has_its_sender_in_its_receipt(centre: Workspace) -> None:
    path = centre.inbox / "таблиця.csv"
    path.write_text("a;b\n1;2\n", "utf-8")
    message = Message(0, "", "mail", MessageKind.FETCHED, PRIVATE, at(4), at(5))
    with open_ledger(centre.ledger) as ledger, ledger.write() as connection:
        record_message(connection, message, [sha256_of(path)])
    (result,) = take(centre).intake.results
    assert PRIVATE in result.receipt.read_text("utf-8")
