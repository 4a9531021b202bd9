"""Choosing a partner: for which practice, whom, and whether they have been told. Nothing is sent before."""

from typing import Final

from bot.content.words import fold
from bot.effects import FollowUp, Save, Settle, Start
from bot.events import Due
from bot.facts import Partner, Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.partner.rows import (
    ending,
    is_partner,
    other,
    reachable,
    running,
    without_partner,
)
from bot.messages import Choice, Choices, Parts, Rows, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line

MOST: Final = 8
"""People shown as buttons; anybody else can be typed."""


def choose(scene: Scene) -> Next:
    """The command: what there is, or whom to ask for the only practice that has no partner."""
    free = without_partner(scene.facts)
    name = scene.answer("rest")
    if running(scene.facts) and not (name and free):
        return Next("with", because="there is a partner already")
    if not free:
        return Next(DONE, say=(scene.say("partner.no_practice"),), because="there is no practice to follow")
    if len(free) > 1:
        return Next("practice", because="the question is open")
    return for_practice(scene, free[0])


def for_practice(scene: Scene, practice_id: str) -> Next:
    """A practice is chosen; a name that came with the command is looked up at once."""
    name = scene.answer("rest")
    kept = {"practice": practice_id}
    if not name:
        return Next("who", keep=kept, because="the question is open")
    return named(scene, name, kept)


def draw_with(scene: Scene) -> Parts:
    """What there is in either role, and an end for each."""
    rows = running(scene.facts)
    shown = tuple((other(scene, row).name, scene.facts.words.spans(standing(scene, row))) for row in rows)
    ends = tuple(
        Choice(f"end:{row.leader}:{row.practice}", scene.label("partner.end_with", name=other(scene, row).name))
        for row in rows
    )
    more = (Choice("ask", scene.label("partner.ask_somebody")),) if without_partner(scene.facts) else ()
    return (scene.say("partner.with_title"), Rows(shown), Choices((*ends, *more)))


def standing(scene: Scene, row: Partner) -> str:
    """The key of what there is between the two."""
    if is_partner(scene, row):
        return "partner.theirs_asked" if row.state == "asked" else "partner.theirs"
    return "partner.yours_asked" if row.state == "asked" else "partner.yours"


def take_with(scene: Scene, answer: Answer) -> Next:
    """End one, or ask somebody for a practice that has no partner."""
    match answer:
        case Chose("ask"):
            free = without_partner(scene.facts)
            to = "practice" if len(free) > 1 else "who"
            return Next(to, keep={"practice": free[0]}, because="the question is open")
        case Chose(key):
            found = [row for row in running(scene.facts) if key == f"end:{row.leader}:{row.practice}"]
            said = tuple(scene.say("partner.ended", name=Typed(other(scene, row).name)) for row in found)
            deeds = tuple(deed for row in found for deed in ending(scene, row))
            return Next(DONE, say=said, deeds=deeds, because="it is over, and the other one knows")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_practice(scene: Scene) -> Parts:
    """Which practice a partner would follow."""
    free = (practices.find(scene.facts, one) for one in without_partner(scene.facts))
    buttons = tuple(Choice(one.id, practices.on_a_button(one)) for one in free)
    return (scene.say("partner.which_practice"), Choices(buttons))


def take_practice(scene: Scene, answer: Answer) -> Next:
    """The practice is chosen."""
    match answer:
        case Chose(key):
            return for_practice(scene, key)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_who(scene: Scene) -> Parts:
    """Whom to ask: the people the bot knows, and any name."""
    people = tuple(Choice(one.id, one.name) for one in reachable(scene.facts)[:MOST])
    if not people:
        return (scene.say("partner.nobody_yet"), Choices((Choice("leave", scene.label("partner.leave")),)))
    return (scene.say("partner.who"), Choices((*people, Choice("leave", scene.label("partner.leave")))))


def take_who(scene: Scene, answer: Answer) -> Next:
    """Somebody is picked, or the matter is left."""
    match answer:
        case Chose("leave"):
            return Next(DONE, say=(scene.say("partner.left"),), because="nobody is asked")
        case Chose(key):
            return Next("told", keep={"partner": key}, because="the question is open")
        case Wrote(text):
            return named(scene, text, {})
        case Filled():
            return Next(STAY, because="the question stays open")


def named(scene: Scene, name: str, kept: dict[str, str]) -> Next:
    """Somebody named in words: known, several, or unknown to the bot."""
    typed = fold(name)
    known = [one for one in reachable(scene.facts) if typed in (fold(one.name), fold(one.name).partition(" ")[0])]
    exact = [one for one in known if fold(one.name) == typed]
    found = exact if len(exact) == 1 else known
    if len(found) == 1:
        return Next("told", keep={**kept, "partner": found[0].id}, because="the question is open")
    said = scene.say("partner.several" if found else "partner.unknown", name=Typed(one_line(name)))
    return Next("who", keep={**kept, "rest": ""}, say=(said,), because="the question is open")


def chosen(scene: Scene) -> Person | None:
    """The person who was picked, as long as they may be asked."""
    wanted = scene.answer("partner")
    return next((one for one in reachable(scene.facts) if one.id == wanted), None)


def draw_told(scene: Scene) -> Parts:
    """Have they been told? And what they would get."""
    one = chosen(scene)
    name = Typed(one.name if one else scene.label("partner.somebody"))
    return (
        scene.say("partner.have_you_told", name=name),
        Choices(
            (
                Choice("yes", scene.label("partner.they_know"), main=True),
                Choice("not_yet", scene.label("partner.not_yet")),
                Choice("leave", scene.label("partner.leave")),
            )
        ),
    )


def take_told(scene: Scene, answer: Answer) -> Next:
    """The leader's yes is what lets anything be sent at all."""
    asked_again = Settle("answered", "told")
    match answer:
        case Chose("yes"):
            return invite(scene)
        case Chose("not_yet"):
            on = calendar.next_workday(scene.person, scene.today, 2)
            ask = FollowUp("told", on, "told, left, or asked twice", again=(3,))
            return Next(DONE, say=(scene.say("partner.i_wait"),), deeds=(ask,))
        case Chose():
            said = (scene.say("partner.left"),)
            return Next(DONE, say=said, deeds=(asked_again,), because="nobody is asked")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def invite(scene: Scene) -> Next:
    """Ask the partner, in the leader's name."""
    one, practice = chosen(scene), scene.answer("practice")
    settled = Settle("answered", "told")
    if one is None or practice not in without_partner(scene.facts):
        said = (scene.say("partner.changed_meanwhile"),)
        return Next(DONE, say=said, deeds=(settled,), because="it can no longer be asked")
    row = Partner(scene.person.id, one.id, practice, "asked")
    ask = Start("partner", practice, owner=one.id, answers={"news": "asked"})
    said = (scene.say("partner.asked", name=Typed(one.name)),)
    return Next(DONE, say=said, deeds=(Save(row), settled, ask), because="the partner's answer comes back")


def told_due(scene: Scene, due: Due) -> Next:
    """Some days later: do they know by now?"""
    if chosen(scene) is None or scene.answer("practice") not in without_partner(scene.facts):
        return Next(STAY, because="it can no longer be asked")
    return Next("told", because="asked once more" if not due.last else "asked for the last time")
