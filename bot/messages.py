"""Everything the bot can show: a message of asks, a form, a page, each made of a few closed kinds of Part.

Renderers match on the Part unions and end in `assert_never`, so a new Part is a type error in every
renderer that has not learnt it. Text is neutral spans: no platform's markup, and what a person typed is
always a `Typed` span or a `Quote`, which each renderer escapes in its own way.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

LIMIT: Final = 3000
"""Characters that every field of every form can hold; as many are kept of what a form may change later."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The bot's own words."""

    text: str
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Strong:
    """The bot's own words, emphasised."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Typed:
    """Words a person typed, in the middle of a sentence: never markup, never a mention, never a link."""

    text: str
    kind: Literal["typed"] = "typed"


Span = Annotated[Plain | Strong | Typed, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `small` is for what may be skipped, `title` for a page's or card's heading."""

    spans: tuple[Span, ...]
    size: Literal["body", "small", "title"] = "body"
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Quote:
    """A block of words that a person typed; `by` names who, when that is not plain from the place."""

    text: str
    by: str = ""
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `opens` says that pressing it shows a form: Teams must know when the button is drawn."""

    key: str
    label: str
    opens: bool = False
    main: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """A row of buttons, at most 25; every press is a `Pressed` event with the choice's key."""

    choices: tuple[Choice, ...]
    kind: Literal["choices"] = "choices"


@dataclass(frozen=True, slots=True)
class Rows:
    """Short facts, a label and a value each."""

    rows: tuple[tuple[str, tuple[Span, ...]], ...]
    kind: Literal["rows"] = "rows"


@dataclass(frozen=True, slots=True)
class Dots:
    """The last chances, oldest first, one symbol each; `said` is the same in words, for a screen reader."""

    marks: tuple[Literal["did", "partly", "not", "out", "open", "ahead"], ...]
    said: str
    kind: Literal["dots"] = "dots"


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars: a value for each of the chart's labels; None where nothing was asked."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a person's own past: at most 20 labels and 6 series. `said` holds the numbers in words."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    said: str
    shape: Literal["bar", "line"] = "bar"
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line between two things."""

    kind: Literal["divider"] = "divider"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to keep: a download link on a page, a file in a chat."""

    name: str
    media_type: str
    content: str
    kind: Literal["document"] = "document"


Part = Annotated[Text | Quote | Choices | Rows | Dots | Chart | Divider | Document, Field(discriminator="kind")]
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """Which question of which conversation: the handle in a button's value and a form's metadata.

    `occasion` is the ISO date that the question is about, or "". Nothing in a Ref is trusted: the store
    says whose conversation it is.
    """

    flow: str
    subject: str
    step: str
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One conversation's share of a message; without a ref it only says something."""

    parts: Parts
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one address at once. It is redrawn by exchanging one of its asks. `only` are those who may be where
    it is shown, as `bot.audience` seals them; () is whoever there is."""

    asks: tuple[Ask, ...]
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A field for typed words. `limit` is in characters, an emoji being two; nothing longer is ever its value."""

    name: str
    label: str
    hint: str = ""
    value: str = ""
    long: bool = False
    optional: bool = False
    limit: int = LIMIT
    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice of several (`many`: any number), drawn as radio buttons or a list."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]  # key and label
    value: tuple[str, ...] = ()
    many: bool = False
    optional: bool = False
    hint: str = ""
    kind: Literal["pick"] = "pick"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date; arrives as an ISO date."""

    name: str
    label: str
    value: date | None = None
    optional: bool = False
    hint: str = ""
    kind: Literal["day"] = "day"


@dataclass(frozen=True, slots=True)
class Someone:
    """People of the workspace, at most `most`; arrive as their ids with spaces between, each of them known by then."""

    name: str
    label: str
    value: tuple[str, ...] = ()
    most: int = 1
    optional: bool = False
    hint: str = ""
    kind: Literal["someone"] = "someone"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel; arrives as its address. With `members` as the ids of the people in it, as `Someone` does, at most
    `most`. With `looks` as what there is to say of it before a few people read there: see `bot.flows.page.looked`."""

    name: str
    label: str
    value: str = ""
    members: bool = False
    looks: bool = False
    most: int = 100
    optional: bool = False
    hint: str = ""
    kind: Literal["channel"] = "channel"


Input = Line | Pick | Day | Someone | Channel


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog: words and fields, one button to send; with `send` "" there is only something to read. Values arrive as
    text, by field name."""

    ref: Ref
    title: str
    body: tuple[Text | Quote | Chart | Rows | Dots | Divider | Input, ...]
    send: str


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """The form stays open, each sentence stands at its field; nothing that was typed is lost."""

    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The form was taken and closes."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to answer at once; what there is to say comes as messages."""


NOTHING = Nothing()
Reply = Form | FieldErrors | Closed | Nothing


@dataclass(frozen=True, slots=True)
class Page:
    """A person's home page: what stands and what comes, drawn afresh each time."""

    asks: tuple[Ask, ...]


MESSAGE = TypeAdapter(Message)
"""Stored and sent messages as JSON, there and back."""
