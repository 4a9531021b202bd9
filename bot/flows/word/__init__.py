"""A word: a coach asks a leader for one, in their own name, and the leader answers with one tap.

The coach's conversation has the leader's id as its subject, without one it asks with whom; the leader's is
`asking.about` the two of them.
"""

from typing import Final

from bot.coaching import Engagement
from bot.facts import Waiting
from bot.flow import Flow, Next, Scene, Step
from bot.flows.practices import own_words
from bot.flows.word import answering, asking

_LEAVE: Final = {"leave": "session.leave_words"}
_BACK: Final = ("touch", "when", "unreached")
"""What a leader's side sends over."""


def begin(scene: Scene) -> Next:
    """News from either side, or a coach who asks."""
    if scene.answer("news") == "asked":
        return answering.heard(scene)
    return asking.heard(scene) if scene.answer("news") in _BACK else asking.begin(scene)


FLOW: Final = Flow(
    name="word",
    steps=(
        Step("whom", asking.draw_whom, asking.take_whom, reads=_LEAVE, text=True, prose=False,
             hint="session.whom_hint"),
        Step("write", asking.draw_write, asking.take_write, reads={**_LEAVE, "bare": "word.bare_words"},
             text=True, room=asking.WORDS),
        Step("read", asking.draw_read, asking.take_read, reads={**_LEAVE, "send": "word.send_words"},
             hint="word.read_hint"),
        Step("asked", answering.draw_asked, answering.take_asked, reads={"touch": "word.touch_words"},
             hint="word.asked_hint"),
        Step("when", answering.draw_when, answering.take_when, read=own_words, room=asking.WORDS),
    ),
    begin=begin,
    due={"open": asking.open_due},
    lost=answering.unreached,
    passed="word.passed",
    needs=frozenset({Engagement, Waiting}),
)  # fmt: skip
