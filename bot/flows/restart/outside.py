"""What is bigger than work: whom the organisation names outside of it. Nobody is told, and it is asked about once."""

from typing import Final

from bot.effects import FollowUp
from bot.flow import DONE, Next, Scene
from bot.messages import Parts, Text, Typed
from bot.rules import calendar

REACHED_AFTER: Final = 10
"""Working days until the one question whether they reached somebody."""


def card(scene: Scene) -> Next:
    """Whom there is to turn to, and the one question later."""
    on = calendar.next_workday(scene.person, scene.today, REACHED_AFTER)
    said = (*_named(scene), scene.say("restart.outside_said", day=on))
    return Next(DONE, say=said, deeds=(FollowUp("reached", on, "asked once"),))


def _named(scene: Scene) -> Parts:
    """As the organisation has set them (`OUTSIDE_HELP`), in its own words."""
    options = scene.facts.words.list("restart.outside_help")
    if not options:
        return (scene.say("restart.outside_nobody"),)
    return (scene.say("restart.outside", count=len(options)), *(Text((Typed(one),)) for one in options))
