"""What a team wrote stands in Teams word for word, however much it is and whatever is in it."""

from dataclasses import replace

from adapters.teams.cards import message_card
from bot.ballot.questions import room
from bot.ballot.released import Comment
from tests.rounds import QUESTIONS, RELEASED, reading
from tests.teams import limits
from tests.teams.worst import LONG

LONGEST = room(QUESTIONS) // 3
"""Characters that a comment can have: three bytes for each at most."""


def test_of_sixty_comments_as_long_as_can_be_none_is_cut() -> None:
    texts = [f"{number:02} {LONG}"[:LONGEST].encode("utf-8", "ignore").decode() for number in range(60)]
    comments = tuple(Comment(f"c{number:02}", "next", text) for number, text in enumerate(texts))
    stage = reading(replace(RELEASED, comments=comments)).presses("Just show it").presses("Show me the rest")
    while "The next ones" in stage.buttons():
        stage.presses("The next ones")
    shown = ""
    for key in stage.order:
        card = message_card(stage.messages[key].message, key)
        assert limits.message(card) == []
        shown += "".join(one["text"] for one in limits.everything(card) if one.get("type") == "TextRun")
    assert all(text in shown for text in texts)
