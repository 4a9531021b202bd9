"""The beginning: one practice in the making at a time, two that go on, and what the wish is."""

from typing import Final

from bot.content.words import fold
from bot.effects import Deed, FollowUp, Json, Start
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.practice import examples, slots
from bot.flows.practice.form import filled, form
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar, specificity

AGAIN: Final = (3, 9)
"""Working days after the first reminder: the second one, and the day on which what is unfinished expires."""


def begin(scene: Scene) -> Next:
    """Something new, or (when the practice exists) another wording of it.

    Answers may bring `wish`, `situation`, `act` and `who`, and `change` (what is to be said anew: "words",
    "wish", "situation", "act" or "who").
    """
    if slots.is_stored(scene):
        part = scene.answer("change")
        return Next(part if part in ("wish", "situation", "act", "who") else "change", because="the old words stand")
    other = in_the_making(scene)
    if other:
        again = Start("practice", other, answers=dict(scene.state.answers))
        return Next(DONE, deeds=(again,), because="one practice is made at a time; that one begins again")
    wish = scene.answer("wish")
    kept: dict[str, Json] = {"theme": specificity.theme_of(wish, scene.facts.words)} if wish else {}
    found = Next("cap", keep=kept) if full(scene) else slots.onward(scene, kept)
    on = calendar.next_workday(scene.person, scene.today)
    stop = "begun, dropped, or fourteen days old"
    reminder: tuple[Deed, ...] = (FollowUp("unfinished", on, stop, again=AGAIN),)
    return Next(found.to, keep=found.keep, deeds=reminder)


def in_the_making(scene: Scene) -> str:
    """The id of another practice that is being built; "" when there is none."""
    waiting = (one for one in scene.facts.waiting if (one.flow, one.kind) == ("practice", "unfinished"))
    return next((one.subject for one in waiting if one.subject != scene.state.subject), "")


def full(scene: Scene) -> bool:
    """Whether as many others are asked about as may be."""
    others = [one for one in practices.going(scene.facts) if one.id != scene.state.subject]
    return len(others) >= practices.MOST


def remind(scene: Scene, due: Due) -> Next:
    """The question that was left open, twice; two weeks after the beginning it expires without a word."""
    if scene.state.step == DONE or slots.is_stored(scene):
        return Next(STAY, because="it is finished")
    if due.last:
        return Next(DONE, because="left unfinished for fourteen days")
    said = (scene.say("practice.unfinished"),)
    return Next(scene.state.step, say=said, because=f"reminder {due.attempt} of two")


def draw_wish(scene: Scene) -> Parts:
    """What people should see, with a few themes."""
    names = tuple(examples.THEMES) if scene.state.answers.get("all") else examples.FIRST
    buttons = [Choice(name, scene.label(examples.THEMES[name].label)) for name in names]
    if not scene.state.answers.get("all"):
        buttons.append(Choice("more", scene.label("practice.more_themes")))
    buttons.append(Choice("form", scene.label("practice.all_at_once"), opens=True))
    return (scene.say("practice.wish"), Choices(tuple(buttons)))


def take_wish(scene: Scene, answer: Answer) -> Next:
    """Their own words, a theme, or the form."""
    match answer:
        case Chose("more"):
            return Next("wish", keep={"all": True}, in_place=True, because=slots.OPEN)
        case Chose("form"):
            return Next(STAY, form=form(scene), because=slots.OPEN)
        case Chose(name):
            return Next("narrow", keep={"theme": name}, in_place=True, because=slots.OPEN)
        case Wrote(text) if fold(text) == fold(scene.label("practice.all_at_once")):
            return Next(STAY, say=(scene.say("practice.press_form"),), because=slots.OPEN)
        case Wrote(text):
            return wished(scene, text)
        case Filled(fields):
            return filled(scene, fields)


def draw_narrow(scene: Scene) -> Parts:
    """The narrower wishes of a theme."""
    shown = examples.buttons(examples.wishes(scene, scene.answer("theme")))
    return (scene.say("practice.narrow"), Choices((*shown, Choice("own", scene.label("practice.own_words")))))


def take_narrow(scene: Scene, answer: Answer) -> Next:
    """One of them, or their own words."""
    match answer:
        case Chose("own"):
            return Next(STAY, say=(scene.say("practice.type_it"),), because=slots.OPEN)
        case Chose(place):
            wish = examples.wishes(scene, scene.answer("theme"))[int(place)]
            return slots.onward(scene, {"wish": wish})
        case Wrote(text):
            return slots.onward(scene, {"wish": text.strip()})
        case Filled():
            return Next(STAY, because=slots.OPEN)


def wished(scene: Scene, text: str) -> Next:
    """A wish in their own words; its theme only chooses examples."""
    theme = specificity.theme_of(text, scene.facts.words)
    return slots.onward(scene, {"wish": text.strip(), "theme": theme})
