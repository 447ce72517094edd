"""Follow a place or a keyword: /add, plain words, and the buttons that ask which one is meant."""

from collections.abc import Sequence

from telegram import Chat, Update

import storage.matches
import storage.queries
import storage.subscriptions
from alerts import markup
from alerts.markup import Button
from alerts.texts import answers, answers_follow, problems
from alerts.texts.counting import NEWS, count
from domain.chats import Subscription
from domain.errors import FeedError, QueryError, StorageError
from domain.news import ArticleId, Span
from domain.queries import KeywordQuery, PlaceQuery, Query
from handlers import buttons, rights, words
from handlers.answering import BACKTEST_DAYS, Answer, Context
from handlers.naming import described, named
from handlers.subscriptions import stop_button
from news.arabic.fold import fold
from news.arabic.lexicon import common_word
from news.matching.parse import Option, options
from storage.database import Transaction


async def follow(update: Update, context: Context, typed: str) -> None:
    """Follow what was *typed*, or ask which of its readings is meant."""
    if not await rights.may_change(update, context):
        return
    try:
        found = options(typed, context.services.gazetteer)
    except QueryError as error:
        await _explain(update, context, error, typed)
        return
    match found:
        case [Option(query=KeywordQuery() as query, label=label)]:
            await _follow_words(context, typed, query, label)
        case [Option(query=query, label=label)]:
            await _subscribe(context, query, label)
        case _:
            await _ask(context, answers_follow.which_one(typed), [(o.description, o.query) for o in found])


async def chosen(update: Update, context: Context) -> None:
    """Follow what the tapped button ``f:`` stands for."""
    if not await rights.may_change(update, context):
        return
    label = buttons.label_of(update)
    query = buttons.wanted(buttons.parts(update, 2)[1], label, context.services.gazetteer)
    if query is None:
        async with context.answering() as (_, answer):
            answer.edit(answers.old_button())
        return
    await _subscribe(context, query, named(query, buttons.words_of(label)))


async def _follow_words(context: Context, typed: str, query: KeywordQuery, label: str) -> None:
    near = [] if query.exact or common_word(fold(typed)) else context.services.gazetteer.suggest(typed, 4)
    if not near:
        await _subscribe(context, query, label)
        return
    places = [(context.services.gazetteer.describe(place.id), PlaceQuery(place.id)) for place in near]
    await _ask(context, answers_follow.did_you_mean(typed), [*places, (answers_follow.as_word(label), query)])


async def _ask(context: Context, question: str, choices: Sequence[tuple[str, Query]]) -> None:
    async with context.answering() as (_, answer):
        answer.say(question, [[Button(label, buttons.follow(query))] for label, query in choices])


async def _explain(update: Update, context: Context, error: QueryError, typed: str) -> None:
    is_group = update.effective_chat is not None and update.effective_chat.type != Chat.PRIVATE
    async with context.answering() as (_, answer):
        if error.kind == "empty":
            # In a group only replies reach a bot that is no admin: the answer asks for one.
            ask = {"force_reply": True, "selective": True} if is_group else None
            answer.say(answers_follow.how_to_follow(group=is_group), markup=ask)
        elif error.kind == "unreadable" and len(several := words.apart(typed)) > 1:
            answer.say(answers_follow.one_at_a_time(several))
        else:
            answer.say(markup.escape(problems.query(error)))


async def _subscribe(context: Context, query: Query, label: str) -> None:
    found = await _backtest(context, query)
    what = described(query, label, context.services.gazetteer)
    async with context.answering() as (tx, answer):
        there = await storage.subscriptions.of_target(tx, answer.target.id)
        same = next((subscription for subscription in there if subscription.query == query), None)
        if same is not None:
            answer.edit(answers_follow.already(what), [[stop_button(same, buttons.ALONE, context)]])
        elif len(there) >= context.services.most_subscriptions:
            answer.edit(problems.too_many(context.services.most_subscriptions), [[Button(answers.MY_LIST, "l")]])
        else:
            new = await _add(tx, answer, query, label, found or ())
            answer.edit(_followed(answer, what, found), [[stop_button(new, buttons.ALONE, context)]])


async def _add(
    tx: Transaction, answer: Answer, query: Query, label: str, found: Sequence[tuple[ArticleId, Sequence[Span]]]
) -> Subscription:
    """Subscribe, and store what would have matched, for /latest (docs/decisions/0002)."""
    query_id = await storage.queries.ensure(tx, query)
    await storage.matches.add_found(tx, query_id, found)
    subscription, _ = await storage.subscriptions.add(tx, answer.target.id, query_id, label)
    return subscription


async def _backtest(context: Context, query: Query) -> Sequence[tuple[ArticleId, Sequence[Span]]] | None:
    """Return the articles of the last days that match, None if that took too long: it is followed all the same."""
    try:
        return await context.services.backtest(query)
    except (FeedError, StorageError, TimeoutError):
        return None


def _followed(answer: Answer, what: str, found: Sequence[object] | None) -> str:
    if found is None:
        words = answers_follow.followed_uncounted(what)
    else:
        articles = count(len(found), NEWS, oblique=True) if found else ""
        words = answers_follow.followed(what, articles=articles, days=BACKTEST_DAYS)
    return f"{words}\n{answers_follow.but_paused()}" if answer.target.paused_at else words
