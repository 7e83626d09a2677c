"""The address of a database: read as libpq reads it, shown without what it hides."""

from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.storage.ledger_address import LedgerAddress, read_address, read_place, shown_place


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("postgresql://db/plan", {"host": "db", "dbname": "plan"}),
        ("postgres://me@db:6000/plan", {"host": "db", "port": "6000", "dbname": "plan", "user": "me"}),
        ("postgresql://[::1]:6000/plan", {"host": "::1", "port": "6000", "dbname": "plan"}),
        ("postgresql:///plan", {"dbname": "plan"}),
        ("postgresql://%2Fvar%2FRun/plan", {"host": "/var/Run", "dbname": "plan"}),
        (
            "postgresql:///plan?host=/var/run&sslmode=require",
            {"host": "/var/run", "dbname": "plan", "sslmode": "require"},
        ),
        ("postgresql://?service=centre", {"service": "centre"}),
        ("postgresql://me:p%40ss@db/plan", {"host": "db", "dbname": "plan", "user": "me", "password": "p@ss"}),
        (
            "postgresql://db/plan?user=me&password=pass",
            {"host": "db", "dbname": "plan", "user": "me", "password": "pass"},
        ),
    ],
)
def test_an_address_is_read_into_the_parameters_of_libpq(text: str, parameters: dict[str, str]) -> None:
    assert read_address(text).parameters == parameters


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me:таємниця@db:6000/plan?sslmode=require",
        "postgresql://me@db:6000/plan?sslmode=require&password=таємниця",
    ],
)
def test_an_address_is_shown_without_its_password_and_reads_back(text: str) -> None:
    address = read_address(text)
    assert str(address) == "postgresql://me@db:6000/plan?sslmode=require"
    assert "таємниця" not in repr(address)
    assert str(read_address(str(address))) == str(address)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me:tajna/slovo@db/plan",
        "postgresql://me:tajna#slovo@db/plan",
        "postgresql://me:tajna@slovo:db/plan/x",
        "postgresql://me:tajna@db:slovo/plan",
        "postgresql://me:tajna@db",
        "postgresql://me:tajna@db/plan?slovo",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(XlplanError) as raised:
        read_address(text)
    assert "tajna" not in str(raised.value)
    assert "slovo" not in str(raised.value)


def test_a_text_that_is_no_address_is_a_path_in_the_workspace(tmp_path: Path) -> None:
    assert read_place(tmp_path, "xlplan.db") == tmp_path / "xlplan.db"
    place = read_place(tmp_path, "postgresql://db/plan")
    assert isinstance(place, LedgerAddress)
    assert shown_place(place) == "postgresql://db/plan"
