import pytest

from domain.preferences import Digest, Picture, Preferences, Quiet
from handlers.changes import Digested, Limit, Pictured, QuietHours, Setting, Updates, UrgentPasses, Zone
from handlers.dials import State, minutes, page, page_of, setting

PREFERENCES = [
    Preferences(),
    Preferences("UTC", Quiet(1380, 360), False, 5, Digest.DAILY, 480, False, Picture.BELOW),  # noqa: FBT003  all fields
    Preferences(digest=Digest.HOURLY, picture=Picture.ABOVE),
]


@pytest.mark.parametrize("preferences", PREFERENCES)
@pytest.mark.parametrize("name", ["", "d", "q", "m", "l", "z", "unknown"])
def test_every_button_of_a_page_opens_a_page_or_sets_something(name: str, preferences: Preferences) -> None:
    _, rows = page(name, State(preferences, "دمشق", "٣:٠٠ م", "٤:٠٠ م", 2))

    for row in rows:
        for button in row:
            assert len(button.data.encode()) <= 64
            assert button.data.startswith(("s:", "s=m:")) or setting(button.data) is not None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("s=d:instant", Digested(Digest.INSTANT)),
        ("s=d:daily:600", Digested(Digest.DAILY, 600)),
        ("s=d:daily:1440", None),
        ("s=d:weekly", None),
        ("s=q:1380:360", QuietHours(Quiet(1380, 360))),
        ("s=q:", QuietHours(None)),
        ("s=q:7:7", None),
        ("s=q:7", None),
        ("s=e:1", UrgentPasses(passes=True)),
        ("s=u:0", Updates(silent=False)),
        ("s=p:above", Pictured(Picture.ABOVE)),
        ("s=p:none", Pictured(Picture.NONE)),
        ("s=p:left", None),
        ("s=l:5", Limit(5)),
        ("s=l:", Limit(None)),
        ("s=l:0", None),
        ("s=l:61", None),
        ("s=z:Europe/Berlin", Zone("Europe/Berlin")),
        ("s=z:Nowhere", None),
        ("s=x", None),
    ],
)
def test_data_are_read_and_forged_ones_set_nothing(data: str, expected: Setting | None) -> None:
    assert setting(data) == expected


@pytest.mark.parametrize(
    ("data", "name"), [("s=q:", "q"), ("s=e:1", "q"), ("s=u:1", ""), ("s=p:above", ""), ("s=d:hourly", "d")]
)
def test_a_change_shows_the_page_where_it_was_made(data: str, name: str) -> None:
    assert page_of(data) == name


@pytest.mark.parametrize(("data", "expected"), [("s=m:60", 60), ("s=m:", 0), ("s=m:x", 0), ("s=m:999999", 43200)])
def test_nothing_is_muted_for_more_than_thirty_days(data: str, expected: int) -> None:
    assert minutes(data) == expected


def test_without_a_mute_there_is_none_to_end() -> None:
    _, rows = page("m", State(Preferences(), "دمشق", "٣:٠٠ م"))

    assert "s=m:" not in {button.data for row in rows for button in row}
