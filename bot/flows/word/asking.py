"""A coach asks a leader for a word: with whom, about what if they like, read back, and sent by one tap."""

from typing import Final

from bot.effects import Deed, FollowUp, Json, Settle, Start
from bot.events import Due
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Room, Scene, Wrote, hashed
from bot.flows import coaches
from bot.flows.session.meeting import name, reached, someone
from bot.flows.session.reading import first_word, named
from bot.flows.session.whom import MOST, leaders
from bot.messages import Choice, Choices, Parts, Quote, Typed
from bot.rules import calendar
from bot.rules.shortened import units

WORDS: Final = Room(1000, "word.too_long")
OPEN_FOR: Final = 10
"""Working days after which another word can be asked for, whatever became of this one."""
STOP: Final = "answered, or ten working days"
UNSENT: Final = "nothing is sent before they send it"


def about(coach: str, leader: str) -> str:
    """The subject of the leader's side of it; it names the coach, so that their words go when they are erased."""
    return f"{coach}:{hashed('word', coach, leader)}"


def begin(scene: Scene) -> Next:
    """With a leader: the words. Without: whoever is named, the only one, or the question."""
    if scene.state.subject:
        return _to_leader(scene)
    theirs = leaders(scene)
    if not theirs:
        return Next(DONE, say=(scene.say("word.nobody"),), because="they coach nobody")
    if scene.answer("rest"):
        return take_line(scene, scene.answer("rest"))
    return _goes_on(theirs[0], "") if len(theirs) == 1 else Next("whom", because=UNSENT)


def _to_leader(scene: Scene) -> Next:
    """At most one open word between two, and none that reaches nobody."""
    if not coaches.coaches(scene.facts, scene.state.subject):
        return no_longer(scene)
    who = name(scene, scene.state.subject)
    if is_open(scene):
        return Next(DONE, say=(scene.say("word.is_open", name=who),), because="one at a time")
    if not reached(someone(scene, scene.state.subject)):
        return Next(DONE, say=(scene.say("word.unreached", name=who),), because="nothing reaches them")
    return _written(scene, scene.answer("rest")) if scene.answer("rest") else Next("write", because=UNSENT)


def is_open(scene: Scene) -> bool:
    """Whether a word of theirs waits with this leader."""
    waits = ("word", "open", scene.state.subject)
    return any((one.flow, one.kind, one.subject) == waits for one in scene.facts.waiting)


def no_longer(scene: Scene) -> Next:
    """They do not work together, or not any more."""
    said = (scene.say("session.no_longer"),)
    return Next(DONE, {"text": ""}, said, (Settle("they do not work together"),), because="they do not work together")


def take_line(scene: Scene, text: str) -> Next:
    """A name, perhaps with what it is about behind it."""
    found, rest = named(scene, text, leaders(scene))
    if len(found) == 1:
        return _goes_on(found[0], rest)
    if found:
        return Next("whom", {"rest": rest}, (scene.say("session.several"),), because=UNSENT)
    said = scene.say("session.not_yours", name=Typed(first_word(rest)))
    return Next("whom", {"rest": ""}, (said,), because=UNSENT)


def _goes_on(one: Person, rest: str) -> Next:
    order = Start("word", one.id, answers={"rest": rest})
    return Next(DONE, deeds=(order,), because="it goes on about this leader")


def draw_whom(scene: Scene) -> Parts:
    """With which of them?"""
    buttons = tuple(Choice(f"to:{one.id}", one.name) for one in leaders(scene)[:MOST])
    return (scene.say("word.whom"), Choices((*buttons, _leave(scene))))


def take_whom(scene: Scene, answer: Answer) -> Next:
    """One of them, pressed or typed."""
    match answer:
        case Chose("leave"):
            return left(scene)
        case Chose(key):
            one = next(one for one in leaders(scene) if f"to:{one.id}" == key)
            return _goes_on(one, scene.answer("rest"))
        case Wrote(text):
            return take_line(scene, text)
        case Filled():
            return Next(STAY, because=UNSENT)


