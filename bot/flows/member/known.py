"""Introduced to a team: who writes, on whose behalf, who sees what, and how it ends. The same words for everybody."""

from typing import Final

from bot.ballot.released import SMALLEST
from bot.facts import Facts, Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.flows.member import asking
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Text, Typed

COMMANDS: Final = ("dont_ask", "ask_again")
"""What somebody may type about it."""


def begin(scene: Scene) -> Next:
    """Introduced, a question why, or one of the commands."""
    if scene.answer("command") in COMMANDS:
        return asking.commanded(scene)
    if scene.answer("news") == "over":
        said = (scene.say("member.over", name=Typed(scene.answer("name"))),)
        return Next(DONE, keep={"name": ""}, say=said, because="their leader asks no more")
    if not in_team(scene):
        said = (scene.say("member.not_in_it"),)
        return Next(DONE, say=said, because="they are in that team no more")
    if scene.answer("news") == "why":
        return Next("why", because="they asked to see it")
    return Next("known", because="nothing is asked yet")


def in_team(scene: Scene) -> bool:
    """Whether they are in the team that this conversation is about."""
    return any(one.leader == scene.state.subject for one in teams.joined(scene.facts))


def draw_known(scene: Scene) -> Parts:
    """The introduction, before the first question."""
    name = called(scene.facts, scene.state.subject)
    if not is_anonymous(scene):
        said: Parts = (scene.say("member.known_by_name", name=name), scene.say("member.never_anonymous", name=name))
    else:
        said = (scene.say("member.known", name=name), *who_sees_what(scene))
    return (*said, Choices((why_button(scene.facts, scene.state.subject), _not_me(scene))))


def draw_why(scene: Scene) -> Parts:
    """Why they are asked, how often, and who sees what."""
    return (*why(scene), Choices((_not_me(scene),)))


def why(scene: Scene) -> tuple[Text, ...]:
    """The answer to "why am I asked, and how often?"."""
    name, team = called(scene.facts, scene.state.subject), teams.led_by(scene.facts, scene.state.subject)
    if not is_anonymous(scene):
        return (scene.say("member.why_by_name", name=name), scene.say("member.never_anonymous", name=name))
    often = team.every if team is not None else 0
    how = scene.say("member.every", count=often) if often else scene.say("member.when_asked", name=name)
    return (scene.say("member.why", name=name), how, *who_sees_what(scene))


def who_sees_what(scene: Scene) -> tuple[Text, ...]:
    """What is kept of an answer, what the leader reads, and what nobody can promise."""
    name = called(scene.facts, scene.state.subject)
    return (
        scene.say("member.who_sees", name=name, k=_team(scene).k),
        scene.say("member.not_protected", size="small"),
    )


def is_anonymous(scene: Scene) -> bool:
    """Whether there are enough people in it to be asked without a name."""
    return _is_asked(_team(scene))


def why_button(facts: Facts, leader: str) -> Choice:
    """Why they are asked; in a team that is asked nothing, why anything is written to them at all."""
    asked = _is_asked(teams.led_by(facts, leader))
    return Choice("why", facts.words.plain("member.why_asked" if asked else "member.why_written"))


def _is_asked(team: Team | None) -> bool:
    return team is not None and team.k >= SMALLEST - 1


def _team(scene: Scene) -> Team:
    return teams.led_by(scene.facts, scene.state.subject) or Team(scene.state.subject, "stopped")


def take_known(scene: Scene, answer: Answer) -> Next:
    """Why, or not me."""
    match answer:
        case Chose("out"):
            return asking.leave(scene)
        case Chose():
            return Next("why", closed=None, because="they asked to see it")
        case Wrote() | Filled():
            return Next(STAY, because="nothing is asked")


def _not_me(scene: Scene) -> Choice:
    return Choice("out", scene.label("member.not_me"))
