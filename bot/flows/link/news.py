"""What one side tells the other: each hears it in its own conversation, and in its own words."""

from bot.effects import Start
from bot.flow import DONE, Next, Scene
from bot.flows.link.places import called, platform_of, where
from bot.messages import Text, Typed


def to(scene: Scene, owner: str, news: str, subject: str = "") -> Start:
    """News for the other side, with how this one is called and where it is."""
    told = {"news": news, "name": scene.person.name, "at": platform_of(scene.person)}
    return Start("link", subject, owner=owner, answers={**told})


def teller(scene: Scene) -> tuple[Typed, str]:
    """Who tells it, and where they are: the name and the place to be said."""
    return called(scene, scene.answer("name")), where(scene, scene.answer("at"))


def said(words: Text, because: str) -> Next:
    """One line, and nothing is asked."""
    return Next(DONE, say=(words,), because=because)
