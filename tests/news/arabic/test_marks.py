import pytest

from news.arabic.marks import FIRST_STRONG_ISOLATE, POP_ISOLATE, RIGHT_TO_LEFT, isolate, lines


@pytest.mark.parametrize("line", ["🔴 عاجل", "29 تموز", "BBC عربي", "#درعا", "  (خبر)"])
def test_a_line_that_opens_from_the_left_gets_one_mark(line: str) -> None:
    assert lines(line) == RIGHT_TO_LEFT + line


@pytest.mark.parametrize("line", ["درعا", "", "   ", RIGHT_TO_LEFT + "🔴 عاجل", "  درعا"])
def test_a_line_that_opens_from_the_right_is_left_alone(line: str) -> None:
    assert lines(line) == line


def test_each_line_is_looked_at() -> None:
    assert lines("درعا\n#درعا\n\n1") == f"درعا\n{RIGHT_TO_LEFT}#درعا\n\n{RIGHT_TO_LEFT}1"


def test_marking_twice_is_marking_once() -> None:
    assert lines(lines("🔴\nx")) == lines("🔴\nx")


def test_a_name_is_isolated_once() -> None:
    assert isolate(isolate("BBC")) == f"{FIRST_STRONG_ISOLATE}BBC{POP_ISOLATE}"


def test_nothing_is_not_isolated() -> None:
    assert isolate("") == ""


def test_no_mark_that_telegram_deletes_is_used() -> None:
    written = lines("1\nx") + isolate("x")

    assert not any("\u2028" <= character <= "\u202e" for character in written)
