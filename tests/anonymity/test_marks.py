"""While a round is open, no word of an answer stands in any file, in any log, or in anything that leaves the bot.

All answers are marked with words that stand nowhere else, and given through the real adapters.
"""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from bot.ballot.cells import FileCells
from tests.anonymity.front import PROMPTED, START, Front, answers, opens_round
from tests.anonymity.fronts import FRONTS
from tests.ballot.samples import inside, lies
from tests.ballot.test_bytes import found
from tests.conftest import NewDatabase

MARKS = tuple(f"Kassandra-{number}-unmistakable" for number in range(8))
REFUSED = "Laokoon-unmistakable"
"""In what is sent and not taken: without the tick, twice, too late, and typed."""


@pytest.mark.parametrize(
    ("platform", "kind"), [("slack", "sqlite"), ("slack", "postgresql"), ("teams", "postgresql"), ("page", "sqlite")]
)
async def test_no_answer_stands_in_any_file_or_log_or_in_anything_that_is_sent(
    platform: str, kind: str, new_database: NewDatabase, cells: FileCells, own_log: StringIO, every_log: StringIO
) -> None:
    with new_database(kind) as database:
        async with FRONTS[platform](database, cells) as front:
            round_ = opens_round(front, START)
            await front.goes_to(PROMPTED)
            await everybody_answers(front)
            await one_goes_wrong(front)
            assert inside(front.bot.store, round_.id) == sorted(MARKS)
            await front.goes_to(datetime(2026, 11, 27, 12, tzinfo=UTC))
            words = [*MARKS, REFUSED, round_.id]
            assert found(front.bot.store, cells, words) == {round_.id}, "the search is blind, or finds one"
            keys = lies(front.bot.store, round_.id)[1]
            await front.goes_to(round_.closes_at + timedelta(minutes=1))
            assert "is over" in await front.opens(0)
            logs = own_log.getvalue() + every_log.getvalue()
            assert front.people[0] in logs, "the logs are not seen"
            assert not any(key in logs.encode() for key in keys)
            for searched in (logs, str(front.sent())):
                assert "Kassandra" not in searched
                assert "Laokoon" not in searched


async def everybody_answers(front: Front) -> None:
    """Everybody once without the tick and once with it; the first twice, and in a message too."""
    for place, mark in enumerate(MARKS):
        await front.opens(place)
        before = len(front.replies)
        assert "Nothing is sent yet" in await front.sends(place, f"{REFUSED} {mark}", ticked=False)
        assert "Sealed." in await front.sends(place, mark)
        assert mark not in str(front.replies[before + 1 :]), "the receipt repeats the answer"
    assert "first answer stands" in await answers(front, 0, f"{REFUSED} again")
    if "playground" not in front.bot.transports:  # which plays a platform, and keeps what is typed as one does
        await front.types(0, f"{REFUSED} typed")
        assert "use the form" in str(front.sent())


async def one_goes_wrong(front: Front) -> None:
    """Something breaks, and its error quotes all that it was given."""

    def breaks(*given: object) -> None:
        raise RuntimeError(f"{REFUSED} of {given}")

    await front.opens(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.ballots.Ballots.cast", breaks)
        assert "Something went wrong" in await front.sends(1, f"{REFUSED} broken")
    assert "first answer stands" in await front.sends(1, f"{REFUSED} once more")
