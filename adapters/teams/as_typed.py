"""What Teams makes of what people typed, taken back to what they saw while they typed it.

The text of an activity is called plain and mostly is: what somebody typed arrives as typed, angle brackets
included, but a mention stands in it as <at>…</at>, and the space behind one, or a second one in a row, as &nbsp;.
Only what an entity of the activity names is a mention, so nothing that was typed is taken for one. Text that is
called xml, and the body of a message, are HTML.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
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


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is named: as it stands in the text, and their name; "" for the bot itself."""

    text: str
    name: str


def as_typed(text: str, kind: str, mentions: Sequence[Mention] = ()) -> str:
    """The text without marks; `kind` is what Teams calls it."""
    text = QUOTED.sub("", text)
    for one in mentions:
        text = text.replace(one.text, escape(one.name) if kind in HTML else one.name)
    return of_html(text) if kind in HTML else SPACE.sub(" ", text).strip()


def of_html(html: str) -> str:
    """The words of HTML, a line for each of its lines, without what it quotes of the message that it answers."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


def quoted_in(html: str) -> str:
    """The id of the message that is answered, or ""."""
    reader = _Reader()
    reader.feed(html)
    return reader.answered


@dataclass
class _Depth:
    """An element whose words are not those of whoever wrote the message: how deep its like stands within it."""

    tag: str
    depth: int = 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.answered = ""
        self.skipped: _Depth | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if self.skipped is not None:
            self.skipped.depth += tag == self.skipped.tag
        elif tag == "blockquote" and said.get("itemtype", "").lower() == REPLY:
            self.answered = self.answered or said.get("itemid", "")
            self.skipped = _Depth(tag)
        elif tag in SILENT:
            self.skipped = _Depth(tag)
        elif tag in ("emoji", "img"):
            self.words.append(said.get("alt", ""))
        elif tag in LINES:
            self.words.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipped is None and tag not in SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped is not None:
            self.skipped.depth -= tag == self.skipped.tag
            if not self.skipped.depth:
                self.skipped = None
        elif tag in LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self.skipped is None:
            self.words.append(data.replace("\N{NO-BREAK SPACE}", " "))
