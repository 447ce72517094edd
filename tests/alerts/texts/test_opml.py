"""The result of an import names what to correct, and no more lines than a message holds."""

import pytest

from alerts.texts.answers_opml import MOST_TROUBLES, imported


@pytest.mark.parametrize("number", [1, MOST_TROUBLES, MOST_TROUBLES + 1, 5000])
def test_the_first_wrong_lines_are_named_and_the_others_counted(number: int) -> None:
    said = imported(3, 0, [(line, "bad_address", "x" * 500) for line in range(1, number + 1)], number)

    assert said.count("• السطر") == min(number, MOST_TROUBLES)
    assert ("غيرها" in said) == (number > MOST_TROUBLES)
    assert len(said) < 4096
