"""A leader with a team of eight and rounds about three questions, put where a bot finds them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.ballot.asked import Questions
from bot.effects import Start
from bot.facts import Member, Person, Round, Team
from bot.flows.pulse.questions import CHANGE, NEXT, SAY
from bot.outcome import gathered
from bot.service import Bot
from bot.store import Store

LEADER: Final = "nora"
PEOPLE: Final = ("ada", "ben", "cem", "dia", "eva", "fee", "gil", "hal")
ROUND: Final = "5eed0f0f1234"
QUESTIONS: Final = (CHANGE, SAY, NEXT)
OPENED: Final = date(2026, 11, 23)
ZONE: Final = "Europe/Berlin"
OPENS_FOR: Final = timedelta(days=7)
RELEASED_AFTER: Final = timedelta(days=8)


def gathers(
    store: Store,
    leader: str = LEADER,
    people: Sequence[str] = PEOPLE,
    home: Callable[[str], str] = lambda who: f"x:{who}",
    settled: bool = True,
) -> None:
    """They know the bot, and it may ask them; whoever has `settled` nowhere else is settled here."""
    with store.begin() as unit:
        if settled:
            unit.people.save([somebody(who, home(who)) for who in (leader, *people)])
        unit.people.save([Team(leader, "running", 5, told_on=OPENED - timedelta(days=7))])
        unit.people.save([Member(leader, who, "asked", OPENED) for who in people])


def somebody(who: str, home: str) -> Person:
    return Person(who, who.title(), ZONE, state="active", joined_on=OPENED - timedelta(days=20), homes=(home,))


def opens(
    store: Store,
    now: datetime,
    round_: str = ROUND,
    leader: str = LEADER,
    people: Sequence[str] = PEOPLE,
    questions: Questions = QUESTIONS,
    number: int = 1,
) -> Round:
    """A round of theirs is open; nobody has been told yet."""
    closes, released = now + OPENS_FOR, now + RELEASED_AFTER
    made = Round(round_, leader, number, now.date(), closes, released, 5, len(people), "wait two seconds")
    with store.begin() as unit:
        unit.people.save([made])
        assert unit.ballots.open(round_, people, questions, 5, closes)
    return made


def tells(bot: Bot, now: datetime, news: str, round_: str = ROUND, people: Sequence[str] = PEOPLE) -> None:
    """What the leader's side sends over to everybody who is asked."""
    with bot.store.begin() as unit:
        outcomes = []
        for who in people:
            play = bot._turns.play(unit, who, now)
            assert play is not None
            cause = f"{news}/{round_}/{who}"
            play.start(Start("answer", round_, answers={"news": news}), cause)
            outcomes.append(gathered(play, f"behalf/{cause}", "behalf"))
        bot._turns._write(unit, outcomes, now)
