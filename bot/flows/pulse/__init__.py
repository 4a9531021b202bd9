"""The life of rounds: a team is introduced to, asked, closed at the fixed time and asked again. The owner is the
leader; a round's conversation has its id as subject, and what is planned beside rounds has none."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.facts import Capture, Practice, Team, Waiting
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows.pulse import closing, ending, introducing, opening

_NEWS: Final[Mapping[str, Callable[[Scene], Next]]] = {
    # what the store says
    "opened": opening.opened,
    "few": opening.few,
    "refused": opening.refused,
    "released": closing.released,
    "below": closing.below,
    "lost": closing.lost,
    "later": closing.later,
    "overdue": closing.overdue,
    "dropped": closing.dropped,
    # what other conversations say
    "asked": opening.asked,
    "again": opening.again,
    "over": ending.over,
}


def begin(scene: Scene) -> Next:
    """News of a round; of what it brought only what is asked for is kept, and no list of people."""
    found = _NEWS.get(scene.answer("news"), nothing)(scene)
    return replace(found, keep={**dict.fromkeys(scene.state.answers, ""), **found.keep})


def nothing(_scene: Scene) -> Next:
    """News that nobody knows."""
    return Next(DONE, because="no news that this flow knows")


FLOW: Final = Flow(
    name="pulse",
    steps=(Step("not_now", opening.draw_not_now, opening.take_not_now, idle=True),),
    begin=begin,
    due={
        "introduce": introducing.introduce,
        "open": opening.open_round,
        "close": closing.close,
        "quiet": closing.quiet,
    },
    needs=frozenset({Team, Practice, Capture, Waiting}),
)
