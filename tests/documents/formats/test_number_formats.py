import pytest

from xlplan.documents.formats.number_formats import NumberSense, as_percent, is_plain, number_sense
from xlplan.domain.returned import CellProblem, CellValue

SENSES = """
    General                         | 7      | PLAIN
    0                               | 7      | PLAIN
    #,##0                           | 12000  | PLAIN
    #,##0.00                        | 12000  | PLAIN
    0" спільно"                     | 7      | PLAIN
    General" шт."                   | 7      | PLAIN
    @                               | 7      | PLAIN
    0.00E+00                        | 7      | PLAIN
    # ?/?                           | 7      | PLAIN
    _-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_- | 7 | PLAIN
    _-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_- | 0 | PLAIN
    [$€-2] #,##0                    | 7      | PLAIN
    0%                              | 1      | PERCENTAGE
    0.0 %                           | 1      | PERCENTAGE
    [Red]0%                         | 1      | PERCENTAGE
    0"%"                            | 5      | PLAIN
    0\\%                            | 5      | PLAIN
    0;-0%                           | 5      | PLAIN
    0;-0%                           | -5     | PERCENTAGE
    [>=100]0%;[Red]0                | 100    | PERCENTAGE
    [>=100]0%;[Red]0                | 5      | PLAIN
    dd.mm.yyyy                      | 44330  | DATE
    [$-422]d mmmm yyyy              | 44330  | DATE
    [h]:mm:ss                       | 1.5    | DATE
    [mm]:ss                         | 1.5    | DATE
    #,##0,                          | 12000  | SCALED
    0.0,"тис."                      | 12000  | SCALED
    0,.0                            | 12000  | SCALED
    #,##0,, "млн"                   | 12000  | SCALED
    [>=1000]#,##0,;0                | 12000  | SCALED
    [>=1000]#,##0,;0                | 7      | PLAIN
    0","                            | 12000  | PLAIN
    ;;;                             | 7      | UNSEEN
    ;;;                             | 0      | UNSEEN
    ;;;                             | текст  | UNSEEN
    ;;;@                            | текст  | PLAIN
    ;;                              | текст  | PLAIN
    0;;                             | 7      | PLAIN
    0;;                             | -7     | UNSEEN
    0;-0;;@                         | 0      | UNSEEN
    "так"                           | 7      | UNSEEN
    "немає"                         | 0      | PLAIN
    #                               | 0      | UNSEEN
    #                               | 7      | PLAIN
    ""                              | 7      | UNSEEN
"""
LISTED = [tuple(part.strip() for part in line.split(" | ")) for line in SENSES.strip().splitlines()]


@pytest.mark.parametrize(("code", "value", "sense"), LISTED)
def test_a_format_gives_a_number_its_meaning(code: str, value: str, sense: str) -> None:
    given: CellValue = value if value.isalpha() else float(value)
    assert number_sense(code.replace("\\\\", "\\"), given) is NumberSense[sense]


def test_a_format_that_may_change_a_meaning_is_not_plain() -> None:
    odd = [code for code, _value, sense in LISTED if sense not in ("PLAIN", "DATE")]
    assert not any(is_plain(code) for code in odd)


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0",
        "#,##0",
        "dd.mm.yyyy",
        "[h]:mm",
        '0" спільно"',
        "@",
        '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
    ],
)
def test_a_usual_format_is_plain(code: str) -> None:
    assert is_plain(code)


def test_only_numbers_that_are_seen_as_others_or_not_at_all_are_a_problem() -> None:
    problems = {sense: sense.problem for sense in NumberSense if sense.problem}
    assert problems == {NumberSense.SCALED: CellProblem.SCALED, NumberSense.UNSEEN: CellProblem.UNSEEN}


def test_a_percentage_is_the_text_that_its_cell_shows() -> None:
    assert [as_percent(value) for value in (1, 0.125, 1 / 3, True, "5")] == [
        "100%", "12.5%", "33.333333%", True, "5",
    ]  # fmt: skip
