"""The Korosten office's template, filled in, and the same file as each program saves it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import Office
from tests.support.centre import QUARTER, at, issue_of
from tests.support.client_answers import MORE_EVENTS, Checked, answers_of, checked
from tests.support.client_programs import PROGRAMS, hands
from tests.support.made_once import made_once
from xlplan.documents.template.stamping import TemplateStamps
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import Issue
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.text.translation import use_language

UNIT = "KOR"
Resave = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def issued(_issued_centre: Path) -> Workspace:
    """The Korosten centre with its templates issued; only to be looked at."""
    return find_workspace(_issued_centre)


@pytest.fixture(scope="session")
def issue(issued: Workspace) -> Issue:
    """What was issued to the centre's office."""
    return issue_of(issued, UNIT)


@pytest.fixture(scope="session")
def filled(issued: Workspace, issue: Issue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's template with every kind of answer, as Excel would have saved it."""
    use_language("uk")
    path = tmp_path_factory.mktemp("filled") / f"звіт {QUARTER}.xlsx"
    # As an issue writes it: from the base and the rows of another unit's template.
    stamps = TemplateStamps()
    stamps.template_bytes(issue_of(issued, "HOR"), at())
    path.write_bytes(stamps.template_bytes(issue, at(), answers_of(issue), MORE_EVENTS))
    return path


@pytest.fixture(scope="session")
def resaved(filled: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Resave:
    """`resaved("Gnumeric", "ods")`: the filled template as that program saves it."""

    @cache
    def save(program: str, to: str) -> Path:
        if program == "LibreOffice":
            office: Office = request.getfixturevalue("office")
            return office(filled, to)
        out = tmp_path_factory.mktemp("saved") / f"звіт.{to}"
        PROGRAMS[program](filled, out)
        return out

    return save


@pytest.fixture(scope="session")
def before(issue: Issue, filled: Path) -> Checked:
    """What the filled template says before any program has touched it."""
    return checked(issue, filled)


@pytest.fixture(scope="session")
def by_hand(filled: Path, issue: Issue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what hands made of the filled template, and of a locked one, in one LibreOffice."""
    wanted = {
        "copy sheet": ("xlsx", "xls", "ods"),
        "paste block": ("xlsx", "xls", "ods"),
        "sort rows": ("xlsx", "ods"),
        "filter rows": ("xlsx", "xls", "ods"),
        "encrypt as Excel": ("xls",),
        "encrypt": ("xls",),
    }

    def make(folder: Path) -> None:
        folder.mkdir()
        locked = folder / "locked.xlsx"
        write_template(locked, issue, at(), password="замок")
        jobs = [(what, filled, [folder / f"{what}.{to}" for to in formats]) for what, formats in wanted.items()]
        hands([*jobs, ("unlock", locked, [folder / "unlock.xlsx"])], tmp_path_factory.mktemp("hands-profile"))

    return made_once(tmp_path_factory, "by-hand", make)
