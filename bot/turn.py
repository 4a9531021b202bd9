"""A turn: facts, a conversation's state and an event in; new state and effects out. Pure.

A flow is a value: named steps, what each asks, and what an answer leads to. Whatever looks random is a hash
of the conversation, so a turn that is run again says the same thing and makes the same ids.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from hashlib import blake2b
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.content.words import Size, Value, fold
from bot.events import Due, Event, Pressed, Said, Submitted, Undelivered
from bot.facts import Facts, Person, Record, updated
from bot.messages import (
    NOTHING,
    Ask,
    Choice,
    Choices,
    Closed,
    FieldErrors,
    Form,
    Parts,
    Quote,
    Ref,
    Reply,
    Strong,
    Text,
)
from bot.rules.alike import alike

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

DONE: Final = "done"
"""The step of a conversation that asks nothing any more."""
STAY: Final = ""
"""Where a turn leads that changes no step."""

MISSES: Final = 2
"""How often a line that cannot be read is answered: in words, then with buttons; after that not at all."""


@dataclass(frozen=True, slots=True)
class State:
    """Where one conversation stands. Identity: flow, owner, subject.

    `asked` is the key of the message that holds its open question; `missed` counts the typed lines since
    then that could not be read.
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


# What a person's act comes down to


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


# What a turn does


@dataclass(frozen=True, slots=True)
class Save:
    """Store this value over the one of the same identity."""

    record: Record


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Ask again: `kind` names the flow's handler, `rules.budget` its class.

    A new follow-up takes the place of the open one of the same kind and subject. `on` is a date of the
    person's calendar, `at` a wall time or None for the day's own message. `again` are further attempts, in
    working days after the first. `stop` says in words when it ends; `occasion` is the date it is about.
    """

    kind: str
    on: date
    stop: str
    at: time | None = None
    again: tuple[int, ...] = ()
    occasion: date | None = None
    generation: int = 0
    flow: str = ""  # "" is the conversation's own
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """Nobody needs to ask this any more. Kind "" is every follow-up of the conversation's subject."""

    reason: str
    kind: str = ""
    flow: str = ""
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Begin a conversation (again), for the same person or, with their consent checked, for another.

    Towards another person the words go out in a human's name: class behalf.
    """

    flow: str
    subject: str = ""
    owner: str = ""
    step: str = ""
    answers: dict[str, Json] = field(default_factory=dict)
    occasion: str = ""  # the ISO date that the question is about


@dataclass(frozen=True, slots=True)
class Tell:
    """Words for another person, in the name of the one who acts: class behalf. They ask nothing."""

    to: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Hand:
    """Give a typed line to the conversation it was meant for, or, with flow "", read it as a command."""

    text: str
    flow: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class BringWaiting:
    """Ask at once what has been waiting for room in the day's message."""


@dataclass(frozen=True, slots=True)
class Replan:
    """Hours, days or zone have changed: compute every planned moment of this person again."""


@dataclass(frozen=True, slots=True)
class GiveExport:
    """Make the person's own data ready for download, and say so."""


@dataclass(frozen=True, slots=True)
class EraseAll:
    """Erase everything about the person, follow-ups and waiting messages with it."""


