"""What a language model is asked for, and what it made of an article. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.news import Article, StoryId

ModelRequestId = NewType("ModelRequestId", int)


class RetellingKind(StrEnum):
    """Say what is wanted: an Arabic summary of an Arabic article, or title and summary of one in another language."""

    SUMMARY = "summary"
    TRANSLATION = "translation"


@dataclass(frozen=True, slots=True)
class Retelling:
    """An article in a language model's words, which stand in for its extract. *title* is empty in a summary."""

    kind: RetellingKind
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A story's question to the language model, claimed. First alerts of the story wait for it until *held_until*."""

    id: ModelRequestId
    story: StoryId
    article: Article
    language: str
    kind: RetellingKind
    fence: int
    failures: int
    held_until: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be asked of a language model in a day (UTC)."""

    requests: int
    tokens: int
