"""How it stands: whom somebody coaches or has asked, who coaches them, and an end to each."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.coaching import Engagement
from bot.effects import Deed, Save, Start
from bot.facts import Facts
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import coaches
from bot.flows.engage.inviting import REST, form, taken
from bot.flows.people import called
from bot.messages import Choice, Choices, Form, Parts, Pick, Rows, Span

STEP: Final = "with"
END: Final = "end"
LEAVES: Final = "leave:"
OPEN: Final = "“coach” shows it any day"
MOST: Final = 40
"""Rows of leaders; a coach of more has them on the home page."""
MOST_ENDED: Final = 100
"""People in the list of whom one is chosen; no platform's list holds more."""
MOST_BUTTONS: Final = 12
"""Coaches with a button of their own."""
STANDS: Final = {"accepted": "engage.stands_accepted", "invited": "engage.stands_invited",
                 "declined": "engage.stands_declined"}  # fmt: skip


def draw_with(scene: Scene) -> Parts:
    """Everybody with whom there is something, and what can be done about it."""
    theirs, mine = shown(scene), coaches.mine(scene.facts)
    said: Parts = ()
    if mine:
        coached = tuple((called(scene.facts, one.coach).text, since(scene, "engage.coaches_you", one)) for one in mine)
        said = (scene.say("engage.your_coaches"), Rows(coached))
    if theirs:
        rows = tuple((called(scene.facts, one.leader).text, since(scene, STANDS[one.state], one)) for one in theirs)
        said = (*said, scene.say("engage.your_leaders"), Rows(rows[:MOST]))
        if len(rows) > MOST:
            said = (*said, scene.say("engage.more", "small", count=len(rows) - MOST))
    else:
        said = (*said, scene.say("engage.nobody_yet"), scene.say("engage.how_it_works", "small"))
    return (*said, Choices(_choices(scene)))


def _choices(scene: Scene) -> tuple[Choice, ...]:
    """The way to invite, an end to what one began, and one to each who coaches this person."""
    invite = Choice("invite", scene.label("engage.invite"), opens=True, main=True)
    end = (Choice(END, scene.label("engage.end"), opens=True),) if running(scene) else ()
    leave = tuple(
        Choice(LEAVES + one.coach, scene.label("engage.stop_with", name=called(scene.facts, one.coach).text))
        for one in coaches.mine(scene.facts)[:MOST_BUTTONS]
    )
    return (invite, *end, *leave)


def shown(scene: Scene) -> tuple[Engagement, ...]:
    """Whom this person coaches, those who have not answered, and those who said no not long ago; each by name."""
    names = {one.id: one.name.casefold() for one in scene.facts.people}
    recent = scene.today - REST
    found = (
        one
        for one in scene.facts.engagements
        if one.coach == scene.person.id
        and (one.state in coaches.RUNNING or (one.state == "declined" and (one.since or date.min) > recent))
    )
    order = tuple(STANDS)
    return tuple(sorted(found, key=lambda one: (order.index(one.state), names.get(one.leader, ""), one.leader)))


def since(scene: Scene, key: str, one: Engagement) -> tuple[Span, ...]:
    """What there is between the two, and from which day on."""
    return scene.facts.words.spans(key, day=one.since or scene.today)


def running(scene: Scene) -> tuple[Engagement, ...]:
    """What this person can end as a coach, or take back."""
    return tuple(one for one in shown(scene) if one.state in coaches.RUNNING)


def take_with(scene: Scene, answer: Answer) -> Next:
    """One of the two forms, what came of it, or an end to working with a coach."""
    match answer:
        case Chose("invite"):
            return Next(STAY, form=form(scene, STEP), because=OPEN)
        case Chose("end"):
            return Next(STAY, form=end_form(scene), because=OPEN)
        case Chose(key):
            stop = Start("invited", key.removeprefix(LEAVES), answers={"news": "stop"})
            return Next(STAY, deeds=(stop,), because=OPEN)
        case Filled(fields) if END in fields:
            return ended(scene, fields[END])
        case Filled(fields):
            return taken(scene, fields, STEP)
        case Wrote():
            return Next(STAY, because=OPEN)


def end_form(scene: Scene) -> Form:
    """Whom; what it means stands beside."""
    options = tuple((one.leader, called(scene.facts, one.leader).text) for one in running(scene)[:MOST_ENDED])
    field = Pick(END, scene.label("engage.end_label"), options, hint=scene.label("engage.end_hint"))
    return Form(ref_of(scene.state), scene.label("engage.end_title"), (field,), scene.label("engage.end_send"))


def ended(scene: Scene, leader: str) -> Next:
    """Over from this moment; the other one gets to know, and no reason. An invitation is taken back."""
    one = next((one for one in running(scene) if one.leader == leader), None)
    if one is None:
        return Next(STAY, errors=((END, scene.label("engage.end_gone")),))
    name = called(scene.facts, leader)
    said = scene.say("engage.taken_back", name=name) if one.state == "invited" else scene.say("engage.ended", name=name)
    return Next(STEP, say=(said,), deeds=ending(scene, one), because=OPEN)


def ending(scene: Scene, one: Engagement) -> tuple[Deed, ...]:
    """From the coach's side: what the leader shows ends on theirs."""
    over = replace(one, state="ended", since=scene.today, session_at=None, ahead="", told_on=None)
    news = "taken_back" if one.state == "invited" else "ended"
    told = Start("invited", one.coach, owner=one.leader, answers={"news": news})
    return (Save(over), *read_no_more(scene.facts, one.leader), told)


def read_no_more(facts: Facts, leader: str) -> tuple[Save, ...]:
    """What that leader has agreed to about a channel ends with the work."""
    page = facts.page
    return (
        (Save(replace(page, leaders=tuple(one for one in page.leaders if one != leader))),)
        if page is not None and leader in page.leaders
        else ()
    )
