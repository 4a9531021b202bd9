"""Another act, another moment, another person: typed or taken from an example, read back, and kept on a yes."""

from dataclasses import replace

from bot.effects import Json, Save
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.practice import examples
from bot.messages import Choice, Choices, Parts, Text, Typed
from bot.rules import calendar, sentence


def edited(scene: Scene) -> Practice:
    """The practice with what was changed in this conversation."""
    practice = practices.subject(scene)
    return replace(
        practice,
        act=scene.answer("act") or practice.act,
        situation=scene.answer("situation") or practice.situation,
        who=scene.answer("who") or practice.who,
    )


def _acts(scene: Scene) -> tuple[str, ...]:
    """Acts of the same theme, but for the present one."""
    practice = practices.subject(scene)
    found = examples.acts(scene, practice.theme)
    return tuple(one for one in found if one != practice.act)[: examples.MOMENTS]


def _moments(scene: Scene) -> tuple[str, ...]:
    practice = practices.subject(scene)
    found = (*examples.moments(scene, practice.theme), *examples.moments(scene, practice.theme, fresh=True))
    return tuple(one for one in dict.fromkeys(found) if one != practice.situation)[: examples.MOMENTS]


def draw_smaller(scene: Scene) -> Parts:
    """What would a smaller one be?"""
    act = Typed(practices.act(practices.subject(scene)))
    return (scene.say("restart.smaller_asked", act=act), Choices(examples.buttons(_acts(scene))))


def draw_harder(scene: Scene) -> Parts:
    """What would the next, harder one be?"""
    act = Typed(practices.act(practices.subject(scene)))
    return (scene.say("restart.harder_asked", act=act), Choices(examples.buttons(_acts(scene))))


def take_act(scene: Scene, answer: Answer) -> Next:
    """Another act."""
    match answer:
        case Chose(key):
            return _read_back(scene, "act", _acts(scene)[int(key)])
        case Wrote(text):
            return _read_back(scene, "act", sentence.tidy_act(text, scene.facts.words))
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_moment(scene: Scene) -> Parts:
    """At which other moment?"""
    return (scene.say("restart.moment_asked"), Choices(examples.buttons(_moments(scene))))


def take_moment(scene: Scene, answer: Answer) -> Next:
    """Another moment."""
    match answer:
        case Chose(key):
            return _read_back(scene, "situation", _moments(scene)[int(key)])
        case Wrote(text):
            return _read_back(scene, "situation", text)
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_person(scene: Scene) -> Parts:
    """With whom instead?"""
    return (scene.say("restart.person_asked"),)


def take_person(scene: Scene, answer: Answer) -> Next:
    """Another person."""
    match answer:
        case Wrote(text):
            return _read_back(scene, "who", text)
        case Chose() | Filled():
            return Next(STAY, because="the question stays open")


def _read_back(scene: Scene, slot: str, text: str) -> Next:
    changed: dict[str, Json] = {slot: text, "changed": scene.state.step}
    return Next("read_back", keep=changed, because=practices.MEANWHILE)


def draw_read_back(scene: Scene) -> Parts:
    """The whole line as it now stands; the person is the judge."""
    line = Text(sentence.line(edited(scene), scene.facts.words))
    yes, again = (Choice("yes", scene.label("restart.thats_it")), Choice("no", scene.label("restart.change")))
    return (scene.say("restart.read_back"), line, Choices((yes, again)))


def take_read_back(scene: Scene, answer: Answer) -> Next:
    """Yes: a fresh start with it, or, when no fresh start was meant, simply so from now on."""
    match answer:
        case Chose("yes") if scene.state.answers.get("adjust"):
            return _adjusted(scene)
        case Chose("yes"):
            return Next("when", because=practices.MEANWHILE)
        case Chose():
            return Next(scene.answer("changed") or "easier", because=practices.MEANWHILE)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def _adjusted(scene: Scene) -> Next:
    practice = replace(edited(scene), changed_on=scene.today)
    day = calendar.next_workday(scene.person, scene.today)
    said = (scene.say("restart.adjusted", day=day),)
    return Next(DONE, say=said, deeds=(Save(practice),), because="its check-ins go on as planned")
