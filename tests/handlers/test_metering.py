from handlers.metering import MOST_PEOPLE, Measure, Meter


def test_over_the_limit_is_told_once_a_minute_and_the_others_are_not_concerned() -> None:
    meter = Meter(2)

    measures = [meter.take((1, 0), number, 0.0) for number in range(5)]

    assert measures == [Measure.FREE, Measure.FREE, Measure.FULL, Measure.OVER, Measure.OVER]
    assert meter.take((2, 0), 9, 0.0) is Measure.FREE


def test_after_a_minute_there_is_room_again() -> None:
    meter = Meter(1)
    meter.take((1, 0), 1, 0.0)
    meter.take((1, 0), 2, 1.0)

    assert meter.take((1, 0), 3, 61.0) is Measure.FREE
    assert meter.take((1, 0), 4, 62.0) is Measure.FULL


def test_an_update_that_is_handled_again_counts_once() -> None:
    meter = Meter(1)

    assert [meter.take((1, 0), 7, at) for at in (0.0, 1.0, 2.0)] == [Measure.FREE] * 3
    assert meter.take((1, 0), 8, 3.0) is Measure.FULL
    assert meter.take((1, 0), 8, 4.0) is Measure.FULL


def test_who_asked_longest_ago_is_forgotten_where_very_many_ask() -> None:
    meter = Meter(1)
    meter.take((0, 0), 1, 0.0)
    meter.take((0, 0), 2, 0.0)

    for person in range(1, MOST_PEOPLE + 1):
        meter.take((person, 0), 10 + person, 1.0)

    assert len(meter._asked) == MOST_PEOPLE
    assert meter.take((0, 0), 3, 2.0) is Measure.FREE
