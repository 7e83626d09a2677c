"""When a workbook was last saved, as its program says it."""

from datetime import UTC, datetime, timedelta

import pytest

from xlplan.documents.return_reader.reader import saved_at

MOMENT = datetime(2021, 7, 5, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-07-05T10:15:00Z", MOMENT),
        ("2021-07-05T13:15:00+03:00", MOMENT),
        ("2021-07-05T10:15:00.5Z", MOMENT + timedelta(seconds=0.5)),
        ("2021-07-05T10:15:00", None),
        ("2021-13-05T10:15:00Z", None),
        ("вчора", None),
        ("", None),
    ],
)
def test_a_moment_with_a_zone_is_read_and_any_other_is_unknown(written: str, moment: datetime | None) -> None:
    core = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{written}</dcterms:modified>'.encode()
    assert saved_at({"docProps/core.xml": core}) == moment


def test_a_workbook_without_core_properties_says_nothing() -> None:
    assert saved_at({}) is None
