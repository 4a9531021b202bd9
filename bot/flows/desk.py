"""The desk: what happens with a line that belongs nowhere, or to more than one thing; help, home, "check in"."""

from collections.abc import Iterator
from typing import Final

from bot.effects import Deed, Hand, Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import coaches, practices
from bot.flows.checkin.days import closes
from bot.flows.commands import COMMANDS, button
from bot.flows.people import called
from bot.flows.tell.whom import leaders
from bot.home import home
from bot.messages import Choice, Choices, Part, Parts, Quote, Rows, Span
from bot.rules.shortened import ON_A_BUTTON, one_line, shortened

READS: Final = {"thanks": "desk.thanks_words", "ok": "desk.ok_words"}
MOST_OPTIONS: Final = 8
"""Buttons of a "which one?", newest questions first."""


def begin(scene: Scene) -> Next:
    """One of the desk's own commands."""
    match scene.answer("command"):
        case "home":
            return Next("idle", say=page(scene), because="they asked to see it")
        case "about":
            return Next(
                "idle" if scene.person.state != "new" else DONE, say=about(scene), because="they asked who I am"
            )
        case "checkin":
            return check_in(scene)
        case "who_said":
            return Next(DONE, say=(scene.say("loop.refused"),), because="nobody knows")
        case _:
            return Next("idle", say=what_can_be_typed(scene), because="they asked to see it")


def about(scene: Scene) -> Parts:
    """Who writes, what for and for whom; to somebody new also how to begin."""
    said = scene.say("desk.about")
    more = scene.say("desk.about_new") if scene.person.state == "new" else scene.say("desk.about_more")
    return (said, more)


def page(scene: Scene) -> Parts:
    """The home page as a message: without its buttons, and without the line about them."""
    drawn = home(scene.facts, {}, scene.now)
    about_buttons = scene.facts.words("home.answered", size="small")
    parts = (part for ask in drawn.asks for part in ask.parts)
    return tuple(part for part in parts if not isinstance(part, Choices) and part != about_buttons)


def what_can_be_typed(scene: Scene) -> Parts:
    """A short list: what to type, and what it does."""
    words = scene.facts.words
    samples = (
        ("desk.sample_promise", "desk.does_promise"),
        ("desk.sample_note", "desk.does_note"),
        ("desk.sample_thank", "desk.does_thank"),
        ("desk.sample_bring", "desk.does_bring"),
        ("desk.sample_things", "desk.does_things"),
        ("desk.sample_find", "desk.does_find"),
        ("desk.sample_pause", "desk.does_pause"),
        ("desk.sample_slower", "desk.does_slower"),
        ("desk.sample_restart", "desk.does_restart"),
        ("desk.sample_outside", "desk.does_outside"),
        ("desk.sample_hours", "desk.does_hours"),
        ("desk.sample_link", "desk.does_link"),
        ("desk.sample_privacy", "desk.does_privacy"),
    )
    known = leaders(scene.facts)
    rows = tuple((words.plain(typed), words.spans(does)) for typed, does in samples)
    if known:
        told = words.plain("desk.sample_tell", name=known[0].name)
        rows = (*rows, (told, words.spans("desk.does_tell")))
    return (scene.say("desk.help"), Rows((*rows, *_with_a_coach(scene))))


def _with_a_coach(scene: Scene) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """What only those who are coached can use, and what only a coach can, with the name of somebody they coach."""
    words = scene.facts.words
    if coaches.mine(scene.facts):
        yield words.plain("desk.sample_share"), words.spans("desk.does_share")
    theirs = coaches.leaders(scene.facts)
    if not theirs:
        yield words.plain("desk.sample_coach"), words.spans("desk.does_coach")
        return
    name = one_line(called(scene.facts, theirs[0].leader).text, ON_A_BUTTON)
    yield words.plain("desk.sample_session", name=name), words.spans("desk.does_session")
    yield words.plain("desk.sample_word", name=name), words.spans("desk.does_word")
    yield words.plain("desk.sample_digest"), words.spans("desk.does_digest")


