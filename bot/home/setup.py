"""The home page's shares about how the bot is set up, and who sees what."""

from datetime import datetime
from typing import Final

from bot.content.words import Words
from bot.facts import Facts
from bot.flows import teams
from bot.flows.commands import button
from bot.messages import Choices, Parts, Text, Typed
from bot.rules import calendar, clock

_PACES: Final = {"brisk": "home.pace_brisk", "steady": "home.pace_steady", "gentle": "home.pace_gentle"}
_SCOPES: Final = {
    "status": "home.sees_status",
    "together": "home.sees_together",
    "open": "home.sees_open",
}


def drawn_settings(facts: Facts) -> Parts:
    """Hours, days, zone and pace in a sentence."""
    words, person = facts.words, facts.person
    at = calendar.asks_at(person)
    days = days_said(words, person.workdays)
    if person.next_morning:
        asks = words("home.asks_next_morning", at=at, days=days)
    else:
        asks = words("home.asks", at=at, days=days)
    within = words(
        "home.within",
        size="small",
        opens=person.opens,
        closes=person.closes,
        zone=Typed(person.zone.replace("_", " ")),
        pace=words.plain(_PACES[person.pace]),
    )
    times = ("away", "pause") if person.state in ("new", "active") else ()
    names = ("hours", "zone", *times, "link")
    return (words("home.settings"), asks, within, Choices(tuple(button(words, name) for name in names)))


def days_said(words: Words, workdays: str) -> str:
    """ISO weekdays as they are said: "Monday to Friday", "Monday, Wednesday"; a run may go over Sunday."""
    works = sorted({int(digit) for digit in workdays})
    if len(works) == 7:
        return words.plain("home.every_day")
    if (run := clock.run_of(workdays)) is not None:
        first, last = (clock.weekday_name(day, words.locale) for day in run)
        return words.plain("home.days_run", first=first, last=last)
    return ", ".join(clock.weekday_name(day, words.locale) for day in works) or words.plain("home.no_days")


def drawn_audience(facts: Facts, now: datetime) -> Parts:
    """Who sees what, a line each."""
    words = facts.words
    names = {person.id: person.name for person in facts.people}
    lines: list[Text] = []
    for consent in facts.consents:
        holds = consent.from_at <= now and (consent.until_at is None or now < consent.until_at)
        if holds and consent.scope in _SCOPES:
            lines.append(words(_SCOPES[consent.scope], who=Typed(names.get(consent.audience) or consent.audience)))
    for pair in facts.partners:
        if pair.state == "accepted" and pair.leader == facts.person.id:
            lines.append(words("home.sees_partner", who=Typed(names.get(pair.partner) or pair.partner)))
    in_team = teams.own(facts) is not None or teams.joined(facts)
    if not lines:
        lines.append(words("home.sees_rest" if in_team else "home.sees_nobody"))
    if in_team:
        lines.insert(0, words("home.sees_team"))
    buttons = Choices(tuple(button(words, name) for name in ("privacy", "export", "erase")))
    return (words("home.audience"), *lines, buttons)
