"""The home page's share about practices: the sentence, the last ten chances, the weeks so far."""

from datetime import date
from typing import Final

from babel.dates import format_date

from bot.facts import Facts, Practice
from bot.flows import practices
from bot.flows.commands import button
from bot.messages import Chart, Choices, Dots, Part, Parts, Series, Text, Typed
from bot.rules import chances, past, sentence
from bot.rules.shortened import ON_A_BUTTON, one_line

WEEKS: Final = 8
LEAST_WEEKS: Final = 2
"""Weeks in which something was asked, before there is a picture."""


def drawn_practices(facts: Facts, today: date) -> Parts:
    """Each practice that is going on; kind words when there is none."""
    words = facts.words
    going = practices.going(facts)
    if not going:
        resting = next((one for one in facts.practices if one.state == "resting"), None)
        said = words("home.resting", act=Typed(practices.act(resting))) if resting else words("home.no_practice")
        return (said, Choices((button(words, "practice", main=resting is None), button(words, "help"))))
    drawn: list[Part] = [part for practice in going for part in _practice(facts, practice)]
    drawn += _picture(facts, going, today)
    names = ("checkin", "lookback", "restart", "practice", "help")
    return (*drawn, Choices(tuple(button(words, name) for name in names)))


def _practice(facts: Facts, practice: Practice) -> Parts:
    words = facts.words
    seen = chances.tally(practice.recent)
    if seen.prompted:
        told = words.plain("home.dots", done=seen.did + seen.partly, count=seen.prompted)
    else:
        told = words.plain("home.no_dots")
    return (Text(sentence.line(practice, words)), Dots(chances.dots(practice.recent), told))


def _picture(facts: Facts, going: tuple[Practice, ...], today: date) -> Parts:
    """One set of bars a practice, own past only; nothing before there are two weeks to look at."""
    words = facts.words
    counted = {
        one.id: past.weeks(facts.person, (c for c in facts.chances if c.practice == one.id), today, WEEKS)
        for one in going
    }
    firsts = sorted({week.first for weeks in counted.values() for week in weeks})[-WEEKS:]
    if (
        sum(any(week.first == first and week.asked for weeks in counted.values() for week in weeks) for first in firsts)
        < LEAST_WEEKS
    ):
        return ()
    series: list[Series] = []
    said: list[str] = []
    for practice in going:
        name = one_line(practices.act(practice), ON_A_BUTTON)
        by_first = {week.first: week for week in counted[practice.id] if week.asked}
        series.append(Series(name, tuple(float(by_first[day].done) if day in by_first else None for day in firsts)))
        told = (
            words.plain("home.week", week=_short(day, words.locale), done=by_first[day].done, count=by_first[day].asked)
            for day in firsts
            if day in by_first
        )
        said.append(words.plain("home.weeks", act=name, weeks="; ".join(told)))
    labels = tuple(_short(day, words.locale) for day in firsts)
    return (Chart(words.plain("home.picture"), labels, tuple(series), " ".join(said)),)


def _short(day: date, locale: str) -> str:
    return format_date(day, "d MMM", locale=locale.replace("-", "_"))
