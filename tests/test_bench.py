"""The benchmark: its works run on the project as it is, and a figure that got worse is named."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

BENCH = Path(__file__).parent.parent / "bench"
UNITS = 2
TOLD = {"seconds", "cpu", "megabytes"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, and a folder with a return of each unit."""
    folder = tmp_path_factory.mktemp("bench")
    work("prepare", folder / "ready", folder / "returns", UNITS, 1, 12)
    for path in (folder / "returns").iterdir():
        (folder / "ready" / "inbox" / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(BENCH)
    import figures

    return figures


def work(*arguments: object) -> str:
    command = [sys.executable, BENCH / "work.py", *arguments]
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_return_of_each_unit_is_prepared(prepared: Path) -> None:
    assert len(list((prepared / "returns").iterdir())) == UNITS


def test_every_work_runs_and_says_what_it_took(prepared: Path) -> None:
    for name in ("read", "round", "consolidate"):
        assert set(json.loads(work(name, prepared / "ready"))) == TOLD


def test_the_templates_of_a_workspace_without_any_are_issued(prepared: Path) -> None:
    assert set(json.loads(work("issue", prepared / "adopted"))) == TOLD
    assert len(list((prepared / "adopted" / "templates" / "2021-Q2").glob("*.xlsx"))) == UNITS


def test_a_changed_return_has_other_bytes_than_the_first(prepared: Path) -> None:
    work("change", prepared / "ready", prepared / "changed", 1)
    (changed,) = (prepared / "changed").iterdir()
    assert changed.read_bytes() != (prepared / "returns" / changed.name).read_bytes()


def test_the_script_by_hand_adds_the_same_returns_up(prepared: Path) -> None:
    command = [sys.executable, str(BENCH / "naive.py"), str(prepared / "returns"), str(prepared / "naive.xlsx")]
    subprocess.run(command, check=True)
    assert (prepared / "naive.xlsx").exists()


@pytest.mark.parametrize(
    ("more_is_better", "now", "is_named"),
    [(False, 1.09, False), (False, 1.11, True), (False, 0.5, False), (True, 0.89, True), (True, 0.91, False)],
)
def test_a_figure_worse_by_more_than_a_tenth_is_named(
    figures: ModuleType, more_is_better: bool, now: float, is_named: bool
) -> None:
    before = figures.Figure("start", 1.0, more_is_better=more_is_better)
    earlier = figures.measurement("group", [before])
    later = figures.measurement("group", [replace(before, value=now)])
    assert bool(figures.worse([later], {"group": earlier})) is is_named


def test_results_are_read_back_as_they_were_written(figures: ModuleType, tmp_path: Path) -> None:
    measured = figures.measurement("group", [figures.Figure("start", 1.5, goal=2.0)])
    figures.save([measured], tmp_path / "results.json")
    assert figures.load(tmp_path / "results.json") == {"group": measured}


def test_a_group_that_is_not_measured_now_stays_in_the_results(figures: ModuleType, tmp_path: Path) -> None:
    for group in ("first", "second"):
        figures.save([figures.measurement(group, [figures.Figure(group, 1.0)])], tmp_path / "results.json")
    assert list(figures.load(tmp_path / "results.json")) == ["first", "second"]
