"""A session of a coach with a leader: noted, told ahead with what will be different, prepared for, and made use of.

The coach's conversation has the leader's id as its subject, without one it asks whom; the leader's has one of its own
for every session (`meeting.subject`). The heads-up of a day is one for all its sessions.
"""

from typing import Final

from bot.coaching import Engagement
from bot.facts import Capture
from bot.flow import Flow, Next, Scene, Step
from bot.flows.practices import own_words
from bot.flows.session import afterwards, ahead, bringing, form, heads_up, noting, standing, told, whom
from bot.flows.session.reading import read_when

_LEAVE: Final = {"leave": "session.leave_words"}
_NOTHING: Final = {"nothing": "session.nothing_words"}


def begin(scene: Scene) -> Next:
    """The leader has news; or the coach notes one, with this leader or with whomever they name."""
    if scene.answer("news") in told.NEWS:
        return told.heard(scene)
    if scene.answer("news") == told.UNREACHED:
        return standing.not_told(scene)
    return noting.begin(scene) if scene.state.subject else whom.begin(scene)


FLOW: Final = Flow(
    name="session",
    steps=(
        Step(
            "whom", whom.draw_whom, whom.take_whom, reads=_LEAVE, text=True, prose=False, hint="session.whom_hint"
        ),
        Step("when", noting.draw_when, noting.take_when, reads=_LEAVE, read=read_when, hint="session.when_hint"),
        Step("off", noting.draw_off, noting.take_off, read=read_when, hint="session.when_hint"),
        Step("moves", noting.draw_moves, noting.take_moves, reads={"move": "session.yes_words", "leave":
             "session.no_words"}, hint="session.moves_hint"),
        Step("noted", standing.draw_noted, standing.take_noted, idle=True),
        Step("ahead", ahead.draw_ahead, ahead.take_ahead, reads={"leave": "session.usual_words"}, read=own_words,
             room=form.A_LINE),
        Step("late", ahead.draw_late, ahead.take_late, hint="session.late_hint"),
        Step("different", heads_up.draw_different, heads_up.take_different, reads={"usual": "session.usual_words"},
             hint="session.different_hint"),
        Step("told", told.draw_told, told.take_told, idle=True),
        Step("bring", bringing.draw_bring, bringing.take_bring, reads=_NOTHING, read=own_words, room=bringing.WORDS),
        Step("brought", bringing.draw_brought, bringing.take_brought, idle=True),
        Step("knew", afterwards.draw_knew, afterwards.take_knew, reads={"yes": "session.knew_words", "no":
             "session.not_known_words"}, hint="session.knew_hint"),
        Step("tell", afterwards.draw_tell, afterwards.take_tell, hint="session.tell_hint"),
        Step("after", afterwards.draw_after, afterwards.take_after, reads=_NOTHING, read=own_words),
    ),
    begin=begin,
    due={
        "ahead": heads_up.ahead_due,
        "bring": bringing.bring_due,
        "knew": afterwards.knew_due,
        "after": afterwards.after_due,
    },
    lost=told.unreached,
    passed="session.passed",
    needs=frozenset({Capture, Engagement}),
)  # fmt: skip
