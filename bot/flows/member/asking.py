"""Not to be asked, and to be asked again: silently, in one tap or by a line. Nobody but the person gets to know."""

from dataclasses import replace

from bot.effects import Deed, Save, Settle
from bot.facts import Member
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts


def commanded(scene: Scene) -> Next:
    """ "Don't ask me" or "ask me again", typed: about the only team it can be about, or which one?"""
    found = about(scene)
    if not found:
        return Next(DONE, say=(scene.say("member.in_no_team"),), because="they are in no team that it could be about")
    if len(found) > 1:
        return Next("which", because="the question is open")
    return done(scene, found[0])


def about(scene: Scene) -> tuple[Member, ...]:
    """The teams that the command can be about."""
    outside = scene.answer("command") == "ask_again"
    return tuple(one for one in teams.joined(scene.facts) if (one.state == "out") == outside)


def draw_which(scene: Scene) -> Parts:
    """Whose team is meant?"""
    buttons = tuple(Choice(one.leader, called(scene.facts, one.leader).text) for one in about(scene))
    return (scene.say("member.which"), Choices(buttons))


def take_which(scene: Scene, answer: Answer) -> Next:
    """This one."""
    match answer:
        case Chose(key):
            found = next((one for one in about(scene) if one.leader == key), None)
            return done(scene, found) if found is not None else Next(DONE, because="it has changed meanwhile")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def done(scene: Scene, member: Member) -> Next:
    """What the command says, and said once. It is undone by the other command."""
    name = called(scene.facts, member.leader)
    if member.state == "out":
        said = (scene.say("member.asked_again", name=name),)
        again = replace(member, state="asked" if member.since else "named")  # whom their leader has yet to tell waits
        return Next(DONE, say=said, deeds=(Save(again),), because="the next round asks them")
    return Next(DONE, say=(scene.say("member.out", name=name),), deeds=out(scene, member), because="not asked any more")


def leave(scene: Scene) -> Next:
    """The button of an introduction."""
    member = next((one for one in teams.joined(scene.facts) if one.leader == scene.state.subject), None)
    if member is None:
        return Next(DONE, say=(scene.say("member.not_in_it"),), because="they are in that team no more")
    return Next("out", deeds=out(scene, member), because="not asked any more")


def out(scene: Scene, member: Member) -> tuple[Deed, ...]:
    """Nothing more is sent about that team, an open round's reminder neither. What they have answered stays sealed."""
    rounds = (one for one in scene.facts.rounds if one.leader == member.leader and one.state == "open")
    reminders = (Settle("they ask not to be asked", flow="answer", subject=one.id) for one in rounds)
    return (Save(replace(member, state="out")), *reminders)


def draw_out(scene: Scene) -> Parts:
    """Said once, with the way back."""
    name = called(scene.facts, scene.state.subject)
    return (scene.say("member.out", name=name), Choices((Choice("again", scene.label("member.ask_me_again")),)))


def take_out(scene: Scene, answer: Answer) -> Next:
    """Asked again after all."""
    member = next((one for one in teams.joined(scene.facts) if one.leader == scene.state.subject), None)
    match answer:
        case Chose("again") if member is not None and member.state == "out":
            return done(scene, member)
        case Chose():
            return Next(DONE, because="they are asked anyway, or in that team no more")
        case Wrote() | Filled():
            return Next(STAY, because="nothing is asked")
