"""What the bot shows, part by part, as blocks: words stand in rich text or plain_text, never in mrkdwn.

Slack reads `<!channel>`, `<@U1>`, `*star*` and links out of mrkdwn, and shows the same as typed in a rich text
element of type "text" and in plain_text, so nothing that somebody typed can ping or link.
"""

from typing import Any, Final, assert_never

from adapters.room import MORE, cut
from adapters.slack.handles import NoHandle, press_value
from adapters.slack.room import TEXT, Block
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

HEADER: Final = 150
BUTTON: Final = 75
BUTTONS: Final = 25
"""In one actions block."""

Words = Text | Quote | Rows | Dots | Divider
"""The parts that are drawn alike in a message, on a page and in a form."""


def words(part: Words) -> list[Block]:
    """A part that only says something; nothing for one without words."""
    match part:
        case Text(spans, "title"):
            said = _said(spans)
            return [{"type": "header", "text": line(said, HEADER)}] if said.strip() else []
        case Text(spans, "small"):
            said = _said(spans)
            return [{"type": "context", "elements": [plain(said, TEXT)]}] if said.strip() else []
        case Text(spans):
            return rich("rich_text_section", *(_span(span) for span in spans))
        case Quote(text, by):
            return rich("rich_text_quote", element(text), element(f"\n— {by}" if by else ""))
        case Rows(rows):
            return rich("rich_text_section", *_rows(rows))
        case Dots():
            return rich("rich_text_section", element(drawn(Message((Ask((part,)),)))))
        case Divider():
            return [{"type": "divider"}]
        case _:
            assert_never(part)


def named(document: Document) -> list[Block]:
    """The line that names a file; the file itself is uploaded beside the message."""
    return rich("rich_text_section", element(drawn(Message((Ask((document,)),)))))


def numbers(chart: Chart) -> list[Block]:
    """A chart in words, for a place that can draw none."""
    return rich("rich_text_section", element(f"{chart.title}\n", bold=True), element(chart.said))


def buttons(choices: Choices, ref: Ref | None, key: str) -> list[Block]:
    """Rows of buttons; each carries the handle of its question and of the message in which it stands."""
    if ref is None:
        raise NoHandle("A button stands in a share of a message that has no handle, so no press could be understood.")
    drawn_ones = [_button(choice, number, ref, key) for number, choice in enumerate(choices.choices)]
    rows = (drawn_ones[at : at + BUTTONS] for at in range(0, len(drawn_ones), BUTTONS))
    return [{"type": "actions", "elements": row} for row in rows]


def rich(kind: str, *elements: dict[str, Any]) -> list[Block]:
    """One rich text block; Slack refuses empty ones and empty elements in them."""
    found = [one for one in elements if one["text"]]
    if not any(one["text"].strip() for one in found):
        return []
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": found}]}]


def element(text: str, *, bold: bool = False) -> dict[str, Any]:
    """Words within rich text."""
    return {"type": "text", "text": text, "style": {"bold": True}} if bold else {"type": "text", "text": text}


def plain(text: str, limit: int) -> dict[str, Any]:
    """A plain_text object, in which `:smile:` stays as typed; Slack refuses an empty one."""
    return {"type": "plain_text", "text": cut(text, limit).strip() or MORE, "emoji": False}


def line(text: str, limit: int) -> dict[str, Any]:
    """The same on one line."""
    return plain(" ".join(text.split()), limit)


def _button(choice: Choice, number: int, ref: Ref, key: str) -> dict[str, Any]:
    drawn_one = {
        "type": "button",
        "action_id": f"press-{number}",
        "text": line(choice.label, BUTTON),
        "value": press_value(ref, choice.key, key),
    }
    return {**drawn_one, "style": "primary"} if choice.main else drawn_one


def _rows(rows: tuple[tuple[str, tuple[Span, ...]], ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, (label, spans) in enumerate(rows):
        start = "\n" if number else ""
        found += [element(f"{start}{label}: ", bold=True), *(_span(span) for span in spans)]
    return found


def _span(span: Span) -> dict[str, Any]:
    match span:
        case Strong(text):
            return element(text, bold=True)
        case Plain(text) | Typed(text):
            return element(text)
        case _:
            assert_never(span)


def _said(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)
