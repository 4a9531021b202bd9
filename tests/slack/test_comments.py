"""What a team wrote stands on Slack word for word, however much it is and whatever is in it."""

from dataclasses import replace

from adapters.slack.render import message_payload
from bot.ballot.questions import room
from bot.ballot.released import Comment
from bot.flows.loop.shown import MOST, PAGE
from tests.rounds import QUESTIONS, RELEASED, reading
from tests.slack import limits
from tests.slack.worst import LONG

LONGEST = room(QUESTIONS) // 3
"""Characters that a comment can have: three bytes for each at most."""


def test_of_sixty_comments_as_long_as_can_be_none_is_cut() -> None:
    texts = [f"{number:02} {LONG}"[:LONGEST].encode("utf-8", "ignore").decode() for number in range(60)]
    comments = tuple(Comment(f"c{number:02}", "next", text) for number, text in enumerate(texts))
    stage = reading(replace(RELEASED, comments=comments)).presses("Just show it").presses("Show me the rest")
    while "The next ones" in stage.buttons():
        stage.presses("The next ones")
    shown: list[str] = []
    for key in stage.order:
        payload = message_payload(stage.messages[key].message, key)
        assert limits.message(payload) == []
        shown += [one["text"] for one in limits.everything(payload["blocks"]) if one.get("type") == "text"]
    assert all(shown.count(text) == 1 for text in texts)
    assert len(texts) > MOST
    assert sum(map(len, texts)) > PAGE
