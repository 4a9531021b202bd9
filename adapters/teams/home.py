"""The home page, which Teams has no place for: a card in the chat, when somebody asks for it."""

from dataclasses import dataclass
from typing import Final

from adapters.newcomers import Bot
from adapters.teams.answers import Answers
from adapters.teams.cards import attached, home_card
from adapters.teams.visitors import Visitor
from bot.content.words import Words
from bot.events import Pressed
from bot.flows.commands import read_command
from bot.messages import Ref

HOME: Final = "home"
"""The command, and the choice of its button."""
DESK: Final = Ref("desk", "", "idle")


@dataclass(frozen=True, slots=True)
class Home:
    """It is drawn afresh each time and kept by nobody, so it comes at once and not by the outbox."""

    bot: Bot
    answers: Answers
    words: Words

    def is_asked_for(self, text: str) -> bool:
        """Whether a typed line is the command."""
        found = read_command(self.words, text)
        return found is not None and found[0].name == HOME

    def is_button(self, event: Pressed) -> bool:
        """Whether a button is the command."""
        return (event.ref, event.choice) == (DESK, HOME)

    async def show(self, visitor: Visitor) -> None:
        """The page as a card, which says what it is where only a line is shown."""
        card = home_card(await self.bot.view(visitor.person, HOME))
        activity = {"type": "message", "summary": self.words.plain("home.title"), "attachments": [attached(card)]}
        await self.answers.show(visitor.place, activity)
