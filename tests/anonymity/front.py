"""A team of eight in front of the real adapters, as every platform lets it be played.

`sent` is all that left the bot by itself, by whom it went to; what requests were answered stands in `replies`.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from bot.facts import Round
from bot.service import Bot
from bot.settings import Settings
from bot.store import open_store
from tests.anonymity import team

KEY: Final = b"A" * 43 + b"="
START: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
PROMPTED: Final = datetime(2026, 11, 23, 16, 1, tzinfo=UTC)
"""A minute after the prompt has come: 17:00 in Berlin."""
SAY: Final = "Can you say to {leader} what you see?"
RATED: Final = "3, sometimes"
LINE: Final = "What is one thing you’d like to see from {leader} next time?"
TICK: Final = "Sealed for good once it is sent"
TICKED: Final = "Send it as it stands"
Json = dict[str, Any]


class Front(Protocol):
    """People of one team on one platform; who is meant is told by their place in `people`."""

    replies: list[str]

    @property
    def bot(self) -> Bot: ...
    @property
    def leader(self) -> str: ...
    @property
    def people(self) -> tuple[str, ...]: ...
    @property
    def channel(self) -> str: ...

    async def opens(self, place: int, round_: str = "") -> str:
        """Press the button of the newest prompt, or the same of another round; the words of the form that opens."""

    async def sends(self, place: int, words: str, *, ticked: bool = True) -> str:
        """Fill the form that is open and send it; the words that they read then."""

    async def forges(self, place: int, **fields: str) -> str:
        """Send the form that is open with these values in its fields, whatever a client would let them choose."""

    def carried(self, place: int) -> str:
        """What the newest prompt and the form that is open carry back when they are pressed and sent."""

    async def types(self, place: int, words: str) -> None:
        """Type a line in the chat with the bot."""

    async def goes_to(self, moment: datetime) -> None:
        """Time passes; all that is due on the way is asked and delivered."""

    def sent(self) -> dict[str, list[str]]:
        """What left the bot by itself."""


def pressed(press: Json, round_: str) -> Json:
    """A press of the prompt of `team.ROUND`, as it would be of the same prompt of another round."""
    return dict(json.loads(json.dumps(press).replace(team.ROUND, round_))) if round_ else press


async def answers(front: Front, place: int, words: str) -> str:
    """Open the form, fill it and send it: the receipt."""
    await front.opens(place)
    return await front.sends(place, words)


def opens_round(front: Front, now: datetime, number: int = 1) -> Round:
    """A round of the team, of which everybody is told when the evening comes."""
    round_ = f"{number:012x}"
    made = team.opens(front.bot.store, now, round_, front.leader, front.people, number=number)
    team.tells(front.bot, now, "opened", round_, front.people)
    return made


def fields_for(leader: str, words: str, *, ticked: bool) -> dict[str, str]:
    """What is filled in, by the labels of the fields."""
    tick = {TICK: TICKED} if ticked else {}
    return {SAY.format(leader=leader): RATED, LINE.format(leader=leader): words, **tick}


def settings_of(database: str, **more: Any) -> Settings:
    """For a database that is ready."""
    store = open_store(database, (KEY,))
    store.migrate()
    store.close()
    return Settings((KEY,), database, **more)


def settles(bot: Bot, ids: dict[str, str], home: Callable[[str], str], leader: str = team.LEADER) -> None:
    """They know the bot, and are a team; `ids` are the platform's, by their names."""
    with bot.store.begin() as unit:
        for name, who in ids.items():
            unit.people.save([replace(team.somebody(who, home(who)), name=name.title())])
    team.gathers(bot.store, ids[leader], [who for name, who in ids.items() if name != leader], settled=False)


async def passes(bot: Bot, now: Callable[[], datetime], stands: Callable[[datetime], None], moment: datetime) -> None:
    """Let time pass until then: `now` tells it, `stands` sets it."""
    while (due := await bot.next_due()) is not None and due <= moment:
        stands(max(due, now()))
        await bot.tick(now())
        await bot.deliver(now())
        if await bot.next_due() == due:
            stands(now() + timedelta(minutes=1))
    stands(moment)
    await bot.deliver(moment)
