"""A flow declares what its follow-ups look at; with no more than that loaded, they say and do the same."""

from datetime import UTC, datetime

import pytest

from bot.coaching import Engagement
from bot.drawn import drawn
from bot.due import plan
from bot.effects import FollowUp
from bot.facts import Capture, Chance, Consent, Facts, Partner, Practice, Team, Waiting, Week
from bot.flows.catalog import FLOWS
from bot.messages import Message
from bot.outcome import of_moment
from bot.play import Play
from bot.rules.budget import KINDS
from tests.stage import Stage
from tests.test_no_orphans import SINGLE, leader
from tests.walk import invited, led, meeting, showing

PLACES = {
    Engagement: ("engagements", "page", "shown", "granted", "people"),
    Practice: ("practices",),
    Chance: ("chances",),
    Capture: ("captures",),
    Partner: ("partners", "people"),
    Consent: ("consents",),
    Week: ("weeks",),
    Waiting: ("waiting",),
    Team: ("teams", "members", "rounds", "items", "released", "invited", "questions", "people"),
}


def only(facts: Facts, needs: frozenset[type]) -> Facts:
    """What a tick loads for a flow of these needs."""
    kept = {place: getattr(facts, place) for kind, places in PLACES.items() if kind in needs for place in places}
    return Facts(facts.person, facts.words, **kept)


@pytest.mark.parametrize(("flow", "kind"), sorted(KINDS), ids=lambda value: str(value))
def test_a_follow_up_says_the_same_with_only_its_needs_loaded(flow: str, kind: str) -> None:
    stage = Stage().says("hi") if flow == "welcome" else leader()
    if flow == "loop":
        led(stage)
    if flow in ("shown", "digest"):
        showing(stage)
    if flow == "invited":
        invited(stage)
    if flow in ("session", "word"):
        meeting(stage, datetime(2026, 11, 23 if kind in ("knew", "after") else 24, 13, tzinfo=UTC))
    coaching = {"shown": "nora", "digest": "page", "invited": "nora"}
    subject = {"capture": "c1", "zone": "Europe/Lisbon", "loop": "r1", **coaching}.get(
        flow, "p1" if flow not in SINGLE else ""
    )
    subject = {"session": "ahead" if kind == "ahead" else "s1", "word": "omar"}.get(flow, subject)
    today = stage.now.date()
    item = plan(stage.leader.person, FollowUp(kind, today, "in a test", flow=flow, subject=subject))
    outcomes = []
    for facts in (stage.leader, only(stage.leader, FLOWS[flow].needs)):
        play = Play(facts, dict(stage.states["ana"]), FLOWS, item.due_at)
        outcome = of_moment(play, [item], {})
        said = [drawn(Message(post.message.asks)) for post in outcome.posts]
        outcomes.append((said, outcome.planned, outcome.settled, outcome.closed, outcome.records))
    assert outcomes[0] == outcomes[1]
