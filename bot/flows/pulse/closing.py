"""Closing rounds at their time, and what everybody gets to know of how they ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

from bot.effects import CloseRound, Deed, FollowUp, Json, Save, Start
from bot.events import Due
from bot.facts import Round
from bot.flow import DONE, STAY, Next, Scene
from bot.flows import teams
from bot.flows.pulse import times
from bot.flows.pulse.ready import is_quiet
from bot.rules import calendar

AGAIN_AFTER: Final = timedelta(minutes=15)
"""When the keys could not be asked for."""


def close(scene: Scene, _due: Due) -> Next:
    """The fixed time has come."""
    return overdue(scene)


def overdue(scene: Scene) -> Next:
    """The fixed time has gone by."""
    round_ = teams.find_round(scene.facts, scene.state.subject)
    if round_ is None or round_.state != "open":
        return Next(DONE, because="it is over already")
    return Next(DONE, deeds=(CloseRound(round_.id),), because="the store says how it ended")


def later(scene: Scene) -> Next:
    """Not yet, or the keys cannot be asked for: nothing is lost, and it is tried again."""
    round_ = teams.find_round(scene.facts, scene.state.subject)
    if round_ is None or round_.state != "open":
        return Next(DONE, because="it is over already")
    on = calendar.local(max(round_.closes_at, scene.now + AGAIN_AFTER), scene.person.zone)
    return Next(DONE, deeds=(FollowUp("close", on.date(), "closed", at=on.time()),))


def released(scene: Scene) -> Next:
    """There is something to read, at the fixed time."""
    return _ended(scene, "released")


def below(scene: Scene) -> Next:
    """Too few took part: all of it is destroyed."""
    return _ended(scene, "below")


def lost(scene: Scene) -> Next:
    """No key opens the box: said to everyone, and asked again."""
    return _ended(scene, "lost")


def dropped(scene: Scene) -> Next:
    """The leader has ended it; everybody was told as they did."""
    return Next(DONE, because=f"round {scene.state.subject} is over")


def _ended(scene: Scene, how: Literal["released", "below", "lost"]) -> Next:
    round_ = teams.find_round(scene.facts, scene.state.subject)
    if round_ is None or round_.state != "open":
        return Next(DONE, because="everybody knows already")
    deeds: list[Deed] = [Save(replace(round_, state=how)), Start("loop", round_.id, answers={"news": how})]
    if how != "below":  # that is said at the hour of the results, so that nobody knows it before the leader
        deeds += told(scene, round_, how)
    if how == "lost":
        names: list[Json] = [one.name for one in dict(scene.facts.questions).get(round_.id, ())]
        deeds.append(Start("pulse", answers={"news": "again", "questions": names}))
    else:
        on = times.day_of(scene.person, round_.releases_at)
        deeds.append(FollowUp("quiet", on, "looked at once", at=times.RELEASES))
    return Next(DONE, deeds=tuple(deeds), because="the round is over")


def told(scene: Scene, round_: Round, how: str) -> tuple[Start, ...]:
    """Everybody invited hears how it ended, in the same words, whoever has answered."""
    answers = {"news": how, "name": scene.person.name}
    people = teams.invited(scene.facts, round_.id)
    return tuple(Start("answer", round_.id, owner=one, answers={**answers}) for one in people)


def quiet(scene: Scene, _due: Due) -> Next:
    """The hour of the results: too few took part, and everybody hears that; twice fewer than half, and six mirrors are
    offered, while the team is left alone for a while."""
    round_ = teams.find_round(scene.facts, scene.state.subject)
    deeds = told(scene, round_, "below") if round_ is not None and round_.state == "below" else ()
    if teams.own(scene.facts) is not None and is_quiet(scene.facts):
        deeds = (*deeds, Start("mirror", answers={"news": "offered"}))
    return Next(STAY, deeds=deeds, because="the mirrors go on by themselves")
