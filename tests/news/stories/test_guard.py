"""Laws of the guard: what parts two articles that are alike, and what makes an update of the second."""

import pytest

from domain.news import Grade
from news.stories.features import NO_TOLL, Features, Toll
from news.stories.guard import compare, rises
from news.stories.stems import number_of


def said(
    *,
    places: str = "",
    more_places: str = "",
    figures: str = "",
    more_figures: str = "",
    events: str = "",
    toll: Toll = NO_TOLL,
) -> Features:
    """Return features: *places* and *figures* of the title, and what only the text adds."""
    numbers = [tuple(number_of(each) for each in row.split()) for row in (places, more_places, figures, more_figures)]
    return Features(
        (),
        b"",
        (),
        (),
        numbers[0] + numbers[1],
        numbers[2] + numbers[3],
        tuple(number_of(each) for each in events.split()),
        (0, len(numbers[0]), len(numbers[2])),
        toll,
    )


@pytest.mark.parametrize(
    ("first", "then", "far", "near"),
    [
        (said(), said(), Grade.SAME, Grade.COPY),
        (said(places="sy"), said(places="sy sy.homs"), Grade.SAME, Grade.COPY),
        (said(places="sy sy.homs"), said(places="sy"), Grade.SAME, Grade.COPY),
        (said(places="sy sy.homs"), said(places="sy sy.idlib"), None, None),
        (said(places="sy", more_places="iq"), said(places="sy", more_places="tr"), Grade.SAME, None),
        (said(more_places="iq"), said(more_places="tr"), None, None),
        (said(places="sy", more_places="iq"), said(more_places="iq"), Grade.SAME, Grade.COPY),
        (said(figures="3"), said(figures="3 5"), Grade.SAME, Grade.COPY),
        (said(figures="3"), said(figures="5"), None, None),
        (said(figures="3"), said(more_figures="5"), Grade.SAME, None),
        (said(more_figures="3"), said(more_figures="5"), Grade.SAME, None),
        (said(figures="3"), said(figures="7", more_figures="3"), Grade.SAME, Grade.COPY),
        (said(figures="3", toll=Toll(3, 0, 0)), said(figures="5", toll=Toll(5, 0, 0)), Grade.UPDATE, Grade.UPDATE),
        (said(figures="5", toll=Toll(5, 0, 0)), said(figures="3", toll=Toll(3, 0, 0)), None, None),
        (said(toll=Toll(3, 0, 0)), said(toll=Toll(0, 9, 0)), Grade.SAME, Grade.COPY),
        (said(figures="3 80", toll=Toll(3, 0, 0)), said(figures="5 90", toll=Toll(5, 0, 0)), None, None),
        (
            said(places="sy.homs", figures="3", toll=Toll(3, 0, 0)),
            said(places="sy.idlib", figures="5", toll=Toll(5, 0, 0)),
            None,
            None,
        ),
        (said(events="fire", toll=Toll(3, 0, 0)), said(events="flood", toll=Toll(5, 0, 0)), None, None),
        (said(events="fire"), said(events="flood"), Grade.SAME, Grade.COPY),
        (said(events="fire", toll=Toll(3, 0, 0)), said(toll=Toll(5, 0, 0)), Grade.UPDATE, Grade.UPDATE),
        (said(toll=Toll(3, 0, 0)), said(events="fire", toll=Toll(5, 0, 0)), Grade.UPDATE, Grade.UPDATE),
    ],
)
def test_places_and_figures_part_stories_and_a_rising_toll_updates_one(
    first: Features, then: Features, far: Grade | None, near: Grade | None
) -> None:
    assert (compare(first, then, near=False), compare(first, then, near=True)) == (far, near)


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (Toll(3, 0, 0), Toll(5, 0, 0), True),
        (Toll(3, 4, 0), Toll(3, 9, 0), True),
        (Toll(3, 4, 0), Toll(5, 0, 0), True),
        (Toll(3, 4, 0), Toll(5, 2, 0), True),
        (Toll(3, 9, 0), Toll(5, 2, 0), True),
        (Toll(3, 40, 0), Toll(20, 19, 0), True),
        (Toll(0, 0, 0), Toll(3, 0, 0), True),
        (Toll(0, 0, 0), Toll(0, 4, 0), True),
        (Toll(0, 9, 0), Toll(2, 4, 0), True),
        (Toll(3, 0, 0), Toll(3, 4, 0), False),
        (Toll(0, 0, 15), Toll(3, 0, 0), False),
        (Toll(0, 0, 15), Toll(0, 9, 0), False),
        (Toll(0, 4, 0), Toll(0, 0, 15), False),
        (Toll(3, 9, 0), Toll(3, 2, 0), False),
        (Toll(3, 0, 0), Toll(3, 0, 0), False),
        (Toll(0, 0, 15), Toll(0, 0, 20), True),
        (Toll(3, 0, 0), Toll(0, 5, 0), False),
        (Toll(9, 3, 0), Toll(5, 8, 0), False),
    ],
)
def test_a_toll_rises_where_more_are_dead_or_hurt_and_nobody_came_back(
    first: Toll, then: Toll, *, expected: bool
) -> None:
    assert rises(first, then) is expected
