"""What one person's act, or one moment of theirs, leads to over all their conversations. Pure.

`turn.advance` runs one event through one conversation; here a typed line finds its conversation, one flow
starts another, and everything that is to be said, saved and planned is gathered for one commit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, assert_never

from bot.events import Act, Due, Event, Joined, Left, Moved, Pressed, Said, Submitted, Undelivered
from bot.facts import Facts, Person, Record, updated
from bot.flows.commands import COMMANDS, Command, read_command
from bot.messages import NOTHING, Ask, Nothing, Reply, Text
from bot.turn import (
    DONE,
    BringWaiting,
    Effect,
    EraseAll,
    Flow,
    FollowUp,
    GiveExport,
    Hand,
    Json,
    Redraw,
    Replan,
    Save,
    Say,
    Scene,
    Settle,
    Start,
    State,
    Tell,
    Turn,
    advance,
    hashed,
    question,
    understand,
)

Key = tuple[str, str, str]
Flows = Mapping[str, Flow]

OWN_SUBJECT: Final = ("capture", "practice")
"""Flows whose every beginning is about something new."""
LONGEST_CHAIN: Final = 50
"""A guard: no act leads to more turns than this."""


class NeedsMore(Exception):
    """A partial play came to a conversation that was not loaded: play again with everything."""


@dataclass
class Play:
    """The working value of one reaction: what is known so far, and what is to be done about it.

    `partial`: only what the due flows declared was loaded, as for the thousands of one tick.
    """

    facts: Facts
    states: dict[Key, State]
    flows: Flows
    now: datetime
    saves: list[Record] = field(default_factory=list)
    plans: list[FollowUp | Settle] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    redraws: list[Redraw] = field(default_factory=list)
    elsewhere: list[Start | Tell] = field(default_factory=list)
    changed: dict[Key, State] = field(default_factory=dict)
    reply: Reply = NOTHING
    bring_waiting: bool = False
    replan: bool = False
    export: bool = False
    erase: bool = False
    turns: int = 0
    partial: bool = False

    def scene(self, state: State, event_id: str = "") -> Scene:
        """The scene of one conversation as things stand now."""
        return Scene(self.facts, state, self.now, event_id)

    def state(self, flow: str, subject: str) -> State:
        """This person's conversation, or the blank beginning of one."""
        owner = self.facts.person.id
        if self.partial and (flow, owner, subject) not in self.states:
            raise NeedsMore
        return self.states.get((flow, owner, subject)) or State(flow, owner, subject, DONE)

    def save(self, record: Record) -> None:
        """Save, and let what follows see it."""
        self.saves.append(record)
        self.facts = updated(self.facts, record)

    def run(self, state: State, event: Event) -> Turn:
        """One event through one conversation, and everything that follows from it."""
        turn = advance(self.facts, state, event, self.flows[state.flow], self.now)
        self._keep(turn, event.id)
        return turn

    def start(self, begin: Start, event_id: str) -> None:
        """Begin a conversation, keeping the version of the one that was there."""
        old = self.state(begin.flow, begin.subject)
        state = replace(old, step=begin.step, answers=dict(begin.answers), occasion=begin.occasion, asked="", missed=0)
        flow = self.flows[begin.flow]
        self._keep(advance(self.facts, state, "began", flow, self.now, event_id), event_id)

    def _keep(self, turn: Turn, event_id: str) -> None:
        self.turns += 1
        if self.turns > LONGEST_CHAIN:
            raise RecursionError(f"{turn.state.flow} leads from one turn to the next without an end")
        self.states[turn.state.key] = self.changed[turn.state.key] = turn.state
        if not isinstance(turn.reply, Nothing):
            self.reply = turn.reply
        for effect in turn.effects:
            self._do(effect, turn.state, event_id)

    def _do(self, effect: Effect, state: State, event_id: str) -> None:
        match effect:
            case Say(ask):
                self.asks.append(ask)
            case Redraw():
                self.redraws.append(effect)
            case Save(record):
                self.save(record)
            case FollowUp() | Settle():
                subject = state.subject if effect.subject is None else effect.subject
                self.plans.append(replace(effect, flow=effect.flow or state.flow, subject=subject))
            case Start(owner=owner) if owner and owner != state.owner:
                self.elsewhere.append(effect)
            case Start():
                self.start(effect, event_id)
            case Tell():
                self.elsewhere.append(effect)
            case Hand():
                hand_over(self, effect, event_id)
            case BringWaiting():
                self.bring_waiting = True
            case Replan():
                self.replan = True
            case GiveExport():
                self.export = True
            case EraseAll():
                self.erase = True
            case _:
                assert_never(effect)


