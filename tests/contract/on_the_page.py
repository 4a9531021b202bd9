"""What the playground's page is sent, drawn as a person sees it there."""

from functools import partial
from typing import Any, Final, assert_never

from pydantic import TypeAdapter

from bot.drawn import drawn
from bot.messages import (
    MESSAGE,
    Ask,
    Channel,
    Chart,
    Choices,
    Day,
    Divider,
    Document,
    Dots,
    Line,
    Message,
    Page,
    Part,
    Pick,
    Quote,
    Ref,
    Rows,
    Someone,
    Text,
)
from bot.messages import Form as Sent
from tests.contract.seen import Button, Form, Look, channel_field, line_field, people_field, pick_field, row, words

REF: Final = TypeAdapter(Ref)
FORM: Final = TypeAdapter(Sent)
PAGE: Final = TypeAdapter(Page)


def message_look(sent: Any) -> Look:
    """A message of the conversation."""
    return _look(MESSAGE.validate_python(sent).asks)


def page_look(sent: Any) -> Look:
    """The home page."""
    return _look(PAGE.validate_python(sent).asks)


def read_form(sent: Any) -> Sent:
    """The form that the page was told to open."""
    return FORM.validate_python(sent)


def form_look(form: Sent) -> Form:
    """A form with what stands in its fields."""
    lines = words(form.title)
    for part in form.body:
        match part:
            case Line() | Day():
                value = "" if part.value is None else str(part.value)
                lines.append(line_field(part.label, part.hint, value, optional=part.optional))
            case Pick():
                options = [(label, key in part.value) for key, label in part.options]
                lines.append(pick_field(part.label, part.hint, options, many=part.many, optional=part.optional))
            case Someone():
                chosen = (one.capitalize() for one in part.value)  # the page's ids are names
                lines.append(people_field(part.label, part.hint, chosen, optional=part.optional))
            case Channel():
                lines.append(channel_field(part.label, part.hint, optional=part.optional))
            case _:
                lines += _lines(part)
    return Form((*lines, *row((form.send,) if form.send else ())))


def _look(asks: tuple[Ask, ...]) -> Look:
    lines: list[str] = []
    buttons: list[Button] = []
    for ask in asks:
        for part in ask.parts:
            lines += _lines(part)
            if isinstance(part, Choices):
                assert ask.ref is not None, "a button without a handle"
                ref = REF.dump_python(ask.ref, mode="json")
                buttons += [Button(one.label, partial(dict, ref=ref, choice=one.key)) for one in part.choices]
    return Look(tuple(lines), tuple(buttons))


def _lines(part: Part) -> list[str]:
    match part:
        case Text(spans):
            return words("".join(span.text for span in spans))
        case Quote(text, by):
            return words(f"{text}\n— {by}" if by else text, "> ")
        case Choices(choices):
            return row(one.label for one in choices)
        case Rows(rows):
            return [line for label, spans in rows for line in words(f"{label}: {''.join(one.text for one in spans)}")]
        case Dots() | Document() | Divider():
            return words(drawn(Message((Ask((part,)),))))
        case Chart(title, said=said):
            # The picture cannot be read here; its numbers stand in words on every platform.
            return [*words(title), *words(said)]
        case _:
            assert_never(part)
