"""What somebody tells a leader with their name, as the leader goes through it: thanked, answered, and followed up.

The subject is the item's id. Each thing that goes back is shown word for word and leaves by the leader's tap.
"""

from typing import Final

from bot.facts import Capture, Team
from bot.flow import Flow, Room, Step
from bot.flows.capture.reading import read_date
from bot.flows.item import answering, arriving, ready, standing

__all__ = ["FLOW"]

A_LINE: Final = Room(500, "item.too_long")
A_PARAGRAPH: Final = Room(1000, "item.too_long")

_THANK: Final = {"thank": "item.thank_list", "line": "item.line_list"}
_ANSWER: Final = {
    "will": "item.will_list",
    "wont": "item.wont_list",
    "done": "item.done_list",
    "later": "item.later_list",
}
_READY: Final = {
    "send": "item.send_list",
    "change": "item.change_list",
    "later": "item.later_list",
}

FLOW: Final = Flow(
    name="item",
    steps=(
        Step("told", arriving.draw_told, arriving.take_told, reads=_THANK, hint="item.told_hint"),
        Step(
            "line",
            arriving.draw_line,
            arriving.take_line,
            reads={"without": "item.without_list"},
            text=True,
            room=A_LINE,
        ),
        Step(
            "answer",
            answering.draw_answer,
            answering.take_answer,
            reads=_ANSWER,
            read=answering.promised_line,
            hint="item.answer_hint",
        ),
        Step(
            "what",
            answering.draw_what,
            answering.take_what,
            reads={"back": "item.back_list"},
            text=True,
            room=A_LINE,
        ),
        Step("when", answering.draw_when, answering.take_when, read=read_date, hint="capture.date_hint"),
        Step(
            "why",
            answering.draw_why,
            answering.take_why,
            reads={"back": "item.back_list"},
            text=True,
            room=A_PARAGRAPH,
        ),
        Step(
            "words",
            ready.draw_words,
            ready.take_words,
            reads={"back": "item.back_list"},
            text=True,
            room=A_PARAGRAPH,
        ),
        Step("ready", ready.draw_ready, ready.take_ready, reads=_READY, hint="item.ready_hint"),
    ),
    begin=standing.begin,
    due={"waits": standing.waits},
    lost=arriving.unreached,
    passed="item.passed",
    needs=frozenset({Team, Capture}),
)
