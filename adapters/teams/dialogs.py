"""A form as a dialog, and a dialog's way back: what is wrong with it, said where it was typed, with all that was typed.

Teams hands back what stands in the fields and what the button carried, and nothing of the rest. So the button carries
the form itself, packed: whichever process is asked can draw it again. It says nothing that was not shown to the same
person, and nothing of it is believed.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from adapters.teams.cards import attached
from adapters.teams.forms import form_card
from adapters.teams.handles import NoHandle, read_form
from adapters.teams.room import ROOM, weight
from adapters.teams.visitors import Answer, Json, Sent
from bot.content.words import Words
from bot.messages import FieldErrors, Form, Input

OPENED: Final = "opened"
DRAWN: Final = "drawn"
LARGEST: Final = 2**18
"""Bytes of a form that is unpacked, many times what any takes."""

_FORM: Final = TypeAdapter(Form)


def dialog(form: Form, message: str, opened: str, words: Words, errors: FieldErrors | None = None) -> Answer:
    """Open it. `message` is the key of the message whose button was pressed, `opened` the id of the request."""
    return _shown(form, form_card(form, message, errors, words=words), opened)


def again(sent: Sent, errors: FieldErrors, words: Words) -> Answer:
    """Leave it open with these sentences at its fields; where the form is not known, the sentences alone."""
    if sent.form is not None:
        with suppress(NoHandle):  # a form that nobody here has drawn
            card = form_card(sent.form, sent.message, errors, sent.typed, words=words)
            return _shown(sent.form, card, sent.opened)
    return note(" ".join(sentence for _, sentence in errors.errors))


def at_first_field(sent: Sent, sentence: str, words: Words) -> Answer:
    """Leave it open with a sentence that is about all of it."""
    parts = sent.form.body if sent.form else ()
    first = next((part.name for part in parts if isinstance(part, Input)), "")
    return again(sent, FieldErrors(((first, sentence),)), words)


def note(sentence: str) -> Answer:
    """A sentence in the dialog, which ends with it."""
    return Answer(200, {"task": {"type": "message", "value": sentence}})


def read_sent(data: object) -> Sent:
    """What came back; raises Unclear."""
    ref, typed, message = read_form(data)
    assert isinstance(data, Mapping), "a form was read from it"
    opened, form = data.get(OPENED), _unpacked(data.get(DRAWN))
    known = form if form is not None and form.ref == ref else None
    return Sent(opened if isinstance(opened, str) else "", known, typed, message)


def _shown(form: Form, card: Json, opened: str) -> Answer:
    whole = card
    for sends in card.get("actions", ()):  # what is only read has none
        carried = {OPENED: opened, DRAWN: _packed(form)}
        whole = {**card, "actions": [{**sends, "data": {**sends["data"], **carried}}]}
        if weight(whole) > ROOM:  # then what is wrong with it is said without it
            whole = {**card, "actions": [{**sends, "data": {**sends["data"], OPENED: opened}}]}
    info: dict[str, Any] = {"title": form.title, "height": "medium", "width": "medium", "card": attached(whole)}
    return Answer(200, {"task": {"type": "continue", "value": info}})


def _packed(form: Form) -> str:
    return b64encode(zlib.compress(_FORM.dump_json(form), 9)).decode()


def _unpacked(packed: object) -> Form | None:
    if not isinstance(packed, str) or len(packed) > LARGEST:
        return None
    try:
        raw = zlib.decompressobj().decompress(b64decode(packed, validate=True), LARGEST)
        return _FORM.validate_json(raw)
    except (zlib.error, ValueError, ValidationError):
        return None
