"""How much room Slack gives, in UTF-16 units: whether it counts those or code points is not documented, and SDKs
differ.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import to_json

from adapters.room import MORE, Size, cut, level
from bot.rules.shortened import units

Block = dict[str, Any]

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
TEXT: Final = 3000
"""Characters in one text object; rich text, whose limit is not documented, keeps to it too."""
MESSAGE_ROOM: Final = 12_000
"""Characters of all blocks of a message, their containers included: `msg_blocks_too_long` has come at 13,297
characters with one container (bolt-js#2509) and at 11,341 of bare text with many (bolt-js#2867)."""
VIEW_ROOM: Final = 200_000
"""Bytes of a view's blocks; `view_too_large` comes at 250 KB."""


def in_message(text: str) -> int:
    """Characters that a text takes within a message's blocks."""
    return units(json.dumps(text, ensure_ascii=False)) - 2


def in_view(text: str) -> int:
    """Bytes that a text takes within a view, at most."""
    return len(json.dumps(text)) - 2


def fitted_message(blocks: list[Block]) -> list[Block]:
    """The blocks of a message, few and short enough."""
    return _fitted(blocks, MESSAGE_BLOCKS, MESSAGE_ROOM, in_message)


def fitted_view(blocks: list[Block]) -> list[Block]:
    """The blocks of a modal or a home tab, few and short enough."""
    return _fitted(blocks, VIEW_BLOCKS, VIEW_ROOM, in_view)


def _fitted(blocks: list[Block], most: int, room: int, size: Size) -> list[Block]:
    few = blocks if len(blocks) <= most else _fewer(blocks, most)
    if _at_a_glance(few) <= TEXT:
        return few  # then each of its words is short enough too, and all of them are, however they are counted
    words = [one for block in few for one in _words(block)]
    for holder, name in words:
        holder[name] = cut(holder[name], TEXT)
    sizes = [size(holder[name]) for holder, name in words]
    whole = size(json.dumps(few, ensure_ascii=False, separators=(",", ":")))
    most_of_one = level(sizes, room - (whole - sum(sizes)))
    for holder, name in words:
        holder[name] = cut(holder[name], most_of_one, size)
    return few


def _at_a_glance(blocks: list[Block]) -> int:
    """About what the blocks take: most messages are so short that nobody needs to know it better."""
    written = to_json(blocks)
    return len(written) + written.count(b'"') + written.count(b"\\")


def _fewer(blocks: list[Block], most: int) -> list[Block]:
    """Neighbouring paragraphs share a block; what is still too much is left out, and a line says that."""
    few: list[Block] = []
    for block in blocks:
        if few and few[-1]["type"] == block["type"] == "rich_text":
            few[-1] = {**block, "elements": [*few[-1]["elements"], *block["elements"]]}
        else:
            few.append(block)
    if len(few) <= most:
        return few
    rest = {"type": "context", "elements": [{"type": "plain_text", "text": MORE, "emoji": False}]}
    return [*few[: most - 1], rest]


def _words(block: Block) -> Iterator[tuple[Block, str]]:
    """Where the words stand that can be shortened: paragraphs, quotes, small print, and what a field holds."""
    match block["type"]:
        case "rich_text":
            for part in block["elements"]:
                for element in part["elements"]:
                    yield (element, "text")
        case "context":
            for element in block["elements"]:
                yield (element, "text")
        case "input" if "initial_value" in block["element"]:
            yield (block["element"], "initial_value")
        case _:
            pass
