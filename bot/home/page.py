"""The page as a whole, and its shares about what comes and what is open."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from bot.facts import Capture, Facts, Waiting
from bot.flow import DONE, State
from bot.flows import practices, teams
from bot.flows.commands import button
from bot.home.coach import drawn_coaching
from bot.home.kept import drawn_practices
from bot.home.setup import drawn_audience, drawn_settings
from bot.home.team import drawn_teams
from bot.messages import Ask, Choices, Page, Parts, Plain, Ref, Rows, Span, Text, Typed
from bot.rules import calendar, heard
from bot.rules.budget import KINDS
from bot.rules.shortened import one_line
from bot.sharing import expected, waits

DESK: Final = Ref("desk", "", "idle")
"""The handle of every button here: a button's key is the name of a command."""
COMING: Final = 6
OPEN: Final = 8
"""Lines shown of what comes and of what is open."""

HOLDING: Final = ("loop", "holding")
_OPEN_KINDS: Final = {
    "promise": "home.open_promise",
    "bring": "home.open_bring",
    "thank": "home.open_thank",
    "thing": "home.open_thing",
    "wait": "home.open_wait",
}
_UNFINISHED: Final = {"welcome": "home.kind_welcome", "practice": "home.kind_practice"}


def home(facts: Facts, states: Mapping[tuple[str, str, str], State], now: datetime) -> Page:
    """The page as it stands at `now`; `states` are the person's own conversations by their keys."""
    title = (facts.words("home.title", size="title"), facts.words("home.answered", size="small"))
    shares = (
        (*title, *drawn_practices(facts, calendar.local(now, facts.person.zone).date())),
        _coming(facts, now),
        _open(facts, states.values(), now),
    )
    about = (drawn_settings(facts), drawn_audience(facts, now))
    asks = (tuple(Ask(parts, DESK) for parts in some) for some in (shares, about))
    coaching = drawn_coaching(facts, now, DESK)
    return Page((*next(asks), *coaching, *drawn_teams(facts, states, now, DESK), *next(asks)))


def _coming(facts: Facts, now: datetime) -> Parts:
    """The next questions, soonest first, each with its day and time in the person's own calendar."""
    words, person = facts.words, facts.person
    heading = words("home.coming")
    match person.state:
        case "stopped" | "gone":
            return (heading, words("home.stopped"), Choices((button(words, "resume", main=True),)))
        case "quiet":
            return (heading, words("home.quiet"), Choices((button(words, "home_here", main=True),)))
        case "paused" if person.paused_until is not None:
            said = words("home.paused_until", day=person.paused_until)
            return (heading, said, Choices((button(words, "resume", main=True),)))
        case "paused":
            return (heading, words("home.paused"), Choices((button(words, "resume", main=True),)))
        case _:
            pass
    today = calendar.local(now, person.zone).date()
    waiting = (one for one in facts.waiting if _label(one) and _goes_out(facts, one))
    coming = [(wall, one) for one in waiting if (wall := expected(person, one, today))]
    shown = sorted(coming, key=lambda found: found[0])[:COMING]
    if not shown:
        return (heading, words("home.nothing_coming"))
    return (heading, Rows(tuple((words.plain(_label(one)), _when(facts, one, wall, today)) for wall, one in shown)))


def _label(one: Waiting) -> str:
    """The content key that names a kind of question; "" for what is not shown."""
    kind = KINDS.get((one.flow, one.kind))
    return kind.label if kind is not None else ""


def _goes_out(facts: Facts, one: Waiting) -> bool:
    """The holding line does not, as long as the leader has not agreed to it."""
    team = teams.own(facts)
    return (one.flow, one.kind) != HOLDING or (team is not None and team.holds)


def _when(facts: Facts, one: Waiting, wall: datetime, today: date) -> tuple[Span, ...]:
    day, at = wall.date(), wall.time()
    if day <= today:
        spans = facts.words.spans("home.today", at=at)
    elif day == today + timedelta(days=1):
        spans = facts.words.spans("home.tomorrow", at=at)
    else:
        spans = facts.words.spans("home.on_day", day=day, at=at)
    about = _about(facts, one)
    return (*spans, Plain(" · "), Typed(about)) if about else spans


def _about(facts: Facts, one: Waiting) -> str:
    """The person's own words that a question is about; a single practice needs no naming."""
    if one.flow in ("capture", "things"):
        return next((_named(kept) for kept in facts.captures if kept.id == one.subject), "")
    going = practices.going(facts)
    if len(going) < 2:
        return ""
    return next((one_line(practices.act(practice)) for practice in going if practice.id == one.subject), "")


def _open(facts: Facts, states: Iterable[State], now: datetime) -> Parts:
    """Promises, thanks and dilemmas that are open, and what was begun and not finished."""
    words = facts.words
    rows: list[tuple[str, tuple[Span, ...]]] = [
        (words.plain("home.open_begun"), words.spans(_UNFINISHED[state.flow]))
        for state in states
        if state.flow in _UNFINISHED and state.asked and state.step not in (DONE, "") and _is_theirs(facts, state)
    ]
    kept = [one for one in facts.captures if one.kind in _OPEN_KINDS and one.state in ("draft", "open")]
    rows += [_row(facts, one) for one in sorted(kept, key=lambda one: (str(one.made_at), one.who, one.text))]
    parts: list[Text | Rows] = [words("home.open")]
    if rows:
        parts.append(Rows(tuple(rows[:OPEN])))
    else:
        parts.append(words("home.team_waits" if _team_waits(facts, now) else "home.nothing_open"))
    if len(rows) > OPEN:
        parts.append(words("home.open_more", size="small", count=len(rows) - OPEN))
    today = calendar.local(now, facts.person.zone).date()
    waiting = any(waits(one, today) for one in facts.waiting)
    names = ("promise_form", "three_things", "waiting") if waiting else ("promise_form", "three_things")
    return (*parts, Choices(tuple(button(words, name) for name in names)))


def _is_theirs(facts: Facts, state: State) -> bool:
    """Whether it is for them to finish: the welcome is not, once they have begun otherwise or are here for a team."""
    return state.flow != "welcome" or (facts.person.state == "new" and not teams.joined(facts))


def _team_waits(facts: Facts, now: datetime) -> bool:
    """Whether the share about one's own team shows something without an answer."""
    return teams.own(facts) is not None and heard.clock(facts, facts.person, now).oldest is not None


def _row(facts: Facts, one: Capture) -> tuple[str, tuple[Span, ...]]:
    words = facts.words
    text = Typed(_named(one))
    label = "home.open_draft" if one.state == "draft" else _OPEN_KINDS[one.kind]
    spans: tuple[Span, ...] = (text,) if one.on is None else (text, *words.spans("home.open_by", day=one.on))
    return (words.plain(label), spans)


def _named(one: Capture) -> str:
    """A kept line on one line, with whom it is for."""
    return one_line(", ".join(word for word in (one.who, one.text, one.place) if word))
