"""Over, by a word of the leader's or of the coach's: from that moment nothing is shown. The other one gets to know."""

from dataclasses import replace

from bot.coaching import Engagement
from bot.content.words import fold
from bot.effects import Deed, Save, Settle, Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.consent import scopes
from bot.flows.invited.asking import NOTHING
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules.shortened import one_line


def commanded(scene: Scene) -> Next:
    """ "Stop working with Nora", typed: the only coach it can mean, or which one?"""
    mine, rest = coaches.mine(scene.facts), scene.answer("rest")
    if not mine and coaches.leaders(scene.facts):
        order = Start("engage", answers={"command": "coach"})
        return Next(DONE, {"rest": ""}, deeds=(order,), because="a coach ends it where they see whom they coach")
    if not mine:
        return Next(DONE, {"rest": ""}, (scene.say("invited.no_coach"),), because="nobody coaches them")
    named = tuple(one for one in mine if fold(rest) in _names(scene, one)) if rest else mine
    if len(named) == 1:
        return Next(DONE, {"rest": ""}, deeds=(_in_place(named[0]),), because="it ends in the coach's conversation")
    said = () if named else (scene.say("invited.not_a_coach", name=Typed(one_line(rest))),)
    return Next("which", {"rest": ""}, said, because="the question is open")


def _names(scene: Scene, one: Engagement) -> tuple[str, str]:
    name = fold(called(scene.facts, one.coach).text)
    return (name, name.partition(" ")[0])


def _in_place(one: Engagement) -> Start:
    return Start("invited", one.coach, answers={"news": "stop"})


def draw_which(scene: Scene) -> Parts:
    """Whom?"""
    some = tuple(Choice(one.coach, called(scene.facts, one.coach).text) for one in coaches.mine(scene.facts))
    return (scene.say("invited.which"), Choices((*some, Choice("leave", scene.label("invited.leave_it")))))


def take_which(scene: Scene, answer: Answer) -> Next:
    """This one, or nobody."""
    match answer:
        case Chose("leave"):
            return Next(DONE, say=(scene.say("invited.left"),), because="it goes on")
        case Chose(key):
            found = next((one for one in coaches.mine(scene.facts) if one.coach == key), None)
            deeds = (_in_place(found),) if found is not None else ()
            return Next(DONE, deeds=deeds, because="it ends in the coach's conversation")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def stop(scene: Scene, coach: str) -> Next:
    """By the leader: at once, said once, without a question back."""
    found = coaches.between(scene.facts, coach, scene.person.id)
    if found is None or found.state != coaches.TOGETHER:
        return Next(DONE, NOTHING, (scene.say("invited.over_already"),), because="it has ended already")
    over = replace(found, state="ended", since=scene.today, session_at=None, ahead="", told_on=None)
    told = Start("engage", scene.person.id, owner=coach, answers={"news": "ended"})
    said = (scene.say("invited.stopped", name=called(scene.facts, coach)), *scopes.read_before(scene, coach))
    return Next(DONE, NOTHING, said, (Save(over), *shown_no_more(scene, coach), told), because="it has ended")


def heard(scene: Scene, news: str) -> Next:
    """By the coach: an invitation was taken back, or the work has ended."""
    coach = scene.state.subject
    name = called(scene.facts, coach)
    if news == "taken_back":
        deeds: tuple[Deed, ...] = (Settle("it was taken back"),)
        return Next(DONE, NOTHING, (scene.say("invited.taken_back", name=name),), deeds, because="taken back")
    return Next(
        DONE, NOTHING, (scene.say("invited.ended", name=name),), shown_no_more(scene, coach), because="it has ended"
    )


def shown_no_more(scene: Scene, coach: str) -> tuple[Deed, ...]:
    """Nothing is shown to that coach from this moment, and nothing is asked about it."""
    others = tuple(one.coach for one in coaches.mine(scene.facts) if one.coach != coach)
    person = scene.person
    flows = ("consent", "shown", "invited")
    ended: tuple[Deed, ...] = tuple(Settle("it has ended", flow=flow, subject=coach) for flow in flows)
    if person.coach == coach:
        ended = (*ended, Save(replace(person, coach=next(iter(others), ""))))
    return (*scopes.withdrawn(scene, coach), *ended)
