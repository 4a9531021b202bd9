"""The home page's share about coaching: a coach's leaders in the order of what waits for them, and a leader's sessions.

What is said of a leader is what their line says on the digest, by the same functions, and what lies between the two.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.facts import Facts
from bot.flow import Scene, State
from bot.flows import coaches
from bot.flows.commands import button
from bot.flows.consent.scopes import LABELS
from bot.flows.digest import owed, page
from bot.flows.digest.parts import NAME, Entry, Row, placed
from bot.flows.digest.said import in_short, joined
from bot.flows.engage import standing
from bot.flows.people import called
from bot.flows.session.meeting import upcoming, wall
from bot.flows.shown.days import read_by
from bot.messages import Ask, Choices, Part, Parts, Ref, Rows, Span
from bot.rules.shortened import one_line

MOST: Final = 20
"""Leaders shown; a coach of more has the others on the digest."""


def drawn_coaching(facts: Facts, now: datetime, desk: Ref) -> Iterator[Ask]:
    """In either role; for most people none. `desk` is the handle of buttons that are commands."""
    scene = Scene(facts, State("engage", facts.person.id), now)
    if own := _sessions(scene):
        yield Ask(own, desk)
    if standing.shown(scene):
        yield Ask(_leaders(scene), desk)


def _sessions(scene: Scene) -> Parts:
    """As a leader: when the next session with each of their coaches is, soonest first."""
    found = sorted((at, one.coach) for one in coaches.mine(scene.facts) if (at := upcoming(scene, one)))
    rows = tuple(
        (called(scene.facts, coach).text, scene.facts.words.spans("home.on_day", day=here.date(), at=here.time()))
        for at, coach in found
        for here in (wall(scene, at),)
    )
    return (scene.say("home.your_sessions"), Rows(rows)) if rows else ()


def _leaders(scene: Scene) -> Parts:
    """As a coach: what waits first, then good news, the steady, the quiet; what they owe; who was asked."""
    facts, words = scene.facts, scene.facts.words
    monday = read_by(facts.person, scene.now)
    everybody = page.entries(scene, monday)
    order = placed(words, everybody)
    rows = [_row(scene, one) for one in (*order.first, *order.good, *order.steady)]
    # Rest, silence, and nothing shown look the same here too.
    rows += [_row(scene, replace(one, shown=None)) for one in order.quiet]
    others = [one for one in standing.shown(scene) if one.state != coaches.TOGETHER]
    rows += [
        (one_line(called(facts, one.leader).text, NAME), standing.since(scene, standing.STANDS[one.state], one))
        for one in others
    ]
    parts: list[Part] = [words("home.coaching"), Rows(tuple(rows[:MOST]))]
    if len(rows) > MOST:
        parts.append(words("engage.more", size="small", count=len(rows) - MOST))
    parts += owed.owed(words, everybody, (), scene.now)  # whoever has not answered stands above
    names = ("digest", "session", "word", "coach") if everybody else ("coach",)
    return (*parts, Choices(tuple(button(words, name) for name in names)))


def _row(scene: Scene, one: Entry) -> Row:
    """What they show of the week, the next session, and what they let this coach see."""
    words, held = scene.facts.words, coaches.granted_by(scene.facts, one.leader.id)
    said: list[tuple[Span, ...]] = []
    if one.shown is not None:
        said.append(in_short(words, one.shown, one.leader))
    if (at := upcoming(scene, one.between)) is not None:
        here = wall(scene, at)
        said.append(words.spans("digest.session", day=here.date(), at=here.time()))
    scope = words.plain(LABELS[held.scope if held is not None else "nothing"])
    said.append(words.spans("home.lets_you_see", scope=scope))
    return (one.name.text, joined(tuple(said)))
