"""What a reaction writes, in one commit: records, states, follow-ups, and the messages that go out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bot.audience import sealed
from bot.content.words import Words
from bot.due import WAITED, Agenda, Sent, again, agenda, expires, moved_to, not_before, plan, waited
from bot.effects import GiveExport, Inquiry, Publish, Redraw, Settle, Start, Tell
from bot.events import Act, Due
from bot.facts import Capture, Person, Record
from bot.flow import State, hashed, opaque
from bot.messages import Ask, Message, Ref, Reply
from bot.outgoing import PUBLISHED
from bot.planned import Planned
from bot.play import Play
from bot.react import react
from bot.rules import calendar
from bot.rules.budget import KINDS, Class
from bot.sharing import bundle, waits

Closing = tuple[Planned, str, str]
"""A follow-up, the state it ends in, and why."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message on its way to a person's home, or to a channel in their name. Its key is unique for ever: it is sent
    once or not at all."""

    key: str
    person: str
    cls: Class
    day: date
    message: Message
    not_before: datetime
    expires_at: datetime
    address: str = ""  # "" is the person's home
    named: bool = False  # it takes the place of an earlier one of that key


@dataclass(slots=True)
class Outcome:
    """Everything one reaction of one person writes. `key` is unique for ever, as that of what is said is; `cls` is of
    whatever the store's answers lead to."""

    person: Person
    key: str
    cls: Class = "notice"
    records: list[Record] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    settled: list[Settle] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    closed: list[Closing] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    redraws: list[Redraw] = field(default_factory=list)
    elsewhere: list[Start | Tell] = field(default_factory=list)
    inquiries: list[Inquiry] = field(default_factory=list)
    reply: Reply | None = None
    bring_waiting: bool = False
    replan: bool = False
    exports: list[tuple[GiveExport, Words]] = field(default_factory=list)  # and whose words they are in
    erase: bool = False
    part: bool = False
    quieten: bool = False
    take_up: bool = False
    fired: dict[tuple[str, str, str], Planned] = field(default_factory=dict)


def of_act(play: Play, event: Act, cls: Class = "reply") -> Outcome:
    """What a person's act writes; everything it says is one message, a reply."""
    react(play, event)
    return gathered(play, key_of(cls, event), cls)


def key_of(cls: Class, event: Act) -> str:
    """The key of what an act leads to. It stands in buttons, and names nobody; a platform's id of an event may."""
    return f"{cls}/{hashed(event.id)}/{opaque(event.person)}"


def gathered(play: Play, key: str, cls: Class) -> Outcome:
    """What a play that was run by hand writes, with everything it says as one message of `cls`."""
    outcome = Outcome(play.facts.person, key, cls)
    _post(play, outcome, key, cls, tuple(play.asks))
    _take(play, outcome)
    return outcome


def of_moment(play: Play, items: Iterable[Planned], sent: Sent) -> Outcome:
    """What one moment writes for one person: their due follow-ups asked, moved, lapsed or ended."""
    now = play.now
    todo: Agenda = agenda(play.facts.person, items, sent, now)
    outcome = Outcome(play.facts.person, f"tick/{now.isoformat()}/{opaque(play.facts.person.id)}")
    outcome.planned.extend(todo.moved)
    for item, reason in todo.ended:
        _give_up(play, outcome, item, reason)
    for item in todo.lapsed:
        _fire(play, outcome, item, lapsed=True)
    play.asks.clear()
    for item in todo.alone:
        _fire(play, outcome, item)
        cls = KINDS[(item.flow, item.kind)].cls
        _post(play, outcome, f"{cls}/{item.key}/{item.attempts}", cls, tuple(play.asks))
        play.asks.clear()
    _day_message(play, outcome, todo.slot)
    _take(play, outcome)
    return outcome


def of_waiting(play: Play, items: Iterable[Planned], event_id: str) -> Outcome:
    """What has been waiting for room, asked at once because the person wants to see it."""
    outcome = Outcome(play.facts.person, f"reply/{event_id}/waiting", "reply")
    today = calendar.local(play.now, play.facts.person.zone).date()
    for item in items:
        if waits(item, today):
            _fire(play, outcome, item)
    _post(play, outcome, outcome.key, "reply", tuple(play.asks))
    _take(play, outcome)
    return outcome


def _day_message(play: Play, outcome: Outcome, items: tuple[Planned, ...]) -> None:
    """One message: what belongs to the day, one thing more, and a line about what waits."""
    left = items
    while left and not play.asks:
        asked, left = bundle(left)
        for item in asked:
            _fire(play, outcome, item)
    today = calendar.local(play.now, play.facts.person.zone).date()
    count = 0
    for item in left:
        if waited(play.facts.person, item, today):
            _give_up(play, outcome, item, WAITED)
            continue
        outcome.planned.append(moved_to(play.facts.person, item, calendar.next_workday(play.facts.person, today)))
        count += not KINDS[(item.flow, item.kind)].patient
    if count and play.asks:
        play.start(Start("waiting", step="list", answers={"count": count}), f"{today}")
    _post(play, outcome, f"slot/{opaque(play.facts.person.id)}/{today}", "slot", tuple(play.asks))
    play.asks.clear()


