"""Several copies of one return that came together: the one saved last counts, and each answer says so."""

import os
import shutil
from collections.abc import Callable
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from tests.services.intake.test_arrival_order import answers, counted_number, said, saved
from tests.support.centre import QUARTER, at, send, take_files
from tests.support.thoroughness import examples
from xlplan.domain.standing import Answer
from xlplan.domain.submission import Outcome, SubmissionState
from xlplan.services.intake.results import IntakeResult
from xlplan.services.open_workspace import open_workspace
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing


def copy_of(centre: Workspace, number: int, moment: str, name: str) -> Path:
    """A return of Khoroshiv with this number, saved at that moment, outside the inbox."""
    path = send(centre, "HOR", {"1.4.10": {"done": number}}, name)
    saved(path, moment)
    return path.rename(centre.root / name)


def zipped(centre: Workspace, *paths: Path, name: str = "пошта.zip") -> Path:
    with ZipFile(centre.inbox / name, "w") as packed:
        for path in paths:
            packed.write(path, path.name)
    return centre.inbox / name


def page(answered: IntakeResult) -> str:
    return unescape(answered.receipt.read_text("utf-8"))


@pytest.mark.parametrize("corrected_first", [True, False])
def test_in_an_archive_the_copy_saved_last_counts_whatever_the_order_of_names(
    centre: Workspace, corrected_first: bool
) -> None:
    names = ("а виправлено.xlsx", "б.xlsx") if corrected_first else ("б виправлено.xlsx", "а.xlsx")
    corrected = copy_of(centre, 5, "2021-07-05T07:15:00Z", names[0])
    old = copy_of(centre, 3, "2021-07-01T06:00:00Z", names[1])
    zipped(centre, *sorted((corrected, old)))
    first, last = take_files(centre).results
    assert (first.file, last.file) == (old.name, corrected.name)
    assert counted_number(centre, "HOR", "1.4.10") == 5
    assert said(centre, first) == ["copy-saved-earlier"]
    assert said(centre, last) == ["copy-saved-last"]
    told = "З 2 копій цього звіту, що надійшли разом, враховано збережену останньою"
    assert f"{told}: «{last.file}», 05.07.2021 10:15" in page(last)


def test_the_earlier_copy_is_never_answered_in_green(centre: Workspace) -> None:
    zipped(
        centre,
        copy_of(centre, 5, "2021-07-05T07:15:00Z", "а.xlsx"),
        copy_of(centre, 3, "2021-07-01T06:00:00Z", "б.xlsx"),
    )
    first, last = take_files(centre).results
    assert first.standing.state is SubmissionState.SUPERSEDED
    assert f"квитанція № {last.number}" in page(first)
    assert sorted(path.name for path in centre.receipts(QUARTER).iterdir()) == [
        "0001 Хорошівське БПД - збережено, не враховано.html",
        "0002 Хорошівське БПД - прийнято.html",
    ]
    assert [line["standing"] for line in answers(centre)] == ["superseded", "counts"]


def test_files_dropped_at_once_are_ordered_by_their_saving_and_not_by_their_copying(centre: Workspace) -> None:
    for number, moment, name in ((5, "2021-07-05T07:15:00Z", "а.xlsx"), (3, "2021-07-01T06:00:00Z", "б.xlsx")):
        copy_of(centre, number, moment, name).rename(centre.inbox / name)
    os.utime(centre.inbox / "а.xlsx", (1_600_000_000,) * 2)
    assert [each.file for each in take_files(centre).results] == ["б.xlsx", "а.xlsx"]
    assert counted_number(centre, "HOR", "1.4.10") == 5


def test_a_copy_in_an_archive_and_one_beside_it_came_together_too(centre: Workspace) -> None:
    zipped(centre, copy_of(centre, 5, "2021-07-05T07:15:00Z", "а.xlsx"))
    old = copy_of(centre, 3, "2021-07-01T06:00:00Z", "б.xlsx")
    old.rename(centre.inbox / old.name)
    assert [each.file for each in take_files(centre).results] == ["б.xlsx", "а.xlsx"]


def test_copies_attached_to_one_mail_are_ordered_likewise(centre: Workspace) -> None:
    mail = EmailMessage()
    mail.set_content("Надсилаємо звіт")
    for number, moment, name in ((5, "2021-07-05T07:15:00Z", "а.xlsx"), (3, "2021-07-01T06:00:00Z", "б.xlsx")):
        content = copy_of(centre, number, moment, name).read_bytes()
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    (centre.inbox / "лист.txt").write_bytes(mail.as_bytes())
    take_files(centre)
    assert counted_number(centre, "HOR", "1.4.10") == 5


def test_where_a_copy_names_no_time_that_of_the_archive_decides_and_is_told(centre: Workspace) -> None:
    paths = [copy_of(centre, number, "", f"{number}.xlsx") for number in (5, 3)]
    with ZipFile(centre.inbox / "пошта.zip", "w") as packed:
        for path, day in zip(paths, (5, 1), strict=True):
            packed.writestr(ZipInfo(path.name, (2021, 7, day, 10, 15, 0)), path.read_bytes())
    _first, last = take_files(centre).results
    assert counted_number(centre, "HOR", "1.4.10") == 5
    assert "«5.xlsx», 05.07.2021 10:15 (за часом файлу)" in page(last)