def check_in(scene: Scene) -> Next:
    """Draw the open check-ins again, or say when the next one comes."""
    asked = [one for one in scene.facts.chances if scene.local <= closes(scene, one.day)]
    going = {one.id for one in practices.going(scene.facts)}
    opened: tuple[Deed, ...] = tuple(
        Start("checkin", one.practice, step="asked", occasion=one.day.isoformat())
        for one in asked
        if not one.mark and one.practice in going
    )
    if opened:
        return Next(DONE, deeds=opened, because="the check-in is drawn again")
    if not going:
        return Next("idle", say=(scene.say("desk.no_practice"),), because="there is nothing to ask about")
    coming = next((one for one in scene.facts.waiting if (one.flow, one.kind) == ("checkin", "asked")), None)
    if coming is None:
        return Next("idle", say=(scene.say("desk.none_planned"),), because="no check-in is planned")
    said: list[Part] = [scene.say("desk.answered")] if any(one.mark for one in asked) else []
    said.append(scene.say("desk.next_checkin", day=coming.wall.date(), at=coming.wall.time()))
    return Next(DONE, say=tuple(said), because="the next check-in is planned")


def draw_idle(scene: Scene) -> Parts:
    """The handful of buttons that make sense now."""
    words = scene.facts.words
    going = practices.going(scene.facts)
    names = ["checkin" if going else "practice", "promise_form"]
    names.append("resume" if scene.person.state in ("paused", "quiet", "stopped") else "home")
    names.append("help")
    names = [name for name in names if name != scene.answer("command")]
    buttons = tuple(button(words, name, main=name == "practice") for name in names)
    return (scene.say("desk.buttons"), Choices(buttons))


def take_idle(scene: Scene, answer: Answer) -> Next:
    """A typed label is its command; a kind word gets one."""
    match answer:
        case Chose("thanks"):
            return Next(STAY, say=(scene.say("desk.thanked"),), because="they were being kind")
        case Chose("ok"):
            return Next(STAY, because="nothing was asked")
        case Chose(key) if key in COMMANDS:
            typed = scene.facts.words.list(COMMANDS[key].words)
            return Next(STAY, deeds=(Hand(typed[0]),), because="the command goes on")
        case Chose() | Wrote() | Filled():
            return Next(STAY, because="it belongs nowhere")


def options(scene: Scene) -> tuple[tuple[str, str, str], ...]:
    """What the line could be meant for: flow, subject and words; flow "" is the command named by the subject."""
    listed = scene.state.answers.get("options")
    if not isinstance(listed, list):
        return ()
    return tuple((str(one[0]), str(one[1]), str(one[2])) for one in listed if isinstance(one, list) and len(one) == 3)


def draw_which(scene: Scene) -> Parts:
    """One button for each conversation that could have been meant."""
    buttons = [Choice(str(place), named(scene, *option)) for place, option in enumerate(options(scene)[:MOST_OPTIONS])]
    neither = Choice("neither", scene.label("desk.neither"))
    return (scene.say("desk.which"), Quote(shortened(scene.answer("text"))), Choices((*buttons, neither)))


def named(scene: Scene, flow: str, subject: str, words: str) -> str:
    """A conversation on a button: the beginning of its question, or the command's own label."""
    if flow:
        return one_line(words, ON_A_BUTTON)
    command = COMMANDS.get(subject)
    return scene.label(command.label if command and command.label else "desk.as_command")


def take_which(scene: Scene, answer: Answer) -> Next:
    """Hand the line to the one that was meant."""
    match answer:
        case Chose(key) if key.isdecimal() and int(key) < len(options(scene)):
            flow, subject, _ = options(scene)[int(key)]
            handed = Hand(scene.answer("text"), flow, subject if flow else "")
            return Next(DONE, deeds=(handed,), because="the line goes where it was meant")
        case Chose():
            return Next(DONE, because="it was meant for neither")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


FLOW: Final = Flow(
    name="desk",
    steps=(
        Step("idle", draw_idle, take_idle, reads=READS, hint="desk.nowhere", idle=True),
        Step("which", draw_which, take_which, reads={"neither": "desk.neither_words"}, hint="desk.which_hint"),
    ),
    begin=begin,
)
