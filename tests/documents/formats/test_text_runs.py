import pytest
from xlrd import XL_CELL_TEXT

from xlplan.documents.formats.text_runs import TextRun, shown_signs, split_runs, strike_out
from xlplan.documents.formats.xls_cells import plain_value
from xlplan.domain.returned import LeftOut

STRUCK, RAISED = "struck", "raised"


@pytest.mark.parametrize(
    ("runs", "value", "left_out"),
    [
        ([("1", STRUCK), ("8", None)], "8", [("struck", "1")]),
        ([("6", None), ("1", RAISED)], "6", [("raised", "1")]),
        ([("1", STRUCK), ("8", STRUCK), ("5", None)], "5", [("struck", "18")]),
        ([("18", STRUCK)], "", [("struck", "18")]),
        ([("18", None), (" ", STRUCK), ("19", None)], "18 19", []),
        ([("18", STRUCK), (" ", STRUCK), ("19", STRUCK), ("5", None)], "5", [("struck", "18 19")]),
        ([("6", RAISED)], "6", []),
        ([(" ", None), ("6", RAISED)], " 6", []),
        ([("18", STRUCK), ("6", RAISED)], "6", [("struck", "18")]),
        ([("14.05.2021", None), ("2", RAISED)], "14.05.2021", [("raised", "2")]),
        ([("площа 12 м", None), ("2", RAISED)], "площа 12 м2", []),
        ([], "", []),
    ],
)
def test_a_value_is_what_is_neither_struck_out_nor_raised(
    runs: list[tuple[str, str | None]], value: str, left_out: list[tuple[str, str]]
) -> None:
    assert split_runs(TextRun(*run) for run in runs) == (value, tuple(LeftOut(*part) for part in left_out))  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "text"), [(18.0, "18"), ("вісім", "вісім"), (None, ""), (" ", "")])
def test_a_cell_that_is_struck_out_leaves_out_its_whole_value(value: float | str | None, text: str) -> None:
    assert strike_out(value) == ((LeftOut("struck", text),) if text else ())


@pytest.mark.parametrize(
    ("written", "shown"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\0b", "ab"), ("\0", ""), ("a\tb", "a\tb")]
)
def test_a_line_break_is_one_sign_and_nul_is_none(written: str, shown: str) -> None:
    assert shown_signs(written) == shown


def test_a_text_of_an_xls_has_no_nul() -> None:
    assert plain_value(XL_CELL_TEXT, "a\0b", 0) == "ab"
