"""When a leader asks no more: stopped, gone or erased. What was answered in an open round is read by nobody."""

from dataclasses import replace

from bot.effects import Deed, DropRound, Json, Save, Settle, Start
from bot.flow import DONE, Next, Scene
from bot.flows import teams
from bot.flows.pulse.closing import told


def over(scene: Scene) -> Next:
    """The open round is dropped, everybody who has heard of it is told once in the same words, and nothing is planned
    any more."""
    team = teams.own(scene.facts)
    if team is None:
        return Next(DONE, because="there is no team to ask")
    deeds: list[Deed] = [Save(replace(team, state="stopped"))]
    going = [one for one in teams.rounds(scene.facts) if one.state == "open"]
    unanswered = [one for one in teams.rounds(scene.facts) if one.state == "released" and one.replied_on is None]
    unanswered = [one for one in unanswered if one.unanswered_on in (None, scene.today)]  # that is said to them now
    told_already = {who for one in (*going, *unanswered) for who in teams.invited(scene.facts, one.id)}
    for one in teams.members(scene.facts):
        deeds.append(Save(teams.taken_out(one, scene.today)))
        if one.state in teams.KNOWN and one.person not in told_already:
            news: dict[str, Json] = {"news": "over", "name": scene.person.name}
            deeds.append(Start("member", scene.person.id, owner=one.person, answers=news))
    for round_ in going:
        deeds += (Save(replace(round_, state="dropped")), *told(scene, round_, "dropped"), DropRound(round_.id))
        deeds.append(Settle("the leader asks no more", "close", subject=round_.id))
    deeds += (Settle("the leader asks no more", kind, subject="") for kind in ("introduce", "open"))
    deeds.append(Settle("the leader asks no more", "told", flow="team", subject=""))
    return Next(DONE, deeds=tuple(deeds), because="nobody is asked any more")
