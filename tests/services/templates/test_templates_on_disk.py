"""After an issue the files on disk are the templates that count, whatever ended the one before."""

import errno
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.centre import QUARTER, at, call, copy_of
from tests.support.held_open import held_open
from tests.support.named_units import centre_of, current_codes, on_disk, revised
from tests.support.paths import link_to
from xlplan.services.templates import IssueResult, issue_templates, template_file
from xlplan.services.templates.template_file import unlock
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language

UNITS = {"AA": "Альфа", "BB": "Бета", "CC": "Гамма"}


@pytest.fixture(scope="module")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_language("uk")
    return centre_of(tmp_path_factory.mktemp("centre") / "центр", UNITS).root


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> Workspace:
    """A centre of three units, its templates issued."""
    return copy_of(_small, tmp_path / "центр")


def issue(workspace: Workspace, unit: str | None = None) -> IssueResult:
    return call(issue_templates, workspace, lambda: at(21, 6), QUARTER, unit)


def template(workspace: Workspace, name: str) -> Path:
    return workspace.template(QUARTER, name)


def save_by_hand(path: Path) -> bytes:
    """Opens a workbook and saves it, as a person does."""
    book = load_workbook(path)
    book.save(path)
    return path.read_bytes()


def test_one_template_held_open_keeps_no_other_from_being_written(small: Workspace) -> None:
    with held_open(template(small, "Альфа")):
        (issued,) = revised(small, UNITS, " (уточнено)").issues
    assert [path.stem for path in issued.written] == ["Бета", "Гамма"]
    assert [refused.path.stem for refused in issued.not_written] == ["Альфа"]
    assert not issued.is_complete
    assert on_disk(small) == {"Альфа": "", "Бета": "BB", "Гамма": "CC"}


def test_the_next_issue_writes_what_was_refused(small: Workspace) -> None:
    with held_open(template(small, "Альфа")):
        revised(small, UNITS, " (уточнено)")
    again = issue(small)
    assert ([path.stem for path in again.written], len(again.unchanged)) == (["Альфа"], 2)
    assert on_disk(small) == {"Альфа": "AA", "Бета": "BB", "Гамма": "CC"}


def test_the_adoption_is_complete_once_it_is_run_again(small: Workspace) -> None:
    with held_open(template(small, "Альфа")):
        first = revised(small, UNITS, " (уточнено)")
    again = revised(small, UNITS, " (уточнено)")
    assert (first.adoption.version.number, first.is_complete) == (2, False)
    assert (again.adoption.is_new, again.is_complete) == (False, True)
    assert on_disk(small) == {"Альфа": "AA", "Бета": "BB", "Гамма": "CC"}


