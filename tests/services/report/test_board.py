"""The board says of the real plans exactly what the ledger holds, and leads to files that are there."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import NewYear
from tests.support.centre import QUARTER, at, call, copy_of, send, take, take_files
from tests.support.livoberezhnyi import (
    FIRST,
    SECOND,
    UNITS,
    after,
    close_quarter,
    drop,
    issue_of,
    play_quarter,
)
from tests.support.page_facts import BoardPage, last_files, query
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import TargetKind
from xlplan.services.report.board import refresh_board
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language
from xlplan.workflows.closing import reopen
from xlplan.workflows.intake_round import RoundResult

SECOND_2021 = "ІІ квартал 2021 року"
FAULT = {"1.1.1": {"done": "багато"}}


def names_of(workspace: Workspace, quarter: Quarter) -> dict[str, str]:
    """The names of the units by their codes, from the templates in the ledger."""
    bodies = query(workspace, "SELECT unit, body FROM issues WHERE quarter = ?", str(quarter))
    return {unit: json.loads(body.splitlines()[0])["unit"]["name"] for unit, body in bodies}


def test_of_the_demonstration_it_says_what_the_ledger_holds(demonstration: Workspace) -> None:
    page, names = BoardPage(demonstration), names_of(demonstration, QUARTER)
    files = last_files(demonstration, str(QUARTER))
    accepted = {names[unit]: file for unit, (file, outcome) in files.items() if outcome == "accepted"}
    assert page.accepted(SECOND_2021) == accepted
    assert page.listed(SECOND_2021, "Ще не подано") == [names[unit] for unit in names if unit not in files]
    assert page.headline(SECOND_2021) == (
        f"Прийнято звітів: {len(accepted)} з {len(names)}. Не надійшов 1 звіт. "
        "Строк подання минув 09.07.2021, 3 дні тому."
    )
    (made,) = [each.text for each in page.root.one("header").all("p") if each.text.startswith("Складено")]
    assert made.startswith("Складено 12.07.2021 о 11:40.")


def test_the_last_answers_are_the_last_files_of_the_ledger(demonstration: Workspace) -> None:
    rows = query(demonstration, "SELECT file, outcome FROM submissions ORDER BY number DESC LIMIT 15")
    signs = {"accepted": "✓", "to correct": "✎", "not taken": "✗"}
    assert BoardPage(demonstration).answers() == [(file, signs[outcome]) for file, outcome in rows]


def test_every_link_leads_to_a_file_that_is_there(demonstration: Workspace) -> None:
    places = BoardPage(demonstration).places()
    assert len(places) > 15
    assert [place for place in places if not place.exists()] == []
    assert demonstration.report(QUARTER).resolve() in places
    assert {place.suffix for place in places if place.is_file()} == {".xlsx", ".html"}


@pytest.fixture(scope="module")
def year(new_year: NewYear, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The first quarter closed; of the second one return is right, one is to correct and one is missing."""
    use_language("uk")
    workspace = new_year(tmp_path_factory.mktemp("year") / "рік")
    play_quarter(workspace, FIRST)
    close_quarter(workspace, FIRST)
    call(issue_templates, workspace, lambda: after(SECOND, 1), SECOND)
    counted = next(
        row.key for row in issue_of(workspace, SECOND, "KER").rows if row.target.kind is TargetKind.COUNT
    )
    drop(workspace, SECOND, "KER", {counted: {"done": "багато"}})
    drop(workspace, SECOND, "BPD")
    take(workspace, after(SECOND))
    return workspace


def test_of_livoberezhnyi_it_says_what_the_ledger_holds(year: Workspace) -> None:
    page, names, files = BoardPage(year), names_of(year, SECOND), last_files(year, str(SECOND))
    heading = "ІІ квартал 2023 року"
    assert files["KER"][1] == "to correct"
    assert page.accepted(heading) == {names["BPD"]: files["BPD"][0]}
    assert page.listed(heading, "Що виправити") == [names["KER"]]
    assert page.listed(heading, "Ще не подано") == [names["FIN"]]
    assert "записано «багато»" in page.section(heading).text
    assert page.headline(heading) == (
        "Прийнято звітів: 1 з 3. На доопрацюванні 1 звіт. Не надійшов 1 звіт. "
        "До строку подання, 09.07.2023, лишилося 4 дні."
    )


