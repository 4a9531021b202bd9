"""A stage for flows: one leader, the pure engine, a clock to move, and no store, platform or process.

    stage = Stage()
    stage.says("hi"); stage.presses("Start"); stage.seen()
    stage.goes_to(datetime(2026, 11, 24, 17, 0))     # local wall time; asks all that comes due on the way

What the store would keep stands in plain dictionaries; the rules of keeping (one open follow-up of a kind
and subject, keys used once) are the store's own and are tested there on real databases.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.ballot.released import SMALLEST, Below, Ended, Lost
from bot.coaching import Engagement, Page, Shown
from bot.content.loader import load_words
from bot.drawn import drawn
from bot.due import plan, replanned, taken_up
from bot.effects import CloseRound, CountKept, DropRound, FollowUp, Inquiry, Join, MakeCode, OpenRound, Start, TryCode
from bot.events import Act, Moved, Pressed, Said, Submitted
from bot.facts import Facts, Item, Linked, Member, Person, Round, Team, Waiting
from bot.flow import State
from bot.flows.catalog import FLOWS
from bot.flows.link.places import platform_of
from bot.messages import (
    Ask,
    Choice,
    Choices,
    FieldErrors,
    Form,
    Message,
    Reply,
)
from bot.outcome import Outcome, Post, gathered, of_act, of_moment, of_waiting
from bot.planned import ELSEWHERE, Planned
from bot.play import Play
from bot.rules import calendar, codes
from bot.rules.budget import KINDS
from bot.saved import identity, updated
from bot.store.circles import LAST, as_seen_by, told

WORDS = load_words()

ANA = Person(
    id="ana",
    name="Ana",
    zone="Europe/Berlin",
    locale="en",
    coach="nora",
    homes=("stage:ana",),
)
NORA = Person(id="nora", name="Nora", zone="Europe/Berlin", homes=("stage:nora",))
OMAR = Person(id="omar", name="Omar", zone="Europe/Berlin", homes=("stage:omar",))
MONDAY = datetime(2026, 11, 23, 9, 0)
"""The first day of the stage, local wall time of Berlin."""


SHARED = (Team, Member, Round, Item, Engagement, Page, Shown)
ENDED = ("released", "below", "lost")


@dataclass
class Stage:
    """Ana and whom she knows. `lines` is all that was drawn for anybody, newest last."""

    now: datetime = field(default_factory=lambda: calendar.instant(MONDAY, "Europe/Berlin"))
    people: dict[str, Person] = field(default_factory=lambda: {one.id: one for one in (ANA, NORA, OMAR)})
    facts: dict[str, Facts] = field(default_factory=dict)
    states: dict[str, dict[tuple[str, str, str], State]] = field(default_factory=dict)
    planned: dict[tuple[str, str, str, str], Planned] = field(default_factory=dict)
    aside: dict[tuple[str, str, str, str], Planned] = field(default_factory=dict)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    shared: dict[tuple[Any, ...], Any] = field(default_factory=dict)  # what is more than one person's
    asked: dict[str, tuple[OpenRound, frozenset[str], date]] = field(default_factory=dict)
    ended: dict[str, Ended] = field(default_factory=dict)
    ends: Ended = field(default_factory=Below)  # how the next round ends that closes
    refuses: str = ""  # why no round can be opened, when none can
    messages: dict[str, Post] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    sent: dict[str, dict[tuple[str, date], int]] = field(default_factory=dict)
    reply: Reply | None = None
    exported: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    count: int = 0
    who: str = "ana"

    # what a person does

    def says(self, text: str, thread: str = "") -> "Stage":
        """Somebody types a line."""
        return self._act(Said(self._id(), self.who, self.now, text, thread))

    def presses(self, label: str) -> "Stage":
        """Press the newest button of that label (or key); fails when none was drawn."""
        for key in reversed(self.order):
            post = self.messages[key]
            if post.person != self.who:
                continue
            for ask in reversed(post.message.asks):
                for choice in choices(ask):
                    if label in (choice.label, choice.key):
                        assert ask.ref is not None, f"{label} has no handle"
                        return self._act(Pressed(self._id(), self.who, self.now, ask.ref, choice.key, key))
        raise AssertionError(f"no button {label!r}; drawn were: {self.buttons()}")

    def sends(self, **fields: str) -> "Stage":
        """Fill and send the form that is open."""
        assert isinstance(self.reply, Form), f"no form is open but {self.reply}"
        form = self.reply
        self._act(Submitted(self._id(), self.who, self.now, form.ref, fields))
        if isinstance(self.reply, FieldErrors):
            self.errors, self.reply = self.reply, form
        return self

    errors: FieldErrors | None = None

    def undergoes(self, event: Act) -> "Stage":
        """The platform reports something."""
        return self._act(event)

    def moves_to(self, zone: str) -> "Stage":
        """The platform reports another zone."""
        return self._act(Moved(self._id(), self.who, self.now, zone))

    def starts(self, flow: str, subject: str = "", **answers: object) -> "Stage":
        """Begin a flow directly."""
        play = self._play(self.who)
        play.start(Start(flow, subject, answers=answers), self._id())  # type: ignore[arg-type]  # plain JSON in tests
        self._keep(gathered(play, f"reply/{self.count}", "reply"), str(self.count))
        return self

    def comes_due(self, flow: str, kind: str, subject: str = "") -> "Stage":
        """A follow-up of that kind comes today, at the hour of the day's message."""
        person = self._facts(self.who).person
        today = calendar.local(self.now, person.zone).date()
        item = plan(person, FollowUp(kind, today, "in a test", flow=flow, subject=subject))
        self.planned[(self.who, flow, kind, subject)] = item
        self.now = max(self.now, item.due_at)
        self.ticks()
        return self

    def saves(self, *records: object) -> "Stage":
        """Put values into the leader's facts."""
        for record in records:
            if isinstance(record, SHARED):
                self._share(record)
                continue
            self.facts[self.who] = updated(self._facts(self.who), record)  # type: ignore[arg-type]  # any record
            if isinstance(record, Person):
                self.people[record.id] = record
        return self

    # time

    def goes_to(self, wall: datetime) -> "Stage":
        """Let time pass until that local wall time of the leader's; all that comes due is asked on the way."""
        until = calendar.instant(wall, self._facts("ana").person.zone)
        for _ in range(20_000):
            coming = min((item.due_at for item in self.planned.values()), default=None)
            if coming is None or coming > until:
                break
            self.now = max(self.now, coming)
            self.ticks()
        self.now = until
        return self

    def next_day(self, days: int = 1, hour: int = 17, minute: int = 1) -> "Stage":
        """Go on to that time, so many days later."""
        local = calendar.local(self.now, self._facts("ana").person.zone)
        return self.goes_to(datetime.combine(local.date() + timedelta(days=days), local.time().replace(hour, minute)))

    def ticks(self) -> None:
        """Ask what is due now."""
        for person in sorted({item.person for item in self.planned.values() if item.due_at <= self.now}):
            items = [item for item in self.planned.values() if item.person == person and item.due_at <= self.now]
            self._keep(of_moment(self._play(person), items, self.sent.get(person, {})), f"tick{self.now}")

    # what is seen

    def seen(self, who: str = "") -> str:
        """The newest message as text, buttons in brackets."""
        mine = [key for key in self.order if self.messages[key].person == (who or self.who)]
        return drawn(self.messages[mine[-1]].message) if mine else ""

    def all_seen(self, who: str = "") -> str:
        """Everything as it is drawn by now, oldest first."""
        mine = [key for key in self.order if self.messages[key].person == (who or self.who)]
        return "\n---\n".join(drawn(self.messages[key].message) for key in mine)

    def buttons(self) -> list[str]:
        """Labels of the newest message's buttons."""
        mine = [key for key in self.order if self.messages[key].person == self.who]
        return [one.label for ask in self.messages[mine[-1]].message.asks for one in choices(ask)] if mine else []

    def said_count(self, who: str = "") -> int:
        """How many messages that person got."""
        return sum(1 for key in self.order if self.messages[key].person == (who or self.who))

    def waiting(self) -> list[str]:
        """Open follow-ups as "flow/kind date time", soonest first."""
        mine = sorted((one for one in self.planned.values() if one.person == self.who), key=lambda one: one.due_at)
        return [f"{one.flow}/{one.kind} {one.wall:%Y-%m-%d %H:%M}" for one in mine]

    def state(self, flow: str, subject: str = "") -> State:
        """One conversation; any subject's when none is given and there is only one of the flow."""
        mine = self.states.get(self.who, {})
        if (flow, self.who, subject) in mine:
            return mine[(flow, self.who, subject)]
        return next(state for key, state in mine.items() if key[0] == flow)

    def talks(self, who: str) -> "Stage":
        """From now on it is somebody else who acts."""
        self.who = who
        return self

    @property
    def leader(self) -> Facts:
        """What is known about the one who speaks."""
        return self._facts(self.who)

    # inside

    def _id(self) -> str:
        self.count += 1
        return f"e{self.count}"

    def _facts(self, who: str) -> Facts:
        if who not in self.facts:
            self.facts[who] = Facts(self.people[who], WORDS)
        mine = sorted((one for one in self.planned.values() if one.person == who), key=lambda one: one.due_at)
        waiting = tuple(
            Waiting(one.flow, one.kind, one.subject, one.wall, KINDS[(one.flow, one.kind)].cls, one.first_on)
            for one in mine
        )
        others = tuple(person for person in self.people.values() if person.id != who)
        other = self.people[who].linked
        linked = (
            Linked(self.people[other], self.facts[other].practices if other in self.facts else ()) if other else None
        )
        known = replace(self.facts[who], person=self.people[who], waiting=waiting, people=others, linked=linked)
        return replace(known, **self._circle(who), **self._coaching(who))

    def _coaching(self, who: str) -> dict[str, Any]:
        """As the store reads it."""
        works, pages, lines = (
            [one for one in self.shared.values() if isinstance(one, kind)] for kind in (Engagement, Page, Shown)
        )
        choices = [one for facts in self.facts.values() for one in facts.consents if one.until_at is None]
        holding = {one.id for one in choices}
        newest: dict[tuple[str, str], Shown] = {}
        for one in sorted(lines, key=lambda one: one.friday):
            newest[(one.coach, one.leader)] = one
        going = {(one.coach, one.leader) for one in works if one.state == "accepted"}
        read = (one for pair, one in newest.items() if pair in going)
        return {
            "engagements": tuple(one for one in works if who in (one.coach, one.leader)),
            "page": next((one for one in pages if one.coach == who), None),
            "shown": tuple(one for one in read if one.leader == who or (one.coach == who and one.consent in holding)),
            "granted": tuple(one for one in choices if one.audience == who),
        }

    def _share(self, record: Team | Member | Round | Item | Engagement | Page | Shown) -> None:
        self.shared[(type(record).__name__, *identity(record))] = record

    def _circle(self, who: str) -> dict[str, Any]:
        """As the store reads it."""
        members, teams, rounds, items = (
            [one for one in self.shared.values() if isinstance(one, kind)] for kind in (Member, Team, Round, Item)
        )
        near = tuple(one for one in members if who in (one.leader, one.person))
        led = {one.leader for one in near}
        rounds = sorted((one for one in rounds if one.leader in led), key=lambda one: (one.opened_on, one.id))
        items = sorted(items, key=lambda one: (one.made_at, one.id))
        last = [one for one in rounds if one.leader == who][-LAST:]
        return {
            "teams": tuple(one for one in teams if one.leader in led),
            "members": near,
            "rounds": tuple(as_seen_by(who, one) for one in rounds),
            "items": tuple(told(who, one) for one in items if one.author == who or one.leader in led),
            "released": tuple((one.id, self.ended[one.id]) for one in last if one.state in ENDED),
            "invited": tuple((one.id, tuple(sorted(self.asked[one.id][1]))) for one in last if one.id in self.asked),
            "questions": tuple((one.id, self.asked[one.id][0].questions) for one in last if one.id in self.asked),
        }

    def _play(self, who: str) -> Play:
        return Play(self._facts(who), dict(self.states.setdefault(who, {})), FLOWS, self.now)

    def _act(self, event: Act) -> "Stage":
        self.errors = None
        self._keep(of_act(self._play(event.person), event), event.id)
        return self

    def _keep(self, outcome: Outcome, event_id: str) -> None:
        who = outcome.person.id
        self.people[who] = outcome.person
        for record in outcome.records:
            if isinstance(record, SHARED):
                self._share(record)
                continue
            self.facts[who] = updated(self._facts(who), record)
            for other in self.people:
                if other != who and type(record).__name__ == "Partner":
                    self.facts[other] = updated(self._facts(other), record)
        for state in outcome.states:
            self.states.setdefault(who, {})[state.key] = state
        for item, _, reason in outcome.closed:
            self.planned.pop((who, item.flow, item.kind, item.subject), None)
            if reason == ELSEWHERE:
                self.aside[(who, item.flow, item.kind, item.subject)] = item
        for settle in outcome.settled:
            for key in list(self.planned):
                same = settle.flow in ("*", key[1]) and settle.subject in (None, key[3]) and settle.kind in ("", key[2])
                if key[0] == who and (same or settle.flow == "*"):
                    del self.planned[key]
        self._switch(outcome)
        for item in outcome.planned:
            self.planned[(who, item.flow, item.kind, item.subject)] = item
        if outcome.replan:
            for key, item in self.planned.items():
                if key[0] == who:
                    self.planned[key] = replanned(outcome.person, item)
        for redraw in outcome.redraws:
            self._redraw(redraw.message, redraw.ask)
        for post in outcome.posts:
            assert post.key not in self.messages, f"{post.key} was sent twice"
            self.messages[post.key] = post
            self.order.append(post.key)
            counts = self.sent.setdefault(who, {})
            counts[(post.cls, post.day)] = counts.get((post.cls, post.day), 0) + 1
        self.reply = outcome.reply
        if outcome.exports:
            self.exported.append(who)
        if outcome.erase:
            self.erased.append(who)
        if outcome.bring_waiting:
            items = [item for item in self.planned.values() if item.person == who]
            self._keep(of_waiting(self._play(who), items, event_id), event_id)
        for number, order in enumerate(outcome.elsewhere):
            self._elsewhere(who, order, f"{event_id}.{number}" if number else event_id)
        for inquiry in outcome.inquiries:
            begun = self._answered(who, inquiry)
            play = self._play(who)
            play.start(begun, f"{event_id}/answer")
            self._keep(gathered(play, f"reply/{event_id}/answer", "reply"), f"{event_id}/answer")

    def _switch(self, outcome: Outcome) -> None:
        who = outcome.person.id
        if outcome.part:
            for one in (who, self.people[who].linked):
                self.people[one] = replace(self.people[one], linked="")
        if outcome.quieten:
            self.aside |= {key: self.planned.pop(key) for key in list(self.planned) if key[0] == who}
        if outcome.take_up:
            back = {key: self.aside.pop(key) for key in list(self.aside) if key[0] == who}
            fresh = {key: taken_up(outcome.person, item, self.now) for key, item in back.items()}
            self.planned = {**fresh, **self.planned}

    def _answered(self, who: str, inquiry: Inquiry) -> Start:
        """As the store would, but that nobody is refused for guessing."""
        match inquiry:
            case MakeCode():
                code = "".join(codes.LETTERS[(self.count * (place + 3)) % 20] for place in range(codes.LENGTH))
                self.codes = {known: one for known, one in self.codes.items() if one[0] != who}
                self.codes[code] = (who, self.now + codes.GOOD_FOR)
                return Start("link", answers={"news": "code", "code": code})
            case TryCode(code):
                owner, until = self.codes.get(code, ("", self.now))
                if self.now >= until:
                    return Start("link", answers={"news": "wrong"})
                if owner == who:
                    return Start("link", answers={"news": "own"})
                del self.codes[code]
                other = self.people[owner]
                return Start("link", owner, answers={"news": "found", "name": other.name, "at": platform_of(other)})
            case Join(other_id):
                both = (who, other_id)
                if any(self.people[one].linked or self.people[one].state == "stopped" for one in both):
                    return Start("link", answers={"news": "over"})
                for one, other_one in (both, both[::-1]):
                    self.people[one] = replace(self.people[one], linked=other_one)
                return Start("link", answers={"news": "joined"})
            case OpenRound(round=round_):
                return Start("pulse", round_, answers=self._opened(inquiry))
            case CloseRound(round=round_):
                asked = self.asked.get(round_)
                if asked is not None and self.now < asked[0].closes_at:
                    return Start("pulse", round_, answers={"news": "later"})
                ended = self.ended.setdefault(round_, self.ends)
                return Start("pulse", round_, answers={"news": type(ended).__name__.lower()})
            case DropRound(round=round_):
                self.ended[round_] = Lost()
                return Start("pulse", round_, answers={"news": "dropped"})
            case CountKept():
                facts = self._facts(who)
                kept = {name: len(getattr(facts, f"{name}s")) for name in ("practice", "chance", "capture", "member")}
                return Start("privacy", answers={"news": "counted", "counts": {**kept, "person": 1}})

    def _opened(self, wanted: OpenRound) -> dict[str, Any]:
        tired = {one: day for _, invited, day in self.asked.values() if day > wanted.rested for one in invited}
        free = sorted(set(wanted.roster) - set(tired))
        missing = max(SMALLEST, wanted.k) - len(free)
        if missing > 0:
            days = sorted(day for one, day in tired.items() if one in wanted.roster)
            return {"news": "few", "asked": "".join(day.isoformat() for day in days[missing - 1 : missing])}
        if self.refuses:
            return {"news": "refused", "why": self.refuses}
        self.asked[wanted.round] = (wanted, frozenset(free), wanted.rested + timedelta(days=14))
        return {"news": "opened", "invited": list(free)}

    def _elsewhere(self, sender: str, order: object, event_id: str) -> None:
        owner = order.owner if isinstance(order, Start) else order.to  # type: ignore[attr-defined]  # Start or Tell
        if self.people[owner].state in ("stopped", "gone"):
            return
        play = self._play(owner)
        if isinstance(order, Start):
            play.start(replace(order, owner=""), event_id)
        else:
            play.asks.append(Ask(order.parts))  # type: ignore[attr-defined]  # Start or Tell
        self._keep(gathered(play, f"behalf/{event_id}/{sender}/{owner}", "behalf"), event_id)

    def _redraw(self, key: str, ask: Ask) -> None:
        post = self.messages[key]
        asks = tuple(ask if same(one, ask) else one for one in post.message.asks)
        self.messages[key] = replace(post, message=Message(asks))


def same(one: Ask, other: Ask) -> bool:
    """Whether both are shares of one conversation."""
    return (
        one.ref is not None
        and other.ref is not None
        and (one.ref.flow, one.ref.subject) == (other.ref.flow, other.ref.subject)
    )


def choices(ask: Ask) -> Iterable[Choice]:
    """The buttons of an ask."""
    return [choice for part in ask.parts if isinstance(part, Choices) for choice in part.choices]