def test_an_issue_that_was_killed_after_it_was_recorded_is_finished(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(template_file, "write_own", killed)
        with pytest.raises(KeyboardInterrupt):
            revised(small, UNITS, " (уточнено)")
    assert on_disk(small) == {"Альфа": "", "Бета": "", "Гамма": ""}
    assert len(issue(small).written) == 3
    assert on_disk(small) == {"Альфа": "AA", "Бета": "BB", "Гамма": "CC"}


def test_a_full_disk_is_tried_once_and_every_template_that_is_missing_is_told(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def full(_record: Path, path: Path, _write: object) -> None:
        tries.append(path)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(template_file, "write_own", full)
        (issued,) = revised(small, UNITS, " (уточнено)").issues
    assert (len(tries), len(issued.not_written)) == (1, 3)
    assert len(issue(small).written) == 3


def test_a_unit_s_new_code_gets_its_template_under_the_same_name(small: Workspace) -> None:
    (issued,) = revised(small, {"AA2": "Альфа", "BB": "Бета", "CC": "Гамма"}).issues
    assert on_disk(small) == {"Альфа": "AA2", "Бета": "BB", "Гамма": "CC"}
    assert issued.withdrawn_units == ("Альфа",)


def test_units_that_swap_their_names_swap_their_templates(small: Workspace) -> None:
    revised(small, {"AA": "Бета", "BB": "Альфа", "CC": "Гамма"})
    assert on_disk(small) == {"Бета": "AA", "Альфа": "BB", "Гамма": "CC"}


def test_a_unit_that_takes_another_s_old_name_gets_its_own_template(small: Workspace) -> None:
    revised(small, {"AA": "Дельта", "BB": "Альфа", "CC": "Бета"})
    assert on_disk(small) == {"Дельта": "AA", "Альфа": "BB", "Бета": "CC"}


def test_a_name_in_capitals_instead_of_small_letters_makes_no_second_template(small: Workspace) -> None:
    revised(small, {"AA": "АЛЬФА", "BB": "Бета", "CC": "Гамма"})
    assert on_disk(small) == {"АЛЬФА": "AA", "Бета": "BB", "Гамма": "CC"}
    revised(small, {"AA": "АЛЬФА", "BB": "Бета", "CC": "Гамма"}, " (уточнено)")
    assert on_disk(small) == {"АЛЬФА": "AA", "Бета": "BB", "Гамма": "CC"}


def test_an_outdated_template_held_open_is_told_and_goes_with_a_later_issue(small: Workspace) -> None:
    with held_open(template(small, "Альфа")):
        (issued,) = revised(small, {"AA": "Дельта", "BB": "Бета", "CC": "Гамма"}).issues
    assert [refused.path.stem for refused in issued.not_removed] == ["Альфа"]
    assert on_disk(small) == {"Альфа": "", "Дельта": "AA", "Бета": "BB", "Гамма": "CC"}
    assert issue(small).is_complete
    assert on_disk(small) == {"Дельта": "AA", "Бета": "BB", "Гамма": "CC"}


def test_one_unit_s_issue_touches_no_template_of_another(small: Workspace) -> None:
    with held_open(template(small, "Альфа")), held_open(template(small, "Бета")):
        revised(small, {"AA": "Дельта", "BB": "Епсилон", "CC": "Гамма"})
    issue(small, "AA")
    assert on_disk(small) == {"Дельта": "AA", "Бета": "", "Епсилон": "BB", "Гамма": "CC"}


def test_one_unit_s_template_is_written_beside_that_of_another_which_still_counts(small: Workspace) -> None:
    revised(small, UNITS, " (уточнено)")
    with held_open(template(small, "Бета")):
        revised(small, {"AA": "Бета", "BB": "Бета нова", "CC": "Гамма"})
    assert on_disk(small)["Бета нова"] == "BB"
    assert on_disk(small).get("Бета") == ""
    issue(small, "AA")
    assert on_disk(small) == {"Бета": "AA", "Бета нова": "BB", "Гамма": "CC"}


def test_an_outdated_template_changed_by_hand_stays_and_the_new_one_lies_beside(small: Workspace) -> None:
    kept = save_by_hand(template(small, "Альфа"))
    (issued,) = revised(small, UNITS, " (уточнено)").issues
    written = next(each for each in issued.templates if each.unit == "Альфа")
    assert (written.path.stem, written.instead_of) == ("Альфа (2)", template(small, "Альфа"))
    assert issued.outdated == (template(small, "Альфа"),)
    assert template(small, "Альфа").read_bytes() == kept
    assert on_disk(small) == {"Альфа": "", "Альфа (2)": "AA", "Бета": "BB", "Гамма": "CC"}


def test_the_template_beside_is_replaced_where_it_lies_by_the_next(small: Workspace) -> None:
    save_by_hand(template(small, "Альфа"))
    revised(small, UNITS, " (уточнено)")
    revised(small, UNITS)
    assert on_disk(small) == {"Альфа": "", "Альфа (2)": "AA", "Бета": "BB", "Гамма": "CC"}


def test_a_file_of_somebody_else_under_the_name_of_a_template_stays(small: Workspace) -> None:
    template(small, "Альфа").write_bytes(b"mine")
    issued = issue(small)
    assert [path.stem for path in issued.written] == ["Альфа (2)"]
    assert template(small, "Альфа").read_bytes() == b"mine"
    assert issue(small).written == ()


def test_a_template_that_counts_and_was_saved_by_hand_is_left_alone(small: Workspace) -> None:
    saved = save_by_hand(template(small, "Альфа"))
    issued = issue(small)
    assert (issued.written, issued.outdated) == ((), ())
    assert template(small, "Альфа").read_bytes() == saved


def test_a_copy_without_locks_stands_for_no_template(small: Workspace) -> None:
    unlock(small, template(small, "Альфа"))
    template(small, "Альфа").unlink()
    assert [path.stem for path in issue(small).written] == ["Альфа"]


def test_a_file_with_a_form_code_that_was_never_issued_stays(small: Workspace, tmp_path: Path) -> None:
    other = centre_of(tmp_path / "інший", {"ZZ": "Інший"})
    strange = template(small, "Інший")
    strange.write_bytes(template(other, "Інший").read_bytes())
    assert issue(small).outdated == ()
    assert strange.exists()


def test_nothing_is_written_through_a_link_in_the_place_of_a_template(small: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "чуже.xlsx"
    target.write_bytes(b"mine")
    template(small, "Альфа").unlink()
    link_to(target, template(small, "Альфа"))
    assert [path.stem for path in issue(small).written] == ["Альфа (2)"]
    assert target.read_bytes() == b"mine"


def test_names_that_are_one_file_get_the_code_of_their_unit(tmp_path: Path) -> None:
    workspace = centre_of(tmp_path / "центр", {"PIV": "Бюро/Північ", "BP": "БюроПівніч", "CC": "Гамма"})
    assert on_disk(workspace) == {"БюроПівніч (PIV)": "PIV", "БюроПівніч (BP)": "BP", "Гамма": "CC"}
    assert len(current_codes(workspace)) == 3


def test_a_name_that_becomes_ambiguous_leaves_the_template_that_counts_in_its_place(small: Workspace) -> None:
    revised(small, {**UNITS, "AX": "Аль*фа"})
    assert on_disk(small) == {"Альфа": "AA", "Альфа (AX)": "AX", "Бета": "BB", "Гамма": "CC"}
