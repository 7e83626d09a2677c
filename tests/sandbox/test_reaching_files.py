"""Files that reach out of themselves are refused in every spelling; those that only look so are read."""

from tests.support.reaching_files import PLACES, REACHING_FORMULAS, SPELLINGS, packed, reaching_parts


def test_there_are_enough_spellings_in_every_place() -> None:
    assert len(REACHING_FORMULAS) + len(SPELLINGS) >= 40
    assert len({packed(parts) for _name, parts in reaching_parts()}) >= 40 * len(PLACES)
