"""What draws the pictures in docs/ knows everything that can leave, and draws words as words. No picture is taken."""

from html import escape
from typing import Final

import pytest

from bot.messages import (
    Ask,
    Chart,
    Choice,
    Choices,
    Divider,
    Document,
    Dots,
    Message,
    Plain,
    Quote,
    Ref,
    Rows,
    Series,
    Strong,
    Text,
    Typed,
)
from tests.flows.test_digest_room import spans
from tests.pictures import messages, on_slack, on_teams
from tests.pictures.sheet import PLACES, STYLE, Platform, drawn, html, sheet
from tests.slack import limits as slack_limits
from tests.teams import limits as teams_limits

NASTY: Final = "<script>Tom & 'Co' \"</script>"
EVERYTHING: Final = Message(
    (
        Ask(
            (
                *(Text((Plain(NASTY), Strong(NASTY), Typed(NASTY)), size) for size in ("title", "body", "small")),
                Quote(NASTY, NASTY),
                Rows(((NASTY, (Typed(NASTY),)),)),
                Dots(("did", "partly"), NASTY),
                Chart(NASTY, (NASTY, "b"), (Series(NASTY, (1.0, 0.0)),), NASTY),
                Chart("days", ("2026-11-20", "2026-11-27"), (Series("a", (1.0, 2.0)),), NASTY, "line"),
                Divider(),
                Document(NASTY, "text/plain", NASTY),
                Choices((Choice("main", NASTY, main=True), Choice("form", NASTY, opens=True))),
            ),
            Ref("digest", "page", "page", "2026-11-30"),
        ),
    )
)


def test_every_block_and_element_that_may_be_sent_can_be_drawn() -> None:
    assert set(on_slack.BLOCKS) == slack_limits.IN_MESSAGES
    assert set(on_teams.ELEMENTS) == teams_limits.IN_MESSAGES


@pytest.mark.parametrize("platform", PLACES)
def test_every_part_is_drawn_and_nothing_that_somebody_typed_is_markup(platform: Platform) -> None:
    found = html(platform, EVERYTHING, "key")
    assert "<script" not in found
    assert escape(NASTY) in found


@pytest.mark.parametrize("platform", PLACES)
def test_the_picture_shows_all_that_is_said_in_both_colours(platform: Platform) -> None:
    page = sheet(platform)
    for _, _, post in drawn():
        for words in spans(post.message):
            assert page.count(escape(words.strip())) >= 2


def test_it_is_a_coach_of_twelve_a_leader_with_twelve_weeks_and_what_that_leader_saw_first() -> None:
    assert all(name in str(messages.monday().message) for name in messages.NAMES.values())
    assert [len(part.series[0].values) for ask in messages.opened().message.asks for part in ask.parts
            if isinstance(part, Chart)] == [12]  # fmt: skip
    assert "Take a line out" in str(messages.preview().message)


def test_nothing_on_the_sheet_is_loaded_from_anywhere() -> None:
    assert "url(" not in STYLE.read_text(encoding="utf-8")
