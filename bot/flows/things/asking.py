"""The day of a thing has come: done, not yet and what would make it possible, or let go with a word."""

from dataclasses import replace

from bot.effects import Deed, FollowUp, Json, Save, Settle
from bot.events import Due
from bot.facts import Capture
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture import drawing, item, reading
from bot.flows.things import form, taking
from bot.flows.things.thing import FIRST_AFTER, LAST_AFTER, STOP, Draft, generation, in_words, on_its_day, present
from bot.messages import Choice, Choices, Parts, Text, Typed
from bot.rules import calendar


def now(scene: Scene) -> Next:
    """Asked about any day, because they want to say something of it."""
    to = "happened" if present(scene).state in ("open", "closed") else DONE
    return Next(to, because="it is asked about on its day too")


def due(scene: Scene, _due: Due) -> Next:
    """Ask whether it happened; three and ten working days later it is asked again."""
    one = present(scene)
    if one.state != "open":
        return Next(STAY, because=f"the thing is {one.state}")
    return Next("happened", deeds=(_later(scene, one),))


def later(scene: Scene, due: Due) -> Next:
    """Ask again; after the third time it is no longer listed as open, and the look-back says so once."""
    one = present(scene)
    if one.state != "open":
        return Next(STAY, because=f"the thing is {one.state}")
    deeds = (Save(replace(one, state="closed")),) if due.last else ()
    return Next("happened", deeds=deeds, because="asked three times at most")


def _later(scene: Scene, one: Capture) -> FollowUp:
    on = calendar.next_workday(scene.person, scene.today, FIRST_AFTER)
    again = (LAST_AFTER - FIRST_AFTER,)
    return FollowUp("later", on, STOP, again=again, occasion=one.on, generation=generation(scene))


def draw_happened(scene: Scene) -> Parts:
    """Did it happen? Before its day it can still be changed."""
    one = present(scene)
    choices = [Choice("done", scene.label("things.done"), main=True), Choice("not_yet", scene.label("things.not_yet"))]
    if _is_ahead(scene, one):
        choices.append(Choice("change", scene.label("things.change"), opens=True))
    choices.append(Choice("drop", scene.label("things.let_go")))
    return (scene.say("things.happened", what=Typed(in_words(scene, one))), Choices(tuple(choices)))


def take_happened(scene: Scene, answer: Answer) -> Next:
    """Done, not yet, changed before its day, let go; or a new day right away."""
    one = present(scene)
    match answer:
        case Chose("done"):
            deeds: tuple[Deed, ...] = (Save(replace(one, state="kept")), Settle("it is done"))
            return Next(DONE, say=(scene.say("things.well"),), deeds=deeds, because="it is done")
        case Chose("not_yet"):
            return Next("possible", because="asked again, three times at most")
        case Chose("change"):
            now = Draft(one.text, one.who, one.place, one.on)
            return Next(STAY, form=form.form(scene, now), because="it stands as it is until it is changed")
        case Filled(fields):
            return _changed(scene, one, dict(fields))
        case Chose():
            return _drop(one)
        case Wrote():
            return take_new_date(scene, answer)


def draw_possible(scene: Scene) -> Parts:
    """What would make it possible?"""
    choices = (Choice("skip", scene.label("things.no_word")), Choice("drop", scene.label("things.let_go")))
    about = scene.say("things.so_far", "small", what=Typed(in_words(scene, present(scene))))
    return (scene.say("things.possible"), about, Choices(choices))


def take_possible(scene: Scene, answer: Answer) -> Next:
    """In their own words, kept for them alone; then, once, a new day."""
    one = present(scene)
    match answer:
        case Wrote(text):
            return _not_yet(scene, one, (_noted(scene, one, text),))
        case Chose("drop"):
            return _drop(one)
        case Chose() | Filled():
            return _not_yet(scene, one, ())


def _not_yet(scene: Scene, one: Capture, deeds: tuple[Deed, ...]) -> Next:
    if not one.moved:
        return Next("new_date", {"days": [], "wrong": ""}, deeds=deeds, because="asked again, three times at most")
    return Next(DONE, say=(_what_comes(scene, one),), deeds=deeds, because="asked again, three times at most")


def draw_new_date(scene: Scene) -> Parts:
    """A new day, once; or it stays as it is."""
    said = drawing.asked_date(scene) if scene.answer("wrong") else scene.say("things.new_date")
    stay = Choice("stay", scene.label("things.no_new_date"))
    return (said, Choices((*drawing.days_offered(scene), stay, Choice("drop", scene.label("things.let_go")))))


def take_new_date(scene: Scene, answer: Answer) -> Next:
    """The one new day; what is wrong with it is said and it is asked again."""
    one = present(scene)
    match answer:
        case Chose("drop") | Filled():
            return _drop(one)
        case Chose("stay"):
            return Next(DONE, say=(_what_comes(scene, one),), because="asked again, three times at most")
        case Chose(key):
            understood: reading.Understood | None = reading.Understood(on=item.read_day(key))
        case Wrote(text):
            understood = reading.read_day(scene, text)
    if understood is None:
        return Next(STAY, because="the question stays open")
    if one.moved:
        return Next(STAY, say=(scene.say("things.moved_once"),), because="asked again, three times at most")
    if understood.on is None:
        days: list[Json] = [day.isoformat() for day in understood.days]
        return Next("new_date", {"days": days, "wrong": understood.wrong}, because="asked again, three times at most")
    said = (scene.say("things.moved", day=understood.on),)
    return _booked(scene, replace(one, on=understood.on, moved=True, state="open"), said)


def _changed(scene: Scene, one: Capture, fields: dict[str, str]) -> Next:
    new, errors = form.read(scene, fields)
    if errors:
        return Next(STAY, errors=errors, because="the form stays open")
    if not _is_ahead(scene, one):
        return Next(STAY, say=(scene.say("things.passed"),), because="its day has come")
    changed = replace(one, text=new.what, who=new.who, place=new.place, on=new.on)
    return _booked(scene, changed, (scene.say("things.changed", day=new.on or scene.today),))


def _booked(scene: Scene, one: Capture, said: Parts) -> Next:
    deeds = (Save(one), Settle("it has another day"), on_its_day(scene, one))
    return Next(DONE, {"days": [], "wrong": ""}, said, deeds)


def _drop(one: Capture) -> Next:
    _, deeds = taking.let_go(one)
    return Next("why", deeds=deeds, because="let go by the person")


def draw_why(scene: Scene) -> Parts:
    """Let go; a word about it is welcome and not needed."""
    return (scene.say("things.why"), Choices((Choice("no_word", scene.label("things.no_word")),)))


def take_why(scene: Scene, answer: Answer) -> Next:
    """A word about it, kept as a note of their own."""
    deeds = (_noted(scene, present(scene), answer.text),) if isinstance(answer, Wrote) else ()
    said = (scene.say("things.noted"),) if deeds else ()
    return Next(DONE, say=said, deeds=deeds, because="let go by the person")


def _noted(scene: Scene, one: Capture, words: str) -> Save:
    text = f"{one.text}: {words}" if one.text else words
    new = scene.new_id("note")
    return Save(Capture(new, scene.person.id, "note", text, one.who, made_at=scene.now, state="closed"))


def _what_comes(scene: Scene, one: Capture) -> Text:
    comes = [wait.wall.date() for wait in scene.facts.waiting if (wait.flow, wait.subject) == ("things", one.id)]
    return scene.say("things.asks_again", day=min(comes)) if comes else scene.say("things.left_to_you")


def _is_ahead(scene: Scene, one: Capture) -> bool:
    return one.state == "open" and one.on is not None and one.on > scene.today