def draw_write(scene: Scene) -> Parts:
    """What is it about? It can be left open."""
    buttons = (Choice("bare", scene.label("word.no_words")), _leave(scene))
    return (scene.say("word.write", name=name(scene, scene.state.subject)), Choices(buttons))


def take_write(scene: Scene, answer: Answer) -> Next:
    """In their words, or none."""
    match answer:
        case Wrote(text):
            return _written(scene, text)
        case Chose("bare"):
            return _written(scene, "")
        case Chose() | Filled():
            return left(scene)


def _written(scene: Scene, text: str) -> Next:
    if units(text) > WORDS.limit:
        return Next("write", say=(scene.say("word.too_long", count=WORDS.limit),), because=UNSENT)
    return Next("read", {"text": text.strip()}, because=UNSENT)


def draw_read(scene: Scene) -> Parts:
    """Word for word what the leader would get."""
    who = name(scene, scene.state.subject)
    send = Choice("send", scene.label("word.send", name=who.text), main=True)
    change = Choice("change", scene.label("word.change"))
    goes_out = asks(scene, Typed(scene.person.name), scene.answer("text"))
    return (scene.say("word.would_send", "small", name=who), *goes_out, Choices((send, change, _leave(scene))))


def asks(scene: Scene, coach: Typed, text: str) -> Parts:
    """The word itself."""
    asked = scene.say("word.asks" if text else "word.asks_bare", name=coach)
    return (asked, Quote(text, coach.text)) if text else (asked,)


def take_read(scene: Scene, answer: Answer) -> Next:
    """Sent in the coach's name, unless something has changed meanwhile."""
    match answer:
        case Chose("send"):
            return _send(scene)
        case Chose("change"):
            return Next("write", because=UNSENT)
        case Wrote(text):
            return _written(scene, text)
        case Chose() | Filled():
            return left(scene)


def _send(scene: Scene) -> Next:
    leader = scene.state.subject
    if not coaches.coaches(scene.facts, leader) or is_open(scene) or not reached(someone(scene, leader)):
        return _to_leader(scene)
    word: dict[str, Json] = {"coach": scene.person.id, "text": scene.answer("text")}
    on = calendar.next_workday(scene.person, scene.today, OPEN_FOR)
    # Another word after this one is answered is planned anew at its own minute.
    waits = FollowUp("open", on, STOP, generation=int(scene.now.timestamp()) // 60)
    asked = Start("word", about(scene.person.id, leader), owner=leader, answers={"news": "asked", "word": word})
    deeds: tuple[Deed, ...] = (asked, waits)
    said = (scene.say("word.sent", name=name(scene, leader)),)
    return Next(DONE, {"text": ""}, said, deeds, because="the leader answers")


def left(scene: Scene) -> Next:
    """Nothing was sent."""
    return Next(DONE, {"text": ""}, (scene.say("word.left"),), because="nothing is sent")


def open_due(scene: Scene, due: Due) -> Next:
    """It is open no more. Nobody is told: silence is nothing to tell."""
    del scene, due
    return Next(STAY, because="another word can be asked for")


def heard(scene: Scene) -> Next:
    """What has come back from the leader, or that nothing reached them."""
    over = (Settle("answered", "open"),)
    if not coaches.coaches(scene.facts, scene.state.subject):
        return Next(DONE, deeds=over, because="they do not work together")
    who, text = name(scene, scene.state.subject), scene.answer("text")
    match scene.answer("news"):
        case "touch":
            said: Parts = (scene.say("word.will_touch", name=who),)
        case "when":
            said = (scene.say("word.suits", name=who), Quote(text, who.text))
        case _:
            said = (scene.say("word.not_reached", name=who),)
    return Next(DONE, {"text": ""}, said, over, because="the two of them talk")


def _leave(scene: Scene) -> Choice:
    return Choice("leave", scene.label("session.leave"))
