"""Which questions a round asks, and in what words.

A question is known by its name, which is all that a round keeps of it: the words are looked up when they are shown,
by whoever draws the form or tells the results.
"""

from typing import Final, assert_never

from bot.ballot.answer import UNSEEN
from bot.ballot.asked import Chips, Open, Question, Questions, Scale
from bot.content.words import Words
from bot.facts import Facts, Round
from bot.flows import practices, teams
from bot.messages import Text, Typed

CHANGE: Final = Scale("change", -3, 3)
GENERAL: Final = Scale("change_general", -3, 3)
REPLY: Final = Scale("reply", 1, 3)
PROMISE: Final = Scale("promise", 1, 3)
SAY: Final = Scale("say", 1, 5)
NEED: Final = Scale("need", 1, 5)
MISSING: Final = Chips("missing", ("information", "time", "skill", "other"))
TOLD: Final = Scale("told", 1, 3)
SMALL: Final = Open("small")
NEXT: Final = Open("next")
BACK: Final = "back"
"""The name of what is asked in reply to a reply: each time to another one."""

ALL: Final[dict[str, Question]] = {
    one.name: one for one in (CHANGE, GENERAL, REPLY, PROMISE, TOLD, SAY, NEED, SMALL, NEXT)
}
CHIPS: Final[dict[str, Questions]] = {NEED.name: (MISSING,)}
"""What is asked directly under a question, as a part of it."""
ROTATION: Final = (SAY, NEED, SMALL)
"""What takes turns in the second place when nothing has happened that is worth asking about."""

_OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "change": (
        "pulse.change_1",
        "pulse.change_2",
        "pulse.change_3",
        "pulse.change_4",
        "pulse.change_5",
        "pulse.change_6",
        "pulse.change_7",
    ),
    "three": ("pulse.no", "pulse.partly", "pulse.yes"),
    "five": ("pulse.five_1", "pulse.five_2", "pulse.five_3", "pulse.five_4", "pulse.five_5"),
}
_MISSING: Final = {
    "information": "pulse.information",
    "time": "pulse.time",
    "skill": "pulse.skill",
    "other": "pulse.other",
}
_SEEN: Final = ("change", "change_general", "promise", "told")
"""What somebody may not have been able to see."""


def named(facts: Facts, names: object) -> Questions:
    """The questions of these names, unknown ones left out."""
    known: dict[str, Question] = {**ALL, **{one.name: one for one in back(facts)}}
    listed = names if isinstance(names, list) else []
    return tuple(known[one] for one in listed if isinstance(one, str) and one in known)


def regular(facts: Facts) -> Questions:
    """The three of a regular round: what has changed, one that takes turns, and one thing for the next time. After a
    reply there is room for a word back."""
    return (first(facts), second(facts), *back(facts), NEXT)


def back(facts: Facts) -> tuple[Open, ...]:
    """A word back to the reply that was posted last, which nobody but its author can tell whose it is."""
    read = _last_read(facts)
    return (Open(BACK, under=read.id),) if read is not None and read.replied_on is not None else ()


def first(facts: Facts) -> Scale:
    """About the practice where the leader has agreed to name it and it goes on, otherwise in general."""
    team = teams.own(facts)
    practice = practices.find(facts, team.practice if team is not None else "")
    return CHANGE if practice.state in (*practices.GOING, "resting") else GENERAL


def second(facts: Facts) -> Question:
    """A kept promise was it seen; a posted reply, every other time, did it come back to them; else in turn."""
    last, read = teams.last_round(facts), _last_read(facts)
    number = last.number if last is not None else 0
    if read is not None:
        kept = any(one.loop == read.id and one.kind == "promise" and one.state == "kept" for one in facts.captures)
        if kept:
            return PROMISE
        if read.replied_on is not None and read.number % 2:
            return REPLY
    return ROTATION[number % len(ROTATION)]


def _last_read(facts: Facts) -> Round | None:
    """The newest round with results. What was asked after it and destroyed unread is asked again."""
    found = (one for one in teams.rounds(facts) if one.state == "released")
    return max(found, key=lambda one: one.number, default=None)


def askable(facts: Facts) -> Questions:
    """One of these a leader may ask at any time."""
    read = _last_read(facts)
    replied: Questions = (REPLY, *back(facts)) if read is not None and read.replied_on is not None else ()
    return (first(facts), *replied, TOLD, SAY, NEED, SMALL, NEXT)


def in_full(wanted: Questions) -> Questions:
    """All that stands in the form: under a question its chips."""
    found: list[Question] = []
    for one in wanted:
        found += [one, *CHIPS.get(one.name, ())]
    return tuple(found)


def text_of(words: Words, round_: Round, leader_name: str, question: Question) -> Text:
    """A question as it stands in the form, and over its result. An unknown one is told by its name."""
    name = Typed(leader_name)
    match question.name:
        case "change":
            day, what = round_.since or round_.opened_on, Typed(round_.practice)
            return words("pulse.ask_change", name=name, day=day, practice=what)
        case "change_general":
            return words("pulse.ask_change_general", name=name, day=round_.since or round_.opened_on)
        case "reply":
            return words("pulse.ask_reply", name=name)
        case "promise":
            return words("pulse.ask_promise", name=name)
        case "say":
            return words("pulse.ask_say", name=name)
        case "need":
            return words("pulse.ask_need")
        case "missing":
            return words("pulse.ask_missing")
        case "told":
            return words("pulse.ask_told", name=name)
        case "small":
            return words("pulse.ask_small")
        case "next":
            return words("pulse.ask_next", name=name)
        case "back":
            return words("pulse.ask_back", name=name)
        case unknown:
            return Text((Typed(unknown),))


def options_of(words: Words, question: Question) -> tuple[tuple[str, str], ...]:
    """The answers to a scale or to chips, each as its value and its label; the last of a scale may be `UNSEEN`. An open
    one has none."""
    match question:
        case Open():
            return ()
        case Scale(low=low, high=high):
            listed = _OPTIONS[{7: "change", 3: "three"}.get(high - low + 1, "five")]
            given = tuple((str(low + place), words.plain(key)) for place, key in enumerate(listed))
            unseen = ((UNSEEN, words.plain("pulse.unseen")),) if question.name in _SEEN else ()
            return (*given, *unseen)
        case Chips(options=options):
            return tuple((one, words.plain(_MISSING[one]) if one in _MISSING else one) for one in options)
        case _:
            assert_never(question)
