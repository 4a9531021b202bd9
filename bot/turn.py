"""A turn: facts, a conversation's state and an event in; new state and effects out. Pure.

Whatever looks random is a hash of the conversation, so a turn that is run again says the same and makes the same ids.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from bot.content.words import fold
from bot.effects import Effect, Json, Redraw, Save, Say
from bot.events import Due, Event, Pressed, Said, Submitted, Undelivered, Unposted
from bot.facts import Facts
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, State, Step, Wrote, ref_of
from bot.messages import (
    LIMIT,
    NOTHING,
    Ask,
    Choice,
    Choices,
    Closed,
    FieldErrors,
    Parts,
    Quote,
    Ref,
    Reply,
    Strong,
    Text,
)
from bot.rules.alike import alike
from bot.rules.shortened import units
from bot.saved import updated

MISSES: Final = 2
"""How often a line that cannot be read is answered: in words, then with buttons; after that not at all."""


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
        case Unposted():
            told = Next(STAY, say=(scene.say("desk.unposted"),), because=event.held)
            found = flow.unposted(scene, event) if flow.unposted else told
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
    step = flow.step(state.step)
    if event.ref.step in step.still:
        step = flow.step(event.ref.step)
    current = event.ref.step == step.name and _same_day(event.ref, state)
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
    if state.step == DONE or event.ref.step != state.step or not _same_day(event.ref, state):
        return Turn(state, (Say(Ask((scene.say(flow.passed),))),), Closed(), "a form that has passed")
    too_long = scene.label("desk.too_long_here", count=LIMIT)
    if wrong := tuple((name, too_long) for name, text in event.fields.items() if units(text) > LIMIT):
        return Turn(state, reply=FieldErrors(wrong), because="the form stays open")
    filled = Filled(event.fields)
    return _carry_out(flow, scene, flow.step(state.step).take(scene, filled), filled)


def _same_day(ref: Ref, state: State) -> bool:
    """Whether both are about the same day; a reminder has a day of its own, and what it reminds of is about none."""
    return ref.occasion == state.occasion or not (ref.occasion and state.occasion)


def _said(flow: Flow, scene: Scene, event: Said) -> Turn:
    """A typed answer is answered by a line of its own, for the question may stand far up by now."""
    state = scene.state
    step = flow.step(state.step)
    answer = understand(scene, step, event.text)
    if isinstance(answer, Wrote) and units(answer.text) > step.room.limit:
        said = scene.say(step.room.too_long, count=step.room.limit)
        return Turn(state, (Say(Ask((said,))),), because="the question stays open")
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
        if found.to == DONE:
            ended = old.step != DONE and state != State(*state.key, DONE)  # what keeps nothing is not kept itself
            state = replace(state, asked_at=scene.now) if ended else state
        else:
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
            # What is typed does not say which time a button of one time alone, such as "yes:3", was for.
            label = next((one.label for one in _choices(drawn) if key in (one.key, one.key.partition(":")[0])), "")
            return (*words, Text((Strong(label),))) if label else words
        case Wrote(text):
            return (*words, Quote(text))
        case Filled():
            return words
