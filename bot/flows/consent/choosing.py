"""The choice about one coach, and about which of several it is."""

from typing import Final

from bot.content.words import fold
from bot.effects import Save, Start
from bot.facts import Consent
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.consent.later import asked_once_more, shown_again
from bot.flows.consent.scopes import LABELS, MEANINGS, OFFERED, SCOPES, WORDS, Scope, current, read_before, withdrawn
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Rows, Text

MOST: Final = 20
"""Coaches with a button."""


def begin(scene: Scene) -> Next:
    """Take a typed choice, or ask; with several coaches, about whom."""
    mine, coach = coaches.audiences(scene.facts), scene.state.subject
    if not mine:
        return Next(DONE, say=(scene.say("consent.no_coach"),), because="there is nobody to share with")
    if not coach:
        return about(scene, mine[0]) if len(mine) == 1 else Next("whom", because="the question is open")
    if coach not in mine:
        return Next(DONE, say=(scene.say("consent.passed"),), because="they do not work together any more")
    typed = fold(scene.answer("rest"))
    if (scope := _typed_scope(scene, typed)) is not None:
        return choose(scene, scope)
    if scene.answer("news") != "agreed":
        return Next("choose", deeds=shown_again(scene), because="nothing is shared until it is chosen")
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


def draw_choose(scene: Scene) -> Parts:
    """What may be seen, each choice with what it means; none is chosen beforehand."""
    coach = called(scene.facts, scene.state.subject)
    held = current(scene, scene.state.subject)
    asked = scene.say("consent.asked", coach=coach)
    if held is not None:
        asked = scene.say("consent.asked_again", coach=coach, scope=scene.label(LABELS[held.scope]))
    rows = Rows(tuple((scene.label(LABELS[scope]), scene.facts.words.spans(MEANINGS[scope])) for scope in OFFERED))
    choices = [Choice(scope, scene.label(LABELS[scope])) for scope in OFFERED]
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
    deeds = (*withdrawn(scene, scene.state.subject), Save(opened), *shown_again(scene), shown)
    less = read_before(scene, scene.state.subject) if held is not None and _is_less(scope, held.scope) else ()
    return Next(DONE, say=(said, *less), deeds=deeds, because="“share” changes it any day")


def _is_less(scope: Scope, than: Scope) -> bool:
    return SCOPES.index(scope) < SCOPES.index(than)


def _scope(key: str) -> Scope:
    return next((scope for scope in SCOPES if scope == key), "nothing")


def _typed_scope(scene: Scene, typed: str) -> Scope | None:
    """The scope that follows "share", by name."""
    return next((scope for scope in SCOPES if scene.facts.words.means(WORDS[scope], typed)), None)
