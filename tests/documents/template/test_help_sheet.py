"""The example on the help sheet of a template fits the quarter of the template."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from tests.support.template_samples import MADE, issue, row
from xlplan.documents.template.workbook import write_template
from xlplan.domain.target import count_target


@pytest.mark.parametrize(("due", "day"), [(date(2021, 4, 9), "23.04.2021"), (date(2021, 12, 28), "11.01.2022")])
def test_what_the_example_promises_is_for_a_day_after_the_return_is_due(
    tmp_path: Path, due: date, day: str
) -> None:
    write_template(tmp_path / "a.xlsx", replace(issue(row("1.1", count_target(3))), due=due), MADE)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Довідка"]
    texts = [value for line in sheet.iter_rows(values_only=True) for value in line if value]
    assert f"Проведемо до {day}" in texts
