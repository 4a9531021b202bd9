"""F3, the daily check-in: did it happen? One tap, or two words, about one practice and one day."""

from typing import Final

from bot.facts import Practice
from bot.flow import Flow, Step
from bot.flows.checkin.answering import READS, read_mark, take_automatic, take_mark, take_one_more, unsent
from bot.flows.checkin.asking import asked, begin, next_asking
from bot.flows.checkin.days import closes, last_asked
from bot.flows.checkin.drawing import draw_answered, draw_asked, draw_automatic, draw_easier, draw_more, draw_why
from bot.flows.practices import own_words

__all__ = ["FLOW", "closes", "last_asked", "next_asking"]

MARKED: Final = frozenset({"asked", "more"})
"""Where a mark is given. Its buttons count on another device too, whatever has been asked since: the last tap wins."""

FLOW: Final = Flow(
    name="checkin",
    steps=(
        Step("asked", draw_asked, take_mark, reads=READS, read=read_mark, hint="checkin.hint"),
        Step("more", draw_more, take_mark, reads=READS, read=read_mark, hint="checkin.hint"),
        Step("automatic", draw_automatic, take_automatic, hint="checkin.automatic_hint", still=MARKED),
        Step("why", draw_why, take_one_more, read=own_words, hint="checkin.one_more_hint", still=MARKED),
        Step("easier", draw_easier, take_one_more, read=own_words, hint="checkin.one_more_hint", still=MARKED),
        Step("answered", draw_answered, take_mark, reads=READS, read=read_mark, idle=True, still=MARKED),
    ),
    begin=begin,
    due={"asked": asked},
    lost=unsent,
    passed="checkin.passed",
    needs=frozenset({Practice}),
)
