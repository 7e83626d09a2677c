"""Percentages, hours and shares typed into a template in LibreOffice, where decimals have a comma or a point."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.client_answers import checked, codes
from tests.support.desktop import Desk, at_a_desk, until
from tests.support.template_samples import MADE, issue
from tests.support.unit_samples import MEASURED, PART, SHARE, WHOLE
from xlplan.documents.template.workbook import write_template
from xlplan.domain.returned import CellValue

pytestmark = pytest.mark.office
HOURS, PERCENT = "E6", "E7"
WHOLE_CELL, PART_CELL, SHARE_CELL = "E8", "E9", "E10"
FORM = issue(MEASURED["hours"], MEASURED["percent"], WHOLE, PART, SHARE)


SIGNS = {"uk-UA": ",", "en-US": "."}


@pytest.fixture(scope="module", params=list(SIGNS))
def locale(request: pytest.FixtureRequest) -> str:
    """The locale of the desk."""
    return str(request.param)


@pytest.fixture
def sign(locale: str) -> str:
    """The sign before decimals there."""
    return SIGNS[locale]


@pytest.fixture(scope="module")
def office_desk(locale: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all tests here, in each of the locales."""
    with at_a_desk(tmp_path_factory.mktemp("desk") / "profile", locale) as desk:
        yield desk


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A blank template, under the name of its test's folder, so that its window is known by it."""
    path = tmp_path / f"{tmp_path.name}.xlsx"
    write_template(path, FORM, MADE)
    return path


@pytest.fixture
def desk(office_desk: Desk, template: Path) -> Iterator[Desk]:
    """The desk with that template open on it."""
    office_desk.open(template)
    yield office_desk
    office_desk.close()


def enter(desk: Desk, cell: str, text: str) -> str:
    """Types a text into a cell and returns what the cell then shows."""
    desk.go_to(cell)
    desk.type(text, "Return")
    shown: str = until(lambda: desk.see("shown", cell))
    return shown


def saved(desk: Desk, template: Path, cell: str) -> CellValue:
    """What a cell of the report holds once it is saved."""
    desk.save()
    value: CellValue = load_workbook(template, data_only=True)["Звіт"][cell].value
    return value


def test_decimals_are_what_they_say(sign: str, desk: Desk, template: Path) -> None:
    assert enter(desk, HOURS, f"5{sign}5") == f"5{sign}5"
    assert desk.see("shown", "I6") == "✓ виконано"
    assert saved(desk, template, HOURS) == 5.5
    assert str(checked(FORM, template)[0][0].number) == "5.5"


def test_too_many_decimals_are_refused_in_the_words_of_the_row(sign: str, desk: Desk) -> None:
    desk.go_to(HOURS)
    desk.type(f"5{sign}55", "Return")
    title, text = desk.refusal()[:2]
    assert title == "Потрібне число"
    assert text.startswith("Число (год), не більше одного знака після коми: 5,5.")


@pytest.mark.parametrize(
    ("typed", "number", "state"),
    [
        ("98", "98", "✓ виконано"),
        ("98,5", "98.5", "▲ перевиконано"),
        ("98%", "98", "✓ виконано"),
        ("100%", "100", "▲ перевиконано"),
        ("96,5%", "96.5", "▼ −1,5: вкажіть причину"),
        ("0,5%", "0.5", "▼ −97,5: вкажіть причину"),
    ],
)
def test_a_percentage_with_and_without_its_sign_is_judged_and_read_alike(
    typed: str, number: str, state: str, sign: str, desk: Desk, template: Path
) -> None:
    enter(desk, PERCENT, typed.replace(",", sign))
    until(lambda: desk.see("shown", "I7") == state)
    desk.save()
    assert str(checked(FORM, template)[0][1].number) == number


def test_a_plain_share_is_marked_at_once_and_asked_about(sign: str, desk: Desk, template: Path) -> None:
    assert enter(desk, PERCENT, f"0{sign}98") == f"0{sign}98"
    until(lambda: desk.see("shown", "I7") == "✗ 98, а не 0,98, якщо це 98 %")
    desk.save()
    entries, _events, findings = checked(FORM, template)
    assert (entries[1].number, "percentage-or-share" in codes(findings)) == (None, True)


def test_decimals_with_the_other_sign_are_asked_about_and_never_read_as_another_number(
    sign: str, desk: Desk, template: Path
) -> None:
    desk.go_to(HOURS)
    desk.type("5.5" if sign == "," else "5,5", "Return")
    if desk.see("dialog"):
        desk.refusal()
        return
    desk.save()
    entries, _events, findings = checked(FORM, template)
    assert entries[0].number is None
    assert {"number-is-date", "number-unclear", "number-missing"} & set(codes(findings))


def test_a_share_is_computed_as_its_counts_are_typed_and_its_own_cell_refuses(
    sign: str, desk: Desk, template: Path
) -> None:
    enter(desk, WHOLE_CELL, "60")
    enter(desk, PART_CELL, "51")
    assert until(lambda: desk.see("shown", SHARE_CELL)) == f"85{sign}0 %"
    assert desk.see("shown", "I10") == "▼ −10: вкажіть причину"
    desk.go_to(SHARE_CELL)
    desk.type("9")
    assert "Protected cells can not be modified." in desk.refusal()
    desk.save()
    assert checked(FORM, template)[0][-1].number == 85


def test_tab_walks_over_the_share_to_its_words(desk: Desk) -> None:
    desk.go_to("H9")
    desk.press("Tab")
    assert until(lambda: (at := desk.see("selected")) != "H9" and at) == "F10"
