"""Hours and days: what stands, and each of it changed by one tap, by a typed line, or by one form."""

from typing import Final

from bot.flow import Flow, Next, Scene, Step
from bot.flows.hours import asked, change
from bot.flows.hours.shown import draw_shown, take_shown


def begin(scene: Scene) -> Next:
    """Without more words the page; with them the change itself."""
    command, rest = scene.answer("command"), scene.answer("rest").strip()
    on = scene.facts.words.means("hours.on_words", rest)
    match command:
        case "hours" if rest:
            return change.work_hours(scene, rest)
        case "ask_at":
            return change.asking_hour(scene, rest) if rest else Next("ask_at", because="the question is open")
        case "days":
            return change.work_days(scene, rest) if rest else Next("days", because="the question is open")
        case "holidays":
            return change.country(scene, rest) if rest else Next("country", because="the question is open")
        case "effort":
            return change.effort(scene, on if rest else not scene.person.effort)
        case "energy":
            return change.energy(scene, on if rest else not scene.person.energy)
        case "status":
            return change.follow_status(scene, on if rest else not scene.person.follow_status)
        case _:
            return Next("shown", because="it was asked for; nothing is open")


YES_NO: Final = {"near": "hours.yes_words", "leave": "hours.no_words"}

FLOW: Final = Flow(
    name="hours",
    steps=(
        Step("shown", draw_shown, change.where_pressed(take_shown), idle=True),
        Step("ask_at", asked.draw_ask_at, change.where_pressed(asked.take_ask_at), text=True, prose=False),
        Step("near", asked.draw_near, change.where_pressed(asked.take_near), reads=YES_NO, text=True, prose=False),
        Step("hours", asked.draw_hours, change.where_pressed(asked.take_hours), text=True, prose=False),
        Step("days", asked.draw_days, change.where_pressed(asked.take_days), text=True, prose=False),
        Step("country", asked.draw_country, change.where_pressed(asked.take_country), text=True, prose=False),
        Step("pace", asked.draw_pace, change.where_pressed(asked.take_pace), hint="hours.button_hint"),
        Step("lookback", asked.draw_lookback, change.where_pressed(asked.take_lookback), hint="hours.button_hint"),
    ),
    begin=begin,
)
