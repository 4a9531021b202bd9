"""F5, the long view: weeks 4, 10 and 13, half a year, and two looks at what is kept after that."""

from typing import Final

from bot.facts import Chance, Practice
from bot.flow import Flow, Step
from bot.flows.milestone import ending, gap, kept, reached
from bot.flows.practices import A_SENTENCE, own_words

HINT: Final = "milestone.hint"

FLOW: Final = Flow(
    name="milestone",
    steps=(
        Step("rehearse", reached.draw_rehearse, reached.take_rehearse, reached.READS, own_words, hint=HINT),
        Step("own", gap.draw_own, gap.take_own, read=gap.read_number, hint="milestone.gap_hint"),
        Step("others", gap.draw_others, gap.take_others, read=gap.read_number, hint="milestone.gap_hint"),
        Step("who", gap.draw_who, gap.take_who, {"leave": "milestone.no_words"}, own_words, hint=HINT),
        Step("half_year", ending.draw_half_year, ending.take_half_year, ending.READS, hint=HINT),
        Step(
            "deeper",
            ending.draw_deeper,
            ending.take_deeper,
            read=own_words,
            hint="milestone.text_hint",
            room=A_SENTENCE,
        ),
        Step("kept", kept.draw_kept, kept.take_kept, kept.READS, hint=HINT),
        Step("gone", kept.draw_gone, kept.take_gone, hint=HINT),
    ),
    begin=reached.begin,
    due={"reached": reached.reached, "booster": kept.booster},
    needs=frozenset({Practice, Chance}),
)
