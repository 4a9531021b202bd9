"""Time off: a pause, days away, coming back, stopping. Whatever is typed works at once."""

from typing import Final

from bot.facts import Capture, Chance, Practice, Waiting
from bot.flow import Flow, Next, Scene, Step
from bot.flows.time_off import away, pausing, promises, returning, status


def begin(scene: Scene) -> Next:
    """One of the commands."""
    match scene.answer("command"):
        case "pause":
            return pausing.pause(scene)
        case "resume":
            return pausing.resume(scene)
        case "stop":
            return pausing.stop(scene)
        case "status":
            return status.begin(scene)
        case _:
            return away.away(scene)


FLOW: Final = Flow(
    name="time_off",
    steps=(
        Step("away", away.draw_away, away.take_away, read=away.read_line),
        Step("noted", away.draw_noted, away.take_noted, idle=True),
        Step(
            "promise",
            promises.draw_promise,
            promises.take_promise,
            reads={
                "before": "time_off.before_words",
                "after": "time_off.after_words",
                "hand": "time_off.hand_words",
                "leave": "time_off.leave_words",
            },
            read=promises.read_date,
            hint="time_off.promise_hint",
        ),
        Step("who_takes_it", promises.draw_who_takes_it, promises.take_who_takes_it, text=True),
        Step(
            "status",
            status.draw_status,
            status.take_status,
            reads={"yes": "time_off.status_yes_words", "no": "time_off.status_no_words"},
            hint="time_off.status_hint",
        ),
        Step("paused", pausing.draw_paused, pausing.take_paused, idle=True),
    ),
    begin=begin,
    due={"back": returning.back, "hand_over": promises.before_leaving},
    needs=frozenset({Practice, Chance, Capture, Waiting}),
)
