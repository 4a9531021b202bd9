"""Somebody's own three things: taken down by line or by form, each with its day, and no fourth beside them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.effects import Deed, Json, Save, Settle
from bot.facts import Capture
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Room, Scene, Wrote
from bot.flows.capture import drawing, item, reading
from bot.flows.things import form
from bot.flows.things.thing import LONGEST, MOST, Draft, booked, drafts, in_words, kept, open_ones, typed
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules.shortened import ON_A_BUTTON, one_line, units
from bot.saved import updated

LINES: Final = Room(1500, "things.too_long")
"""For three things typed at once, and some more."""
A_LINE: Final = Room(LONGEST, "things.line_too_long")
OPEN: Final = "nothing is kept before it has its day"
_AFTER: Final = {
    "session": "things.after_session",
    "training": "things.after_training",
    "meeting": "things.after_meeting",
    "advice": "things.after_advice",
}
_TYPED_AFTER: Final = {
    "session": "things.session_words",
    "training": "things.training_words",
    "meeting": "things.meeting_words",
    "advice": "things.advice_words",
}
_BULLETS: Final = "-–—*•·0123456789.) \t"


def begin(scene: Scene) -> Next:
    """A message to act on opens the form, filled in; a line is read; bare, what there is, or the question."""
    if scene.answer("what"):
        one = Draft(scene.answer("what"), scene.answer("who"))
        return Next(STAY, form=form.form(scene, one), because="nothing is kept before the form is sent")
    after = _named_after(scene, scene.answer("rest"))
    if scene.answer("rest") and not after:
        return take_lines(scene, scene.answer("rest"))
    of = after or scene.answer("of")
    if open_ones(scene.facts) and not of:
        return Next("kept", because="each is asked about on its day")
    return Next("ask", {"of": of}, because=OPEN)


def _named_after(scene: Scene, line: str) -> str:
    """After what it comes, when the line says that and nothing else: "after the training"."""
    return next((of for of, known in _TYPED_AFTER.items() if scene.facts.words.means(known, line)), "")


def draw_ask(scene: Scene) -> Parts:
    """Out of all that, which one to three?"""
    choices = (
        Choice("form", scene.label("things.use_form"), opens=True),
        Choice("leave", scene.label("things.not_now")),
    )
    said = scene.say(_AFTER.get(scene.answer("of"), "things.ask"))
    return (said, scene.say("things.ask_hint", "small"), Choices(choices))


def take_ask(scene: Scene, answer: Answer) -> Next:
    """In words, a line for each; by form; or not now."""
    match answer:
        case Wrote(text):
            return take_lines(scene, text)
        case Filled(fields):
            return take_form(scene, dict(fields))
        case Chose("form"):
            return Next(STAY, form=form.form(scene, Draft("")), because="the question stays open")
        case Chose():
            return Next(DONE, say=(scene.say("things.left"),), because="nothing is kept")


def lines(text: str) -> tuple[str, ...]:
    """The lines with words in them, without what they are numbered or marked with."""
    found = (line.strip() for line in text.splitlines())
    return tuple(bare for line in found if line and (bare := line.lstrip(_BULLETS).strip() or line))


def take_lines(scene: Scene, text: str) -> Next:
    """A thing on each line."""
    found = lines(text)
    if units(text) > LINES.limit:
        return Next("ask", say=(scene.say("things.too_long", count=LINES.limit),), because=OPEN)
    if any(units(line) > LONGEST for line in found):
        return Next("ask", say=(scene.say("things.line_too_long", count=LONGEST),), because=OPEN)
    return onward(scene, tuple(typed(scene, line) for line in found))


def take_form(scene: Scene, fields: dict[str, str]) -> Next:
    """The thing from its form; what is missing or cannot be says so where it stands."""
    one, errors = form.read(scene, fields)
    if errors:
        return Next(STAY, errors=errors, because="the form stays open")
    return onward(scene, (one, *drafts(scene.state.answers, "pending")))


def onward(
    scene: Scene, pending: Iterable[Draft], before: tuple[Deed, ...] = (), said: Parts = (), to: str = "kept"
) -> Next:
    """Keep what is whole, up to three in all; then the first question that is open, or `to`."""
    left, deeds, facts = list(pending), list(before), scene.facts
    full = len(open_ones(facts)) >= MOST
    while left and _is_whole(left[0]) and not full:
        new, asked = booked(scene, left.pop(0), len(left))
        facts = updated(facts, new.record)
        full = len(open_ones(facts)) >= MOST
        deeds += (new, asked)
    keep: dict[str, Json] = {"pending": kept(left), "days": [], "wrong": "", "to": to}
    if not left:
        return Next(to, keep, said, tuple(deeds), because="each is asked about on its day")
    first = left[0]
    if _is_whole(first):
        return Next("room", keep, said, tuple(deeds), because="no more than three at one time")
    keep |= {"days": [day.isoformat() for day in first.days], "wrong": first.wrong}
    return Next("day" if first.on is None else "where", keep, said, tuple(deeds), because=OPEN)


def _is_whole(one: Draft) -> bool:
    return one.on is not None and one.asked


def going_on(scene: Scene, pending: Iterable[Draft], before: tuple[Deed, ...] = (), said: Parts = ()) -> Next:
    """The same, with what follows at the end as it was."""
    return onward(scene, pending, before, said, scene.answer("to") or "kept")


def first(scene: Scene) -> Draft:
    """The thing that is asked about now."""
    return next(iter(drafts(scene.state.answers, "pending")), Draft(""))


def draw_day(scene: Scene) -> Parts:
    """By when? There is no thing without a day."""
    about = scene.say("things.so_far", "small", what=Typed(in_words(scene, first(scene))))
    choices = (*drawing.days_offered(scene), _leave_out(scene))
    return (drawing.asked_date(scene), about, Choices(choices))


def take_day(scene: Scene, answer: Answer) -> Next:
    """A day, offered or typed; what is wrong with it is said and it is asked again."""
    one, *others = drafts(scene.state.answers, "pending") or (Draft(""),)
    match answer:
        case Chose("leave") | Filled():
            return going_on(scene, others, said=(scene.say("things.left_out"),))
        case Chose(key):
            understood: reading.Understood | None = reading.Understood(on=item.read_day(key))
        case Wrote(text):
            understood = reading.read_day(scene, text)
    if understood is None:
        return Next(STAY, because="the question stays open")
    return going_on(scene, (replace(one, on=understood.on, days=understood.days, wrong=understood.wrong), *others))


def draw_where(scene: Scene) -> Parts:
    """Where, and with whom? Asked once."""
    about = scene.say("things.so_far", "small", what=Typed(in_words(scene, first(scene))))
    said = Choice("said", scene.label("things.it_says_so"))
    return (scene.say("things.where"), about, Choices((said, _leave_out(scene))))


def take_where(scene: Scene, answer: Answer) -> Next:
    """In their words, or the line says so already."""
    one, *others = drafts(scene.state.answers, "pending") or (Draft(""),)
    match answer:
        case Wrote(text):
            return going_on(scene, (replace(one, place=text.strip(), asked=True), *others))
        case Chose("said"):
            return going_on(scene, (replace(one, asked=True), *others))
        case Chose() | Filled():
            return going_on(scene, others, said=(scene.say("things.left_out"),))


def draw_room(scene: Scene) -> Parts:
    """A fourth: which of the three makes room for it?"""
    about = scene.say("things.so_far", "small", what=Typed(in_words(scene, first(scene))))
    buttons = tuple(Choice(f"room:{one.id}", one_line(one.text, ON_A_BUTTON)) for one in open_ones(scene.facts))
    return (scene.say("things.room"), about, Choices((*buttons, Choice("stay", scene.label("things.they_stay")))))


def take_room(scene: Scene, answer: Answer) -> Next:
    """One of them is let go, or nothing is added."""
    match answer:
        case Chose(key) if key.startswith("room:"):
            one = next(one for one in open_ones(scene.facts) if key == f"room:{one.id}")
            gone, deeds = let_go(one)
            freed = replace(scene, facts=updated(scene.facts, gone))
            return going_on(freed, drafts(scene.state.answers, "pending"), deeds)
        case Chose() | Filled():
            return going_on(scene, (), said=(scene.say("things.stayed"),))
        case Wrote():
            return Next(STAY, because="the question stays open")


def let_go(one: Capture) -> tuple[Capture, tuple[Deed, ...]]:
    """It is dropped: nothing asks about it any more."""
    gone = replace(one, state="dropped")
    return gone, (Save(gone), Settle("let go by the person", subject=one.id))


def _leave_out(scene: Scene) -> Choice:
    return Choice("leave", scene.label("things.leave_out"))
