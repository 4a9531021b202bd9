""" "Thank you for telling me": once, by the leader's own tap, to everybody who was asked."""

from dataclasses import replace
from typing import Final

from bot.effects import Save
from bot.facts import Round
from bot.flow import STAY, Answer, Chose, Filled, Next, Room, Scene, Wrote
from bot.flows import teams
from bot.flows.aloud import aloud
from bot.flows.loop import drafted, rounds
from bot.messages import Choice, Choices, Parts, Quote, Text, Typed

A_LINE: Final = Room(1000)
AWAITED: Final = "the nudges ask for it"


def buttons(scene: Scene, round_: Round) -> Choices:
    """Thank them, with or without a line, or come back to it; once it is said, on to the reply."""
    if round_.thanked_on is not None:
        return Choices((Choice("reply", scene.label("loop.to_the_reply"), main=True),))
    return Choices(
        (
            Choice("thank", scene.label("loop.thank"), main=True),
            Choice("line", scene.label("loop.with_a_line")),
            Choice("later", scene.label("loop.later")),
        )
    )


def draw_thank(scene: Scene) -> Parts:
    """Asked again, without the results."""
    round_ = rounds.round_of(scene)
    if round_ is None:
        return (scene.say("loop.not_kept"),)
    return (scene.say("loop.thank_them"), buttons(scene, round_))


def take_thank(scene: Scene, answer: Answer) -> Next:
    """As at the end of the results."""
    round_ = rounds.round_of(scene)
    if round_ is None or not isinstance(answer, Chose):
        return Next(STAY, because="the question stays open")
    return take(scene, round_, answer)


def take(scene: Scene, round_: Round, answer: Answer) -> Next:
    """One of the buttons."""
    match answer:
        case Chose("thank"):
            return send(scene, round_, "")
        case Chose("line"):
            return Next("line", because=AWAITED)
        case Chose("reply"):
            return drafted.onward(scene)
        case Chose() | Wrote() | Filled():
            return drafted.later(scene)


def draw_line(scene: Scene) -> Parts:
    """A line of their own."""
    return (scene.say("loop.line"), Choices((Choice("bare", scene.label("loop.without_a_line")),)))


def take_line(scene: Scene, answer: Answer) -> Next:
    """Read back before it goes out; nothing typed goes out by itself."""
    round_ = rounds.round_of(scene)
    match answer:
        case Wrote(text):
            return Next("with_line", keep={"line": text.strip()}, because=AWAITED)
        case Chose() | Filled():
            return send(scene, round_, "")


def draw_with_line(scene: Scene) -> Parts:
    """Exactly what would go out."""
    choices = (
        Choice("send", scene.label("loop.send"), main=True),
        Choice("change", scene.label("loop.other_words")),
        Choice("bare", scene.label("loop.without_a_line")),
    )
    return (scene.say("loop.goes_out"), *words(scene, scene.answer("line")), Choices(choices))


def take_with_line(scene: Scene, answer: Answer) -> Next:
    """Send it, or other words."""
    round_ = rounds.round_of(scene)
    match answer:
        case Chose("send"):
            return send(scene, round_, scene.answer("line"))
        case Chose("bare"):
            return send(scene, round_, "")
        case Chose() | Filled():
            return Next("line", because=AWAITED)
        case Wrote(text):
            return Next("with_line", keep={"line": text.strip()}, because=AWAITED)


def words(scene: Scene, line: str) -> tuple[Text | Quote, ...]:
    """The thank-you as everybody gets it."""
    said = "\n".join(one for one in (scene.label("loop.thank"), line) if one)
    return (scene.say("loop.thanks_from", name=Typed(scene.person.name)), Quote(said, scene.person.name))


def send(scene: Scene, round_: Round | None, line: str) -> Next:
    """To everybody who was asked, once; then on to the reply."""
    if round_ is None or round_.state != "released":
        return Next(STAY, because="there is nobody to thank")
    if round_.thanked_on is not None:
        said = (scene.say("loop.thanked_already"),)
        return replace(drafted.onward(scene), say=said)
    deeds = (Save(replace(round_, thanked_on=scene.today)), *aloud(scene.facts, round_.id, words(scene, line)))
    return replace(drafted.onward(scene), say=(sent(scene),), deeds=deeds)


def sent(scene: Scene) -> Text:
    """Where it went."""
    team = teams.led_by(scene.facts, scene.person.id)
    if team is not None and team.channel:
        return scene.say("loop.sent_to_channel")
    return scene.say("loop.sent_to_all")
