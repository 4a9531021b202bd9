"""F10, three things: out of all that was said, the one to three that somebody can act on, each with its day.

A set in the making is a conversation whose subject is its id, or, where a coach writes one, the leader's id. Each thing
is kept as a `Capture` of its own (`loop` is its set), and is asked about in a conversation whose subject is its id.
"""

from typing import Final

from bot.coaching import Engagement
from bot.effects import Start
from bot.events import Due
from bot.facts import Capture
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows.capture import item
from bot.flows.capture.reading import read_date
from bot.flows.practices import own_words
from bot.flows.things import asking, offered, proposing, sending, standing, taking

_DROP: Final = {"drop": "things.let_go_words"}
_LEAVE: Final = {"leave": "things.leave_words"}


def begin(scene: Scene) -> Next:
    """One's own; proposed by a coach; or, as a coach, for a leader, who may be named in the line."""
    match scene.answer("news"):
        case "now":
            return asking.now(scene)
        case "propose":
            return proposing.begin(scene)
        case "proposed":
            return offered.heard(scene)
        case "" if (named := proposing.named(scene, scene.answer("rest"))) is not None:
            leader, rest = named
            order = Start("things", leader.id, answers={"news": "propose", "rest": rest})
            return Next(DONE, deeds=(order,), because="it goes on as a proposal")
        case _:
            return taking.begin(scene)


def later(scene: Scene, due: Due) -> Next:
    """A thing is asked about again; or what was proposed, of which nothing is kept yet."""
    if item.find(scene.facts, scene.state.subject) is None:
        return offered.reminded(scene, due)
    return asking.later(scene, due)


FLOW: Final = Flow(
    name="things",
    steps=(
        Step(
            "ask",
            taking.draw_ask,
            taking.take_ask,
            reads={"leave": "things.not_now_words"},
            text=True,
            hint="things.ask_hint",
            room=taking.LINES,
        ),
        Step("day", taking.draw_day, taking.take_day, reads=_LEAVE, read=read_date, hint="capture.date_hint"),
        Step(
            "where",
            taking.draw_where,
            taking.take_where,
            reads={"said": "things.says_so_words", **_LEAVE},
            read=own_words,
            hint="things.where_hint",
            room=taking.A_LINE,
        ),
        Step("room", taking.draw_room, taking.take_room, reads={"stay": "things.stay_words"}, hint="things.room_hint"),
        Step("kept", standing.draw_kept, standing.take_kept, reads={"good": "things.good_words"}, idle=True),
        Step(
            "happened",
            asking.draw_happened,
            asking.take_happened,
            reads={"done": "things.done_words", "not_yet": "things.not_yet_words", **_DROP},
            read=read_date,
            hint="things.happened_hint",
        ),
        Step(
            "possible",
            asking.draw_possible,
            asking.take_possible,
            reads={"skip": "things.no_word_words", **_DROP},
            read=own_words,
            hint="things.possible_hint",
        ),
        Step(
            "new_date",
            asking.draw_new_date,
            asking.take_new_date,
            reads={"stay": "things.stay_words", **_DROP},
            read=read_date,
            hint="capture.date_hint",
        ),
        Step("why", asking.draw_why, asking.take_why, reads={"no_word": "things.no_word_words"}, read=own_words),
        Step(
            "offered",
            offered.draw_offered,
            offered.take_offered,
            reads={"none": "things.none_words"},
            read=offered.read_offered,
            hint="things.offered_hint",
        ),
        Step(
            "advise",
            proposing.draw_advise,
            proposing.take_advise,
            reads=_LEAVE,
            text=True,
            hint="things.advise_hint",
            room=taking.LINES,
        ),
        Step(
            "too_many",
            proposing.draw_too_many,
            proposing.take_too_many,
            reads={"stay": "things.stay_words"},
            hint="things.room_hint",
        ),
        Step(
            "read",
            sending.draw_read,
            sending.take_read,
            reads={"send": "things.send_words", **_LEAVE},
            read=sending.read_gate,
            hint="things.read_hint",
        ),
    ),
    begin=begin,
    due={"due": asking.due, "later": later},
    passed="things.passed",
    needs=frozenset({Capture, Engagement}),
)
