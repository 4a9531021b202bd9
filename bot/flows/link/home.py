"""Where the questions come: in one of the two places, whichever is chosen, at any time and from either."""

from dataclasses import replace
from typing import Final

from bot.content.words import fold
from bot.effects import Deed, Quieten, Save, TakeUp
from bot.facts import Linked, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.again import asked_again
from bot.flows.link.codes import standing
from bot.flows.link.news import said, to
from bot.flows.link.offering import offered
from bot.flows.link.parting import unlink
from bot.flows.link.places import called, is_asked, is_open, is_reached, platform_of, there
from bot.flows.partner.invited import left_open
from bot.messages import Choice, Choices, Parts, Text

STAYS: Final = "it goes on as it is until a place is chosen"


def joined(scene: Scene) -> Next:
    """Both have said yes. Whoever did so last is asked where the questions should come."""
    linked = scene.facts.linked
    if linked is None:
        return said(scene.say("link.over"), "unlinked already")
    words = scene.say("link.joined", where=there(scene), name=called(scene, linked.person.name))
    return Next("home", say=(words,), deeds=(to(scene, linked.person.id, "linked"),), because=STAYS)


def linked_too(scene: Scene) -> Next:
    """The same, for whoever said yes first."""
    linked = scene.facts.linked
    name = called(scene, linked.person.name if linked else "")
    return said(scene.say("link.linked_too", where=there(scene), name=name), "the other place is asked where")


def draw_home(scene: Scene) -> Parts:
    """How it stands, and both places; first the one where something is going on."""
    linked = scene.facts.linked
    if linked is None:
        return (scene.say("link.alone"),)
    here, elsewhere = Choice("here", scene.label("link.here")), Choice("there", label_there(scene))
    if not is_reached(linked.person):
        places: tuple[Choice, ...] = (here,)
    elif goes_on(linked.practices) and not goes_on(scene.facts.practices):
        places = (elsewhere, here)
    else:
        places = (here, elsewhere)
    ends = (Choice("unlink", scene.label("link.unlink")),) if scene.state.answers.get("ends") else ()
    return (stands(scene, linked), scene.say("link.where"), Choices((*places, *ends)))


def label_there(scene: Scene) -> str:
    """The other place on a button."""
    return scene.label("link.there", where=there(scene))


def goes_on(theirs: tuple[Practice, ...]) -> bool:
    """Whether something is practised."""
    return any(one.state in practices.GOING and one.act for one in theirs)


def stands(scene: Scene, linked: Linked) -> Text:
    """Where the questions come at the moment."""
    place = there(scene)
    if not is_reached(linked.person):
        return scene.say("link.ended_there", where=place)
    if is_asked(scene.person):
        both = is_asked(linked.person)
        return scene.say("link.stands_both") if both else scene.say("link.stands_here")
    return scene.say("link.stands_there", where=place) if is_asked(linked.person) else scene.say("link.stands_nowhere")


def take_home(scene: Scene, answer: Answer) -> Next:
    """Here, there, or apart again."""
    match answer:
        case Chose("unlink"):
            return unlink(scene)
        case Chose("there"):
            return go(scene)
        case Chose():
            return here(scene)
        case Wrote() | Filled():
            return Next(STAY, because=STAYS)


def read_place(scene: Scene, text: str) -> Answer | None:
    """ "Slack" or "Teams", as long as that names one of the two."""
    linked = scene.facts.linked
    mine, theirs = platform_of(scene.person), platform_of(linked.person) if linked else ""
    if mine == theirs:
        return None
    return {mine: Chose("here"), theirs: Chose("there")}.get(fold(text))


def here(scene: Scene) -> Next:
    """The questions come to this place from now on."""
    linked = scene.facts.linked
    if linked is None and scene.person.state != "quiet":
        return said(scene.say("link.alone"), "known in one place only")
    if is_asked(scene.person) and not (linked and is_open(linked.person)):
        return said(scene.say("link.here_already"), "it is so already")
    return come(scene)


def go(scene: Scene) -> Next:
    """They come to the other place, and this one falls quiet."""
    linked = scene.facts.linked
    if linked is None:
        return said(scene.say("link.alone"), "known in one place only")
    place = there(scene)
    if not is_reached(linked.person):
        return said(scene.say("link.ended_there", where=place), "everything is stopped there")
    if is_asked(linked.person) and not is_open(scene.person):
        return said(scene.say("link.there_already", where=place), "it is so already")
    falls: tuple[Deed, ...] = quiet_from_now(scene) if is_open(scene.person) else ()
    deeds = (*falls, to(scene, linked.person.id, "home"))
    return Next("quiet", keep={"chosen": True}, deeds=deeds, because="asked in the other place")


def fall_quiet(scene: Scene) -> Next:
    """The other place was chosen; said once, with the way back."""
    linked = scene.facts.linked
    if linked is None or not is_asked(linked.person) or not is_open(scene.person):
        return Next(DONE, because="it is so already, or has changed again")
    return Next("quiet", deeds=quiet_from_now(scene), because="asked in the other place")


def quiet_from_now(scene: Scene) -> tuple[Deed, ...]:
    """Nothing is asked here; a pause keeps its end, and nobody waits for an answer from here."""
    return (Save(replace(scene.person, state="quiet")), *left_open(scene), Quieten())


def come(scene: Scene) -> Next:
    """What was going on here goes on; a practice of the other place is offered where there is none."""
    linked = scene.facts.linked
    told = (to(scene, linked.person.id, "quiet"),) if linked and is_open(linked.person) else ()
    known = linked is not None and is_reached(linked.person)
    words = scene.say("link.comes_here", where=there(scene)) if known else scene.say("link.comes_here_alone")
    found = offered(scene)
    deeds = (*taken_up(scene, anew=not found), *told)
    return Next("begin" if found else DONE, say=(words,), deeds=deeds, because="the questions come here")


def taken_up(scene: Scene, *, anew: bool) -> tuple[Deed, ...]:
    """Whatever has to be planned for that; nothing for somebody who is asked already."""
    person = scene.person
    if is_asked(person):
        return ()
    if person.state != "quiet" or person.joined_on is None:
        return asked_again(scene, anew=anew)
    paused = person.paused_until is not None and person.paused_until > scene.today
    if paused:
        return (Save(replace(person, state="paused")), TakeUp())
    return (Save(replace(person, state="active", paused_until=None)), TakeUp())


def draw_quiet(scene: Scene) -> Parts:
    """That nothing is asked here, and the way back."""
    linked = scene.facts.linked
    kept = scene.state.answers
    elsewhere = linked is not None and (is_asked(linked.person) or kept.get("chosen")) and not kept.get("alone")
    words = scene.say("link.quiet_for", where=there(scene)) if elsewhere else scene.say("link.quiet")
    return (words, Choices((Choice("here", scene.label("link.ask_here")),)))


def take_quiet(scene: Scene, answer: Answer) -> Next:
    """The questions come back."""
    match answer:
        case Chose():
            return here(scene)
        case Wrote() | Filled():
            return Next(STAY, because="it stays quiet until they say so")


def greeted(scene: Scene) -> Next:
    """ "hi" or "start" where nothing is asked because it is, or was, asked elsewhere."""
    if scene.facts.linked is not None:
        return standing(scene)
    if scene.answer("command") == "start":
        return come(scene)
    return Next("quiet", because="it stays quiet until they say so")
