"""Write what a delivery says of its alert: its first message, and what follows that. Pure.

    the first message    the alert (``alerts.compose``)
    an edit              the same message, as it would be written now
    an update            beneath it: the update's own headline and summary, and in the first line that it is one
    an update's edit     that message, as it would be written now
    a correction         beneath it: what the source took back, and what it says now

What stands beneath is sent all the same where the first message was deleted.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from alerts import compose
from alerts.texts.alert import CORRECTION, REVISIONS, UPDATE
from domain.alerts import Call, Delivery, Kind, Material
from domain.preferences import Picture
from news.places.gazetteer import Gazetteer
from news.summary import revision

_UPDATE, _CORRECTION = "🔄", "⚠️"


def write(
    delivery: Delivery,
    material: Material,
    gazetteer: Gazetteer,
    *,
    now: datetime,
    zone: tzinfo,
    picture: Picture = Picture.NONE,
) -> Call | None:
    """Return the call of *delivery*, made of *material*; None where it follows a message that there is not.

    The *picture* of the article stands in the alert's own message alone.

    Raises:
        KeyError: *delivery* is of no alert.
    """
    if delivery.kind is Kind.FIRST:
        return compose.compose(material, gazetteer, now=now, zone=zone, picture=picture)
    if material.message_id is None:
        return None
    if delivery.kind is Kind.EDIT:
        return _edit(material, compose.compose(material, gazetteer, now=now, zone=zone, picture=picture).params)
    return _SEQUELS[delivery.kind](material, gazetteer, now, zone)


def _edit(material: Material, anew: Mapping[str, Any]) -> Call:
    return Call("editMessageText", {"message_id": material.message_id, **anew})


def _update(material: Material, gazetteer: Gazetteer, now: datetime, zone: tzinfo) -> Call:
    first = compose.first_line(material, gazetteer, told_as=UPDATE, emoji=_UPDATE)
    return _beneath(material, gazetteer, [first, *compose.headlines(material)], now, zone)


def _correction(material: Material, gazetteer: Gazetteer, now: datetime, zone: tzinfo) -> Call:
    first = compose.first_line(material, gazetteer, told_as=CORRECTION, emoji=_CORRECTION, counts=False)
    reason = REVISIONS[revision.named(material.article.title) or revision.Revision.LOWERED]
    return _beneath(material, gazetteer, [first, reason, *compose.headlines(material)], now, zone)


def _update_edit(material: Material, gazetteer: Gazetteer, now: datetime, zone: tzinfo) -> Call:
    update = _update(material, gazetteer, now, zone).params
    return _edit(material, {name: value for name, value in update.items() if name != "reply_parameters"})


def _beneath(material: Material, gazetteer: Gazetteer, frame: list[str], now: datetime, zone: tzinfo) -> Call:
    reply = {"message_id": material.message_id, "allow_sending_without_reply": True}
    params = compose.params(material, gazetteer, frame, now=now, zone=zone)
    return Call("sendMessage", {**params, "reply_parameters": reply})


_SEQUELS: Mapping[Kind | None, Callable[[Material, Gazetteer, datetime, tzinfo], Call]] = {
    Kind.UPDATE: _update,
    Kind.UPDATE_EDIT: _update_edit,
    Kind.CORRECTION: _correction,
}
