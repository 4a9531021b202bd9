"""Naming somebody in a conversation of many, so that Teams tells them: words in the text, and an entity that says who.

Teams takes a mention only where the entity's words stand in the text exactly, refuses an ampersand there, and reads
tags in a name (botbuilder-js#2111). So the text is XML and the name is escaped, the same in both places: what was
meant for Teams to read is only shown, and calls nobody.
"""

import re
from html import escape
from typing import Any, Final

from adapters.room import cut
from bot.content.words import Words
from bot.legible import legible
from bot.messages import Typed

Json = dict[str, Any]

LONGEST: Final = 80
"""Characters of a name that are shown, as the platforms count them."""

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that stands after them. Those that stand for a letter of their own may stay."""
_UNSEEN: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
"""Ends of lines, and what XML holds no more than a line does."""


def invitation(account: str, name: str, words: Words) -> Json:
    """Where the bot answers, to somebody who called it where others read along: an activity.

    `account` is the id that begins with 29:, and `name` is theirs as Teams said it, "" for none.
    """
    shown = shown_name(name)
    if not (account and shown):
        return {"type": "message", "text": words.plain("teams.in_company"), "textFormat": "plain"}
    called = f"<at>{escape(shown, quote=False)}</at>"
    spans = words.spans("teams.called", name=Typed(shown))
    text = "".join(called if isinstance(span, Typed) else escape(span.text, quote=False) for span in spans)
    entity = {"type": "mention", "text": called, "mentioned": {"id": account, "name": shown}}
    return {"type": "message", "text": text, "textFormat": "xml", "entities": [entity]}


def shown_name(name: str) -> str:
    """A name on one line, as it was typed but for what would reach beyond it."""
    return cut(_UNSEEN.sub(" ", _TURNING.sub("", legible(name))).strip(), LONGEST)
