"""The day of a promise has come: did it happen, or is there a new date, and do they know?"""

from dataclasses import replace

from bot.effects import Deed, Json, Save, Settle
from bot.events import Due
from bot.facts import Capture
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture import booking, item, reading
from bot.flows.items import became


def promised(scene: Scene, due: Due) -> Next:
    """Ask whether it happened; after the last question it is no longer listed as open."""
    one = item.present(scene)
    if one.state != "open":
        return Next(STAY, because=f"the promise is {one.state}")
    deeds = (Save(replace(one, state="closed")),) if due.last else ()
    return Next("happened", deeds=deeds, because="asked three times at most")


def finish(scene: Scene, _due: Due) -> Next:
    """Ask again what a draft lacks."""
    if item.present(scene).state != "draft":
        return Next(STAY, because="it is whole, or dropped")
    open_one = item.gap(scene.person, scene.state.answers)
    if not open_one:
        return booking.proceed(scene, {})
    return Next(booking.STEPS[open_one], because="asked twice at most; the draft stays on the home page")


def take_happened(scene: Scene, answer: Answer) -> Next:
    """Yes, a new date (once), or dropped."""
    one = item.present(scene)
    match answer:
        case Chose("yes"):
            said = (scene.say("capture.well"),)
            kept = replace(one, state="kept", told=one.told and not one.loop)
            deeds: tuple[Deed, ...] = (Save(kept), *became(scene.facts, one.loop, "kept"), Settle("it happened"))
            return Next(_then(scene, one), say=said, deeds=deeds, because="it happened")
        case Chose("move") if not one.moved:
            return Next("new_date", keep={"days": [], "wrong": ""}, because="asked again until it has a date")
        case Chose("move"):
            return Next(STAY, say=(scene.say("capture.moved_once"),), because="asked again, three times at most")
        case Chose() | Filled():
            return _drop(scene)
        case Wrote():
            return take_new_date(scene, answer)


def take_new_date(scene: Scene, answer: Answer) -> Next:
    """The one new date."""
    match answer:
        case Chose("drop") | Filled():
            return _drop(scene)
        case Chose(key):
            return _move(scene, {"on": key, "days": [], "wrong": "", "ask_on": ""})
        case Wrote(text):
            understood = reading.read_day(scene, text)
            if understood is None:
                return Next(STAY, because="the question stays open")
            if understood.on is None:
                days: list[Json] = [day.isoformat() for day in understood.days]
                return Next("new_date", keep={"days": days, "wrong": understood.wrong}, because="asked again")
            return _move(scene, {"on": understood.on.isoformat(), "days": [], "wrong": "", "ask_on": ""})


def _move(scene: Scene, keep: dict[str, Json]) -> Next:
    if item.present(scene).moved:
        return Next(STAY, say=(scene.say("capture.moved_once"),), because="asked again, three times at most")
    return booking.proceed(scene, {**keep, "moved": True})


def _drop(scene: Scene) -> Next:
    return Next("why", deeds=booking.dropped(scene), because="dropped by the person")


def take_why(scene: Scene, answer: Answer) -> Next:
    """A word about it, kept as a note of their own; then, once, whether they know."""
    one = item.present(scene)
    deeds: tuple[Deed, ...] = ()
    if isinstance(answer, Wrote):
        words = f"{one.text}: {answer.text}" if one.text else answer.text
        note = Capture(scene.new_id("why"), one.owner, "note", words, one.who, made_at=scene.now, state="closed")
        deeds = (Save(note),)
    return Next(_then(scene, one), deeds=deeds, because="dropped by the person")


def take_told(scene: Scene, answer: Answer) -> Next:
    """Whether they know is asked once, and written down."""
    one = item.present(scene)
    to = "kept" if one.state == "open" else DONE
    knows = answer == Chose("yes")
    said = () if to == "kept" else (scene.say("capture.noted"),)
    deeds = (Save(replace(one, told=True)),) if knows else ()
    return Next(to, keep={"told_asked": True}, say=said, deeds=deeds, because="whether they know is asked once")


def _then(scene: Scene, one: Capture) -> str:
    """On to "do they know?", when there is somebody who may not and it was not asked yet. What was promised to a team
    is said aloud."""
    if one.loop:
        return "aloud"
    return DONE if not one.who or one.told or scene.state.answers.get("told_asked") else "told"
