"""F8, the quiet team: six mirrors for the leader alone, one question that they ask aloud, and one act.

The team gets no message of it. Every look is one conversation, "look"; without a subject it is only begun or offered.
"""

from dataclasses import replace
from typing import Final

from bot.effects import FollowUp, Json, Start
from bot.facts import Team
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows.mirror import afterwards, ending, looking
from bot.rules import calendar

LOOK: Final = "look"
"""The subject of a look."""


def begin(scene: Scene) -> Next:
    """They asked for it, and what was begun goes on; or too few took part, and it is offered with the day's message."""
    if scene.answer("news") == "offered":
        on = calendar.next_workday(scene.person, scene.today)
        return Next(DONE, deeds=(FollowUp("offer", on, "offered once in ninety days", subject=LOOK),))
    kept: dict[str, Json] = {"since": scene.today.isoformat(), "offered": False, "pressed": ""}
    again = replace(looking.unfinished(scene), subject=LOOK, again=())
    return Next(DONE, deeds=(again, Start("mirror", LOOK, step="how", answers=kept)))


_MARKS: Final = {"yes": "mirror.yes_words", "partly": "mirror.partly_words", "not_yet": "mirror.not_yet_words"}
_LEAVE: Final = {"leave": "mirror.leave_words"}

FLOW: Final = Flow(
    name="mirror",
    steps=(
        Step(
            "how",
            looking.draw_how,
            looking.take_how,
            reads={"two": "mirror.two_words", "all": "mirror.all_words", "again": "mirror.again_words", **_LEAVE},
            hint="mirror.how_hint",
        ),
        Step("mirror", looking.draw_mirror, looking.take_mirror, reads=_MARKS, hint="mirror.mark_hint"),
        Step(
            "last",
            looking.draw_last,
            looking.take_last,
            reads={"unknown": "mirror.unknown_words"},
            read=looking.read_last,
            hint="mirror.last_hint",
        ),
        Step("between", looking.draw_between, looking.take_between, reads={"on": "mirror.on_words"}, idle=True),
        Step("question", ending.draw_question, ending.take_question, reads={"none": "mirror.none_words"}, text=True),
        Step(
            "act",
            ending.draw_act,
            ending.take_act,
            reads={"practice": "mirror.practice_words", "promise": "mirror.promise_words", "none": "mirror.none_words"},
            hint="mirror.act_hint",
        ),
        Step(
            "supplied",
            afterwards.draw_supplied,
            afterwards.take_supplied,
            reads={**_MARKS, "why": "mirror.why_words", "unasked": "mirror.unasked_words"},
            hint="mirror.supplied_hint",
        ),
        Step("owed", afterwards.draw_owed, afterwards.take_owed, reads={"none": "mirror.none_words"}, text=True),
        Step(
            "reopen",
            afterwards.draw_reopen,
            afterwards.take_reopen,
            reads={"ask": "mirror.yes_words", "none": "mirror.none_words"},
            hint="mirror.reopen_hint",
        ),
    ),
    begin=begin,
    due={
        "offer": looking.offer_due,
        "next": looking.next_due,
        "supplied": afterwards.supplied_due,
        "reopen": afterwards.reopen_due,
    },
    passed="mirror.passed",
    needs=frozenset({Team}),
)
