"""F1, the welcome: who writes, how often, for whom; then the first practice. Also the answer to "hi", any day."""

from dataclasses import replace
from typing import Final

from bot.coaching import Engagement
from bot.effects import Deed, FollowUp, Save, Settle, Start
from bot.events import Due
from bot.facts import Partner, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import coaches, practices, teams
from bot.flows.again import asked_again
from bot.flows.consent.later import shown_later
from bot.flows.link.places import comes_elsewhere
from bot.flows.people import called
from bot.flows.privacy.readers import who_sees
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar, specificity

AGAIN: Final = 4
"""Working days between the first reminder (the next working day) and the second, which is the last."""


def begin(scene: Scene) -> Next:
    """Welcome somebody new; greet anybody else, without starting anything over."""
    if comes_elsewhere(scene.facts):
        return linked(scene)
    match scene.person.state:
        case "new":
            in_team, as_a_coach = bool(teams.joined(scene.facts)), is_here_as_a_coach(scene)
            if scene.answer("command") == "start" and (in_team or as_a_coach or was_welcomed(scene)):
                return start(scene)
            if in_team:
                return Next("welcome", because="they are here for a team, and are not asked twice for more")
            if as_a_coach:
                return Next("welcome", because="they are here for those they coach")
            agreed = scene.answer("news") == "agreed"
            said = (scene.say("invited.agreed_first", name=called(scene.facts, scene.person.coach)),) if agreed else ()
            return Next("welcome", say=said, deeds=(unfinished(scene),))
        case "stopped" | "gone" if scene.answer("command") == "start":
            return come_back(scene)
        case "stopped" | "gone" | "quiet":
            return Next("back", because="they had ended it, and nothing is asked until they choose")
        case "paused":
            return Next(DONE, say=greeting(scene), because="a greeting; the pause stays")
        case "active" if nothing_open(scene):
            return Next("ready", because="a greeting; nothing is open")
        case "active":
            return Next(DONE, say=greeting(scene), because="a greeting; what is planned stays planned")


def linked(scene: Scene) -> Next:
    """Their questions come to another place: whether they should come here is a question of its own."""
    begun = Start("link", answers={"command": scene.answer("command") or "hello"})
    return Next(DONE, deeds=(begun,), because="asked in another place")


def unfinished(scene: Scene) -> FollowUp:
    """The reminder of a welcome that was not answered: the next working day, and four after that."""
    on = calendar.next_workday(scene.person, scene.today)
    return FollowUp("unfinished", on, "started, declined, or reminded twice", again=(AGAIN,))


def is_here_as_a_coach(scene: Scene) -> bool:
    """Whether they coach or have invited somebody, and were brought here by nobody themselves."""
    invites = any(one.coach == scene.person.id and one.state in coaches.RUNNING for one in scene.facts.engagements)
    return invites and not coaches.inviter(scene.facts)


def was_welcomed(scene: Scene) -> bool:
    """Whether the welcome stands in front of them, so that a typed "start" is its answer."""
    return any((one.flow, one.kind) == ("welcome", "unfinished") for one in scene.facts.waiting)


def remind(scene: Scene, due: Due) -> Next:
    """The welcome once more, as long as nothing has come of it."""
    if scene.person.state != "new":
        return Next(STAY, because="they have started, or ended it")
    if is_here_as_a_coach(scene):
        return Next(STAY, because="they are here for those they coach")
    return Next("welcome", keep={"reminded": due.attempt}, because=f"reminder {due.attempt} of two")


def draw_welcome(scene: Scene) -> Parts:
    """Who writes, how often, for whom."""
    coach = coaches.inviter(scene.facts)
    first = (scene.say("welcome.reminder"),) if scene.answer("reminded") else ()
    said = scene.say("welcome.invited", coach=called(scene.facts, coach)) if coach else scene.say("welcome.by_itself")
    buttons = (Choice("start", scene.label("welcome.start"), main=True), Choice("who", scene.label("welcome.who")))
    return (*first, said, Choices(buttons))


def take_welcome(scene: Scene, answer: Answer) -> Next:
    """In, not in, or first who sees what."""
    match answer:
        case Chose("start"):
            return start(scene)
        case Chose("who"):
            return Next(STAY, say=who_sees(scene), because="the question stays open, with its reminder")
        case Chose():
            settled = Settle("declined", kind="unfinished")
            declined = "welcome.declined_in_team" if teams.joined(scene.facts) else "welcome.declined"
            return Next(DONE, say=(scene.say(declined),), deeds=(settled,), because="they said no")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open, with its reminder")


