"""What a coach hears of a leader: yes, no, not reached, or over. And the coach who goes: everything is over at once."""

from typing import Final

from bot.flow import DONE, Next, Scene
from bot.flows.engage.standing import OPEN, ending, read_no_more, running
from bot.flows.people import called
from bot.messages import Text

QUIET: Final = {"news": ""}
"""Once it is said, nothing of it is kept."""


def heard(scene: Scene, news: str) -> Next:
    """One line, once."""
    said = _words(scene, news)
    deeds = () if news == "accepted" else read_no_more(scene.facts, scene.state.subject)
    return Next(DONE, QUIET, () if said is None else (said,), deeds, because=OPEN)


def _words(scene: Scene, news: str) -> Text | None:
    name = called(scene.facts, scene.state.subject)
    match news:
        case "accepted":
            return scene.say("engage.they_agreed", name=name)
        case "declined":
            return scene.say("engage.they_declined", name=name)
        case "unreached":
            return scene.say("engage.not_reached", name=name)
        case "ended":
            return scene.say("engage.they_ended", name=name)
        case _:
            return None


def over(scene: Scene) -> Next:
    """For a coach who is written to no more: every leader hears of it, and shows nothing any longer."""
    deeds = tuple(deed for one in running(scene) for deed in ending(scene, one))
    return Next(DONE, QUIET, deeds=deeds, because="they coach nobody any more")
