"""What the page sends: JSON in, a checked value out, or one sentence about what is wrong with it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.messages import Ref
from bot.moment import FIRST, LAST

EventId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
"""Made by the page, a fresh one for each act."""
PersonId = Annotated[str, StringConstraints(max_length=40)]
YEARS: Final = 10
"""How far from its present time the clock can be set at once."""


class Unclear(ValueError):
    """The page sent something that makes no sense; the message says what, in one sentence."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The page was opened, in this time zone."""

    zone: str


@dataclass(frozen=True, slots=True)
class Words:
    """A line was typed; `thread` is the key of the message that it answers."""

    id: EventId
    person: PersonId
    text: Annotated[str, StringConstraints(min_length=1)]
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed, of a message or, with "", of the home page."""

    id: EventId
    person: PersonId
    ref: Ref
    choice: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """A form was sent."""

    id: EventId
    person: PersonId
    ref: Ref
    fields: dict[str, str]
    message: str = ""
    kinds: dict[str, Literal["someone", "channel", "members", "looked"]] = field(
        default_factory=dict
    )  # of who is named there


@dataclass(frozen=True, slots=True)
class Move:
    """The clock is to be moved; `at` is a wall time in `zone`, for "to"."""

    move: Literal["next", "hour", "day", "week", "to"]
    zone: str
    at: str = ""


ARRIVAL = TypeAdapter(Arrival)
WORDS = TypeAdapter(Words)
PRESS = TypeAdapter(Press)
FILLING = TypeAdapter(Filling)
MOVE = TypeAdapter(Move)

T = TypeVar("T")


def read(kind: TypeAdapter[T], body: bytes) -> T:
    """The act in a request's body."""
    try:
        return kind.validate_json(body, strict=True, extra="forbid")
    except ValidationError as error:
        raise Unclear(_sentence(error.errors()[0])) from None


def _sentence(error: ErrorDetails) -> str:
    where = ".".join(str(step) for step in error["loc"])[:80]
    what = f"“{where}”" if where else "That"
    match error["type"]:
        case "json_invalid":
            return "That is not JSON."
        case "missing":
            return f"{what} is missing."
        case "unexpected_keyword_argument":
            return f"{what} is not known here."
        case "string_pattern_mismatch":
            return f"{what} is not an id."
        case _:
            said = error["msg"].removeprefix("Input should be ")
            return f"{what} should be {said}." if said != error["msg"] else f"{what}: {said}."


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise Unclear(f"“{name[:80]}” is not a time zone.") from None


def target_of(act: Move, now: datetime) -> datetime:
    """The moment to which the clock is to be moved; days and weeks keep the wall time. Aware UTC."""
    target = _moved(act, zone_of(act.zone), now)
    if not FIRST <= target <= LAST:
        raise Unclear(f"The clock can stand between {FIRST:%Y} and {LAST:%Y}.")
    return target


def _moved(act: Move, zone: ZoneInfo, now: datetime) -> datetime:
    wall = now.astimezone(zone)
    match act.move:
        case "hour":
            return now + timedelta(hours=1)
        case "day":
            return (wall + timedelta(days=1)).astimezone(UTC)
        case "week":
            return (wall + timedelta(weeks=1)).astimezone(UTC)
        case "to" | "next":
            return _date(act.at, wall).astimezone(UTC)


def _date(at: str, wall: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        raise Unclear(f"“{at[:40]}” is not a date.") from None
    if found.tzinfo is not None:
        raise Unclear("“at” is a wall time, without an offset.")
    if abs(found.year - wall.year) > YEARS:
        raise Unclear(f"The clock can be moved by at most {YEARS} years at once.")
    return found.replace(tzinfo=wall.tzinfo)
