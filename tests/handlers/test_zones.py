from zoneinfo import ZoneInfo

import pytest

from alerts.texts.clock import ZONES, zone
from handlers.zones import known, named


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("برلين", "Europe/Berlin"),
        ("المانيا", "Europe/Berlin"),
        ("مدينة بيروت", "Asia/Beirut"),
        ("سعودية", "Asia/Riyadh"),
        ("عمّان", "Asia/Amman"),
        ("إستنبول", None),
        ("طرابلس", None),
        ("طرابلس الشام", "Asia/Beirut"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("utc", "UTC"),
        ("../etc/passwd", None),
        ("Europe", None),
        ("Berlin", None),
        ("", None),
    ],
)
def test_a_zone_is_named_by_city_country_or_its_own_name(typed: str, name: str | None) -> None:
    assert named(typed) == name


def test_every_zone_that_has_an_arabic_name_is_one_and_is_found_by_it() -> None:
    for name, (shown, _) in ZONES.items():
        assert ZoneInfo(name).key == name
        assert named(shown) == name
        assert zone(name) == shown


def test_a_zone_without_an_arabic_name_is_called_by_its_own() -> None:
    assert "Pacific/Auckland" in zone("Pacific/Auckland")
    assert known("Pacific/Auckland")
    assert not known("Pacific/Nowhere")
    assert not known("آسيا/دمشق")
