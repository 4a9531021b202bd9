"""How often a practice is asked about: the card after silence, what is offered, and "slower" at any time."""

from typing import Final

from bot.facts import Practice
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows import which
from bot.flows.pace import commanded, offering, silence
from bot.flows.practices import find


def begin(scene: Scene) -> Next:
    """Silence has brought it up, or the person has."""
    if scene.answer("offer") == "silent":
        return silence.begin(scene)
    if scene.answer("command") not in ("slower", "faster"):
        return Next(DONE, because="nobody asked for another pace")
    if scene.state.subject:
        return commanded.change(scene, find(scene.facts, scene.state.subject))
    return which.begin(scene, commanded.fitting(scene))


HINT: Final = "pace.hint"

FLOW: Final = Flow(
    name="pace",
    steps=(
        Step("silent", silence.draw_silent, silence.take_silent, reads=silence.READS, hint=HINT),
        Step("paused", silence.draw_paused, silence.take_paused, reads=silence.PAUSED_READS, hint=HINT),
        Step("why", silence.draw_why, silence.take_why, hint=HINT),
        Step("which", which.draw, which.take, hint=HINT),
        Step("too_hard", offering.draw_too_hard, offering.take_offer, hint=HINT),
        Step("too_rare", offering.draw_too_rare, offering.take_offer, hint=HINT),
        Step("settling", offering.draw_settling, offering.take_offer, reads=offering.READS, hint=HINT),
        Step("faster", offering.draw_faster, offering.take_offer, hint=HINT),
        Step("ends", offering.draw_ends, offering.take_ends, hint=HINT),
    ),
    begin=begin,
    due={"offer": offering.offer, "ends": offering.ends, "checkback": silence.checkback},
    needs=frozenset({Practice}),
)
