"""When: the moment that comes just before. A class of moments counts, such as any meeting."""

from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.practice import examples, slots
from bot.messages import Choice, Choices, Parts


def shown(scene: Scene) -> tuple[str, ...]:
    """The examples of this asking."""
    return examples.moments(scene, slots.draft(scene).theme, fresh=slots.asked(scene, "situation") > 0)


def draw_situation(scene: Scene) -> Parts:
    """When; asked once more, with fresh examples."""
    again = slots.asked(scene, "situation") > 0
    said = scene.say("practice.when_again") if again else scene.say("practice.when")
    meeting = () if again else (Choice("meeting", scene.label("practice.any_meeting")),)
    return (said, Choices((*meeting, *examples.buttons(shown(scene)))))


def take_situation(scene: Scene, answer: Answer) -> Next:
    """An example, or their own words."""
    match answer:
        case Chose("meeting"):
            return slots.onward(scene, {"situation": examples.meeting(scene, slots.draft(scene).theme)})
        case Chose(place):
            return slots.onward(scene, {"situation": shown(scene)[int(place)]})
        case Wrote(text):
            count = slots.asked(scene, "situation") + 1
            return slots.onward(scene, {"situation": text.strip(), "asked_situation": count})
        case Filled():
            return Next(STAY, because=slots.OPEN)
