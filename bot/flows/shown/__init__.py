"""What a coach will read of a leader on Monday: made on the last working day, and shown to the leader first.

The owner is the leader, the subject the coach.
"""

from typing import Final

from bot.coaching import Engagement
from bot.facts import Capture, Chance, Consent, Practice, Team, Waiting
from bot.flow import Flow, Step
from bot.flows.shown import preview, weekly

FLOW: Final = Flow(
    name="shown",
    steps=(Step("preview", preview.draw, preview.take, idle=True),),
    begin=weekly.begin,
    due={"friday": weekly.friday, "preview": weekly.preview},
    lost=weekly.unreached,
    passed="shown.passed_by",
    needs=frozenset({Capture, Chance, Consent, Engagement, Practice, Team, Waiting}),
)
