"""The figures of a ledger that an older xlplan wrote, and where they come from, are the same today."""

from copy import deepcopy
from typing import Any

import pytest

from tests.support.centre import at, call
from tests.support.old_ledger import (
    ENTRY,
    FIRST,
    SNAPSHOT_ROW,
    WITHDRAWAL,
    WITHOUT_DECIMALS,
    old_centre,
    old_readings,
    reading,
)
from xlplan.domain.explanation import Explanation, UnitExplanation
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.services.report.consolidate import load_quarter
from xlplan.services.report.explain import explain
from xlplan.storage.workspace import Workspace

CODES = ("1.1.2", "1.2.1", "1.4.1", "1.4.5")
NOW = at(4, 10)


@pytest.fixture(scope="module", params=[FIRST, WITHOUT_DECIMALS])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory, name: str) -> Workspace:
    return old_centre(tmp_path_factory.mktemp("old") / "центр", name)


def test_the_figures_of_each_quarter_are_the_same(centre: Workspace, name: str) -> None:
    def figures(quarter: Quarter) -> object:
        return [_figure(figure) for figure in call(load_quarter, centre, lambda: NOW, quarter).figures.indicators]

    expected = deepcopy(old_readings(name)["figures"])
    for rows in expected.values():
        for row in rows:
            _ask_nothing_without_target(row)
    assert {quarter: figures(_quarter(quarter)) for quarter in expected} == expected


def _ask_nothing_without_target(row: dict[str, Any]) -> None:
    """Change the reading of a row to what it is today: a blank target asks nothing, so nobody is missing there."""
    if row["target"] == "":
        for figure in (row, *row["units"]):
            if figure["status"] in ("expected", "not returned"):
                figure["status"] = "no numeric target"


def test_the_explanations_of_rows_are_the_same(centre: Workspace, name: str) -> None:
    def explanations(quarter: Quarter) -> object:
        loaded = call(load_quarter, centre, lambda: NOW, quarter)
        return [_explanation(story) for code in CODES for story in call(explain, centre, at, loaded, code)]

    expected = old_readings(name)["explanations"]
    assert {quarter: explanations(_quarter(quarter)) for quarter in expected} == expected


def _quarter(text: str) -> Quarter:
    quarter = read_quarter(text)
    assert quarter is not None
    return quarter


def _figure(figure: IndicatorFigure) -> object:
    own = ("done", "status", "deviation", "target_to_date", "done_to_date")
    units = [
        {
            "unit": unit.unit.code,
            **(reading(unit.entry, ("kind", "number")) or {}),
            **(reading(unit, ("status", "shortfall")) or {}),
        }
        for unit in figure.units
    ]
    head = {"key": figure.indicator.key, "target": figure.target.shown}
    return {**head, **(reading(figure, own) or {}), "units": units}


def _explanation(story: Explanation) -> object:
    return {
        "key": story.figure.indicator.key,
        "plan_version": story.version.number,
        "targets": [[str(quarter), target.shown] for quarter, _code, target in story.targets],
        "units": [_unit(unit) for unit in story.units],
        "editions": [[edition.number, reading(row, SNAPSHOT_ROW)] for edition, row in story.editions],
        "closed_by": story.closing_edition.number if story.closing_edition else None,
    }


def _unit(unit: UnitExplanation) -> object:
    return {
        "unit": unit.figure.unit.code,
        "asked_again": unit.asked_again,
        "quarters": [[str(quarter), reading(entry, ENTRY)] for quarter, entry in unit.quarters],
        "answers": [
            {
                "submission": answer.submission.number,
                "attempt": answer.attempt,
                "state": answer.state.value,
                "entry": reading(answer.entry, ENTRY),
                "findings": [finding.code for finding in answer.findings],
                "withdrawal": reading(answer.withdrawal, WITHDRAWAL),
            }
            for answer in unit.answers
        ],
    }
