"""I1: whoever is asked something is asked again, or the bot says to itself why not. Every flow, every branch.

From many starting points every button that is drawn is pressed and every question is answered in words, as
deep as it goes; each turn that leaves a question must leave a follow-up, start something, or carry a reason.
"""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from bot.effects import BringWaiting, EraseAll, FollowUp, GiveExport, Hand, Start
from bot.facts import Capture, Chance, Partner, Practice
from bot.flow import DONE, State
from bot.flows.catalog import FLOWS
from bot.messages import Choices
from bot.play import Play
from bot.rules.budget import KINDS
from bot.turn import Turn
from tests.stage import ANA, Stage

DEPTH = 5
WIDTH = 1500
"""How deep and how wide each starting point is searched."""

GOES_ON = (FollowUp, Start, Hand, BringWaiting, GiveExport, EraseAll)
TYPED = ("tomorrow", "3", "Omar", "any meeting comes", "I ask one question first", "17:30", "asdf")

orphans: set[str] = set()
seen_steps: set[tuple[str, str]] = set()


class Watched(Play):
    """A play that notices turns after which nobody would ask again."""

    def _keep(self, turn: Turn, event_id: str) -> None:
        before = self.states.get(turn.state.key, State(*turn.state.key[:2]))
        seen_steps.add((turn.state.flow, turn.state.step))
        leaves = turn.state.step != before.step
        planned = any(
            one.flow == turn.state.flow and one.subject == turn.state.subject for one in self.facts.waiting
        ) or any(isinstance(one, FollowUp) and one.flow == turn.state.flow for one in self.plans)
        if leaves and not turn.because and not planned and not any(isinstance(one, GOES_ON) for one in turn.effects):
            orphans.add(f"{turn.state.flow}: {before.step or 'begin'} -> {turn.state.step}")
        super()._keep(turn, event_id)


class WatchedStage(Stage):
    """A stage whose plays are watched."""

    def _play(self, who: str) -> Play:
        play = super()._play(who)
        return Watched(play.facts, play.states, play.flows, play.now)


PRACTICE = Practice(
    "p1",
    "ana",
    wish="stop interrupting",
    theme="listening",
    situation="any meeting",
    act="wait two seconds",
    state="active",
    started_on=date(2026, 11, 2),
    began_on=date(2026, 11, 2),
    recent="ddpn",
)


def leader() -> WatchedStage:
    """Ana, three weeks into a practice."""
    ana = replace(ANA, state="active", joined_on=date(2026, 11, 2))
    stage = WatchedStage()
    stage.saves(
        ana,
        PRACTICE,
        *(Chance("p1", date(2026, 11, 16 + n), "ana", mark="did") for n in range(4)),
        Capture("c1", "ana", "promise", "the numbers", "Omar", date(2026, 11, 26)),
        Partner("ana", "omar", "p1", "accepted", date(2026, 11, 10)),
    )
    first_days = State("first_days", "ana", "", DONE, {"began": "2026-11-20", "next": "thank"})
    stage.states["ana"] = {first_days.key: first_days}
    return stage


def starts() -> list[tuple[str, str]]:
    """Every way in: each command, and each follow-up that can come."""
    lines = ["hi", "help", "home", "checkin", "waiting", "promise", "note", "bring", "thank", "find", "pause"]
    lines += ["resume", "stop", "slower", "faster", "hours", "zone", "partner", "privacy", "share", "export"]
    lines += ["erase", "lookback"]
    phrases = [
        "new practice", "start fresh", "look back", "pause until Monday", "away tomorrow", "away 24 to 28 November",
        "promise Omar the numbers Thursday", "promise Omar the numbers", "thank Omar for the numbers",
        "thank Lea for flagging it", "bring the reorganisation", "ask me at 16:30", "days mon-thu", "zone Lisbon",
        "partner Omar", "i was sick since Thursday", "mornings", "effort on", "energy on", "did it", "practice",
    ]  # fmt: skip
    return [("say", line) for line in (*lines, *phrases)] + [("due", f"{flow}/{kind}") for flow, kind in KINDS]


def explore(stage: WatchedStage) -> None:
    """Press and type everything, as deep and as wide as is allowed."""
    queue = [(stage, 0)]
    known: set[tuple[object, ...]] = set()
    visited = 0

    while queue and visited < WIDTH:
        at, depth = queue.pop(0)
        visited += 1
        if depth >= DEPTH or not at.order:
            continue
        post = at.messages[at.order[-1]]
        at.who = post.person
        moves: list[tuple[str, str]] = []
        for ask in post.message.asks:
            for part in ask.parts:
                if isinstance(part, Choices):
                    moves += [("press", choice.key) for choice in part.choices]
        newest = post.message.asks[-1].ref
        if newest is not None and FLOWS[newest.flow].step(newest.step).text:
            moves += [("say", line) for line in TYPED]
        for what, value in moves:
            there = deepcopy_stage(at)
            there.presses(value) if what == "press" else there.says(value)
            state = tuple(
                sorted(
                    (one.flow, one.subject[:2], one.step)
                    for one in there.states.get(there.who, {}).values()
                    if one.step != DONE
                )
            )
            if (state, value) not in known:
                known.add((state, value))
                queue.append((there, depth + 1))


def deepcopy_stage(stage: WatchedStage) -> WatchedStage:
    """A copy that can go another way; values are frozen and shared."""
    copy = WatchedStage(stage.now, dict(stage.people))
    copy.facts = dict(stage.facts)
    copy.states = {who: dict(states) for who, states in stage.states.items()}
    copy.planned, copy.messages, copy.order = dict(stage.planned), dict(stage.messages), list(stage.order)
    copy.sent = deepcopy(stage.sent)
    copy.count, copy.who, copy.reply = stage.count, stage.who, stage.reply
    return copy


@pytest.mark.parametrize(("what", "value"), starts())
def test_every_turn_leaves_a_follow_up_or_a_reason(what: str, value: str) -> None:
    orphans.clear()
    stage = leader()
    if what == "say":
        stage.says(value)
    else:
        flow, kind = value.split("/")
        subject = {"capture": "c1", "zone": "Europe/Lisbon"}.get(flow, "p1" if flow not in SINGLE else "")
        stage.comes_due(flow, kind, subject)
    explore(stage)
    assert not orphans, "\n".join(sorted(orphans))


SINGLE = {"welcome", "first_days", "lookback", "time_off", "consent"}
