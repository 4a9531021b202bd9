"""One person in two places, on Slack and on Teams: linked after both have said yes, asked in the one they choose.

They stay two people to everything else, each with their own history: nothing of it is moved, joined or shown across.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.flow import Flow, Next, Scene, Step
from bot.flows.link import codes, confirming, home, offering, parting
from bot.flows.link.news import said

_BEGINS: Final[Mapping[str, Callable[[Scene], Next]]] = {
    # what they type
    "link": codes.link,
    "unlink": parting.unlink,
    "home_here": home.here,
    "home_there": home.go,
    "hello": home.greeted,
    "start": home.greeted,
    # what the store says
    "code": codes.made,
    "found": confirming.found,
    "own": codes.tried,
    "wrong": codes.tried,
    "enough": codes.tried,
    "joined": home.joined,
    # what the other side says
    "asked": confirming.asked,
    "not_mine": confirming.told,
    "refused": confirming.told,
    "silent": confirming.told,
    "unreached": confirming.told,
    "linked": home.linked_too,
    "home": home.come,
    "quiet": home.fall_quiet,
    "unlinked": parting.unlinked,
    "erased": parting.was_erased,
    "left": parting.has_left,
}


def begin(scene: Scene) -> Next:
    """A command, an answer of the store, or news from the other side; of what it brought only what is asked for is
    kept."""
    begins = _BEGINS.get(scene.answer("news") or scene.answer("command"), over)
    found = begins(scene)
    return replace(found, keep={**dict.fromkeys(scene.state.answers, ""), **found.keep})


def over(scene: Scene) -> Next:
    """The store says that the two can no longer be linked."""
    return said(scene.say("link.over"), "something has changed meanwhile")


YES_NO: Final = {"yes": "link.yes_words", "no": "link.no_words"}

FLOW: Final = Flow(
    name="link",
    steps=(
        Step("mine", confirming.draw_mine, confirming.take_mine, reads=YES_NO, hint="link.yes_no_hint"),
        Step("same", confirming.draw_same, confirming.take_same, reads=YES_NO, hint="link.yes_no_hint"),
        Step(
            "home",
            home.draw_home,
            home.take_home,
            reads={"here": "link.here_words", "there": "link.there_words"},
            read=home.read_place,
            hint="link.home_hint",
        ),
        Step("quiet", home.draw_quiet, home.take_quiet, reads={"here": "link.here_words"}, idle=True),
        Step(
            "begin",
            offering.draw_begin,
            offering.take_begin,
            reads={"begin": "link.yes_words", "leave": "link.no_words"},
            hint="link.begin_hint",
        ),
    ),
    begin=begin,
    due={"unanswered": confirming.unanswered},
    lost=confirming.unreached,
    passed="link.passed",
)
