"""What somebody acts on now: read back when it is taken down, and shown again whenever they ask."""

from bot.effects import Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.things import form, taking
from bot.flows.things.thing import Draft, listed, open_ones
from bot.messages import Choice, Choices, Parts
from bot.rules.shortened import ON_A_BUTTON, one_line


def draw_kept(scene: Scene) -> Parts:
    """Each under its day; pressing one asks about it now; a fourth asks which of the three makes room."""
    found = open_ones(scene.facts)
    another = Choice("another", scene.label("things.another"), opens=True)
    if not found:
        return (scene.say("things.none"), Choices((another,)))
    buttons = tuple(Choice(f"thing:{one.id}", one_line(one.text, ON_A_BUTTON)) for one in found)
    good = Choice("good", scene.label("things.good"))
    said = scene.say("things.kept", count=len(found))
    return (said, listed(scene, found), scene.say("things.asks", "small"), Choices((*buttons, another, good)))


def take_kept(scene: Scene, answer: Answer) -> Next:
    """Another one, one of them now, or good as it is."""
    match answer:
        case Chose("another"):
            return Next(STAY, form=form.form(scene, Draft("")), because="what there is stands")
        case Chose(key) if key.startswith("thing:"):
            about = Start("things", key.removeprefix("thing:"), answers={"news": "now"})
            return Next(STAY, deeds=(about,), because="it is asked about now")
        case Filled(fields):
            return taking.take_form(scene, dict(fields))
        case Chose() | Wrote():
            return Next(DONE, because="each is asked about on its day")
