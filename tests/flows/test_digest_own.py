"""What a coach has noted between the two is for the coach alone, wherever the page is read."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.drawn import drawn
from tests.digests import STEADY, coaching, read, shows
from tests.flows.test_digest_channel import PAGE, direct, posted


def test_when_they_meet_stands_in_no_channel() -> None:
    at = datetime(2026, 12, 2, 13, tzinfo=UTC)
    stage = shows(coaching(), "ana", replace(STEADY, due=1), session_at=at)
    shows(stage, "ben", replace(STEADY, due=1), session_at=at).saves(replace(PAGE, leaders=("ana",)))
    (post,) = posted(read(stage))
    assert "Ana: 1 promise due" in drawn(post.message)
    assert "session" not in drawn(post.message)
    assert "Ben: 1 promise due; session Wednesday 2 December 14:00" in direct(stage)
