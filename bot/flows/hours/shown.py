"""The page of hours and days: what stands, and a button for each of it."""

from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.hours import change, form
from bot.messages import Choice, Choices, Parts, Plain, Rows
from bot.rules import calendar, countries


def draw_shown(scene: Scene) -> Parts:
    """Every setting as a row, and its button."""
    person, label = scene.person, scene.label
    hours = label(
        "hours.from_to",
        first=change.clock_face(scene, person.opens),
        last=change.clock_face(scene, person.closes),
    )
    at = calendar.asks_at(person)
    rows = (
        (label("hours.row_hours"), hours),
        (label("hours.row_days"), change.days_spoken(scene, person.workdays)),
        (label("hours.row_asks"), label("hours.asks_morning" if person.next_morning else "hours.asks_same_day", at=at)),
        (
            label("hours.row_holidays"),
            countries.country_name(person.country, person.locale) if person.country else label("hours.no_country"),
        ),
        (label("hours.row_pace"), label(change.PACES[person.pace])),
        (label("hours.row_lookback"), label(change.LOOKBACKS[person.lookback])),
        (label("hours.row_effort"), label("hours.on" if person.effort else "hours.off")),
        (label("hours.row_energy"), label("hours.on" if person.energy else "hours.off")),
    )
    buttons = (
        Choice("ask_at", label("hours.change_asks")),
        Choice("hours", label("hours.change_hours")),
        Choice("days", label("hours.change_days")),
        Choice("mornings", label("hours.ask_same_day" if person.next_morning else "hours.ask_next_morning")),
        Choice("country", label("hours.change_holidays")),
        Choice("pace", label("hours.change_pace")),
        Choice("lookback", label("hours.change_lookback")),
        Choice("effort", label("hours.turn_effort_off" if person.effort else "hours.turn_effort_on")),
        Choice("energy", label("hours.turn_energy_off" if person.energy else "hours.turn_energy_on")),
        Choice("form", label("hours.all_in_one"), opens=True),
    )
    shown = tuple((name, (Plain(value),)) for name, value in rows)
    return (scene.say("hours.shown"), Rows(shown), Choices(buttons))


def take_shown(scene: Scene, answer: Answer) -> Next:
    """A switch turns at once; the rest asks one question, or opens the form."""
    person = scene.person
    match answer:
        case Chose("form"):
            return Next(STAY, form=form.form(scene), because="the form is open")
        case Chose("mornings"):
            return change.mornings(scene, not person.next_morning)
        case Chose("effort"):
            return change.effort(scene, not person.effort)
        case Chose("energy"):
            return change.energy(scene, not person.energy)
        case Chose(step):
            return Next(step, keep={"page": True}, because="the question is open")
        case Filled(fields):
            return form.filled(scene, dict(fields))
        case Wrote():
            return Next(STAY, because="nothing is asked")
