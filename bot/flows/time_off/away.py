"""Days away: typed or by form, read back, listed and taken out again. Days gone by can be set afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, Json, Save
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows.commands import read_command
from bot.flows.replan import replanned
from bot.flows.time_off import afterwards, plans, promises
from bot.flows.time_off.reading import Days, read_days
from bot.messages import Choice, Choices, Day, Form, Part, Parts, Rows, Typed
from bot.rules import spans
from bot.rules.readings import FAR
from bot.rules.shortened import one_line

LONGEST_AGO: Final = timedelta(weeks=26)
"""How far back days can be taken out: as far as the bot looks back itself."""


def away(scene: Scene) -> Next:
    """The command: with days they are taken over, without them the list and the question."""
    command, rest = scene.answer("command"), scene.answer("rest").strip()
    if rest:
        return typed(scene, rest, looks_back=command == "sick")
    if command == "sick":
        return taken(scene, Days(scene.today, scene.today), looks_back=True)
    return Next("away", because="nothing changes before there are days")


def typed(scene: Scene, text: str, *, looks_back: bool = False) -> Next:
    """Days in words: taken over, or what is wrong with them, an example, and the question again."""
    found = read_days(text, scene.today, scene.person, looks_back=looks_back)
    match found:
        case Days():
            return taken(scene, found, looks_back=looks_back)
        case "unreadable":
            problem = scene.say("time_off.unreadable", typed=Typed(one_line(text)))
        case "impossible":
            problem = scene.say("time_off.impossible", typed=Typed(one_line(text)))
        case "order":
            problem = scene.say("time_off.order")
    return Next("away", say=(problem,), because="the question is open")


def taken(scene: Scene, days: Days, *, looks_back: bool) -> Next:
    """Take the days over, unless they are over already and nobody said that they were meant so."""
    wrong = refused(scene, days, looks_back=looks_back)
    if wrong is not None:
        return Next("away", say=(wrong,), because="the question is open")
    person = replace(scene.person, away=kept(scene, (*scene.person.away, (days.first, days.last))))
    past = afterwards.taken_out(scene, days) if days.first <= scene.today else ()
    deeds = (*past, *changed(scene, person))  # what is planned last holds: today's question still comes
    keep: dict[str, Json] = {"first": days.first.isoformat(), "last": days.last.isoformat(), "left": []}
    if promises.inside(replace(scene, facts=replace(scene.facts, person=person))):
        return Next("promise", keep=keep, say=read_back(scene, days), deeds=deeds)
    return Next("noted", keep=keep, deeds=deeds, because="the first day back is planned")


def refused(scene: Scene, days: Days, *, looks_back: bool) -> Part | None:
    """What is wrong with these days; None when nothing is."""
    if days.first < scene.today - LONGEST_AGO:
        return scene.say("time_off.too_long_ago", day=days.first)
    if days.last < scene.today and not looks_back:
        return scene.say("time_off.past", day=days.last)
    return None


def kept(scene: Scene, away: tuple[spans.Span, ...]) -> tuple[spans.Span, ...]:
    """Absences joined where they touch; those of more than half a year ago are forgotten."""
    return tuple((first, last) for first, last in spans.merged(away) if last >= scene.today - LONGEST_AGO)


def changed(scene: Scene, person: Person) -> tuple[Deed, ...]:
    """The person with other absences, and everything that is planned around them."""
    return (Save(person), *plans.planned(person, scene.today), *replanned(scene, person, person.paused_until))


def read_back(scene: Scene, days: Days) -> Parts:
    """The days as they were understood, and what that means."""
    if days.last < scene.today:
        return (said(scene, "past", days),)
    return (said(scene, "since" if days.first < scene.today else "ahead", days),)


def said(scene: Scene, when: str, days: Days) -> Part:
    """One day or several, gone by, begun, or ahead."""
    if days.first == days.last:
        key = {"past": "time_off.was_away_day", "since": "time_off.away_day", "ahead": "time_off.away_day"}[when]
        return scene.say(key, day=days.first)
    keys = {"past": "time_off.was_away", "since": "time_off.away_since", "ahead": "time_off.away"}
    return scene.say(keys[when], first=days.first, last=days.last)


def draw_noted(scene: Scene) -> Parts:
    """The days read back, with a way to take them out and one to see all of them."""
    days = Days(date.fromisoformat(scene.answer("first")), date.fromisoformat(scene.answer("last")))
    show = Choice("list", scene.label("time_off.show_all"))
    if days.first < scene.today:
        return (*read_back(scene, days), Choices((show,)))
    return (*read_back(scene, days), Choices((Choice("undo", scene.label("time_off.take_out")), show)))


def take_noted(scene: Scene, answer: Answer) -> Next:
    """Taken out again, or the list."""
    match answer:
        case Chose("undo"):
            return taken_out(scene, scene.answer("first"), scene.answer("last"))
        case Chose():
            return Next("away", because="nothing changes before there are days")
        case Wrote() | Filled():
            return Next(STAY, because="the first day back is planned")


def taken_out(scene: Scene, first: str, last: str) -> Next:
    """Those days are working days again."""
    days = Days(date.fromisoformat(first), date.fromisoformat(last))
    left = spans.without(scene.person.away, days.first, days.last)
    person = replace(scene.person, away=left)
    one = days.first == days.last
    said = (
        scene.say("time_off.out_again_day", day=days.first)
        if one
        else scene.say("time_off.out_again", first=days.first, last=days.last)
    )
    return Next(DONE, say=(said,), deeds=changed(scene, person), because="those days count again")


def draw_away(scene: Scene) -> Parts:
    """What is coming, with a way to take each out, and the question for more."""
    coming = [(first, last) for first, last in scene.person.away if last >= scene.today]
    form = Choice("form", scene.label("time_off.pick_days"), opens=True)
    if not coming:
        return (scene.say("time_off.which_days"), Choices((form,)))
    rows = tuple((spoken(scene, span), scene.facts.words.spans("time_off.row")) for span in coming)
    buttons = tuple(
        Choice(f"out:{first}:{last}", scene.label("time_off.take_out_these", days=spoken(scene, (first, last))))
        for first, last in coming[:10]
    )
    return (scene.say("time_off.coming"), Rows(rows), scene.say("time_off.which_more"), Choices((*buttons, form)))


def spoken(scene: Scene, span: spans.Span) -> str:
    """ "12 December to 23 December", or the one day."""
    first, last = span
    if first == last:
        return scene.label("time_off.one_day", day=first)
    return scene.label("time_off.from_to", first=first, last=last)


def read_line(scene: Scene, text: str) -> Answer | None:
    """Days in words, or anything else that is not the beginning of something new, such as “find Omar”."""
    days = isinstance(read_days(text, scene.today, scene.person), Days)
    command = None if days else read_command(scene.facts.words, text, scene.facts.people)
    return Wrote(text) if text.strip() and command is None else None


def take_away(scene: Scene, answer: Answer) -> Next:
    """More days, by form or in words; or some taken out."""
    match answer:
        case Chose("form"):
            return Next(STAY, form=form(scene), because="the form is open")
        case Chose(key):
            _, first, last = key.split(":")
            return taken_out(scene, first, last)
        case Wrote(text):
            return typed(scene, text, looks_back=scene.answer("command") == "sick")
        case Filled(fields):
            return filled(scene, fields.get("first", ""), fields.get("last", ""))


def form(scene: Scene) -> Form:
    """First and last day, picked."""
    label = scene.label
    fields = (
        Day("first", label("time_off.first_label")),
        Day("last", label("time_off.last_label"), optional=True, hint=label("time_off.last_hint")),
    )
    return Form(ref_of(scene.state), label("time_off.form_title"), fields, label("time_off.form_send"))


def filled(scene: Scene, first: str, last: str) -> Next:
    """The picked days; an empty last day is the first one too."""
    try:
        days = Days(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:  # empty, or not what a date picker sends
        return Next(STAY, errors=(("first", scene.label("time_off.form_empty")),))
    if days.last < days.first:
        return Next(STAY, errors=(("last", scene.label("time_off.order")),))
    if days.last.year > scene.today.year + FAR:
        return Next(STAY, errors=(("last" if last else "first", scene.label("time_off.form_too_far", years=FAR)),))
    if days.first < scene.today - LONGEST_AGO:
        return Next(STAY, errors=(("first", scene.label("time_off.too_long_ago", day=days.first)),))
    return taken(scene, days, looks_back=True)
