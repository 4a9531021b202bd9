"""A walk through every flow: from each way in, every button is pressed, every form sent, every question answered.

Each place that is reached is a stage of its own, so what was drawn on the way can be looked at afterwards.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from bot.coaching import Engagement, Line, Shown
from bot.effects import Json, Start
from bot.facts import Capture, Chance, Consent, Item, Member, Partner, Practice, Record
from bot.flow import DONE, State
from bot.flows.catalog import FLOWS
from bot.messages import Choices, Form
from bot.outcome import gathered
from bot.rules.budget import KINDS
from tests.roster import NAMES, TEAM, person, told
from tests.rounds import RELEASED, ended
from tests.stage import ANA, Stage

DEPTH = 5
WIDTH = 1500
"""How deep, unless something else is asked for, and how wide each starting point is searched."""

TYPED = ("tomorrow", "3", "Omar", "any meeting comes", "I ask one question first", "17:30", "asdf")
"""What is typed where a question takes words."""

PRACTICE = Practice(
    "p1",
    "ana",
    wish="stop interrupting",
    theme="listening",
    situation="any meeting",
    act="wait two seconds",
    state="active",
    started_on=date(2026, 11, 2),
    began_on=date(2026, 11, 2),
    recent="ddpn",
)
KEPT: tuple[Record, ...] = (
    replace(ANA, state="active", joined_on=date(2026, 11, 2)),
    PRACTICE,
    *(Chance("p1", date(2026, 11, 16 + n), "ana", mark="did") for n in range(4)),
    Capture("c1", "ana", "promise", "the numbers", "Omar", date(2026, 11, 26)),
    Capture("t1", "ana", "thing", "ask two questions", "Omar", date(2026, 11, 26), loop="s1", place="in the review"),
    Partner("ana", "omar", "p1", "accepted", date(2026, 11, 10)),
)
"""Ana, three weeks into a practice."""

SINGLE = {"clock", "team", "pulse", "welcome", "first_days", "lookback", "time_off", "consent"}
"""Flows whose follow-ups have no subject."""
OWN = {"desk", "hours", "account", "people", "waiting"}
"""More flows whose conversation has no subject."""
ASKED = {"mine": "omar", "same": "omar"}
"""Steps of a link that ask about somebody; the others are Ana's own."""
KNOWN: dict[str, Json] = {
    "wanted": "06:00",
    "near": "09:00",
    "first": "2026-11-24",
    "last": "2026-11-25",
    "until": "2026-11-27",
}
"""Answers that a question read back must have been given before."""
PROPOSED: list[Json] = [{"what": f"ask {number} questions first"} for number in ("two", "three", "four", "five")]
SAID: Mapping[str, dict[str, Json]] = {
    "tell": {"leader": "omar", "kind": "request", "words": "the agenda, a day ahead"},
    "item": {"how": "will", "what": "send it a day ahead", "on": "2026-11-27"},
    "digest": {"leader": "omar"},
    "session": {
        "session": {"coach": "nora", "at": "2026-11-26T13:00:00+00:00", "ahead": "Petra joins"},
        "on": "2026-11-26",
        "at": "15:00",
        "ahead": "Petra joins",
        "kept": "b1",
    },
    "word": {"word": {"coach": "nora", "text": "the numbers"}, "text": "the numbers"},
    "things": {"coach": "nora", "things": PROPOSED, "pending": PROPOSED[:1], "word": "Well done."},
}
"""More of them, by flow."""

S = TypeVar("S", bound=Stage)


def begun(stage: S, *kept: Record) -> S:
    """The stage with what is kept about Ana; her first days are over."""
    stage.saves(*(kept or KEPT))
    first_days = State("first_days", "ana", "", DONE, {"began": "2026-11-20", "next": "thank"})
    stage.states["ana"] = {first_days.key: first_days}
    return stage


