"""A round of Ana's team that has ended: what was asked, what was released of it, and when she reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from bot.ballot.asked import Questions
from bot.ballot.released import Comment, Ended, Released, Result
from bot.effects import OpenRound
from bot.facts import Round, Team
from bot.flows.pulse.questions import CHANGE, NEXT, SAY
from tests.roster import NAMES, TEAM, leading
from tests.stage import Stage

QUESTIONS: Final = (CHANGE, SAY, NEXT)
CLOSED: Final = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
READ: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""Tuesday, 10:00 in Berlin."""
ROUND: Final = Round(
    "r1", "ana", 1, date(2026, 11, 12), CLOSED, READ, 5, 6, "wait two seconds", date(2026, 11, 2), "released"
)
RELEASED: Final = Released(
    5,
    7,
    half=True,
    comparable=False,
    results=(Result("change", 1, None, unseen=False), Result("say", 2.5, 3.5, unseen=False)),
    comments=(
        Comment("c1", "next", "An agenda the day before"),
        Comment("c2", "next", "Fewer meetings on Mondays"),
    ),
)


def ended(
    stage: Stage, how: Ended, round_: Round = ROUND, questions: Questions = QUESTIONS, names: tuple[str, ...] = NAMES
) -> Stage:
    """A round of hers that has ended, as the store has it."""
    stage.saves(round_)
    wanted = OpenRound(round_.id, names, questions, round_.k, round_.closes_at, round_.opened_on)
    stage.asked[round_.id] = (wanted, frozenset(names), round_.opened_on)
    stage.ended[round_.id] = how
    return stage


def released(how: Ended = RELEASED, team: Team = TEAM, **changes: object) -> Stage:
    """Ana's round was released; it is the morning before she reads it."""
    round_ = replace(ROUND, **changes)  # type: ignore[arg-type]  # any field
    return ended(leading(team), how, round_).starts("loop", round_.id, news=round_.state)


def reading(how: Ended = RELEASED, team: Team = TEAM, **changes: object) -> Stage:
    """Tuesday, ten o'clock: she is asked what she expects."""
    return released(how, team, **changes).goes_to(datetime(2026, 11, 24, 10, 1))


def thanked(team: Team = TEAM) -> Stage:
    """She has read all of it and thanked everybody."""
    return reading(team=team).presses("Just show it").presses("Show me the rest").presses("thank")


def drafted(team: Team = TEAM) -> Stage:
    """And her reply is ready: one promise, one thing declined, nothing shared of what was hard."""
    stage = thanked(team).presses("Step by step").says("That agendas come late.").says("That nobody had told me.")
    stage.presses("It stays with me").says("I send the agenda on Fridays by 27 November").presses("That is all")
    return stage.says("The budget round stays: the board asks for it.")


def in_person(stage: Stage | None = None) -> Stage:
    """Lea has told her something in person, and she knows what she will answer."""
    stage = (stage or leading()).says("feedback Lea: the meetings run over").presses("Yes")
    stage.says("I end every meeting at ten to by 27 November").presses("That is all")
    return stage.presses("Nothing to decline")
