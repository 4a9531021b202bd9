"""A form's fields as inputs of an Adaptive Card, with their labels, which are the bot's own words."""

from collections.abc import Sequence
from typing import Any, Final, assert_never

from adapters.teams.handles import field_id, option_value
from adapters.teams.parts import line
from adapters.teams.room import Block
from bot.content.words import Words
from bot.messages import Channel, Day, Input, Line, Pick, Someone
from bot.rules.shortened import units

LABEL: Final = 500
OPTION: Final = 100
SHOWN: Final = 7
"""Options that are drawn one below the other; when there are more and one is chosen, they are a list to open."""
NOBODY: Final = "–"
"""The option that stands for no answer: a radio button cannot be taken back."""
PICKER: Final = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
"""Teams' own people picker: everybody of the organisation, whom the client looks up by itself."""

Channels = Sequence[tuple[str, str]]
"""The channels that can be offered, by address and name: Teams has no picker for them."""


def drawn_field(field: Input, words: Words, channels: Channels = ()) -> list[Block]:
    """The input; nothing for a choice of nothing."""
    if (isinstance(field, Pick) and not field.options) or (isinstance(field, Channel) and not channels):
        return []
    needed = {} if field.optional else {"isRequired": True, "errorMessage": words.plain("cards.needed")}
    return [{**_element(field, channels), "id": field_id(field), "label": line(field.label, LABEL), **needed}]


def _element(field: Input, channels: Channels) -> dict[str, Any]:
    match field:
        case Line():
            return _line(field)
        case Pick():
            return _pick(field)
        case Day(value=day):
            return {"type": "Input.Date", **({"value": day.isoformat()} if day else {})}
        case Someone():
            return _someone(field)
        case Channel():
            chosen = (field.value,) if field.value else ()
            return _pick(Pick(field.name, field.label, tuple(channels), chosen, optional=field.optional))
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


def _someone(field: Someone) -> dict[str, Any]:
    """Whoever is chosen already stands there, by the directory's id, which the client knows the name of."""
    chosen = list(dict.fromkeys(one.rpartition(".")[2] for one in field.value))[: field.most]
    drawn = {"type": "Input.ChoiceSet", "choices": [], "choices.data": PICKER, "isMultiSelect": field.most > 1}
    return {**drawn, "value": ",".join(chosen)} if chosen else drawn
