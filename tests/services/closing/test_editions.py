"""Closing: the sign-off sheet says what stands open, and an edition is made whole, once and for good."""

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.support.centre import QUARTER, at, call, call_by, copy_of, send, take, take_files
from tests.support.machines import sheet_rows
from tests.support.revision import by_order, edit, revise
from xlplan.domain.errors import XlplanError
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.editions import editions_of
from xlplan.services.closing.decisions import reopen_quarter
from xlplan.services.closing.editions import restore_editions
from xlplan.services.closing.waivers import WaiverRequest
from xlplan.services.report.consolidate import consolidate, load_quarter, stale_quarters
from xlplan.services.report.status import read_status
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import ClosingPreview, close, prepare_closing, reopen, waive

pytestmark = pytest.mark.both_ledgers

UNITS = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")


@pytest.fixture(scope="session")
def _full_centre(_issued_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full") / "Коростень"
    centre = copy_of(_issued_centre, folder)
    for unit in UNITS:
        send(centre, unit)
    take(centre)
    return folder


@pytest.fixture
def full(_full_centre: Path, tmp_path: Path) -> Workspace:
    """Every unit has returned."""
    return copy_of(_full_centre, tmp_path / "Коростень")


@pytest.fixture(scope="session")
def _signed_centre(_full_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed") / "Коростень"
    closed(copy_of(_full_centre, folder))
    return folder


@pytest.fixture
def signed(_signed_centre: Path, tmp_path: Path) -> Workspace:
    """Every unit has returned, and the quarter is closed."""
    return copy_of(_signed_centre, tmp_path / "Коростень")


def prepared(centre: Workspace, moment: datetime | None = None) -> ClosingPreview:
    return call(prepare_closing, centre, lambda: moment or at(12), QUARTER)


def stands_open(centre: Workspace, moment: datetime | None = None) -> list[tuple[str, str]]:
    """What the sign-off sheet lists as open: unit and code."""
    sheet = prepared(centre, moment).sign_off
    assert sheet is not None
    return [(each.unit, each.finding.code) for each in sheet.open_findings]


def closed(centre: Workspace, moment: datetime | None = None) -> Path:
    """Closes the quarter; the last edition's file."""
    (path,) = call_by("director", close, centre, lambda: moment or at(12), prepared(centre, moment)).editions
    return path


def test_a_unit_without_a_return_stands_open(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre)
    missing = [unit for unit, code in stands_open(centre) if code == "unit-missing"]
    assert missing == ["KOR", "LUG", "NAR", "OVR", "MAL"]


def test_a_correction_that_has_not_come_stands_open_beside_what_counts_until_then(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre)
    send(centre, "HOR", {"1.2.1": {"done": "один"}}, "друга спроба.xlsx")
    take_files(centre)
    assert [code for unit, code in stands_open(centre) if unit == "HOR"] == ["correction-open"]


def test_a_warning_of_the_return_that_counts_stands_open_but_not_one_of_an_older_return(centre: Workspace) -> None:
    short: dict[str, CellValue] = {"done": 0, "reason": "карантин", "action": None}
    send(centre, "HOR", {"1.2.1": short})
    take_files(centre)
    assert ("HOR", "action-missing") in stands_open(centre)
    send(centre, "HOR", {"1.2.1": {**short, "action": "лекція 15.07"}})
    take_files(centre)
    assert ("HOR", "action-missing") not in stands_open(centre)


def test_a_joint_fact_above_its_target_stands_open_as_a_possible_double_count(centre: Workspace) -> None:
    for unit in ("KOR", "HOR", "LUG"):
        send(centre, unit, {"1.4.10": {"done": 9}})
    take_files(centre)
    sheet = prepared(centre).sign_off
    assert sheet is not None
    (found,) = (each for each in sheet.open_findings if each.finding.location.row == "1.4.10")
    assert (found.unit, found.finding.code) == ("", "double-count")
    assert "Коростенський МЦ 9, Хорошівське БПД 9, Лугинське БПД 9" in found.finding.problem


def test_a_joint_shortfall_without_any_reason_stands_open(centre: Workspace) -> None:
    for unit in UNITS:
        send(centre, unit, {"1.4.10": {"done": 0}})
    take_files(centre)
    sheet = prepared(centre).sign_off
    assert sheet is not None
    rows = [
        each.finding.location.row for each in sheet.open_findings if each.finding.code == "shortfall-unexplained"
    ]
    assert "1.4.10" in rows


def test_a_change_of_the_plan_that_was_not_adopted_stands_open(centre: Workspace) -> None:
    edit(centre, by_order)
    assert ("", "plan-unadopted") in stands_open(centre)


def test_rows_that_a_new_version_of_the_plan_asks_anew_stand_open(centre: Workspace) -> None:
    send(centre, "LUG")
    take_files(centre)
    revise(centre, by_order)
    assert ("LUG", "rows-unanswered") in stands_open(centre)


def test_a_waiver_takes_a_finding_off_the_list_until_its_day_and_is_shown_itself(centre: Workspace) -> None:
    wish = WaiverRequest("Народицьке БПД", "unit-missing", "відпустка", date(2021, 7, 14))
    call_by("director", waive, centre, lambda: at(12), QUARTER, wish)
    sheet = prepared(centre, at(14)).sign_off
    assert sheet is not None
    assert ("NAR", "unit-missing") not in [(each.unit, each.finding.code) for each in sheet.open_findings]
    ((waived, waiver),) = sheet.waived_findings
    assert (waived.name, waiver.reason, waiver.by) == ("Народицьке БПД", "відпустка", "director")
    assert ("NAR", "unit-missing") in stands_open(centre, at(15))


def test_looking_at_the_sheet_writes_nothing(full: Workspace) -> None:
    before = sorted(full.root.rglob("*"))
    prepared(full)
    assert sorted(full.root.rglob("*")) == before


def test_an_edition_is_numbered_read_only_in_the_archive_and_its_hash_in_the_ledger(full: Workspace) -> None:
    path = closed(full)
    assert path.name == "Зведений звіт 2021-Q2 (випуск 1).xlsx"
    assert not path.stat().st_mode & 0o222
    with open_ledger(full.ledger) as ledger, ledger.connect() as connection:
        (edition,) = editions_of(connection, QUARTER)
    assert (edition.number, edition.by, edition.closed_at, edition.plan_version) == (1, "director", at(12), 1)
    kept = full.archive / edition.sha256[:2] / f"{edition.sha256}.xlsx"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == edition.sha256
    assert kept.read_bytes() == path.read_bytes()


def test_the_first_edition_has_no_sheet_of_what_changed(signed: Workspace) -> None:
    assert "Що змінилося" not in CalamineWorkbook.from_path(signed.edition(QUARTER, 1)).sheet_names


def test_a_closed_quarter_expects_nothing_even_before_its_deadline(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre)
    figures: QuarterFigures = call(load_quarter, centre, at, QUARTER).figures
    assert figures.with_status(Status.EXPECTED)
    path = closed(centre, at(6))
    shown = {row[8] for row in sheet_rows(path, "Дані")["Дані"]}
    assert "не подано" in shown
    assert "очікується" not in shown


def test_the_working_copy_of_a_closed_quarter_is_not_rewritten(signed: Workspace) -> None:
    lying = signed.report(QUARTER).read_bytes()
    send(signed, "HOR", {"1.2.1": {"description": "виправлено"}}, "після закриття.xlsx")
    assert take(signed, at(20)).reports == ()
    assert signed.report(QUARTER).read_bytes() == lying
    with pytest.raises(XlplanError, match=r"випуск 1.*reopen"):
        call(consolidate, signed, lambda: at(20), QUARTER)


def test_what_came_after_the_closing_counts_once_the_quarter_is_reopened(signed: Workspace) -> None:
    send(signed, "HOR", {"1.2.1": {"done": 7}}, "після закриття.xlsx")
    take(signed, at(20))
    _reopened, done = call_by("director", reopen, signed, lambda: at(21), QUARTER, "звіт бюро")
    assert len(done.reports) == 1
    figures = call(load_quarter, signed, lambda: at(21), QUARTER).figures
    figure = next(each for each in figures.indicators if each.indicator.key == "1.2.1")
    assert next(each.entry.number for each in figure.units if each.unit.code == "HOR") == 7


def test_reopening_needs_a_reason_and_a_closed_quarter(full: Workspace) -> None:
    with pytest.raises(XlplanError, match="не закрито"):
        call(reopen, full, lambda: at(12), QUARTER, "помилка")
    closed(full)
    with pytest.raises(XlplanError, match="--reason"):
        call(reopen, full, lambda: at(13), QUARTER, "")
    with pytest.raises(XlplanError, match="2021-Q3"):
        call(reopen, full, lambda: at(13), Quarter(2021, 3), "помилка")


def test_a_return_that_comes_while_the_sheet_is_read_stops_the_closing(full: Workspace) -> None:
    looked_at = prepared(full)
    send(full, "HOR", {"1.2.1": {"done": 7}}, "в останню мить.xlsx")
    take_files(full)
    with pytest.raises(XlplanError, match="xlplan close 2021-Q2"):
        call(close, full, lambda: at(12), looked_at)
    assert not full.edition(QUARTER, 1).exists()
    assert prepared(full).closed_by is None


def test_a_file_that_has_the_name_of_an_edition_is_never_written_over(full: Workspace) -> None:
    path = full.edition(QUARTER, 1)
    path.write_text("чужий файл", "utf-8")
    with pytest.raises(XlplanError, match="випуск 1"):
        closed(full)
    assert path.read_text("utf-8") == "чужий файл"
    assert prepared(full).closed_by is None


def test_a_crash_between_ledger_and_outbox_is_healed_by_closing_again(
    full: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = prepared(full)
    with monkeypatch.context() as broken:
        broken.setattr("xlplan.services.closing.editions.write_own", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            call(close, full, lambda: at(12), looked_at)
    path = full.edition(QUARTER, 1)
    assert not path.exists()
    again = prepared(full)
    assert again.closed_by is not None
    assert hashlib.sha256(path.read_bytes()).hexdigest() == again.closed_by.sha256
    assert not path.stat().st_mode & 0o222


def test_a_crash_before_the_ledger_leaves_the_quarter_open(
    full: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = prepared(full)
    with monkeypatch.context() as broken:
        broken.setattr("xlplan.services.closing.editions.record_edition", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            call(close, full, lambda: at(12), looked_at)
    assert prepared(full).closed_by is None
    assert closed(full).exists()


def _power_cut(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_round_puts_an_edition_back_that_is_gone_from_the_outbox(signed: Workspace) -> None:
    path = signed.edition(QUARTER, 1)
    content = path.read_bytes()
    path.chmod(0o666)  # Windows refuses to remove a read-only file
    path.unlink()
    assert take(signed, at(13)).restored == (path,)
    assert path.read_bytes() == content
    assert call(restore_editions, signed, at) == ()


def test_an_edition_is_never_put_back_from_bytes_that_were_changed(signed: Workspace) -> None:
    path = signed.edition(QUARTER, 1)
    kept = next(each for each in signed.archive.rglob("*.xlsx") if each.read_bytes() == path.read_bytes())
    for each in (path, kept):
        each.chmod(0o666)
    kept.write_bytes(b"changed")
    path.unlink()
    with pytest.raises(XlplanError, match="його там змінено"):
        take(signed, at(13))
    assert not path.exists()


def test_a_file_of_another_with_the_name_of_an_edition_stays_until_it_is_moved(signed: Workspace) -> None:
    path = signed.edition(QUARTER, 1)
    content = path.read_bytes()
    path.chmod(0o666)
    path.unlink()
    path.mkdir()
    assert take(signed, at(13)).restored == ()
    (quarter,) = call(read_status, signed, lambda: at(13)).quarters
    assert not quarter.editions[0].is_intact
    path.rmdir()
    assert take(signed, at(13)).restored == (path,)
    assert path.read_bytes() == content


def test_status_says_that_a_quarter_is_closed_reopened_and_that_an_edition_was_altered(signed: Workspace) -> None:
    path = signed.edition(QUARTER, 1)
    (quarter,) = call(read_status, signed, lambda: at(13)).quarters
    assert quarter.closed_by is not None
    assert [each.is_intact for each in quarter.editions] == [True]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    call(reopen_quarter, signed, lambda: at(14), QUARTER, "перевірка")
    (quarter,) = call(read_status, signed, lambda: at(14)).quarters
    assert quarter.closed_by is None
    assert [each.is_intact for each in quarter.editions] == [False]
    assert quarter.reopening is not None
    assert quarter.reopening.reason == "перевірка"


def test_a_closed_quarter_is_not_issued_anew_and_a_new_version_of_the_plan_leaves_it_alone(
    signed: Workspace,
) -> None:
    templates = {path: path.read_bytes() for path in (signed.templates / str(QUARTER)).iterdir()}
    done = revise(signed, by_order, at(15))
    assert (done.issues, done.reports) == ((), ())
    assert {path: path.read_bytes() for path in (signed.templates / str(QUARTER)).iterdir()} == templates
    with pytest.raises(XlplanError, match="reopen"):
        call(issue_templates, signed, lambda: at(16), QUARTER)
    (quarter,) = call(read_status, signed, lambda: at(16)).quarters
    assert quarter.plan is not None
    assert quarter.plan.number == 1
    reopened = call(reopen_quarter, signed, lambda: at(17), QUARTER, "зміна плану")
    assert reopened.version.number == 2


def test_nothing_is_stale_after_a_decision_was_carried_through(signed: Workspace) -> None:
    assert call(stale_quarters, signed, lambda: at(13)) == ()
    call(reopen, signed, lambda: at(13), QUARTER, "перевірка")
    assert call(stale_quarters, signed, lambda: at(13)) == ()
