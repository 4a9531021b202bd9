"""The look itself: two mirrors a day or all at one sitting; for each a mark, and when it last happened."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from bot.effects import FollowUp, Json, Settle
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.mirror.marks import FORGOTTEN, LABELS, MIRRORS, marks, with_one_more
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar
from bot.rules.lately import read_lately

A_DAY: Final = 2
"""Mirrors a day, for whoever does not want all of them at one sitting."""
RESTS: Final = timedelta(days=90)
"""How long after an offer or a look nothing is offered."""
OPEN: Final = "the question stays open, and what is left of the look is asked about"


def offer_due(scene: Scene, _due: Due) -> Next:
    """Too few took part, twice: a look is offered, unless there was one lately."""
    since = scene.answer("since")
    if scene.state.step != DONE:
        return Next(STAY, because="a look is going on")
    if since and scene.today - date.fromisoformat(since) < RESTS:
        return Next(STAY, because="there was an offer or a look less than ninety days ago")
    kept = {**FORGOTTEN, "since": scene.today.isoformat(), "offered": True}
    return Next("how", keep=kept, because="offered once")


def draw_how(scene: Scene) -> Parts:
    """What it is, and how they would like it; a look that was begun can go on."""
    done, leave = len(marks(scene)), Choice("leave", scene.label("mirror.leave"))
    if done:
        on, again = scene.label("mirror.go_on"), scene.label("mirror.begin_again")
        goes_on = (Choice("on", on, main=True), Choice("again", again), leave)
        return (scene.say("mirror.begun", count=done), Choices(goes_on))
    opening = "mirror.offered" if scene.state.answers.get("offered") is True else "mirror.opening"
    return (
        scene.say(opening),
        scene.say("mirror.what_it_is"),
        Choices(
            (
                Choice("two", scene.label("mirror.two_a_day"), main=True),
                Choice("all", scene.label("mirror.all_now")),
                leave,
            )
        ),
    )


def take_how(scene: Scene, answer: Answer) -> Next:
    """Two a day, all of them, on where it stopped, from the beginning, or not now."""
    match answer:
        case Chose("leave"):
            left = Settle("left by the person", "next")
            return Next(DONE, FORGOTTEN, (scene.say("mirror.left"),), (left,), because="left by the person")
        case Chose("again"):
            return Next("how", FORGOTTEN, in_place=True, because="nothing is asked before they choose")
        case Chose("on"):
            return Next("mirror", deeds=(unfinished(scene),))
        case Chose(pace):
            return Next("mirror", {"pace": pace}, deeds=(unfinished(scene),))
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def unfinished(scene: Scene) -> FollowUp:
    """What is left of the look, the next working day and twice more."""
    on = calendar.next_workday(scene.person, scene.today)
    return FollowUp("next", on, "answered, left, or asked three times", again=(2, 4))


def next_due(scene: Scene, _due: Due) -> Next:
    """The next working day: on where it stopped."""
    match scene.state.step:
        case "between":
            return Next("mirror", because="asked three times at most")
        case "how" | "mirror" | "last":
            return Next(scene.state.step, because="asked three times at most")
        case _:
            return Next(STAY, because="nothing is left to be marked")


def draw_mirror(scene: Scene) -> Parts:
    """The mirror that comes next."""
    number = min(len(marks(scene)), len(MIRRORS) - 1)
    return (
        scene.say("mirror.place", "small", number=number + 1, count=len(MIRRORS)),
        scene.say(MIRRORS[number].asks),
        Choices(tuple(_button(scene, mark, label) for mark, label in LABELS.items())),
    )


def _button(scene: Scene, key: str, label: str) -> Choice:
    """A button of this mirror alone: that of an earlier one has passed."""
    return Choice(f"{key}:{len(marks(scene))}", scene.label(label))


def _pressed(key: str) -> str:
    return key.partition(":")[0]


def take_mirror(_scene: Scene, answer: Answer) -> Next:
    """A mark; then when it last happened."""
    match answer:
        case Chose(key):
            return Next("last", {"mark": _pressed(key)}, because=OPEN)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_last(scene: Scene) -> Parts:
    """When did it last happen? Where it has not yet: when was there last an occasion?"""
    return (
        scene.say("mirror.occasion" if scene.answer("mark") == "not_yet" else "mirror.last"),
        Choices(
            (
                _button(scene, "today", "mirror.today"),
                _button(scene, "yesterday", "mirror.yesterday"),
                _button(scene, "unknown", "mirror.unknown"),
            )
        ),
    )


def read_last(scene: Scene, text: str) -> Answer | None:
    """A day gone by, as near as they know."""
    return None if _day(scene, text) is None else Wrote(text)


def take_last(scene: Scene, answer: Answer) -> Next:
    """The day, or that it cannot be recalled; then the next mirror."""
    match answer:
        case Chose(key) if _pressed(key) == "today":
            return _marked(scene, scene.today)
        case Chose(key) if _pressed(key) == "yesterday":
            return _marked(scene, scene.today - timedelta(days=1))
        case Chose():
            return _marked(scene, None)
        case Wrote(text):
            return _marked(scene, _day(scene, text))
        case Filled():
            return Next(STAY, because=OPEN)


_LONG_AGO: Final[Mapping[str, int]] = MappingProxyType(
    {"mirror.today_words": 0, "mirror.night_words": 1, "mirror.week_words": 7, "mirror.month_words": 30}
)
"""Days, for what people type in a date's place."""


def _day(scene: Scene, text: str) -> date | None:
    for words, days in _LONG_AGO.items():
        if scene.facts.words.means(words, text):
            return scene.today - timedelta(days=days)
    return read_lately(text, scene.today, scene.person.locale)


def _marked(scene: Scene, last: date | None) -> Next:
    known = with_one_more(scene, last)
    kept: dict[str, Json] = {"marks": known, "mark": ""}
    if len(known) >= len(MIRRORS):
        return Next("question", kept, deeds=(Settle("all are marked", "next"),), because="the look is not over yet")
    if scene.answer("pace") == "two" and len(known) % A_DAY == 0:
        return Next("between", kept, deeds=(unfinished(scene),))
    return Next("mirror", kept, because=OPEN)


def draw_between(scene: Scene) -> Parts:
    """The rest comes on another day, or at once."""
    on = calendar.next_workday(scene.person, scene.today)
    return (scene.say("mirror.between", day=on), Choices((_button(scene, "on", "mirror.go_on_now"),)))


def take_between(_scene: Scene, answer: Answer) -> Next:
    """On at once."""
    match answer:
        case Chose():
            return Next("mirror", because=OPEN)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)
