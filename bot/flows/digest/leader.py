"""One leader of the page: chosen by a button or a name, opened for the coach alone, with twelve weeks as a picture."""

from datetime import date, timedelta
from typing import Final

from babel.dates import format_date

from bot.effects import Deed, Json, Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.digest import full, page
from bot.flows.digest.monday import ACTS
from bot.flows.digest.parts import Entry
from bot.flows.people import addressed
from bot.flows.shown import days
from bot.messages import Chart, Choice, Choices, Parts, Rows, Series, Text, Typed
from bot.rules.shortened import one_line

MOST: Final = 20
"""Leaders with a button of their own; any other is typed."""
LEAST: Final = 2
"""Weeks before there is a picture."""
OPEN: Final = "the question is open"


def begin(scene: Scene) -> Next:
    """The only one it can be, or which one?"""
    theirs = coaches.leaders(scene.facts)
    if not theirs:
        return Next(DONE, say=(scene.say("digest.nobody"),), because="they coach nobody")
    return about(scene, theirs[0].leader) if len(theirs) == 1 else Next("who", because=OPEN)


def about(scene: Scene, leader: str) -> Next:
    """What was wanted, with this leader."""
    deeds = doing(scene.answer("act"), leader)
    if deeds:
        return Next(DONE, deeds=deeds)
    return Next("leader", keep={"leader": leader}, because="the next line comes on Monday")


def doing(act: str, leader: str) -> tuple[Deed, ...]:
    """What the flow that does it is given; nothing for what is done here."""
    match act:
        case "things":
            answers: dict[str, Json] = {"news": "propose"}
            return (Start("things", leader, answers=answers),)
        case "word" | "session":
            return (Start(act, leader),)
        case _:
            return ()


def monday_of(scene: Scene) -> date:
    """Of the page that was pressed."""
    kept = scene.answer("monday")
    return days.monday_of(date.fromisoformat(kept) if kept else scene.today)


def draw_who(scene: Scene) -> Parts:
    """Those with a button; the others by name."""
    some = page.entries(scene, monday_of(scene))
    choices = (*(Choice(one.leader.id, one.name.text) for one in some[:MOST]), leave(scene))
    asked = scene.say("digest.which" if len(some) <= MOST else "digest.which_or_type")
    return (asked, Choices(choices))


def leave(scene: Scene) -> Choice:
    """Nobody."""
    return Choice("leave", scene.label("digest.leave"))


def take_who(scene: Scene, answer: Answer) -> Next:
    """This one."""
    match answer:
        case Chose("leave"):
            return Next(DONE, say=(scene.say("digest.left"),), because="nothing was opened")
        case Chose(key) if coaches.coaches(scene.facts, key):
            return about(scene, key)
        case Wrote(text):
            return by_name(scene, text)
        case Chose() | Filled():
            return Next(STAY, because=OPEN)


def by_name(scene: Scene, text: str) -> Next:
    """Typed: the whole name, or the first."""
    found, _ = addressed(text, (one.leader for one in page.entries(scene, monday_of(scene))))
    if len(found) == 1:
        return about(scene, found[0].id)
    key = "digest.several" if found else "digest.unknown"
    return Next("who", say=(scene.say(key, name=Typed(one_line(text))),), because=OPEN)


def draw_leader(scene: Scene) -> Parts:
    """Everything that this leader shows of the week, and their own twelve weeks."""
    monday = monday_of(scene)
    one = next((one for one in page.entries(scene, monday) if one.leader.id == scene.answer("leader")), None)
    if one is None:
        return (scene.say("digest.not_yours"),)
    return (*_shown(scene, one), Choices(tuple(_acts(scene))))


def _shown(scene: Scene, one: Entry) -> Parts:
    ahead = coaches.line_of(scene.facts, one.leader.id, scene.person.id)
    if ahead is not None and ahead.friday >= monday_of(scene):
        day = days.reading(scene.person, days.monday_after(ahead.friday))
        return (scene.say("digest.ahead", name=one.name, day=day),)
    if one.shown is None or full.is_empty(one.shown):
        return (scene.say("digest.shares_nothing", name=one.name),)
    words = scene.facts.words
    rows = Rows(tuple((label, told) for _, label, told in full.lines(words, one.shown, one.leader)))
    title: Text = scene.say("digest.about", "title", name=one.name)
    return (title, rows, *chart(scene, one))


def chart(scene: Scene, one: Entry) -> tuple[Chart, ...]:
    """The weeks as bars, newest last, with the numbers in words."""
    if one.shown is None or len(one.shown.line.weeks) < LEAST:
        return ()
    weeks, last = one.shown.line.weeks, one.shown.friday
    dates = [last - timedelta(weeks=n) for n in reversed(range(len(weeks)))]
    labels = tuple(format_date(day, "d MMM", locale=scene.facts.words.locale.replace("-", "_")) for day in dates)
    values = tuple(float(done) if expected else None for done, expected in weeks)
    name = scene.label("digest.taken")
    return (
        Chart(scene.label("digest.weeks"), labels, (Series(name, values),), full.weeks(scene.facts.words, one.shown)),
    )


def _acts(scene: Scene) -> list[Choice]:
    """What can be done with this leader."""
    return [Choice(key, scene.label(label)) for key, label in ACTS.items() if key != "open"]


def take_leader(scene: Scene, answer: Answer) -> Next:
    """One of these."""
    leader = scene.answer("leader")
    match answer:
        case Chose(key) if coaches.coaches(scene.facts, leader):
            return Next(STAY, deeds=doing(key, leader), because="it goes on there")
        case Chose() | Wrote() | Filled():
            return Next(STAY, because="they do not work together any more")
