"""I1: whoever is asked something is asked again, or the bot says to itself why not. Every flow, every branch.

From many starting points every button that is drawn is pressed and every question is answered in words, as
deep as it goes; each turn that leaves a question must leave a follow-up, start something, or carry a reason.
"""

import pytest

from bot.effects import BringWaiting, EraseAll, FollowUp, GiveExport, Hand, Start
from bot.flow import State
from bot.play import Play
from bot.turn import Turn
from tests.stage import Stage
from tests.walk import SINGLE as SINGLE
from tests.walk import begun, explore, started, starts

GOES_ON = (FollowUp, Start, Hand, BringWaiting, GiveExport, EraseAll)

orphans: set[str] = set()


class Watched(Play):
    """A play that notices turns after which nobody would ask again."""

    def _keep(self, turn: Turn, event_id: str) -> None:
        before = self.states.get(turn.state.key, State(*turn.state.key[:2]))
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


def leader() -> WatchedStage:
    """Ana, three weeks into a practice."""
    return begun(WatchedStage())


@pytest.mark.parametrize(("what", "value"), starts())
def test_every_turn_leaves_a_follow_up_or_a_reason(what: str, value: str) -> None:
    orphans.clear()
    for _ in explore(started(leader(), what, value)):
        pass
    assert not orphans, "\n".join(sorted(orphans))
