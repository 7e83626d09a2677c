"""A year of the real Livoberezhnyi plan: three quarters are signed, then the first is corrected."""

import hashlib
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from tests.conftest import NewYear
from tests.support.centre import Answers, call, call_by, copy_of, take, take_files
from tests.support.livoberezhnyi import (
    FIRST,
    FOURTH,
    SECOND,
    THIRD,
    after,
    close_quarter,
    drop,
    on,
    play_quarter,
)
from tests.support.rows_only import rows_only
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.editions import editions_of
from xlplan.ledger.submissions import findings_of
from xlplan.services.closing.decisions import reopen_quarter
from xlplan.services.report.status import read_status
from xlplan.storage.workspace import Workspace, find_workspace

# In the first quarter the department held one meeting of two, and said later that there had been two after all.
ROW = "1.1.2.2"
SHORT: dict[str, Answers] = {"BPD": {ROW: {"done": 1, "reason": "захворів спікер", "action": "зустріч 12.04"}}}
RIGHT: Answers = {ROW: {"done": 2, "description": "другу зустріч не врахували"}}
SIGNED = (FIRST, SECOND, THIRD)
BPD = "відділ безоплатної правової допомоги"
ALL = "центр загалом"
CORRECTED = "1 квартал виправлений.xlsx"


