"""F0, quick capture: one line, any time, read back and followed up. The subject is the kept line's id."""

from typing import Final

from bot.facts import Capture, Partner
from bot.flow import Flow, Room, Step
from bot.flows.capture.aloud import A_LINE, draw_aloud, take_aloud
from bot.flows.capture.asking import finish, promised, take_happened, take_new_date, take_told, take_why
from bot.flows.capture.drawing import (
    draw_bring,
    draw_date,
    draw_happened,
    draw_kept,
    draw_line,
    draw_new_date,
    draw_off,
    draw_told,
    draw_what,
    draw_who,
    draw_why,
)
from bot.flows.capture.keeping import (
    bring_due,
    draw_send,
    draw_thanked,
    take_send,
    take_still,
    take_thanked,
    thank_due,
)
from bot.flows.capture.reading import fresh_date, no_command, read_date
from bot.flows.capture.taking import begin, take_date, take_kept, take_line, take_off, take_what, take_who
from bot.flows.practices import own_words

__all__ = ["FLOW"]

ANY_LENGTH: Final = Room(100_000)
"""Longer than any line that a platform delivers: a note may be as long as it likes."""

_WHO: Final = {"drop": "capture.drop_words", "nobody": "capture.nobody_words"}
_DROP: Final = {"drop": "capture.drop_words"}
_HAPPENED: Final = {"yes": "capture.yes_words", "move": "capture.not_yet_words", "drop": "capture.drop_words"}
_TOLD: Final = {"yes": "capture.yes_words", "no": "capture.not_yet_words"}
_ALOUD: Final = {"tell": "capture.tell_words", "myself": "capture.not_yet_words"}
_STILL: Final = {"keep": "capture.keep_words", "done": "capture.done_words", "drop": "capture.drop_words"}

FLOW: Final = Flow(
    name="capture",
    steps=(
        Step("line", draw_line, take_line, read=no_command, room=ANY_LENGTH),
        Step("who", draw_who, take_who, reads=_WHO, read=no_command, hint="capture.who_hint"),
        Step("what", draw_what, take_what, reads=_DROP, read=own_words, hint="capture.what_hint"),
        Step("date", draw_date, take_date, reads=_DROP, read=read_date, hint="capture.date_hint"),
        Step("off", draw_off, take_off, read=read_date, hint="capture.off_hint"),
        Step("kept", draw_kept, take_kept, read=fresh_date, idle=True),
        Step("happened", draw_happened, take_happened, reads=_HAPPENED, read=read_date, hint="capture.happened_hint"),
        Step("new_date", draw_new_date, take_new_date, reads=_DROP, read=read_date, hint="capture.date_hint"),
        Step("why", draw_why, take_why, reads={"no_word": "capture.no_words"}, read=own_words),
        Step("told", draw_told, take_told, reads=_TOLD, hint="capture.told_hint"),
        Step("aloud", draw_aloud, take_aloud, reads=_ALOUD, text=True, room=A_LINE),
        Step("send", draw_send, take_send, reads={"keep": "capture.keep_words"}, hint="capture.send_hint"),
        Step(
            "thanked",
            draw_thanked,
            take_thanked,
            reads={**_TOLD, "drop": "capture.drop_words"},
            hint="capture.told_hint",
        ),
        Step("still", draw_bring, take_still, reads=_STILL, hint="capture.still_hint"),
    ),
    begin=begin,
    due={
        "promised": promised,
        "promised_later": promised,
        "finish": finish,
        "thank": thank_due,
        "bring": bring_due,
    },
    passed="capture.passed",
    needs=frozenset({Capture, Partner}),
)
