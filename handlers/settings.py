"""/settings: when and how much is told, by buttons and by words.

Everybody may look; in a group its admins change things. After each change one sentence says what holds now.
"""

from datetime import datetime, timedelta, tzinfo
from typing import assert_never

from telegram import Update

import storage.chat_preferences
import storage.subscriptions
from alerts import hours
from alerts.markup import Button
from alerts.texts import answers, answers_follow, answers_settings, clock, times
from domain.chats import Subscription, SubscriptionId
from domain.preferences import Preferences
from handlers import buttons, changes, dials, followed, rights
from handlers.answering import Answer, Context
from handlers.changes import Change, Mute, Setting, Unclear, Unmute
from handlers.naming import described
from handlers.paging import page_of, pager
from storage.database import Transaction

PAGE = 8
_OPEN = [[Button(answers_settings.SETTINGS, "s:")]]


async def settings(update: Update, context: Context) -> None:
    """Answer /settings with its first page, or make the change that is written behind it."""
    text = " ".join(context.args or ())
    if text:
        await said(update, context, changes.read(text) or Unclear("settings"))
        return
    async with context.answering() as (tx, answer):
        answer.say(*await _page("", tx, answer, context))


async def show(update: Update, context: Context) -> None:
    """Show the page of the tapped button ``s:PAGE``."""
    _, name, number = buttons.parts(update, 3)
    async with context.answering() as (tx, answer):
        if name == "k":
            answer.edit(*await _topics(tx, answer, context, buttons.number(number)))
        else:
            answer.edit(*await _page(name, tx, answer, context))


async def tapped(update: Update, context: Context) -> None:
    """Make the change of the tapped button ``s=``, and show its page as it is then."""
    if not await rights.may_change(update, context):
        return
    data = buttons.tapped(update)
    async with context.answering() as (tx, answer):
        if data.startswith("s=k:"):
            _, page, number = buttons.parts(update, 3)
            await _turn_mute(tx, answer, SubscriptionId(buttons.number(number)))
            answer.edit(*await _topics(tx, answer, context, buttons.number(page)))
        elif data.startswith("s=m:"):
            minutes = dials.minutes(data)
            until = await tx.now() + timedelta(minutes=minutes) if minutes else None
            await storage.chat_preferences.mute(tx, answer.target.id, until)
            answer.edit(*await _page("m", tx, answer, context))
        elif (setting := dials.setting(data)) is not None:
            await _set(tx, answer, setting)
            answer.edit(*await _page(dials.page_of(data), tx, answer, context))
        else:
            answer.edit(answers.old_button())


async def said(update: Update, context: Context, change: Change) -> None:
    """Make the *change* that was asked for in words."""
    if not await rights.may_change(update, context):
        return
    async with context.answering() as (tx, answer):
        match change:
            case Unclear(what):
                answer.say(answers_settings.how_to(what), _OPEN)
            case Mute(None):
                answer.say(*await _page("m", tx, answer, context))
            case Mute(time, words):
                await _mute(tx, answer, context, words, time)
            case Unmute(words):
                await _mute(tx, answer, context, words, None)
            case setting:
                preferences = await _set(tx, answer, setting)
                sentence = _sentence(setting, preferences, await tx.now(), context)
                answer.say(_with_pause(sentence, answer), _OPEN)


async def _set(tx: Transaction, answer: Answer, setting: Setting) -> Preferences:
    preferences = changes.applied(await storage.chat_preferences.of(tx, answer.subject), setting)
    await storage.chat_preferences.set_(tx, answer.subject, preferences)
    return preferences


