"""The figures that the consolidated workbook shows are those that a spreadsheet program computes."""

import math
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.support.measured_figures import measured_figures, share_figures
from tests.support.report_sample import FIGURES, SAID, written
from tests.support.rows_only import rows_only
from tests.support.small_plan import OPEN, figures_of, measure, plan_of
from tests.support.year_sample import YEAR, year_figures
from xlplan.domain.unit_of_measure import UnitOfMeasure

HOURS = UnitOfMeasure("год", 1)
CASES = {
    "a quarter of a year": year_figures(YEAR[2]),
    "the annual report": year_figures(YEAR[3]),
    "one unit silent": FIGURES,
    "all silent": figures_of(
        plan_of(measure("1.1", 3, "joint", "AB"), measure("2.1", "постійно", "lead", "A")), {}
    ),
    "still open": figures_of(
        plan_of(measure("1.1", 3, "joint", "AB"), measure("1.2", 0, "lead", "A")),
        {"A": {**SAID["A"], "1.2": 0}},
        OPEN,
    ),
    "units of measure, a unit silent": measured_figures(2),
    "units of measure, the annual report": measured_figures(4),
    "a share with nothing to compute from": share_figures({"A": ("0", "0"), "B": ("", "∅"), "C": ("0", "0")}),
    "a share of which a unit lacks a count": share_figures({"A": ("2", "3"), "B": ("1", ""), "C": ("1", "4")}),
    "a share of hours": share_figures({"A": ("2.3", "4"), "B": ("0", "0"), "C": ("5.1", "0.8")}, HOURS),
}


def without_cached_values(path: Path, to: Path) -> None:
    """Copies a workbook without the values of its formulas, so that whoever opens it must compute them."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part.startswith("xl/worksheets/sheet"):
                content, found = re.subn(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
                assert found == content.count(b"<f>")
            target.writestr(part, content)


def computed(path: Path, office: Callable[..., Path]) -> dict[str, Sequence[Sequence[object]]]:
    """The cells of each sheet as LibreOffice computes them, rows and columns from 0."""
    bare = path.with_stem("bare")
    without_cached_values(path, bare)
    return values_of(office(bare, "xlsx"))


def values_of(path: Path) -> dict[str, Sequence[Sequence[object]]]:
    """The cells of each sheet, rows and columns from 0."""
    with CalamineWorkbook.from_path(str(path)) as book:
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@pytest.mark.office
@pytest.mark.parametrize("case", CASES)
def test_every_cached_value_is_what_libreoffice_computes(
    tmp_path: Path, office: Callable[..., Path], case: str
) -> None:
    path = written(tmp_path / "a.xlsx", CASES[case])
    shown = values_of(path)
    theirs = computed(path, office)
    formulas = [
        (sheet.title, row, column, cell.value)
        for sheet in rows_only(path)
        for row, cells in enumerate(sheet.iter_rows())
        for column, cell in enumerate(cells)
        if cell.data_type == "f"
    ]
    assert len(formulas) > 20
    for name, row, column, formula in formulas:
        assert same(shown[name][row][column], theirs[name][row][column]), (name, row + 1, column + 1, formula)


def same(ours: object, theirs: object) -> bool:
    """Tell if two values are one: texts in every sign, numbers in the fourteen digits that LibreOffice keeps."""
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-14)
    return ours == theirs


@pytest.mark.office
def test_libreoffice_finds_that_the_sheets_agree(tmp_path: Path, office: Callable[..., Path]) -> None:
    sheets = computed(written(tmp_path / "a.xlsx"), office)
    assert "✓ сходиться" in sheets["Зведення"][3]
    assert sum(row.count("✓") for row in sheets["Підпис"]) == 3
