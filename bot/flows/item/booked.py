"""A promise in answer to what somebody told: kept like any other, and asked about on its day."""

from datetime import date

from bot.effects import Deed, FollowUp, Json, Save, Start
from bot.facts import Capture, Item
from bot.flow import Scene
from bot.flows.capture import booking
from bot.flows.item import told
from bot.rules import calendar


def day(scene: Scene) -> date | None:
    """By when, as far as it was said."""
    on = scene.answer("on")
    return date.fromisoformat(on) if on else None


def booked(scene: Scene, one: Item) -> tuple[Deed, ...]:
    """The promise, what asks about it, and its own read-back. Its author knows of it from the first moment."""
    what, on = scene.answer("what"), day(scene) or scene.today
    who = told.called(scene.facts, one).text
    new = scene.new_id("promise")
    kept = Capture(new, scene.person.id, "promise", what, who, on, told=True, made_at=scene.now, loop=one.id)
    ask = booking.when(scene, kept, calendar.workday_on_or_after(scene.person, on))
    kind = "promised" if ask.at is not None else "promised_later"
    stop = "settled, dropped, or asked three times"
    plan = FollowUp(kind, ask.on, stop, ask.at, booking.AGAIN, occasion=on, generation=1, flow="capture", subject=new)
    answers: dict[str, Json] = {
        "command": "promise",
        "who": who,
        "what": what,
        "on": on.isoformat(),
        "ask_on": ask.on.isoformat(),
        "booked": 1,
        "asks_on": ask.on.isoformat(),
        "timed": ask.at is not None,
        "full": ask.full,
        "told_asked": True,
    }
    return (Save(kept), plan, Start("capture", new, step="kept", answers=answers))
