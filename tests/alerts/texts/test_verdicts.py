"""Verdicts in words: a light, what is the case, and what to do."""

import pytest

from alerts.texts import verdicts
from domain.feeds import Verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_light_and_says_what_is_the_case(verdict: Verdict) -> None:
    assert verdicts.light(verdict) in {"🟢", "🟡", "🔴"}
    assert verdicts.sentence(verdict).endswith(".")
    assert len(verdicts.sentence(verdict)) <= 150  # six of them share a page of /feeds


@pytest.mark.parametrize("verdict", [each for each in Verdict if verdicts.light(each) == "🔴"])
def test_what_is_not_read_says_what_to_do(verdict: Verdict) -> None:
    assert verdicts.sentence(verdict).count(".") >= 2 or "؛" in verdicts.sentence(verdict)
