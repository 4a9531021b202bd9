"""What the daily check-in looks like: the question, its further answers, and the card of an answered day."""

from datetime import timedelta
from typing import Final

from babel.dates import format_date

from bot.facts import Practice
from bot.flow import Scene
from bot.flows import practices
from bot.flows.checkin import days
from bot.messages import Choice, Choices, Dots, Parts, Text, Typed
from bot.rules import chances

LABELS: Final = {
    "did": "checkin.did",
    "partly": "checkin.partly",
    "not": "checkin.not",
    "none": "checkin.none",
    "pass": "checkin.pass",
    "unsure": "checkin.unsure",
}
FACT_EVERY: Final = 7
"""Chances between two facts about one's own past."""


def draw_asked(scene: Scene) -> Parts:
    """The day's question."""
    more = Choice("more", scene.label("checkin.more"))
    if scene.person.effort:
        numbers = tuple(Choice(str(n), str(n)) for n in range(1, 11))
        return (_question(scene), Choices((*numbers, more)))
    answers = tuple(Choice(key, scene.label(LABELS[key])) for key in ("did", "partly", "not"))
    return (_question(scene), Choices((*answers, more)))


def draw_more(scene: Scene) -> Parts:
    """The same question with its rarer answers."""
    answers = tuple(Choice(key, scene.label(LABELS[key])) for key in ("none", "pass", "unsure"))
    note = Choice("note", scene.label("checkin.note"), opens=True)
    back = Choice("back", scene.label("checkin.back"))
    return (_question(scene), Choices((*answers, note, back)))


def _question(scene: Scene) -> Text:
    """The question about its day: "today" only as long as it is that day."""
    practice = practices.subject(scene)
    act, day, past = Typed(practices.act(practice)), scene.occasion, scene.occasion < scene.today
    if scene.person.effort:
        return scene.say("checkin.effort_before", act=act, day=day) if past else scene.say("checkin.effort", act=act)
    return scene.say("checkin.asked_before", act=act, day=day) if past else scene.say("checkin.asked", act=act)


def draw_automatic(scene: Scene) -> Parts:
    """How far it comes by itself."""
    numbers = tuple(Choice(str(n), str(n)) for n in range(1, 6))
    return (scene.say("checkin.automatic", act=Typed(practices.act(practices.subject(scene)))), Choices(numbers))


WHY: Final = {
    "moment": "checkin.why_moment",
    "people": "checkin.why_people",
    "day": "checkin.why_day",
    "self": "checkin.why_self",
}
EASIER: Final = {
    "moment": "checkin.easier_moment",
    "size": "checkin.easier_size",
    "people": "checkin.easier_people",
    "fine": "checkin.easier_fine",
}


def draw_why(scene: Scene) -> Parts:
    """After it happened: what had a part in it."""
    return (scene.say("checkin.why"), _chips(scene, WHY))


def draw_easier(scene: Scene) -> Parts:
    """After it half happened: what the next time needs."""
    return (scene.say("checkin.easier"), _chips(scene, EASIER))


def _chips(scene: Scene, labels: dict[str, str]) -> Choices:
    chips = tuple(Choice(key, scene.label(label)) for key, label in labels.items())
    return Choices((*chips, Choice("leave", scene.label("checkin.leave"))))


def draw_answered(scene: Scene) -> Parts:
    """The closed card: the answer, the last ten chances, and a way to change it."""
    practice = practices.subject(scene)
    said = scene.say("checkin.closed", act=Typed(practices.act(practice)), answer=_answer(scene))
    change = Choices((Choice("change", scene.label("checkin.change")),))
    if scene.state.answers.get("back"):
        return (said, scene.say("checkin.back_again"), change)
    tally = chances.tally(practice.recent)
    if scene.answer("mark") == "not" or chances.misses(practice.recent) >= chances.MISSES or not tally.prompted:
        return (said, change)
    told = scene.label("checkin.dots", done=tally.did + tally.partly, count=tally.prompted)
    return (said, Dots(chances.dots(practice.recent), told), *_own_past(scene, practice), change)


def _answer(scene: Scene) -> str:
    effort = scene.answer("effort")
    if effort not in ("", "0"):
        return scene.label("checkin.effort_said", effort=effort)
    return scene.label(LABELS[scene.answer("mark") or "did"])


def _own_past(scene: Scene, practice: Practice) -> tuple[Text, ...]:
    """Now and then: the last ten beside the last ten of an earlier month, when there are more of them now."""
    known = days.history(scene, practice)
    now = chances.tally(practice.recent)
    if len(known) % FACT_EVERY or now.expected < chances.WINDOW:
        return ()
    month = scene.occasion.replace(day=1)
    while any(one.day < month for one in known):
        month = (month - timedelta(days=1)).replace(day=1)
        ends = (month + timedelta(days=31)).replace(day=1)
        then = chances.tally(chances.roll(one for one in known if one.day < ends))
        if then.expected == chances.WINDOW and then.did + then.partly < now.did + now.partly:
            name = format_date(month, "LLLL", locale=scene.facts.words.locale.replace("-", "_"))
            done, before = now.did + now.partly, then.did + then.partly
            return (scene.say("checkin.own_past", "small", done=done, count=now.prompted, month=name, then=before),)
    return ()
