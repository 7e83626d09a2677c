"""Filled returns with a small damage each, two thousand in CI: none is read with another figure in silence."""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.template_samples import MADE, issue
from tests.support.thoroughness import spread
from xlplan.documents.template.workbook import write_template
from xlplan.domain.day_reading import read_day
from xlplan.domain.returned import CellValue, ReturnContent, ReturnedRow
from xlplan.sandbox.worker import ParserProcess
from xlplan.services.intake.child_tasks import parse_file

pytestmark = pytest.mark.slow

ANSWERS: Mapping[str, Mapping[str, CellValue]] = {
    "1.1.1": {"done": 1.0, "description": "проведено", "reason": "карантин", "action": "до 15.07.2021"},
    "1.1.10": {"done": 12.0, "description": "дванадцять"},
    "1.2.1": {"done": 305.0},
    "1.2.2": {"done": 17.0},
    "2.1.2": {"done": "потреби не було"},
}
EVENTS: list[dict[str, CellValue]] = [
    {"key": "1.1.1", "event": "зустріч у громаді", "held_on": date(2021, 5, 14), "people": 12.0},
    {"key": "1.1.10", "event": "лекція", "held_on": date(2021, 6, 1), "people": 45.0},
]
PARTS = re.compile(r"xl/(?:worksheets/sheet[12]|sharedStrings|styles|workbook)\.xml$")
FIGURES = ("done", "people", "held_on")
BYTES, XML = spread(range(600), 5), spread(range(1400), 5)

Figures = Mapping[tuple[str, str, int], CellValue]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("filled") / "звіт.xlsx"
    write_template(path, issue(), MADE, ANSWERS, EVENTS)
    return path.read_bytes()


def damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, lost or doubled, as a bad disk or connection leaves it."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(out))
        kind = chance.randrange(4)
        if kind == 0:
            out[at] = chance.randrange(256)
        elif kind == 1:
            del out[at : at + chance.randint(1, 400)]
        elif kind == 2:
            out[at:at] = out[at : at + chance.randint(1, 400)]
        else:
            out[at : at + chance.randint(1, 40)] = b"\0" * chance.randint(1, 40)
    return bytes(out)


def damaged_xml(data: bytes, chance: random.Random) -> bytes:
    """The file with a damage to its XML, packed again, as a program with a fault writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        hurt = chance.choice([name for name in names if PARTS.match(name)])
        for name in names:
            content = source.read(name)
            target.writestr(name, _hurt(content, chance) if name == hurt else content)
    return out.getvalue()


def _hurt(xml: bytes, chance: random.Random) -> bytes:
    """The part with one thing changed: an element, an attribute, a sign."""
    tokens = re.findall(rb"<[^<>]*>|[^<>]+", xml)
    at = chance.randrange(len(tokens))
    kind = chance.randrange(6)
    if kind == 0:
        del tokens[at]
    elif kind == 1:
        tokens.insert(at, tokens[at])
    elif kind == 2:
        other = chance.randrange(len(tokens))
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif kind == 3:
        tokens[at] = re.sub(rb'\s[\w:]+="[^"]*"', b"", tokens[at], count=1)
    elif kind == 4:
        tokens[at] = re.sub(rb'="[^"]*"', b'="%d"' % chance.randrange(60), tokens[at], count=1)
    else:
        token = bytearray(tokens[at])
        token[chance.randrange(len(token))] = chance.randrange(32, 127)
        tokens[at] = bytes(token)
    return b"".join(tokens)


def mutants(data: bytes) -> Iterator[tuple[str, bytes]]:
    for number in BYTES:
        yield f"bytes {number}", damaged_bytes(data, random.Random(number))
    for number in XML:
        yield f"xml {number}", damaged_xml(data, random.Random(number))


def figures(rows: tuple[ReturnedRow, ...]) -> Figures:
    """The figures of rows by code, column and their order among rows of that code; doubtful ones as None."""
    found: dict[tuple[str, str, int], CellValue] = {}
    for row in rows:
        for name in FIGURES:
            if name in row.cells:
                cell = row.cells[name]
                number = sum(key[:2] == (row.key, name) for key in found)
                doubtful = cell.problem or cell.left_out or isinstance(cell.value, str)
                found[row.key, name, number] = None if doubtful else cell.value
    return found


def _as_day(value: CellValue, before: CellValue) -> CellValue:
    """A bare number where a day was: a cell that lost its format. The check tells that it is read as that day."""
    is_number = isinstance(value, float) and isinstance(before, date)
    return read_day(value).day if is_number else value


def silent_changes(before: Figures, rows: tuple[ReturnedRow, ...]) -> list[tuple[ReturnedRow, str]]:
    """The cells that now hold another figure. A figure that is gone, or words in its place, are findings later."""
    after = figures(rows)
    if [key for key in after if key not in before]:
        # Rows that were not issued, or two with one code, are findings.
        return []
    changed = {
        key for key, value in after.items() if value is not None and _as_day(value, before[key]) != before[key]
    }
    return [(row, name) for row in rows for name in FIGURES if (row.key, name, 0) in changed]


def seen_by_another(data: bytes, row: ReturnedRow, name: str) -> CellValue:
    """What openpyxl reads in that cell; a text where it refuses the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = load_workbook(io.BytesIO(data), data_only=True)[row.sheet][row.cells[name].cell].value
    except Exception as refused:
        return repr(refused)
    return value.date() if isinstance(value, datetime) else value


def test_no_damage_changes_a_figure_in_silence(filled: bytes, tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(filled)
    told: list[tuple[str, str, str, CellValue, CellValue]] = []
    read = 0
    with ParserProcess(parse_file) as child:
        content = child.run(path)
        assert isinstance(content, ReturnContent)
        before = {name: figures(getattr(content, name)) for name in ("rows", "events")}
        assert sum(value is not None for each in before.values() for value in each.values()) == 8
        for mutant, data in mutants(filled):
            path.write_bytes(data)
            content = child.run(path)
            if not isinstance(content, ReturnContent):
                continue
            read += 1
            for table, known in before.items():
                for row, name in silent_changes(known, getattr(content, table)):
                    said, other = row.cells[name].value, seen_by_another(data, row, name)
                    # A file that says another figure to every program is no damaged one.
                    if said != other:
                        told.append((mutant, row.key, name, said, other))
    assert told == []
    # A fifth of them at the least cannot be read any more, and a twentieth can.
    tried = len(BYTES) + len(XML)
    assert tried / 20 < read < tried * 4 / 5
