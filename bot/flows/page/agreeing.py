"""A leader's side: who would read what they share is said by name, and nothing goes there before they say yes."""

from bot.effects import Json, Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches, teams
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules.shortened import one_line

OPEN = "until they say yes, the coach reads it alone"
ALONE = "the coach reads it alone"


def heard(scene: Scene) -> Next:
    """What the coach's side sends over; the subject is the coach."""
    if not coaches.is_coached_by(scene.facts, scene.state.subject):
        return Next(DONE, because="they do not work together")
    match scene.answer("news"):
        case "asked" if coaches.tied(scene.facts, scene.state.subject, scene.person.id):
            return Next(DONE, deeds=(_tell(scene, "declined"),), because="there is more between the two than coaching")
        case "asked" if _is_led_there(scene):
            return Next(DONE, deeds=(_tell(scene, "pair"),), because="what is shared with a coach is not for a boss")
        case "asked":
            return Next("asked", because=OPEN)
        case _:
            return Next(DONE, because=ALONE)


def _is_led_there(scene: Scene) -> bool:
    """Whether somebody who leads them is in the channel."""
    people = scene.state.answers.get("people")
    there = {str(one) for one in people} if isinstance(people, list) else set()
    return any(one.leader in there for one in teams.joined(scene.facts))


def _tell(scene: Scene, news: str) -> Start:
    about: dict[str, Json] = {"news": news, "leader": scene.person.id, "list": scene.answer("list")}
    return Start("page", "news", owner=scene.state.subject, answers=about)


def _coach(scene: Scene) -> Typed:
    return called(scene.facts, scene.state.subject)


def _channel(scene: Scene) -> Typed:
    return Typed(scene.answer("channel") or scene.label("page.a_channel"))


def draw_asked(scene: Scene) -> Parts:
    """Who is there, or who has come; yes or no."""
    coach, channel, readers = _coach(scene), _channel(scene), _others(scene)
    if scene.answer("who"):
        opening = scene.say("page.came", coach=coach, channel=channel, who=Typed(scene.answer("who")))
    elif readers:
        opening = scene.say("page.asked", coach=coach, channel=channel, people=Typed(readers))
    else:
        opening = scene.say("page.asked_alone", coach=coach, channel=channel)
    buttons = (Choice("yes", scene.label("page.yes"), main=True), Choice("no", scene.label("page.no")))
    return (opening, scene.say("page.until_then", coach=coach), Choices(buttons))


def _others(scene: Scene) -> str:
    """The names of those who read there, without their own: they know that they do."""
    names = [one for one in scene.answer("readers").split(", ") if one and one != scene.person.name]
    return one_line(", ".join(names), 600)


def take_asked(scene: Scene, answer: Answer) -> Next:
    """Yes, to exactly these people; or no, which needs no reason."""
    match answer:
        case Chose("yes"):
            return Next("agreed", deeds=(_tell(scene, "agreed"),), because="it can be taken back at any time")
        case Chose():
            return _declined(scene)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def _declined(scene: Scene) -> Next:
    said = (scene.say("page.alone", coach=_coach(scene)),)
    return Next(DONE, say=said, deeds=(_tell(scene, "declined"),), because=ALONE)


def draw_agreed(scene: Scene) -> Parts:
    """What was agreed, and the way back."""
    said = scene.say("page.agreed", coach=_coach(scene), channel=_channel(scene))
    return (said, Choices((Choice("back", scene.label("page.take_back")),)))


def take_agreed(scene: Scene, answer: Answer) -> Next:
    """Taken back, from now on."""
    match answer:
        case Chose():
            return _declined(scene)
        case Wrote() | Filled():
            return Next(STAY, because="nothing is asked")
