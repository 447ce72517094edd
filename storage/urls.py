"""Turn the DATABASE_URL a person or a platform gives into the one SQLAlchemy wants."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from domain.errors import ConfigurationError

_LIBPQ_ONLY = ("channel_binding", "gssencmode", "target_session_attrs", "connect_timeout", "keepalives")


def normalised(text: str) -> URL:
    """Return the URL with our async driver: aiosqlite for SQLite, asyncpg for PostgreSQL.

    Platforms give ``postgres://`` and libpq's ``sslmode``; asyncpg calls the latter ``ssl`` and knows no others.

    Raises:
        ConfigurationError: if the URL is unreadable, of another database, or SQLite in memory (which a second
            connection could not see, and a restart would lose).

    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ConfigurationError("DATABASE_URL is not a database URL, like sqlite:///var/mirsal.db") from error
    match url.drivername.partition("+")[0]:
        case "sqlite":
            return _sqlite(url)
        case "postgres" | "postgresql":
            return _postgresql(url)
        case other:
            raise ConfigurationError(f"DATABASE_URL is of {other!r}; Mirsal stores in SQLite or PostgreSQL")


def _sqlite(url: URL) -> URL:
    if not url.database or url.database == ":memory:":
        raise ConfigurationError("DATABASE_URL names no SQLite file; write sqlite:///var/mirsal.db")
    return url.set(drivername="sqlite+aiosqlite")


def _postgresql(url: URL) -> URL:
    mode = url.query.get("sslmode")
    url = url.difference_update_query(["sslmode", *_LIBPQ_ONLY])
    if mode:
        url = url.update_query_dict({"ssl": mode})
    return url.set(drivername="postgresql+asyncpg")
