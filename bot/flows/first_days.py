"""The first thirty days: one thing on the second and third day, two in the second week; the week and the month drawn.

Days are counted in working days from the day on which the first practice was chosen; the month is thirty
days of the calendar. Each rides in the day's message, a question on the first day from its own on that has room
for one; what is not answered is passed over.
"""

from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Start
from bot.events import Due
from bot.facts import Chance, Consent, Partner, Practice, Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import pictures, practices, teams
from bot.flows.consent.later import first_asked
from bot.messages import Choice, Choices, Dots, Part, Parts
from bot.rules import calendar
from bot.rules.chances import dots, tally

DAYS: Final = {"change": 2, "thank": 3, "week": 5, "partner": 8, "team": 10}
"""The working day of each, the first after the beginning being 1."""
MONTH: Final = timedelta(days=30)
ORDER: Final = ("change", "thank", "partner", "team")
"""The questions, one after the other; the pictures of the week and of the month come by themselves."""
OPEN: Final = "one tap, and nothing is lost by leaving it; the next one is planned"


def begin(scene: Scene) -> Next:
    """The first practice was chosen today."""
    start = scene.today
    week = calendar.next_workday(scene.person, start, DAYS["week"])
    deeds: tuple[Deed, ...] = (planned(scene, start, "change"), drawn_on(week), *first_asked(scene, week))
    return Next(DONE, keep={"began": start.isoformat()}, deeds=deeds)


def planned(scene: Scene, began: date, what: str) -> FollowUp:
    """The follow-up of one of the questions: on its day, or the next working day when that has gone by."""
    on = calendar.next_workday(scene.person, began, DAYS[what])
    if scene.today > began:
        on = max(on, calendar.next_workday(scene.person, scene.today))
    return FollowUp("next", on, "once each")


def drawn_on(day: date) -> FollowUp:
    """The follow-up of a picture: of the first week, or of the month."""
    return FollowUp("picture", day, "the first week, and the month")


def came(scene: Scene, due: Due) -> Next:
    """The next of the questions, and the plan of the one after it."""
    del due  # each comes once; the conversation knows which is next
    what = scene.answer("next") or ORDER[0]
    began = date.fromisoformat(scene.answer("began"))
    after = ORDER[ORDER.index(what) + 1 :][:1] if what in ORDER else ()
    keep = {"next": after[0] if after else DONE}
    deeds: tuple[Deed, ...] = tuple(planned(scene, began, one) for one in after)
    found = asked(scene, what)
    because = found.because or ("" if deeds else "that was the last of them")
    return Next(found.to, keep=keep, deeds=deeds, because=because)


def asked(scene: Scene, what: str) -> Next:
    """What this day asks; nothing where it would make no sense."""
    match what:
        case "change" | "thank":
            return Next(what) if going(scene) else Next(DONE, because="no practice goes on, or nothing is answered")
        case "partner":
            lonely = going(scene) and not any(one.leader == scene.person.id for one in scene.facts.partners)
            return Next("partner") if lonely else Next(DONE, because="there is a partner, no practice, or no answer")
        case "team":
            alone = going(scene) and teams.led_by(scene.facts, scene.person.id) is None
            return Next("team") if alone else Next(DONE, because="there is a team, no practice, or no answer")
        case _:
            return Next(DONE, because="each was asked once")


def pictured(scene: Scene, _due: Due) -> Next:
    """The first week as a picture, or, once it is over, the month; a question that is open beside it stays open."""
    month = calendar.workday_on_or_after(scene.person, date.fromisoformat(scene.answer("began")) + MONTH)
    if scene.today >= month:
        return Next(STAY, say=the_month(scene), because="the first month is over; the look-back goes on")
    return Next(STAY, say=the_week(scene), deeds=(drawn_on(month),), because="the month follows")


def going(scene: Scene) -> bool:
    """Whether anything is asked about, and answered."""
    return any(not practices.is_quiet(one) for one in practices.going(scene.facts))


def the_week(scene: Scene) -> Parts:
    """The week so far, once something has come about. What the coach may see is asked by its own follow-up."""
    said: list[Part] = []
    for one in practices.going(scene.facts):
        seen = tally(one.recent)
        done = seen.did + seen.partly
        if done:
            marks = dots(one.recent)[: seen.expected]
            said.append(Dots(marks, scene.label("first_days.week_said", done=done, count=seen.prompted)))
    return (scene.say("first_days.week"), *said) if said else ()


