"""What a person sees, the same on every platform: lines, buttons in brackets, a form's fields.

Each driver draws its platform's own things back into these. Where a platform may show a thing in its own way, the
drawing says why beside the line that makes both alike; whatever else differs is a finding.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Button:
    """A button as it was drawn; `press` gives what its platform sends when it is pressed."""

    label: str
    press: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Look:
    """Something that was looked at: its lines, a row of buttons being one, and all its buttons."""

    lines: tuple[str, ...]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands now; `key` is the platform's own handle of it, `at` when it came."""

    key: str
    at: datetime
    look: Look


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is open: its words and its fields, each a line that begins with the field's label."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered at once: a form that opened, errors by field label, or a line that is not kept."""

    form: Form | None = None
    errors: tuple[tuple[str, str], ...] = ()
    aside: str = ""


class Driver(Protocol):
    """Plays people on one platform, by nothing but what was drawn for them. `name` is one of `names`."""

    @property
    def names(self) -> tuple[str, ...]:
        """Who is there."""

    @property
    def now(self) -> datetime:
        """The bot's time, aware UTC."""

    async def says(self, name: str, text: str, thread: str = "") -> Answer:
        """Type a line; `thread` is the key of the message in whose thread it is."""

    async def presses(self, name: str, button: Button, message: str, times: int = 1) -> Answer:
        """Press a button of that message, or with "" of the home page; so many times at the same moment."""

    async def sends(self, name: str, fields: dict[str, str]) -> Answer:
        """Send the open form with these fields, by label; options by theirs, people and the channel by their names. The
        others stay as they are."""

    async def home(self, name: str) -> Look:
        """Open the home page."""

    async def goes_to(self, moment: datetime) -> None:
        """Let time pass; what is due on the way is asked and delivered, as by the worker."""

    def messages(self, name: str) -> list[Seen]:
        """The conversation, in the order in which it came."""

    def posts(self) -> dict[str, list[Seen]]:
        """What the bot has posted in each channel."""

    def conversations(self) -> set[tuple[str, str]]:
        """Flow and step of every conversation that is stored now."""

    async def reports(self, name: str, what: str, value: str) -> None:
        """The platform reports something about somebody: their `zone`, until when they are `out`, or that they have
        `left`, have come (`came`) into the private channel, or `opened` it to everybody."""


def words(text: str, mark: str = "") -> list[str]:
    """The lines of a text. Empty ones are passed over: how much room stands between lines is each platform's own."""
    return [f"{mark}{line.strip()}" for line in text.split("\n") if line.strip()]


def row(labels: Iterable[str]) -> list[str]:
    """A row of buttons."""
    drawn = " ".join(f"[{label}]" for label in labels)
    return [drawn] if drawn else []


def line_field(label: str, hint: str, value: str, *, optional: bool) -> str:
    """A field for words, or for a date."""
    return f"{_named(label, hint, optional=optional)}: {' / '.join(words(value)) or '____'}"


def pick_field(label: str, hint: str, options: Iterable[tuple[str, bool]], *, many: bool, optional: bool) -> str:
    """A field with options, of which some are chosen. Radio buttons or a list: that is each platform's own."""
    marks = ("[x]", "[ ]") if many else ("(•)", "( )")
    drawn = "  ".join(f"{marks[0] if chosen else marks[1]} {option}" for option, chosen in options)
    return f"{_named(label, hint, optional=optional)}: {drawn}"


def people_field(label: str, hint: str, chosen: Iterable[str], *, optional: bool) -> str:
    """A field for people. Whom it offers is the platform's own: who is chosen stands there by name."""
    return f"{_named(label, hint, optional=optional)}: {', '.join(chosen) or '____'}"


def channel_field(label: str, hint: str, *, optional: bool) -> str:
    """A field for a channel, of which none is chosen at first."""
    return f"{_named(label, hint, optional=optional)}: #____"


def _named(label: str, hint: str, *, optional: bool) -> str:
    return f"{label}{' (optional)' if optional else ''}{f' – {hint}' if hint else ''}"
