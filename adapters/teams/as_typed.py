"""What Teams makes of what people typed, taken back to what they saw while they typed it.

The text of an activity is called plain and mostly is: what somebody typed arrives as typed, angle brackets
included, but a mention stands in it as <at>…</at>, and the space behind one, or a second one in a row, as &nbsp;.
Only what an entity of the activity names is a mention, so nothing that was typed is taken for one. Text that is
called xml, and the body of a message, are HTML.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

HTML: Final = ("xml", "html")
SPACE: Final = re.compile("&nbsp;|&#160;|\N{NO-BREAK SPACE}")
QUOTED: Final = re.compile(r'<quoted messageId="[^"<>]{0,100}"\s*/>')
"""What stands in a text for a message that it quotes."""
REPLY: Final = "http://schema.skype.com/reply"
"""The type of a quotation of the message that is answered."""
LINES: Final = frozenset({"p", "div", "br", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
"""Elements that begin a line."""
SILENT: Final = frozenset({"script", "style", "attachment", "systemeventmessage"})

# Both look at no character more than twice.
_TAG: Final = re.compile(r"<(?:(?P<closes>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*+)(?P<rest>(?:[\s/][^<>]*+)?)|![^<>]*+)>")
_ATTRIBUTE: Final = re.compile(r"""(?<![\w-])([A-Za-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is named: as it stands in the text, and their name; "" for the bot itself."""

    text: str
    name: str


def as_typed(text: str, kind: str, mentions: Sequence[Mention] = ()) -> str:
    """The text without marks; `kind` is what Teams calls it."""
    text = _with_names(QUOTED.sub("", text), kind, mentions)
    return of_html(text) if kind in HTML else SPACE.sub(" ", text).strip()


def _with_names(text: str, kind: str, mentions: Sequence[Mention]) -> str:
    """Each mention exchanged once, for a name that is not looked at again, whatever stands in it.

    Where several stand in the text in the same way, they are those of the mentions one after the other.
    """
    names: dict[str, list[str]] = {}
    for one in mentions:
        names.setdefault(one.text, []).append(escape(one.name) if kind in HTML else one.name)
    if not names:
        return text
    longest_first = sorted(names, key=len, reverse=True)
    turns = {text: iter(theirs) for text, theirs in names.items()}
    either = re.compile("|".join(map(re.escape, longest_first)))
    return either.sub(lambda found: next(turns[found[0]], names[found[0]][-1]), text)


def of_html(html: str) -> str:
    """The words of HTML, a line for each of its lines, without what it quotes of the message that it answers."""
    words, _ = _read(html)
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


def quoted_in(html: str) -> str:
    """The id of the message that is answered, or ""."""
    _, answered = _read(html)
    return answered


def _read(html: str) -> tuple[str, str]:
    """The words as they stand, and the id of the message that is answered.

    Python's own reader takes a minute for a hundred thousand characters that are meant to take long.
    """
    words: list[str] = []
    answered, skipped, depth, end = "", "", 0, 0
    for found in _TAG.finditer(html):
        before, end = html[end : found.start()], found.end()
        closes, tag, rest = bool(found["closes"]), (found["tag"] or "").lower(), found["rest"] or ""
        if skipped:
            depth += 0 if tag != skipped or rest.endswith("/") else -1 if closes else 1
            skipped = skipped if depth else ""
            continue
        words.append(unescape(before))
        if not closes and not rest.endswith("/") and (tag in SILENT or (tag == "blockquote" and _is_reply(rest))):
            skipped, depth = tag, 1
            answered = answered or _attribute(rest, "itemid")
        elif tag in ("emoji", "img"):
            words.append(_attribute(rest, "alt"))
        elif tag in LINES:
            words.append("\n")
    if not skipped:
        words.append(unescape(html[end:]))
    return "".join(words).replace("\N{NO-BREAK SPACE}", " "), answered


def _is_reply(attributes: str) -> bool:
    return _attribute(attributes, "itemtype").lower() == REPLY


def _attribute(attributes: str, name: str) -> str:
    values = ((one[1].lower(), one[2] or one[3] or "") for one in _ATTRIBUTE.finditer(attributes))
    return next((unescape(value) for known, value in values if known == name), "")
