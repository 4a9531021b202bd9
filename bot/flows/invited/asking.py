"""The invitation: the coach's own words, what would be shown and to whom, and a yes or no. Reminded once."""

from dataclasses import replace
from datetime import time
from typing import Final

from bot.coaching import Engagement
from bot.effects import Deed, FollowUp, Json, Save, Settle, Start
from bot.events import Due, Undelivered
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.consent.scopes import withdrawn
from bot.flows.hours.asked import fits
from bot.flows.hours.change import days_spoken
from bot.flows.people import called
from bot.flows.privacy.readers import who_sees
from bot.messages import Choice, Choices, Parts, Quote, Text
from bot.rules import calendar

REMINDED: Final = 3
"""Working days after the invitation."""
AGREED: Final[dict[str, Json]] = {"news": "agreed"}
OPEN: Final = "the invitation stands until they answer, or it is taken back"


def engagement(scene: Scene) -> Engagement | None:
    """What there is between this leader and the coach."""
    return coaches.between(scene.facts, scene.state.subject, scene.person.id)


def heard(scene: Scene) -> Next:
    """They are asked, and reminded once."""
    found = engagement(scene)
    if found is None or found.state != "invited":
        return Next(DONE, because="it was taken back meanwhile")
    on = calendar.next_workday(scene.person, scene.today, REMINDED)
    remind = FollowUp("unanswered", on, "answered, taken back, or reminded once")
    return Next("invited", {"reminded": False}, deeds=(remind,))


def draw_invited(scene: Scene) -> Parts:
    """Who asks, in their words; what it would be; and how it ends."""
    found = engagement(scene)
    name = called(scene.facts, scene.state.subject)
    if found is None or found.state != "invited":
        return (scene.say("invited.no_longer", name=name),)
    choices = (
        Choice("yes", scene.label("invited.accept"), main=True),
        Choice("no", scene.label("invited.decline")),
        Choice("who", scene.label("invited.who")),
    )
    note: Parts = (Quote(found.note, name.text),) if found.note else ()
    tied: Parts = (
        (scene.say("invited.tied", name=name),) if coaches.tied(scene.facts, found.coach, found.leader) else ()
    )
    what = scene.say("invited.what_it_is", name=name)
    return (_opening(scene), *note, what, *tied, *_beginning(scene), Choices(choices))


def _opening(scene: Scene) -> Text:
    name = called(scene.facts, scene.state.subject)
    if scene.state.answers.get("reminded"):
        return scene.say("invited.again", name=name)
    return scene.say("invited.first" if is_new(scene.person) else "invited.asked", name=name)


def is_new(person: Person) -> bool:
    """Whether they have begun nothing here yet."""
    return person.joined_on is None


def _beginning(scene: Scene) -> Parts:
    """With what somebody new would begin, if their coach has said so."""
    person = with_defaults(scene)
    if person == scene.person:
        return ()
    days = days_spoken(scene, person.workdays)
    return (scene.say("invited.begins", "small", at=person.asks_at, days=days),)


def with_defaults(scene: Scene) -> Person:
    """Somebody new with the hour and the days that the coach has suggested; anybody else as they are."""
    person = scene.person
    if not is_new(person):
        return person
    hour, days = scene.answer("hour"), scene.answer("days")
    at = time.fromisoformat(hour) if hour else person.asks_at
    at = at if fits(at, person.opens, person.closes) else person.asks_at
    return replace(person, asks_at=at, workdays=days or person.workdays)


def take_invited(scene: Scene, answer: Answer) -> Next:
    """Yes, no, or first who sees what."""
    found = engagement(scene)
    if found is None or found.state != "invited":
        said = (scene.say("invited.no_longer", name=called(scene.facts, scene.state.subject)),)
        return Next(DONE, say=said, deeds=(Settle("it has ended", "unanswered"),), because="it is no longer asked")
    match answer:
        case Chose("yes"):
            return agreed(scene, found)
        case Chose("no"):
            return declined(scene, found)
        case Chose():
            return Next(STAY, say=who_sees(scene), because=OPEN)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def agreed(scene: Scene, found: Engagement) -> Next:
    """They work together. Nothing is shown yet: whoever is here already is asked at once what may be, anybody else once
    they have begun."""
    person = with_defaults(scene)
    person = replace(person, coach=person.coach or found.coach)
    on = Start("welcome" if is_new(person) else "consent", "" if is_new(person) else found.coach, answers=AGREED)
    deeds: tuple[Deed, ...] = (
        Save(replace(found, state="accepted", since=scene.today)),
        Save(person),
        *withdrawn(scene, found.coach),  # of a time before, whose end reached nobody
        Settle("answered", "unanswered"),
        Start("engage", scene.person.id, owner=found.coach, answers={"news": "accepted"}),
        Start("digest", owner=found.coach, answers={"news": "accepted", "leader": found.leader}),
        Start("shown", found.coach, answers={"news": "begun"}),
        on,
    )
    return Next(DONE, NOTHING, deeds=deeds)


def declined(scene: Scene, found: Engagement) -> Next:
    """No; the coach gets to know that, and no reason."""
    deeds = (
        Save(replace(found, state="declined", since=scene.today)),
        Settle("answered", "unanswered"),
        Start("engage", scene.person.id, owner=found.coach, answers={"news": "declined"}),
    )
    said = scene.say("invited.declined", name=called(scene.facts, found.coach))
    return Next(DONE, NOTHING, (said,), deeds, because="declined")


NOTHING: Final[dict[str, Json]] = {"news": "", "hour": "", "days": "", "reminded": False}
"""Once it is answered, nothing of it is kept here."""


def unanswered(scene: Scene, due: Due) -> Next:
    """The one reminder. Nobody is told that there was no answer: it looks the same whatever the reason."""
    del due
    found = engagement(scene)
    if found is None or found.state != "invited":
        return Next(STAY, because="it is no longer asked")
    return Next("invited", {"reminded": True}, because=OPEN)


def unreached(scene: Scene, event: Undelivered) -> Next:
    """It never came: the coach can tell them in person, and ask again."""
    found = engagement(scene)
    if event.ref.step != "invited" or found is None or found.state != "invited":
        return Next(STAY, because=event.reason)
    deeds = (
        Save(replace(found, state="ended", since=scene.today)),
        Settle("it did not arrive", "unanswered"),
        Start("engage", scene.person.id, owner=found.coach, answers={"news": "unreached"}),
    )
    return Next(DONE, NOTHING, deeds=deeds, because=event.reason)
