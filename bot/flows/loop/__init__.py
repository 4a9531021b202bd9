"""F7, thank and close the loop: results in two steps, a thank-you, a reply that is posted, and promises that live on.

The owner is the leader. The subject is the round, or, for feedback given in person, what was logged of it.
"""

from typing import Final

from bot.effects import Start
from bot.facts import Capture, Team
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows import teams
from bot.flows.capture.reading import read_date
from bot.flows.loop import clock, drafted, in_person, parting, posting, promising, reply, results, rounds, thanks

SILENT: Final = ("stopped", "gone")


def begin(scene: Scene) -> Next:
    """A command, or what became of a round."""
    match scene.answer("command"):
        case "feedback":
            return in_person.begin(scene)
        case "reply":
            return take_up(scene)
        case _:
            return heard(scene)


def heard(scene: Scene) -> Next:
    """What the round's own conversation sends over."""
    round_ = rounds.round_of(scene)
    if round_ is None:
        return Next(DONE, because="there is no such round any more")
    match scene.answer("news"):
        case "released" | "below":  # the same is planned, and which of them it was is not kept: it is told at its hour
            return Next(DONE, keep={"news": ""}, deeds=clock.planned(scene, round_))
        case "over":
            return parting.over(scene, round_)
        case "lost" | "dropped" as how if scene.person.state not in SILENT:
            said = scene.say("loop.lost") if how == "lost" else scene.say("loop.dropped")
            return Next(DONE, say=(said,), because="nobody can read what was answered")
        case _:
            return Next(DONE, because="nothing is to be said")


def take_up(scene: Scene) -> Next:
    """A reply, whenever the leader wants: to the newest round that waits for one."""
    waits = [one for one in teams.rounds(scene.facts) if rounds.is_open(one) and scene.now >= one.releases_at]
    if not waits:
        return Next(DONE, say=(scene.say("loop.nothing_waits"),), because="nothing waits for a reply")
    newest = max(waits, key=lambda one: one.number)
    return Next(DONE, deeds=(Start("loop", newest.id, step="draft"),), because="it goes on there")


_LATER: Final = {"later": "loop.later_words"}
_SKIP: Final = {"skip": "loop.skip_words", **_LATER}
_POST: Final = {"post": "loop.post_words", **_LATER}
_YES_NO: Final = {"yes": "loop.yes_words", "no": "loop.no_words"}
_TOLD: Final = {"told": "loop.yes_words", "not_yet": "loop.no_words"}
_BANDS: Final = {"low": "loop.low_words", "middle": "loop.middle_words", "high": "loop.high_words"}

_THANKS: Final = frozenset({"rest", "thank"})
"""Whoever began to reply before they thanked can still do that, on the message that offered it."""

FLOW: Final = Flow(
    name="loop",
    steps=(
        Step("guess", results.draw_guess, results.take_guess, reads={**_BANDS, **_SKIP}, hint="loop.guess_hint"),
        Step("first", results.draw_first, results.take_first, reads={"rest": "loop.on_words"}, hint="loop.press_hint"),
        Step("rest", results.draw_rest, results.take_rest, reads=_LATER, hint="loop.press_hint"),
        Step(
            "thank",
            thanks.draw_thank,
            thanks.take_thank,
            reads=_LATER,
            hint="loop.press_hint",
            still=frozenset({"rest"}),
        ),
        Step("line", thanks.draw_line, thanks.take_line, text=True, room=thanks.A_LINE),
        Step("with_line", thanks.draw_with_line, thanks.take_with_line, text=True, room=thanks.A_LINE),
        Step("draft", reply.draw_draft, reply.take_draft, reads=_LATER, hint="loop.press_hint", still=_THANKS),
        Step(
            "heard",
            reply.draw_heard,
            reply.take_heard,
            reads=_LATER,
            text=True,
            still=_THANKS,
            room=drafted.LONG,
        ),
        Step(
            "hard",
            reply.draw_hard,
            reply.take_hard,
            reads=_SKIP,
            text=True,
            still=_THANKS,
            room=drafted.HARD,
        ),
        Step("share", reply.draw_share, reply.take_share, hint="loop.press_hint", still=_THANKS),
        Step(
            "do",
            promising.draw_do,
            promising.take_do,
            reads={"enough": "loop.enough_words", **_LATER},
            text=True,
            still=_THANKS,
            room=promising.A_PROMISE,
        ),
        Step(
            "by",
            promising.draw_by,
            promising.take_by,
            reads=_LATER,
            read=read_date,
            hint="capture.date_hint",
            still=_THANKS,
        ),
        Step(
            "declined",
            reply.draw_declined,
            reply.take_declined,
            reads=_SKIP,
            text=True,
            still=_THANKS,
            room=drafted.LONG,
        ),
        Step(
            "preview",
            posting.draw_preview,
            posting.take_preview,
            reads=_POST,
            hint="loop.press_hint",
            still=_THANKS,
        ),
        Step("holding", clock.draw_holding, clock.take_holding, hint="loop.press_hint", idle=True),
        Step("said", in_person.draw_line, in_person.take_line, text=True, room=drafted.LONG),
        Step("thanked", in_person.draw_thanked, in_person.take_thanked, reads=_YES_NO, hint="loop.yes_hint"),
        Step("tell", in_person.draw_tell, in_person.take_tell, reads=_TOLD, hint="loop.yes_hint"),
        Step("told", in_person.draw_told, in_person.take_told, reads=_TOLD, hint="loop.yes_hint"),
    ),
    begin=begin,
    due={
        "results": clock.results_due,
        "nudge": clock.nudge_due,
        "reply": clock.reply_due,
        "holding": clock.holding_due,
        "hold": clock.hold_due,
        "unanswered": clock.unanswered_due,
        "late": clock.late_due,
        "told": in_person.told_due,
    },
    lost=clock.lost,
    passed="loop.passed",
    needs=frozenset({Team, Capture}),
)
