"""What was asked on a scale, in the words in which everybody was asked."""

from bot.ballot.answer import UNSEEN
from bot.ballot.asked import Open, Scale
from bot.facts import Round
from bot.flow import Scene
from bot.flows.pulse.questions import options_of, text_of
from bot.messages import Text


def asked_as(scene: Scene, round_: Round, name: str) -> Text:
    """A question of this round, by its name."""
    return text_of(scene.facts.words, round_, scene.person.name, Open(name))


def ends(scene: Scene, scale: Scale) -> dict[str, str]:
    """The scale from `bottom` to `top`, each number with what it stands for."""
    labels = [label for value, label in options_of(scene.facts.words, scale) if value != UNSEEN]
    return {"bottom": _end(scene, scale.low, labels[0]), "top": _end(scene, scale.high, labels[-1])}


def _end(scene: Scene, number: int, label: str) -> str:
    """Most labels say their number themselves."""
    return label if any(map(str.isdigit, label)) else scene.label("loop.end", number=number, label=label)
