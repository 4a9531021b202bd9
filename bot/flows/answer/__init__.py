"""How a member of a team is asked in a round: the prompt, one reminder, and a word when it ends without a result.

The owner is whoever is asked, the subject the round. What is answered never comes here: the form is a drawing
(`form`), and what it brings back goes to `bot.answering` and into the sealed box.
"""

from typing import Final

from bot.facts import Team
from bot.flow import Flow, Step
from bot.flows.answer import prompt

NAME: Final = "answer"

FLOW: Final = Flow(
    name=NAME,
    steps=(Step("asked", prompt.draw, prompt.take, read=prompt.never_kept, hint="answer.hint", sealed=True),),
    begin=prompt.begin,
    due={"asked": prompt.comes, "reminded": prompt.comes},
    passed="answer.passed",
    needs=frozenset({Team}),
)
