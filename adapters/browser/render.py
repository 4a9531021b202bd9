"""What the bot shows, as JSON that the page draws; a test checks that the page draws every kind of Part."""

import json
from collections.abc import Mapping
from typing import Any, assert_never

from pydantic import TypeAdapter

from bot.messages import MESSAGE, Closed, FieldErrors, Form, Message, Nothing, Page, Reply

FORM = TypeAdapter(Form)
PAGE = TypeAdapter(Page)


def shown(what: Message | Page | Form) -> dict[str, Any]:
    """A message, a page or a form as plain JSON values."""
    match what:
        case Message():
            values = MESSAGE.dump_python(what, mode="json")
        case Page():
            values = PAGE.dump_python(what, mode="json")
        case Form():
            values = FORM.dump_python(what, mode="json")
        case _:
            assert_never(what)
    return dict(values)


def answered(reply: Reply) -> dict[str, Any]:
    """What the page does at once: open a form, show errors at its fields, close it, or nothing."""
    match reply:
        case Form():
            return {"reply": "form", "form": shown(reply)}
        case FieldErrors():
            return {"reply": "errors", "errors": [list(error) for error in reply.errors]}
        case Closed():
            return {"reply": "closed"}
        case Nothing():
            return {"reply": "nothing"}
        case _:
            assert_never(reply)


def write_post(payload: Mapping[str, Any]) -> str:
    """A post as it is stored."""
    return json.dumps(payload)


def read_post(payload: str) -> dict[str, Any]:
    """A stored post."""
    return dict(json.loads(payload))
