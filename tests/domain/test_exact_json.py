"""Numbers have exactly their own digits in JSON, and no number is a text."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.any_text import any_text
from tests.support.thoroughness import examples
from xlplan.domain.exact_json import exact_json, read_exact_json
from xlplan.domain.unit_of_measure import to_number

NUMBERS = st.decimals(min_value=0, max_value=10**13, places=4).map(to_number) | st.integers(0, 10**13)
VALUES = st.recursive(
    NUMBERS | any_text() | st.none() | st.booleans(),
    lambda each: st.lists(each) | st.dictionaries(any_text(), each),
)


def test_a_number_is_written_with_its_own_digits() -> None:
    values = [5, Decimal("5.5"), Decimal("0.0001"), Decimal("1234567890123.4567"), -Decimal("0.5")]
    assert exact_json(values) == "[5, 5.5, 0.0001, 1234567890123.4567, -0.5]"


def test_a_text_of_digits_stays_a_text() -> None:
    assert exact_json({"5,5": "5.5"}) == '{"5,5": "5.5"}'
    assert read_exact_json('["5.5", 5.5, 5, 5.0]') == ["5.5", Decimal("5.5"), 5, 5]


@settings(max_examples=examples(100, 40))
@given(VALUES.filter(lambda value: "\0" not in repr(value).replace("\\x00", "\0")))
def test_whatever_is_written_reads_back_with_its_types(value: object) -> None:
    read = read_exact_json(exact_json(value, indent=2))
    assert repr(read) == repr(value)


@settings(max_examples=examples(100, 40))
@given(VALUES.filter(lambda value: "Decimal" not in repr(value)))
def test_what_has_no_decimals_is_written_as_ever(value: object) -> None:
    assert exact_json(value) == json.dumps(value, ensure_ascii=False)


def test_what_is_no_value_of_json_is_refused() -> None:
    with pytest.raises(TypeError, match="Fraction"):
        exact_json([Fraction(1, 3)])