def _fire(play: Play, outcome: Outcome, item: Planned, *, lapsed: bool = False) -> None:
    """Run one follow-up that has come, and plan its next attempt unless the flow did so itself."""
    plans_before = len(play.plans)
    due = Due(
        id=f"{item.key}/{item.attempts}",
        person=item.person,
        at=play.now,
        flow=item.flow,
        subject=item.subject,
        kind=item.kind,
        occasion=item.occasion,
        attempt=item.attempts + 1,
        last=not item.again,
        lapsed=lapsed,
    )
    said_before = len(play.asks)
    react(play, due)
    outcome.fired[_identity(item)] = item
    if any(
        (one.flow, one.kind, one.subject) == (item.flow, item.kind, item.subject) for one in play.plans[plans_before:]
    ):
        return
    today = calendar.local(play.now, play.facts.person.zone).date()
    later = again(play.facts.person, item, today) if len(play.asks) > said_before else None
    if later is not None:
        outcome.planned.append(later)
    else:
        outcome.closed.append((item, "done", item.stop if item.attempts else "asked"))


def _give_up(play: Play, outcome: Outcome, item: Planned, reason: str) -> None:
    """It is asked no more. What found no room for fifteen working days is said once in the look-back."""
    outcome.closed.append((item, "stopped", reason))
    kind = KINDS.get((item.flow, item.kind))
    if reason == WAITED and kind is not None and kind.label:
        name = play.facts.words.plain(kind.label)
        play.save(Capture(hashed("wait", item.key), item.person, "wait", name, made_at=play.now))


def _post(play: Play, outcome: Outcome, key: str, cls: Class, asks: tuple[Ask, ...]) -> None:
    if not asks:
        return
    person = play.facts.person
    day = calendar.local(play.now, person.zone).date()
    leaves = not_before(person, cls, play.now)
    outcome.posts.append(Post(key, person.id, cls, day, Message(asks), leaves, expires(person, cls, leaves)))
    for ask in asks:
        if ask.ref is None:
            continue
        identity = (ask.ref.flow, person.id, ask.ref.subject)
        state = play.states.get(identity)
        if state is not None and state.step == ask.ref.step:
            play.states[identity] = play.changed[identity] = replace(state, asked=key, asked_at=play.now)


def _publish(play: Play, outcome: Outcome, number: int, words: Publish, ref: Ref) -> None:
    """A person's words in a channel, within their working hours; `ref` is the conversation that says them."""
    person = play.facts.person
    day = calendar.local(play.now, person.zone).date()
    leaves = not_before(person, "behalf", play.now)
    message = Message((Ask(words.parts, ref),), sealed(words.only))
    named = f"{opaque(person.id)}/{hashed(ref.flow, ref.subject, words.address, words.name)}"
    key = f"{PUBLISHED}{named if words.name else f'{outcome.key}/{number}'}"
    until = expires(person, "behalf", leaves)
    outcome.posts.append(Post(key, person.id, "behalf", day, message, leaves, until, words.address, bool(words.name)))


def _take(play: Play, outcome: Outcome) -> None:
    """Move what the play gathered into the outcome; later plans outdo earlier ones of the same identity."""
    outcome.person = play.facts.person
    outcome.records.extend(play.saves)
    outcome.states.extend(play.changed.values())
    outcome.redraws.extend(play.redraws)
    outcome.elsewhere.extend(play.elsewhere)
    outcome.inquiries.extend(play.inquiries)
    for number, (words, ref) in enumerate(play.published):
        _publish(play, outcome, number, words, ref)
    planned = {_identity(item): item for item in outcome.planned}
    for wish in play.plans:
        if isinstance(wish, Settle):
            outcome.settled.append(wish)
            planned = {key: item for key, item in planned.items() if not covers(wish, item)}
        else:
            same = (wish.flow, wish.kind, wish.subject or "")
            planned[same] = plan(play.facts.person, wish, outcome.fired.get(same))
    outcome.planned = list(planned.values())
    outcome.reply = play.reply
    outcome.bring_waiting, outcome.replan = play.bring_waiting, play.replan
    outcome.exports.extend((one, play.facts.words) for one in play.exports)
    outcome.erase = play.erase
    outcome.part, outcome.quieten, outcome.take_up = play.part, play.quieten, play.take_up


_ANY: Final = "*"


def _identity(item: Planned) -> tuple[str, str, str]:
    return (item.flow, item.kind, item.subject)


def covers(settle: Settle, item: Planned) -> bool:
    """Whether a follow-up is among those that nobody needs to ask any more."""
    if settle.flow == _ANY:
        return True
    return settle.flow == item.flow and settle.subject == item.subject and settle.kind in ("", item.kind)