def react(play: Play, event: Act | Due | Undelivered) -> Play:
    """Everything that one event leads to for the person whom it concerns."""
    match event:
        case Said():
            _said(play, event)
        case Pressed(ref=ref) if (ref.flow, ref.step) == ("desk", "idle"):
            _command(play, event.choice, "", event.id)
        case Pressed(ref=ref) | Submitted(ref=ref) | Undelivered(ref=ref) if ref.flow not in play.flows:
            _said_passed(play)
        case Pressed(ref=ref) | Submitted(ref=ref):
            play.run(play.state(ref.flow, ref.subject), event)
        case Undelivered(ref=ref):
            state = play.state(ref.flow, ref.subject)
            if (state.step, state.occasion) == (ref.step, ref.occasion):
                play.run(state, event)
        case Due():
            play.run(play.state(event.flow, event.subject), event)
        case Moved():
            play.start(Start("zone", answers={"moved": event.zone}), event.id)
        case Joined():
            _joined(play, event)
        case Left():
            play.save(replace(play.facts.person, state="gone"))
            play.plans.append(Settle("left the workspace", flow="*"))
        case _:
            assert_never(event)
    return play


def open_questions(play: Play) -> list[State]:
    """Conversations that wait for this person's answer, the newest question first."""
    waiting = [
        state
        for state in play.states.values()
        if state.asked and state.step != DONE and not play.flows[state.flow].step(state.step).idle
    ]
    return sorted(waiting, key=lambda state: (state.asked_at or play.now, state.key), reverse=True)


def _said(play: Play, event: Said) -> None:
    """Global words first, then the question of the thread, then the only open one; never a guess."""
    command = read_command(play.facts.words, event.text)
    threaded = next((one for one in play.states.values() if event.thread and one.asked == event.thread), None)
    if threaded is not None and threaded.step != DONE and not (command and command[0].exact):
        play.run(threaded, event)
        return
    questions = open_questions(play)
    readers = [state for state in questions if _reads(play, state, event.text)]
    if command is not None:
        takers = [] if command[0].exact else [one for one in readers if _step_takes_text(play, one)]
        if takers:
            _which(play, takers, event, command[0])
        else:
            _command(play, command[0].name, command[1], event.id)
    elif len(readers) == 1 or (questions and not readers):
        play.run((readers or questions)[0], event)
    elif readers:
        _which(play, readers, event, None)
    else:
        _nowhere(play, event)


def _nowhere(play: Play, event: Said) -> None:
    """No question is open: an answered one may still be changed, a newcomer is welcomed, the desk takes the rest."""
    idle = [
        state
        for state in play.states.values()
        if state.step != DONE and play.flows[state.flow].step(state.step).idle and state.flow != "desk"
    ]
    reader = next((state for state in idle if _reads(play, state, event.text)), None)
    if reader is not None:
        play.run(reader, event)
    elif play.facts.person.state == "new":
        play.start(Start("welcome"), event.id)
    else:
        desk = play.state("desk", "")
        play.run(replace(desk, step="idle") if desk.step == DONE else desk, event)


def _reads(play: Play, state: State, text: str) -> bool:
    step = play.flows[state.flow].step(state.step)
    return understand(play.scene(state), step, text) is not None


def _step_takes_text(play: Play, state: State) -> bool:
    step = play.flows[state.flow].step(state.step)
    return step.text or step.read is not None


def _which(play: Play, states: list[State], event: Said, command: Command | None) -> None:
    """Several conversations could mean it: ask, with one button each."""
    options: list[Json] = []
    for state in states:
        ask = question(play.flows[state.flow], play.facts, state, play.now)
        options.append([state.flow, state.subject, words_of(ask)])
    if command is not None:
        options.append(["", command.name, ""])
    play.start(Start("desk", step="which", answers={"text": event.text, "options": options}), event.id)


def words_of(ask: Ask) -> str:
    """The first words of a question, to name it on a button."""
    first = next((part for part in ask.parts if isinstance(part, Text)), None)
    return "" if first is None else "".join(span.text for span in first.spans)


def hand_over(play: Play, hand: Hand, event_id: str) -> None:
    """Give a typed line to the conversation that was chosen for it, or read it as a command."""
    said = Said(event_id, play.facts.person.id, play.now, hand.text)
    if hand.flow:
        play.run(play.state(hand.flow, hand.subject), said)
    elif (command := read_command(play.facts.words, hand.text)) is not None:
        _command(play, command[0].name, command[1], event_id)


def _command(play: Play, name: str, rest: str, event_id: str) -> None:
    command = COMMANDS.get(name)
    if command is None:
        _said_passed(play)
        return
    subject = hashed(command.flow, event_id) if command.flow in OWN_SUBJECT else ""
    play.start(Start(command.flow, subject, answers={"command": name, "rest": rest}), event_id)


def _said_passed(play: Play) -> None:
    play.asks.append(Ask((play.facts.words("desk.passed"),)))


def _joined(play: Play, event: Joined) -> None:
    person: Person = play.facts.person
    homes = tuple(dict.fromkeys((*person.homes, event.address)))
    back = "active" if person.state == "gone" and person.joined_on else person.state
    known = replace(
        person,
        name=event.name or person.name,
        locale=event.locale or person.locale,
        coach=event.invited_by or person.coach,
        homes=homes,
        state="new" if back == "gone" else back,
    )
    play.save(known)
    if event.zone and event.zone != person.zone and person.joined_on:
        play.start(Start("zone", answers={"moved": event.zone}), event.id)
    elif event.zone:
        play.save(replace(known, zone=event.zone))
