"""Every setting of Mirsal, read from the environment and from a file ``.env``; only ``bot`` reads them.

Names are upper case with the prefix ``MIRSAL_``; platforms also give ``DATABASE_URL`` and ``DYNO``. Spans of time
are seconds or ISO 8601 durations (``PT1M``).
"""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
FREE_PACE = 30.0  # Bots FAQ

TELEGRAM = "https://api.telegram.org/"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook: secret_token
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LANGUAGES = frozenset({"en", "fr", "tr", "fa", "ur", "ku"})  # those that articles are told to be in
_TOKEN = re.compile(r"[0-9]+:[\w-]+", re.ASCII)


def _seconds(value: object) -> object:
    words = value.removesuffix("s").rstrip() if isinstance(value, str) else ""
    return float(words) if words.replace(".", "", 1).isdigit() else value


# pydantic reads neither "60" nor "60 s", and people write both.
Seconds = Annotated[timedelta, BeforeValidator(_seconds)]


class Settings(BaseSettings):
    """Hold what an operator chooses; every value has a default that serves the demo and a small machine."""

    model_config = SettingsConfigDict(
        env_prefix="MIRSAL_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = Field(
        None, description="The bot's token from @BotFather; without it the demo starts."
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram ids of the people who keep the feeds, with commas between."
    )
    open: bool = Field(default=True, description="Serve everybody; false: only chats that an admin invited.")
    subscriptions_limit: int = Field(50, ge=1, le=1000, description="The most subscriptions of one chat or topic.")
    commands_limit: int = Field(
        20, ge=1, le=1000, description="The most commands and taps a minute of one person in a chat that are answered."
    )
    outage_notice: Seconds = Field(
        15 * MINUTE, ge=timedelta(0), description="Outages of ours as long as this are told to subscribers; 0: none."
    )
    time_zone: str = Field("Asia/Damascus", description="The zone of the times that people read (IANA name).")

    database_url: str = Field(
        "sqlite:///var/mirsal.db",
        validation_alias=AliasChoices("MIRSAL_DATABASE_URL", "DATABASE_URL"),
        description="An SQLite file or a PostgreSQL (postgresql://…).",
    )
    throwaway_disk: bool = Field(
        default=False,
        validation_alias=AliasChoices("DYNO"),
        description="Set by platforms whose disk is emptied at each start.",
    )

    telegram_api: str = Field("https://api.telegram.org/bot", description="Where the Bot API is, up to the token.")
    telegram_proxy: str = Field("", description="A proxy for Telegram: http://… or socks5://…")
    pace: float = Field(
        25.0, gt=0, le=1000, description="Alerts a second over all chats; Telegram's limit is 30 with answers."
    )
    answers_pace: float = Field(5.0, gt=0, le=100, description="Answers a second over all chats, beside the alerts.")
    allow_paid_broadcast: bool = Field(
        default=False,
        description="Let alerts pass Telegram's free limit, for 0.1 Stars each; then set the pace to 850.",
    )

    places_file: Path | None = Field(
        None, description="A file like news/places/data/syria.tsv, laid over the shipped ones."
    )
    feeds_file: Path | None = Field(None, description="A file like feeds/sources.toml to start with instead of it.")
    feeds_proxy: str = Field("", description="A proxy for feeds: http://… or socks5://…")
    feeds_allow_loopback: bool = Field(
        default=False, description="Let feeds live on this machine (127.0.0.1); the demo needs it."
    )
    poll_shortest: Seconds = Field(MINUTE, ge=SECOND, description="The shortest time between two polls of a feed.")
    poll_longest: Seconds = Field(30 * MINUTE, ge=SECOND, description="The longest time between two polls of a feed.")
    poll_worst: Seconds = Field(timedelta(hours=6), ge=SECOND, description="The longest wait of a feed that fails.")
    poll_budget: float = Field(10.0, gt=0, le=1000, description="k of the interval k/√(articles a day), in minutes.")
    fetch_concurrency: int = Field(64, ge=1, le=1000, description="The most requests to feeds at once.")
    fetch_per_host: int = Field(2, ge=1, le=1000, description="The most requests to one host at once.")
    fetch_gap: Seconds = Field(
        SECOND, ge=timedelta(0), description="The least time between the starts of two requests to one host."
    )
    fetch_max_bytes: int = Field(5 * 1024 * 1024, ge=1024, description="The most bytes of a feed, unpacked.")
    workers: int | None = Field(
        None, ge=1, le=64, description="Processes that read articles; half the cores by default."
    )
    keep_articles: Seconds = Field(timedelta(days=30), ge=timedelta(days=3), description="How long articles are kept.")

    web_port: int | None = Field(
        None, ge=1, le=65535, description="The port of /healthz, /readyz and hubs' callbacks; no web server without it."
    )
    web_host: str = Field("127.0.0.1", description="The address that it listens on; 0.0.0.0 in a container.")
    public_url: str = Field(
        "", description="The https:// address under which the web server is reached from outside; hubs push to it."
    )
    webhook: bool = Field(
        default=False, description="Have Telegram push updates to MIRSAL_PUBLIC_URL instead of asking it for them."
    )
    webhook_secret: SecretStr | None = Field(
        None,
        description="Proves that a push is Telegram's: 1-256 of A-Z a-z 0-9 _ -; derived from the token by default.",
    )
    webhook_max_bytes: int = Field(1024 * 1024, ge=16 * 1024, description="The most bytes of a pushed update.")
    webhook_connections: int = Field(40, ge=1, le=100, description="The most updates that Telegram pushes at once.")
    pushed_longest: Seconds = Field(
        10 * MINUTE, ge=SECOND, description="The time between two polls of a feed whose hub keeps its word."
    )

    model_url: str = Field(
        "",
        description="An OpenAI-compatible server, up to /v1, whose language model sums articles up; none without it.",
    )
    model_name: str = Field("", description="The name of the model there.")
    model_key: SecretStr | None = Field(None, description="Its key; a server of one's own may need none.")
    model_languages: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(), description="Languages that it translates into Arabic: of en fr tr fa ur ku, with commas between."
    )
    model_time_limit: Seconds = Field(
        15 * SECOND, ge=SECOND, le=MINUTE, description="How long an answer may take; alerts wait 8 s of it at most."
    )
    model_at_once: int = Field(4, ge=1, le=64, description="The most questions to the model at once.")
    model_requests: int = Field(500, ge=1, description="The most questions a day (UTC) to the model.")
    model_tokens: int = Field(
        1_000_000, ge=8_000, description="The most tokens a day (UTC); a question counts 8,000 until its cost is known."
    )

    demo_port: int = Field(8080, ge=1, le=65535, description="The port of the demo's page; the next free one is taken.")
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="The least level that is logged."
    )

    @field_validator("admins", "model_languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return frozenset(part for part in value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("throwaway_disk", mode="before")
    @classmethod
    def _is_named(cls, value: object) -> bool:
        return bool(value)  # DYNO holds the dyno's name, such as worker.1

    @field_validator("bot_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("this is no token; copy it from @BotFather: digits, a colon, letters")
        return value

    @field_validator("telegram_api")
    @classmethod
    def _is_address(cls, value: str) -> str:
        return _of_scheme(value, ("http", "https"))

    @field_validator("telegram_proxy", "feeds_proxy")
    @classmethod
    def _is_proxy(cls, value: str) -> str:
        return _of_scheme(value, ("http", "https", "socks5", "socks5h")) if value else value

    @field_validator("model_url")
    @classmethod
    def _is_server(cls, value: str) -> str:
        return _of_scheme(value, ("http", "https")).rstrip("/") if value else value

    @field_validator("model_languages")
    @classmethod
    def _are_languages(cls, value: frozenset[str]) -> frozenset[str]:
        if others := value - _LANGUAGES:
            raise ValueError(f"{' '.join(sorted(others))!r} is none of en fr tr fa ur ku")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("a secret has 1 to 256 of A-Z a-z 0-9 _ -")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(_of_scheme(value, ("https", "http")))
        if parts.scheme == "http" and not _is_loopback(value):
            raise ValueError("what is pushed travels by https:// alone; write such an address")
        if parts.query or parts.fragment:
            raise ValueError("write an address without ? and #")
        return value.rstrip("/")

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is no time zone; write one such as Asia/Damascus") from error
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.poll_longest < self.poll_shortest:
            raise ValueError("MIRSAL_POLL_LONGEST is shorter than MIRSAL_POLL_SHORTEST")
        if self.public_url and self.web_port is None:
            raise ValueError("MIRSAL_PUBLIC_URL leads nowhere without a web server; set MIRSAL_WEB_PORT too")
        if self.webhook and not self.public_url:
            raise ValueError("MIRSAL_WEBHOOK needs the address to which Telegram pushes; set MIRSAL_PUBLIC_URL too")
        is_telegrams = self.bot_token is not None and self.telegram_api.startswith(TELEGRAM)  # else it is the demo's
        if self.webhook and self.public_url.startswith("http:") and is_telegrams:
            raise ValueError("Telegram pushes to https:// alone; write such a MIRSAL_PUBLIC_URL")
        if self.model_url and not self.model_name:
            raise ValueError("MIRSAL_MODEL_URL needs the model's name; set MIRSAL_MODEL_NAME too")
        if self.model_key and urlsplit(self.model_url).scheme == "http" and not _is_loopback(self.model_url):
            raise ValueError("MIRSAL_MODEL_KEY travels by https:// alone; write such a MIRSAL_MODEL_URL")
        if self.pace > FREE_PACE and not self.allow_paid_broadcast:
            raise ValueError(
                f"MIRSAL_PACE is over {FREE_PACE:g}, Telegram's limit for bots that do not pay; lower it, or set "
                "MIRSAL_ALLOW_PAID_BROADCAST"
            )
        if self.throwaway_disk and self.database_url.startswith("sqlite"):
            raise ValueError(
                "this platform empties its disk at each start (DYNO is set), so an SQLite file would lose every "
                "subscription; set DATABASE_URL to a PostgreSQL"
            )
        return self

    @property
    def worker_count(self) -> int:
        """Return how many reading processes to keep: half the cores, at least one."""
        return self.workers or max(1, (os.cpu_count() or 1) // 2)


def problems(error: ValidationError) -> list[str]:
    """Return a line for each setting of *error* that is wrong: its name and what is wrong with it, no values."""
    return [
        f"{_name(part['loc'][0])}: {part['msg'].removeprefix('Value error, ')}"
        if part["loc"]
        else part["msg"].removeprefix("Value error, ")
        for part in error.errors(include_url=False, include_input=False)
    ]


def _of_scheme(value: str, schemes: tuple[str, ...]) -> str:
    """Return *value*, an address with a host; its text is not told: a proxy's may hold a password."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"write an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return value


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in _LOOPBACK


def _name(field: int | str) -> str:
    text = str(field)
    return text if text.isupper() else f"MIRSAL_{text.upper()}"
