"""What the bot knows about one person: frozen values that flows read and, through `Save`, write.

Each value is one row of one table (`bot/store/tables.py` has the same field names). Dates are the person's
own local dates, times their local wall time; instants are aware UTC and end in `_at`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.ballot.asked import Questions
from bot.ballot.released import Ended
from bot.coaching import Engagement, Page, Shown
from bot.content.words import Words

Mark = Literal["", "did", "partly", "not", "none", "pass", "unsure", "away", "note"]
"""One chance: "" asked and not answered; "none" no chance came; "away" not expected after all."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the bot talks to, with their working hours and what they have chosen about the bot itself."""

    id: str
    name: str
    zone: str = "Etc/UTC"  # IANA name, never an offset
    locale: str = "en"
    country: str = ""  # ISO 3166 code of the public holidays they keep; "" keeps none
    workdays: str = "12345"  # ISO weekdays, Monday is 1
    opens: time = time(8, 30)
    closes: time = time(17, 30)
    asks_at: time = time(17, 0)
    next_morning: bool = False  # ask about the working day before, in the morning
    pace: Literal["brisk", "steady", "gentle"] = "steady"
    state: Literal["new", "active", "paused", "quiet", "stopped", "gone"] = "new"  # quiet: asked where they are linked
    joined_on: date | None = None
    paused_until: date | None = None  # with state "paused": the first day on which to ask again
    away: tuple[tuple[date, date], ...] = ()  # first and last day, both included
    free_days: tuple[date, ...] = ()  # days off beside the public holidays
    quiet_until: datetime | None = None  # do-not-disturb of the platform
    lookback: Literal["weekly", "monthly", "off"] = "weekly"
    effort: bool = False  # ask "how hard did you try, 1 to 10" instead of yes or no
    energy: bool = False  # the optional energy tap of the look-back
    follow_status: bool = False  # ask "shall I pause until then?" when the platform shows them as out of office
    coach: str = ""  # the person id of the coach who invited them
    homes: tuple[str, ...] = ()  # addresses where messages go, the chosen one first
    linked: str = ""  # the person id of the same person on another platform; only `bot.flows.link` looks at it


@dataclass(frozen=True, slots=True)
class Practice:
    """One small thing a leader does differently: "When {situation} with {who}, I {act}"."""

    id: str
    owner: str
    wish: str = ""
    theme: str = ""
    situation: str = ""
    who: str = ""
    act: str = ""
    proof_kind: Literal["", "hear", "see", "receive", "gap", "nobody"] = ""
    proof: str = ""
    dose: Literal["each", "daily", "weekly"] = "each"
    often: Literal["", "5+", "3-4", "1-2", "less"] = ""
    matters: int = 0  # 1 to 5; 0 not asked yet
    sure: int = 0  # 1 to 10; 0 not asked yet
    obstacle: str = ""
    then: str = ""
    state: Literal["draft", "active", "resting", "kept", "let_go", "done"] = "draft"
    level: int = 0  # place on the ladder: 0 five a week, 1 three, 2 one, 3 every other week, 4 paused
    started_on: date | None = None
    began_on: date | None = None  # the first day of the present run, after a fresh start
    resting_until: date | None = None
    ended_on: date | None = None
    generation: int = 0  # raised by each fresh start, so that old follow-ups cannot be mistaken for new ones
    restarts: tuple[date, ...] = ()
    slipped_on: date | None = None  # the first miss of the present slip; None after a fresh start
    changed_on: date | None = None  # when the pace last changed
    own_pace_until: date | None = None  # a tap by the person overrides the rules until then
    asked_automatic: int = 0  # how many chances have passed at the last asking
    automatic: tuple[int, ...] = ()  # answers to "it happened before I thought of it", 1 to 5, newest last
    trial: Literal["open", "passed"] = "open"
    recent: str = ""  # the last chances as letters, newest last (see rules.chances): a roll-up of Chance rows


@dataclass(frozen=True, slots=True)
class Chance:
    """One expected day of one practice, and what became of it. Identity: practice and day."""

    practice: str
    day: date
    owner: str
    mark: Mark = ""
    effort: int = 0
    note: str = ""
    late: bool = False
    revision: int = 0
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One line somebody typed to be kept: a promise, a note, a dilemma to bring, a thank-you, a thing to act on."""

    id: str
    owner: str
    kind: Literal["promise", "note", "bring", "thank", "wait", "thing"]
    text: str
    who: str = ""  # a label, never a mention
    on: date | None = None
    told: bool = False  # of a thing: the look-back has listed it
    moved: bool = False  # a promise, or a thing, gets one new date
    state: Literal["draft", "open", "kept", "dropped", "sent", "closed"] = "open"
    made_at: datetime | None = None
    loop: str = ""  # the round or the item to which it was promised: what becomes of it is told there
    place: str = ""  # where a thing is to happen


@dataclass(frozen=True, slots=True)
class Partner:
    """An accountability partner: asked by the leader first, agreed by button, ended by either."""

    leader: str
    partner: str
    practice: str
    state: Literal["asked", "accepted", "declined", "ended"] = "asked"
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person lets somebody see, from when until when. A change closes one row and opens another."""

    id: str
    owner: str
    audience: str
    scope: Literal["status", "together", "open", "nothing"]
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """One look-back: the week that ends on `friday` (the person's last workday), in the person's own words."""

    owner: str
    friday: date
    kind: Literal["asked", "answered", "skipped"] = "asked"
    question: str = ""
    answer: str = ""
    good: str = ""
    thanks: str = ""
    energy: Literal["", "low", "ok", "good"] = ""


