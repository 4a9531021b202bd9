"""Who is left out of a form is not left out for ever, and two who name the same people at once ask about them once."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.meeting import Meeting
from adapters.register import Named, NotSaid, Somebody
from adapters.tasks import Tasks, Turns
from bot.events import Act
from bot.messages import NOTHING, FieldErrors, Reply
from tests.stage import WORDS

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Desk:
    """Knows whoever has joined."""

    joined: list[str] = field(default_factory=list)
    fails: bool = False

    @property
    def clock(self) -> Callable[[], datetime]:
        return lambda: NOW

    async def receive(self, event: Act) -> Reply:
        if self.fails:
            raise RuntimeError
        self.joined.append(event.person)
        return NOTHING

    async def known(self, people: Collection[str]) -> frozenset[str]:
        return frozenset(people) & frozenset(self.joined)


@dataclass
class Place:
    """A platform on which some cannot be reached."""

    place: str = "P1"
    barred: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    pause: float = 0.0

    def person(self, user: str) -> str:
        return f"P1-{user}"

    async def who(self, user: str) -> Somebody:
        self.asked.append(user)
        await asyncio.sleep(self.pause)
        return Somebody(f"P1-{user}", f"p:{user}", user, why="unreachable" if user in self.barred else None)

    async def channel(self, channel: str) -> str:
        raise NotSaid(channel)

    async def members(self, channel: str, most: int) -> Sequence[str]:
        self.asked.append(channel)
        await asyncio.sleep(self.pause)
        return ("a", "b")


def meeting(desk: Desk, remembered: float = 60.0, patience: float = 5.0) -> Meeting:
    return Meeting(desk, WORDS, Tasks(), Turns(), patience, remembered)


async def test_whoever_can_be_reached_later_is_not_left_out_any_more() -> None:
    desk, place = Desk(), Place(barred={"a"})
    for remembered, asked in ((60.0, 1), (0.0, 2)):
        one = meeting(desk, remembered)
        place.asked.clear()
        place.barred = {"a"}
        named = [Named("who", "people", ("a",))]
        assert isinstance(await one.settled(place, named, {}, "form"), FieldErrors)
        place.barred.clear()
        found = await one.settled(place, named, {}, "form")
        assert len(place.asked) == asked
        assert isinstance(found, FieldErrors) == (remembered > 0)
    assert desk.joined == ["P1-a"]


async def test_two_who_name_the_same_people_at_once_ask_about_them_once() -> None:
    desk, place = Desk(), Place(pause=0.05)
    one = meeting(desk)
    named = [Named("all", "members", ("team",), 5)]
    found = await asyncio.gather(*(one.settled(place, named, {}, f"form{number}") for number in range(5)))
    assert found == [{"all": "P1-a P1-b"}] * 5
    assert sorted(place.asked) == ["a", "b", "team"]
    assert sorted(desk.joined) == ["P1-a", "P1-b"]


async def test_what_goes_wrong_after_nobody_waits_any_more_ends_there_and_is_tried_anew() -> None:
    desk, place = Desk(fails=True), Place(pause=0.05)
    one = meeting(desk, patience=0.01)
    named = [Named("who", "people", ("a",))]
    said = await one.settled(place, named, {}, "form")
    assert isinstance(said, FieldErrors)
    assert "One more moment" in said.errors[0][1]
    await one.tasks.idle()
    desk.fails, place.pause = False, 0.0
    assert await one.settled(place, named, {}, "form") in ({"who": "P1-a"}, said)
    await one.tasks.idle()
    assert await one.settled(place, named, {}, "form") == {"who": "P1-a"}


async def test_of_several_fields_each_says_what_is_wrong_with_it() -> None:
    desk, place = Desk(), Place(barred={"b"})
    named = [
        Named("who", "people", ("a", "b"), 1),
        Named("there", "channel", ("Not here.",)),
        Named("one", "people", ("b",)),
    ]
    found = await meeting(desk).settled(place, named, {"note": "x"}, "form")
    assert isinstance(found, FieldErrors)
    assert [name for name, _ in found.errors] == ["who", "there", "one"]
    assert dict(found.errors)["there"] == "Not here."
    assert "At most 1" in dict(found.errors)["who"]
