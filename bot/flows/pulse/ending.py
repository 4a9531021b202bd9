"""When a leader asks no more: stopped, gone or erased. What was answered in an open round is read by nobody."""

from dataclasses import replace

from bot.effects import Deed, DropRound, Save, Settle
from bot.flow import DONE, Next, Scene
from bot.flows import teams
from bot.flows.pulse.closing import told


def over(scene: Scene) -> Next:
    """The open round is dropped, everybody in it is told once in the same words, and nothing is planned any more."""
    team = teams.own(scene.facts)
    if team is None:
        return Next(DONE, because="there is no team to ask")
    deeds: list[Deed] = [Save(replace(team, state="stopped"))]
    deeds += (Save(teams.taken_out(one, scene.today)) for one in teams.members(scene.facts))
    for round_ in teams.rounds(scene.facts):
        if round_.state == "open":
            deeds += (Save(replace(round_, state="dropped")), *told(scene, round_, "dropped"), DropRound(round_.id))
            deeds.append(Settle("the leader asks no more", "close", subject=round_.id))
    deeds += (Settle("the leader asks no more", kind, subject="") for kind in ("introduce", "open"))
    deeds.append(Settle("the leader asks no more", "told", flow="team", subject=""))
    return Next(DONE, deeds=tuple(deeds), because="nobody is asked any more")