@dataclass(frozen=True, slots=True)
class Say:
    """A new message's share. The engine joins what one event says to one person into one message."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class Redraw:
    """Exchange one ask of the message that holds it (the newest that does)."""

    ask: Ask
    message: str


Deed = Save | FollowUp | Settle | Start | Tell | Hand | BringWaiting | Replan | GiveExport | EraseAll
"""What a flow can bring about."""
Effect = Deed | Say | Redraw


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


@dataclass(frozen=True, slots=True)
class Step:
    """One named point of a flow.

    `draw` is the question, with its choices; it can be drawn at any time from facts and state. `reads` says
    which typed words (a list in the content file) mean which choice; a typed label always does. `read`
    understands more (numbers, dates). With `text` any other words are an answer too. `hint` is the content
    key of the one line that says what can be answered. An `idle` step is answered already and may still be
    changed: a typed line comes to it only when no question is open.
    """

    name: str
    draw: Callable[[Scene], Parts]
    take: Callable[[Scene, Answer], Next]
    reads: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[Scene, str], Answer | None] | None = None
    text: bool = False
    hint: str = "desk.hint"
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of conversation. The first step is where an unknown one falls back to.

    `begin` decides how it starts; `due` what a follow-up that has come does, by kind; `lost` what to do
    about a question that never reached the person. `passed` is the content key that a press on an old
    question gets. `needs` are the kinds of record its follow-ups look at.
    """

    name: str
    steps: tuple[Step, ...]
    begin: Callable[[Scene], Next]
    due: Mapping[str, Callable[[Scene, Due], Next]] = field(default_factory=dict)
    lost: Callable[[Scene, Undelivered], Next] | None = None
    passed: str = "desk.passed"
    needs: frozenset[type] = frozenset()

    def step(self, name: str) -> Step:
        """The step of that name; an unknown one is the first."""
        return next((step for step in self.steps if step.name == name), self.steps[0])


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome: the conversation's new state, the effects in order, and what to answer at once."""

    state: State
    effects: tuple[Effect, ...] = ()
    reply: Reply = NOTHING
    because: str = ""
    read: bool = True


Began = Literal["began"]


def advance(facts: Facts, state: State, event: Event | Began, flow: Flow, now: datetime, event_id: str = "") -> Turn:
    """Run one event through one conversation; a beginning carries the id of the event that led to it.

    A press on a question that has passed says so and changes nothing. A typed line that cannot be read
    is answered with the step's hint, then with the question's buttons, then not at all (`read` is False).
    """
    scene = Scene(facts, state, now, event_id if event == "began" else event.id)
    match event:
        case "began":
            return _carry_out(flow, scene, Next(state.step) if state.step else flow.begin(scene))
        case Due():
            coming = replace(scene, state=replace(state, occasion=event.occasion.isoformat()))
            found = flow.due[event.kind](coming, event)
            return _carry_out(flow, scene if found.to == STAY else coming, found)
        case Undelivered():
            found = flow.lost(scene, event) if flow.lost else Next(STAY, because=event.reason)
            return _carry_out(flow, scene, found)
        case Pressed():
            return _pressed(flow, scene, event)
        case Submitted():
            return _submitted(flow, scene, event)
        case Said():
            return _said(flow, scene, event)
        case _:
            raise TypeError(f"{type(event).__name__} concerns no single conversation")


def _pressed(flow: Flow, scene: Scene, event: Pressed) -> Turn:
    state = scene.state
    if state.answers.get("pressed") == [event.ref.step, event.ref.occasion, event.choice]:
        return Turn(state, because="the same press twice")
    current = event.ref.step == state.step and event.ref.occasion == state.occasion
    step = flow.step(state.step)
    if state.step == DONE or not current or not _offers(step.draw(scene), event.choice):
        return Turn(state, (Say(Ask((scene.say(flow.passed),))),), because="a question that has passed")
    chose = Chose(event.choice)
    turn = _carry_out(flow, scene, step.take(scene, chose), chose)
    pressed: Json = [event.ref.step, event.ref.occasion, event.choice]
    if turn.state.step == state.step:
        return turn
    return replace(turn, state=replace(turn.state, answers={**turn.state.answers, "pressed": pressed}))


def _submitted(flow: Flow, scene: Scene, event: Submitted) -> Turn:
    state = scene.state
    if state.step == DONE or event.ref.step != state.step or event.ref.occasion != state.occasion:
        return Turn(state, (Say(Ask((scene.say(flow.passed),))),), Closed(), "a form that has passed")
    filled = Filled(event.fields)
    return _carry_out(flow, scene, flow.step(state.step).take(scene, filled), filled)


