"""Completion as a shell asks for it: what is suggested, in the words of each shell, and never an error."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import QUARTER
from tests.support.client_programs import need
from tests.support.paths import ROOT
from xlplan.cli import main
from xlplan.storage.shell_profile import BEGIN, END
from xlplan.storage.workspace import Workspace

SHELLS = ("bash", "zsh", "fish", "powershell")


def ask(shell: str, *words: str) -> str:
    """Return the answer to a shell in which these words stand, the last of them not yet whole."""
    current = words[-1] if shell == "fish" else str(len(words))
    line = " ".join(("xlplan", *words)) if shell == "fish" else "\n".join(("xlplan", *words))
    asked = {"_XLPLAN_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": current}
    result = CliRunner().invoke(main, [], env=asked)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def suggested(centre: Workspace, *words: str) -> list[str]:
    """Return what is suggested for the last of these words in a workspace, as zsh gets it."""
    return ask("zsh", "--workspace", str(centre.root), *words).splitlines()[1::3]


def run_completion(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["completion", *arguments], env=environment)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An empty folder of a user, and no shell that the system names."""
    nothing = {"SHELL": "", "ZDOTDIR": "", "XDG_CONFIG_HOME": ""}
    return {**nothing, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}


def test_a_quarter_is_one_of_the_plan_or_an_issued_one(centre: Workspace) -> None:
    assert suggested(centre, "issue", "") == ["2021-Q2"]
    assert suggested(centre, "status", "2020") == []
    assert suggested(centre, "plan", "print", "2021") == ["2021", "2021-Q2"]
    assert suggested(centre, "plan", "adopt", "--from", "2021-q") == ["2021-Q2"]


@pytest.mark.parametrize("command", ["issue", "explain", "withdraw", "waive"])
def test_a_unit_is_suggested_by_code_and_by_name(centre: Workspace, command: str) -> None:
    every = suggested(centre, command, str(QUARTER), "--unit", "")
    assert {"HOR", "Хорошівське БПД"} <= set(every)
    assert suggested(centre, command, str(QUARTER), "--unit", "hor") == ["HOR"]
    assert suggested(centre, command, str(QUARTER), "--unit", "хор") == ["Хорошівське БПД"]


@pytest.mark.parametrize("words", [("explain",), ("note",), ("waive", "--row")])
def test_a_row_is_suggested_by_its_code(centre: Workspace, words: tuple[str, ...]) -> None:
    assert "1.2.1" in suggested(centre, words[0], str(QUARTER), *words[1:], "1.2")
    assert not any(code.startswith("1.1") for code in suggested(centre, words[0], str(QUARTER), *words[1:], "1.2"))


def test_a_warning_to_silence_is_suggested_by_its_code_where_it_can_stand(centre: Workspace) -> None:
    assert "double-count" in suggested(centre, "waive", str(QUARTER), "--code", "")
    of_unit = suggested(centre, "waive", str(QUARTER), "--unit", "HOR", "--code", "")
    assert "action-missing" in of_unit
    assert "double-count" not in of_unit


def test_a_version_of_the_plan_is_suggested_by_its_number_and_else_a_file(centre: Workspace) -> None:
    assert suggested(centre, "plan", "print", "2021", "--version", "") == ["1"]
    assert suggested(centre, "plan", "diff", "") == ["1"]
    assert ask("zsh", "--workspace", str(centre.root), "plan", "diff", "tem").splitlines()[0] == "file"


def test_commands_and_options_are_told_of_in_the_language_of_the_workspace(centre: Workspace) -> None:
    for words in (("with",), ("withdraw", "--reas")):
        told = ask("zsh", "--workspace", str(centre.root), *words).splitlines()[2]
        assert any("а" <= letter <= "я" for letter in told)


def test_bash_gets_a_name_with_its_spaces_made_safe_or_within_the_quotes_begun(centre: Workspace) -> None:
    before = ("--workspace", str(centre.root), "issue", str(QUARTER), "--unit")
    assert ask("bash", *before, "Хор") == "plain,Хорошівське\\ БПД\n"
    assert ask("bash", *before, '"Хор') == "plain,Хорошівське БПД\n"
    assert ask("bash", *before, "=", "Хор") == "plain,Хорошівське\\ БПД\n"


def test_fish_gets_what_is_said_of_a_value_behind_a_tab(centre: Workspace) -> None:
    answer = ask("fish", "--workspace", str(centre.root), "issue", str(QUARTER), "--unit", "HOR")
    assert answer == "plain,HOR\tХорошівське БПД\n"


def test_fish_and_powershell_get_a_value_behind_its_option_for_they_replace_both(centre: Workspace) -> None:
    before = ("--workspace", str(centre.root), "issue", str(QUARTER))
    assert ask("fish", *before, "--unit=HO") == "plain,--unit=HOR\tХорошівське БПД\n"
    assert ask("powershell", *before, "--unit=Хор").split("\t")[1] == "--unit='Хорошівське БПД'"


