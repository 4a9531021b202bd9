"""What the bot shows, part by part, as elements of an Adaptive Card that every client of Teams knows.

Words stand in a RichTextBlock, so that nothing somebody typed is markup, a mention or a link. A FactSet and a Table
are not used: the first reads Markdown, phones lose the second.
"""

import re
from typing import Any, Final, assert_never

from adapters.room import MORE, cut
from adapters.teams.handles import NoHandle, press_data
from adapters.teams.room import Block
from bot.drawn import drawn
from bot.messages import (
    Ask,
    Chart,
    Choice,
    Choices,
    Divider,
    Document,
    Dots,
    Message,
    Plain,
    Quote,
    Ref,
    Rows,
    Span,
    Strong,
    Text,
    Typed,
)
from bot.rules.shortened import units

BUTTON: Final = 75
"""Characters on a button; Teams cuts what does not fit on its line."""
BUTTONS: Final = 6
"""In one set: web and desktop hide what is more behind three dots, older ones drop it (go-teams-notify#161)."""
ACROSS: Final = 64
AROUND: Final = 5
"""Characters that stand beside each other in a set, and as many as a button takes around its own: a set is one line,
and where the line is too short its buttons are cut, or have to be scrolled to."""
SMALL: Final[Block] = {"size": "Small", "isSubtle": True}

_TITLE: Final[Block] = {"size": "Large", "weight": "Bolder"}
_LINE: Final[Block] = {"type": "Divider"}
_UNMARKED: Final = re.compile(r"(?![0-9]+\.)[^\W_]+(?:[ ,.;:!?’“”…–]+[^\W_]+)*[.!?…]?")
"""Letters, figures and the marks of sentences: nothing that a TextBlock reads as Markdown."""

Words = Text | Quote | Rows | Dots | Divider
"""The parts that are drawn alike in a message, on a page and in a form."""


def words(part: Words) -> list[Block]:
    """A part that only says something; nothing for one without words."""
    match part:
        case Text(spans, "title"):
            return _title(spans)
        case Text(spans, "small"):
            return rich(*(_span(span, **SMALL) for span in spans))
        case Text(spans):
            return rich(*(_span(span) for span in spans))
        case Quote(text, by):
            items = [*rich(run(text)), *rich(run(f"— {by}" if by else "", **SMALL))]
            return [{"type": "Container", "style": "emphasis", "items": items}] if items else []
        case Rows(rows):
            return _rows(rows)
        case Dots():
            return rich(run(drawn(Message((Ask((part,)),)))))
        case Divider():
            return [_LINE]
        case _:
            assert_never(part)


def named(document: Document) -> list[Block]:
    """The line that names a file; the file itself is offered beside the message."""
    return rich(run(drawn(Message((Ask((document,)),)))))


def numbers(chart: Chart) -> list[Block]:
    """A chart in words."""
    return [*rich(run(chart.title, weight="Bolder")), *rich(run(chart.said))]


def buttons(choices: Choices, ref: Ref | None, key: str) -> list[Block]:
    """Sets of buttons; each carries the handle of its question and of the message in which it stands."""
    if ref is None:
        raise NoHandle("A button stands in a share of a message that has no handle, so no press could be understood.")
    sets: list[list[Block]] = []
    left = 0
    for choice in choices.choices:
        button = _button(choice, ref, key)
        takes = units(button["title"]) + AROUND
        if takes > left or len(sets[-1]) == BUTTONS:
            sets.append([])
            left = ACROSS
        sets[-1].append(button)
        left = max(0, left - takes)
    return [
        {"type": "ActionSet", **({"spacing": "Small"} if at else {}), "actions": one} for at, one in enumerate(sets)
    ]


def ruled(blocks: list[Block]) -> list[Block]:
    """A line between two things is a property of the second one; a last one has nothing to part."""
    found: list[Block] = []
    parted = False
    for block in blocks:
        if block is _LINE:
            parted = True
        else:
            found.append({**block, "separator": True, "spacing": "Large"} if parted and found else block)
            parted = False
    return found


def rich(*runs: Block) -> list[Block]:
    """One paragraph; nothing when it has no words."""
    found = [one for one in runs if one["text"]]
    return [{"type": "RichTextBlock", "inlines": found}] if any(one["text"].strip() for one in found) else []


def run(text: str, **how: Any) -> Block:
    """Words within a paragraph."""
    return {"type": "TextRun", "text": text, **how}


def line(text: str, limit: int) -> str:
    """A text on one line that is never empty."""
    return cut(" ".join(text.split()), limit) or MORE


def _button(choice: Choice, ref: Ref, key: str) -> Block:
    data = press_data(ref, choice.key, key, opens=choice.opens)
    return {"type": "Action.Submit", "title": line(choice.label, BUTTON), "data": data}


def _title(spans: tuple[Span, ...]) -> list[Block]:
    """A heading, which screen readers know from a paragraph, where a TextBlock would read no markup out of it."""
    said = "".join(span.text for span in spans)
    if _UNMARKED.fullmatch(said) and not any(isinstance(span, Typed) for span in spans):
        return [{"type": "TextBlock", "text": said, "style": "heading", "wrap": True, **_TITLE}]
    return rich(run(said, **_TITLE))


def _rows(rows: tuple[tuple[str, tuple[Span, ...]], ...]) -> list[Block]:
    found: list[Block] = []
    for label, spans in rows:
        for row in rich(run(f"{label}: ", weight="Bolder"), *(_span(span) for span in spans)):
            found.append({**row, "spacing": "Small"} if found else row)
    return found


def _span(span: Span, **how: Any) -> Block:
    match span:
        case Strong(text):
            return run(text, weight="Bolder", **how)
        case Plain(text) | Typed(text):
            return run(text, **how)
        case _:
            assert_never(span)
