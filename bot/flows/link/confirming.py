"""Both have to say yes: first who typed the code, then who was given it. A "no" or a day of silence ends it.

The two conversations have the other one's id as their subject, and keep how that one is called and where it is.
"""

from typing import Final

from bot.effects import FollowUp, Join, Json, Settle, Start
from bot.events import Due, Undelivered
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.link.news import said, teller, to
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar

WORDS: Final = {
    "not_mine": "link.not_mine",
    "refused": "link.refused",
    "silent": "link.silent",
    "unreached": "link.unreached",
}


def found(scene: Scene) -> Next:
    """The code leads to somebody: is that them?"""
    return Next("mine", keep=known(scene), deeds=(lapse(scene),))


def asked(scene: Scene) -> Next:
    """Somebody says that they are the same person: is that so?"""
    if scene.person.linked:
        return Next(DONE, deeds=(back(scene, "unreached"),), because="linked with somebody else meanwhile")
    return Next("same", keep=known(scene), deeds=(lapse(scene),))


def known(scene: Scene) -> dict[str, Json]:
    """What the question is drawn from."""
    return {"name": scene.answer("name"), "at": scene.answer("at")}


def back(scene: Scene, news: str) -> Start:
    """News for the other one of these two conversations."""
    return to(scene, scene.state.subject, news, scene.person.id)


def lapse(scene: Scene) -> FollowUp:
    """It is over a working day after it was asked; what is asked outside the working hours arrives with the next."""
    person, at = scene.person, scene.local.time()
    arrives = scene.today
    if not calendar.is_workday(person, arrives) or at > person.closes:
        arrives, at = calendar.next_workday(person, arrives), person.opens
    on = calendar.next_workday(person, arrives)
    return FollowUp("unanswered", on, "answered, or a working day has passed", at=max(at, person.opens))


def answered() -> Settle:
    """Nobody waits for an answer any more."""
    return Settle("answered", "unanswered")


def draw_mine(scene: Scene) -> Parts:
    """Are you the one of that name there?"""
    name, place = teller(scene)
    yes, no = Choice("yes", scene.label("link.yes_me"), main=True), Choice("no", scene.label("link.no"))
    return (scene.say("link.mine", name=name, where=place), Choices((yes, no)))


def take_mine(scene: Scene, answer: Answer) -> Next:
    """A yes is asked about in the other place too."""
    match answer:
        case Chose("yes"):
            _, place = teller(scene)
            words = (scene.say("link.asked_there", where=place),)
            deeds = (answered(), back(scene, "asked"))
            return Next(DONE, say=words, deeds=deeds, because="the other side's answer comes back")
        case Chose():
            return no(scene, "not_mine")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_same(scene: Scene) -> Parts:
    """Is whoever says so the same person? And what that would mean."""
    name, place = teller(scene)
    yes, no = Choice("yes", scene.label("link.yes")), Choice("no", scene.label("link.not_me"))
    asked = scene.say("link.same", name=name, where=place)
    return (asked, scene.say("link.what_it_means", size="small"), Choices((yes, no)))


def take_same(scene: Scene, answer: Answer) -> Next:
    """The second yes links the two, if nothing has changed meanwhile."""
    match answer:
        case Chose("yes"):
            return Next(DONE, deeds=(answered(), Join(scene.state.subject)), because="what comes of it says the rest")
        case Chose():
            return no(scene, "refused")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def no(scene: Scene, news: str) -> Next:
    """Nothing is linked, and the other side gets to know."""
    deeds = (answered(), back(scene, news))
    return Next(DONE, say=(scene.say("link.not_linked"),), deeds=deeds, because="nothing is linked")


def unanswered(scene: Scene, _due: Due) -> Next:
    """A day has passed. Whoever waits for the second yes gets to know."""
    told = (back(scene, "silent"),) if scene.state.step == "same" else ()
    return Next(DONE, deeds=told, because="not answered, so nothing is linked")


def unreached(scene: Scene, lost: Undelivered) -> Next:
    """A question did not arrive; what is said and asks nothing may get lost."""
    if lost.ref.step not in ("mine", "same"):
        return Next(STAY, because=lost.reason)
    told = (back(scene, "unreached"),) if lost.ref.step == "same" else ()
    return Next(DONE, deeds=(answered(), *told), because=lost.reason)


def told(scene: Scene) -> Next:
    """What came of it in the other place."""
    _, place = teller(scene)
    return said(scene.say(WORDS[scene.answer("news")], where=place), "nothing is linked")
