"""What was asked of the language model today, for all processes and over restarts, and whether it is let alone.

Requests and tokens are spent in the transaction that claims a request, the tokens by an upper bound; once the answer
says what it cost, the rest is given back. What a process that died had spent stays spent.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, case, literal, select, update

from domain.retellings import Budget
from storage.database import Transaction
from storage.tables import model_use

MOST_TOKENS = 8_000  # of one request: the article, cut to what the prompt takes, and the longest answer


@dataclass(frozen=True, slots=True)
class Use:
    """What may still be spent today, how often in a row the model failed, and until when it is let alone."""

    requests: int
    failures: int
    away_until: datetime


async def now(tx: Transaction, budget: Budget, *, lock: bool = False) -> Use:
    """Return what is left of *budget* today; with *lock* nobody else spends until the transaction ends."""
    statement = select(model_use)
    row = (await tx.connection.execute(statement.with_for_update() if lock else statement)).one()
    return _use(row, budget, await _today(tx))


def _use(row: Row[tuple[object, ...]], budget: Budget, today: str) -> Use:
    spent = row._mapping
    requests, tokens = (spent["requests"], spent["tokens"]) if spent["day"] == today else (0, 0)
    left = min(budget.requests - requests, (budget.tokens - tokens) // MOST_TOKENS)
    return Use(max(0, left), spent["failures"], spent["away_until"])


async def spend(tx: Transaction, requests: int) -> None:
    """Store that so many requests are made, each with the most tokens it can cost."""
    today = await _today(tx)
    is_today = model_use.c.day == today
    values = {
        "day": today,
        "requests": case((is_today, model_use.c.requests), else_=literal(0)) + requests,
        "tokens": case((is_today, model_use.c.tokens), else_=literal(0)) + requests * MOST_TOKENS,
    }
    await tx.connection.execute(update(model_use).values(values))


async def answered(tx: Transaction, tokens: int) -> None:
    """Store that the model works, and give back what the answer did not cost; 0 *tokens*: it did not say."""
    await _give_back(tx, tokens)
    await tx.connection.execute(update(model_use).where(model_use.c.failures > 0).values(failures=0))


async def failed(tx: Transaction, away_until: datetime, tokens: int = 0) -> None:
    """Store that the model gave no answer, and is let alone until *away_until*."""
    await _give_back(tx, tokens)
    later = case(
        (model_use.c.away_until > away_until, model_use.c.away_until),
        else_=literal(away_until, model_use.c.away_until.type),
    )
    await tx.connection.execute(update(model_use).values(failures=model_use.c.failures + 1, away_until=later))


async def _give_back(tx: Transaction, tokens: int) -> None:
    """Correct what one request was taken to cost; a request of yesterday counts for yesterday."""
    if tokens > 0:
        spent = model_use.c.tokens - MOST_TOKENS + tokens
        mine = (model_use.c.day == await _today(tx), spent >= 0)
        await tx.connection.execute(update(model_use).where(*mine).values(tokens=spent))


async def _today(tx: Transaction) -> str:
    return (await tx.now()).date().isoformat()
