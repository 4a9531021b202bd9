"""Where each line of a coach's page comes from: a choice that was open then, the row made under it, what was shown.

It reads what both were sent and what is stored; nothing of it is composed again.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.coaching import Line, Shown
from bot.content.loader import HERE, REFERENCE
from bot.facts import Consent
from bot.store import Store
from bot.store.coaches import SHAPES
from bot.store.query import Query
from bot.store.shape import Shape
from bot.store.tables import TABLES
from tests.contract.cast import ZONE
from tests.contract.seen import Seen

_STATUS: Final = frozenset({"going"})
_TOGETHER: Final = (
    _STATUS
    | {"practice", "done", "expected", "usual_done", "usual_expected", "weeks", "waits_since", "due", "kept"}
    | {"promised", "milestone", "fresh_on", "things_due", "things_done", "things_dropped"}
)
ALLOWED: Final = {"status": _STATUS, "together": _TOGETHER, "open": _TOGETHER | {"band", "quiet_since"}}
"""What each choice lets out, as the leader is told when they choose. What they bring they have given by a tap."""
BY_TAP: Final = "brings"
FIELDS: Final = {
    "brings": "brings",
    "quiet": "quiet_since",
    "waits": "waits_since",
    "due": "due",
    "promises": "promised",
    "things_due": "things_due",
    "things_done": "things_done",
    "things_dropped": "things_dropped",
    "team_says": "band",
    "milestone_4": "milestone",
    "milestone_10": "milestone",
    "milestone_13": "milestone",
    "milestone_26": "milestone",
    "fresh": "fresh_on",
    "counts_above": "expected",
    "usual": "expected",
    "above": "expected",
    "below": "expected",
    "going": "going",
}
"""Of which field of the row each thing is said; how somebody stands is said of the counts."""
STANDINGS: Final = ("usual", "above", "below", "going")
OF_THE_COACH: Final = ("title", "together", "first", "good", "quiet_part", "you_owe", "one_for_you")
"""Lines that say nothing of one leader, what the coach has noted, or nothing but names."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of choices and of what was shown under them."""

    consents: tuple[Consent, ...]
    shown: tuple[Shown, ...]


def kept_in(store: Store) -> Kept:
    """All of it, whatever still holds."""
    consents, shown = Shape(TABLES["consent"], Consent), SHAPES[Shown]
    with store.look() as unit:
        on = unit.connection.dialect
        return Kept(
            tuple(consents.values(on, Query(lambda _: select(*consents.select)).rows(unit.connection))),
            tuple(shown.values(on, Query(lambda _: select(*shown.select)).rows(unit.connection))),
        )


def said_of(page: Seen) -> Iterator[tuple[str, str]]:
    """Each leader of whom a page says more than that they are quiet or share nothing, and what it says of them."""
    steady, quiet = _beginning("steady"), _beginning("quiet_part")
    for line in page.look.lines:
        if found := quiet.match(line):
            names = line[found.end() :].strip().split(", ")
            assert all(one.isalpha() for one in names), f"“{line}” says more than names"
        if line.startswith("[") or any(_beginning(key).match(line) for key in OF_THE_COACH):
            continue
        if found := steady.match(line):
            for group in line[found.end() :].strip().split("; "):
                yield from _standing(group)
        else:
            name, between, told = line.partition(": ")
            assert between, f"nobody knows where “{line}” comes from"
            yield name, "; ".join(one for one in told.split("; ") if not _is("session", one))


def _standing(group: str) -> Iterator[tuple[str, str]]:
    told = next(words for key in STANDINGS for words in _texts(key) if group.endswith(f" {words}"))
    for name in group.removesuffix(f" {told}").split(", "):
        yield name, told


