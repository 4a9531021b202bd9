"""F4, slip and recommit: does it still matter, what would make the next time easier, and when does it begin."""

from typing import Final

from bot.facts import Practice
from bot.flow import Flow, Step
from bot.flows import which
from bot.flows.practices import A_SENTENCE, own_words
from bot.flows.restart import afterwards, beginning, changing, choosing

HINT: Final = "restart.hint"
TEXT_HINT: Final = "restart.text_hint"

FLOW: Final = Flow(
    name="restart",
    steps=(
        Step("matters", choosing.draw_matters, choosing.take_matters, reads=choosing.READS, hint=HINT),
        Step("which", which.draw, which.take, hint=HINT),
        Step("less", choosing.draw_less, choosing.take_easier, reads=choosing.WAYS_READ, hint=HINT),
        Step("easier", choosing.draw_easier, choosing.take_easier, reads=choosing.WAYS_READ, hint=HINT),
        Step("rest", choosing.draw_rest, choosing.take_rest, hint=HINT),
        Step("smaller", changing.draw_smaller, changing.take_act, read=own_words, hint=TEXT_HINT, room=A_SENTENCE),
        Step("harder", changing.draw_harder, changing.take_act, read=own_words, hint=TEXT_HINT, room=A_SENTENCE),
        Step("moment", changing.draw_moment, changing.take_moment, read=own_words, hint=TEXT_HINT, room=A_SENTENCE),
        Step("person", changing.draw_person, changing.take_person, read=own_words, hint=TEXT_HINT, room=A_SENTENCE),
        Step("read_back", changing.draw_read_back, changing.take_read_back, reads=choosing.READS, hint=HINT),
        Step("when", beginning.draw_when, beginning.take_when, reads=beginning.WHEN_READ, hint=HINT),
        Step("help", beginning.draw_help, beginning.take_help, reads={"no": "restart.no_words"}, hint=HINT),
        Step("how", afterwards.draw_how, afterwards.take_how, hint=HINT),
        Step("rested", afterwards.draw_rested, afterwards.take_rested, reads=beginning.WHEN_READ, hint=HINT),
        Step("reached", afterwards.draw_reached, afterwards.take_reached, reads=choosing.READS, hint=HINT),
    ),
    begin=choosing.begin,
    due={
        "offer": choosing.offered,
        "recheck": afterwards.recheck,
        "rested": afterwards.rest_is_over,
        "reached": afterwards.reached_due,
    },
    needs=frozenset({Practice}),
)