def starts() -> list[tuple[str, str]]:
    """Every way in: each command, and each follow-up that can come."""
    lines = ["hi", "help", "home", "checkin", "waiting", "promise", "note", "bring", "thank", "find", "pause"]
    lines += ["resume", "stop", "slower", "faster", "hours", "zone", "partner", "privacy", "share", "export"]
    lines += ["erase", "lookback", "talk", "quiet", "link", "link K7QW-M3PD", "link 7", "unlink", "home here"]
    lines += ["home there"]
    phrases = [
        "new practice", "start fresh", "look back", "pause until Monday", "away tomorrow", "away 24 to 28 November",
        "promise Omar the numbers Thursday", "promise Omar the numbers", "thank Omar for the numbers",
        "thank Lea for flagging it", "bring the reorganisation", "ask me at 16:30", "days mon-thu", "zone Lisbon",
        "partner Omar", "i was sick since Thursday", "mornings", "effort on", "energy on", "did it", "practice",
        "feedback", "feedback Lea: the meetings run over", "reply", "who said this", "three things",
        "three things ask Omar tomorrow",
    ]  # fmt: skip
    links = [("linked", line) for line in ("link", "unlink", "home here", "home there", "erase")]
    comes = [("due", f"{flow}/{kind}") for flow, kind in KINDS]
    leads = [("led", line) for line in ("team", "my team", "ask my team", "stop", "erase", "show the clock")]
    leads += [("was told", line) for line in ("what i was told", "home", "stop", "erase")]
    joins = [("joined", line) for line in ("team", "don't ask me", "ask me again", "stop", "tell")]
    joins += [("joined", line) for line in ("tell Lea it is late", "tell my leader the agenda is late", "home")]
    joins += [("invited", line) for line in ("coach", "invite Omar", "stop working with my coach", "share open")]
    joins += [
        ("meets", line) for line in ("session", "session Omar Friday 15:00", "session Lea", "word", "word Omar hello")
    ]
    opens = [("opens", "once"), ("opens", "again"), ("shows", "digest")]
    says = [("say", line) for line in (*lines, "team", "ask my team", "don't ask me", *phrases)]
    return says + comes + [*links, *leads, *joins, *opens, ("code", "")]


def steps() -> list[tuple[str, str]]:
    """Every step of every flow: some are too far from any way in to be walked to."""
    return [(flow.name, step.name) for flow in FLOWS.values() for step in flow.steps]


def linked(stage: S, *practices: Practice) -> S:
    """The stage with Ana being Omar somewhere else, with her practices there, and with these here."""
    there = tuple(replace(one, owner="omar") for one in stage.leader.practices)
    stage.facts["omar"] = replace(stage.talks("omar").leader, practices=there)
    stage.facts["ana"] = replace(stage.talks("ana").leader, practices=practices)
    for one, other in (("ana", "omar"), ("omar", "ana")):
        stage.people[one] = replace(stage.people[one], linked=other)
    return stage


def led(stage: S) -> S:
    """The stage with a team of Ana's that has answered a round, and half of her reply."""
    stage.people.update({name: person(name) for name in NAMES})
    stage.saves(replace(TEAM, holds=True), *(Member("ana", name, "asked", TEAM.since) for name in NAMES))
    ended(stage, RELEASED)
    half = State("loop", "ana", "r1", DONE, {"shown": True, "heard": "that it goes too fast", "line": "Truly."})
    stage.states["ana"][half.key] = half
    return stage


def was_told(stage: S) -> S:
    """The stage with a team of Ana's, one of whom has asked her for something."""
    asked = Item("i1", NAMES[0], "ana", "request", "the agenda, a day ahead", stage.now)
    return led(stage).saves(asked, replace(asked, id="i2", kind="thanks"))


def joined(stage: S) -> S:
    """The stage with Ana in Omar's team."""
    stage.saves(replace(TEAM, leader="omar"), Member("omar", "ana", "asked", TEAM.since))
    return stage


def coached(stage: S) -> S:
    """The stage with Nora being Ana's coach, and Ana Omar's."""
    return stage.saves(Engagement("nora", "ana", "accepted"), Engagement("ana", "omar", "accepted"))


def meeting(stage: S, at: datetime = datetime(2026, 11, 26, 13, tzinfo=UTC)) -> S:
    """The stage with a session of Ana's with Nora, and one with Omar, whom she coaches."""
    kept = State("session", "ana", "s1", DONE, SAID["session"])
    known = {**SAID["session"], "session": {"coach": "nora", "at": at.isoformat(), "ahead": "Petra joins"}}
    stage.states["ana"][kept.key] = replace(kept, answers=known)
    stage.saves(Capture("b1", "ana", "bring", "telling Sales"))
    works = (Engagement("nora", "ana", "accepted"), Engagement("ana", "omar", "accepted"))
    return stage.saves(*(replace(one, session_at=at) for one in works))


