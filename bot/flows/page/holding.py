"""What was not posted in the coach's channel: the coach gets to know why, and the leaders who has come there."""

from dataclasses import replace

from bot.effects import Deed, Json, Save, Start
from bot.events import Unposted
from bot.flow import Scene
from bot.flows.page.places import mark, readers
from bot.messages import Parts, Typed
from bot.rules.shortened import one_line

_WHY = {
    "public": "page.held_public",
    "shared": "page.held_shared",
    "gone": "page.held_gone",
    "unknown": "page.held_unknown",
}


def held(scene: Scene, event: Unposted) -> tuple[Parts, tuple[Deed, ...]]:
    """For whichever flow of a coach's has published there: what to say to them, and what is to be done about it.

    There is nothing to be done where it is known already, for one digest may be several messages; and nothing to say
    where they read elsewhere by now. What did not get there has to be said in a direct message in any case.
    """
    page = scene.facts.page
    if page is None or page.channel != event.channel:
        return (), ()
    channel = Typed(page.name)
    if event.held != "newcomer":
        said = (scene.say(_WHY[event.held], channel=channel),)
        return said, () if page.held == event.held else (Save(replace(page, held=event.held)),)
    who = one_line(", ".join(name or scene.label("page.somebody") for _, name in event.who), 600)
    said = (scene.say("page.held_newcomer", channel=channel, who=Typed(who)),)
    come = tuple(one for one in event.who if one[0] not in page.agreed)
    if not come:
        return said, ()
    after = replace(page, agreed=tuple(sorted({*page.agreed, *(id_ for id_, _ in come)})), leaders=(), held="newcomer")
    people: list[Json] = list(after.agreed)
    told: dict[str, Json] = {
        "news": "asked",
        "channel": page.name,
        "readers": ", ".join(one for one in (readers(scene.facts, page), who) if one),
        "people": people,
        "list": mark(after),
        "who": who,
    }
    asked = tuple(Start("page", page.coach, owner=one, answers=dict(told)) for one in page.leaders)
    return said, (Save(after), *asked)
