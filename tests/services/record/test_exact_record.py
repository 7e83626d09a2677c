"""Numbers that are no counts stay exact through closing, correction, proof, backup and restoring."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.centre import at, call, copy_of
from tests.support.recorded_centre import QUARTERS, record_return, recorded_centre
from xlplan.cli.output.explain_json import explanation_json
from xlplan.domain.edition import CENTRE, EditionSnapshot
from xlplan.domain.quarter import Quarter
from xlplan.domain.restatement import DONE, DONE_TO_DATE
from xlplan.domain.unit_of_measure import PERCENTAGE, UnitOfMeasure
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.editions import edition_snapshot, editions_of
from xlplan.ledger.verification import check_records
from xlplan.services.closing.decisions import reopen_quarter
from xlplan.services.record.backup import make_backup
from xlplan.services.record.restore import restore
from xlplan.services.record.restore_preview import prepare_restore
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.text.translation import use_language
from xlplan.workflows.closing import ClosingPreview, close, explain, prepare_closing

FIRST, SECOND = QUARTERS


@pytest.fixture(scope="module")
def _recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_language("uk")
    return recorded_centre(tmp_path_factory.mktemp("recorded") / "Коростень").root


@pytest.fixture
def centre(_recorded: Path, tmp_path: Path) -> Workspace:
    return copy_of(_recorded, tmp_path / "Коростень")


def prepared(centre: Workspace, quarter: Quarter, day: int, month: int) -> ClosingPreview:
    return call(prepare_closing, centre, lambda: at(day, month), quarter)


def closed(centre: Workspace, quarter: Quarter, day: int, month: int) -> EditionSnapshot:
    """The figures of the edition by which the quarter is closed on that day."""
    call(close, centre, lambda: at(day, month), prepared(centre, quarter, day, month))
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return edition_snapshot(connection, editions_of(connection, quarter)[-1])


def explained(centre: Workspace) -> str:
    return explanation_json(call(explain, centre, lambda: at(20), SECOND, "1.1", None))


def test_an_edition_keeps_the_figures_that_it_shows(centre: Workspace) -> None:
    closed(centre, FIRST, 12, 4)
    rows = {row.key: row for row in closed(centre, SECOND, 12, 7).rows if row.unit == CENTRE}
    shown = {key: (row.done, row.done_to_date) for key, row in rows.items()}
    assert shown == {
        "1.1": (12, 26),
        "1.1/2": (11, 22),
        "1.1/3": (Decimal("91.7"), Decimal("84.6")),
        "1.2": (Decimal("40000.99"), Decimal("65001.48")),
        "1.3": (Decimal("5.4"), Decimal("5.3")),
        "1.4": (Decimal("1.6"), Decimal("1.6")),
        "1.5": (Decimal("84.5"), Decimal("84.5")),
    }


def test_a_late_correction_changes_exactly_what_it_corrects_in_both_quarters(centre: Workspace) -> None:
    for quarter, month in ((FIRST, 4), (SECOND, 7)):
        closed(centre, quarter, 12, month)
    # Six of eight in time, and a kopiyka more.
    record_return(centre, FIRST, "HOR", ("8", "6", "15000.51", "5.4", "1.1", "82.5"), at(20))
    call(reopen_quarter, centre, lambda: at(21), FIRST, "уточнення")
    preview = prepared(centre, FIRST, 22, 7)
    changes = {
        (draft.quarter_snapshot.quarter, each.key, each.heading): (each.old, each.new, each.unit_of_measure)
        for draft in preview.drafts
        for each in draft.changes
        if not each.unit and each.heading in (DONE, DONE_TO_DATE)
    }
    money = UnitOfMeasure("грн", 2)
    assert changes[FIRST, "1.2", DONE] == (Decimal("25000.49"), Decimal("25000.5"), money)
    assert changes[FIRST, "1.1/3", DONE] == (Decimal("78.6"), Decimal("64.3"), PERCENTAGE)
    assert changes[SECOND, "1.1/3", DONE_TO_DATE] == (Decimal("84.6"), Decimal("76.9"), PERCENTAGE)
    assert {key for _quarter, key, _heading in changes} == {"1.1/2", "1.1/3", "1.2"}


def test_what_did_not_change_is_no_change_between_editions(centre: Workspace) -> None:
    closed(centre, FIRST, 12, 4)
    call(reopen_quarter, centre, lambda: at(21), FIRST, "уточнення")
    (draft,) = prepared(centre, FIRST, 22, 7).drafts
    assert draft.changes == ()


def test_every_record_has_its_hash(centre: Workspace) -> None:
    closed(centre, FIRST, 12, 4)
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        assert list(check_records(connection, lambda _key: None)) == []


def test_a_backup_brings_back_the_same_digits(centre: Workspace, tmp_path: Path) -> None:
    before = explained(centre)
    backup = call(make_backup, centre, at, tmp_path / "копія.zip").path
    with prepare_restore(backup, tmp_path / "new") as preview:
        restore(preview, at)
    assert explained(find_workspace(tmp_path / "new")) == before