def invited(stage: S) -> S:
    """The stage with Nora asking Ana whether she may coach her, as Omar does already, and Ana asking Omar the same."""
    asked = (Engagement("nora", "ana", "invited", "Shall we?"), Engagement("ana", "omar", "invited", "Shall we?"))
    return stage.saves(*asked, Engagement("omar", "ana", "accepted"))


def showing(stage: S) -> S:
    """The stage with what Ana shows Nora on Friday, and with what Omar has shown her last Friday."""
    line = Line(done=3, expected=4, usual_done=8, usual_expected=16, weeks=((2, 4), (3, 4)), due=1, practice="wait")
    coached(stage).talks("omar").saves(Consent("k2", "omar", "ana", "open", stage.now))
    stage.talks("ana").saves(Consent("k1", "ana", "nora", "open", stage.now))
    mine = Shown("ana", "nora", date(2026, 11, 27), "k1", replace(line, brings=("telling Sales",)))
    return stage.saves(mine, Shown("omar", "ana", date(2026, 11, 20), "k2", line))


def opened(stage: S) -> S:
    """The stage with a team of Ana's that is asked on Wednesday."""
    stage.people.update({name: person(name) for name in NAMES})
    stage.saves(replace(TEAM, state="told"), *(Member("ana", name, "asked", TEAM.since) for name in NAMES))
    told(stage).goes_to(datetime(2026, 11, 25, 10, 30))
    return stage


def placed(stage: S, flow: str, step: str) -> S:
    """The stage with Ana at that step, its question asked."""
    subject = {
        "capture": "c1",
        "things": "t1",
        "zone": "Europe/Lisbon",
        "consent": "nora",
        "link": ASKED.get(step, ""),
    }.get(flow, "p1")
    if flow in ("loop", "team", "pulse", "clock"):
        stage, subject = led(stage), "r1"
    if flow == "item":
        stage, subject = was_told(stage), "i1"
    if flow == "things":
        stage, subject = coached(stage), "omar" if step in ("advise", "too_many", "read") else subject
    if flow in ("member", "tell"):
        stage, subject = joined(stage), "omar"
    if flow in ("shown", "digest"):
        stage, subject = showing(stage), "nora" if flow == "shown" else "page" if step == "page" else "one"
    if flow == "page":
        stage, subject = coached(stage), "nora" if step in ("asked", "agreed") else ""
    if flow in ("engage", "invited"):
        stage, subject = invited(stage), "nora" if step == "invited" else ""
    if flow in ("session", "word"):
        stage, subject = meeting(stage), _meeting(step)
    if flow == "link" and step not in ASKED:
        stage = linked(stage, *(stage.leader.practices if step != "begin" else ()))
    about = "" if flow in (*SINGLE - {"consent"}, *OWN) else subject
    occasion = {"shown": "2026-11-27", "digest": "2026-11-23"}.get(flow, "")
    begin = Start(flow, about, step=step, answers={**KNOWN, **SAID.get(flow, {})}, occasion=occasion)
    play = stage._play("ana")
    play.start(begin, "placed")
    stage._keep(gathered(play, "reply/placed", "reply"), "placed")
    return stage


def _meeting(step: str) -> str:
    """The subject of a conversation about a session, or a word: the leader's, the coach's, or nobody's yet."""
    own = {"whom": "", "different": "ahead", **dict.fromkeys(("when", "off", "moves", "noted"), "omar")}
    return {**own, **dict.fromkeys(("ahead", "late", "write", "read"), "omar")}.get(step, "s1")


