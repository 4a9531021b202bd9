"""A message and a person's page as Adaptive Cards. Pure translation."""

import re
from typing import Any, Final, assert_never

from adapters.room import MORE
from adapters.teams.charts import pictured
from adapters.teams.parts import buttons, named, rich, ruled, run, words
from adapters.teams.room import Block, fitted
from bot.drawn import drawn
from bot.messages import (
    Ask,
    Chart,
    Choices,
    Divider,
    Document,
    Dots,
    Message,
    Page,
    Part,
    Quote,
    Ref,
    Rows,
    Text,
)
from bot.rules.shortened import one_line

Json = dict[str, Any]

CARD: Final = "application/vnd.microsoft.card.adaptive"
"""The content type of an attachment that is a card."""
VERSION: Final = "1.5"
"""The newest that Teams takes from bots; newer ones fail (AdaptiveCards#9378)."""
SUMMARY: Final = 200
"""Characters of a notification; no client shows more."""

# Whether Teams reads markup in a notification is not documented; without angle brackets there is none to read.
_BRACKETS: Final = str.maketrans("<>", "()")
_MARKS: Final = re.compile(r"[*_`#&\[\]{}\\]")
"""What Markdown is made of, which is read in the words for a client that is too old for the card."""


def message_card(message: Message, key: str) -> Json:
    """The card of a message; `key` is its key in the outbox, for a redrawn one that of the first."""
    return _card(message.asks, key)


def home_card(page: Page) -> Json:
    """The card of a page; its buttons stand in no message. What stands first on it is the last to be left out."""
    return _card(page.asks, "")


def summary_of(message: Message) -> str:
    """What a notification says: the beginning of the message, on one line, without its buttons."""
    said = ""
    for part in (part for ask in message.asks for part in ask.parts):
        if len(said) <= SUMMARY:
            said = f"{said} {' '.join(_said(part).split(maxsplit=SUMMARY))[: SUMMARY + 1]}".strip()
    return one_line(said.translate(_BRACKETS), SUMMARY) or MORE


def documents(message: Message) -> tuple[Document, ...]:
    """The files that are offered beside a message."""
    return tuple(part for ask in message.asks for part in ask.parts if isinstance(part, Document))


def attached(card: Json) -> Json:
    """The card as an attachment of an activity or the content of a dialog."""
    return {"contentType": CARD, "content": card}


def _card(asks: tuple[Ask, ...], key: str) -> Json:
    body = ruled([block for ask in asks for part in ask.parts for block in _part(part, ask.ref, key)])
    card = {
        "type": "AdaptiveCard",
        "version": VERSION,
        "msteams": {"width": "Full"},
        "fallbackText": _MARKS.sub("", summary_of(Message(asks))),
        "body": body or rich(run(MORE)),
    }
    return fitted(card)


def _part(part: Part, ref: Ref | None, key: str) -> list[Block]:
    match part:
        case Choices():
            return buttons(part, ref, key)
        case Chart():
            return pictured(part)
        case Document():
            return named(part)
        case Text() | Quote() | Rows() | Dots() | Divider():
            return words(part)
        case _:
            assert_never(part)


def _said(part: Part) -> str:
    match part:
        case Choices() | Divider():
            return ""
        case Quote(text):
            return text
        case _:
            return drawn(Message((Ask((part,)),)))
