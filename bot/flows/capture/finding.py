"""Search in one's own notes, promises, thanks and look-backs: the newest eight lines that hold every word."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.content.words import fold
from bot.facts import Capture, Facts
from bot.flow import DONE, Next, Scene
from bot.messages import Parts, Quote, Text, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line, shortened

MOST: Final = 8
LONGEST: Final = 500
"""Characters of a search that are looked for."""

_KINDS: Final = {
    "promise": "capture.found_promise",
    "note": "capture.found_note",
    "bring": "capture.found_bring",
    "thank": "capture.found_thank",
    "thing": "capture.found_thing",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of their own: what kind (a content key), of which day, and the words."""

    label: str
    day: date | None
    text: str


def found(scene: Scene, query: str) -> Next:
    """Say what was found, the newest first, or plainly that nothing was."""
    wanted = frozenset(plain(query[:LONGEST]).split())
    hits = sorted(
        (hit for hit in lines(scene.facts) if _holds(plain(hit.text), wanted)),
        key=lambda hit: hit.day or date.min,
        reverse=True,
    )
    sought = Typed(one_line(query))
    if not hits:
        return Next(DONE, say=(scene.say("capture.found_nothing", what=sought),), because="a search asks nothing")
    parts: list[Text | Quote] = [scene.say("capture.found", what=sought, count=len(hits))]
    for hit in hits[:MOST]:
        if hit.day is None:
            parts.append(scene.say(hit.label, "small"))
        else:
            label = scene.label(hit.label)
            parts.append(scene.say("capture.found_on", "small", label=label, day=hit.day))
        parts.append(Quote(shortened(hit.text)))
    if len(hits) > MOST:
        parts.append(scene.say("capture.found_more", "small", count=len(hits) - MOST))
    said: Parts = tuple(parts)
    return Next(DONE, say=said, because="a search asks nothing")


def _holds(text: str, wanted: frozenset[str]) -> bool:
    return all(word in text for word in wanted)


def lines(facts: Facts) -> Iterator[Hit]:
    """Everything of their own words that a search looks at."""
    zone = facts.person.zone
    for one in facts.captures:
        if one.kind in _KINDS:
            words = " ".join(dict.fromkeys(word for word in (one.who, one.text, one.place) if word))
            yield Hit(_KINDS[one.kind], _day(one, zone), words)
    for chance in facts.chances:
        if chance.note:
            yield Hit("capture.found_note", chance.day, chance.note)
    for week in facts.weeks:
        for text in (week.answer, week.good, week.thanks):
            if text:
                yield Hit("capture.found_week", week.friday, text)


def _day(one: Capture, zone: str) -> date | None:
    made: datetime | None = one.made_at
    return calendar.local(made, zone).date() if made is not None else one.on


def plain(text: str) -> str:
    """As it is compared: lower case and without accents."""
    taken_apart = unicodedata.normalize("NFKD", fold(text).casefold())
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
