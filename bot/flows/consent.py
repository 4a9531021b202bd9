"""What a coach may see: chosen by the leader, and changed any day.

A conversation of its own for each coach (the subject). A choice holds from the moment it is made: it closes
the row that held until then and opens another.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Literal

from bot.content.words import fold
from bot.effects import FollowUp, Save, Start
from bot.events import Due
from bot.facts import Consent, Partner, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import practices
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Rows, Span, Text
from bot.rules import calendar

Scope = Literal["nothing", "status", "together", "open"]

SCOPES: Final[tuple[Scope, ...]] = ("nothing", "status", "together", "open")
"""From the least to the most."""

AGAIN: Final = timedelta(weeks=13)
"""After joining: when what is shared is shown once more."""

STOP: Final = "on the fifth day, and once more thirteen weeks after joining"

LABELS: Final[dict[Scope, str]] = {
    "status": "consent.status",
    "together": "consent.together",
    "open": "consent.open",
    "nothing": "consent.nothing",
}
MEANINGS: Final[dict[Scope, str]] = {
    "status": "consent.status_means",
    "together": "consent.together_means",
    "open": "consent.open_means",
    "nothing": "consent.nothing_means",
}
WORDS: Final[dict[Scope, str]] = {
    "status": "consent.status_words",
    "together": "consent.together_words",
    "open": "consent.open_words",
    "nothing": "consent.nothing_words",
}


def begin(scene: Scene) -> Next:
    """Take a typed choice, or ask."""
    coach = scene.person.coach
    if not coach:
        return Next(DONE, say=(scene.say("consent.no_coach"),), because="there is nobody to share with")
    if scene.state.subject != coach:
        passed_on = Start("consent", coach, answers=dict(scene.state.answers))
        return Next(DONE, deeds=(passed_on,), because="asked in the conversation about this coach")
    typed = fold(scene.answer("rest"))
    if (scope := _typed_scope(scene, typed)) is not None:
        return choose(scene, scope)
    return Next("choose", deeds=_shown_again(scene), because="nothing is shared until it is chosen")


def again(scene: Scene, due: Due) -> Next:
    """The fifth day: the choice. Week 13: what was chosen, shown once more. “share” asks on any other day."""
    del due  # which of the two it is, the calendar says
    if scene.person.coach != scene.state.subject:
        return Next(STAY, because="there is another coach, or none")
    if practices.going(scene.facts) and not practices.asked_about(scene.facts):
        return Next(STAY, because="they have gone quiet, and “share” changes it any day")
    later = _shown_again(scene)
    if later and current(scene, scene.state.subject) is not None:
        return Next(STAY, deeds=later)
    return Next("choose", deeds=later, because="“share” changes it any day")


def draw_choose(scene: Scene) -> Parts:
    """What may be seen, each choice with what it means; none is chosen beforehand."""
    coach = called(scene.facts, scene.state.subject)
    held = current(scene, scene.state.subject)
    asked = scene.say("consent.asked", coach=coach)
    if held is not None:
        asked = scene.say("consent.asked_again", coach=coach, scope=scene.label(LABELS[held.scope]))
    rows = Rows(tuple((scene.label(LABELS[scope]), _meaning(scene, scope)) for scope in _offered()))
    choices = [Choice(scope, scene.label(LABELS[scope])) for scope in _offered()]
    if held is not None:
        choices.append(Choice("keep", scene.label("consent.keep")))
    return (asked, rows, Choices(tuple(choices)))


def take_choose(scene: Scene, answer: Answer) -> Next:
    """The choice, or all of it left as it is."""
    match answer:
        case Chose("keep"):
            return Next(DONE, because="left as it is; “share” changes it any day")
        case Chose(key):
            return choose(scene, _scope(key))
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def choose(scene: Scene, scope: Scope) -> Next:
    """From this moment on the coach may see this much; what was shared before ends now."""
    coach = called(scene.facts, scene.state.subject)
    held = current(scene, scene.state.subject)
    said: Text = scene.say("consent.chosen", coach=coach, scope=scene.label(LABELS[scope]))
    if scope == "nothing":
        said = scene.say("consent.chosen_nothing", coach=coach)
    if held is not None and held.scope == scope:
        return Next(DONE, say=(said,), because="it was so already; “share” changes it any day")
    opened = Consent(scene.new_id("consent"), scene.person.id, scene.state.subject, scope, from_at=scene.now)
    closed = () if held is None else (Save(replace(held, until_at=scene.now)),)
    deeds = (*closed, Save(opened), *_shown_again(scene))
    return Next(DONE, say=(said,), deeds=deeds, because="“share” changes it any day")


def current(scene: Scene, audience: str) -> Consent | None:
    """What this person lets somebody see now; None while nothing was chosen."""
    mine = (one for one in scene.facts.consents if one.owner == scene.person.id and one.audience == audience)
    return next((one for one in mine if one.until_at is None), None)


def _shown_again(scene: Scene) -> tuple[FollowUp, ...]:
    on = again_on(scene)
    if on <= scene.today:
        return ()
    return (FollowUp("again", on, STOP, subject=scene.state.subject),)


def first_asked(scene: Scene, on: date) -> FollowUp:
    """The choice, on a day of the first week: what a coach sees is chosen then and not before."""
    return FollowUp("again", on, STOP, flow="consent", subject=scene.person.coach)


def again_on(scene: Scene) -> date:
    """The working day, thirteen weeks after joining, on which what is shared is shown again."""
    return calendar.workday_on_or_after(scene.person, (scene.person.joined_on or scene.today) + AGAIN)


def _offered() -> tuple[Scope, ...]:
    return ("status", "together", "open", "nothing")


def _scope(key: str) -> Scope:
    return next((scope for scope in SCOPES if scope == key), "nothing")


def _meaning(scene: Scene, scope: Scope) -> tuple[Span, ...]:
    return scene.facts.words.spans(MEANINGS[scope])


def _typed_scope(scene: Scene, typed: str) -> Scope | None:
    """The scope that follows "share", by name."""
    return next((scope for scope in SCOPES if scene.facts.words.means(WORDS[scope], typed)), None)


FLOW: Final = Flow(
    name="consent",
    steps=(
        Step(
            "choose",
            draw_choose,
            take_choose,
            reads={
                "status": "consent.status_words",
                "together": "consent.together_words",
                "open": "consent.open_words",
                "nothing": "consent.nothing_words",
                "keep": "consent.keep_words",
            },
            hint="consent.hint",
        ),
    ),
    begin=begin,
    due={"again": again},
    passed="consent.passed",
    needs=frozenset({Consent, Partner, Practice}),
)
