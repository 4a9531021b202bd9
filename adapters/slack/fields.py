"""A form's fields as Slack's inputs. Each stands in an input block of its own, where alone Slack shows errors."""

import re
from typing import Any, Final, Literal, assert_never

from adapters.room import cut
from adapters.slack.handles import NoHandle
from adapters.slack.parts import line, plain
from adapters.slack.room import Block
from adapters.slack.whom import user_in
from bot.messages import Channel, Day, Input, Line, Pick, Someone
from bot.rules.shortened import units

LABEL: Final = 2000
TYPED: Final = 3000
"""Characters that a field can be made to take (node-slack-sdk#940); the bot keeps no more of what a form shows."""
BLOCK_ID: Final = 255
TICKS: Final = 10
"""Options that are drawn as radio buttons or checkboxes; more are a list."""
OPTIONS: Final = 100
OPTION: Final = 75
OPTION_VALUE: Final = 150
OPEN: Final = "–"
"""The option that stands for no answer: a radio button cannot be taken back."""
_CHANNEL: Final = re.compile(r"(members|looked)-(\d{1,4})")


def drawn_field(field: Input) -> list[Block]:
    """The field; nothing for a choice of nothing."""
    match field:
        case Line():
            return [_input(field, _line(field))]
        case Pick():
            return [_input(field, _pick(field))] if field.options else []
        case Day():
            return [_input(field, _day(field))]
        case Someone():
            return [_input(field, _someone(field))]
        case Channel():
            return [_input(field, _channel(field))]
        case _:
            assert_never(field)


def read_channel(action_id: str) -> tuple[Literal["channel", "members", "looked"], int]:
    """What a field of a channel asks for, and how many people it takes."""
    match _CHANNEL.fullmatch(action_id):
        case None:
            return "channel", 0
        case found:
            return "members" if found[1] == "members" else "looked", int(found[2])


def _input(field: Input, element: dict[str, Any]) -> Block:
    if units(field.name) > BLOCK_ID:
        raise NoHandle(f"A field's name takes more than {BLOCK_ID} characters: “{field.name[:40]}”.")
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, LABEL),
        "optional": field.optional,
        "element": {"action_id": field.name, **element},
    }
    return {**block, "hint": plain(field.hint, LABEL)} if field.hint.strip() else block


def _line(field: Line) -> dict[str, Any]:
    """A stored value with line breaks gets room for them, however short the field was meant."""
    most = max(1, min(field.limit, TYPED))
    drawn = {"type": "plain_text_input", "multiline": field.long or "\n" in field.value, "max_length": most}
    return {**drawn, "initial_value": cut(field.value, most)} if field.value else drawn


def _pick(field: Pick) -> dict[str, Any]:
    keys = field.options
    if field.optional and not field.many and not field.value:
        keys = (*keys, (OPEN, OPEN))
    options = [_option(key, label) for key, label in keys[:OPTIONS]]
    chosen = [one for one in options if one["value"] in field.value]
    few = len(options) <= TICKS
    if field.many:
        several = {"type": "checkboxes" if few else "multi_static_select", "options": options}
        return {**several, "initial_options": chosen} if chosen else several
    one = {"type": "radio_buttons" if few else "static_select", "options": options}
    return {**one, "initial_option": chosen[0]} if chosen else one


def _option(key: str, label: str) -> dict[str, Any]:
    if units(key) > OPTION_VALUE:
        raise NoHandle(f"A choice's key takes more than {OPTION_VALUE} characters: “{key[:40]}”.")
    return {"text": line(label, OPTION), "value": key}


def _day(field: Day) -> dict[str, Any]:
    return {"type": "datepicker", **({"initial_date": field.value.isoformat()} if field.value else {})}


def _someone(field: Someone) -> dict[str, Any]:
    """Whoever is chosen already stands there, unless they are found elsewhere than on Slack."""
    chosen = [user for user in map(user_in, field.value) if user][: field.most]
    if field.most == 1:
        return {"type": "users_select", **({"initial_user": chosen[0]} if chosen else {})}
    several = {"type": "multi_users_select", "max_selected_items": field.most}
    return {**several, "initial_users": chosen} if chosen else several


def _channel(field: Channel) -> dict[str, Any]:
    """Of this workspace alone: what is said to a team is not said to another company. Whether its members are meant
    comes back by the element's own id, which nobody sees."""
    among = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    drawn = {"type": "conversations_select", "filter": among}
    if field.looks:  # a public one can be chosen too, and is answered with the reason
        return {**drawn, "action_id": f"looked-{field.most}"}
    return {**drawn, "action_id": f"members-{field.most}"} if field.members else drawn
