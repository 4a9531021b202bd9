"""A message as plain text, buttons in brackets: for a place that can draw nothing, and for comparing."""

from typing import Final, assert_never

from bot.messages import Chart, Choices, Divider, Document, Dots, Message, Part, Quote, Rows, Span, Text

_DOTS: Final = {"did": "●", "partly": "◐", "not": "○", "out": "–", "open": "◌", "ahead": "·"}


def drawn(message: Message) -> str:
    """Everything that stands in the message, one line for each part."""
    return "\n".join(_part(part) for ask in message.asks for part in ask.parts)


def _part(part: Part) -> str:
    match part:
        case Text(spans):
            return _words(spans)
        case Quote(text):
            return "\n".join(f"> {line}" for line in text.split("\n"))
        case Choices(choices):
            return " ".join(f"[{choice.label}]" for choice in choices)
        case Rows(rows):
            return "\n".join(f"{label}: {_words(spans)}" for label, spans in rows)
        case Dots(marks, said):
            return f"{' '.join(_DOTS[mark] for mark in marks)}  {said}"
        case Chart(title, said=said):
            return f"{title}: {said}"
        case Document(name):
            return f"({name})"
        case Divider():
            return "———"
        case _:
            assert_never(part)


def _words(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)