def test_powershell_gets_a_name_in_its_quotes_and_a_path_with_its_backslashes(centre: Workspace) -> None:
    before = ("--workspace", str(centre.root), "issue", str(QUARTER), "--unit")
    assert ask("powershell", *before, "Хор").split("\t")[:3] == ["plain", "'Хорошівське БПД'", "Хорошівське БПД"]
    assert ask("powershell", *before, "'Хор").split("\t")[1] == "'Хорошівське БПД'"
    assert ask("powershell", "--workspace", "C:\\нема", "issue", "") == "\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_where_nothing_can_be_suggested_nothing_is_said_and_nothing_is_made(tmp_path: Path, shell: str) -> None:
    asked = ("--workspace", str(tmp_path), "issue", "")
    assert ask(shell, *asked).strip() == ""
    (tmp_path / "xlplan.toml").write_text("ledger = [", "utf-8")
    assert ask(shell, *asked).strip() == ""
    (tmp_path / "xlplan.toml").write_text("language = 'uk'\n", "utf-8")
    assert ask(shell, *asked).strip() == ""
    (tmp_path / "xlplan.db").write_bytes(b"no ledger" * 100)
    assert ask(shell, *asked).strip() == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["xlplan.db", "xlplan.toml"]


@pytest.mark.parametrize("asked", ["bash_complete", "bash_nonsense", "nonsense", "tcsh_source"])
def test_a_request_that_no_shell_makes_gets_no_words(asked: str) -> None:
    result = CliRunner().invoke(main, [], env={"_XLPLAN_COMPLETE": asked, "COMP_WORDS": "", "COMP_CWORD": "x"})
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_lines_for_a_shell_are_shown_with_where_to_put_them(shell: str) -> None:
    result = run_completion(shell)
    assert result.exit_code == 0
    assert f"xlplan completion {shell} --install" in result.output.splitlines()[0]
    assert f"{shell}_complete" in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_that_is_installed_takes_its_lines(shell: str, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a Windows has none of these shells of its own")
    program = need(shell, f"apt-get install {shell}")
    script = tmp_path / "script"
    script.write_text(run_completion(shell).output, "utf-8")
    done = subprocess.run([program, "-n", str(script)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("shell", "place"), [("bash", ""), ("zsh", ".zshrc"), ("fish", ".config/fish/completions/xlplan.fish")]
)
def test_installing_writes_into_the_own_profile_once_and_says_how_to_undo_it(
    home: dict[str, str], shell: str, place: str
) -> None:
    profile = Path(home["HOME"]) / (place or (".bash_profile" if sys.platform == "darwin" else ".bashrc"))
    home["SHELL"] = f"/usr/bin/{shell}"
    done = run_completion("--install", **home)
    assert done.exit_code == 0
    assert str(profile) in done.output
    assert BEGIN in done.output
    assert END in done.output
    written = profile.read_bytes()
    again = run_completion("--install", **home)
    assert again.exit_code == 0
    assert "Нічого не змінено" in again.output
    assert profile.read_bytes() == written


@pytest.mark.posix(reason="on Windows it is PowerShell where no shell is named")
def test_a_shell_that_is_not_named_is_asked_for(home: dict[str, str]) -> None:
    result = run_completion("--install", **home)
    assert result.exit_code == 2
    assert "xlplan completion fish" in result.output


@pytest.mark.posix(reason="the stand-in for PowerShell is a script for a POSIX shell")
@pytest.mark.parametrize(("policy", "exit_code"), [("RemoteSigned", 0), ("Restricted", 1)])
def test_a_powershell_that_runs_no_profile_is_given_none(
    home: dict[str, str], policy: str, exit_code: int
) -> None:
    folder = Path(home["HOME"])
    program = folder / "pwsh"
    program.write_text(f"#!/bin/sh\nprintf '%s\\r\\n' '{folder}/Documents/profile.ps1' {policy}\n", "utf-8")
    program.chmod(0o755)
    result = run_completion("powershell", "--install", **home, PATH=str(folder))
    assert result.exit_code == exit_code
    assert (folder / "Documents" / "profile.ps1").exists() == (exit_code == 0)
    assert ("Set-ExecutionPolicy" in result.output) == (exit_code == 1)


@pytest.mark.posix(reason="Windows has no pseudo-terminal that Python can open")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("issue 20", "issue 2021-Q2"),
        ("issue 2021-Q2 --unit Хор", "--unit Хорошівське\\ БПД"),
        ("issue 2021-Q2 --unit 'Хор", "--unit 'Хорошівське БПД'"),
        ("issue 2021-Q2 --unit=Хор", "--unit=Хорошівське\\ БПД"),
        ("explain 2021-Q2 1.2.1", "1.2.1"),
    ],
)
def test_bash_itself_completes_what_a_person_types(
    centre: Workspace, tmp_path: Path, typed: str, completed: str
) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed here")
    program = tmp_path / "bin" / "xlplan"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xlplan "$@"\n', "utf-8")
    program.chmod(0o755)
    profile = tmp_path / "profile"
    profile.write_text(f"{run_completion('bash').output}PS1='ready> '\ncd '{centre.root}'\n", "utf-8")
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "INPUTRC": os.devnull,
        "HISTFILE": "",
    }
    shown = on_a_terminal(
        [bash, "--noprofile", "--rcfile", str(profile), "-i"], environment, f"xlplan {typed}\t", completed
    )
    assert completed in shown


def on_a_terminal(command: list[str], environment: dict[str, str], keys: str, awaited: str) -> str:
    """Return what a shell shows after its prompt once these keys are pressed, or after half a minute."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    shown = ""
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ) as shell:
        os.close(theirs)
        try:
            shown = _until(ours, "ready> ", "")
            os.write(ours, keys.encode())
            shown = _until(ours, awaited, "")
        finally:
            shell.kill()
            os.close(ours)
    return shown


def _until(terminal: int, awaited: str, shown: str) -> str:
    limit = time.monotonic() + 30
    while awaited not in shown and time.monotonic() < limit:
        try:
            shown += os.read(terminal, 4096).decode("utf-8", "replace")
        except BlockingIOError:
            time.sleep(0.05)
    return shown
