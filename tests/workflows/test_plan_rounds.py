"""The whole way of both real plans, through the command line: CSV, workbook, check, adopt, print, CSV again."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.form_reading import Row, plain, read_form
from tests.support.paths import ROOT
from xlplan.cli import main
from xlplan.text.translation import use_language

EXAMPLES = ROOT / "examples"
YEAR = EXAMPLES / "livoberezhnyi-2023" / "plan"
QUARTER = EXAMPLES / "korosten-2021-q2" / "plan"
Fields = dict[str, str]


def rows_of(path: Path) -> list[Fields]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--workspace", str(folder), *arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module", params=[(YEAR, "2023"), (QUARTER, "2021-Q2")], ids=["year", "quarter"])
def gone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str, Result]:
    """A centre in which a plan went the whole way: its CSV files, the workspace, the period, what check said."""
    use_language("uk")
    source, period = request.param
    tmp_path = tmp_path_factory.mktemp("way")
    folder = tmp_path / "центр"
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    next((folder / "templates").glob("*.xlsx")).unlink()
    shutil.copytree(source, tmp_path / "csv")
    run(folder, "plan", "import", str(tmp_path / "csv" / f"{period}-measures.csv"))
    checked = run(folder, "plan", "check")
    run(folder, "plan", "adopt")
    run(folder, "plan", "print", period)
    run(folder, "plan", "export", "--to", str(tmp_path / "again"))
    return tmp_path, folder, period, checked


def test_what_was_imported_is_exported_to_the_byte(gone: tuple[Path, Path, str, Result]) -> None:
    folder, _centre, _period, _checked = gone
    before, again = (
        {path.name: path.read_bytes() for path in (folder / name).glob("*.csv")} for name in ("csv", "again")
    )
    assert again == before


def test_check_names_a_row_exactly_where_the_transcription_has_a_doubt(
    gone: tuple[Path, Path, str, Result],
) -> None:
    folder, _centre, period, checked = gone
    doubts = [row for row in rows_of(folder / "csv" / f"{period}-measures.csv") if row["doubt"]]
    doubtful = {row["measure_code"] for row in doubts} - {""}
    # A task without measures has no code. Its doubt is told in its words.
    told = " ".join(checked.output.split())
    assert all(row["doubt"].rstrip(".") in told for row in doubts if not row["measure_code"])
    # A kind that is met often names its rows at last in a list.
    listed = re.findall(r"… і ще \d+: ([\d., \n]+)", checked.output)
    named = set(re.findall(r"\S+![A-Z]+\d+ · ([\d.]+):", checked.output))
    assert named | {code for codes in listed for code in re.findall(r"[\d.]+\d", codes)} == doubtful


def test_the_printed_form_has_every_field_of_the_csv(gone: tuple[Path, Path, str, Result]) -> None:
    folder, centre, period, _checked = gone
    (path,) = centre.glob(f"outbox/**/План {period}*.xlsx")
    measures = rows_of(folder / "csv" / f"{period}-measures.csv")
    printed = _year(path) if period == "2023" else _quarter(path)
    assert printed == [_expected(row, period) for row in measures]


def test_the_printed_quarter_has_every_event_with_its_unit(gone: tuple[Path, Path, str, Result]) -> None:
    folder, centre, period, _checked = gone
    if period == "2023":
        return
    (path,) = centre.glob(f"outbox/**/План {period}*.xlsx")
    rows = read_form(path, 1).rows
    shown = [
        (plain(row["D"])[2:] if "D" in row else "", row["E"]) for row in rows if "G" not in row and "E" in row
    ]
    events = rows_of(folder / "csv" / f"{period}-events.csv")
    assert shown == [(row["event"], _people_of(row["unit"])) for row in events]


def _people_of(unit: str) -> str:
    """The plan's words for a unit: `Працівники Овруцького БПД`."""
    genitive = unit.replace("ке БПД", "кого БПД").replace("кий МЦ", "кого МЦ")
    return f"Працівники {genitive}"


def _expected(row: Fields, period: str) -> Fields:
    """What the form must show of a row of the CSV: values as they stand in it, words as they are."""
    names = ["task", "purpose", "measure_code", "measure", "responsible", "indicator"]
    names += ["subtask", "I", "II", "III", "IV", "total"] if period == "2023" else ["direction", "term", "target"]
    return {name: row[name] for name in names}


def _year(path: Path) -> list[Fields]:
    found: list[Fields] = []
    above = {"B": "", "C": "", "D": ""}
    lines = read_form(path, 2).rows
    for line, values in zip(lines[::2], lines[1::2], strict=True):
        above |= {letter: plain(line[letter]) for letter in above if letter in line}
        code, _space, measure = plain(line["E"]).partition(" ")
        found.append(
            {
                "task": _text(above["B"]),
                "purpose": above["D"],
                "measure_code": code,
                "measure": measure,
                "responsible": _names(line["F"]),
                "indicator": plain(line["G"]),
                "subtask": _text(above["C"]),
                **_numbers(values),
            }
        )
    return found


def _numbers(values: Row) -> Fields:
    letters = dict(zip("HIJKL", ("I", "II", "III", "IV", "total"), strict=True))
    shown = {name: str(values.get(letter, "")) for letter, name in letters.items()}
    words = not shown["I"].isdecimal() and bool(shown["I"])
    # Words stand across all five.
    return {**dict.fromkeys(shown, ""), "total": shown["I"]} if words else shown


def _quarter(path: Path) -> list[Fields]:
    found: list[Fields] = []
    above = {"direction": "", "B": "", "C": ""}
    for line in read_form(path, 1).rows:
        if set(line) == {"A"}:
            above |= {"direction": re.sub(r"^\d+\. ", "", plain(line["A"])), "B": "", "C": ""}
            continue
        above |= {letter: plain(line[letter]) for letter in ("B", "C") if letter in line}
        if "G" in line:
            _word, code, measure = plain(line["D"]).split(" ", 2)
            found.append(
                {
                    "task": _text(above["B"]),
                    "purpose": above["C"],
                    "measure_code": code,
                    "measure": measure,
                    "responsible": _names(line.get("E", "")),
                    "indicator": plain(line["G"]),
                    "direction": above["direction"],
                    "term": plain(line["F"]),
                    "target": str(line.get("H", "")),
                }
            )
        elif "E" in line:
            # Where the events' own units are all who answer, they stand beside the events only.
            names = [*filter(None, found[-1]["responsible"].split("; ")), line["E"]]
            found[-1]["responsible"] = "; ".join(dict.fromkeys(names))
        elif "B" in line:
            levels = {"task": _text(above["B"]), "purpose": above["C"], "direction": above["direction"]}
            names = ["measure_code", "measure", "responsible", "indicator", "term", "target"]
            found.append(levels | dict.fromkeys(names, ""))
    return found


def _text(level: str) -> str:
    """`Завдання 1.1. Розширення …` without its word and code."""
    return re.sub(r"^\S+ [\d.]+ ", "", level)


def _names(text: str) -> str:
    """The units as the CSV separates them; a name may hold a comma itself."""
    return plain(text).replace(", відділ", "; відділ")