def the_month(scene: Scene) -> Parts:
    """The month week by week, one's own past only."""
    charts = pictures.weeks_chart(scene, practices.going(scene.facts))
    return (scene.say("first_days.month"), *charts) if charts else ()


def draw_change(scene: Scene) -> Parts:
    """Anything to change?"""
    buttons = (
        Choice("fine", scene.label("first_days.fine")),
        Choice("hour", scene.label("first_days.hour")),
        Choice("days", scene.label("first_days.days")),
        Choice("words", scene.label("first_days.the_words")),
    )
    return (scene.say("first_days.change"), Choices(buttons))


def take_change(scene: Scene, answer: Answer) -> Next:
    """All is well, or the hour, the days, the words of the newest practice."""
    match answer:
        case Chose("hour"):
            return Next(DONE, deeds=(Start("hours", answers={"command": "ask_at", "rest": ""}),), because=OPEN)
        case Chose("days"):
            return Next(DONE, deeds=(Start("hours", answers={"command": "days", "rest": ""}),), because=OPEN)
        case Chose("words") if going(scene):
            practice = practices.going(scene.facts)[-1]
            return Next(DONE, deeds=(Start("practice", practice.id, answers={"change": "words"}),), because=OPEN)
        case Chose():
            return Next(DONE, because=OPEN)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_thank(scene: Scene) -> Parts:
    """Somebody to thank?"""
    buttons = (Choice("yes", scene.label("first_days.thank_yes")), Choice("no", scene.label("first_days.thank_no")))
    return (scene.say("first_days.thank"), Choices(buttons))


def take_thank(scene: Scene, answer: Answer) -> Next:
    """A thank-you is kept where all of them are; or not this week."""
    match answer:
        case Chose("yes"):
            thanks = Start("capture", scene.new_id("thank"), answers={"command": "thank", "rest": ""})
            return Next(DONE, deeds=(thanks,), because=OPEN)
        case Chose():
            return Next(DONE, because=OPEN)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_partner(scene: Scene) -> Parts:
    """Somebody who gets one line a week?"""
    buttons = (
        Choice("ask", scene.label("first_days.partner_ask")),
        Choice("no", scene.label("first_days.partner_no")),
    )
    return (scene.say("first_days.partner"), Choices(buttons))


def take_partner(scene: Scene, answer: Answer) -> Next:
    """Choose whom, or go on alone."""
    match answer:
        case Chose("ask"):
            return Next(DONE, deeds=(Start("partner"),), because=OPEN)
        case Chose():
            said = (scene.say("first_days.partner_later"),)
            return Next(DONE, say=said, because="they go on alone; “partner” is always there")
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_team(scene: Scene) -> Parts:
    """A team that is asked every few weeks?"""
    buttons = (Choice("name", scene.label("first_days.team_name")), Choice("no", scene.label("first_days.team_no")))
    return (scene.say("first_days.team"), Choices(buttons))


def take_team(scene: Scene, answer: Answer) -> Next:
    """Name them, or not now."""
    match answer:
        case Chose("name"):
            return Next(DONE, deeds=(Start("team"),), because=OPEN)
        case Chose():
            said = (scene.say("first_days.team_later"),)
            return Next(DONE, say=said, because="“team” is always there")
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


FLOW: Final = Flow(
    name="first_days",
    steps=(
        Step(
            "change",
            draw_change,
            take_change,
            reads={
                "fine": "first_days.fine_words",
                "hour": "first_days.hour_words",
                "days": "first_days.days_words",
                "words": "first_days.words_words",
            },
            hint="first_days.change_hint",
        ),
        Step(
            "thank",
            draw_thank,
            take_thank,
            reads={"yes": "first_days.yes_words", "no": "first_days.no_words"},
            hint="first_days.thank_hint",
        ),
        Step(
            "partner",
            draw_partner,
            take_partner,
            reads={"ask": "first_days.yes_words", "no": "first_days.no_words"},
            hint="first_days.hint",
        ),
        Step(
            "team",
            draw_team,
            take_team,
            reads={"name": "first_days.yes_words", "no": "first_days.no_words"},
            hint="first_days.hint",
        ),
    ),
    begin=begin,
    due={"next": came, "picture": pictured},
    passed="first_days.passed",
    needs=frozenset({Practice, Chance, Consent, Partner, Team}),
)