def start(scene: Scene) -> Next:
    """They are in, and with the first practice at once."""
    return Next(DONE, deeds=(*joins(scene), Start("practice", scene.new_id("practice"))))


def joins(scene: Scene) -> tuple[Deed, ...]:
    """Somebody new is in from today on, with whatever they begin."""
    joined = replace(scene.person, state="active", joined_on=scene.person.joined_on or scene.today)
    return (Save(joined), Settle("started", kind="unfinished", flow="welcome"), *shown_later(scene))


def draw_back(scene: Scene) -> Parts:
    """Whether to ask again."""
    buttons = (Choice("again", scene.label("welcome.again"), main=True), Choice("no", scene.label("welcome.not_now")))
    return (scene.say("welcome.back", name=Typed(scene.person.name)), Choices(buttons))


def take_back(scene: Scene, answer: Answer) -> Next:
    """Again, or not."""
    match answer:
        case Chose("again"):
            return linked(scene) if comes_elsewhere(scene.facts) else come_back(scene)
        case Chose():
            return Next(DONE, say=(scene.say("welcome.left_alone"),), because="they stay away; “hi” is always there")
        case Wrote() | Filled():
            return Next(STAY, because="nothing is asked until they choose")


def come_back(scene: Scene) -> Next:
    """Ask again, about what was going on when they ended it; with nothing going on, about something new."""
    said = (scene.say("welcome.back_on"),) if practices.going(scene.facts) else ()
    return Next(DONE, say=said, deeds=asked_again(scene))


def nothing_open(scene: Scene) -> bool:
    """Whether there is neither a practice nor one in the making."""
    return not practices.going(scene.facts) and not in_the_making(scene)


def in_the_making(scene: Scene) -> bool:
    """Whether a practice is being built."""
    return any((one.flow, one.kind) == ("practice", "unfinished") for one in scene.facts.waiting)


def draw_ready(scene: Scene) -> Parts:
    """A greeting with a way to begin."""
    button = Choice("practice", scene.label("welcome.new_practice"), main=True)
    return (*greeting(scene), Choices((button,)))


def take_ready(scene: Scene, answer: Answer) -> Next:
    """A practice begins."""
    match answer:
        case Chose():
            return Next(DONE, deeds=(Start("practice", scene.new_id("practice")),), because="a practice begins")
        case Wrote() | Filled():
            return Next(STAY, because="a greeting; nothing is open")


def greeting(scene: Scene) -> Parts:
    """Hello, what is open, and what can be typed."""
    facts = scene.facts
    going = practices.going(facts)
    said = [scene.say("welcome.hello", name=Typed(scene.person.name))]
    for one in going:
        said.append(replace(said[0], spans=specificity.line(one, facts.words)))
    coming = next((one for one in facts.waiting if (one.flow, one.kind) == ("checkin", "asked")), None)
    if scene.person.state == "paused":
        until = scene.person.paused_until
        said.append(scene.say("welcome.paused_until", day=until) if until else scene.say("welcome.paused"))
    elif coming is not None and going:
        said.append(scene.say("welcome.next_question", day=coming.wall.date(), at=coming.wall.time()))
    elif going:
        said.append(scene.say("welcome.nothing_planned"))
    elif nothing_open(scene):
        said.append(scene.say("welcome.no_practice"))
    if in_the_making(scene):
        said.append(scene.say("welcome.in_the_making"))
    return (*said, scene.say("welcome.typed", size="small"))


FLOW: Final = Flow(
    name="welcome",
    steps=(
        Step(
            "welcome",
            draw_welcome,
            take_welcome,
            reads={"start": "welcome.start_words", "who": "welcome.who_words", "no": "welcome.no_words"},
            hint="welcome.hint",
        ),
        Step(
            "back",
            draw_back,
            take_back,
            reads={"again": "welcome.start_words", "no": "welcome.no_words"},
            hint="welcome.back_hint",
        ),
        Step("ready", draw_ready, take_ready, reads={"practice": "welcome.start_words"}, idle=True),
    ),
    begin=begin,
    due={"unfinished": remind},
    passed="welcome.passed",
    needs=frozenset({Practice, Partner, Engagement}),
)
