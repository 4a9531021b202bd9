"""When the page comes: Monday at nine of the coach's, or their first working day of that week; silent where nothing is.

The page is a conversation of its own, so that its buttons count whatever else is opened meanwhile.
"""

from datetime import date
from typing import Final

from bot.effects import Deed, FollowUp, Json, Publish, Start, Tell
from bot.events import Due, Unposted
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.digest import page
from bot.flows.page import held, joined, places
from bot.flows.shown import days
from bot.messages import Choice, Choices, Parts, Text, Typed

PAGE: Final = "page"
"""The subject of the conversation that the page is."""
ONE: Final = "one"
"""And of the one in which a leader is opened or chosen."""
ACTS: Final = {"open": "digest.open", "word": "digest.word", "things": "digest.things", "session": "digest.session_do"}
"""What can be done from the page, with a leader who is chosen then."""
STOP: Final = "each week, as long as they coach somebody"
THERE: Final = "the next page comes on Monday"


def begin(scene: Scene) -> Next:
    """Somebody works with them from now on, or shows them less; or they want to see the page."""
    if scene.state.subject == PAGE:
        return Next(DONE, {"nobody": False}, because="the page comes on Monday")
    if scene.answer("news") == "withdrawn":
        if scene.facts.page is None:
            return Next(DONE, deeds=planned(scene), because="nothing of theirs stands in a channel")
        now = scene.local.time().replace(second=0, microsecond=0)
        each = int(scene.new_id("taken_back"), 16) % 2**31  # another one may take theirs back on the same day
        soon = FollowUp("taken_back", scene.today, "done at once", at=now, subject=PAGE, generation=each)
        return Next(DONE, deeds=(soon,), because="from that moment on it is read no more")
    plan = planned(scene)
    if scene.answer("command") != "digest":
        return Next(
            DONE, deeds=(*plan, *joined(scene.facts, scene.answer("leader"))), because="the page comes on Monday"
        )
    own = tuple(Start("shown", one.coach, answers={"news": "asked"}) for one in coaches.mine(scene.facts))
    if not coaches.leaders(scene.facts):
        said = () if own else (scene.say("digest.nobody"),)
        return Next(DONE, say=said, deeds=own, because="they coach nobody")
    plan = (*plan, *own)
    monday = days.read_by(scene.person, scene.now)
    if page.is_ahead(scene.facts, monday):
        coming = days.reading(scene.person, monday + days.WEEK)
        said = (scene.say("digest.next", day=coming, at=days.reading_hour(scene.person)),)
        return Next(DONE, say=said, deeds=plan, because="it is not Monday yet")
    rest = () if page.nobody_shares(scene) else further(scene, monday, whole=True)
    return Next(DONE, deeds=(*plan, again(monday), *rest))


def planned(scene: Scene) -> tuple[Deed, ...]:
    """The next Monday, unless it stands or there is nobody to read about."""
    if not coaches.leaders(scene.facts) or any(one.flow == "digest" for one in scene.facts.waiting):
        return ()
    first = Start("digest", PAGE)  # so that it is there on Monday, and a thousand pages take one look
    return (first, next_monday(scene, days.monday_of(scene.today)))


def next_monday(scene: Scene, monday: date) -> FollowUp:
    """The page of the week after that Monday."""
    coming = monday + days.WEEK
    on, at = days.reading(scene.person, coming), days.reading_hour(scene.person)
    return FollowUp("monday", on, STOP, at=at, occasion=coming, flow="digest", subject=PAGE)


def monday_due(scene: Scene, _due: Due) -> Next:
    """It has come: by direct message, and in the coach's channel whatever may be read there."""
    if not coaches.leaders(scene.facts):
        return Next(STAY, because="they coach nobody any more")
    monday = days.monday_of(scene.today)
    plan = next_monday(scene, monday)
    if page.nobody_shares(scene):
        told = scene.state.answers.get("nobody") is True
        said = () if told else (nobody_shares(scene),)
        return Next(STAY, {"nobody": True}, said, (plan,), because="there is nothing to read")
    posts = posted(scene, monday)
    there = _stands(scene, monday, len(posts)) if posts else ""
    deeds = (plan, *posts, *further(scene, monday, whole=False))
    return Next("page", {"nobody": False, "whole": False, "posted": there}, deeds=deeds, occasion=monday)


def again(monday: date) -> Start:
    """The page of that Monday once more, all of it here."""
    answers: dict[str, Json] = {"whole": True}
    return Start("digest", PAGE, step="page", answers=answers, occasion=monday.isoformat())


