"""Asking the team now: one question of a few, from the third day on, with no practice needed."""

from typing import Final

from bot.effects import Start
from bot.facts import Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.flows.pulse import opening, questions, times
from bot.flows.pulse.ready import held_up
from bot.flows.team import naming
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar

LABELS: Final = {
    "change": "team.ask_change",
    "change_general": "team.ask_change",
    "reply": "team.ask_reply",
    "back": "team.ask_back",
    "told": "team.ask_told",
    "say": "team.ask_say",
    "need": "team.ask_need",
    "small": "team.ask_small",
    "next": "team.ask_next",
}
"""What each question is called on its button."""


def begin(scene: Scene, team: Team) -> Next:
    """Which question; or in one sentence why not now, and from which day on."""
    if not team.k:
        return Next(DONE, deeds=(Start("talk"),), because="too few for anything without a name; they can talk")
    if team.state != "running":
        on = calendar.next_workday(scene.person, team.told_on or scene.today)
        said = scene.say("team.introduced_first", day=on)
        return Next(DONE, say=(said,), because="the introduction comes first")
    later = held_up(scene)
    if later is not None:
        said = scene.say(later.why, day=later.day)
        return Next(DONE, say=(said,), because="no round can open yet")
    return Next("question", because="nothing is asked before they choose")


def draw_question(scene: Scene) -> Parts:
    """Every question in the words in which it would be asked, and the dates of the round."""
    team = teams.own(scene.facts)
    if team is None:
        return (scene.say("team.passed"),)
    round_, words = opening.coming(scene, team), scene.facts.words
    asked = questions.askable(scene.facts)
    texts = tuple(questions.text_of(words, round_, scene.person.name, one) for one in questions.in_full(asked))
    buttons = tuple(Choice(one.name, scene.label(LABELS[one.name])) for one in asked)
    closes, released = (times.day_of(scene.person, one) for one in (round_.closes_at, round_.releases_at))
    first = scene.say("team.which_question", closes=closes, released=released, k=round_.k)
    return (first, *texts, Choices((*buttons, naming.leaving(scene))))


def take_question(scene: Scene, answer: Answer) -> Next:
    """Asked at once: a round with this one question opens."""
    team = teams.own(scene.facts)
    match answer:
        case Chose("leave"):
            return Next(DONE, say=(scene.say("team.not_asked"),), because="nobody is asked")
        case Chose(key) if team is not None and team.state == "running" and held_up(scene) is None:
            wanted = questions.named(scene.facts, [key])
            return Next(DONE, deeds=(opening.asking(scene, team, wanted),), because="the store says what became of it")
        case Chose() if team is not None:
            return begin(scene, team)
        case Chose() | Filled():
            return Next(DONE, say=(scene.say("team.passed"),), because="there is no team any more")
        case Wrote():
            return Next(STAY, because="nothing is asked before they choose")
