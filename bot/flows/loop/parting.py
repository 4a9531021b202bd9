"""A leader goes: whoever was asked in a round that was never answered hears that no reply comes, once."""

from dataclasses import replace

from bot.effects import Save, Start
from bot.facts import Facts, Round
from bot.flow import DONE, Next, Scene
from bot.flows import teams
from bot.flows.aloud import aloud
from bot.flows.loop import rounds
from bot.rules import calendar


def unreplied(facts: Facts) -> tuple[Start, ...]:
    """For every round whose results wait for a reply."""
    return tuple(Start("loop", one.id, answers={"news": "over"}) for one in teams.rounds(facts) if _waits(one))


def _waits(round_: Round) -> bool:
    return rounds.is_open(round_) and round_.unanswered_on is None


def over(scene: Scene, round_: Round) -> Next:
    """Nothing in it names the leader, who may be erased by then."""
    if not _waits(round_):
        return Next(DONE, because="nobody waits for a reply")
    words = scene.say("loop.no_reply_comes", day=calendar.local(round_.closes_at, scene.person.zone).date())
    deeds = (Save(replace(round_, unanswered_on=scene.today)), *aloud(scene.facts, round_.id, (words,)))
    return Next(DONE, deeds=deeds, because="everybody knows that no reply comes")
