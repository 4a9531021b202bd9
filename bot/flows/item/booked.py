"""A promise in answer to what somebody told: kept like any other, asked about on its day, and told about afterwards."""

from datetime import date

from bot.effects import Start
from bot.facts import Item
from bot.flow import Scene
from bot.flows.item import told


def day(scene: Scene) -> date:
    """By when it is promised."""
    on = scene.answer("on")
    return date.fromisoformat(on) if on else scene.today


def promised(scene: Scene, one: Item) -> Start:
    """Its author knows of it from the first moment."""
    about = {
        "news": "promised",
        "command": "promise",
        "what": scene.answer("what"),
        "who": told.called(scene.facts, one).text,
        "on": day(scene).isoformat(),
        "loop": one.id,
    }
    return Start("capture", scene.new_id("promise"), answers={**about, "told": True})