def _said(flow: Flow, scene: Scene, event: Said) -> Turn:
    """A typed answer is answered by a line of its own, for the question may stand far up by now."""
    state = scene.state
    step = flow.step(state.step)
    answer = understand(scene, step, event.text)
    if answer is not None:
        found = step.take(scene, answer)
        return _carry_out(flow, scene, replace(found, in_place=False), answer)
    missed = replace(state, missed=state.missed + 1)
    if state.missed == 0:
        ask = Ask((scene.say(step.hint),))
    elif state.missed < MISSES:
        ask = Ask(step.draw(scene), ref_of(state))
    else:
        return Turn(missed, because="asked twice already", read=False)
    return Turn(missed, (Say(ask),), because="the question stays open", read=False)


def understand(scene: Scene, step: Step, text: str, *, loosely: bool = True) -> Answer | None:
    """What a typed line answers to this step's question, or None when it cannot be read.

    `loosely` takes other ways of saying yes or no for the words that are listed.
    """
    typed = fold(text)
    for choice in _choices(step.draw(scene)):
        if fold(choice.label) == typed and not choice.opens:
            return Chose(choice.key)
    for said in (typed, *(alike(scene.facts.words, typed) if loosely else ())):
        for key, words in step.reads.items():
            if scene.facts.words.means(words, said):
                return Chose(key)
    if step.read is not None and (found := step.read(scene, text)) is not None:
        return found
    return Wrote(text) if step.text and text.strip() else None


def ref_of(state: State) -> Ref:
    """The handle of the question this conversation stands at."""
    return Ref(state.flow, state.subject, state.step, state.occasion)


def question(flow: Flow, facts: Facts, state: State, now: datetime) -> Ask:
    """The open question of a conversation, drawn again."""
    return Ask(flow.step(state.step).draw(Scene(facts, state, now)), ref_of(state))


def _choices(parts: Parts) -> Iterator[Choice]:
    for part in parts:
        if isinstance(part, Choices):
            yield from part.choices


def _offers(parts: Parts, key: str) -> bool:
    return any(choice.key == key for choice in _choices(parts))


def _carry_out(flow: Flow, scene: Scene, found: Next, answer: Answer | None = None) -> Turn:
    """Turn a flow's decision into the new state, the words and the redrawing of the answered question."""
    if found.errors:
        return Turn(scene.state, reply=FieldErrors(found.errors), because="the form stays open")
    old = scene.state
    occasion = old.occasion if found.occasion is None else found.occasion.isoformat()
    state = replace(old, answers={**old.answers, **found.keep}, occasion=occasion, missed=0)
    effects: list[Effect] = list(found.deeds)
    facts = scene.facts
    for deed in found.deeds:
        if isinstance(deed, Save):
            facts = updated(facts, deed.record)
    moves = found.to != STAY
    asks: Parts = ()
    if moves:
        state = replace(state, step=found.to)
        if found.to != DONE:
            asks = flow.step(found.to).draw(replace(scene, facts=facts, state=state))
    if answer is not None and old.asked and (moves or found.closed is not None):
        if found.in_place:
            effects.append(Redraw(Ask((*found.say, *asks), ref_of(state)), old.asked))
            return Turn(state, tuple(effects), _reply(found, answer), found.because)
        closed = _answered(flow, scene, answer) if found.closed is None else found.closed
        effects.append(Redraw(Ask(closed, ref_of(old)), old.asked))
    if asks:
        state = replace(state, asked="", asked_at=scene.now)
        effects.append(Say(Ask((*found.say, *asks), ref_of(state))))
    elif found.say:
        effects.append(Say(Ask(found.say)))
    return Turn(state, tuple(effects), _reply(found, answer), found.because)


def _reply(found: Next, answer: Answer | None) -> Reply:
    if found.form is not None:
        return found.form
    return Closed() if isinstance(answer, Filled) else NOTHING


def _answered(flow: Flow, scene: Scene, answer: Answer) -> Parts:
    """The question without its buttons, and what was answered."""
    drawn = flow.step(scene.state.step).draw(scene)
    words = tuple(part for part in drawn if not isinstance(part, Choices))
    match answer:
        case Chose(key):
            label = next((choice.label for choice in _choices(drawn) if choice.key == key), "")
            return (*words, Text((Strong(label),))) if label else words
        case Wrote(text):
            return (*words, Quote(text))
        case Filled():
            return words
