"""F2, the practice builder: a wish, a moment, an act, read back as one sentence; asked about from the next day.

The fast path is at most six taps and two short sentences. What makes the practice sharp comes on the days
after it, one tap each (`flows.sharpen`), or at once by form.
"""

from typing import Final

from bot.facts import Practice
from bot.flow import Flow, Step
from bot.flows.practice import act, beginning, hour, moment, read_back, wish
from bot.flows.practices import A_SENTENCE

FLOW: Final = Flow(
    name="practice",
    steps=(
        Step("wish", wish.draw_wish, wish.take_wish, text=True, room=A_SENTENCE),
        Step("narrow", wish.draw_narrow, wish.take_narrow, text=True, room=A_SENTENCE),
        Step("situation", moment.draw_situation, moment.take_situation, text=True, room=A_SENTENCE),
        Step("act", act.draw_act, act.take_act, text=True, room=A_SENTENCE),
        Step(
            "two",
            act.draw_two,
            act.take_two,
            reads={"keep": "practice.keep_one_words", "one": "practice.is_one_words"},
            hint="practice.two_hint",
        ),
        Step("half", act.draw_half, act.take_half, text=True, room=A_SENTENCE),
        Step(
            "who",
            read_back.draw_who,
            read_back.take_who,
            reads={"anyone": "practice.anyone_words"},
            text=True,
            room=A_SENTENCE,
        ),
        Step(
            "read_back",
            read_back.draw_read_back,
            read_back.take_read_back,
            reads={"yes": "practice.yes_words", "change": "practice.no_words"},
            read=read_back.read_act,
            hint="practice.read_back_hint",
            room=A_SENTENCE,
        ),
        Step(
            "change",
            read_back.draw_change,
            read_back.take_change,
            reads={
                "situation": "practice.situation_words",
                "act": "practice.act_words",
                "who": "practice.who_words",
                "wish": "practice.wish_words",
                "back": "practice.back_words",
            },
            hint="practice.change_hint",
        ),
        Step(
            "cap",
            beginning.draw_cap,
            beginning.take_cap,
            reads={"none": "practice.keep_both_words"},
            hint="practice.cap_hint",
        ),
        Step(
            "hour",
            hour.draw_hour,
            hour.take_hour,
            reads={"good": "practice.yes_words", "change": "practice.no_words"},
            read=hour.read_hour,
            hint="practice.hour_hint",
        ),
    ),
    begin=wish.begin,
    due={"unfinished": wish.remind},
    passed="practice.passed",
    needs=frozenset({Practice}),
)