def test_where_no_time_is_known_the_order_stays_and_nothing_is_told(centre: Workspace) -> None:
    paths = [copy_of(centre, number, "", f"{number}.xlsx") for number in (5, 3)]
    with ZipFile(centre.inbox / "пошта.zip", "w") as packed:
        for path in paths:
            packed.writestr(ZipInfo(path.name), path.read_bytes())
    results = take_files(centre).results
    assert [each.file for each in results] == ["5.xlsx", "3.xlsx"]
    assert [said(centre, each) for each in results] == [[], []]


def test_without_times_an_archive_and_the_files_beside_it_keep_the_order_of_their_coming(
    centre: Workspace,
) -> None:
    first, second = (copy_of(centre, number, "", f"{number}.xlsx") for number in (3, 5))
    first.rename(centre.inbox / first.name)
    with ZipFile(centre.inbox / "а.zip", "w") as packed:
        packed.writestr(ZipInfo(second.name), second.read_bytes())
    os.utime(centre.inbox / first.name, (1_600_000_000,) * 2)
    assert [each.file for each in take_files(centre).results] == ["3.xlsx", "5.xlsx"]


def test_where_the_copy_saved_last_has_something_to_correct_the_earlier_one_counts_meanwhile(
    centre: Workspace,
) -> None:
    faulty = send(centre, "HOR", {"1.4.10": {"done": "п'ять"}}, "а.xlsx")
    saved(faulty, "2021-07-05T07:15:00Z")
    copy_of(centre, 3, "2021-07-01T06:00:00Z", "б.xlsx").rename(centre.inbox / "б.xlsx")
    first, last = take_files(centre).results
    assert (first.file, first.outcome, first.standing.state) == (
        "б.xlsx",
        Outcome.ACCEPTED,
        SubmissionState.COUNTS,
    )
    assert (last.file, last.outcome) == ("а.xlsx", Outcome.TO_CORRECT)
    assert last.marked_return
    assert "copy-saved-last" not in said(centre, last)
    assert counted_number(centre, "HOR", "1.4.10") == 3


def test_returns_of_several_units_in_one_archive_are_copies_of_none(centre: Workspace) -> None:
    paths = [send(centre, unit) for unit in ("HOR", "LUG", "MAL")]
    zipped(centre, *(path.rename(centre.root / path.name) for path in paths))
    results = take_files(centre).results
    assert [said(centre, each) for each in results] == [[], [], []]
    assert all(each.standing.state is SubmissionState.COUNTS for each in results)


def test_the_same_bytes_twice_are_no_two_copies(centre: Workspace) -> None:
    path = copy_of(centre, 5, "2021-07-05T07:15:00Z", "а.xlsx")
    twin = Path(shutil.copyfile(path, centre.root / "б.xlsx"))
    zipped(centre, path, twin)
    one, two = take_files(centre).results
    assert one.number == two.number
    assert said(centre, one) == []


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_copies_saved_by_libreoffice_are_ordered_by_their_own_times(
    centre: Workspace, office: Callable[[Path, str], Path], tmp_path: Path, kind: str
) -> None:
    for number, moment, name in ((5, "2021-07-05T07:15:00Z", "а"), (3, "2021-07-01T06:00:00Z", "б")):
        path = copy_of(centre, number, moment, f"{name}.xlsx")
        shutil.copyfile(office(path, kind), centre.inbox / f"{name}.{kind}")
    results = take_files(centre).results
    assert [said(centre, each)[-1] for each in results] == ["copy-saved-earlier", "copy-saved-last"]


def test_hundreds_of_returns_in_a_zip_that_packs_nothing_are_answered_each(centre: Workspace) -> None:
    count = examples(300, 100)
    path = send(centre, "HOR").rename(centre.root / "звіт.xlsx")
    with ZipFile(centre.inbox / "пошта.zip", "w", ZIP_STORED) as packed:
        for number in range(count):
            packed.write(path, f"підрозділ {number}/звіт.xlsx")
    results = take_files(centre).results
    assert len(results) == count
    assert {each.outcome for each in results} == {Outcome.ACCEPTED}


def test_in_a_closed_quarter_no_copy_is_said_to_count(centre: Workspace) -> None:
    send(centre, "LUG")
    take_files(centre)
    with open_workspace(centre, lambda: at(12)) as context:
        close(context, prepare_closing(context, QUARTER))
    zipped(
        centre,
        copy_of(centre, 5, "2021-07-13T07:15:00Z", "а.xlsx"),
        copy_of(centre, 3, "2021-07-12T06:00:00Z", "б.xlsx"),
    )
    first, last = take_files(centre, at(14)).results
    assert (first.file, last.file) == ("б.xlsx", "а.xlsx")
    assert {first.standing.answer, last.standing.answer} == {Answer.KEPT}
    assert "враховано збережену" not in page(last)
