"""Sharpening a practice on its first days, one tap each, in the day's message; and the trial that settles it.

A practice is a draft until its words are clear or its trial is over; it is asked about all the same. What is
not answered is passed over, so no question comes twice; only the trial opens a slot again.
"""

from typing import Final

from bot.facts import Practice
from bot.flow import Flow, Step
from bot.flows.practices import A_SENTENCE, own_words
from bot.flows.sharpen import chances, company, obstacle, proof, sure, trial, turns

SKIP: Final = "sharpen.skip_words"

FLOW: Final = Flow(
    name="sharpen",
    steps=(
        Step("often", chances.draw_often, chances.take_often, reads={"skip": SKIP}, hint="sharpen.hint"),
        Step(
            "seldom",
            chances.draw_seldom,
            chances.take_seldom,
            reads={"widen": "sharpen.yes_words", "keep": "sharpen.no_words"},
            hint="sharpen.hint",
        ),
        Step(
            "wider",
            chances.draw_wider,
            chances.take_wider,
            reads={"skip": SKIP},
            read=own_words,
            hint="sharpen.text_hint",
            room=A_SENTENCE,
        ),
        Step("proof", proof.draw_proof, proof.take_proof, reads={"skip": SKIP}, hint="sharpen.hint"),
        Step(
            "sign",
            proof.draw_sign,
            proof.take_sign,
            reads={"skip": SKIP},
            read=own_words,
            hint="sharpen.text_hint",
            room=A_SENTENCE,
        ),
        Step(
            "who",
            company.draw_who,
            company.take_who,
            reads={"anyone": "practice.anyone_words", "skip": SKIP},
            read=own_words,
            hint="sharpen.text_hint",
            room=A_SENTENCE,
        ),
        Step(
            "sure",
            sure.draw_sure,
            sure.take_sure,
            reads={"skip": SKIP},
            read=sure.read_number,
            hint="sharpen.sure_hint",
        ),
        Step("shrink", sure.draw_shrink, sure.take_shrink, reads={"leave": SKIP}, hint="sharpen.hint"),
        Step(
            "meeting",
            sure.draw_meeting,
            sure.take_meeting,
            reads={"skip": SKIP},
            read=own_words,
            hint="sharpen.text_hint",
            room=A_SENTENCE,
        ),
        Step(
            "obstacle",
            obstacle.draw_obstacle,
            obstacle.take_obstacle,
            reads={"skip": SKIP},
            read=own_words,
            hint="sharpen.text_hint",
            room=A_SENTENCE,
        ),
        Step(
            "then",
            obstacle.draw_then,
            obstacle.take_then,
            reads={"skip": SKIP},
            read=own_words,
            hint="sharpen.text_hint",
            room=A_SENTENCE,
        ),
        Step("rehearse", obstacle.draw_rehearse, obstacle.take_rehearse, reads={"skip": SKIP}, hint="sharpen.hint"),
        Step(
            "yes_or_no",
            trial.draw_yes_or_no,
            trial.take_yes_or_no,
            reads={"yes": "sharpen.yes_words", "no": "sharpen.no_words"},
            hint="sharpen.yes_or_no_hint",
        ),
        Step("no_chance", trial.draw_no_chance, trial.take_no_chance, reads={"leave": SKIP}, hint="sharpen.hint"),
    ),
    begin=turns.begin,
    due={"next": turns.next_item, "trial": trial.judge},
    passed="sharpen.passed",
    needs=frozenset({Practice}),
)
