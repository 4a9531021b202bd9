"""The leader's side of an agreed partnership: the line of each week, and "go on?" in week 10."""

from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Settle, Start
from bot.events import Due
from bot.facts import Chance, Partner
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.partner.rows import ending, other, row_of
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar

STILL_AFTER: Final = timedelta(weeks=10)
"""How long it runs before the leader is asked whether to go on."""

OUTSIDE: Final = ("", "note", "none", "pass", "away")
"""Marks of days that are no chance, or of which nothing is known: silence is not told to anybody."""
TAKEN: Final = ("did", "partly")


def heard(scene: Scene, row: Partner) -> Next:
    """What has come back from the partner's side."""
    name = Typed(other(scene, row).name)
    match scene.answer("news"):
        case "accepted" if row.state == "accepted":
            said = (scene.say("partner.they_agreed", name=name),)
            return Next(DONE, say=said, deeds=(*next_line(scene), next_asking(scene)))
        case "declined":
            return Next(DONE, say=(scene.say("partner.they_declined", name=name),), because="declined")
        case "silent":
            return Next(DONE, say=(scene.say("partner.they_were_silent", name=name),), because="no answer")
        case "unreached":
            return Next(DONE, say=(scene.say("partner.not_reached", name=name),), because="not reached")
        case "ended":
            said = (scene.say("partner.they_ended", name=name),)
            return Next(DONE, say=said, deeds=(Settle("it has ended"),), because="it has ended")
        case _:
            return Next(DONE, because=f"the partnership is {row.state}")


def next_line(scene: Scene) -> tuple[Deed, ...]:
    """The follow-up of the next week that has a working day; its line leaves at the leader's own hour."""
    week = (calendar.last_workday_of_week(scene.person, scene.today + timedelta(weeks=n)) for n in range(60))
    on = next((day for day in week if day is not None and day > scene.today), None)
    return () if on is None else (on_day(scene, on, scene.state.subject),)


def on_day(scene: Scene, on: date, practice: str) -> FollowUp:
    """The line about this practice on that day."""
    stop = "each last workday, until either ends it"
    return FollowUp("weekly", on, stop, at=calendar.asks_at(scene.person), flow="partner", subject=practice)


def next_asking(scene: Scene) -> FollowUp:
    """The follow-up of week 10."""
    return FollowUp("still", scene.today + STILL_AFTER, "answered, or asked twice", again=(5,))


def weekly(scene: Scene, due: Due) -> Next:
    """Send the partner the week's line: two numbers and nothing else. The leader is asked nothing."""
    row, practice = row_of(scene), practices.subject(scene)
    if row is None or row.state != "accepted":
        return Next(STAY, because="the partnership has ended")
    if practice.state not in (*practices.GOING, "resting"):
        return Next(STAY, deeds=ending(scene, row), because=f"the practice is {practice.state}")
    plan = next_line(scene)
    if due.lapsed:
        return Next(STAY, deeds=plan, because="the moment went by unasked")
    came = chances_since(scene, row)
    kept = {"until": scene.today.isoformat()}
    if not came:
        return Next(STAY, keep=kept, deeds=plan, because="a week without a chance has no line")
    taken = sum(one.mark in TAKEN for one in came)
    line = Start(
        "partner",
        row.practice,
        owner=row.partner,
        answers={"news": "line", "taken": taken, "came": len(came)},
    )
    return Next(STAY, keep=kept, deeds=(line, *plan))


def chances_since(scene: Scene, row: Partner) -> tuple[Chance, ...]:
    """The chances that came since the last line; today's is still open and belongs to the next one."""
    told = scene.answer("until")
    first = date.fromisoformat(told) if told else row.since or scene.today
    return tuple(
        one
        for one in scene.facts.chances
        if one.practice == row.practice and first <= one.day < scene.today and one.mark not in OUTSIDE
    )


def still_due(scene: Scene, due: Due) -> Next:
    """Week 10: go on?"""
    row = row_of(scene)
    if row is None or row.state != "accepted":
        return Next(STAY, because="the partnership has ended")
    if not practices.asked_about(scene.facts):
        return Next(STAY, because="nothing is asked until they write; either ends it in one tap")
    return Next("still", because="asked for the last time" if due.last else "asked once more, then it goes on")


def draw_still(scene: Scene) -> Parts:
    """Week 10: go on?"""
    row = row_of(scene)
    name = Typed(other(scene, row).name if row else scene.label("partner.somebody"))
    return (
        scene.say("partner.still", name=name),
        Choices((Choice("on", scene.label("partner.go_on")), Choice("end", scene.label("partner.end")))),
    )


def take_still(scene: Scene, answer: Answer) -> Next:
    """Go on for ten more weeks, or end it."""
    row = row_of(scene)
    if row is None or row.state != "accepted":
        return Next(DONE, because="the partnership has ended")
    name = Typed(other(scene, row).name)
    match answer:
        case Chose("on"):
            return Next(DONE, say=(scene.say("partner.goes_on", name=name),), deeds=(next_asking(scene),))
        case Chose():
            said = (scene.say("partner.ended", name=name),)
            return Next(DONE, say=said, deeds=ending(scene, row), because="it is over, and the partner knows")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")
