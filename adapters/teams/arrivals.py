"""What Teams sends, read as what a person did. Whatever cannot be read is Unclear, and nothing is guessed.

An event's id names the person too, because the ids of activities are those of one conversation. Teams sends a request
again that was not answered in time, under its own id and later under another one, so the id of a form that was sent
is made of what was sent, and of the request that had opened it: the same form opened anew is another one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

from adapters.edge import Unclear
from adapters.teams.activity import Account, Activity, Side
from adapters.teams.as_typed import HTML, Mention, as_typed, of_html, quoted_in
from adapters.teams.handles import read_form, read_press
from bot.events import Pressed, Submitted

LONGEST: Final = 100_000
"""Characters of a text that are read; Teams lets nobody write so many."""
MANY: Final = 200
"""Entities that are looked at, and characters of a name."""
LONGEST_NAMED: Final = 2_000
"""Characters of a name as it stands in a text: with its marks, and with what is escaped there."""
TAG: Final = re.compile(r"</?at[^<>]*>")
QUIET: Final = ("installationUpdate", "conversationUpdate")


@dataclass(frozen=True, slots=True)
class _Quoted:
    message: Annotated[str, Field(alias="messageId")]


@dataclass(frozen=True, slots=True)
class _Entity:
    type: str
    text: Side[str] = None
    mentioned: Side[Account] = None
    zone: Annotated[Side[str], Field(alias="timezone")] = None
    locale: Side[str] = None
    quoted: Annotated[Side[_Quoted], Field(alias="quotedReply")] = None


@dataclass(frozen=True, slots=True)
class _Attachment:
    kind: Annotated[str, Field(alias="contentType")]
    content: str


_ENTITY: Final = TypeAdapter(_Entity)
_ATTACHMENT: Final = TypeAdapter(_Attachment)


def clock_of(activity: Activity) -> tuple[str, str]:
    """Zone and locale of whoever sent it, "" where it does not say."""
    client = next((one for one in _entities(activity) if one.type == "clientInfo"), None)
    zone = activity.zone or (client.zone if client else None) or ""
    return zone, (client.locale if client else None) or activity.locale or ""


def mentions(activity: Activity) -> tuple[Mention, ...]:
    """Whoever is named in the text, in the order in which they are; the bot has no name there."""
    bot = activity.recipient.id
    return tuple(one for text, who in _named(activity) for one in _mention(text, who, ours=who.id == bot))


def is_called(activity: Activity) -> bool:
    """Whether the bot is named in it, by its id: its name may be anybody's."""
    return any(who.id == activity.recipient.id for _, who in _named(activity))


def words_of(activity: Activity) -> str:
    """What somebody typed, "" for nothing that is words."""
    text = as_typed((activity.text or "")[:LONGEST], activity.format or "", mentions(activity))
    return text[:LONGEST] or next((words for html in _html(activity) if (words := of_html(html))), "")


def answered(activity: Activity) -> str:
    """The platform's id of the message that a line answers, or "".

    A personal chat has no threads. What somebody quotes there by “Reply” is named by an entity, by the HTML beside
    the text (openclaw#101856 has one as it came), or in older clients by `replyToId`.
    """
    named = next((one.quoted.message for one in _entities(activity) if one.type == "quotedReply" and one.quoted), "")
    found = named or next((one for html in _html(activity) if (one := quoted_in(html))), "") or activity.answers or ""
    return f"{activity.thread}|{found}" if found else ""


def event_id(activity: Activity, person: str) -> str:
    """An id that is the same when the same activity comes again; raises Unclear."""
    if activity.id:
        return f"{person}.{activity.id}"
    if activity.type in QUIET and activity.timestamp:  # what nobody wrote may have no id
        return f"{person}.{activity.type}.{activity.timestamp}"
    raise Unclear


def read_pressed(value: object, activity: Activity, person: str, at: datetime) -> Pressed:
    """A button of a message or of the home page; raises Unclear."""
    ref, choice, message = read_press(value)
    return Pressed(event_id(activity, person), person, at, ref, choice, message)


def read_submitted(data: Mapping[str, Any], opened: str, person: str, at: datetime) -> Submitted:
    """A dialog that was sent; `opened` is the id of the request that had opened it. Raises Unclear."""
    ref, fields, message = read_form(data)
    what = (ref.flow, ref.subject, ref.step, ref.occasion, message, fields, opened)
    return Submitted(f"{person}.{_hashed(what)}", person, at, ref, fields, message)


def _hashed(what: object) -> str:
    return sha256(json.dumps(what, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _named(activity: Activity) -> Iterator[tuple[str, Account]]:
    for one in _entities(activity):
        if one.type == "mention" and one.mentioned is not None:
            yield one.text or "", one.mentioned


def _mention(text: str, who: Account, *, ours: bool) -> Iterator[Mention]:
    name = (who.name or "")[:MANY]
    # Where the name has an ampersand, Teams leaves out how it stands in the text (BotFramework-Services#204).
    texts = (text,) if text else (f"<at>{name}</at>", f"<at>{escape(name, quote=False)}</at>")
    for one in dict.fromkeys(texts):
        if one.startswith("<at") and len(one) <= LONGEST_NAMED:
            yield Mention(one, "" if ours else name or TAG.sub("", one))


def _entities(activity: Activity) -> Iterator[_Entity]:
    for one in (activity.entities or ())[:MANY]:
        try:
            yield _ENTITY.validate_python(one)
        except ValidationError:
            continue  # of a kind that is none of ours


def _html(activity: Activity) -> Iterator[str]:
    for one in activity.attachments or ():
        try:
            found = _ATTACHMENT.validate_python(one)
        except ValidationError:
            continue  # a card, or a file
        if found.kind.endswith(HTML):
            yield found.content[:LONGEST]
