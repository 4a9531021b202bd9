"""What a coach may see: chosen by the leader, and changed any day.

A conversation of its own for each coach (the subject); what is typed has none until it is plain who is meant. A choice
holds from the moment it is made: it closes the row that held until then and opens another.
"""

from typing import Final

from bot.coaching import Engagement
from bot.facts import Consent, Partner, Practice
from bot.flow import Flow, Step
from bot.flows.consent.choosing import begin, draw_choose, draw_whom, take_choose, take_whom
from bot.flows.consent.later import again
from bot.flows.consent.scopes import WORDS

FLOW: Final = Flow(
    name="consent",
    steps=(
        Step(
            "choose",
            draw_choose,
            take_choose,
            reads={**{str(scope): words for scope, words in WORDS.items()}, "keep": "consent.keep_words"},
            hint="consent.hint",
        ),
        Step("whom", draw_whom, take_whom, hint="consent.whom_hint"),
    ),
    begin=begin,
    due={"again": again},
    passed="consent.passed",
    needs=frozenset({Consent, Engagement, Partner, Practice}),
)
