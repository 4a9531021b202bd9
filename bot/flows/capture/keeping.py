"""Notes, dilemmas to bring, and thanks: kept, and asked about where something is meant to follow."""

from dataclasses import replace
from typing import Final, Literal

from bot.effects import Deed, FollowUp, Save, Settle, Tell
from bot.events import Due
from bot.facts import Capture, Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture import drawing, item, reading
from bot.messages import Choice, Choices, Parts, Quote, Text, Typed
from bot.rules import calendar
from bot.rules.shortened import shortened

BRING_AFTER: Final = 5
THANK_AFTER: Final = 2
"""Working days until it is asked about."""
ASKED_AT_MOST: Final = 3
MOST_NAMED: Final = 3
"""People of one name among whom to choose."""


def keep(scene: Scene, kind: Literal["promise", "note", "bring", "thank"], text: str, who: str = "") -> Next:
    """Store the line whole, and plan what follows it. Where `who` is known, the text says nothing of them."""
    one = Capture(scene.state.subject, scene.person.id, kind, text.strip(), made_at=scene.now)
    match kind:
        case "bring":
            said = (scene.say("capture.bring_kept"),)
            return Next(DONE, {"asked_times": 0}, said, (Save(one), _again(scene, "bring", BRING_AFTER)))
        case "thank":
            return _thank(scene, one, reading.Understood(who, text.strip()) if who else reading.read_line(scene, text))
        case _:
            kept = replace(one, state="closed")
            return Next(DONE, say=(scene.say("capture.note_kept"),), deeds=(Save(kept),), because="a note asks nothing")


def _thank(scene: Scene, one: Capture, understood: reading.Understood) -> Next:
    kept = replace(one, who=understood.who, text=understood.what or one.text)
    deeds = (Save(kept), _again(scene, "thank", THANK_AFTER))
    if known(scene, understood.who):
        return Next("send", {"asked_times": 0}, deeds=deeds)
    if understood.who:
        said = scene.say("capture.thank_kept_for", who=Typed(understood.who))
    else:
        said = scene.say("capture.thank_kept")
    return Next(DONE, {"asked_times": 0}, (said,), deeds)


def known(scene: Scene, who: str) -> tuple[Person, ...]:
    """People of that name whom the bot already writes to: nobody gets a first message this way."""
    name = who.casefold().lstrip("@")
    return tuple(
        person
        for person in scene.facts.people
        if name and name in (person.name.casefold(), person.name.casefold().partition(" ")[0])
        if person.state in ("active", "paused", "quiet") and person.homes
    )[:MOST_NAMED]


def draw_send(scene: Scene) -> Parts:
    """Exactly what would be sent, and to whom."""
    one = item.present(scene)
    people = known(scene, one.who)
    buttons = tuple(
        Choice(f"to:{person.id}", scene.label("capture.send", who=person.name), main=len(people) == 1)
        for person in people
    )
    keep_it = Choice("keep", scene.label("capture.keep_note"))
    return (scene.say("capture.would_send"), Quote(shortened(one.text)), Choices((*buttons, keep_it)))


def take_send(scene: Scene, answer: Answer) -> Next:
    """Send it in the leader's own name, or keep it until they say it themselves."""
    one = item.present(scene)
    match answer:
        case Chose(key) if key.startswith("to:"):
            person = next(other for other in known(scene, one.who) if f"to:{other.id}" == key)
            sent: tuple[Text | Quote, ...] = (
                scene.say("capture.thanks_from", who=Typed(scene.person.name)),
                Quote(one.text, scene.person.name),
            )
            deeds: tuple[Deed, ...] = (
                Tell(person.id, sent),
                Save(replace(one, state="sent", told=True)),
                Settle("sent in their name"),
            )
            said = (scene.say("capture.sent", who=Typed(person.name)),)
            return Next(DONE, say=said, deeds=deeds, because="sent in their name")
        case Chose():
            said = (scene.say("capture.thank_kept_for", who=Typed(one.who)),)
            return Next(DONE, say=said, because="asked about in two working days")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def thank_due(scene: Scene, _due: Due) -> Next:
    """Has it been said?"""
    one = item.present(scene)
    if one.state != "open":
        return Next(STAY, because=f"the thanks are {one.state}")
    return Next("thanked", keep={"asked_times": _times(scene) + 1}, because="asked three times at most")


def draw_thanked(scene: Scene) -> Parts:
    """Has it been said? Yes, not yet, or let it go."""
    one = item.present(scene)
    said = scene.say("capture.thanked", who=Typed(one.who)) if one.who else scene.say("capture.thanked_bare")
    choices = (
        Choice("yes", scene.label("capture.yes"), main=True),
        Choice("no", scene.label("capture.not_yet")),
        Choice("drop", scene.label("capture.drop")),
    )
    kept: Parts = () if one.text == one.who else (drawing.kept_words(one),)
    return (said, *kept, Choices(choices))


def take_thanked(scene: Scene, answer: Answer) -> Next:
    """Said, not yet (asked again, three times in all), or let go."""
    one = item.present(scene)
    match answer:
        case Chose("yes"):
            deeds: tuple[Deed, ...] = (Save(replace(one, state="kept", told=True)), Settle("said"))
            return Next(DONE, say=(scene.say("capture.noted"),), deeds=deeds, because="it was said")
        case Chose("no"):
            return _later(scene, one, "thank", THANK_AFTER)
        case Chose():
            return _let_go(scene, one)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def bring_due(scene: Scene, _due: Due) -> Next:
    """Is it still worth bringing?"""
    one = item.present(scene)
    if one.state != "open":
        return Next(STAY, because=f"it is {one.state}")
    return Next("still", keep={"asked_times": _times(scene) + 1}, because="asked three times at most")


def take_still(scene: Scene, answer: Answer) -> Next:
    """Keep it, done, or let it go."""
    one = item.present(scene)
    match answer:
        case Chose("keep"):
            return _later(scene, one, "bring", BRING_AFTER)
        case Chose("done"):
            deeds: tuple[Deed, ...] = (Save(replace(one, state="kept")), Settle("it was brought"))
            return Next(DONE, say=(scene.say("capture.noted"),), deeds=deeds, because="it was brought")
        case Chose():
            return _let_go(scene, one)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def _later(scene: Scene, one: Capture, kind: str, days: int) -> Next:
    """Ask again, or, after the third time, leave it with them."""
    if _times(scene) < ASKED_AT_MOST:
        return Next(DONE, say=(scene.say("capture.asks_again"),), deeds=(_again(scene, kind, days),))
    deeds: tuple[Deed, ...] = (Settle("asked three times"),)
    if kind == "thank":
        deeds = (*deeds, Save(replace(one, state="closed")))
    return Next(DONE, say=(scene.say("capture.left_to_you"),), deeds=deeds, because="asked three times")


def _let_go(scene: Scene, one: Capture) -> Next:
    deeds = (Save(replace(one, state="dropped")), Settle("let go by the person"))
    return Next(DONE, say=(scene.say("capture.let_go"),), deeds=deeds, because="let go by the person")


def _again(scene: Scene, kind: str, days: int) -> FollowUp:
    on = calendar.next_workday(scene.person, scene.today, days)
    return FollowUp(kind, on, "answered, let go, or asked three times", generation=_times(scene))


def _times(scene: Scene) -> int:
    value = scene.state.answers.get("asked_times")
    return value if isinstance(value, int) else 0
