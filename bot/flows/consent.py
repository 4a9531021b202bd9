"""What a coach may see: chosen by the leader, and changed any day.

A conversation of its own for each coach (the subject); what is typed has none until it is plain who is meant. A choice
holds from the moment it is made: it closes the row that held until then and opens another.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Literal

from bot.coaching import Engagement
from bot.content.words import fold
from bot.effects import Deed, FollowUp, Save, Start
from bot.events import Due
from bot.facts import Consent, Partner, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import coaches, practices
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Rows, Span, Text
from bot.rules import calendar

Scope = Literal["nothing", "status", "together", "open"]

SCOPES: Final[tuple[Scope, ...]] = ("nothing", "status", "together", "open")
"""From the least to the most."""

MOST: Final = 20
"""Coaches with a button."""
AGAIN: Final = timedelta(weeks=13)
"""After they have begun to work together: when what is shared is shown once more."""
UNCHOSEN: Final = 5
"""Working days after which somebody who is here already and has not chosen is asked once more."""

STOP: Final = "on the fifth day, and once more after thirteen weeks"

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
    """Take a typed choice, or ask; with several coaches, about whom."""
    mine, coach = coaches.audiences(scene.facts), scene.state.subject
    if not mine:
        return Next(DONE, say=(scene.say("consent.no_coach"),), because="there is nobody to share with")
    if coach not in mine:
        return about(scene, mine[0]) if len(mine) == 1 else Next("whom", because="the question is open")
    typed = fold(scene.answer("rest"))
    if (scope := _typed_scope(scene, typed)) is not None:
        return choose(scene, scope)
    if scene.answer("news") != "agreed":
        return Next("choose", deeds=_shown_again(scene), because="nothing is shared until it is chosen")
    said = scene.say("invited.agreed", name=called(scene.facts, coach))
    return Next("choose", {"news": ""}, (said,), (asked_once_more(scene),))


def about(scene: Scene, coach: str) -> Next:
    """On, in the conversation about this coach."""
    passed_on = Start("consent", coach, answers=dict(scene.state.answers))
    return Next(DONE, deeds=(passed_on,), because="asked in the conversation about this coach")


def draw_whom(scene: Scene) -> Parts:
    """Several coaches: what about whom?"""
    rows, buttons = [], []
    for coach in coaches.audiences(scene.facts):
        held, name = current(scene, coach), called(scene.facts, coach).text
        seen = scene.facts.words.spans("consent.not_chosen" if held is None else LABELS[held.scope])
        rows.append((name, seen))
        buttons.append(Choice(coach, name))
    return (scene.say("consent.whom"), Rows(tuple(rows)), Choices(tuple(buttons[:MOST])))


def take_whom(scene: Scene, answer: Answer) -> Next:
    """This one; a scope that came with the command goes with it."""
    match answer:
        case Chose(key):
            return about(scene, key)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def again(scene: Scene, due: Due) -> Next:
    """The fifth day: the choice. Week 13: what was chosen, shown once more. “share” asks on any other day."""
    del due  # which of the two it is, the calendar says
    if scene.state.subject not in coaches.audiences(scene.facts):
        return Next(STAY, because="they do not work together any more")
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
    if scene.state.subject not in coaches.audiences(scene.facts):
        return Next(DONE, say=(scene.say("consent.passed"),), because="they do not work together any more")
    coach = called(scene.facts, scene.state.subject)
    held = current(scene, scene.state.subject)
    said: Text = scene.say("consent.chosen", coach=coach, scope=scene.label(LABELS[scope]))
    if scope == "nothing":
        said = scene.say("consent.chosen_nothing", coach=coach)
    if held is not None and held.scope == scope:
        return Next(DONE, say=(said,), because="it was so already; “share” changes it any day")
    opened = Consent(scene.new_id("consent"), scene.person.id, scene.state.subject, scope, from_at=scene.now)
    shown = Start("shown", scene.state.subject, answers={"news": "changed"})
    deeds = (*withdrawn(scene, scene.state.subject), Save(opened), *_shown_again(scene), shown)
    return Next(DONE, say=(said,), deeds=deeds, because="“share” changes it any day")


def current(scene: Scene, audience: str) -> Consent | None:
    """What this person lets somebody see now; None while nothing was chosen."""
    mine = (one for one in scene.facts.consents if one.owner == scene.person.id and one.audience == audience)
    return next((one for one in mine if one.until_at is None), None)


def withdrawn(scene: Scene, coach: str) -> tuple[Deed, ...]:
    """What was let that coach see ends now."""
    held = current(scene, coach)
    posted = Start("digest", owner=coach, answers={"news": "withdrawn"})
    return () if held is None else (Save(replace(held, until_at=scene.now)), posted)


def _shown_again(scene: Scene) -> tuple[FollowUp, ...]:
    on = again_on(scene, scene.state.subject)
    return () if on <= scene.today else (_again(scene.state.subject, on),)


def _again(coach: str, on: date) -> FollowUp:
    return FollowUp("again", on, STOP, flow="consent", subject=coach)


def first_asked(scene: Scene, on: date) -> tuple[FollowUp, ...]:
    """The choice about each coach, on a day of the first week: what a coach sees is chosen then and not before."""
    return tuple(_again(coach, on) for coach in coaches.audiences(scene.facts))


def shown_later(scene: Scene) -> tuple[FollowUp, ...]:
    """For somebody who is asked again, or for the first time: each choice is shown in its thirteenth week."""
    tomorrow = calendar.next_workday(scene.person, scene.today)
    return tuple(_again(coach, max(tomorrow, again_on(scene, coach))) for coach in coaches.audiences(scene.facts))


def asked_once_more(scene: Scene) -> FollowUp:
    """The choice, if it has not been made by then."""
    return _again(scene.state.subject, calendar.next_workday(scene.person, scene.today, UNCHOSEN))


def again_on(scene: Scene, coach: str) -> date:
    """The working day, thirteen weeks after the two have begun, on which what is shared is shown again."""
    found = coaches.between(scene.facts, coach, scene.person.id)
    begun = (found.since if found is not None else None) or scene.person.joined_on or scene.today
    return calendar.workday_on_or_after(scene.person, begun + AGAIN)


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
        Step("whom", draw_whom, take_whom, hint="consent.whom_hint"),
    ),
    begin=begin,
    due={"again": again},
    passed="consent.passed",
    needs=frozenset({Consent, Engagement, Partner, Practice}),
)
