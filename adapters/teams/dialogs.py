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

from adapters.register import Named
from adapters.teams.cards import attached
from adapters.teams.forms import form_card
from adapters.teams.handles import NoHandle, kinds_in, read_form
from adapters.teams.room import ROOM, weight
from adapters.teams.visitors import Answer, Json, Sent
from bot.content.words import Words
from bot.messages import Channel, FieldErrors, Form, Input, Someone

OPENED: Final = "opened"
DRAWN: Final = "drawn"
LARGEST: Final = 2**18
"""Bytes of a form that is unpacked, many times what any takes."""

MANY: Final = 1000
"""People that are looked at in one field."""
FIT: Final = 100
"""Who fits into a field of which it is not known any more how many do."""

Channels = tuple[tuple[str, str], ...]
"""Those that a form offers, by address and name."""
_PACKED: Final[TypeAdapter[tuple[Form, Channels]]] = TypeAdapter(tuple[Form, Channels])


def dialog(form: Form, message: str, opened: str, words: Words, channels: Channels = ()) -> Answer:
    """Open it. `message` is the key of the message whose button was pressed, `opened` the id of the request."""
    return _shown(form, form_card(form, message, words=words, channels=channels), opened, channels)


def again(sent: Sent, errors: FieldErrors, words: Words) -> Answer:
    """Leave it open with these sentences at its fields; where the form is not known, the sentences alone."""
    if sent.form is not None:
        with suppress(NoHandle):  # a form that nobody here has drawn
            card = form_card(sent.form, sent.message, errors, sent.typed, words=words, channels=sent.channels)
            return _shown(sent.form, card, sent.opened, sent.channels)
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
    opened, found = data.get(OPENED), _unpacked(data.get(DRAWN))
    form, channels = found if found is not None and found[0].ref == ref else (None, ())
    named = tuple(_named(name, kind, typed[name], form) for name, kind in kinds_in(data).items() if typed.get(name))
    return Sent(opened if isinstance(opened, str) else "", form, typed, message, channels, named)


def _named(name: str, kind: str, said: str, form: Form | None) -> Named:
    field = next((part for part in form.body if isinstance(part, Input) and part.name == name), None) if form else None
    most = field.most if isinstance(field, Someone | Channel) else FIT
    match kind:
        case "someone":
            return Named(name, "people", tuple(said.lower().split(None, MANY)[:MANY]), most)
        case "members":
            return Named(name, "members", (said,), most)
        case "looked":
            return Named(name, "looked", (said,), most)
        case _:
            return Named(name, "channel", (said,))


def _shown(form: Form, card: Json, opened: str, channels: Channels) -> Answer:
    whole = card
    for sends in card.get("actions", ()):  # what is only read has none
        carried = {OPENED: opened, DRAWN: _packed(form, channels)}
        whole = {**card, "actions": [{**sends, "data": {**sends["data"], **carried}}]}
        if weight(whole) > ROOM:  # then what is wrong with it is said without it
            whole = {**card, "actions": [{**sends, "data": {**sends["data"], OPENED: opened}}]}
    info: dict[str, Any] = {"title": form.title, "height": "medium", "width": "medium", "card": attached(whole)}
    return Answer(200, {"task": {"type": "continue", "value": info}})


def _packed(form: Form, channels: Channels) -> str:
    return b64encode(zlib.compress(_PACKED.dump_json((form, channels)), 9)).decode()


def _unpacked(packed: object) -> tuple[Form, Channels] | None:
    if not isinstance(packed, str) or len(packed) > LARGEST:
        return None
    try:
        raw = zlib.decompressobj().decompress(b64decode(packed, validate=True), LARGEST)
        return _PACKED.validate_json(raw)
    except (zlib.error, ValueError, ValidationError):
        return None
