"""The command: with whom the session is, by name, by button, or by form. A leader without leaders sees their own."""

from typing import Final

from bot.effects import Json, Start
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.session import form
from bot.flows.session.meeting import name, upcoming, wall
from bot.flows.session.noting import OPEN
from bot.flows.session.reading import first_word, named, when
from bot.messages import Choice, Choices, Parts, Typed

MOST: Final = 8
"""Leaders shown as buttons; any can be typed."""


def begin(scene: Scene) -> Next:
    """Whoever is named; the only one; or the question. By a button also the form."""
    theirs = leaders(scene)
    if not theirs:
        return Next(DONE, say=_own(scene), because="they coach nobody")
    if scene.answer("rest"):
        return take_line(scene, scene.answer("rest"))
    by_button = bool(scene.state.answers.get("by_button"))
    if len(theirs) == 1:
        return _goes_on(theirs[0], {"by_button": by_button})
    return Next("whom", form=form.form(scene, "whom", theirs) if by_button else None, because=OPEN)


def leaders(scene: Scene) -> tuple[Person, ...]:
    """Whom this person coaches, by name."""
    known = {one.id: one for one in scene.facts.people}
    return tuple(known[one.leader] for one in coaches.leaders(scene.facts) if one.leader in known)


def take_line(scene: Scene, text: str) -> Next:
    """A name, perhaps with the day and the hour behind it. Somebody else's name is nobody's here."""
    theirs = leaders(scene)
    found, rest = named(scene, text, theirs)
    if len(found) == 1:
        return _goes_on(found[0], {"rest": rest})
    if not found and len(theirs) == 1 and when(scene, rest).anything:
        return _goes_on(theirs[0], {"rest": rest})
    if found:
        return Next("whom", {"rest": rest}, (scene.say("session.several"),), because=OPEN)
    if when(scene, rest).anything:
        return Next("whom", {"rest": rest}, because=OPEN)
    said = scene.say("session.not_yours", name=Typed(first_word(rest)))
    return Next("whom", {"rest": ""}, (said,), because=OPEN)


def draw_whom(scene: Scene) -> Parts:
    """Which of them?"""
    buttons = tuple(Choice(f"to:{one.id}", one.name) for one in leaders(scene)[:MOST])
    more = (Choice("form", scene.label("session.use_form"), opens=True), Choice("leave", scene.label("session.leave")))
    return (scene.say("session.whom"), Choices((*buttons, *more)))


def take_whom(scene: Scene, answer: Answer) -> Next:
    """One of them, or all of it by form."""
    theirs = leaders(scene)
    match answer:
        case Chose("form"):
            return Next(STAY, form=form.form(scene, "whom", theirs), because=OPEN)
        case Chose("leave"):
            return Next(DONE, say=(scene.say("session.left"),), because="nothing is noted")
        case Chose(key):
            one = next(one for one in theirs if f"to:{one.id}" == key)
            return _goes_on(one, {"rest": scene.answer("rest")})
        case Wrote(text):
            return take_line(scene, text)
        case Filled(fields):
            return _filled(scene, dict(fields), theirs)


def _filled(scene: Scene, fields: dict[str, str], theirs: tuple[Person, ...]) -> Next:
    wanted = next((one for one in theirs if one.id == fields.get("who")), None)
    said, ahead, errors = form.read(scene, fields)
    if wanted is None:
        errors = (("who", scene.label("session.form_no_one")), *errors)
    if errors or wanted is None or said.on is None or said.at is None:
        return Next(STAY, errors=errors, because="the form stays open")
    return _goes_on(wanted, {"filled": {"on": said.on.isoformat(), "at": said.at.isoformat(), "ahead": ahead}})


def _goes_on(one: Person, answers: dict[str, Json]) -> Next:
    return Next(DONE, deeds=(Start("session", one.id, answers=answers),), because="it goes on about this leader")


def _own(scene: Scene) -> Parts:
    """Of a leader: their next sessions, as their coaches have noted them."""
    found = [(at, one) for one in coaches.mine(scene.facts) if (at := upcoming(scene, one))]
    if not found:
        return (scene.say("session.nobody"),)
    walls = [(wall(scene, at), one.coach) for at, one in sorted(found, key=lambda pair: pair[0])]
    return tuple(
        scene.say("session.yours", name=name(scene, coach), day=at.date(), at=at.time()) for at, coach in walls
    )
