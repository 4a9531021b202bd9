"""What goes to the author, word for word as it is shown, by the leader's tap, and where the item stands after it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.effects import Json, Save, Settle
from bot.facts import Item
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import items
from bot.flows.item import booked, told
from bot.messages import Choice, Choices, Parts, Quote

OPEN: Final = "asked again, and then it stands on the home page"

_CHANGED_AT: Final = {"thanks": "line", "will": "what", "wont": "why"}
_FORGOTTEN: Final[dict[str, Json]] = {"line": "", "what": "", "why": "", "own": "", "on": "", "hint": ""}
"""What was drafted stands in what was sent, and nowhere else."""


def gone(scene: Scene) -> Next:
    """Erased by its author, or no longer kept."""
    over = Settle("it is kept no more")
    return Next(DONE, say=(scene.say("item.gone"),), deeds=(over,), because="it is kept no more")


def to_ready(how: str, keep: Mapping[str, Json]) -> Next:
    """On to what would be sent."""
    return Next("ready", {"own": "", **keep, "how": how}, because=OPEN)


def words_of(scene: Scene) -> str:
    """Exactly what the author gets."""
    if own := scene.answer("own"):
        return own
    match scene.answer("how"):
        case "thanks":
            line = scene.answer("line")
            return "\n".join(one for one in (scene.label("item.thank"), line) if one)
        case "will":
            return scene.label("item.will_words", what=scene.answer("what"), day=booked.day(scene))
        case "wont":
            return scene.label("item.wont_words", why=scene.answer("why"))
        case _:
            return scene.label("item.done_words")


def draw_ready(scene: Scene) -> Parts:
    """What they would get, and the tap."""
    one = told.present(scene)
    if one is None:
        return (scene.say("item.gone"),)
    name = told.called(scene.facts, one)
    if told.reads(scene.facts, one):
        said, label = scene.say("item.ready", name=name), scene.label("item.send", name=name.text)
    else:
        said, label = scene.say("item.ready_unread", name=name), scene.label("item.close")
    buttons = (
        Choice("send", label, main=True),
        Choice("change", scene.label("item.change")),
        Choice("later", scene.label("item.later")),
    )
    return (said, Quote(words_of(scene), scene.person.name), Choices(buttons))


def take_ready(scene: Scene, answer: Answer) -> Next:
    """Sent, changed, said in person, or left for now."""
    match answer:
        case Chose("send"):
            return send(scene, {})
        case Chose("change"):
            to = _CHANGED_AT.get(scene.answer("how"), "words")
            return Next(to, keep={"own": "", "hint": ""}, because=OPEN)
        case Chose():
            return later(scene)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_words(scene: Scene) -> Parts:
    """Words of one's own in place of those offered."""
    one = told.present(scene)
    if one is None:
        return (scene.say("item.gone"),)
    said = scene.say("item.write_words", name=told.called(scene.facts, one))
    return (said, Choices((Choice("back", scene.label("item.as_it_was")),)))


def take_words(_scene: Scene, answer: Answer) -> Next:
    """Shown again before they go."""
    match answer:
        case Wrote(text):
            return Next("ready", keep={"own": text.strip()}, because=OPEN)
        case Chose():
            return Next("ready", keep={"own": ""}, because=OPEN)
        case Filled():
            return Next(STAY, because=OPEN)


def later(scene: Scene) -> Next:
    """Not now."""
    return Next(DONE, say=(scene.say("item.left"),), because=OPEN)


def send(scene: Scene, keep: dict[str, Json]) -> Next:
    """To the author, once; where nothing reaches them any more, it is closed all the same."""
    seen = replace(scene, state=replace(scene.state, answers={**scene.state.answers, **keep}))
    one = told.present(seen)
    if one is None:
        return gone(scene)
    if not _fits(one, seen.answer("how")):
        return Next(DONE, keep, say=(scene.say("item.passed"),), because=f"it is {one.state}")
    reads, name = told.reads(scene.facts, one), told.called(scene.facts, one)
    tells = (told.sends(seen, one, words_of(seen)),) if reads else ()
    said = scene.say("item.sent" if reads else "item.not_reached", name=name)
    found = after(seen, one)
    return replace(found, say=(said, *found.say), deeds=(*tells, *found.deeds))


def after(scene: Scene, one: Item) -> Next:
    """Where the item stands once that is said."""
    words, today = words_of(scene), scene.today
    over = Settle("its author has heard", "waits")
    match scene.answer("how"):
        case "thanks":
            saved = Save(replace(one, state="thanked", thanked_on=today))
            if one.kind == "thanks":
                return Next(DONE, _FORGOTTEN, deeds=(saved, over), because="thanks end there")
            return Next("answer", _FORGOTTEN, deeds=(saved,), because=OPEN)
        case "will":
            saved = Save(replace(one, state="answered", answer=words, answered_on=today))
            deeds = (saved, over, booked.promised(scene, one))
            asks = scene.say("item.will_ask", day=booked.day(scene))
            return Next(DONE, _FORGOTTEN, (asks,), deeds, "its promise is asked about on its day")
        case "wont":
            saved = Save(replace(one, state="declined", answer=words, answered_on=today))
            return Next(DONE, _FORGOTTEN, deeds=(saved, over), because="declined, and its author knows why")
        case _:
            saved = Save(replace(one, state="told", answer=words, answered_on=today))
            return Next(DONE, _FORGOTTEN, deeds=(saved, over), because="it is done, and its author knows")


def _fits(one: Item, how: str) -> bool:
    """Whether that can still be said of it: thanks once, and one answer."""
    match how:
        case "thanks":
            return one.state == "heard"
        case _:
            return items.waits(one)
