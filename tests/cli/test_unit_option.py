"""`--unit` means the same unit, however it is spelt, in every command that takes it."""

import pytest
from click.testing import CliRunner, Result

from xlplan.cli import main
from xlplan.storage.workspace import Workspace

COMMANDS = {
    "issue": ("issue", "2021-Q2"),
    "explain": ("explain", "2021-Q2", "1.4.9"),
    "withdraw": ("withdraw", "2021-Q2", "--reason", "помилка"),
    "waive": ("waive", "2021-Q2", "--code", "far-over-target", "--reason", "так і було"),
}
# The code in small letters, the code typed on a Ukrainian keyboard, the name in small letters with a Latin letter.
SPELLINGS = ("hor", "НОR", "xорошівське бпд")


def run(centre: Workspace, command: str, unit: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *COMMANDS[command], "--unit", unit])


@pytest.mark.parametrize("unit", SPELLINGS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_unit_may_be_spelt_as_people_spell_it(returned: Workspace, command: str, unit: str) -> None:
    result = run(returned, command, unit)
    assert result.exit_code == 0, result.output


def test_a_unit_that_is_not_there_is_refused_in_one_sentence_by_every_command(centre: Workspace) -> None:
    answers = {run(centre, command, "Бердичів").output for command in COMMANDS}
    assert len(answers) == 1, answers
    assert "HOR (Хорошівське БПД)" in answers.pop()
