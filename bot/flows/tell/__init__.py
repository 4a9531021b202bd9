"""Telling a leader something with one's name, any day: written, read back word for word, and sent by one tap.

What becomes of it is the leader's conversation (`bot.flows.item`).
"""

from typing import Final

from bot.flow import Flow, Room, Step
from bot.flows.tell import sending, writing

_LEAVE: Final = {"leave": "tell.leave_words"}
_KINDS: Final = {"know": "tell.know_words", "request": "tell.request_words", "thanks": "tell.thanks_words"}
_SEND: Final = {"send": "tell.send_words", "change": "tell.change_words", "myself": "tell.myself_words"}

FLOW: Final = Flow(
    name="tell",
    steps=(
        Step(
            "words",
            writing.draw_words,
            writing.take_words,
            reads={**_LEAVE, "myself": "tell.myself_words"},
            text=True,
            room=Room(writing.LONGEST, "tell.too_long"),
        ),
        Step("whom", writing.draw_whom, writing.take_whom, reads=_LEAVE, text=True, prose=False, hint="tell.whom_hint"),
        Step("kind", writing.draw_kind, writing.take_kind, reads={**_LEAVE, **_KINDS}, hint="tell.kind_hint"),
        Step("read", sending.draw_read, sending.take_read, reads={**_LEAVE, **_SEND}, hint="tell.read_hint"),
    ),
    begin=writing.begin,
    passed="tell.passed",
)
