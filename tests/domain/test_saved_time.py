"""When a workbook was last saved, as programs write it, and which of these times can be compared."""

from datetime import UTC, datetime, timedelta

import pytest

from xlplan.domain.saved_time import are_alike, saved_in_meta, saved_in_summary

MOMENT = datetime(2021, 7, 5, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-07-05T10:15:00", MOMENT.replace(tzinfo=None)),
        ("2021-07-05T10:15:00.500000000", MOMENT.replace(tzinfo=None) + timedelta(seconds=0.5)),
        ("2021-07-05T10:15:00Z", MOMENT),
        ("2021-13-05T10:15:00", None),
        ("вчора", None),
    ],
)
def test_an_ods_names_its_time_with_or_without_a_zone(written: str, moment: datetime | None) -> None:
    assert saved_in_meta(f"<office:meta><dc:date>{written}</dc:date></office:meta>".encode()) == moment


def summary(moment: datetime) -> bytes:
    """The summary of an xls, with the title before the time of the last save."""
    ticks = (moment - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10
    section = [48 + 56, 2, 2, 24, 13, 40]
    values = [30, 1, 0, 0, 64, ticks & 0xFFFFFFFF, ticks >> 32]
    numbers = b"".join(number.to_bytes(4, "little") for number in section + values)
    kind = bytes.fromhex("E0859FF2F94F6810AB9108002B27B3D9")
    return (
        b"\xfe\xff\x00\x00" + bytes(20) + (1).to_bytes(4, "little") + kind + (48).to_bytes(4, "little") + numbers
    )


def test_an_xls_names_its_time_in_its_summary() -> None:
    assert saved_in_summary(bytes(512) + summary(MOMENT) + bytes(100)) == MOMENT


@pytest.mark.parametrize("size", range(0, 110, 7))
def test_a_cut_summary_names_no_time(size: int) -> None:
    cut = summary(MOMENT)[: min(size, 90)]
    assert saved_in_summary(cut) is None


def test_times_are_compared_where_all_are_known_and_all_have_a_zone_or_none_has() -> None:
    local = MOMENT.replace(tzinfo=None)
    assert are_alike(MOMENT, MOMENT)
    assert are_alike(local, local)
    assert not are_alike(MOMENT, local)
    assert not are_alike(MOMENT, None)
    assert not are_alike(None, None)
