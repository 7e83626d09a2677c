"""Letters by a real mail server: each once, also where the server fails or the process is killed."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, send, take
from tests.support.failing_calls import calls_of, environment, run
from tests.support.mail_centre import CODES, attached, with_addresses, with_mail
from tests.support.smtp_server import PASSWORD, RunningServer, hang_up, mail_server
from xlplan.domain.letters import LetterState
from xlplan.services.mail.dispatch import MailResult
from xlplan.services.record.verify import verify
from xlplan.storage.secrets import VARIABLE
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.letters import LetterOptions, remind, return_answers, send_templates

PLAIN, AGAIN = LetterOptions(), LetterOptions(again=True)
HOR = "hor@buro.example"
# At how many calls; by hand 1000, which is all of them.
KILLS = int(os.environ.get("XLPLAN_KILLS", "6"))
SEND = """
from xlplan.domain.quarter import Quarter
from xlplan.workflows.letters import LetterOptions, send_templates
send_templates(context, Quarter(2021, 2), LetterOptions())
"""
PROGRAM = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from xlplan.domain.quarter import Quarter
from xlplan.services.open_workspace import open_workspace
from xlplan.storage.workspace import find_workspace
from xlplan.workflows.letters import LetterOptions, send_templates
now = datetime(2021, 7, 1, 10, tzinfo=timezone.utc)
with open_workspace(find_workspace(Path(sys.argv[1])), lambda: now) as context:
    send_templates(context, Quarter(2021, 2), LetterOptions())
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    (tmp_path / "server").mkdir()
    with mail_server(tmp_path / "server") as running:
        yield running


@pytest.fixture
def mailed(prepared: Prepare, server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    return with_mail(prepared(with_addresses), **server.settings(timeout_seconds=5))


def post(workspace: Workspace, options: LetterOptions = PLAIN, day: int = 1) -> MailResult:
    return call(send_templates, workspace, lambda: at(day), QUARTER, options)


def states(result: MailResult) -> dict[str, LetterState]:
    return {record.letter.unit: record.state for record in result.records}


def arrivals(server: RunningServer) -> Counter[str]:
    return Counter(address for to, _content in server.box.letters for address in to)


def test_every_unit_gets_its_letter_once(mailed: Workspace, server: RunningServer) -> None:
    result = post(mailed)
    assert states(result) == dict.fromkeys(CODES, LetterState.SENT)
    assert result.is_complete
    assert post(mailed, day=2).records == ()
    assert post(mailed, AGAIN, day=2).records == ()
    assert arrivals(server) == Counter(f"{code.lower()}@buro.example" for code in CODES)
    (letter,) = server.box.by_recipient()[HOR]
    assert attached(letter)[0][0] == "Хорошівське БПД.xlsx"
    assert letter["From"].addresses[0].addr_spec == "plan@centre.example"
    assert letter["X-Unsent"] is None
    assert not mailed.letters.exists()
    assert call(verify, mailed, at).is_well


def test_what_surely_went_goes_again_only_to_a_unit_by_name(mailed: Workspace, server: RunningServer) -> None:
    post(mailed)
    assert states(post(mailed, LetterOptions("HOR", again=True))) == {"HOR": LetterState.SENT}
    assert arrivals(server)[HOR] == 2


def test_where_one_letter_cannot_go_the_others_do(mailed: Workspace, server: RunningServer) -> None:
    server.box.recipients |= {HOR: "550 no such user", "lug@buro.example": "450 later"}
    result = post(mailed)
    assert states(result) == {
        **dict.fromkeys(CODES, LetterState.SENT),
        "HOR": LetterState.REFUSED,
        "LUG": LetterState.FAILED,
    }
    assert not result.is_complete
    server.box.recipients.clear()
    # What failed for a passing reason is tried by itself, what was refused only by a person's wish.
    second = post(mailed)
    assert states(second) == {"LUG": LetterState.SENT}
    assert [back.request.unit.code for back in second.held_back if back.earlier.state is LetterState.REFUSED] == [
        "HOR"
    ]
    assert states(post(mailed, AGAIN)) == {"HOR": LetterState.SENT}
    assert set(arrivals(server).values()) == {1}


def test_a_refused_address_that_is_corrected_is_tried_by_itself(mailed: Workspace, server: RunningServer) -> None:
    server.box.recipients[HOR] = "550 no such user"
    post(mailed)
    corrected = {code: f"{code.lower()}@buro.example" for code in CODES} | {"HOR": "new@buro.example"}
    with_addresses(mailed, corrected)
    assert states(post(mailed)) == {"HOR": LetterState.SENT}


def test_a_letter_above_the_size_of_the_server_is_not_begun(
    centre: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with mail_server(tmp_path, data_size_limit=20_000) as small:
        workspace = with_mail(with_addresses(centre), **small.settings())
        result = post(workspace)
    assert result.records == ()
    assert len(result.problems) == len(CODES)
    assert "приймає щонайбільше 0.0 МБ" in result.problems[0].sentence


def test_a_server_that_lets_nobody_in_costs_no_letter(
    mailed: Workspace, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "не той")
    result = post(mailed)
    assert result.records == ()
    assert "535" in result.obstacle
    assert "не той" not in result.obstacle
    assert len(result.not_tried) == len(CODES)
    monkeypatch.setenv(VARIABLE, PASSWORD)
    assert len(post(mailed).records) == len(CODES)
    assert set(arrivals(server).values()) == {1}


def test_an_answer_that_is_lost_leaves_the_letter_unsure_and_it_goes_again_only_by_wish(
    mailed: Workspace, server: RunningServer
) -> None:
    server.box.before_answer = hang_up
    one = LetterOptions("HOR")
    first = post(mailed, one)
    assert states(first) == {"HOR": LetterState.UNSURE}
    server.box.before_answer = lambda _smtp: None
    second = post(mailed, one)
    assert second.records == ()
    assert not second.is_complete
    assert states(post(mailed, LetterOptions("HOR", again=True))) == {"HOR": LetterState.SENT}
    # A mailbox that has both knows them for one.
    assert len({letter["Message-ID"] for letter in server.box.by_recipient()[HOR]}) == 1


@pytest.mark.slow
@pytest.mark.posix(reason="Windows has no signal that ends a process at once")
def test_a_process_that_is_killed_as_a_letter_goes_leaves_it_to_be_asked_about(
    mailed: Workspace, server: RunningServer, tmp_path: Path
) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(mailed.root)],
        env={**environment(), VARIABLE: PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )

    def kill(_smtp: object) -> None:
        if len(server.box.letters) == 3:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    # The server has the third letter, and the sender never hears of it.
    server.box.before_answer = kill
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    server.box.before_answer = lambda _smtp: None
    rest = post(find_workspace(mailed.root))
    assert len(rest.records) == 3
    (held,) = [back for back in rest.held_back if back.earlier.is_unsure]
    assert held.earlier.state is LetterState.BEGUN
    assert not rest.is_complete
    assert set(arrivals(server).values()) == {1}
    assert call(verify, mailed, at).is_well
    # A person has asked the unit, and it has nothing.
    unit = held.request.unit.code
    assert states(post(mailed, LetterOptions(unit, again=True))) == {unit: LetterState.SENT}


@pytest.mark.slow
@pytest.mark.posix(reason="strace, which ends a process at a call, is a program of Linux")
def test_a_process_that_is_killed_at_any_call_sends_nothing_twice(
    mailed: Workspace, server: RunningServer, tmp_path: Path
) -> None:
    template = tmp_path / "template" / "centre"
    shutil.copytree(mailed.root, template)
    calls = calls_of(shutil.copytree(template, tmp_path / "whole" / "centre"), SEND)
    assert len(server.box.letters) == len(CODES)
    chosen = calls[:: max(1, len(calls) // KILLS)]
    for name, number in chosen:
        server.box.letters.clear()
        folder = tmp_path / f"{name} {number}" / "centre"
        shutil.copytree(template, folder)
        assert run(folder, SEND, f"--inject={name}:signal=SIGKILL:when={number}") == -signal.SIGKILL
        left = find_workspace(folder)
        rest = post(left, day=6)
        asked = {back.request.unit.code for back in rest.held_back if back.earlier.is_unsure}
        arrived = {address.partition("@")[0].upper() for address in arrivals(server)}
        assert set(arrivals(server).values()) == {1}, (name, number)
        assert arrived | asked == set(CODES), (name, number)
        assert len(asked) <= 1, (name, number)
        assert call(verify, left, lambda: at(20)).is_well, (name, number)
    assert len(chosen) >= min(KILLS, len(calls))


def test_reminders_and_answers_go_by_the_server_too(mailed: Workspace, server: RunningServer) -> None:
    send(mailed, "HOR")
    take(mailed)
    answers = call(return_answers, mailed, lambda: at(5), None, LetterOptions())
    assert states(answers) == {"HOR": LetterState.SENT}
    reminded = call(remind, mailed, lambda: at(6), None, LetterOptions()).mail
    assert set(states(reminded)) == set(CODES) - {"HOR"}
    assert arrivals(server) == Counter(f"{code.lower()}@buro.example" for code in CODES)


def test_the_password_is_in_no_file_of_the_workspace(
    mailed: Workspace, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.box.recipients[HOR] = f"550 {PASSWORD}"
    post(mailed)
    wanted = [PASSWORD.encode(), PASSWORD.encode("utf-16-le")]
    found = [
        path for path in mailed.root.rglob("*") if path.is_file() for each in wanted if each in path.read_bytes()
    ]
    assert found == []


def test_a_password_comes_from_a_command(
    mailed: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE)
    (tmp_path / "пароль.txt").write_text(PASSWORD, "utf-8")
    program = tmp_path / "show.py"
    program.write_text(
        f"import sys; sys.stdout.buffer.write(open({str(tmp_path / 'пароль.txt')!r}, 'rb').read())", "utf-8"
    )
    settings = mailed.root / "xlplan.toml"
    command = f'"{sys.executable}" "{program}"'
    text = settings.read_text("utf-8").replace("password_command = ''", f"password_command = '{command}'")
    settings.write_text(text, "utf-8")
    assert len(post(find_workspace(mailed.root)).records) == len(CODES)