def test_the_year_has_each_quarter_and_unit(year: Workspace) -> None:
    names = names_of(year, SECOND)
    table = BoardPage(year).root.all("table")[-1]
    rows = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in table.all("tr")[1:]}
    assert rows == {
        names["KER"]: ["прийнято", "на доопрацюванні", "1 з 2"],
        names["BPD"]: ["прийнято", "прийнято", "2 з 2"],
        names["FIN"]: ["прийнято", "не подано", "1 з 2"],
        "Усі підрозділи": ["3 з 3", "1 з 3", "4 з 6"],
    }


def test_a_closed_quarter_goes_from_the_board_and_comes_back_with_what_waits(
    year: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(year.root, tmp_path / "рік")
    page = BoardPage(workspace)

    def quarters() -> list[str]:
        return [each.text for each in page.root.one("nav").all("a") if "квартал" in each.text]

    assert quarters() == ["ІІ квартал 2023 року"]
    drop(workspace, FIRST, "FIN", {"1.1.2.5": {"description": "уточнено"}}, "пізніше.xlsx")
    take(workspace, after(SECOND, 6))
    assert quarters() == ["І квартал 2023 року", "ІІ квартал 2023 року"]
    assert "пізніше.xlsx" in page.section("І квартал 2023 року").text
    call(reopen, workspace, lambda: after(SECOND, 7), FIRST, "надійшло уточнення")
    assert "Відкрито знову: надійшло уточнення" in page.headline("І квартал 2023 року")
    assert len(page.accepted("І квартал 2023 року")) == len(UNITS)


def test_after_every_quarter_is_closed_the_last_one_stays(centre: Workspace) -> None:
    from tests.support.decided_centre import close_quarter as close_korosten

    send(centre, "HOR")
    take_files(centre)
    close_korosten(centre, 12)
    page = BoardPage(centre)
    assert "Закрито 12.07.2021." in page.headline(SECOND_2021)
    assert centre.edition(QUARTER, 1).resolve() in page.places()


# Signs that mean something in an address or a page, as far as Windows allows them in a name.
HOSTILE = "звіт #2 50% & 'файл' {b};+=~.xlsx"


def test_hostile_names_of_files_stand_as_text_and_their_links_lead_to_them(centre: Workspace) -> None:
    send(centre, "HOR", FAULT, HOSTILE)
    (centre.inbox / "лист #1 100%.txt").write_text("це не звіт", "utf-8")
    take_files(centre)
    assert refreshed(centre)
    page = BoardPage(centre)
    assert HOSTILE in page.section("Останні відповіді").text
    assert [place for place in page.places() if not place.exists()] == []
    (marked,) = centre.to_correct(QUARTER).iterdir()
    assert marked.resolve() in page.places()


def refreshed(workspace: Workspace, day: int = 5, hour: int = 10) -> bool:
    return call(refresh_board, workspace, lambda: at(day, hour=hour)).is_new


def test_it_is_written_anew_only_where_it_would_say_something_else(centre: Workspace) -> None:
    send(centre, "HOR")
    result: RoundResult = take(centre)
    assert result.board is not None
    assert [refreshed(centre), refreshed(centre, hour=23)] == [False, False]
    # The days that are left are fewer.
    assert [refreshed(centre, day=6), refreshed(centre, day=6)] == [True, False]
    use_language("en")
    assert [refreshed(centre, day=6), refreshed(centre, day=6)] == [True, False]
    renewing = Workspace(centre.root, replace(centre.settings, board_refresh_seconds=60))
    assert [refreshed(renewing, day=6), refreshed(renewing, day=6)] == [True, False]
    centre.board.unlink()
    assert refreshed(centre, day=6)


def test_what_looks_like_personal_data_is_quoted_to_its_unit_alone(centre: Workspace) -> None:
    send(centre, "HOR", {"1.1.1": {"done": "дзвонити 067 123 45 67"}}, "звіт 067 123 45 67.xlsx")
    take_files(centre)
    assert refreshed(centre)
    (receipt,) = centre.receipts(QUARTER).glob("*.html")
    assert "123 45 67" in receipt.read_text("utf-8")
    assert "123 45 67" not in centre.board.read_text("utf-8")
