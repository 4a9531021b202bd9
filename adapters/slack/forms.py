"""A form as a modal, and what comes back from one: values as text, by field name, as every flow reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, assert_never

from pydantic import TypeAdapter, ValidationError

from adapters.room import cut
from adapters.slack.handles import NoHandle, Unclear, form_metadata, read_metadata
from adapters.slack.parts import HEADER, line, numbers, plain, words
from adapters.slack.room import Block, fitted_view
from adapters.slack.whom import user_in
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
    Ref,
    Rows,
    Someone,
    Text,
)
from bot.rules.shortened import units

CALLBACK: Final = "form"
"""The callback_id of every modal."""
TITLE: Final = 24
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


@dataclass(frozen=True, slots=True)
class _Option:
    value: str


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands in one field, by the kind of its element."""

    type: str
    value: str | None = None
    selected_option: _Option | None = None
    selected_options: tuple[_Option, ...] | None = None
    selected_date: str | None = None
    selected_user: str | None = None
    selected_users: tuple[str, ...] | None = None
    selected_conversation: str | None = None


@dataclass(frozen=True, slots=True)
class _Element:
    options: tuple[_Option, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    type: str
    block_id: str = ""
    element: _Element = _Element()


@dataclass(frozen=True, slots=True)
class _State:
    values: dict[str, dict[str, _Value]]


@dataclass(frozen=True, slots=True)
class _View:
    private_metadata: str
    blocks: tuple[_Block, ...]
    state: _State


_VIEW: Final = TypeAdapter(_View)


def modal_view(form: Form, message_key: str = "") -> dict[str, Any]:
    """The modal; `message_key` is the key of the message whose button opened it."""
    blocks = [block for part in form.body for block in _part(part)]
    if units(form.title) > TITLE:
        blocks = [{"type": "header", "text": line(form.title, HEADER)}, *blocks]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": line(form.title, TITLE),
        "submit": line(form.send, TITLE),
        "private_metadata": form_metadata(form.ref, message_key),
        "blocks": fitted_view(blocks),
    }


def read_submission(view: Mapping[str, Any]) -> tuple[Ref, dict[str, str], str]:
    """Question, fields and message key of a form that was sent; raises Unclear.

    Several choices come as their keys in the order in which they are drawn, with commas between.
    """
    found = _read(view)
    ref, key = read_metadata(found.private_metadata)
    order = {block.block_id: [one.value for one in block.element.options] for block in found.blocks}
    fields: dict[str, str] = {}
    for name, values in found.state.values.items():
        if len(values) != 1:
            raise Unclear
        (value,) = values.values()
        fields[name] = _text(value, order.get(name, []))
    return (ref, fields, key)


def errors_payload(errors: FieldErrors, view: Mapping[str, Any]) -> dict[str, str]:
    """Each sentence by the block_id of its field in the view that was sent.

    Slack shows errors only at input blocks of the view and answers others with a general failure. So a sentence
    about a field that is not in the view stands at the last one, nearest to the button. Raises Unclear.
    """
    fields = [block.block_id for block in _read(view).blocks if block.type == "input"]
    found: dict[str, str] = {}
    for name, sentence in errors.errors:
        place = name if name in fields else fields[-1] if fields else ""
        found[place] = f"{found[place]} {sentence}" if place in found else sentence
    return {place: cut(sentences, LABEL) for place, sentences in found.items() if place}


def _read(view: Mapping[str, Any]) -> _View:
    try:
        return _VIEW.validate_json(json.dumps(view), strict=True)
    except (ValidationError, TypeError, ValueError):
        raise Unclear from None


def _text(value: _Value, order: list[str]) -> str:
    match value.type:
        case "plain_text_input":
            return value.value or ""
        case "radio_buttons" | "static_select":
            chosen = value.selected_option.value if value.selected_option else ""
            return "" if chosen == OPEN else chosen
        case "checkboxes" | "multi_static_select":
            several = [one.value for one in value.selected_options or ()]
            return ",".join(sorted(several, key=lambda one: order.index(one) if one in order else len(order)))
        case "datepicker":
            return value.selected_date or ""
        case "users_select":
            return value.selected_user or ""
        case "multi_users_select":
            return " ".join(value.selected_users or ())
        case "conversations_select":
            return value.selected_conversation or ""
        case _:
            raise Unclear


def _part(part: Text | Quote | Chart | Rows | Dots | Divider | Input) -> list[Block]:
    match part:
        case Line():
            return [_input(part, _line(part))]
        case Pick():
            return [_input(part, _pick(part))] if part.options else []
        case Day():
            return [_input(part, _day(part))]
        case Someone():
            return [_input(part, _someone(part))]
        case Channel():
            return [_input(part, _channel())]
        case Chart():
            return numbers(part)  # a modal holds no data_visualization
        case Text() | Quote() | Rows() | Dots() | Divider():
            return words(part)
        case _:
            assert_never(part)


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


def _channel() -> dict[str, Any]:
    """Of this workspace alone: what is said to a team is not said to another company."""
    among = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    return {"type": "conversations_select", "filter": among}
