"""Ask a language model by the Chat Completions of any OpenAI-compatible server; no database, no budget.

The client is the package ``openai``. It is given what its defaults would not give: no retries (the queue has them), no
redirects and no proxies of the environment (the key goes to the address in the settings alone), no body of an error
(it may repeat the key, and may be endless), an answer of 256 KB at most, and a time limit over all of it.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import httpx2
import openai

from domain.errors import ModelError
from domain.news import Article
from domain.retellings import RetellingKind
from news.summary.retelling import instructions, question

MAX_BYTES = 256 * 1024
MOST_ANSWER = 1_200  # tokens: 600 characters of Arabic, and what a model thinks aloud before
NO_KEY = "none"  # the client wants one; servers of one's own look at none
LONGEST_RETRY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote, and the tokens that it cost; 0 where the server does not say."""

    text: str
    tokens: int


class Model:
    """A model by its server's address, name and key, as an async context manager; *limit* is the time of an answer."""

    def __init__(self, url: str, name: str, key: str, *, limit: timedelta) -> None:
        self._name = name
        self._limit = limit.total_seconds()
        web = httpx2.AsyncClient(
            trust_env=False, follow_redirects=False, timeout=self._limit, event_hooks={"response": [_close_if_error]}
        )
        self._client = openai.AsyncOpenAI(
            base_url=url,
            api_key=key or NO_KEY,
            organization="",
            project="",
            max_retries=0,
            timeout=self._limit,
            http_client=web,
            default_headers={"Accept-Encoding": "identity"},  # a small body may unpack to a huge one
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._client)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def retell(self, article: Article, kind: RetellingKind) -> Answer:
        """Return what the model makes of *article*.

        Raises:
            ModelError: if no usable answer came in time.
        """
        try:
            async with asyncio.timeout(self._limit):
                return _read(await self._ask(article, kind))
        except openai.APIStatusError as error:
            raise ModelError("status", status=error.status_code, retry_after=_retry_after(error)) from None
        except (TimeoutError, openai.APITimeoutError):
            raise ModelError("timeout") from None
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL):
            raise ModelError("connection") from None  # the cause may show the address, and with it a key

    async def _ask(self, article: Article, kind: RetellingKind) -> bytes:
        chat = self._client.chat.completions.with_streaming_response
        async with chat.create(
            model=self._name,
            messages=[
                {"role": "system", "content": instructions(kind)},
                {"role": "user", "content": question(article)},
            ],
            temperature=0,
            max_tokens=MOST_ANSWER,
        ) as response:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise ModelError("no_answer")
            body = bytearray()
            async for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise ModelError("too_large")
        return bytes(body)


async def _close_if_error(response: httpx2.Response) -> None:
    if not response.is_success:
        await response.aclose()


def _read(body: bytes) -> Answer:
    """Return the answer of a Chat Completion, whatever else its server puts there."""
    try:
        whole = json.loads(body)
        choice = whole["choices"][0]
        text, tokens = choice["message"]["content"], _tokens(whole)
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ModelError("no_answer") from None
    if choice.get("finish_reason") not in {"stop", None}:
        raise ModelError("cut", tokens=tokens)
    if not isinstance(text, str) or not text.strip():
        raise ModelError("no_answer", tokens=tokens)
    return Answer(text, tokens)


def _tokens(whole: Mapping[str, Any]) -> int:
    usage = whole.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return total if isinstance(total, int) and 0 < total < 10**9 else 0


def _retry_after(error: openai.APIStatusError) -> float | None:
    value = error.response.headers.get("retry-after", "")
    return min(float(value), LONGEST_RETRY.total_seconds()) if value.isascii() and value.isdigit() else None
