"""A leader's own team: named one by one, told by the leader, and asked on what was agreed. It has no subject."""

from typing import Final

from bot.effects import Start
from bot.facts import Practice, Team
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows import teams
from bot.flows.team import agreeing, asking, changing, naming, telling
from bot.flows.welcome import joins

BEGIN: Final = ("new", "active", "paused")
"""States of people who can name a team. Somebody new begins with it; whoever had ended everything is asked first."""


def begin(scene: Scene) -> Next:
    """The command, at whatever point the team is."""
    team = teams.own(scene.facts)
    if team is None and scene.person.state not in BEGIN:
        return Next(DONE, deeds=(Start("welcome"),), because="the welcome asks what they would like")
    asks = scene.answer("command") == "ask_team"
    if team is None:
        said = (scene.say("team.name_first"),) if asks else ()
        return Next("who", say=said, deeds=joins(scene) if scene.person.state == "new" else (), because=LATER)
    if team.state == "named":
        return Next("tell" if team.notice else "confirm", because=LATER)
    return asking.begin(scene, team) if asks else Next("team", because="they asked to see it")


LATER: Final = "“team” goes on from here at any time"
_LEAVE: Final = {"leave": "team.leave_words"}

FLOW: Final = Flow(
    name="team",
    steps=(
        Step("who", naming.draw_who, naming.take_who, reads=_LEAVE, hint="team.hint"),
        Step("confirm", naming.draw_confirm, naming.take_confirm, reads=_LEAVE, hint="team.hint"),
        Step("agree", agreeing.draw_agree, agreeing.take_agree, reads=_LEAVE, hint="team.hint"),
        Step("notice", telling.draw_notice, telling.take_notice, reads=_LEAVE, hint="team.hint"),
        Step(
            "tell",
            telling.draw_tell,
            telling.take_tell,
            reads={"told": "team.told_words", **_LEAVE},
            hint="team.tell_hint",
        ),
        Step("team", changing.draw_team, changing.take_team, idle=True),
        Step("sure", changing.draw_sure, changing.take_sure, reads=_LEAVE, hint="team.hint"),
        Step("question", asking.draw_question, asking.take_question, reads=_LEAVE, hint="team.question_hint"),
    ),
    begin=begin,
    due={"told": telling.told_due},
    passed="team.passed",
    needs=frozenset({Team, Practice}),
    names=naming.FIELDS,
)