@pytest.fixture(scope="session")
def signed_year(new_year: NewYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = new_year(tmp_path_factory.mktemp("year") / "Лівобережний")
    for quarter in SIGNED:
        play_quarter(workspace, quarter, SHORT if quarter == FIRST else None)
        close_quarter(workspace, quarter)
    play_quarter(workspace, FOURTH)
    take(workspace, after(FOURTH))
    return workspace.root


@pytest.fixture
def year(signed_year: Path, tmp_path: Path) -> Workspace:
    """Three quarters signed and the fourth open, all returns in."""
    return copy_of(signed_year, tmp_path / "Лівобережний")


@pytest.fixture(scope="session")
def _corrected_year(signed_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrected") / "Лівобережний"
    correct(copy_of(signed_year, folder))
    return folder


def correct(year: Workspace) -> None:
    """The correction comes, the first quarter is reopened for it and closed again."""
    drop(year, FIRST, "BPD", RIGHT, CORRECTED)
    take_files(year, on(10, 10))
    call_by("director", reopen_quarter, year, lambda: on(11, 10), FIRST, "лист відділу від 10.10.2023")
    close_quarter(year, FIRST, on(12, 10))


@pytest.fixture
def corrected(_corrected_year: Path, tmp_path: Path) -> Workspace:
    """The year after the correction."""
    return copy_of(_corrected_year, tmp_path / "Лівобережний")


def hashes(year: Workspace) -> dict[str, str]:
    """The SHA-256 of every edition in the outbox, by its name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in year.outbox.rglob("*(випуск *).xlsx")
    }


def table(path: Path, sheet: str) -> pd.DataFrame:
    """A sheet below its heading row, by its headings."""
    raw = pd.read_excel(path, sheet_name=sheet, header=None, dtype=object, engine="calamine")
    top = next(number for number, row in enumerate(raw.values.tolist()) if "Код" in row)
    return raw.iloc[top + 1 :].set_axis(raw.iloc[top].tolist(), axis=1)


def to_date(path: Path) -> int:
    data = table(path, "Дані")
    row = data[(data["Код"] == ROW) & (data["Підрозділ"] == BPD)].iloc[0]
    return int(row["Виконано з початку року"])


def test_a_correction_of_a_signed_quarter_is_kept_but_changes_nothing_yet(year: Workspace) -> None:
    signed = hashes(year)
    assert sorted(signed) == [f"Зведений звіт {quarter} (випуск 1).xlsx" for quarter in SIGNED]
    drop(year, FIRST, "BPD", RIGHT, CORRECTED)
    (answered,) = take(year, on(10, 10)).intake.results
    receipt = " ".join(answered.receipt.read_text("utf-8-sig").split())
    assert "І квартал 2023 року закрито 12.04.2023: звіт збережено, але він не враховується" in receipt
    # Not that it counts for an earlier quarter than the one that is collected.
    with open_ledger(year.ledger) as ledger, ledger.connect() as connection:
        assert [each.code for each in findings_of(connection, answered.number)] == ["quarter-closed"]
    assert hashes(year) == signed
    (first,) = call(read_status, year, lambda: on(10, 10), FIRST).quarters
    assert [each.unit for each in first.returns if each.came_after_closing] == [BPD]
    assert to_date(year.report(FOURTH)) == 1 + 2 + 2 + 2


def test_closing_again_makes_new_editions_of_it_and_of_every_later_signed_quarter(corrected: Workspace) -> None:
    names = sorted(hashes(corrected))
    assert names == sorted(f"Зведений звіт {quarter} (випуск {n}).xlsx" for quarter in SIGNED for n in (1, 2))


def test_signed_editions_stay_byte_for_byte_as_they_were(signed_year: Path, corrected: Workspace) -> None:
    signed, now = hashes(find_workspace(signed_year)), hashes(corrected)
    assert len(signed) == len(SIGNED)
    assert {name: now[name] for name in signed} == signed


@pytest.mark.parametrize("quarter", SIGNED, ids=str)
def test_the_ledger_and_the_archive_hold_every_edition(corrected: Workspace, quarter: Quarter) -> None:
    lying = hashes(corrected)
    with open_ledger(corrected.ledger) as ledger, ledger.connect() as connection:
        editions = editions_of(connection, quarter)
    assert [edition.number for edition in editions] == [1, 2]
    for edition in editions:
        assert lying[edition.file] == edition.sha256
        kept = corrected.archive / edition.sha256[:2] / f"{edition.sha256}.xlsx"
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == edition.sha256


def test_an_edition_is_for_reading_only(corrected: Workspace) -> None:
    path = corrected.edition(FIRST, 2)
    assert not path.stat().st_mode & 0o222
    assert b'readOnlyRecommended="1"' in ZipFile(path).read("xl/workbook.xml")


@pytest.mark.parametrize(
    ("quarter", "wanted"),
    [
        (
            FIRST,
            {
                "Виконано": "1 → 2",
                "Статус": "▼ недовиконано → ✓ виконано",
                "Центр загалом: виконано": "1 → 2",
                "Центр загалом: статус": "▼ недовиконано → ✓ виконано",
                "Що ще змінилося": "Опис виконання: проведено → другу зустріч не врахували\n"
                "Причина невиконання: захворів спікер → —\nЩо буде зроблено: зустріч 12.04 → —",
            },
        ),
        (
            SECOND,
            {
                "Виконано з початку року": "3 → 4",
                "Центр загалом: виконано з початку року": "3 → 4",
                "Центр загалом: статус з початку року": "▼ недовиконано → ✓ виконано",
                "Що ще змінилося": "Обіцяно минулого кварталу: зустріч 12.04 → —\n"
                "Бракувало минулого кварталу: 1 → —",
            },
        ),
        (
            THIRD,
            {
                "Виконано з початку року": "5 → 6",
                "Центр загалом: виконано з початку року": "5 → 6",
                "Центр загалом: статус з початку року": "▼ недовиконано → ✓ виконано",
            },
        ),
    ],
    ids=["first", "second", "third"],
)
def test_what_changed_has_a_row_for_the_measure_and_its_unit_with_both_values(
    corrected: Workspace, quarter: Quarter, wanted: dict[str, str]
) -> None:
    changed = table(corrected.edition(quarter, 2), "Що змінилося")
    (row,) = changed[changed["Код"] == ROW].to_dict("records")
    assert row["Підрозділ"] == BPD
    told = set(row) - {"Код", "Захід", "Підрозділ", "№ файла"}
    shown = {heading: str(row[heading]) for heading in told if isinstance(row[heading], str)}
    lines = shown.pop("Що ще змінилося", "").split("\n")
    expected = dict(wanted)
    assert expected.pop("Що ще змінилося", "").split("\n") == [
        line for line in lines if not line.startswith("центр загалом, ")
    ]
    assert shown == expected


@pytest.mark.parametrize("quarter", SIGNED, ids=str)
def test_what_changed_ends_with_the_file_whose_it_is_and_when_it_came(
    corrected: Workspace, quarter: Quarter
) -> None:
    rows = list(rows_only(corrected.edition(quarter, 2))["Що змінилося"].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if row[0] == "Файли, через які змінилося")
    (file,) = rows[at + 2 :]
    assert file[:4] == (1, CORRECTED, BPD, "2023-Q1")
    assert f"{file[4]:%d.%m.%Y %H:%M}" == "10.10.2023 10:00"


def test_the_open_quarter_counts_the_correction_since_the_start_of_the_year(corrected: Workspace) -> None:
    assert to_date(corrected.report(FOURTH)) == 2 + 2 + 2 + 2
    close_quarter(corrected, FOURTH, after(FOURTH, 12))
    assert to_date(corrected.edition(FOURTH, 1)) == 8


def test_the_year_of_the_last_edition_is_what_the_editions_of_its_quarters_add_up_to(corrected: Workspace) -> None:
    close_quarter(corrected, FOURTH, after(FOURTH, 12))
    latest = [corrected.edition(quarter, 2) for quarter in SIGNED] + [corrected.edition(FOURTH, 1)]
    done = []
    for path in latest:
        data = table(path, "Дані")
        numbers = pd.to_numeric(data["Виконано"], errors="coerce")
        done.append(numbers.groupby([data["Код"], data["Підрозділ"]]).sum(min_count=1))
    year = pd.concat(done, axis=1).sum(axis=1, min_count=1)
    last = table(latest[-1], "Дані")
    shown = pd.to_numeric(last["Виконано з початку року"], errors="coerce")
    shown = shown.groupby([last["Код"], last["Підрозділ"]]).sum(min_count=1)
    assert year.count() > 30
    assert shown.reindex(year.index).equals(year)


def test_a_later_quarter_in_which_nothing_changes_gets_no_new_edition(year: Workspace) -> None:
    drop(year, SECOND, "FIN", {}, "без змін.xlsx")
    take_files(year, on(10, 10))
    call_by("director", reopen_quarter, year, lambda: on(11, 10), SECOND, "перевірка")
    close_quarter(year, SECOND, on(12, 10))
    assert year.edition(SECOND, 2).exists()
    assert not year.edition(THIRD, 2).exists()
    first = rows_only(year.edition(SECOND, 2))["Що змінилося"]
    assert "Усі показники такі, як у випуску 1" in str(first["A3"].value)
