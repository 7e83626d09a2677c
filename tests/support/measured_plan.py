"""A plan of every unit of measure and rule: domain objects, a workbook, and its year played in a workspace."""

from pathlib import Path

from tests.support.years.as_plan import cells_of, plan_of
from tests.support.years.measured import ROWS, measured_year
from tests.support.years.model import QUARTERS, Version
from tests.support.years.player import PlayedYear, Resave, moment, play
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.plan import Plan

VERSION = Version(1, 1, QUARTERS, ROWS)


def measured_plan() -> Plan:
    """The plan, for 2025: thirteen indicators of six units."""
    return plan_of(measured_year(), VERSION)


def write_measured_plan(path: Path) -> Path:
    """Its workbook in the language in use, with limits in words, as a person would have typed it."""
    year = measured_year()
    write_plan_rows(path, cells_of(year, VERSION), moment(year.steps[0].at))
    return path


def play_measured_year(folder: Path, resave: Resave | None = None) -> PlayedYear:
    """The year played in a new workspace: issued, returned, signed and corrected late.

    `resave`: what another program makes of the filled template of a unit, before it is sent.
    """
    return play(measured_year(), folder, resave)
