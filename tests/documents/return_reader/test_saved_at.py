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


@pytest.mark.parametrize("name", ["docProps/core.xml", "docProps\\core.xml", "DOCPROPS/CORE.XML"])
@pytest.mark.parametrize("prefix", ["dcterms:", "", "t1:"])
def test_the_spelling_of_names_does_not_matter(name: str, prefix: str) -> None:
    core = f"<{prefix}modified xsi:type='dcterms:W3CDTF'>\n2021-07-05T10:15:00Z\n</{prefix}modified>".encode()
    assert saved_at({name: core}) == MOMENT
