"""A flow is a value: named steps, what each asks, and what an answer leads to. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.words import Size, Value
from bot.effects import Deed, Json
from bot.events import Due, Undelivered, Unposted
from bot.facts import Facts, Person
from bot.messages import LIMIT, Form, Parts, Ref, Text

DONE: Final = "done"
"""The step of a conversation that asks nothing any more."""
STAY: Final = ""
"""Where a turn leads that changes no step."""


@dataclass(frozen=True, slots=True)
class State:
    """Where one conversation stands. Identity: flow, owner, subject.

    `asked` is the key of the message that holds its open question, `asked_at` when that was asked, or when the
    conversation ended; `missed` counts the typed lines since then that could not be read.
    """

    flow: str
    owner: str
    subject: str = ""
    step: str = ""
    answers: dict[str, Json] = field(default_factory=dict)
    occasion: str = ""
    asked: str = ""
    asked_at: datetime | None = None
    missed: int = 0
    version: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """Identity of the conversation."""
        return (self.flow, self.owner, self.subject)


@dataclass(frozen=True, slots=True)
class Chose:
    """One of the question's choices, pressed or typed."""

    key: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Words of their own."""

    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form's fields, by name."""

    fields: Mapping[str, str]


Answer = Chose | Wrote | Filled


@dataclass(frozen=True, slots=True)
class Next:
    """A flow's decision: where to, what to keep, what to say before the next question, what to do.

    `because` is the reason why nothing follows, when nothing does (no orphan asks). `closed` is how the
    answered question is redrawn; None shows its words and the answer. With `in_place` the next question takes
    the place of the answered one. `form` is shown at once; `errors` keep a form open.
    """

    to: str
    keep: Mapping[str, Json] = field(default_factory=dict)
    say: Parts = ()
    deeds: tuple[Deed, ...] = ()
    because: str = ""
    closed: Parts | None = None
    in_place: bool = False
    form: Form | None = None
    errors: tuple[tuple[str, str], ...] = ()
    occasion: date | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step's functions look at: the facts, their own conversation, and the moment."""

    facts: Facts
    state: State
    now: datetime
    event_id: str = ""

    @property
    def person(self) -> Person:
        """Whose conversation it is."""
        return self.facts.person

    @property
    def local(self) -> datetime:
        """The person's wall time, without a zone."""
        return self.now.astimezone(ZoneInfo(self.facts.person.zone)).replace(tzinfo=None)

    @property
    def today(self) -> date:
        """The person's own date."""
        return self.local.date()

    @property
    def occasion(self) -> date:
        """The date the open question is about; today when it is about none."""
        return date.fromisoformat(self.state.occasion) if self.state.occasion else self.today

    def answer(self, name: str) -> str:
        """What this conversation kept under `name`, as text; "" when it kept nothing."""
        value = self.state.answers.get(name, "")
        return value if isinstance(value, str) else "" if value is None else str(value)

    def say(self, key: str, /, size: Size = "body", **values: Value) -> Text:
        """A paragraph in the person's language; the day and the conversation choose the variant."""
        seed = f"{self.state.owner}{self.state.subject}{self.state.occasion or self.today}"
        return self.facts.words(key, seed, size, **values)

    def label(self, key: str, /, **values: Value) -> str:
        """A button's or a field's words."""
        return self.facts.words.plain(key, "", **values)

    def new_id(self, of: str) -> str:
        """An id for something this turn makes: the same whenever the turn is run again."""
        return hashed(of, *self.state.key, self.event_id)


def hashed(*parts: str) -> str:
    """Twelve hex characters that stand for these words."""
    return blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def opaque(person: str) -> str:
    """Twenty hex characters in a person's stead, where a button must not name whose message it stands in."""
    return blake2b(person.encode(), digest_size=10).hexdigest()


@dataclass(frozen=True, slots=True)
class Room:
    """How many characters of own words a step takes, and the content key of what is said to more."""

    limit: int = LIMIT
    too_long: str = "desk.too_long"


@dataclass(frozen=True, slots=True)
class Step:
    """One named point of a flow.

    `draw` is the question, with its choices; it can be drawn at any time from facts and state. `reads` says
    which typed words (a list in the content file) mean which choice; a typed label always does. `read`
    understands more (numbers, dates). With `text` any other words are an answer too; unless it is `prose` that is
    wanted, and not a name or an hour, a line that is a command stays one. `hint` is the content
    key of the one line that says what can be answered. An `idle` step is answered already and may still be
    changed: a typed line comes to it only when no question is open. `still` names earlier steps of the same occasion
    whose buttons, on a message that was drawn before, count as ever: the last tap wins. What is longer than its
    `room` is asked for once more: what a form is to show later has to fit into it whole. Words that might be meant for
    a `sealed` step come to it before any other question that takes words, so that they are kept nowhere; but what the
    bot has asked for just now goes before it.
    """

    name: str
    draw: Callable[[Scene], Parts]
    take: Callable[[Scene, Answer], Next]
    reads: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[Scene, str], Answer | None] | None = None
    text: bool = False
    prose: bool = True
    hint: str = "desk.hint"
    idle: bool = False
    still: frozenset[str] = frozenset()
    room: Room = Room()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of conversation. The first step is where an unknown one falls back to.

    `begin` decides how it starts; `due` what a follow-up that has come does, by kind; `lost` what to do
    about a question that never reached the person, `unposted` about words that did not get to a channel; without it the
    person is told of these. `passed` is the content key that a press on an old
    question gets. `needs` are the kinds of record its follow-ups look at. `names` are the
    fields of its forms that name people by their ids, `written` those in which whole names are written: whom they name
    is among the facts when such a form is taken.
    """

    name: str
    steps: tuple[Step, ...]
    begin: Callable[[Scene], Next]
    due: Mapping[str, Callable[[Scene, Due], Next]] = field(default_factory=dict)
    lost: Callable[[Scene, Undelivered], Next] | None = None
    unposted: Callable[[Scene, Unposted], Next] | None = None
    passed: str = "desk.passed"
    needs: frozenset[type] = frozenset()
    names: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()

    def step(self, name: str) -> Step:
        """The step of that name; an unknown one is the first."""
        return next((step for step in self.steps if step.name == name), self.steps[0])


def ref_of(state: State) -> Ref:
    """The handle of the question this conversation stands at."""
    return Ref(state.flow, state.subject, state.step, state.occasion)