def nobody_shares(scene: Scene) -> Text:
    """One line."""
    return scene.say("digest.nobody_shares", count=len(coaches.leaders(scene.facts)))


def posted(scene: Scene, monday: date, *, anew: bool = False) -> tuple[Deed, ...]:
    """What goes to the channel: of those leaders who have said yes to who is there. Nothing of the coach's own.

    `anew`: in the place of what stands there since Monday. It may have taken one message more then.
    """
    there = places(scene.facts)
    if not there.channel and not (anew and there.address):
        return ()
    said = page.told(scene, page.entries(scene, monday, there.channel), monday, own=False)
    some = page.messages(said) if said else ()
    if anew and len(page.messages((*said, page.LONGEST))) > len(some):
        some = (*some, (scene.say("digest.that_is_all", "small"),))
    return tuple(
        Publish(there.address, parts, only=there.only, name=f"{monday}/{number}") for number, parts in enumerate(some)
    )


def _stands(scene: Scene, monday: date, count: int) -> str:
    """Which page stands in which channel, in so many messages."""
    return f"{monday} {count} {places(scene.facts).address}"


def taken_back(scene: Scene, _due: Due) -> Next:
    """A choice has ended: what stands in the channel since Monday is put there anew, without that leader. Where the
    coach does not read there any more, all of it is taken out."""
    monday = days.monday_of(scene.today)
    day, _, rest = scene.answer("posted").partition(" ")
    count, _, address = rest.partition(" ")
    if day != monday.isoformat():
        return Next(STAY, because="nothing of this week was posted anywhere")
    if address == places(scene.facts).address:
        posts = posted(scene, monday, anew=True)
        keep = {"posted": _stands(scene, monday, max(len(posts), int(count)))}
        return Next(STAY, keep, deeds=posts, because="from that moment on it is read no more")
    if scene.facts.page is not None and scene.facts.page.held == "gone":
        return Next(STAY, because="nobody gets into that channel any more")
    nothing = (scene.say("digest.that_is_all", "small"),)
    emptied = tuple(Publish(address, nothing, name=f"{monday}/{number}") for number in range(int(count)))
    return Next(STAY, {"posted": ""}, deeds=emptied, because="nothing of theirs is read there any more")


def here(scene: Scene, monday: date, *, whole: bool) -> tuple[Parts, ...]:
    """What the coach reads alone, message by message; `whole`: that is all of it."""
    there = places(scene.facts)
    if whole or not there.channel or scene.facts.page is None:
        return page.messages(page.told(scene, page.entries(scene, monday), monday, own=True))
    elsewhere = scene.say("digest.in_channel", count=len(there.channel), channel=Typed(scene.facts.page.name))
    said = page.told(scene, page.entries(scene, monday, there.direct), monday, own=True)
    return page.messages((elsewhere, *said))


def further(scene: Scene, monday: date, *, whole: bool) -> tuple[Deed, ...]:
    """What has no room in the first message."""
    return tuple(Tell(scene.person.id, parts) for parts in here(scene, monday, whole=whole)[1:])


def draw_page(scene: Scene) -> Parts:
    """The first message, and what can be done about a leader."""
    if page.nobody_shares(scene):
        return (nobody_shares(scene), buttons(scene))
    whole = scene.state.answers.get("whole") is True
    return (*here(scene, days.monday_of(scene.occasion), whole=whole)[0], buttons(scene))


def buttons(scene: Scene) -> Choices:
    """With a leader who is chosen then."""
    return Choices(tuple(Choice(key, scene.label(label)) for key, label in ACTS.items()))


def take_page(scene: Scene, answer: Answer) -> Next:
    """With which leader?"""
    match answer:
        case Chose(key):
            about: dict[str, Json] = {"act": key, "monday": scene.state.occasion}
            return Next(STAY, deeds=(Start("digest", ONE, answers=about),), because=THERE)
        case Wrote() | Filled():
            return Next(STAY, because=THERE)


def unposted(scene: Scene, event: Unposted) -> Next:
    """What did not get to the channel is read here, and the coach gets to know why."""
    said, deeds = held(scene, event)
    if not deeds and scene.state.answers.get("whole") is True:
        return Next(STAY, because="it is known already")
    monday = days.monday_of(scene.occasion)
    deeds = (*deeds, *further(scene, monday, whole=True))
    return Next("page", {"whole": True}, said, deeds, because=THERE, occasion=monday)
