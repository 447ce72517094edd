"""Loop 3: outbox → Telegram, in the order and at the pace that ``storage.deliveries`` gives.

A delivery is claimed under a lease, composed if it is not yet, marked as begun in a commit of its own, sent, and its
outcome committed. Whatever dies in between, the row says how far it was: not begun is simply due again, begun is a
repeat that counts (``unknowns``). What is in flight is what is begun and not yet committed as finished.

When told to stop it claims nothing more, waits for the calls that are open, and stores those still open as unknown.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

import telegram
from telegram.error import TelegramError

import storage.alerts
import storage.deliveries
import storage.outcomes
from alerts import plan
from alerts.compose import compose
from alerts.send import degrade, send
from domain.alerts import (
    Call,
    ChatGone,
    Degradable,
    Delivery,
    Flooded,
    Halted,
    Lane,
    Material,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Unknown,
)
from domain.chats import ChatId
from news.places.gazetteer import Gazetteer
from storage.database import Database
from storage.pace import Pace

log = logging.getLogger(__name__)
