"""How the handle of a question travels: in a button's value and in a modal's private_metadata, and back."""

from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from adapters.edge import Unclear as Unclear  # whoever reads handles finds it here
from bot.errors import FollowthroughError
from bot.messages import Ref

VALUE: Final = 2000
METADATA: Final = 3000
"""Characters that fit into a button's value and a modal's private_metadata."""

_PRESS: Final = TypeAdapter(tuple[str, str, str, str, str, str])
_FORM: Final = TypeAdapter(tuple[str, str, str, str, str])

# Slack gives texts of a payload back with these three written as HTML entities (bolt-python#513); whether a
# value is spared is not documented, so a value holds none of them.
_ENTITIES: Final = str.maketrans({"&": "\\u0026", "<": "\\u003c", ">": "\\u003e"})


class NoHandle(FollowthroughError):
    """A button or a form cannot carry its handle: it has none, or one that is longer than Slack takes."""


def press_value(ref: Ref, choice: str, key: str) -> str:
    """A button's value: its question, its choice, and the key of the message in which it stands.

    Raises:
        NoHandle: a part of the handle is so long that no press could be understood.
    """
    return _written((ref.flow, ref.subject, ref.step, ref.occasion, choice, key), VALUE)


def read_press(value: str) -> tuple[Ref, str, str]:
    """Question, choice and message key of a pressed button; raises Unclear."""
    try:
        *ref, choice, key = _PRESS.validate_json(value, strict=True)
    except ValidationError:
        raise Unclear from None
    return (Ref(*ref), choice, key)


def form_metadata(ref: Ref, key: str) -> str:
    """A modal's private_metadata: its question, and the key of the message whose button opened it.

    Raises:
        NoHandle: a part of the handle is so long that no form could be understood.
    """
    return _written((ref.flow, ref.subject, ref.step, ref.occasion, key), METADATA)


def read_metadata(metadata: str) -> tuple[Ref, str]:
    """Question and message key of a form; raises Unclear."""
    try:
        *ref, key = _FORM.validate_json(metadata, strict=True)
    except ValidationError:
        raise Unclear from None
    return (Ref(*ref), key)


def _written(parts: tuple[str, ...], limit: int) -> str:
    written = to_json(parts).decode()
    if "&" in written or "<" in written or ">" in written:
        written = written.translate(_ENTITIES)
    if len(written) > limit:
        longest = max(parts, key=len)
        raise NoHandle(
            f"A handle takes {len(written)} of {limit} characters; its longest part begins “{longest[:40]}”."
        )
    return written
