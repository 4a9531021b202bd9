"""`/privacy`: who sees what, everything that is stored about somebody, how long, and what cannot be erased.

How much there is of each kind the store counts; what it is, who reads it and what ends it stands in the register,
which is held against the tables.
"""

from typing import Final

from bot.effects import CountKept
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows.privacy.shown import draw_page, draw_summary, pages


def begin(scene: Scene) -> Next:
    """Have it counted; with the counts, show them."""
    if scene.answer("news") == "counted":
        return Next("summary", because="a question about privacy, answered")
    return Next(DONE, deeds=(CountKept(),), because="the answer is the store's")


def take_page(scene: Scene, answer: Answer) -> Next:
    """Turn to a page, in the place of the one that is shown."""
    match answer:
        case Chose("overview"):
            return Next("summary", in_place=True, because="they read on")
        case Chose(page) if page in pages(scene):
            return Next("page", keep={"page": page}, in_place=True, because="they read on")
        case Chose() | Wrote() | Filled():
            return Next(STAY, because="it is there to be read")


FLOW: Final = Flow(
    name="privacy",
    steps=(
        Step("summary", draw_summary, take_page, idle=True, still=frozenset({"page"})),
        Step("page", draw_page, take_page, idle=True, still=frozenset({"summary"})),
    ),
    begin=begin,
    passed="privacy.passed",
)
