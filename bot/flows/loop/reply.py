"""A reply, question by question: what was heard, which part was hard to hear, what won't be done and why.

The hard part stays with the leader, unless they tap that it is shared.
"""

from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.loop import drafted, form, results, rounds
from bot.messages import Choice, Choices, Parts, Quote


def draw_draft(scene: Scene) -> Parts:
    """How they would like to write it."""
    going_on = bool(scene.answer("heard"))
    choices = (
        Choice("steps", scene.label("loop.go_on" if going_on else "loop.step_by_step"), main=True),
        Choice("form", scene.label("loop.in_one_form"), opens=True),
        Choice("results", scene.label("loop.results_again")),
        drafted.later_button(scene),
    )
    said = scene.say("loop.draft_goes_on") if going_on else scene.say("loop.draft")
    return (said, Choices(choices))


def take_draft(scene: Scene, answer: Answer) -> Next:
    """Step by step, at once, or another day."""
    round_ = rounds.round_of(scene)
    match answer:
        case Filled(fields):
            return form.take(scene, fields)
        case Chose("form"):
            return Next(STAY, form=form.draw(scene), because=drafted.OPEN)
        case Chose("results") if round_ is not None:
            return Next(results.first_step(scene, round_), keep={"page": 0}, because=drafted.OPEN)
        case Chose("later"):
            return drafted.later(scene)
        case Chose():
            return drafted.onward(scene, {"writing": True})
        case Wrote():
            return Next(STAY, because="the question stays open")


def draw_heard(scene: Scene) -> Parts:
    """What they heard, in their own words."""
    return (scene.say("loop.heard"), Choices((drafted.later_button(scene),)))


def take_heard(scene: Scene, answer: Answer) -> Next:
    """Kept as a draft."""
    match answer:
        case Wrote(text):
            return drafted.onward(scene, {"heard": text.strip()})
        case Chose() | Filled():
            return drafted.later(scene)


def draw_hard(scene: Scene) -> Parts:
    """Which part was hard to hear; for themselves."""
    choices = (Choice("skip", scene.label("loop.nothing_hard")), drafted.later_button(scene))
    return (scene.say("loop.hard"), Choices(choices))


def take_hard(scene: Scene, answer: Answer) -> Next:
    """Whether it is shared is asked apart."""
    match answer:
        case Wrote(text):
            return drafted.onward(scene, {"hard": text.strip(), "hard_asked": True})
        case Chose("skip"):
            return drafted.onward(scene, {"hard": "", "hard_asked": True})
        case Chose() | Filled():
            return drafted.later(scene)


def draw_share(scene: Scene) -> Parts:
    """Share it, or keep it."""
    choices = (Choice("share", scene.label("loop.share_it")), Choice("keep", scene.label("loop.keep_it")))
    return (scene.say("loop.share"), Quote(scene.answer("hard")), Choices(choices))


def take_share(scene: Scene, answer: Answer) -> Next:
    """Their tap on that very text."""
    match answer:
        case Chose(key):
            return drafted.onward(scene, {"share": key == "share"})
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_declined(scene: Scene) -> Parts:
    """What they won't do, and why."""
    choices = (Choice("skip", scene.label("loop.nothing_declined")), drafted.later_button(scene))
    return (scene.say("loop.declined"), Choices(choices))


def take_declined(scene: Scene, answer: Answer) -> Next:
    """The last question."""
    match answer:
        case Wrote(text):
            return drafted.onward(scene, {"declined": text.strip(), "declined_asked": True})
        case Chose("skip"):
            return drafted.onward(scene, {"declined": "", "declined_asked": True})
        case Chose() | Filled():
            return drafted.later(scene)
