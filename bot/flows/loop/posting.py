"""The reply is shown word for word as everybody will get it, and posted by the leader's tap: that closes the loop."""

from dataclasses import replace

from bot.effects import Deed, Json, Save, Settle, Start
from bot.facts import Round
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, hashed
from bot.flows.aloud import aloud
from bot.flows.loop import drafted, form, promising, rounds, thanks
from bot.messages import Choice, Choices, Part, Parts, Quote, Typed
from bot.rules import calendar


def letter(scene: Scene, round_: Round) -> Parts:
    """The reply as everybody gets it."""
    answers, name = scene.state.answers, scene.person.name
    asked_on = calendar.local(round_.closes_at, scene.person.zone).date()
    parts: list[Part] = [scene.say("loop.reply_from", name=Typed(name), day=asked_on)]
    parts += [scene.say("loop.i_heard"), Quote(scene.answer("heard"), name)]
    if answers.get("share") and scene.answer("hard"):
        parts += [scene.say("loop.was_hard"), Quote(scene.answer("hard"), name)]
    found = drafted.promises(answers)
    if found:
        parts += [scene.say("loop.i_will"), promising.listed(scene, found)]
    if scene.answer("declined"):
        parts += [scene.say("loop.i_wont"), Quote(scene.answer("declined"), name)]
    return tuple(parts)


def draw_preview(scene: Scene) -> Parts:
    """Word for word, and where it goes."""
    round_ = rounds.round_of(scene)
    if round_ is None or not rounds.is_open(round_):
        return (scene.say("loop.posted_already"),)
    choices = (
        Choice("post", scene.label("loop.post_now"), main=True),
        drafted.later_button(scene),
        Choice("change", scene.label("loop.change"), opens=True),
    )
    return (scene.say("loop.goes_out"), *letter(scene, round_), Choices(choices))


def take_preview(scene: Scene, answer: Answer) -> Next:
    """Post it, change it, or leave it for the next working day."""
    round_ = rounds.round_of(scene)
    match answer:
        case Chose("post"):
            return post(scene, round_)
        case Chose("change"):
            return Next(STAY, form=form.draw(scene), because="it stands as it is until it is changed")
        case Filled(fields):
            return form.take(scene, fields)
        case Chose():
            return drafted.later(scene)
        case Wrote():
            return Next(STAY, because="the question stays open")


def post(scene: Scene, round_: Round | None) -> Next:
    """To everybody who was asked. The loop is closed; what is promised lives on by itself."""
    if round_ is None or not rounds.is_open(round_):
        return Next(DONE, say=(scene.say("loop.posted_already"),), because="there is nothing to post")
    shared = scene.answer("hard") if scene.state.answers.get("share") else ""
    heard = "\n\n".join(one for one in (scene.answer("heard"), shared) if one)
    posted = replace(round_, replied_on=scene.today, heard=heard, declined=scene.answer("declined"))
    deeds: tuple[Deed, ...] = (
        Save(posted),
        Settle("a reply was posted"),
        *aloud(scene.facts, round_.id, letter(scene, round_)),
        *kept(scene, round_.id, ""),
    )
    found = drafted.promises(scene.state.answers)
    then = (scene.say("loop.i_will_ask", count=len(found)),) if found else ()
    said = (scene.say("loop.posted"), thanks.sent(scene), *then)
    draft = dict.fromkeys(("heard", "hard", "declined", "line"), "")  # what was private of it is not kept any longer
    return Next(DONE, keep=draft, say=said, deeds=deeds, because="the loop is closed")


def kept(scene: Scene, loop: str, who: str, *, told: bool = False) -> tuple[Start, ...]:
    """What was promised, each asked about on its day as any promise is."""
    found = drafted.promises(scene.state.answers)
    starts: list[Start] = []
    for number, one in enumerate(found):
        beside = sum(other.on == one.on for other in found[:number])
        about: dict[str, Json] = {"what": one.what, "who": who, "nobody": not who, "on": one.on.isoformat()}
        begun: dict[str, Json] = {"news": "promised", "command": "promise", "loop": loop, "told": told}
        starts.append(Start("capture", promise_id(scene, number), answers={**begun, **about, "beside": beside}))
    return tuple(starts)


def promise_id(scene: Scene, number: int) -> str:
    """The id of what was promised in this reply at that place."""
    return hashed("capture", *scene.state.key, str(number))
