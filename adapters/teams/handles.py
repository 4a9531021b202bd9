"""How the handle of a question travels in a card's buttons, and what a form brings back beside it.

Teams lays what stands in a form's fields beside the button's own data, by the ids of the fields. So an id says what
its field is, and what a client has put there itself ("msteams") is passed over.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import quote, unquote

from pydantic import StrictStr, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import to_json

from adapters.edge import Unclear as Unclear  # whoever reads handles finds it here
from bot.errors import FollowthroughError
from bot.legible import legible
from bot.messages import Channel, Input, Ref

Json = dict[str, Any]

ROOM: Final = 1000
"""Bytes of a handle. Teams names no limit for a button's data, but the whole card has one."""
FIELDS: Final = 100
LONGEST: Final = 40_000
"""Fields that a form may bring back, and characters of each."""

_PRESS: Final = "press"
_FORM: Final = "form"
_DIALOG: Final = {"type": "task/fetch"}

_Part = Annotated[StrictStr, StringConstraints(max_length=ROOM)]
_PRESSED: Final[TypeAdapter[tuple[str, ...]]] = TypeAdapter(tuple[_Part, _Part, _Part, _Part, _Part, _Part])
_SENT: Final[TypeAdapter[tuple[str, ...]]] = TypeAdapter(tuple[_Part, _Part, _Part, _Part, _Part])
_FIELD: Final = re.compile(r"(line|pick|day|someone|channel|members|looked)-(.{1,200})", re.DOTALL)
_OPTION: Final = re.compile(r"(\d{1,4}):([^:;,]*)")
_BETWEEN: Final = re.compile("[,;]")
"""Between several choices there is a comma; older renderers put a semicolon."""


class NoHandle(FollowthroughError):
    """A button or a form cannot carry its handle: it has none, or one that is longer than a card can hold."""


def press_data(ref: Ref, choice: str, key: str, *, opens: bool) -> Json:
    """A button's data: its question, its choice, the key of the message in which it stands, and that it opens a
    dialog, which Teams must know when it draws the button.

    Raises:
        NoHandle: a part of the handle is so long that no card could hold a few of them.
    """
    data = _held(_PRESS, (ref.flow, ref.subject, ref.step, ref.occasion, choice, key))
    return {**data, "msteams": _DIALOG} if opens else data


def read_press(value: object) -> tuple[Ref, str, str]:
    """Question, choice and message key of a pressed button; raises Unclear.

    `value` is the value of a message activity, or `value.data` of task/fetch.
    """
    *ref, choice, key = _read(_PRESSED, _data(value).get(_PRESS))
    return (Ref(*ref), choice, key)


def form_data(ref: Ref, key: str) -> Json:
    """The data of a form's button: its question, and the key of the message whose button opened it.

    Raises:
        NoHandle: a part of the handle is so long that no card could hold it.
    """
    return _held(_FORM, (ref.flow, ref.subject, ref.step, ref.occasion, key))


def read_form(value: object) -> tuple[Ref, dict[str, str], str]:
    """Question, fields and message key of a form that was sent (`value.data` of task/submit); raises Unclear.

    Text by field name, as every flow reads it: several choices as their keys in the order in which they are drawn,
    with commas between. A field that the client left out is not there.
    """
    data = _data(value)
    *ref, key = _read(_SENT, data.get(_FORM))
    found = [(_FIELD.fullmatch(name), text) for name, text in data.items() if isinstance(name, str)]
    filled = [(name[1], name[2], _text(text)) for name, text in found if name is not None]
    if len(filled) > FIELDS:
        raise Unclear
    return (Ref(*ref), {name: _filled(kind, text) for kind, name, text in filled}, key)


def kinds_in(value: object) -> dict[str, str]:
    """Of the fields of a form that was sent, which name people or a channel, and in which of the four ways."""
    found = (_FIELD.fullmatch(name) for name in _data(value) if isinstance(name, str))
    return {
        one[2]: one[1] for one in found if one is not None and one[1] in ("someone", "channel", "members", "looked")
    }


def field_id(field: Input) -> str:
    """The id under which a field's value comes back."""
    match field:
        case Channel(looks=True):
            kind = "looked"
        case Channel(members=True):
            kind = "members"
        case _:
            kind = field.kind
    return f"{kind}-{field.name}"


def option_value(place: int, key: str) -> str:
    """An option's value: several come back with commas between, so it holds none, and in no order, so it says its
    place. With "" as its key it stands for no answer.
    """
    return f"{place}:{quote(key, safe='')}"


def _held(kind: str, parts: tuple[str, ...]) -> Json:
    size = len(to_json(parts))
    if size > ROOM:
        longest = max(parts, key=len)
        raise NoHandle(f"A handle takes {size} of {ROOM} bytes; its longest part begins “{longest[:40]}”.")
    return {kind: list(parts)}


def _data(value: object) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise Unclear
    return value


def _read(shape: TypeAdapter[tuple[str, ...]], handle: object) -> tuple[str, ...]:
    try:
        return shape.validate_python(handle)
    except ValidationError:
        raise Unclear from None


def _text(text: object) -> str:
    """What stands in a field; a client may send an empty one as null."""
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise Unclear
    return legible(text)


def _filled(kind: str, text: str) -> str:
    match kind:
        case "pick" | "channel" | "members" | "looked":
            return _chosen(text)
        case "someone":
            return " ".join(one.strip() for one in _BETWEEN.split(text) if one.strip())
        case _:
            return text


def _chosen(text: str) -> str:
    chosen = [_OPTION.fullmatch(one.strip()) for one in _BETWEEN.split(text) if one.strip()]
    places = {int(one[1]): unquote(one[2]) for one in chosen if one is not None}
    if None in chosen:
        raise Unclear
    return ",".join(key for _, key in sorted(places.items()) if key)
