"""How much room there is in a card, and how its words are made to fit.

A message may take about 100 KB of UTF-16, but a card that comes near is refused on some ways to the client, so the
vendor's smallest figure holds for every card: 28 KB, counted in UTF-8, and a KB as a thousand bytes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic_core import to_json

from adapters.room import MORE, Size, cut, level
from adapters.teams.literal import literal
from bot.rules.shortened import units

Block = dict[str, Any]

ROOM: Final = 28_000
"""Bytes of a card."""
LEAST: Final = 80
"""Bytes that every text may take, however little room there is."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words stand that can be shortened; those that somebody wrote and may send back give way last."""

    holder: Block
    name: str = "text"
    last: bool = False

    @property
    def text(self) -> str:
        """The words."""
        text: str = self.holder[self.name]
        return text

    def size(self, text: str) -> int:
        """Bytes that these words would take here, in as many runs as they need."""
        if self.holder.get("type") != "TextRun":
            return _plain(text)
        pieces = literal(text)
        further = weight({**self.holder, "text": ""}) + 1 if len(pieces) > 1 else 0
        return sum(_plain(piece) for piece in pieces) + further * max(0, len(pieces) - 1)


def weight(value: object) -> int:
    """Bytes of a value as it is sent."""
    return len(to_json(value))


def fitted(card: Block) -> Block:
    """The card with few and short enough words, each typed one in runs that hold no markup.

    What is too much even so is left out, words before buttons and fields, and a line says that.
    """
    body: list[Block] = card["body"]
    _shorten(list(_places(body)), ROOM, lambda _: units)  # quickly, because no character takes less than a byte
    frame = weight({**card, "body": []})
    if frame + _whole(body) > ROOM:
        body = _fewer(body, ROOM - frame)
        places = list(_places(body))
        bare = _whole(body) - sum(place.size(place.text) for place in places)
        _shorten(places, ROOM - frame - bare, lambda place: place.size)
    return {**card, "body": [_in_runs(block) for block in body]}


def _shorten(places: list[_Place], room: int, size_of: Callable[[_Place], Size]) -> None:
    """Let them take so much together; what gives way last only as far as the others cannot."""
    for last in (False, True):
        others = sum(size_of(one)(one.text) for one in places if one.last is not last)
        some = [one for one in places if one.last is last]
        most = max(level([size_of(one)(one.text) for one in some], room - others), LEAST)
        for one in some:
            one.holder[one.name] = cut(one.text, most, size_of(one))


def _whole(body: list[Block]) -> int:
    """Bytes of the elements and the commas between them, at most."""
    return sum(_takes(block) for block in body)


def _takes(block: Block) -> int:
    places = list(_places([block]))
    return weight(block) + 1 + sum(one.size(one.text) - _plain(one.text) for one in places)


def _fewer(body: list[Block], room: int) -> list[Block]:
    """As many elements as fit with the least of their words; the others' place is taken by a line."""
    least = [_takes(one) - sum(max(0, place.size(place.text) - LEAST) for place in _places([one])) for one in body]
    if sum(least) <= room:
        return body
    rest: Block = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": MORE}]}
    left = room - _takes(rest)
    kept: dict[int, Block] = {}
    for needed in (True, False):
        for place, block in enumerate(body):
            if _is_needed(block) is needed:
                left -= least[place]
                if left < 0:
                    kept[place] = rest
                    left = 0
                    break
                kept[place] = block
    return [kept[place] for place in sorted(kept)]


def _is_needed(block: Block) -> bool:
    return is_field(block) or block["type"] == "ActionSet"


def is_field(block: Block) -> bool:
    """Whether something can be put into it."""
    kind: str = block["type"]
    return kind.startswith("Input.")


def _places(body: list[Block]) -> Iterator[_Place]:
    for block in body:
        match block["type"]:
            case "RichTextBlock":
                for run in block["inlines"]:
                    yield _Place(run)
            case "TextBlock":
                yield _Place(block)
            case "Container":
                yield from _places(block["items"])
            case "Input.Text" | "Input.ChoiceSet" | "Input.Date":
                yield _Place(block, "label")
                if block["type"] == "Input.Text" and "value" in block:
                    yield _Place(block, "value", last=True)
                for choice in block.get("choices", ()):
                    yield _Place(choice, "title")
            case _ if isinstance(block.get("fallback"), dict):
                yield from _places([block["fallback"]])
            case _:
                pass


def _plain(text: str) -> int:
    return weight(text) - 2


def _in_runs(block: Block) -> Block:
    match block["type"]:
        case "RichTextBlock":
            runs = [{**run, "text": piece} for run in block["inlines"] for piece in literal(run["text"])]
            return {**block, "inlines": runs}
        case "Container":
            return {**block, "items": [_in_runs(one) for one in block["items"]]}
        case _ if isinstance(block.get("fallback"), dict):
            return {**block, "fallback": _in_runs(block["fallback"])}
        case _:
            return block
