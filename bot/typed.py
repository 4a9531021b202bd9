"""Where a typed line belongs: global words first, then the question of its thread, then the only open one. Pure.

It is never guessed. Open are the questions of the newest day on which something was asked: yesterday's are
still answered by their buttons and in their threads. The words of a button go before words of one's own, and what
the bot has just asked in reply goes before what stood in the day's message.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.events import Said
from bot.flow import DONE, State, Wrote
from bot.flows.commands import Command, read_command
from bot.messages import Ask, Text
from bot.play import Play
from bot.rules import calendar
from bot.rules.budget import KINDS
from bot.turn import question, understand


@dataclass(frozen=True, slots=True)
class To:
    """This conversation is meant, whether it can read the line or not."""

    state: State


@dataclass(frozen=True, slots=True)
class Do:
    """A command, and what was typed behind its words."""

    command: Command
    rest: str


@dataclass(frozen=True, slots=True)
class Which:
    """Several could be meant: these conversations, and perhaps a command."""

    states: tuple[State, ...]
    command: Command | None = None


@dataclass(frozen=True, slots=True)
class Nowhere:
    """It belongs to nothing that is going on."""


Place = To | Do | Which | Nowhere

_RANKS: Final = {flow: min(one.rank for (of, _), one in KINDS.items() if of == flow) for flow, _ in KINDS}
"""The place of each conversation in a message that holds several."""


def place(play: Play, event: Said) -> Place:
    """Find what a typed line is meant for."""
    found = read_command(play.facts.words, event.text, play.facts.people)
    if found is not None and found[0].exact:
        return Do(*found)
    in_thread = (one for one in play.states.values() if event.thread and one.asked == event.thread and _open(one))
    threaded = _newest_first(play, in_thread)
    questions = threaded or open_questions(play)
    readers = _readers(play, questions, event.text)
    if found is not None and not threaded:
        asked = tuple(one for one in readers if in_conversation(play, one))
        sure = read_command(play.facts.words, event.text, play.facts.people, asked=True) is not None
        if sure or not any(just_asked(one, questions[0]) for one in readers):
            return Which(asked, found[0]) if asked else Do(*found)
    sealed = next((one for one in readers if play.flows[one.flow].step(one.step).sealed), None)
    if sealed is not None and not any(in_conversation(play, one) for one in readers):
        return To(sealed)
    readers = readers or _readers(play, _answered(play), event.text)
    direct = tuple(one for one in readers if not threaded and one in questions and just_asked(one, questions[0]))
    if len(direct) == 1:
        return To(direct[0])
    if len(readers) == 1:
        return To(readers[0])
    if readers:
        return Which(readers)
    return To(questions[0]) if questions else Nowhere()


def open_questions(play: Play) -> tuple[State, ...]:
    """Conversations that wait for this person's answer, the newest question first, the day's main one before others."""
    waiting = _newest_first(
        play, (one for one in play.states.values() if one.asked and _open(one) and not _idle(play, one))
    )
    return tuple(one for one in waiting if _asked_on(play, one) == _asked_on(play, waiting[0]))


def _newest_first(play: Play, states: Iterable[State]) -> tuple[State, ...]:
    """In whatever order a database gave them."""
    found = sorted(states, key=lambda one: one.key, reverse=True)
    found.sort(key=lambda one: _RANKS.get(one.flow, 0))
    found.sort(key=lambda one: one.asked_at or play.now, reverse=True)
    return tuple(found)


def _answered(play: Play) -> tuple[State, ...]:
    """Questions that are answered and may still be answered otherwise."""
    idle = (one for one in play.states.values() if _open(one) and _idle(play, one) and one.flow != "desk")
    return _newest_first(play, idle)


def just_asked(state: State, newest: State) -> bool:
    """Whether this question stood in the newest message, and that was the bot's answer to what the person did."""
    return state.asked.startswith("reply/") and state.asked == newest.asked


def in_conversation(play: Play, state: State) -> bool:
    """Whether this very question was just asked, and wants whatever they have to say."""
    step = play.flows[state.flow].step(state.step)
    newest = open_questions(play)[0]
    return step.text and step.prose and state == newest and just_asked(state, newest)


def words_of(ask: Ask) -> str:
    """The first words of a question, to name it on a button."""
    first = next((part for part in ask.parts if isinstance(part, Text)), None)
    return "" if first is None else "".join(span.text for span in first.spans)


def named(play: Play, state: State) -> str:
    """A conversation by the first words of its question."""
    return words_of(question(play.flows[state.flow], play.facts, state, play.now))


def _readers(play: Play, states: tuple[State, ...], text: str) -> tuple[State, ...]:
    """Who can read it; where somebody's buttons say these very words, only they."""
    readers: tuple[State, ...] = ()
    for loosely in (False, True):
        answers = {
            one.key: understand(play.scene(one), play.flows[one.flow].step(one.step), text, loosely=loosely)
            for one in states
        }
        readers = tuple(one for one in states if answers[one.key] is not None)
        choosers = tuple(one for one in readers if not isinstance(answers[one.key], Wrote))
        if choosers:
            return choosers
    return readers


def _open(state: State) -> bool:
    return state.step != DONE


def _idle(play: Play, state: State) -> bool:
    return state.flow == "desk" or play.flows[state.flow].step(state.step).idle


def _asked_on(play: Play, state: State) -> date:
    return calendar.local(state.asked_at or play.now, play.facts.person.zone).date()