def started(stage: S, what: str, value: str) -> S:
    """The stage after one way in."""
    if what == "say":
        stage.says(value)
    elif what == "linked":
        linked(stage, *stage.leader.practices).says(value)
    elif what == "led":
        led(stage).says(value)
    elif what == "was told":
        was_told(stage).says(value)
    elif what == "joined":
        joined(stage).says(value)
    elif what == "invited":
        invited(stage).says(value)
    elif what == "shows":
        showing(stage).says(value)
    elif what == "meets":
        meeting(stage).says(value)
    elif what == "opens":
        opened(stage)
        if value == "again":
            stage.goes_to(datetime(2026, 12, 3, 10, 30))
    elif what == "code":
        code = re.findall(r"\w{4}-\w{4}", stage.talks("omar").says("link").seen())[0]
        stage.talks("ana").says(f"link {code}")
    else:
        flow, kind = value.split("/")
        subject = {
            "capture": "c1",
            "things": "t1",
            "zone": "Europe/Lisbon",
            "link": "omar",
            "shown": "nora",
            "digest": "page",
            "invited": "nora",
        }.get(flow, "p1" if flow not in SINGLE else "")
        if flow in ("session", "word"):
            over = kind in ("knew", "after")
            stage, subject = meeting(stage, datetime(2026, 11, 23 if over else 24, 13, tzinfo=UTC)), "s1"
            subject = {"ahead": "ahead", "open": "omar"}.get(kind, subject)
        if flow == "invited":
            invited(stage)
        if flow in ("shown", "digest"):
            showing(stage)
        if flow in ("loop", "pulse"):
            stage, subject = led(stage), "r1" if flow == "loop" or kind in ("close", "quiet") else ""
        if flow == "item":
            stage, subject = was_told(stage), "i1"
        stage.comes_due(flow, kind, subject)
    return stage


def explore(
    stage: S, typed: tuple[str, ...] = TYPED, fillings: tuple[Mapping[str, str], ...] = (), depth: int = DEPTH
) -> Iterator[S]:
    """Every place that can be reached from here, as deep and as wide as is allowed, this one first.

    `fillings` are the values to try in forms, by the kind of field; without any no form is sent.
    """
    queue = [(stage, 0)]
    known: set[tuple[object, ...]] = set()
    visited = 0
    yield stage
    while queue and visited < WIDTH:
        at, far = queue.pop(0)
        visited += 1
        if far >= depth or not at.order:
            continue
        for what, value, fields in _moves(at, typed, fillings):
            there = copied(at)
            match what:
                case "press":
                    there.presses(value)
                case "say":
                    there.says(value)
                case _:
                    there.sends(**fields)
            yield there
            state = tuple(
                sorted(
                    (one.flow, one.subject[:2], one.step)
                    for one in there.states.get(there.who, {}).values()
                    if one.step != DONE
                )
            )
            if (state, what, value) not in known:
                known.add((state, what, value))
                queue.append((there, far + 1))


def _moves(
    at: Stage, typed: tuple[str, ...], fillings: tuple[Mapping[str, str], ...]
) -> list[tuple[str, str, dict[str, str]]]:
    post = at.messages[at.order[-1]]
    at.who = post.person
    moves: list[tuple[str, str, dict[str, str]]] = []
    for ask in post.message.asks:
        for part in ask.parts:
            if isinstance(part, Choices):
                moves += [("press", choice.key, {}) for choice in part.choices]
    newest = post.message.asks[-1].ref
    if newest is not None and FLOWS[newest.flow].step(newest.step).text:
        moves += [("say", line, {}) for line in typed]
    if isinstance(at.reply, Form) and at.reply.send:
        form = at.reply
        for number, filling in enumerate(fillings):
            moves.append(("send", f"{form.ref.flow}/{form.ref.step}/{number}", _filled(form, filling)))
    return moves


def _filled(form: Form, filling: Mapping[str, str]) -> dict[str, str]:
    """A value for each field; of a list the last option."""
    fields: dict[str, str] = {}
    for part in form.body:
        match part.kind:
            case "line" | "day":
                fields[part.name] = filling[part.kind]
            case "pick":
                fields[part.name] = part.options[-1][0]
            case _:
                pass
    return fields


def copied(stage: S) -> S:
    """A copy that can go another way; values are frozen and shared."""
    copy = type(stage)(stage.now, dict(stage.people))
    copy.facts = dict(stage.facts)
    copy.states = {who: dict(states) for who, states in stage.states.items()}
    copy.planned, copy.messages, copy.order = dict(stage.planned), dict(stage.messages), list(stage.order)
    copy.aside, copy.codes = dict(stage.aside), dict(stage.codes)
    copy.shared, copy.asked, copy.ended = dict(stage.shared), dict(stage.asked), dict(stage.ended)
    copy.shared, copy.asked, copy.ended = dict(stage.shared), dict(stage.asked), dict(stage.ended)
    copy.sent = deepcopy(stage.sent)
    copy.count, copy.who, copy.reply = stage.count, stage.who, stage.reply
    return copy
