"""Of copies of one return that came together the one saved last is processed last, wherever it stood."""

from datetime import UTC, datetime, timedelta

import pytest

from xlplan.domain.copies import CopyMarks, CopyOrder, ReturnKey, order_copies
from xlplan.domain.quarter import Quarter

NOON = datetime(2021, 7, 5, 12, tzinfo=UTC)
HOR, LUG = ("KR", Quarter(2021, 2), "HOR"), ("KR", Quarter(2021, 2), "LUG")


def marks(
    file: str, key: ReturnKey | None = HOR, saved: int | None = None, time: int | None = None, zone: bool = True
) -> CopyMarks:
    """A file saved so many hours after noon, and with such a time of its own."""
    saved_at = None if saved is None else NOON + timedelta(hours=saved)
    file_time = None if time is None else NOON + timedelta(hours=time)
    return CopyMarks(file, key, saved_at.replace(tzinfo=None) if saved_at and not zone else saved_at, file_time)


def order(*files: CopyMarks) -> str:
    return "".join(files[position].file for position, _order in order_copies(files, UTC))


def last_of(*files: CopyMarks) -> list[CopyOrder]:
    return [each for _position, each in order_copies(files, UTC) if each]


def test_copies_stand_in_the_order_of_their_saving_in_their_own_places() -> None:
    files = (
        marks("c", saved=3),
        marks("x", LUG, saved=9),
        marks("a", saved=1),
        marks("?", None),
        marks("b", saved=2),
    )
    assert order(*files) == "axb?c"


def test_each_copy_is_told_which_was_saved_last() -> None:
    orders = last_of(marks("b", saved=2), marks("a", saved=1))
    assert [each.is_last for each in orders] == [False, True]
    assert {(each.number, each.last_file, each.last_saved, each.is_file_time) for each in orders} == {
        (2, "b", NOON + timedelta(hours=2), False)
    }


def test_where_one_names_no_time_the_times_of_the_files_are_taken() -> None:
    files = (marks("b", saved=1, time=5), marks("a", time=4))
    assert order(*files) == "ab"
    assert [each.is_file_time for each in last_of(*files)] == [True, True]


def test_a_time_without_a_zone_is_compared_with_its_like_alone() -> None:
    assert order(marks("b", saved=2, zone=False), marks("a", saved=1, zone=False)) == "ab"
    mixed = (marks("b", saved=2, zone=False), marks("a", saved=1))
    assert order(*mixed) == "ba"
    assert last_of(*mixed) == []


@pytest.mark.parametrize(
    "files",
    [
        (marks("b"), marks("a")),
        (marks("b", saved=1), marks("a", saved=1)),
        (marks("b", saved=2), marks("a", LUG, saved=1)),
        (marks("b", None, saved=2), marks("a", None, saved=1)),
    ],
    ids=["unknown", "equal", "two returns", "no return"],
)
def test_nothing_is_told_where_none_was_plainly_saved_last(files: tuple[CopyMarks, ...]) -> None:
    assert order(*files) == "ba"
    assert last_of(*files) == []
