"""One sheet with all looks, saved by every program in every format, reads the same but for what is lost there."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import Office
from tests.support.client_programs import PROGRAMS
from tests.support.looks import LONG, Seen, read_looks, seen_looks, write_looks
from xlplan.domain.returned import CellProblem, LeftOut

Save = Callable[[str, str], Path]

FILES = [
    ("XlsxWriter", "xlsx"), ("openpyxl", "xlsx"), ("exceljs", "xlsx"),
    ("LibreOffice", "xlsx"), ("LibreOffice", "xls"), ("LibreOffice", "ods"),
    ("Gnumeric", "xlsx"), ("Gnumeric", "xls"), ("Gnumeric", "ods"),
    ("SheetJS", "xlsx"), ("SheetJS", "xls"), ("SheetJS", "ods"),
]  # fmt: skip
# What stands in place of a look, where a program loses it as it saves.
_NO_RUNS = {
    "struck-out run": Seen("18"),
    "struck-out run at the end": Seen("18 19"),
    "struck-out run behind a picture": Seen("🎉 18 19"),
    "footnote": Seen("61"),
}
_NO_FONTS = {
    **_NO_RUNS,
    "struck-out text": Seen("вісім"),
    "struck-out number": Seen(18.0),
    "run in a struck-out cell": Seen("18"),
}
_WHOLE_CELL = {"run in a struck-out cell": Seen(None, None, (LeftOut("struck", "18"),))}
_NO_VALUE = Seen(None, CellProblem.FORMULA)
# It writes the signs of an escape as they are, and the next reader takes them for one.
_ESCAPED = {"text like an escape": Seen("\n буквально")}
# It never undoes an escape.
_UNDECODED = {"text like an escape": Seen("_x005F_x000D_ буквально"), "carriage return": Seen("а_x000D_\nб")}
_CALCULATED = {"formula without a value": Seen(0.0)}
_NO_FORMATS = {
    "percentage with decimals": Seen(0.125),
    "day": Seen(44330.0),
    "day and time": Seen(44330.4375),
    "time": Seen(0.4375),
    "duration": Seen(1.25),
    "hidden number": Seen(7.0),
    "hidden text": Seen("сім"),
    "hidden where negative": Seen(-7.0),
    "hidden zero": Seen(0.0),
    "hidden by a sign that shows no zero": Seen(0.0),
}
LOST: Mapping[tuple[str, str], Mapping[str, Seen]] = {
    ("openpyxl", "xlsx"): {
        **_NO_RUNS, **_ESCAPED, **_WHOLE_CELL,
        **dict.fromkeys(("error", "nothing available", "formula", "formula of a text"), _NO_VALUE),
    },
    ("exceljs", "xlsx"): _ESCAPED,
    ("LibreOffice", "xlsx"): _CALCULATED,
    # It calculates no formula anew that came with a value, and saves a text as the number 0.
    ("LibreOffice", "xls"): {**_CALCULATED, "formula of a text": Seen(0.0)},
    ("LibreOffice", "ods"): {**_CALCULATED, "true": Seen(1.0), "false": Seen(0.0)},
    ("Gnumeric", "xlsx"): {**_CALCULATED, "gaps at the ends": Seen("так")},
    # It counts a picture as one sign, which has two units in an xls.
    ("Gnumeric", "xls"): {
        **_CALCULATED, **_UNDECODED, **_WHOLE_CELL,
        "struck-out run behind a picture": Seen("🎉 18", None, (LeftOut("struck", " 19"),)),
    },
    ("Gnumeric", "ods"): {
        **_CALCULATED, **_UNDECODED, **_WHOLE_CELL,
        "hidden text": Seen(None),
    },
    ("SheetJS", "xlsx"): {**_NO_FONTS, **_ESCAPED},
    ("SheetJS", "xls"): {**_NO_FONTS, "long text": Seen(LONG[:255]), "formula without a value": Seen(None)},
    # It saves an error as a blank.
    ("SheetJS", "ods"): {
        **_NO_FONTS, **_NO_FORMATS, "carriage return": Seen("а_x000d_\nб"),
        **dict.fromkeys(("error", "nothing available", "formula without a value"), Seen(None)),
    },
}  # fmt: skip
SHOWS_ROWS = [("SheetJS", "xls"), ("SheetJS", "ods")]
SHOWS_COLUMNS = [("SheetJS", "ods")]
EVERY = pytest.mark.parametrize(("program", "to"), FILES, ids=[" ".join(file) for file in FILES])


@pytest.fixture(scope="module")
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Save:
    """`saved("Gnumeric", "ods")`: the sheet as that program saves it."""
    written = write_looks(tmp_path_factory.mktemp("looks") / "looks.xlsx")

    @cache
    def save(program: str, to: str) -> Path:
        if program == "XlsxWriter":
            return written
        if program == "LibreOffice":
            office: Office = request.getfixturevalue("office")
            return office(written, to)
        out = tmp_path_factory.mktemp(program) / f"looks.{to}"
        PROGRAMS[program](written, out)
        return out

    return save


@EVERY
def test_each_cell_is_read_as_a_person_sees_it(program: str, to: str, saved: Save) -> None:
    expected = {**seen_looks().cells, **LOST.get((program, to), {})}
    read = read_looks(saved(program, to)).cells
    assert {name: seen for name, seen in read.items() if seen != expected[name]} == {}
    assert [name for name, seen in read.items() if type(seen.value) is not type(expected[name].value)] == []


@EVERY
def test_what_is_merged_and_hidden_is_told(program: str, to: str, saved: Save) -> None:
    expected, read = seen_looks(), read_looks(saved(program, to))
    assert read.merged == expected.merged
    assert read.hidden_rows == (frozenset() if (program, to) in SHOWS_ROWS else expected.hidden_rows)
    assert read.hidden_columns == (frozenset() if (program, to) in SHOWS_COLUMNS else expected.hidden_columns)


def test_no_program_is_said_to_lose_what_it_keeps() -> None:
    kept = seen_looks().cells
    assert [
        (file, name)
        for file, lost in LOST.items()
        for name, seen in lost.items()
        if repr(seen) == repr(kept[name])
    ] == []
