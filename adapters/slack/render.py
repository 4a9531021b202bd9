"""A message as a payload of chat.postMessage, and a person's page as a home tab. Pure translation."""

from typing import Any, Final, assert_never

from adapters.room import MORE, cut, level
from adapters.slack import charts
from adapters.slack.parts import buttons, element, named, numbers, plain, rich, words
from adapters.slack.room import Block, fitted_message, fitted_view
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
from bot.rules.shortened import units

FALLBACK: Final = 4000
"""Characters in `text`: chat.postMessage takes more, chat.update does not."""


def message_payload(message: Message, key: str) -> dict[str, Any]:
    """`blocks` and `text` of a message; `key` is its key in the outbox, for a redrawn one that of the first.

    `text` is what notifications and screen readers say: all of it, as plain text. It is sent with
    parse="none", link_names=False and unfurl_links=False, and is escaped, so nothing in it pings.
    """
    blocks: list[Block] = []
    for ask in message.asks:
        for part in ask.parts:
            left = charts.IN_A_MESSAGE - sum(block["type"] == charts.KIND for block in blocks)
            blocks += _part(part, ask.ref, key, left)
    return {"blocks": fitted_message(blocks or _nothing()), "text": _text(message)}


def home_view(page: Page) -> dict[str, Any]:
    """The home tab; its buttons stand in no message.

    Charts are drawn in words here: the vendor's newer pages allow the block on a home tab, older ones do not,
    and one refused block would cost the whole page.
    """
    blocks = [block for ask in page.asks for part in ask.parts for block in _part(part, ask.ref, "", 0)]
    return {"type": "home", "blocks": fitted_view(blocks or _nothing())}


def documents(message: Message) -> tuple[Document, ...]:
    """The files that are uploaded beside a message."""
    return tuple(part for ask in message.asks for part in ask.parts if isinstance(part, Document))


def _part(part: Part, ref: Ref | None, key: str, pictures: int) -> list[Block]:
    """The blocks of one part, in a place with room for so many charts."""
    match part:
        case Choices():
            return buttons(part, ref, key)
        case Chart():
            drawn_ones = charts.pictures(part)
            if 0 < len(drawn_ones) <= pictures:
                return [*drawn_ones, *rich("rich_text_section", element(part.said))]
            return numbers(part)
        case Document():
            return named(part)
        case Text() | Quote() | Rows() | Dots() | Divider():
            return words(part)
        case _:
            assert_never(part)


def _nothing() -> list[Block]:
    """Slack takes no message and no page without blocks."""
    return [{"type": "context", "elements": [plain(MORE, len(MORE))]}]


def _text(message: Message) -> str:
    """The message in words; long parts give way to short ones, so that a long quote leaves the question readable."""
    said = [drawn(Message((Ask((part,)),))) for ask in message.asks for part in ask.parts]
    whole = _escaped("\n".join(said))
    if whole and units(whole) <= FALLBACK:
        return whole
    room = level([_escaped_size(one) for one in said], FALLBACK - len(said))
    shorter = "\n".join(cut(one, room, _escaped_size) for one in said)
    return _escaped(cut(shorter, FALLBACK, _escaped_size)) or MORE


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escaped_size(text: str) -> int:
    return units(_escaped(text))
