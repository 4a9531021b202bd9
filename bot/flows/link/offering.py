"""A practice of the other place, offered with the same words where the questions come now; its history stays there."""

from dataclasses import replace

from bot.effects import Deed
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.link.places import there
from bot.flows.practice.beginning import beginning
from bot.flows.practice.hour import first_question
from bot.messages import Choice, Choices, Parts, Text
from bot.rules import specificity
from bot.rules.shortened import ON_A_BUTTON, one_line
from bot.saved import updated


def offered(scene: Scene) -> tuple[Practice, ...]:
    """What is practised in the other place and not here, where there is nothing else that was chosen here."""
    linked = scene.facts.linked
    if linked is None:
        return ()
    theirs = tuple(one for one in linked.practices if one.state in practices.GOING and one.act)
    mine = [words_of(one) for one in scene.facts.practices if one.state in (*practices.GOING, "resting") and one.act]
    if any(words not in map(words_of, theirs) for words in mine):
        return ()
    return tuple(one for one in theirs if words_of(one) not in mine)


def words_of(practice: Practice) -> tuple[str, str, str]:
    """What makes it the same practice in both places."""
    return (practice.situation, practice.who, practice.act)


def draw_begin(scene: Scene) -> Parts:
    """The sentence, or both, and whether to begin here."""
    found = offered(scene)
    if not found:
        return (scene.say("link.nothing_to_begin"),)
    lines = tuple(Text(specificity.line(one, scene.facts.words)) for one in found)
    buttons = tuple(Choice(f"begin:{one.id}", labelled(scene, one, alone=len(found) == 1)) for one in found)
    leave = Choice("leave", scene.label("link.leave"))
    asked = scene.say("link.shall_it_begin")
    return (scene.say("link.practised", where=there(scene)), *lines, asked, Choices((*buttons, leave)))


def labelled(scene: Scene, practice: Practice, *, alone: bool) -> str:
    """One of two is called by what it is."""
    if alone:
        return scene.label("link.begin_it")
    return scene.label("link.begin_this", act=one_line(practices.act(practice), ON_A_BUTTON))


def take_begin(scene: Scene, answer: Answer) -> Next:
    """Begin it here, or leave it where it is."""
    found = offered(scene)
    match answer:
        case Chose("leave"):
            return Next(DONE, say=(scene.say("link.left_there"),), because="nothing is begun here")
        case Chose(key) if found:
            return begun(scene, next((one for one in found if key == f"begin:{one.id}"), found[0]))
        case Chose():
            return Next(DONE, say=(scene.say("link.nothing_to_begin"),), because="there is nothing to begin")
        case Wrote() | Filled():
            return Next(STAY, because="nothing is begun until they say so")


def begun(scene: Scene, theirs: Practice) -> Next:
    """A practice of its own: the words, and nothing of what was answered there."""
    mine = Practice(
        scene.new_id(f"practice {theirs.id}"),
        scene.person.id,
        wish=theirs.wish,
        theme=theirs.theme,
        situation=theirs.situation,
        who=theirs.who,
        act=theirs.act,
        proof_kind=theirs.proof_kind,
        proof=theirs.proof,
        dose=theirs.dose,
        often=theirs.often,
        obstacle=theirs.obstacle,
        then=theirs.then,
    )
    started, deeds = beginning(scene, mine)
    later = replace(scene, facts=updated(scene.facts, started), state=replace(scene.state, subject=started.id))
    more: tuple[Deed, ...] = deeds
    to = "begin" if offered(later) else DONE
    return Next(to, say=first_question(later), deeds=more, because="it begins with the next working day")
