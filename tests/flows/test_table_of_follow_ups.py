"""When each kind of follow-up comes and how often it is tried, as docs/flows.md tells it: held against what is planned.

Ana's first day is Monday 23 November 2026, nine o'clock.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.coaching import Engagement, Page
from bot.facts import Chance, Practice
from bot.rules import calendar
from bot.rules.budget import KINDS
from tests.flows.test_link import asked
from tests.flows.test_session import coaching, noted
from tests.roster import TEAM, leading, told
from tests.rounds import drafted, in_person, released
from tests.stage import ANA, OMAR, Stage

PAGE = (Path(__file__).parents[2] / "docs" / "flows.md").read_text(encoding="utf-8")
ROWS = {
    (cells[0], cells[1]): (cells[-2], cells[-1])
    for line in PAGE.splitlines()
    if re.match(r"\| \w+ \| \w+ \| (slot|timed|notice|behalf) ", line)
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}
PRACTICE = Practice("p1", "ana", situation="somebody talks", act="wait two seconds", state="active", theme="listening")


class Fact(NamedTuple):
    """The words of the page, the first moment, the tries in all, and how it comes to that."""

    comes: str
    ends: str
    at: str
    tries: int
    play: Callable[[], Stage]


def newcomer() -> Stage:
    return Stage().says("hi")


def begun() -> Stage:
    """The first practice is chosen."""
    stage = newcomer().presses("Start").says("stop interrupting").presses("Any meeting").presses("Wait two seconds")
    return stage.presses("That’s it").presses("Good")


def leader(**practice: object) -> Stage:
    """A practice since this morning, and its check-ins."""
    stage = Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 23)))
    known = {"started_on": date(2026, 11, 23), "trial": "passed", **practice}
    stage.saves(replace(PRACTICE, **known))  # type: ignore[arg-type]  # plain values
    stage.people["omar"] = replace(OMAR, state="active")
    return stage.starts("checkin", "p1")


def missed() -> Stage:
    return leader().next_day().presses("Not today").next_day().presses("Not today")


def fresh(stage: Stage) -> Stage:
    return stage.says("start fresh").presses("It does").presses("Same again").presses("Today")


def rested() -> Stage:
    return leader().says("start fresh").presses("It does").presses("Rest a while").presses("One week")


def helped() -> Stage:
    before = (date(2026, 9, 1), date(2026, 10, 1))
    return fresh(leader(restarts=before)).presses("Somebody outside")


def uphill() -> Stage:
    stage = leader(recent="nnnnnnnn", started_on=date(2026, 9, 1))
    day = date(2026, 11, 23)
    for _ in range(8):
        day = calendar.previous_workday(ANA, day)
        stage.saves(Chance("p1", day, "ana", "not"))
    return stage.next_day()


def paused() -> Stage:
    stage = leader()
    for _ in range(4):
        stage.says("slower")
    return stage


def kept() -> Stage:
    """Its half-year is over on its second day."""
    return leader(started_on=date(2026, 5, 26)).starts("milestone", "p1").next_day().presses("Keep quietly")


def invited() -> Stage:
    stage = leader().says("partner Omar").presses("Yes, they know")
    stage.who = "omar"
    return stage


def agreed() -> Stage:
    stage = invited().says("yes")
    stage.who = "ana"
    return stage


def named_team() -> Stage:
    """Ana has named three people, and found her words."""
    stage = leader().says("team").presses("Name people").sends(people="nora omar")
    stage.presses("Go through the names").sends(stay="nora,omar").presses("With their names")
    return stage.presses("In my words").sends(notice="We are three.")


def told_team() -> Stage:
    """Ana has just told her team."""
    return told(leading(replace(TEAM, state="told", told_on=date(2026, 11, 23))))


def three_promises() -> Stage:
    stage = leader()
    for what in ("the numbers", "the plan", "the slides"):
        stage.says(f"promise Omar {what} Thursday")
    return stage


def looked() -> Stage:
    """All six are marked."""
    stage = leader().says("my team is quiet").presses("All of them now")
    for _ in range(6):
        stage.presses("Yes").presses("Today")
    return stage


def held() -> Stage:
    """The holding line was shown."""
    return released(team=replace(TEAM, holds=True)).goes_to(datetime(2026, 12, 7, 10, 1))


def late() -> Stage:
    """The very moment at which the team is told that no reply came."""
    stage = released().goes_to(datetime(2026, 12, 22, 9, 59))
    stage.now = calendar.instant(datetime(2026, 12, 22, 10), "Europe/Berlin")
    stage.ticks()
    return stage


def was_told() -> Stage:
    """Ana, whom Lea tells something with her name."""
    stage = leading(TEAM, "lea").talks("lea").says("tell Ana that the agenda comes too late")
    return stage.presses("Something to know").presses("Send it to Ana").talks("ana")


def a_member(stage: Stage) -> Stage:
    stage.who = "ben"
    return stage


def coached() -> Stage:
    """Nora coaches Ana, and Ana Omar."""
    return leader().saves(Engagement("nora", "ana", "accepted"), Engagement("ana", "omar", "accepted"))


FACTS = {
    ("capture", "promised"): Fact(
        "the morning of its day", "asked three times", "2026-11-26 09:00", 3, three_promises
    ),
    ("capture", "promised_later"): Fact(
        "the same, when two promises stand on that day already", "asked three times", "2026-11-26 17:00", 3,
        three_promises,
    ),
    ("capture", "bring"): Fact(
        "five working days after it was kept", "not answered, or asked three times", "2026-11-30 17:00", 1,
        lambda: leader().says("bring how to say no"),
    ),
    ("capture", "thank"): Fact(
        "two working days after it was kept", "not answered, or asked three times", "2026-11-25 17:00", 1,
        lambda: leader().says("thank Lea for flagging the delay"),
    ),
    ("capture", "finish"): Fact(
        "the next working day after a line that lacks something", "asked twice", "2026-11-24 17:00", 2,
        lambda: leader().says("promise Omar the numbers"),
    ),
    ("things", "due"): Fact(
        "the end of its day", "asked three times", "2026-11-26 17:00", 1,
        lambda: leader().says("three things ask Omar on Thursday").says("it says so"),
    ),
    ("things", "later"): Fact(
        "three and ten working days after its day, not yet done; three after a coach has proposed something",
        "asked three times", "2026-11-27 17:00", 2,
        lambda: leader().says("three things ask Omar tomorrow").says("it says so").next_day(),
    ),
    ("welcome", "unfinished"): Fact(
        "one working day and five after the first hello of somebody who is in no team and invites nobody",
        "reminded twice", "2026-11-24 17:00", 2, newcomer
    ),
    ("practice", "unfinished"): Fact(
        "one working day and four after it was begun", "two weeks", "2026-11-24 17:00", 3,
        lambda: newcomer().presses("Start"),
    ),
    ("checkin", "asked"): Fact(
        "every chance day, at the person’s hour", "let go", "2026-11-24 17:00", 1, leader
    ),
    ("sharpen", "next"): Fact(
        "with the first check-ins, one a day, when there is room", "each was asked once", "2026-11-24 17:00", 1, begun
    ),
    ("sharpen", "trial"): Fact("after five chances or two weeks", "a verdict", "2026-12-01 17:00", 1, begun),
    ("first_days", "next"): Fact(
        "from days 2, 3, 8 and 10 on, when there is room", "once each", "2026-11-25 17:00", 1, begun
    ),
    ("first_days", "picture"): Fact("day 5, and after thirty days", "the month", "2026-11-30 17:00", 1, begun),
    ("restart", "offer"): Fact(
        "the working day after a second “not” in a row", "once in ten working days", "2026-11-26 17:00", 1, missed
    ),
    ("restart", "recheck"): Fact(
        "the working day after the third chance of a fresh start", "asked once", "2026-11-26 17:00", 1,
        lambda: fresh(leader()),
    ),
    ("restart", "rested"): Fact("the day on which a rest ends", "asked twice", "2026-11-30 17:00", 2, rested),
    ("restart", "reached"): Fact(
        "ten working days after “somebody outside”, or “bigger than work”", "asked once", "2026-12-07 17:00", 1, helped
    ),
    ("pace", "offer"): Fact(
        "the working day after the last ten chances have said so", "once in two weeks", "2026-11-25 17:00", 1, uphill
    ),
    ("pace", "checkback"): Fact(
        "14 and 30 days after a silent pause", "two looks, then nothing", "2026-12-07 17:00", 2, paused
    ),
    ("pace", "ends"): Fact(
        "the day until which a pace was chosen", "asked once", "2026-12-21 17:00", 1, lambda: leader().says("slower")
    ),
    ("lookback", "weekly"): Fact(
        "the last working day of the week", "five unanswered in a row", "2026-11-27 17:00", 1, begun
    ),
    ("milestone", "reached"): Fact(
        "weeks 4, 10, 13 and 26 of a practice", "asked three times", "2026-12-21 17:00", 1, begun
    ),
    ("milestone", "booster"): Fact("4 and 12 weeks after a practice was kept", "twice", "2026-12-22 17:00", 1, kept),
    ("time_off", "back"): Fact(
        "the first working day after an absence", "once", "2026-11-30 17:00", 1,
        lambda: leader().says("away 24 to 27 November"),
    ),
    ("time_off", "hand_over"): Fact(
        "the last working day before an absence", "the leave begins", "2026-12-04 17:00", 1,
        lambda: leader().says("away 7 to 11 December"),
    ),
    ("account", "unconfirmed"): Fact(
        "a day after “erase”", "that day has passed", "2026-11-24 09:00", 1, lambda: leader().says("erase")
    ),
    ("zone", "settled"): Fact(
        "three days after the clock became another one", "asked twice", "2026-11-26 17:00", 2,
        lambda: leader().says("zone Lisbon"),
    ),
    ("mirror", "offer"): Fact(
        "the working day after two rounds in which few took part", "offered once in ninety days", "2026-11-24 17:00", 1,
        lambda: leader().starts("mirror", news="offered"),
    ),
    ("mirror", "next"): Fact(
        "the working day after a look was begun, and after every two of its questions", "asked three times",
        "2026-11-24 17:00", 3, lambda: leader().says("my team is quiet").presses("Two a day"),
    ),
    ("mirror", "supplied"): Fact(
        "ten working days after a look that ended in a question to the team", "asked twice", "2026-12-07 17:00", 2,
        lambda: looked().says("What do you miss?").presses("Nothing more"),
    ),
    ("mirror", "reopen"): Fact(
        "fifteen working days after a look", "asked once", "2026-12-14 17:00", 1,
        lambda: looked().presses("No question").presses("Nothing more"),
    ),
    ("clock", "weekly"): Fact(
        "the first working morning of a week, for a clock in a channel", "ended in one tap", "2026-11-30 09:00", 1,
        lambda: leading(replace(TEAM, channel="stage:c")).says("show the clock").presses("Show it each Monday"),
    ),
    ("item", "waits"): Fact(
        "two and five working days after something was told with a name", "asked twice", "2026-11-25 17:00", 2,
        was_told,
    ),
    ("talk", "held"): Fact(
        "three working days after the card of an open talk", "asked twice", "2026-11-26 17:00", 2,
        lambda: leader().says("talk"),
    ),
    ("talk", "thanked"): Fact(
        "two working days after a talk without a thank-you yet", "asked once more", "2026-11-25 17:00", 1,
        lambda: leader().says("talk").presses("We have talked").presses("Not yet"),
    ),
    ("talk", "told"): Fact(
        "three working days after “ask me once”", "asked once", "2026-11-26 17:00", 1,
        lambda: leader().starts("talk", leader="nora").presses("Ask me once"),
    ),
    ("partner", "told"): Fact(
        "two working days after “not yet”", "asked twice", "2026-11-25 17:00", 2,
        lambda: leader().says("partner Omar").presses("Not yet"),
    ),
    ("partner", "weekly"): Fact(
        "the end of the leader’s week; sent to the partner", "ended by either", "2026-11-27 17:00", 1, agreed
    ),
    ("partner", "unanswered"): Fact(
        "three working days after the invitation", "reminded once", "2026-11-26 17:00", 2, invited
    ),
    ("partner", "still"): Fact("every ten weeks", "asked twice; the lines go on", "2027-02-01 17:00", 2, agreed),
    ("invited", "unanswered"): Fact(
        "three working days after a coach’s invitation", "reminded once", "2026-11-26 17:00", 1,
        lambda: leader().talks("nora").says("coach").presses("Invite people").sends(
            people="ana", note="Shall we?"
        ).talks("ana"),
    ),
    ("link", "unanswered"): Fact(
        "a working day after “are you the same person?”", "that day has passed", "2026-11-24 09:00", 1, asked
    ),
    ("team", "told"): Fact(
        "the next working day, and two later, while a team that was named has not been told", "asked twice",
        "2026-11-24 17:00", 2, named_team,
    ),
    ("pulse", "introduce"): Fact(
        "the working day after a team was told, at 10:00", "each was introduced to", "2026-11-24 10:00", 1, told_team
    ),
    ("pulse", "open"): Fact(
        "the working day after that, then every few weeks, at 10:00", "tried three times in vain",
        "2026-11-25 10:00", 1, lambda: told_team().next_day(1, 10),
    ),
    ("pulse", "close"): Fact(
        "five working days after a round has opened, at 17:00", "closed, or dropped", "2026-12-02 17:00", 1,
        lambda: told_team().next_day(1, 10).next_day(1, 10),
    ),
    ("pulse", "quiet"): Fact(
        "the hour at which a round is released", "looked at once", "2026-12-03 10:00", 1,
        lambda: told_team().next_day(1, 10).next_day(1, 10).next_day(7, 17),
    ),
    ("answer", "asked"): Fact(
        "the day on which a round opens, when there is room", "asked once, or the round is over",
        "2026-11-25 17:00", 1, lambda: a_member(told_team().next_day(1, 10).next_day(1, 10)),
    ),
    ("answer", "reminded"): Fact(
        "three working days after a round has opened, to everybody who is asked", "reminded once",
        "2026-11-30 17:00", 1, lambda: a_member(told_team().next_day(1, 10).next_day(1, 10)),
    ),
    ("loop", "results"): Fact(
        "Tuesday to Thursday at 10:00, after a round was closed", "shown", "2026-11-24 10:00", 1, released
    ),
    ("loop", "nudge"): Fact(
        "two and five working days after the results", "nudged twice", "2026-11-26 17:00", 2, released
    ),
    ("loop", "reply"): Fact(
        "the working day after a reply was drafted", "offered once", "2026-11-25 17:00", 1,
        lambda: drafted().presses("later"),
    ),
    ("loop", "holding"): Fact(
        "nine working days after the results, if the leader agreed to it", "shown, or replied", "2026-12-07 10:00", 1,
        released,
    ),
    ("loop", "hold"): Fact(
        "the working day after that, to everybody who was asked", "sent, or replied", "2026-12-08 10:00", 1, held
    ),
    ("loop", "unanswered"): Fact(
        "twenty working days after the results, to everybody who was asked", "replied, or the team was told",
        "2026-12-22 10:00", 1, released,
    ),
    ("loop", "late"): Fact(
        "once the team was told that no reply came", "told once", "2026-12-22 10:00", 1,
        late,
    ),
    ("loop", "told"): Fact(
        "two working days after “not yet told”, about feedback given in person", "asked twice", "2026-11-25 17:00", 2,
        lambda: in_person().presses("Not yet"),
    ),
    ("session", "ahead"): Fact(
        "the morning of the working day before a coach’s sessions, once for all of a day",
        "asked once for each day with sessions", "2026-11-25 09:00", 1, lambda: noted("session Ana Thursday 14:00"),
    ),
    ("session", "bring"): Fact(
        "the working day before a session", "asked once, the working day before", "2026-11-25 17:00", 1,
        lambda: noted("session Ana Thursday 14:00").talks("ana"),
    ),
    ("session", "knew"): Fact(
        "the first message an hour or more after a session of which something was said ahead",
        "asked once, after the session", "2026-11-26 17:00", 1,
        lambda: noted("session Ana Thursday 14:00").presses("Something will be").says("Petra joins").talks("ana"),
    ),
    ("session", "after"): Fact(
        "the same of any other session; or a working day after that, when it was not answered",
        "asked once, after the session", "2026-11-26 17:00", 1,
        lambda: noted("session Ana Thursday 14:00").talks("ana"),
    ),
    ("word", "open"): Fact(
        "ten working days after a coach has asked for a word", "answered, or ten working days", "2026-12-07 17:00", 1,
        lambda: coaching().says("word Ana").presses("Just ask").presses("Send it to Ana"),
    ),
    ("shown", "preview"): Fact(
        "the last working day of the week, once for each coach", "they work together no more", "2026-11-27 17:00", 1,
        lambda: coached().starts("shown", "nora", news="begun"),
    ),
    ("shown", "friday"): Fact(
        "the same moment, whether anybody answers or not", "they work together no more", "2026-11-27 17:00", 1,
        lambda: coached().starts("shown", "nora", news="begun"),
    ),
    ("digest", "monday"): Fact(
        "Monday at 9:00, or the coach’s first working day of that week", "they coach nobody any more",
        "2026-11-30 09:00", 1, lambda: coached().starts("digest", news="accepted"),
    ),
    ("digest", "taken_back"): Fact(
        "at once, when a leader shows less or nothing any more", "done at once", "2026-11-23 09:00", 1,
        lambda: coached().saves(Page("ana", "stage:c", "c", ("ana",))).starts("digest", news="withdrawn"),
    ),
    ("consent", "again"): Fact(
        "the fifth working day, and week 13", "answered, or shown", "2026-11-30 17:00", 1, begun
    ),
}  # fmt: skip


def test_every_kind_is_told_and_held() -> None:
    assert set(FACTS) == set(KINDS) == set(ROWS)


@pytest.mark.parametrize(("flow", "kind"), sorted(KINDS))
def test_what_the_page_tells_is_what_is_planned(flow: str, kind: str) -> None:
    fact = FACTS[flow, kind]
    comes, ends = ROWS[flow, kind]
    assert comes == fact.comes
    assert fact.ends in ends
    stage = fact.play()
    planned = [one for one in stage.planned.values() if (one.person, one.flow, one.kind) == (stage.who, flow, kind)]
    first = min(planned, key=lambda one: one.wall)
    assert (f"{first.wall:%Y-%m-%d %H:%M}", 1 + len(first.again)) == (fact.at, fact.tries)


def test_the_half_year_is_asked_about_three_times() -> None:
    stage = begun().goes_to(datetime(2027, 5, 24, 16))
    (half,) = [one for one in stage.planned.values() if one.flow == "milestone"]
    assert (half.occasion, len(half.again)) == (date(2027, 5, 24), 2)
