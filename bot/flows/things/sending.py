"""What a coach would send, word for word: its first open gate is asked about once, and then it may go as it is."""

from dataclasses import replace
from typing import Final, Literal

from bot.effects import Json, Start
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.practices import own_words
from bot.flows.things import form, proposing, thing
from bot.flows.things.proposing import UNSENT, leader, proposed
from bot.flows.things.thing import LONGEST, Draft, kept
from bot.messages import Choice, Choices, Parts, Quote, Text, Typed
from bot.rules import specificity
from bot.rules.sentence import begins, tokens
from bot.rules.shortened import ON_A_BUTTON, one_line, units

Gate = Literal["situation", "act", "who", ""]
_ASKED: Final = {"situation": "things.gate_situation", "act": "things.gate_act", "who": "things.gate_who"}


def gate(scene: Scene, one: Draft) -> Gate:
    """The first gate of a piece of advice that is open; "" for none. How long it is does not matter: it is no habit."""
    about = Practice("", "", situation=one.place, act=one.what, who=one.who)
    still = specificity.open_gates(about, scene.facts.words)
    if "situation" in still:
        return "situation"
    if _is_vague(scene, one.what):
        return "act"
    return "who" if "who" in still else ""


def _is_vague(scene: Scene, what: str) -> bool:
    """Two words are enough for what can be heard or seen: "call Lea"."""
    words = scene.facts.words
    why = specificity.vague(what, words)
    return bool(why) and not (why == "short" and begins(tokens(what), words.list("hints.visible")))


def asked_about(scene: Scene) -> tuple[int, Gate]:
    """The first of them that was not asked about yet and has an open gate; (-1, "") when there is none."""
    for place, one in enumerate(proposed(scene)):
        if not one.asked and (found := gate(scene, one)):
            return place, found
    return -1, ""


def draw_read(scene: Scene) -> Parts:
    """Everything that would go out, and at most one question about it."""
    some, word, name = proposed(scene), scene.answer("word"), leader(scene)
    quotes = tuple(Quote(thing.proposed(scene, one)) for one in some)
    said: tuple[Text | Quote, ...] = (scene.say("things.would_go", name=name), *quotes)
    said += (Quote(word),) if word else ()
    place, open_gate = asked_about(scene)
    if open_gate:
        said += (scene.say(_ASKED[open_gate], what=Typed(one_line(some[place].what, ON_A_BUTTON))),)
        send = Choice("send", scene.label("things.send_anyway"))
    else:
        send = Choice("send", scene.label("things.send", name=name.text), main=True)
    changes = tuple(
        Choice(f"change:{number}", scene.label("things.change_one", what=one_line(one.what, ON_A_BUTTON)), opens=True)
        for number, one in enumerate(some)
    )
    another = Choice("another", scene.label("things.another"), opens=True)
    return (*said, Choices((send, *changes, another, Choice("leave", scene.label("things.leave_it")))))


def read_gate(scene: Scene, text: str) -> Answer | None:
    """Words are an answer while a gate is asked about, and meant for something else otherwise."""
    return own_words(scene, text) if asked_about(scene)[1] else None


def take_read(scene: Scene, answer: Answer) -> Next:
    """Sent by this tap; or the gate answered, one changed, another added, all of it left."""
    match answer:
        case Chose("send"):
            return send(scene)
        case Wrote(text):
            return _answered(scene, text.strip())
        case Filled(fields):
            return proposing.filled(scene, dict(fields))
        case Chose("another"):
            opened = form.proposal(scene, scene.state, Draft(""), scene.answer("word"))
            return Next(STAY, {"at": None}, form=opened, because=UNSENT)
        case Chose(key) if key.startswith("change:"):
            place = int(key.removeprefix("change:"))
            opened = form.proposal(scene, scene.state, proposed(scene)[place], scene.answer("word"))
            return Next(STAY, {"at": place, "things": _asked(scene, place)}, form=opened, because=UNSENT)
        case Chose():
            return proposing.leave(scene)


def _answered(scene: Scene, text: str) -> Next:
    place, open_gate = asked_about(scene)
    some = list(proposed(scene))
    if not open_gate:
        return Next(STAY, because=UNSENT)
    if units(text) > LONGEST:
        return Next(STAY, say=(scene.say("things.line_too_long", count=LONGEST),), because=UNSENT)
    slot = {"situation": "place", "act": "what", "who": "who"}[open_gate]
    some[place] = replace(some[place], asked=True, **{slot: text})  # type: ignore[arg-type]  # three fields of words
    return proposing.onward(some, scene.answer("word"))


def _asked(scene: Scene, place: int) -> list[Json]:
    some = list(proposed(scene))
    some[place] = replace(some[place], asked=True)
    return kept(some)


def send(scene: Scene) -> Next:
    """On its way, in the coach's name, as long as the two work together."""
    if not coaches.coaches(scene.facts, scene.state.subject):
        return proposing.no_longer(scene)
    some, word, name = proposed(scene), scene.answer("word"), leader(scene)
    told: dict[str, Json] = {"news": "proposed", "coach": scene.person.id, "things": kept(some), "word": word}
    deed = Start("things", scene.new_id("set"), owner=scene.state.subject, answers=told)
    quotes = tuple(Quote(thing.proposed(scene, one)) for one in some)
    closed = (scene.say("things.went", name=name), *quotes, *((Quote(word),) if word else ()))
    said = (scene.say("things.sent" if some else "things.sent_word", name=name),)
    because = "what they take of it is theirs to say"
    return Next(DONE, {"things": [], "word": ""}, said, (deed,), because, closed=closed)
