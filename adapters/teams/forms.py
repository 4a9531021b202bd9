"""A form as the card of a dialog. What comes back from it, `handles.read_form` reads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final, assert_never

from adapters.room import MORE
from adapters.teams import parts
from adapters.teams.cards import VERSION
from adapters.teams.charts import pictured
from adapters.teams.fields import Channels, drawn_field
from adapters.teams.handles import NoHandle, field_id, form_data
from adapters.teams.parts import BUTTON, SMALL, line, rich, ruled, run
from adapters.teams.room import Block, fitted, is_field
from bot.content.words import Words
from bot.messages import (
    Channel,
    Chart,
    Day,
    Divider,
    Dots,
    FieldErrors,
    Form,
    Input,
    Line,
    Pick,
    Quote,
    Rows,
    Someone,
    Text,
)

Json = dict[str, Any]
Below = dict[tuple[str, str], str]
"""Sentences by what they are and the field below which they stand."""
Body = Sequence[Text | Quote | Chart | Rows | Dots | Divider | Input]

HINT: Final = "hint"
CUT: Final = "cut"
ERROR: Final = "error"
"""What a line below a field is; with the field's id it is the line's own."""
_BELOW: Final[Mapping[str, Block]] = {HINT: SMALL, CUT: SMALL, ERROR: {"color": "Attention"}}


def form_card(
    form: Form,
    message_key: str,
    errors: FieldErrors | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    words: Words,
    channels: Channels = (),
) -> Json:
    """The card; `message_key` is the key of the message whose button opened it, `channels` those that it offers.

    `errors` are what a form that was sent was refused for, and `typed` is what stood in its fields: it stands there
    again. Words for which no card has room are cut, and a line below their field says so.

    Raises:
        NoHandle: it has more fields than a card can hold.
    """
    body = [_filled(part, typed or {}) if isinstance(part, Input) else part for part in form.body]
    fields = [part for part in body if isinstance(part, Input)]
    below = {(HINT, field.name): field.hint for field in fields} | _placed(errors, fields)
    draw = partial(_drawn, form, body, message_key=message_key, words=words, channels=channels)
    card = draw(below)
    values = {block["id"]: block.get("value", "") for block in card["body"] if "id" in block}
    cut = [field for field in fields if isinstance(field, Line) and values[field_id(field)] != field.value]
    if not cut:
        return card
    said = words.plain("cards.cut")
    return draw(below | {(CUT, field.name): said for field in cut})


def _filled(field: Input, typed: Mapping[str, str]) -> Input:
    """The field with what stood in it when it was sent."""
    if field.name not in typed:
        return field
    said = typed[field.name]
    match field:
        case Line():
            return replace(field, value=said)
        case Pick():
            return replace(field, value=tuple(key for key, _ in field.options if f",{key}," in f",{said},"))
        case Day():
            return replace(field, value=_day(said))
        case Someone():
            return replace(field, value=tuple(said.split()))
        case Channel():
            return replace(field, value=said)
        case _:
            assert_never(field)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _placed(errors: FieldErrors | None, fields: Sequence[Input]) -> Below:
    """Each sentence at its field; one about a field that is not there at the last one, nearest to the button."""
    names = [field.name for field in fields]
    found: Below = {}
    for name, sentence in errors.errors if errors is not None else ():
        place = (ERROR, name if name in names else names[-1] if names else "")
        found[place] = f"{found[place]} {sentence}" if place in found else sentence
    return found


def _drawn(form: Form, body: Body, below: Below, *, message_key: str, words: Words, channels: Channels) -> Json:
    blocks = [block for part in body for block in _part(part, below, words, channels)]
    blocks += _lines("", "", below)
    sends = {"type": "Action.Submit", "title": line(form.send, BUTTON), "data": form_data(form.ref, message_key)}
    card = fitted(
        {
            "type": "AdaptiveCard",
            "version": VERSION,
            "body": ruled(blocks) or rich(run(MORE)),
            **({"actions": [sends]} if form.send else {}),
        }
    )
    if _inputs(card["body"]) != _inputs(blocks):
        raise NoHandle("A form has more fields than a card has room for.")
    return card


def _inputs(blocks: Sequence[Block]) -> list[str]:
    return [block["id"] for block in blocks if is_field(block)]


def _part(
    part: Text | Quote | Chart | Rows | Dots | Divider | Input, below: Below, words: Words, channels: Channels
) -> list[Block]:
    match part:
        case Line() | Pick() | Day() | Someone() | Channel():
            drawn = drawn_field(part, words, channels)
            return [*drawn, *_lines(part.name, field_id(part), below)] if drawn else []
        case Chart():
            return pictured(part)
        case Text() | Quote() | Rows() | Dots() | Divider():
            return parts.words(part)
        case _:
            assert_never(part)


def _lines(name: str, field: str, below: Below) -> list[Block]:
    """What stands below a field: its hint, that it was cut, what is wrong with it."""
    said = [(kind, rich(run(below.get((kind, name), ""), **how))) for kind, how in _BELOW.items()]
    return [{**block, "id": f"{kind}-{field}", "spacing": "Small"} for kind, blocks in said for block in blocks]
