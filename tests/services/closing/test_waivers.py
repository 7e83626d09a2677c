"""A waiver silences a warning of a unit or of the whole centre, at one row or at any."""

import pytest

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, call_by
from tests.support.joint_shortfalls import ALSO_SHORT, EXCEEDED, LEAD, SHORT, answer_short
from tests.support.rows_only import rows_only
from xlplan.domain.errors import XlplanError
from xlplan.services.closing.waivers import WaiverRequest
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import prepare_closing, waive

NOT_OF_HOR = "1.4.2"


@pytest.fixture
def short(prepared: Prepare) -> Workspace:
    """All have returned: two joint targets fell short, one may be counted twice."""
    return prepared(answer_short)


def points(centre: Workspace) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """The open points at the sign-off and the waived ones: unit, code and row."""
    sheet = call(prepare_closing, centre, lambda: at(12), QUARTER).sign_off
    assert sheet is not None
    waived = [found for found, _waiver in sheet.waived_findings]
    opened, silenced = (
        {(each.unit, each.finding.code, each.finding.location.row) for each in found}
        for found in (sheet.open_findings, waived)
    )
    return opened, silenced


def remarks(centre: Workspace) -> list[tuple[object, ...]]:
    sheet = rows_only(centre.report(QUARTER))["Зауваження"]
    return [tuple(cell.value for cell in row[:4]) for row in sheet.iter_rows(min_row=4)]


def double_counts(centre: Workspace) -> set[object]:
    """The rows that the sheet of remarks names as possible double counts."""
    return {row for kind, _unit, row, _text in remarks(centre) if "можливий подвійний підрахунок" in str(kind)}


@pytest.mark.parametrize("centre_word", ["", "-", "центр", "Centre"])
def test_what_is_waived_for_the_centre_is_no_longer_listed_at_the_closing(
    short: Workspace, centre_word: str
) -> None:
    opened, silenced = points(short)
    found = {each for each in opened if each[1] == "shortfall-unexplained" and not each[0]}
    assert found
    assert not silenced
    request = WaiverRequest(centre_word, "shortfall-unexplained", "усно")
    unit, waiver, _done = call_by("Марія", waive, short, lambda: at(12), QUARTER, request)
    assert (unit, waiver.unit, waiver.key) == (None, "", "")
    assert points(short) == (opened - found, found)


def test_a_waiver_of_a_row_silences_that_row_only(short: Workspace) -> None:
    opened, _silenced = points(short)
    assert {("", "shortfall-unexplained", SHORT), ("", "shortfall-unexplained", ALSO_SHORT)} <= opened
    request = WaiverRequest("", "shortfall-unexplained", "усно", row=SHORT)
    call_by("Марія", waive, short, lambda: at(12), QUARTER, request)
    left, silenced = points(short)
    assert silenced == {("", "shortfall-unexplained", SHORT)}
    assert left == opened - silenced
    assert any(each[2] == SHORT and "усно" in str(each[3]) for each in remarks(short))


def test_a_waived_double_count_leaves_the_sign_off_and_the_sheet(short: Workspace) -> None:
    opened, _silenced = points(short)
    double = ("", "double-count", EXCEEDED)
    assert double in opened
    assert EXCEEDED in double_counts(short)
    request = WaiverRequest("центр", "double-count", "різні заходи", row=EXCEEDED)
    call_by("Марія", waive, short, lambda: at(12), QUARTER, request)
    left, silenced = points(short)
    assert (double in left, double in silenced) == (False, True)
    assert EXCEEDED not in double_counts(short)


def test_a_waiver_of_a_unit_does_not_silence_another(centre: Workspace) -> None:
    call_by("Марія", waive, centre, lambda: at(12), QUARTER, WaiverRequest("LUG", "unit-missing", "немає людей"))
    left, silenced = points(centre)
    assert silenced == {("LUG", "unit-missing", "")}
    assert ("OVR", "unit-missing", "") in left


def test_a_waiver_in_force_is_so_for_the_sign_off_and_the_sheet_alike(short: Workspace) -> None:
    day = at(12).date()
    request = WaiverRequest("", "double-count", "різні заходи", until=day)
    call_by("Марія", waive, short, lambda: at(12), QUARTER, request)
    assert EXCEEDED not in double_counts(short)
    left, _silenced = points(short)
    assert ("", "double-count", EXCEEDED) not in left


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (WaiverRequest("HOR", "double-count", "так"), "приберіть --unit"),
        (WaiverRequest("", "unit-missing", "так"), "--unit"),
        (WaiverRequest("", "action-missing", "так", row=SHORT), "--unit"),
        (WaiverRequest("HOR", "unit-missing", "так", row=SHORT), "--row"),
        (WaiverRequest("HOR", "quarter-closed", "так"), "quarter-closed"),
        (WaiverRequest("HOR", "plan-target-mixed", "так"), "plan-target-mixed"),
        (WaiverRequest("HOR", "return-withdrawn", "так"), "return-withdrawn"),
        (WaiverRequest("HOR", "far-over-target", "так", row="1.4.100"), SHORT),
        (WaiverRequest("HOR", "far-over-target", "так", row=NOT_OF_HOR), NOT_OF_HOR),
        (WaiverRequest("HOR", "shortfall-unexplained", "так", row=SHORT), "--unit"),
        (WaiverRequest("", "shortfall-unexplained", "так", row=LEAD), "--unit"),
    ],
)
def test_what_cannot_stand_there_is_refused_in_a_sentence(
    centre: Workspace, request_: WaiverRequest, said: str
) -> None:
    with pytest.raises(XlplanError, match=said):
        call(waive, centre, lambda: at(6), QUARTER, request_)
