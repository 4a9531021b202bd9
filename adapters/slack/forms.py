"""A form as a modal, and what comes back from one: values as text, by field name, as every flow reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, assert_never

from pydantic import TypeAdapter, ValidationError

from adapters.register import Named
from adapters.room import cut
from adapters.slack.fields import LABEL, OPEN, drawn_field, read_channel
from adapters.slack.handles import NoHandle, Unclear, form_metadata, read_metadata
from adapters.slack.parts import HEADER, line, numbers, words
from adapters.slack.room import Block, fitted_view
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
    max_selected_items: int | None = None


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


def modal_view(form: Form, message_key: str = "", closes: str = "Close") -> dict[str, Any]:
    """The modal; `message_key` is the key of the message whose button opened it. One that is only read has nothing to
    send, and a button that `closes` it.

    Raises:
        NoHandle: it has fields and nothing to send them with, or a handle that Slack does not take.
    """
    blocks = [block for part in form.body for block in _part(part)]
    if not form.send and any(block["type"] == "input" for block in blocks):
        raise NoHandle("A form has fields and no button that sends them.")
    if units(form.title) > TITLE:
        blocks = [{"type": "header", "text": line(form.title, HEADER)}, *blocks]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": line(form.title, TITLE),
        **({"submit": line(form.send, TITLE)} if form.send else {"close": line(closes, TITLE)}),
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


def named_in(view: Mapping[str, Any]) -> tuple[Named, ...]:
    """The people and channels that were chosen in a form that was sent; raises Unclear."""
    found = _read(view)
    most = {block.block_id: block.element.max_selected_items or 1 for block in found.blocks}
    named: list[Named] = []
    for name, values in found.state.values.items():
        for action, value in values.items():
            match value:
                case _Value(type="users_select", selected_user=str(user)) if user:
                    named.append(Named(name, "people", (user,)))
                case _Value(type="multi_users_select", selected_users=tuple(users)) if users:
                    named.append(Named(name, "people", users, most.get(name, 1)))
                case _Value(type="conversations_select", selected_conversation=str(channel)) if channel:
                    kind, members = read_channel(action)
                    named.append(Named(name, kind, (channel,), members))
                case _:
                    pass
    return tuple(named)


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
        case Line() | Pick() | Day() | Someone() | Channel():
            return drawn_field(part)
        case Chart():
            return numbers(part)  # a modal holds no data_visualization
        case Text() | Quote() | Rows() | Dots() | Divider():
            return words(part)
        case _:
            assert_never(part)
