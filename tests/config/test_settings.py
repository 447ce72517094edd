"""Settings: every wrong value is named with what to do, and no secret is shown."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import Settings, problems


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DYNO", "DATABASE_URL", "MIRSAL_BOT_TOKEN", "MIRSAL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def _problems() -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Settings()
    return problems(caught.value)


def test_without_any_setting_the_defaults_serve_the_demo() -> None:
    settings = Settings()

    assert settings.bot_token is None
    assert settings.database_url == "sqlite:///var/mirsal.db"
    assert settings.admins == frozenset()
    assert settings.worker_count >= 1


@pytest.mark.parametrize("text", ["7,12", "7, 12", "7 12", " 12,7,"])
def test_admins_are_numbers_with_commas_or_spaces_between(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MIRSAL_ADMINS", text)

    assert Settings().admins == {7, 12}


def test_an_admin_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_ADMINS", "layla")

    assert _problems()[0].startswith("MIRSAL_ADMINS: ")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1", timedelta(seconds=1)),
        ("1.5", timedelta(seconds=1.5)),
        ("60 s", timedelta(minutes=1)),
        ("PT2M", timedelta(minutes=2)),
    ],
)
def test_spans_of_time_are_seconds_or_durations(monkeypatch: pytest.MonkeyPatch, text: str, span: timedelta) -> None:
    monkeypatch.setenv("MIRSAL_POLL_SHORTEST", text)

    assert Settings().poll_shortest == span


def test_a_file_of_settings_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MIRSAL_OPEN=false\n", "utf-8")

    assert Settings().open is False


def test_a_platform_gives_its_database_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@host/db")
    monkeypatch.setenv("DYNO", "worker.1")

    assert Settings().database_url == "postgres://u:p@host/db"


def test_an_sqlite_file_on_a_throwaway_disk_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNO", "worker.1")

    (problem,) = _problems()

    assert "empties its disk" in problem
    assert "DATABASE_URL" in problem


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("MIRSAL_BOT_TOKEN", "hello"),
        ("MIRSAL_BOT_TOKEN", "123456:two words"),
        ("MIRSAL_TELEGRAM_API", "api.telegram.org/bot"),
        ("MIRSAL_TELEGRAM_PROXY", "secret.example:3128"),
        ("MIRSAL_FEEDS_PROXY", "ftp://secret.example"),
        ("MIRSAL_FEEDS_PROXY", "http://[secret"),
    ],
)
def test_what_cannot_be_used_is_named_before_the_start_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(name, text)

    (problem,) = _problems()

    assert problem.startswith(f"{name}: ")
    assert text not in problem


@pytest.mark.parametrize("text", ["http://u:p@h:3128", "socks5://127.0.0.1:1080", "socks5h://h:1080"])
def test_proxies_are_web_or_socks(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MIRSAL_TELEGRAM_PROXY", text)
    monkeypatch.setenv("MIRSAL_FEEDS_PROXY", text)

    assert Settings().telegram_proxy == Settings().feeds_proxy == text


def test_an_unknown_time_zone_is_named_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_TIME_ZONE", "Damascus")

    assert _problems() == ["MIRSAL_TIME_ZONE: 'Damascus' is no time zone; write one such as Asia/Damascus"]


def test_bounds_that_cross_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_POLL_SHORTEST", "600")
    monkeypatch.setenv("MIRSAL_POLL_LONGEST", "60")

    assert _problems() == ["MIRSAL_POLL_LONGEST is shorter than MIRSAL_POLL_SHORTEST"]


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_BOT_TOKEN", "123456:very-secret")
    monkeypatch.setenv("MIRSAL_PACE", "fast")

    shown = " ".join(_problems())

    assert "MIRSAL_PACE" in shown
    assert "very-secret" not in shown


def test_a_public_address_needs_a_web_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_PUBLIC_URL", "https://mirsal.example/")

    assert _problems() == ["MIRSAL_PUBLIC_URL leads nowhere without a web server; set MIRSAL_WEB_PORT too"]

    monkeypatch.setenv("MIRSAL_WEB_PORT", "8081")
    assert Settings().public_url == "https://mirsal.example"


def test_a_webhook_needs_an_address_that_telegram_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_WEBHOOK", "true")
    assert _problems() == ["MIRSAL_WEBHOOK needs the address to which Telegram pushes; set MIRSAL_PUBLIC_URL too"]

    monkeypatch.setenv("MIRSAL_WEB_PORT", "8081")
    monkeypatch.setenv("MIRSAL_PUBLIC_URL", "http://127.0.0.1:8081")
    assert Settings().webhook  # without a token it is the demo's
    monkeypatch.setenv("MIRSAL_BOT_TOKEN", "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    assert _problems() == ["Telegram pushes to https:// alone; write such a MIRSAL_PUBLIC_URL"]

    monkeypatch.setenv("MIRSAL_TELEGRAM_API", "http://127.0.0.1:8082/bot")
    assert Settings().webhook

    monkeypatch.setenv("MIRSAL_WEBHOOK_SECRET", "سر")
    assert _problems() == ["MIRSAL_WEBHOOK_SECRET: a secret has 1 to 256 of A-Z a-z 0-9 _ -"]
    monkeypatch.setenv("MIRSAL_WEBHOOK_SECRET", "a_secret-1")
    assert Settings().webhook_secret


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://mirsal.example", "what is pushed travels by https:// alone; write such an address"),
        ("https://mirsal.example/?a=1", "write an address without ? and #"),
        ("https://mirsal.example/#b", "write an address without ? and #"),
        ("mirsal.example", "write an address that begins with https:// or http://"),
    ],
)
def test_a_public_address_that_cannot_be_pushed_to_is_refused(
    address: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIRSAL_WEB_PORT", "8081")
    monkeypatch.setenv("MIRSAL_PUBLIC_URL", address)

    assert _problems() == [f"MIRSAL_PUBLIC_URL: {problem}"]


def test_a_pace_over_the_free_limit_needs_a_bot_that_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_PACE", "850")
    with pytest.raises(ValidationError, match="MIRSAL_ALLOW_PAID_BROADCAST"):
        Settings(_env_file=None)

    monkeypatch.setenv("MIRSAL_ALLOW_PAID_BROADCAST", "true")
    assert Settings(_env_file=None).pace == 850


def test_a_language_model_is_off_and_needs_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().model_url == ""

    monkeypatch.setenv("MIRSAL_MODEL_URL", "http://127.0.0.1:11434/v1/")
    assert _problems() == ["MIRSAL_MODEL_URL needs the model's name; set MIRSAL_MODEL_NAME too"]

    monkeypatch.setenv("MIRSAL_MODEL_NAME", "qwen")
    monkeypatch.setenv("MIRSAL_MODEL_LANGUAGES", "en, fr")
    settings = Settings()
    assert settings.model_url == "http://127.0.0.1:11434/v1"
    assert settings.model_languages == {"en", "fr"}


def test_a_language_that_no_article_is_told_to_be_in_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_MODEL_LANGUAGES", "en,xx")

    assert _problems() == ["MIRSAL_MODEL_LANGUAGES: 'xx' is none of en fr tr fa ur ku"]


def test_the_key_of_a_language_model_travels_by_https_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_MODEL_NAME", "m")
    monkeypatch.setenv("MIRSAL_MODEL_KEY", "very-secret")
    monkeypatch.setenv("MIRSAL_MODEL_URL", "http://model.example/v1")
    assert _problems() == ["MIRSAL_MODEL_KEY travels by https:// alone; write such a MIRSAL_MODEL_URL"]

    for url in ("https://model.example/v1", "http://127.0.0.1:8000/v1"):
        monkeypatch.setenv("MIRSAL_MODEL_URL", url)
        assert "very-secret" not in repr(Settings())
