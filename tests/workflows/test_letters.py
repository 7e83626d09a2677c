"""Letters as drafts: one a unit with everything it owes, each once; what cannot go is named and holds nobody."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, issue_of, send, take
from tests.support.mail_centre import CODES, attached, drafts, text_of, with_addresses, with_mail
from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterState, Means
from xlplan.domain.messages import Message, MessageKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.messages import record_message
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.mail.dispatch import MailResult
from xlplan.services.record.verify import verify
from xlplan.services.report.status import read_status
from xlplan.services.templates import issue_templates
from xlplan.storage.archive import sha256_of
from xlplan.storage.workspace import Workspace
from xlplan.workflows.letters import LetterOptions, ReminderResult, remind, return_answers, send_templates

PLAIN, AGAIN = LetterOptions(), LetterOptions(again=True)


@pytest.fixture
def mailed(prepared: Prepare) -> Workspace:
    return prepared(with_addresses)


def write(workspace: Workspace, options: LetterOptions = PLAIN, day: int = 1) -> MailResult:
    return call(send_templates, workspace, lambda: at(day), QUARTER, options)


def remind_at(
    workspace: Workspace, moment: datetime, options: LetterOptions = PLAIN, now: bool = False
) -> ReminderResult:
    return call(remind, workspace, lambda: moment, None, options, now)


def answer(workspace: Workspace, day: int = 5, options: LetterOptions = PLAIN) -> MailResult:
    return call(return_answers, workspace, lambda: at(day), None, options)


def first_row(workspace: Workspace, unit: str) -> str:
    return next(row.key for row in issue_of(workspace, unit).rows if row.is_judged)


def send_wrong(workspace: Workspace, unit: str) -> None:
    send(workspace, unit, {first_row(workspace, unit): {"done": "багато"}})


def test_each_unit_gets_its_own_template_in_a_letter_that_is_whole(mailed: Workspace) -> None:
    result = write(mailed)
    assert result.is_complete
    assert result.means is Means.DRAFT
    letters = drafts(mailed)
    assert set(letters) == set(CODES)
    for unit, letter in letters.items():
        name = issue_of(mailed, unit).unit.name
        template = mailed.template(QUARTER, name)
        assert attached(letter) == [(template.name, template.read_bytes())]
        assert letter["To"].addresses[0].addr_spec == f"{unit.lower()}@buro.example"
        assert name in letter["Subject"]
        assert letter["X-Unsent"] == "1"
        assert "не пізніше 09.07.2021" in text_of(letter)


def test_the_ledger_has_each_letter_with_its_hash_and_the_record_agrees(mailed: Workspace) -> None:
    write(mailed)
    returns = call(read_status, mailed, at, QUARTER).quarters[0].returns
    for each in returns:
        (record,) = each.letters
        path = mailed.root / record.letter.file
        assert record.state is LetterState.WRITTEN
        assert record.letter.sha256 == sha256_of(path)
        assert record.letter.message_id in path.read_text("ascii")
    assert call(verify, mailed, at).is_well
    assert mailed.decision_log.read_text("utf-8").count('"decision": "letter"') == len(CODES)


def test_a_draft_is_not_written_twice_unless_a_person_says_so(mailed: Workspace) -> None:
    write(mailed)
    before = {path: path.read_bytes() for path in mailed.letters.iterdir()}
    again = write(mailed, day=2)
    assert (len(again.records), len(again.held_back), again.is_complete) == (0, len(CODES), True)
    assert {path: path.read_bytes() for path in mailed.letters.iterdir()} == before
    assert len(write(mailed, AGAIN).records) == len(CODES)
    assert len(list(mailed.letters.iterdir())) == len(CODES)


def test_a_draft_that_somebody_changed_stays(mailed: Workspace) -> None:
    write(mailed)
    path = next(mailed.letters.iterdir())
    path.write_bytes(path.read_bytes() + b"\r\n")
    changed = path.read_bytes()
    write(mailed, AGAIN)
    assert path.read_bytes() == changed
    assert len(list(mailed.letters.iterdir())) == len(CODES) + 1


def test_a_dry_run_shows_all_and_writes_nothing(mailed: Workspace) -> None:
    before = {path: path.stat().st_mtime_ns for path in mailed.root.rglob("*") if path.is_file()}
    result = write(mailed, LetterOptions(is_dry_run=True))
    assert len(result.prepared) == len(CODES)
    assert result.records == ()
    assert {path: path.stat().st_mtime_ns for path in mailed.root.rglob("*") if path.is_file()} == before
    assert not mailed.letters.exists()


def test_addresses_that_are_none_are_named_all_at_once_and_the_others_get_their_letters(centre: Workspace) -> None:
    given = {
        "HOR": "a@x.example; b@x.example",
        "LUG": "lug@x",
        "NAR": "nar@x.example, nar@",
        "OVR": "ovr@бюро.укр",
    }
    workspace = with_addresses(centre, given)
    result = write(workspace)
    letters = drafts(workspace)
    assert {unit: [each.addr_spec for each in letter["To"].addresses] for unit, letter in letters.items()} == {
        "HOR": ["a@x.example", "b@x.example"],
        "NAR": ["nar@x.example"],
        "OVR": ["ovr@xn--90a0af9c.xn--j1amh"],
    }
    problems = {(problem.unit, problem.sentence) for problem in result.problems}
    assert {unit for unit, _sentence in problems} == {
        "Коростенський МЦ",
        "Лугинське БПД",
        "Народицьке БПД",
        "Малинське БПД",
    }
    assert any("«nar@» — не електронна адреса" in sentence for _unit, sentence in problems)
    assert not result.is_complete


def test_an_address_that_is_corrected_needs_no_new_template(mailed: Workspace) -> None:
    before = issue_of(mailed, "HOR")
    call(issue_templates, mailed, lambda: at(16, 6), QUARTER)
    assert issue_of(mailed, "HOR") == before


def test_a_template_that_was_changed_is_not_sent(mailed: Workspace) -> None:
    path = mailed.template(QUARTER, issue_of(mailed, "HOR").unit.name)
    path.write_bytes(path.read_bytes() + b" ")
    result = write(mailed)
    assert [problem.unit for problem in result.problems] == ["Хорошівське БПД"]
    assert "змінено" in result.problems[0].sentence
    assert len(result.records) == len(CODES) - 1


def test_who_has_returned_gets_no_template(mailed: Workspace) -> None:
    send(mailed, "HOR")
    take(mailed)
    write(mailed)
    assert set(drafts(mailed)) == set(CODES) - {"HOR"}


def test_answers_go_back_with_receipt_and_marked_file(mailed: Workspace) -> None:
    send(mailed, "HOR")
    send_wrong(mailed, "LUG")
    take(mailed)
    result = answer(mailed)
    assert len(result.records) == 2
    letters = drafts(mailed)
    assert [name.rpartition(".")[2] for name, _content in attached(letters["HOR"])] == ["html"]
    assert "прийнято" in letters["HOR"]["Subject"]
    (marked, workbook), (receipt, _page) = attached(letters["LUG"])
    assert marked in {path.name for path in mailed.to_correct(QUARTER).iterdir()}
    assert workbook == (mailed.to_correct(QUARTER) / marked).read_bytes()
    assert receipt.endswith(".html")
    assert "на доопрацюванні" in letters["LUG"]["Subject"]
    assert "багато" in text_of(letters["LUG"])
    assert answer(mailed, 6).records == ()


def test_a_corrected_return_gets_an_answer_of_its_own(mailed: Workspace) -> None:
    send_wrong(mailed, "LUG")
    take(mailed)
    answer(mailed)
    send(mailed, "LUG", name="виправлено.xlsx")
    take(mailed, at(6))
    (record,) = answer(mailed, 6).records
    assert record.letter.unit == "LUG"
    assert "прийнято" in record.letter.subject


def test_a_return_that_was_withdrawn_gets_no_answer(mailed: Workspace) -> None:
    send(mailed, "HOR")
    take(mailed)
    call(withdraw_return, mailed, lambda: at(5), QUARTER, "HOR", "не той файл")
    assert answer(mailed).records == ()


def test_just_those_that_owe_are_reminded_by_what_they_owe(mailed: Workspace) -> None:
    send(mailed, "HOR")
    send_wrong(mailed, "LUG")
    take(mailed)
    result = remind_at(mailed, at(6))
    assert {record.letter.unit for record in result.mail.records} == set(CODES) - {"HOR"}
    letters = drafts(mailed)
    assert "ще не отримали" in text_of(letters["NAR"])
    assert "до нього ще 3 дні" in text_of(letters["NAR"])
    assert "потребує доопрацювання" in text_of(letters["LUG"])
    assert [name.rpartition(".")[2] for name, _content in attached(letters["LUG"])] == ["xlsx", "html"]


def test_nobody_is_reminded_on_another_day_or_twice_on_one(mailed: Workspace) -> None:
    quiet = remind_at(mailed, at(2))
    assert quiet.mail.records == ()
    assert {quarter: day and day.day for quarter, day in quiet.next_days.items()} == {QUARTER: 6}
    assert len(remind_at(mailed, at(6)).mail.records) == len(CODES)
    assert remind_at(mailed, at(6, hour=18)).mail.records == ()
    assert remind_at(mailed, at(6, hour=18), now=True).mail.records == ()
    assert len(remind_at(mailed, at(8)).mail.records) == len(CODES)
    assert len(remind_at(mailed, at(9), now=True).mail.records) == len(CODES)


def test_the_days_are_those_of_the_settings(mailed: Workspace) -> None:
    workspace = with_mail(mailed, remind_days_before=[5], remind_days_after=[])
    assert len(remind_at(workspace, at(4)).mail.records) == len(CODES)
    assert remind_at(workspace, at(10)).mail.records == ()


def test_what_was_sent_back_with_a_reminder_is_not_sent_back_again(mailed: Workspace) -> None:
    send_wrong(mailed, "LUG")
    take(mailed)
    remind_at(mailed, at(6))
    assert answer(mailed, 6).records == ()


def test_a_template_that_came_today_is_reminder_enough(mailed: Workspace) -> None:
    write(mailed, day=6)
    assert remind_at(mailed, at(6)).mail.records == ()


def test_only_one_unit_is_written_to_if_it_is_named(mailed: Workspace) -> None:
    assert [record.letter.unit for record in write(mailed, LetterOptions(unit="Хорошівське БПД")).records] == [
        "HOR"
    ]
    with pytest.raises(XlplanError, match="Підрозділу «XXX» немає"):
        write(mailed, LetterOptions(unit="XXX"))


def test_a_text_of_the_centre_counts_and_its_fault_keeps_every_letter_back(mailed: Workspace) -> None:
    own = mailed.templates / "листи" / "шаблон.txt"
    own.parent.mkdir()
    own.write_text("Тема: Звіт {{ quarter }}\n\nНаш текст для {{ unit }}.\n", "utf-8")
    write(mailed, LetterOptions(unit="HOR"))
    assert text_of(drafts(mailed)["HOR"]) == "Наш текст для Хорошівське БПД.\n"
    own.write_text("Тема: Звіт\n\n{% if unit == 'Малинське БПД' %}{{ nothing }}{% endif %}\n", "utf-8")
    with pytest.raises(XlplanError, match=r"шаблон\.txt, рядок 3"):
        write(mailed)
    assert set(drafts(mailed)) == {"HOR"}


def test_letters_are_in_the_language_of_the_workspace_whatever_the_command_speaks(mailed: Workspace) -> None:
    from xlplan.text.translation import language, use_language

    use_language("en")
    write(mailed, LetterOptions(unit="HOR"))
    assert language() == "en"
    assert drafts(mailed)["HOR"]["Subject"].startswith("Шаблон звіту за ІІ квартал 2021 року")


def test_the_board_shows_what_was_written(mailed: Workspace) -> None:
    write(mailed)
    board = mailed.board.read_text("utf-8")
    assert "записано чернеткою" in board
    assert "Шаблон звіту за ІІ квартал 2021 року: Хорошівське БПД" in board


def test_two_units_of_one_name_have_drafts_of_their_own(mailed: Workspace) -> None:
    write(mailed)
    names = [path.name for path in mailed.letters.iterdir()]
    assert all(any(f"({code})" in name for name in names) for code in CODES)


def test_nothing_was_issued_so_nothing_is_sent(tmp_path: Path) -> None:
    from xlplan.services.new_workspace import new_workspace

    workspace = new_workspace(tmp_path / "новий", at())
    with pytest.raises(XlplanError, match="Шаблонів ще не видавали"):
        write(workspace, LetterOptions(is_dry_run=True))
    assert not workspace.ledger_file.exists()


def fetched_from(workspace: Workspace, sender: str, unit: str) -> None:
    """A return of a unit that came to the mailbox from an address."""
    path = send(workspace, unit)
    message = Message(0, "id@x.example", "a1", MessageKind.FETCHED, sender, at(4), at(5))
    with open_ledger(workspace.ledger) as ledger, ledger.write() as connection:
        record_message(connection, message, [sha256_of(path)])
    take(workspace)


@pytest.mark.parametrize(
    ("sender", "recipients"),
    [
        ("hor@buro.example", ("hor@buro.example",)),
        # A file that speaks in the name of a unit is answered to that unit too.
        ("home@x.example", ("home@x.example", "hor@buro.example")),
    ],
)
def test_an_answer_goes_back_to_whoever_sent_the_file(
    mailed: Workspace, sender: str, recipients: tuple[str, ...]
) -> None:
    fetched_from(mailed, sender, "HOR")
    (record,) = answer(mailed).records
    assert record.letter.recipients == recipients
