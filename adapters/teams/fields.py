"""A form's fields as inputs of an Adaptive Card, with their labels, which are the bot's own words."""

from typing import Any, Final, assert_never

from adapters.teams.handles import field_id, option_value
from adapters.teams.parts import line
from adapters.teams.room import Block
from bot.content.words import Words
from bot.messages import Day, Input, Line, Pick
from bot.rules.shortened import units

LABEL: Final = 500
OPTION: Final = 100
SHOWN: Final = 7
"""Options that are drawn one below the other; when there are more and one is chosen, they are a list to open."""
NOBODY: Final = "–"
"""The option that stands for no answer: a radio button cannot be taken back."""


def drawn_field(field: Input, words: Words) -> list[Block]:
    """The input; nothing for a choice of nothing."""
    if isinstance(field, Pick) and not field.options:
        return []
    needed = {} if field.optional else {"isRequired": True, "errorMessage": words.plain("cards.needed")}
    return [{**_element(field), "id": field_id(field), "label": line(field.label, LABEL), **needed}]


def _element(field: Input) -> dict[str, Any]:
    match field:
        case Line():
            return _line(field)
        case Pick():
            return _pick(field)
        case Day(value=day):
            return {"type": "Input.Date", **({"value": day.isoformat()} if day else {})}
        case _:
            assert_never(field)


def _line(field: Line) -> dict[str, Any]:
    """What stood there when the form was refused may be longer than the field was meant for: it is kept."""
    drawn = {
        "type": "Input.Text",
        "isMultiline": field.long or "\n" in field.value,
        "maxLength": max(1, field.limit, units(field.value)),
    }
    return {**drawn, "value": field.value} if field.value else drawn


def _pick(field: Pick) -> dict[str, Any]:
    options = list(field.options)
    if field.optional and not field.many and not field.value:
        options.append(("", NOBODY))
    values = [(key, option_value(place, key)) for place, (key, _) in enumerate(options)]
    chosen = [value for key, value in values if key in field.value]
    drawn = {
        "type": "Input.ChoiceSet",
        "style": "expanded" if field.many or len(options) <= SHOWN else "compact",
        "isMultiSelect": field.many,
        "wrap": True,
        "choices": [
            {"title": line(label, OPTION), "value": value}
            for (_, label), (_, value) in zip(options, values, strict=True)
        ],
    }
    return {**drawn, "value": ",".join(chosen if field.many else chosen[:1])} if chosen else drawn
