"""A time zone is known by its name, and this computer's own is proposed."""

import zoneinfo
from importlib.util import find_spec
from zoneinfo import ZoneInfo

import pytest

from xlplan.storage.time_zones import is_known_zone, propose_zone, read_zone, refusal_of_zone
from xlplan.text.translation import use_language


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        (" europe/kyiv ", "Europe/Kyiv"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Kyiv", "Europe/Kyiv"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_read_by_its_name_or_by_its_city(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone
    assert is_known_zone(zone)


@pytest.mark.parametrize("typed", ["", "Kyiv time", "UTC+3", "Mars/Olympus", "../../etc/passwd"])
def test_anything_else_is_no_zone(typed: str) -> None:
    assert read_zone(typed) is None
    assert not is_known_zone(typed)


def test_what_is_no_zone_is_refused_with_one_that_is_near() -> None:
    use_language("en")
    assert refusal_of_zone("Europe/Warsow") == (
        "“Europe/Warsow” is no time zone. Write its name like this: Europe/Warsaw."
    )
    assert refusal_of_zone("?") == "“?” is no time zone. Write its name like this: Europe/Kyiv."


def test_the_computer_s_own_zone_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    assert propose_zone() == "America/New_York"
    assert ZoneInfo(propose_zone())


def test_a_server_s_world_time_is_no_centre_s_in_ukraine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Etc/UTC")
    assert propose_zone() == "Europe/Kyiv"
    use_language("en")
    assert propose_zone() == "Etc/UTC"


@pytest.mark.skipif(find_spec("tzdata") is not None, reason="the package tzdata is the data that is to be missing")
def test_without_any_data_of_zones_the_sentence_says_what_to_install() -> None:
    zoneinfo.reset_tzpath([])
    try:
        assert "python -m pip install tzdata" in refusal_of_zone("Europe/Kyiv")
    finally:
        zoneinfo.reset_tzpath()
