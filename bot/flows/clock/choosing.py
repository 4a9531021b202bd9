"""Whether the clock stands in a channel, and in which: shown to the leader word for word before the first line."""

from dataclasses import replace
from typing import Final

from bot.effects import Save, Settle
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import teams
from bot.flows.clock.weekly import line, next_monday, shown
from bot.messages import Channel, Choice, Choices, Form, Parts

OPEN: Final = "nothing is posted before they say so"


def begin(scene: Scene) -> Next:
    """What stands there now, or the question."""
    team = teams.own(scene.facts)
    if team is None or team.state != "running":
        return Next(DONE, say=(scene.say("clock.no_team"),), because="there is no team that could see it")
    if shown(scene) is not None:
        return Next("shown", because="it is posted each week")
    return Next("preview" if team.channel else "where", because=OPEN)


def draw_where(scene: Scene) -> Parts:
    """Which channel."""
    buttons = (
        Choice("choose", scene.label("clock.choose"), opens=True, main=True),
        Choice("leave", scene.label("clock.not_now")),
    )
    return (scene.say("clock.where"), Choices(buttons))


def take_where(scene: Scene, answer: Answer) -> Next:
    """Chosen in a form."""
    match answer:
        case Chose("choose"):
            return Next(STAY, form=form(scene), because=OPEN)
        case Filled(fields):
            return chosen(scene, fields.get("channel", "").strip())
        case Chose():
            return leave(scene)
        case Wrote():
            return Next(STAY, because=OPEN)


def form(scene: Scene) -> Form:
    """The channel."""
    body = (scene.say("clock.form_about"), Channel("channel", scene.label("clock.form_channel")))
    return Form(ref_of(scene.state), scene.label("clock.form_title"), body, scene.label("clock.form_send"))


def chosen(scene: Scene, channel: str) -> Next:
    """Kept in the conversation until they have seen the line. Where the platform had none to offer, nothing comes."""
    platforms = {home.partition(":")[0] for home in scene.person.homes}
    if channel.partition(":")[0] not in platforms or channel in scene.person.homes:
        return Next("where", say=(scene.say("clock.no_channel"),), because=OPEN)
    return Next("preview", keep={"channel": channel}, because=OPEN)


def draw_preview(scene: Scene) -> Parts:
    """The line as it would be posted today."""
    team = teams.own(scene.facts)
    new = team is not None and not team.channel
    buttons = (
        Choice("show", scene.label("clock.show"), main=True),
        Choice("leave", scene.label("clock.not_now")),
    )
    also = (scene.say("clock.words_too"),) if new else ()
    return (scene.say("clock.preview"), *line(scene), *also, Choices(buttons))


def take_preview(scene: Scene, answer: Answer) -> Next:
    """From the next Monday on."""
    team = teams.own(scene.facts)
    match answer:
        case Chose("show") if team is not None:
            there = replace(team, channel=team.channel or scene.answer("channel"), shows=True)
            first = next_monday(scene)
            said = (scene.say("clock.from_monday", day=first.on, at=first.at or scene.person.opens),)
            return Next(DONE, {"posted": None, "channel": ""}, said, (Save(there), first))
        case Chose():
            return leave(scene)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_shown(scene: Scene) -> Parts:
    """What stands there, and the end of it in one tap."""
    return (scene.say("clock.shown"), *line(scene), Choices((Choice("stop", scene.label("clock.stop")),)))


def take_shown(scene: Scene, answer: Answer) -> Next:
    """Ended at once."""
    team = teams.own(scene.facts)
    match answer:
        case Chose() if team is not None:
            ended = (Save(replace(team, shows=False)), Settle("ended by the leader", "weekly"))
            return Next(DONE, say=(scene.say("clock.stopped"),), deeds=ended, because="nothing is posted any more")
        case Chose() | Wrote() | Filled():
            return Next(STAY, because="there is no team any more")


def leave(scene: Scene) -> Next:
    """Nothing is posted."""
    return Next(DONE, say=(scene.say("clock.left"),), because="nothing is posted")
