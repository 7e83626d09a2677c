"""The story of a disputed figure is told from the log alone: who did what, when and why."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from tests.support.centre import at, call
from tests.support.decided_centre import COORDINATOR, DIRECTOR
from xlplan.cli import main
from xlplan.domain.decision_log import LogEntry
from xlplan.domain.errors import XlplanError
from xlplan.services.record.story import Story, read_story
from xlplan.storage.workspace import Workspace


def story(centre: Workspace, unit: str | None = None, since: date | None = None) -> Story:
    return call(read_story, centre, lambda: at(20), unit, since)


def log(centre: Workspace, *options: str) -> str:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), "log", *options]).output


def test_it_says_who_accepted_withdrew_noted_closed_and_reopened_and_why(decided: Workspace) -> None:
    told = " ".join(log(decided).split())
    places = [
        told.index(words)
        for words in (
            "Лугинське БПД: звіт прийнято, квитанція №",
            "Лугинське БПД: звіт відкликано, квитанція №",
            "підстава: надіслано не той файл",
            "відкликання звіту скасовано",
            "підстава: файл таки той",
            "пояснення до рядка 1.4.10, буде зроблено: проведемо у липні",
            "виняток для зауваження «correction-open»: Хорошівське БПД, до 31.12.2021",
            "неприйнятий файл відкладено, квитанція",
            "ІІ квартал 2021 року: закрито, випуск 1",
            "ІІ квартал 2021 року: відкрито знову після випуску 1",
            "підстава: лист бюро від 14.07",
            "ІІ квартал 2021 року: закрито, випуск 2",
        )
    ]
    assert places == sorted(places)
    assert f"{COORDINATOR} · " in told
    assert f"{DIRECTOR} · " in told


def test_it_is_told_of_one_unit(decided: Workspace) -> None:
    told = story(decided, "лугинське бпд").events
    assert {each.decision.unit if isinstance(each, LogEntry) else each.unit for each in told} == {"", "LUG"}
    assert "Малинське БПД: звіт прийнято" not in log(decided, "--unit", "LUG")


def test_it_is_told_from_a_day_on(decided: Workspace) -> None:
    assert len(story(decided, since=date(2021, 7, 12)).events) == 3
    assert log(decided, "--since", "12.07.2021").startswith("12.07.2021")


def test_a_unit_that_is_not_there_is_named(decided: Workspace) -> None:
    with pytest.raises(XlplanError, match="немає"):
        story(decided, "Київське БПД")


def test_programs_get_the_entries_as_the_log_has_them(decided: Workspace) -> None:
    events = json.loads(log(decided, "--json"))["events"]
    lines = [json.loads(line) for line in decided.decision_log.read_text("utf-8").splitlines()]
    assert [event for event in events if "decision" in event] == lines


def test_a_log_that_differs_from_the_ledger_is_said_to(decided: Workspace) -> None:
    text = decided.decision_log.read_text("utf-8")
    decided.decision_log.write_text(text.replace("не той файл", "усе добре"), encoding="utf-8")
    assert not story(decided).is_whole
    assert "xlplan verify" in log(decided)
