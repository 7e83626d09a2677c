"""Addresses of cells in few words."""

import pytest

from xlplan.documents.formats.grid import cell_ranges


@pytest.mark.parametrize(
    ("addresses", "shown"),
    [
        (["E7"], "E7"),
        (["H13", "I13", "J13"], "H13–J13"),
        (["E7", "E8", "E9", "E12"], "E7–E9, E12"),
        (["Z1", "AA1"], "Z1–AA1"),
        (["E7", "K7", "E8"], "E7–E8, K7"),
        (["H7", "I7", "H9", "I9"], "H7–I7, H9–I9"),
        (["E7", "E7"], "E7"),
        ([], ""),
    ],
)
def test_neighbours_are_joined(addresses: list[str], shown: str) -> None:
    assert cell_ranges(addresses) == shown
