"""Does it still matter, and what would make the next time easier: six ways to go on, none of them a failure."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.effects import FollowUp, Save, Settle
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices, which
from bot.flows.restart import outside
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar, chances

READS: Final = {"yes": "restart.yes_words", "no": "restart.no_words"}
WAYS_READ: Final = {
    "same": "restart.same_words",
    "smaller": "restart.smaller_words",
    "moment": "restart.moment_words",
    "rest": "restart.rest_words",
    "let_go": "restart.let_go_words",
}
WAYS: Final = {
    "same": "restart.same",
    "smaller": "restart.smaller",
    "moment": "restart.moment",
    "rest": "restart.rest",
    "let_go": "restart.let_go",
}
_OPEN: Final = "the question stays open"


def begin(scene: Scene) -> Next:
    """ "Start fresh", about the one practice it can mean; what rests or was let go can be taken up again."""
    if scene.answer("command") == "outside":
        return outside.card(scene)
    if scene.state.subject:
        day = which.day_of(scene)
        return Next("matters", keep={"own": True, "from": day.isoformat() if day else ""}, because=practices.MEANWHILE)
    everything = [one for one in scene.facts.practices if one.act]
    near = tuple(one for one in everything if one.state in (*practices.GOING, "resting"))
    return which.begin(scene, near or tuple(everything[-3:]))


def offered(scene: Scene, _due: Due) -> Next:
    """The working day after the second miss in a row."""
    practice = practices.subject(scene)
    if practice.state not in practices.GOING:
        return Next(STAY, because=f"the practice is {practice.state}")
    if chances.misses(practice.recent) < chances.MISSES:
        return Next(STAY, because="it has come about since")
    return Next("matters", keep={"own": False, "adjust": False, "from": "", **_UNCHANGED}, because=practices.MEANWHILE)


_UNCHANGED: Final = {"act": "", "situation": "", "who": ""}


def draw_matters(scene: Scene) -> Parts:
    """Ordinary, and a question: does it still matter?"""
    act = Typed(practices.act(practices.subject(scene)))
    own = scene.state.answers.get("own")
    said = scene.say("restart.matters_own", act=act) if own else scene.say("restart.matters", act=act)
    return (said, Choices((Choice("yes", scene.label("restart.yes")), Choice("no", scene.label("restart.no")))))


def take_matters(_scene: Scene, answer: Answer) -> Next:
    """It does: what would help. Not as much: other ways."""
    match answer:
        case Chose("yes"):
            return Next("easier", because=practices.MEANWHILE)
        case Chose():
            return Next("less", because=practices.MEANWHILE)
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def draw_less(scene: Scene) -> Parts:
    """It matters less: change it, rest it, let it go."""
    change = Choice("change", scene.label("restart.change_it"))
    others = tuple(Choice(key, scene.label(WAYS[key])) for key in ("rest", "let_go"))
    return (scene.say("restart.less"), Choices((change, *others)))


def draw_easier(scene: Scene) -> Parts:
    """What would make the next time easier."""
    ways = tuple(Choice(key, scene.label(label)) for key, label in WAYS.items())
    return (scene.say("restart.easier"), Choices(ways))


def take_easier(scene: Scene, answer: Answer) -> Next:
    """One of the ways to go on."""
    match answer:
        case Chose("same"):
            return Next("when", because=practices.MEANWHILE)
        case Chose("change"):
            return Next("easier", because=practices.MEANWHILE)
        case Chose("let_go"):
            return let_go(scene)
        case Chose(key):
            return Next(key, because=practices.MEANWHILE)
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def draw_rest(scene: Scene) -> Parts:
    """How long it rests."""
    one, two = (scene.today + timedelta(weeks=n) for n in (1, 2))
    choices = Choices((Choice("1", scene.label("restart.one_week")), Choice("2", scene.label("restart.two_weeks"))))
    return (scene.say("restart.rest_asked", one=one, two=two), choices)


def take_rest(scene: Scene, answer: Answer) -> Next:
    """Nothing is asked until then, and then once whether to go on."""
    match answer:
        case Chose(weeks):
            return rests(scene, int(weeks))
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def rests(scene: Scene, weeks: int) -> Next:
    """The practice rests, so many weeks from today."""
    practice = practices.subject(scene)
    until = calendar.workday_on_or_after(scene.person, scene.today + timedelta(weeks=weeks))
    resting = replace(practice, state="resting", resting_until=until, generation=practice.generation + 1)
    asked = FollowUp("rested", until, "answered, or asked twice", again=(3,), generation=resting.generation)
    return Next(
        DONE,
        say=(scene.say("restart.rests", day=until),),
        deeds=(Save(resting), *practices.settle_all(practice, "it rests", keep=("milestone",)), asked),
    )


def let_go(scene: Scene) -> Next:
    """A choice, kept as one."""
    practice = practices.subject(scene)
    gone = replace(practice, state="let_go", ended_on=scene.today)
    said = (scene.say("restart.let_go_said", act=Typed(practices.act(practice))),)
    settled: tuple[Settle, ...] = practices.settle_all(practice, "it was let go")
    return Next(DONE, say=said, deeds=(Save(gone), *settled), because="it was let go, by choice")
