"""The working value of one reaction: conversations run, flows begin one another, and what it all comes to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, assert_never

from bot.effects import (
    BringWaiting,
    CloseRound,
    CountKept,
    DropRound,
    Effect,
    EraseAll,
    FollowUp,
    GiveExport,
    Hand,
    Inquiry,
    Join,
    MakeCode,
    OpenRound,
    Part,
    Publish,
    Quieten,
    Redraw,
    Replan,
    Save,
    Say,
    Settle,
    Start,
    TakeUp,
    Tell,
    TryCode,
)
from bot.events import Event
from bot.facts import Facts, Record
from bot.flow import DONE, Flow, Scene, State, ref_of
from bot.messages import NOTHING, Ask, Nothing, Ref, Reply
from bot.saved import updated
from bot.turn import Turn, advance

Key = tuple[str, str, str]
Flows = Mapping[str, Flow]

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
    published: list[tuple[Publish, Ref]] = field(default_factory=list)
    hands: list[Hand] = field(default_factory=list)
    inquiries: list[Inquiry] = field(default_factory=list)
    changed: dict[Key, State] = field(default_factory=dict)
    reply: Reply = NOTHING
    bring_waiting: bool = False
    replan: bool = False
    exports: list[GiveExport] = field(default_factory=list)
    erase: bool = False
    part: bool = False
    quieten: bool = False
    take_up: bool = False
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
        """Begin a conversation, keeping the version of the one that was there; at a step, also what it knew."""
        old = self.state(begin.flow, begin.subject)
        answers = {**(old.answers if begin.step else {}), **begin.answers}
        state = replace(old, step=begin.step, answers=answers, occasion=begin.occasion, asked="", missed=0)
        flow = self.flows[begin.flow]
        self._keep(advance(self.facts, state, "began", flow, self.now, event_id), event_id)

    def _keep(self, turn: Turn, event_id: str) -> None:
        self.turns += 1
        if self.turns > LONGEST_CHAIN:
            raise RecursionError(f"{turn.state.flow} leads from one turn to the next without an end")
        key = turn.state.key
        if turn.state != self.states.get(key, State(*key, DONE)):
            self.states[key] = self.changed[key] = turn.state  # a press on what never was leaves nothing behind
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
            case Publish():
                self.published.append((effect, ref_of(state)))
            case Hand():
                self.hands.append(effect)
            case BringWaiting():
                self.bring_waiting = True
            case Replan():
                self.replan = True
            case GiveExport():
                self.exports.append(effect)
            case EraseAll():
                self.erase = True
            case MakeCode() | TryCode() | Join() | OpenRound() | CloseRound() | DropRound() | CountKept():
                self.inquiries.append(effect)
            case Part():
                self.part = True
            case Quieten():
                self.quieten = True
            case TakeUp():
                self.take_up = True
            case _:
                assert_never(effect)
