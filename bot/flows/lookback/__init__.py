"""F5, the weekly look-back: the week as a picture, one rotating question, one good thing, somebody to thank."""

from typing import Final

from bot.facts import Capture, Practice, Week
from bot.flow import Flow, Step
from bot.flows.lookback.answering import a_sentence, draw_lighter, take_asked, take_lighter
from bot.flows.lookback.asking import begin, draw_asked, weekly

FLOW: Final = Flow(
    name="lookback",
    steps=(
        Step("asked", draw_asked, take_asked, {"skip": "lookback.skip_words"}, a_sentence, hint="lookback.hint"),
        Step(
            "lighter",
            draw_lighter,
            take_lighter,
            {"lighter": "lookback.yes_words", "as_is": "lookback.no_words"},
            hint="lookback.lighter_hint",
        ),
    ),
    begin=begin,
    due={"weekly": weekly},
    passed="lookback.passed",
    needs=frozenset({Practice, Week, Capture}),
)
