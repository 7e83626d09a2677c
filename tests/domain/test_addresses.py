"""Addresses are read as people type them into a cell, and what is none is named."""

import pytest

from xlplan.domain.addresses import Addresses, plain_address, read_addresses


@pytest.mark.parametrize(
    ("typed", "good", "broken"),
    [
        ("", (), ()),
        ("hor@buro.example", ("hor@buro.example",), ()),
        ("a@x.example, b@x.example", ("a@x.example", "b@x.example"), ()),
        ("a@x.example;b@x.example\nc@x.example", ("a@x.example", "b@x.example", "c@x.example"), ()),
        ("Марія Іваненко <maria@x.example>", ("maria@x.example",), ()),
        ('"Бюро, місто" <a@x.example>', ("a@x.example",), ()),
        ("mailto:a@x.example", ("a@x.example",), ()),
        ("a@X.Example a@x.example", ("a@x.example",), ()),
        ("bureau@бюро.укр", ("bureau@xn--90a0af9c.xn--j1amh",), ()),
        ("a@x.example, b@", ("a@x.example",), ("b@",)),
        ("hor at buro.example", (), ("hor", "at", "buro.example")),
        ("бюро@x.example", (), ("бюро@x.example",)),
        ("a\u200b@x.example", ("a@x.example",), ()),
        ("a@x.example\r\nBcc: all@x.example", ("a@x.example", "all@x.example"), ("Bcc:",)),
    ],
)
def test_addresses_in_a_cell(typed: str, good: tuple[str, ...], broken: tuple[str, ...]) -> None:
    assert read_addresses(typed) == Addresses(good, broken)


@pytest.mark.parametrize(
    "typed",
    ["", "@x.example", "a@", "a@x", "a b@x.example", "a@x..example", "a@-x.example", "a..b@x.example", "a@x@y"],
)
def test_what_is_no_address(typed: str) -> None:
    assert plain_address(typed) == ""
