"""Trouble is told once it lasts, and its end once it stays away."""

from bot.alarm import Alarm


def alarm() -> Alarm:
    return Alarm(after=60, quiet=300)


def test_a_moment_of_trouble_is_not_told() -> None:
    one = alarm()

    assert [one.trouble(0), one.trouble(59)] == [False, False]
    assert one.fine(1000) is False


def test_trouble_that_lasts_is_told_once_however_often_it_seems_over() -> None:
    one = alarm()

    told = [one.trouble(0), one.fine(10), one.trouble(61), one.fine(70), one.trouble(90)]

    assert told == [False, False, True, False, False]


def test_its_end_is_told_once_after_some_quiet() -> None:
    one = alarm()
    one.trouble(0)
    one.trouble(60)

    assert [one.fine(300), one.fine(361), one.fine(362)] == [False, True, False]


def test_trouble_that_comes_again_after_quiet_begins_anew() -> None:
    one = alarm()
    one.trouble(0)

    assert [one.trouble(301), one.trouble(340), one.trouble(362)] == [False, False, True]


def test_all_is_well_from_the_start() -> None:
    assert alarm().fine(0) is False
