"""A coach proposes one to three things to a leader: typed or by form, read back word for word, and sent by one tap."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.content.words import fold
from bot.effects import Json
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.people import addressed
from bot.flows.things import form, taking
from bot.flows.things.thing import LONGEST, MOST, Draft, drafts, in_words, kept, typed
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules.sentence import begins, tokens
from bot.rules.shortened import ON_A_BUTTON, one_line, units

UNSENT: Final = "nothing is sent before they send it"


def begin(scene: Scene) -> Next:
    """To a leader of theirs, whose id is the subject; by a button that opens it, the form beside the question."""
    if not coaches.coaches(scene.facts, scene.state.subject):
        return no_longer(scene)
    if scene.answer("rest"):
        return _lines(scene, scene.answer("rest"))
    opened = form.proposal(scene, replace(scene.state, step="advise"), Draft(""), "")
    return Next("advise", form=opened if scene.state.answers.get("by_button") else None, because=UNSENT)


def leader(scene: Scene) -> Typed:
    """The leader by name."""
    known = (one.name for one in scene.facts.people if one.id == scene.state.subject)
    return Typed(next(known, scene.label("things.your_leader")))


def named(scene: Scene, line: str) -> tuple[Person, str] | None:
    """The one leader of theirs whom a line names first, as in "for Ana: call Lea", and what it says after the name."""
    first, _, rest = line.strip().partition(" ")
    if fold(first) not in scene.facts.words.list("things.for_words"):
        return None
    ids = {one.leader for one in coaches.leaders(scene.facts)}
    found, said = addressed(rest, (one for one in scene.facts.people if one.id in ids))
    return (found[0], said) if len(found) == 1 else None


def no_longer(scene: Scene) -> Next:
    """They do not work together, or not any more."""
    return Next(DONE, {"things": [], "word": ""}, (scene.say("things.no_longer"),), because="they do not work together")


def draw_advise(scene: Scene) -> Parts:
    """One to three, a line for each."""
    choices = (
        Choice("form", scene.label("things.use_form"), opens=True),
        Choice("leave", scene.label("things.leave_it")),
    )
    return (scene.say("things.advise", name=leader(scene)), scene.say("things.advise_hint", "small"), Choices(choices))


def take_advise(scene: Scene, answer: Answer) -> Next:
    """Typed, by form, or left."""
    match answer:
        case Wrote(text):
            return _lines(scene, text)
        case Filled(fields):
            return filled(scene, dict(fields))
        case Chose("form"):
            return Next(STAY, form=form.proposal(scene, scene.state, Draft(""), ""), because=UNSENT)
        case Chose():
            return leave(scene)


def leave(scene: Scene) -> Next:
    """Nothing was sent."""
    return Next(DONE, {"things": [], "word": ""}, (scene.say("things.unsent"),), because="nothing is sent")


def _lines(scene: Scene, text: str) -> Next:
    """What only encourages goes as a word: it has to be neither done nor dated."""
    found = taking.lines(text)
    if any(units(line) > LONGEST for line in found):
        return Next("advise", say=(scene.say("things.line_too_long", count=LONGEST),), because=UNSENT)
    cheers = [line for line in found if is_encouragement(scene, line)]
    word = "\n".join((*filter(None, [scene.answer("word")]), *cheers))
    new = tuple(replace(typed(scene, line), asked=False) for line in found if line not in cheers)
    return onward((*proposed(scene), *new), word[: 2 * LONGEST])


def is_encouragement(scene: Scene, line: str) -> bool:
    """Whether a line begins like one that asks for nothing."""
    return begins(tokens(line), scene.facts.words.list("things.encouragement")) > 0


def filled(scene: Scene, fields: dict[str, str]) -> Next:
    """The form: a thing, a word, or both. What is changed was asked about already."""
    one, errors = form.read(scene, fields, proposed=True)
    word = fields.get("word", "").strip()
    if not one.what and not word:
        errors = (*errors, ("what", scene.label("capture.form_no_words")))
    if errors:
        return Next(STAY, errors=errors, because="the form stays open")
    at, known = scene.state.answers.get("at"), list(proposed(scene))
    if is_encouragement(scene, one.what):
        one, word = replace(one, what=""), "\n".join(filter(None, (one.what, word)))
    new = [replace(one, asked=False)] if one.what else []
    if isinstance(at, int) and at < len(known):
        known[at : at + 1] = [replace(changed, asked=known[at].asked) for changed in new]
    else:
        known += new
    return onward(known, word)


def onward(some: Iterable[Draft], word: str) -> Next:
    """To what would be sent; with a fourth, to which of the three makes room."""
    found = tuple(some)
    keep: dict[str, Json] = {"things": kept(found), "word": word, "at": None}
    if not found and not word:
        return Next("advise", keep, because=UNSENT)
    return Next("too_many" if len(found) > MOST else "read", keep, because=UNSENT)


def proposed(scene: Scene) -> tuple[Draft, ...]:
    """What is to be proposed, as far as it is written."""
    return drafts(scene.state.answers, "things")


def draw_too_many(scene: Scene) -> Parts:
    """A fourth: which of the three makes room for it?"""
    three, new = proposed(scene)[:MOST], next(iter(proposed(scene)[MOST:]), Draft(""))
    buttons = tuple(Choice(f"room:{place}", one_line(one.what, ON_A_BUTTON)) for place, one in enumerate(three))
    about = scene.say("things.so_far", "small", what=Typed(in_words(scene, new)))
    stay = Choice("stay", scene.label("things.they_stay"))
    return (scene.say("things.room_for", name=leader(scene)), about, Choices((*buttons, stay)))


def take_too_many(scene: Scene, answer: Answer) -> Next:
    """One of the three goes, or what came after them."""
    found = list(proposed(scene))
    match answer:
        case Chose(key) if key.startswith("room:"):
            found.pop(int(key.removeprefix("room:")))
            return onward(found, scene.answer("word"))
        case Chose() | Filled():
            return onward(found[:MOST], scene.answer("word"))
        case Wrote():
            return Next(STAY, because=UNSENT)
