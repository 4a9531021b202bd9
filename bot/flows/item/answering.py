"""What will you do, by when, or what not and why: asked of what somebody told to be known, or as a request."""

from typing import Final

from bot.effects import Json
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture import drawing, reading
from bot.flows.item import told
from bot.flows.item.ready import OPEN, gone, later, to_ready
from bot.messages import Choice, Choices, Parts, Quote
from bot.rules.shortened import shortened
from bot.rules.specificity import vague

_AGAIN: Final = {
    "negative": "item.what_negative",
    "trait": "item.what_seen",
    "abstract": "item.what_seen",
    "comparison": "item.what_more",
    "short": "item.what_short",
}
"""Why a promise is asked about once more, and how."""


def draw_answer(scene: Scene) -> Parts:
    """What it is about, and the question."""
    one = told.present(scene)
    if one is None:
        return (scene.say("item.gone"),)
    buttons = (
        Choice("will", scene.label("item.will"), main=True),
        Choice("wont", scene.label("item.wont")),
        Choice("done", scene.label("item.done")),
        Choice("later", scene.label("item.later")),
    )
    name = told.called(scene.facts, one)
    about = Quote(shortened(one.text), name.text)
    return (scene.say("item.about", name=name), about, scene.say("item.answer"), Choices(buttons))


def take_answer(scene: Scene, answer: Answer) -> Next:
    """One of the three, or not now; words of their own are what they will do."""
    if told.present(scene) is None:
        return gone(scene)
    match answer:
        case Chose("will"):
            return Next("what", keep={"what": "", "on": "", "hint": "", "days": [], "wrong": ""}, because=OPEN)
        case Chose("wont"):
            return Next("why", because=OPEN)
        case Chose("done"):
            return to_ready("done", {})
        case Chose():
            return later(scene)
        case Wrote(text):
            return will(scene, text, {"hint": ""})
        case Filled():
            return Next(STAY, because=OPEN)


def draw_what(scene: Scene) -> Parts:
    """What they will do; asked once more, why."""
    back = Choices((Choice("back", scene.label("item.something_else")),))
    if why := _AGAIN.get(scene.answer("hint")):
        return (Quote(scene.answer("what")), scene.say(why), back)
    return (scene.say("item.what"), back)


def take_what(scene: Scene, answer: Answer) -> Next:
    """Their words, with the day if they name it."""
    match answer:
        case Wrote(text):
            return will(scene, text, {})
        case Chose():
            return Next("answer", because=OPEN)
        case Filled():
            return Next(STAY, because=OPEN)


def will(scene: Scene, text: str, keep: dict[str, Json]) -> Next:
    """A promise needs something to see, and a day. What cannot be seen is asked about once, and then it counts."""
    understood = reading.read_own(scene, text)
    what = bare(scene, understood.what or text)
    asked = {**scene.state.answers, **keep}.get("hint")
    weak = "" if asked else vague(what, scene.facts.words)
    days: list[Json] = [day.isoformat() for day in understood.days]
    on = understood.on.isoformat() if understood.on else scene.answer("on")
    kept: dict[str, Json] = {**keep, "what": what, "on": on, "days": days, "wrong": understood.wrong}
    if weak:
        return Next("what", {**kept, "hint": weak}, because=OPEN)
    return to_ready("will", kept) if on else Next("when", kept, because=OPEN)


def promised_line(scene: Scene, text: str) -> Answer | None:
    """A typed line that begins with "I will" is what they will do."""
    return Wrote(text) if bare(scene, text) != text.strip() else None


def bare(scene: Scene, text: str) -> str:
    """What they will do, without the "I will" before it."""
    line = text.strip()
    folded = line.lower().replace("’", "'")
    leads = [lead for lead in scene.facts.words.list("item.promise_leads") if folded.startswith(f"{lead} ")]
    return line[len(max(leads, key=len, default="")) :].strip()


def draw_when(scene: Scene) -> Parts:
    """By when, or which of several days."""
    return (Quote(scene.answer("what")), drawing.asked_date(scene), Choices(drawing.days_offered(scene)))


def take_when(scene: Scene, answer: Answer) -> Next:
    """A day: one of those offered, or typed."""
    match answer:
        case Chose(key):
            return to_ready("will", {"on": key, "days": [], "wrong": ""})
        case Wrote(text):
            understood = reading.read_day(scene, text)
            if understood is None:
                return Next(STAY, because=OPEN)
            if understood.on is None:
                days: list[Json] = [day.isoformat() for day in understood.days]
                return Next("when", {"days": days, "wrong": understood.wrong}, because=OPEN)
            return to_ready("will", {"on": understood.on.isoformat(), "days": [], "wrong": ""})
        case Filled():
            return Next(STAY, because=OPEN)


def draw_why(scene: Scene) -> Parts:
    """What not, and why."""
    return (scene.say("item.why"), Choices((Choice("back", scene.label("item.something_else")),)))


def take_why(_scene: Scene, answer: Answer) -> Next:
    """Their reason, shown once before it goes."""
    match answer:
        case Wrote(text):
            return to_ready("wont", {"why": text.strip()})
        case Chose():
            return Next("answer", because=OPEN)
        case Filled():
            return Next(STAY, because=OPEN)