@dataclass(frozen=True, slots=True)
class Team:
    """The people whom a leader asks, and what was agreed about asking them. Identity: leader."""

    leader: str
    state: Literal["named", "told", "running", "stopped"] = "named"  # told: the leader has said so to them
    k: int = 0  # how many have to take part, 5 or 4; 0: too few people, and never anonymous
    every: int = 4  # weeks between regular rounds; 0: only when the leader asks
    notice: str = ""  # what the leader tells them before anything is asked, in their own words
    told_on: date | None = None
    practice: str = ""  # id of the practice that may be named to them
    holds: bool = False  # the leader approved the holding line
    channel: str = ""  # address of the channel where the leader's words are posted; "": to each by DM
    shows: bool = False  # what waits for an answer is shown in that channel too
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a leader's team. Identity: leader and person.

    "out": asks not to be asked, which nobody is told; "left": is in the team no more, and without `since` would not be
    asked in it either.
    """

    leader: str
    person: str
    state: Literal["named", "asked", "out", "left"] = "named"
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a team as its leader goes through it. What was answered is in `Facts.released` alone.

    `k` and `invited` are what was frozen when it opened. A reply that was posted is kept in `heard` and `declined`.
    """

    id: str
    leader: str
    number: int
    opened_on: date
    closes_at: datetime
    releases_at: datetime
    k: int
    invited: int
    practice: str = ""  # the words in which a practice is named to them, "" for none
    since: date | None = None  # what its questions look back to
    state: Literal["open", "released", "below", "lost", "dropped"] = "open"
    guess: str = ""
    thanked_on: date | None = None
    replied_on: date | None = None
    unanswered_on: date | None = None  # when the team was told that no reply came
    heard: str = ""
    declined: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody tells a leader with their name. Identity: id."""

    id: str
    author: str
    leader: str
    kind: Literal["thanks", "know", "request"]
    text: str
    made_at: datetime
    state: Literal["heard", "thanked", "answered", "declined", "done", "told"] = "heard"
    answer: str = ""  # what the leader will do, or why not, as it was sent
    thanked_on: date | None = None
    answered_on: date | None = None


Own = Person | Practice | Chance | Capture | Partner | Consent | Week
Record = Own | Team | Member | Round | Item | Engagement | Page | Shown
"""Everything that `Save` can store."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A follow-up that is planned: what will be asked, and on which day of the person's calendar."""

    flow: str
    kind: str
    subject: str
    wall: datetime  # local wall time, naive by design: the zone is the person's
    cls: str
    first_on: date  # the day it was first due; later than that it has been waiting for room


@dataclass(frozen=True, slots=True)
class Linked:
    """The same person where they are known too: who they are there, and what they practise there."""

    person: Person
    practices: tuple[Practice, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True)
class Facts:
    """A snapshot of what one turn may look at. A flow declares in `needs` which parts it reads."""

    person: Person
    words: Words
    practices: tuple[Practice, ...] = ()
    chances: tuple[Chance, ...] = ()  # of the last 26 weeks, oldest first
    captures: tuple[Capture, ...] = ()  # oldest first
    partners: tuple[Partner, ...] = ()  # in either role
    consents: tuple[Consent, ...] = ()
    weeks: tuple[Week, ...] = ()  # oldest first
    waiting: tuple[Waiting, ...] = ()  # open follow-ups, soonest first
    people: tuple[Person, ...] = ()  # others this person has to do with: coach, partners, team, leaders
    linked: Linked | None = None
    teams: tuple[Team, ...] = ()  # one's own, and those one is in
    members: tuple[Member, ...] = ()  # everybody of one's own team, and oneself in others'
    rounds: tuple[Round, ...] = ()  # of those teams, oldest first; of others' without what is the leader's own
    items: tuple[Item, ...] = ()  # oldest first; what others told one's leaders without words and names
    released: tuple[tuple[str, Ended], ...] = ()  # how one's own last rounds ended, by their ids, oldest first
    invited: tuple[tuple[str, tuple[str, ...]], ...] = ()  # who is asked in one's own last rounds
    questions: tuple[tuple[str, Questions], ...] = ()  # and what they ask
    engagements: tuple[Engagement, ...] = ()  # as a coach and as a leader
    page: Page | None = None  # where one reads the digest as a coach
    shown: tuple[Shown, ...] = ()  # the last line of each pair; a coach has only those whose consent holds
    granted: tuple[Consent, ...] = ()  # what leaders let one see as their coach now
