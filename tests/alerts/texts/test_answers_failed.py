import pytest

from alerts.texts import answers_failed


@pytest.mark.parametrize(
    ("cause", "reason", "said"),
    [
        ("unreached", "NetworkError", "لم يمكن الاتصال"),
        ("unknown", "TimedOut", "ربما وصلت"),
        ("refused", "thread", "مغلق أو محذوف"),
        ("refused", "a < b", "a &lt; b"),
    ],
)
def test_why_it_was_given_up_is_said_in_words(cause: str, reason: str, said: str) -> None:
    assert said in answers_failed.why(cause, reason)


def test_what_is_not_known_is_still_a_message_in_a_chat() -> None:
    line = answers_failed.item(1, kind="new", chat="new", chat_key="ab", ago="الآن", cause="unknown", reason="")

    assert line.startswith("<b>١. رسالة</b> · محادثة")


def test_nothing_to_send_anew_is_said() -> None:
    assert "لم تعد" in answers_failed.requeued(0)
    assert answers_failed.requeued(2) == "ستُرسل من جديد: رسالتان"


def test_a_page_is_named_only_where_there_are_several() -> None:
    assert "صفحة" not in answers_failed.failed(["…"], total=1, page="")
    assert "صفحة ٢ من ٣" in answers_failed.failed(["…"], total=20, page="٢ من ٣")