async def _mute(tx: Transaction, answer: Answer, context: Context, words: str, time: timedelta | None) -> None:
    """Mute everything, or what *words* mean, for a *time*; without one no more."""
    now = await tx.now()
    until = now + time if time else None
    preferences = await storage.chat_preferences.of(tx, answer.subject)
    shown = _until(until, now, preferences, context) if until else ""
    if not words:
        await storage.chat_preferences.mute(tx, answer.target.id, until)
        answer.say(answers_settings.muted(shown) if until else answers_settings.unmuted(), _OPEN)
        return
    there = await storage.subscriptions.of_target(tx, answer.target.id)
    meant = followed.meant(words, there, context.services.gazetteer)
    if not meant:
        answer.say(answers_settings.not_followed(words), [[Button(answers.MY_LIST, "l")]])
        return
    await storage.chat_preferences.mute_some(tx, [one.id for one in meant], until)
    labels = [_named(one, context) for one in meant]
    if until:
        answer.say(answers_settings.muted_some(labels, shown), _OPEN)
        return
    everything, _ = await storage.chat_preferences.muted(tx, answer.target.id)
    still = answers_settings.still_muted(_until(everything, now, preferences, context)) if everything else ""
    answer.say("\n".join(filter(None, [answers_settings.unmuted_some(labels), still])), _OPEN)


async def _turn_mute(tx: Transaction, answer: Answer, wanted: SubscriptionId) -> None:
    """Mute a subscription of this target for a day, or no more where it is muted."""
    there = await storage.subscriptions.of_target(tx, answer.target.id)
    _, muted = await storage.chat_preferences.muted(tx, answer.target.id)
    until = None if wanted in muted else await tx.now() + changes.A_DAY
    ours = [one.id for one in there if one.id == wanted]
    await storage.chat_preferences.mute_some(tx, ours, until)


async def _page(name: str, tx: Transaction, answer: Answer, context: Context) -> tuple[str, dials.Rows]:
    """Return a page of /settings: its words, and its buttons."""
    words, rows = dials.page(name, await _state(tx, answer, context))
    return _with_pause(words, answer), rows


async def _state(tx: Transaction, answer: Answer, context: Context) -> dials.State:
    now = await tx.now()
    preferences = await storage.chat_preferences.of(tx, answer.subject)
    until, some = await storage.chat_preferences.muted(tx, answer.target.id)
    zone = _zone(preferences, context)
    return dials.State(
        preferences,
        zone=clock.zone(str(zone)),
        now=times.clock(now, zone),
        muted_until=_until(until, now, preferences, context) if until else "",
        muted=len(some),
    )


async def _topics(tx: Transaction, answer: Answer, context: Context, number: int) -> tuple[str, list[list[Button]]]:
    """Return the page of subscriptions, a button each that mutes it for a day or no more."""
    there = await storage.subscriptions.of_target(tx, answer.target.id)
    _, muted = await storage.chat_preferences.muted(tx, answer.target.id)
    page = page_of(there, number, PAGE)
    rows = [
        [Button(f"{'🔕' if one.id in muted else '🔔'} {_named(one, context)}", f"s=k:{page.number}:{one.id}")]
        for one in page.items
    ]
    return answers_settings.topics(), [*rows, pager("s:k", page), [Button(answers_settings.BACK, "s:m")]]


def _sentence(setting: Setting, preferences: Preferences, now: datetime, context: Context) -> str:
    """Return what holds now that *setting* was made."""
    zone = _zone(preferences, context)
    name = clock.zone(str(zone))
    match setting:
        case changes.QuietHours() | changes.UrgentPasses():
            return answers_settings.quiet(preferences, name)
        case changes.Digested():
            return answers_settings.digest(preferences, name)
        case changes.Limit():
            return answers_settings.limit(preferences.most_an_hour)
        case changes.Zone():
            return answers_settings.zone(name, times.clock(now, zone))
        case changes.Updates():
            return answers_settings.updates(silent=preferences.silent_updates)
        case changes.Pictured(where):
            return answers_settings.picture(where)
        case _ as never:
            assert_never(never)


def _with_pause(sentence: str, answer: Answer) -> str:
    return f"{sentence}\n{answers_follow.but_paused()}" if answer.target.paused_at else sentence


def _until(until: datetime, now: datetime, preferences: Preferences, context: Context) -> str:
    zone = _zone(preferences, context)
    is_today = until.astimezone(zone).date() == now.astimezone(zone).date()
    return times.clock(until, zone) if is_today else times.moment(until, now, zone)


def _zone(preferences: Preferences, context: Context) -> tzinfo:
    return hours.zone_of(preferences, context.services.zone)


def _named(one: Subscription, context: Context) -> str:
    return described(one.query, one.label, context.services.gazetteer)