def trace(page: Seen, coach: str, messages: Callable[[str], Iterable[Seen]], kept: Kept) -> set[str]:
    """Names of those whom it says something of, each of which was looked up; an error for what cannot be traced."""
    names = set()
    for name, told in said_of(page):
        row = _row(page, name.lower(), coach, kept)
        scope = _open(page, name.lower(), coach, kept).scope
        for clause in told.split("; "):
            field = next((field for key, field in FIELDS.items() if _is(key, clause)), "")
            assert field, f"nobody knows what “{clause}” says of {name}"
            assert field == BY_TAP or field in ALLOWED[scope], f"“{clause}” of {name} is not in “{scope}”"
            assert field not in row.removed, f"“{clause}” of {name} was taken out"
            assert field == "going" or getattr(row.line, field) != getattr(Line(), field), f"“{clause}” is not stored"
        short, _ = _shown_before(page, name, messages)
        assert short == f"{name}: {told}", f"{name} was shown “{short}”, and the coach read “{told}”"
        names.add(name)
    return names


def trace_opened(opened: Seen, name: str, messages: Callable[[str], Iterable[Seen]]) -> None:
    """The same of a leader who is opened: each line stands in what they were shown."""
    _, behind = _shown_before(opened, name, messages)
    for line in opened.look.lines[1:]:
        heading = line.startswith("[") or _is("weeks", line)
        assert heading or line in behind, f"{name} was not shown “{line}”"


def pages(messages: Iterable[Seen]) -> list[Seen]:
    """Those that say something of leaders."""
    return [one for one in messages if _is("title", one.look.lines[0])]


def opened(messages: Iterable[Seen], name: str) -> list[Seen]:
    """Those that say everything of one."""
    about = _texts("about")[0].replace("{name}", name)
    return [one for one in messages if one.look.lines[0] == about]


def _open(page: Seen, leader: str, coach: str, kept: Kept) -> Consent:
    """The one choice that was open at that moment."""
    theirs = (one for one in kept.consents if (one.owner, one.audience) == (leader, coach))
    found = [one for one in theirs if one.from_at <= page.at and (one.until_at is None or page.at < one.until_at)]
    assert len(found) == 1, f"{leader} had {len(found)} choices open at {page.at}"
    assert found[0].scope != "nothing", f"{leader} shared nothing at {page.at}"
    return found[0]


def _row(page: Seen, leader: str, coach: str, kept: Kept) -> Shown:
    """What was made for that Monday, under the choice that was open."""
    day: date = page.at.astimezone(ZoneInfo(ZONE)).date()
    monday = day - timedelta(days=day.weekday())
    theirs = (one for one in kept.shown if (one.leader, one.coach) == (leader, coach))
    found = [one for one in theirs if monday - timedelta(days=8) <= one.friday < monday]
    held = _open(page, leader, coach, kept)
    assert [one.consent for one in found] == [held.id], f"nothing of {leader} was made under that choice"
    return found[0]


def _shown_before(page: Seen, name: str, messages: Callable[[str], Iterable[Seen]]) -> tuple[str, tuple[str, ...]]:
    """The newest that this leader was shown before: the short line, and those behind it."""
    title, behind = _beginning("title", "shown"), _beginning("behind", "shown")
    for one in sorted(messages(name), key=lambda seen: seen.at, reverse=True):
        at = next((place for place, line in enumerate(one.look.lines) if title.match(line)), None)
        if one.at < page.at and at is not None:
            short, heading, *rest = one.look.lines[at + 1 :]
            assert behind.match(heading)
            return short, tuple(rest)
    raise AssertionError(f"{name} was shown nothing before {page.at}")


def _texts(key: str, flow: str = "digest") -> list[str]:
    """Its wordings, without marks."""
    found = tomllib.loads((HERE / REFERENCE / f"{flow}.toml").read_text(encoding="utf-8"))[key]
    some = [found] if isinstance(found, str) else found.values() if isinstance(found, dict) else found
    return [one.replace("*", "") for one in some]


def _pattern(key: str, flow: str = "digest") -> str:
    texts = (re.sub(r"\\\{\w+\\\}", ".+?", re.escape(text)) for text in _texts(key, flow))
    return f"(?:{'|'.join(texts)})"


def _is(key: str, text: str) -> bool:
    return re.fullmatch(_pattern(key), text) is not None


def _beginning(key: str, flow: str = "digest") -> re.Pattern[str]:
    return re.compile(_pattern(key, flow))
