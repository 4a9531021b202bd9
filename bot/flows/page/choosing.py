"""The coach's side: here, or in a private channel, whose people are looked at before anybody is asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.coaching import Page
from bot.effects import Deed, Json, Save, Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import coaches
from bot.flows.page.looked import Looked, looked
from bot.flows.page.places import CLOSED, asking, named, open_to, places
from bot.flows.people import is_near
from bot.messages import Channel, Choice, Choices, Form, Part, Parts, Rows, Typed
from bot.rules.shortened import one_line

FIELD: Final = "channel"
"""The field of the channel."""
MOST: Final = 30
"""People in one."""
NAME: Final = 80
OPEN: Final = "the question stays open; “digest channel” asks it again"
HERE: Final = "where a coach reads does not change"
_REFUSED: Final = {"public": "page.refused_public", "shared": "page.refused_shared", "gone": "page.refused_gone"}


def begin(scene: Scene) -> Next:
    """Where it is read now, and where else it can be; nobody's coach has nothing to read."""
    if not coaches.leaders(scene.facts):
        return Next(DONE, say=(scene.say("page.no_leaders"),), because="there is nobody to read about")
    return Next("where", keep={"looked": [], "people": []}, because=OPEN)


def draw_where(scene: Scene) -> Parts:
    """Where each leader's line is read now."""
    page, found = scene.facts.page, places(scene.facts)
    if page is None or not page.channel:
        said: tuple[Part, ...] = (scene.say("page.where_direct"),)
    elif page.held in CLOSED:
        said = (scene.say("page.where_held", channel=Typed(page.name)),)
    else:
        there, alone = named(scene.facts, found.channel), named(scene.facts, found.direct)
        rows = [(scene.label("page.row_readers"), (named(scene.facts, page.agreed),))]
        rows += [(scene.label("page.row_channel"), (there,))] if found.channel else []
        rows += [(scene.label("page.row_direct"), (alone,))] if found.direct else []
        said = (scene.say("page.where_channel", channel=Typed(page.name)), Rows(tuple(rows)))
    by_dm = (Choice("direct", scene.label("page.by_dm")),) if page is not None and page.channel else ()
    buttons = (Choice(FIELD, scene.label("page.choose"), opens=True, main=True), *by_dm, _leave(scene))
    return (*said, Choices(buttons))


def _leave(scene: Scene) -> Choice:
    return Choice("leave", scene.label("page.leave"))


def take_where(scene: Scene, answer: Answer) -> Next:
    """A channel, which is looked at, or here."""
    match answer:
        case Chose("leave"):
            return Next(DONE, say=(scene.say("page.left"),), because=HERE)
        case Chose("direct"):
            return _direct(scene)
        case Chose():
            return Next(STAY, form=form(scene), because=OPEN)
        case Filled(fields):
            return _chosen(scene, fields)
        case Wrote():
            return Next(STAY, because=OPEN)


def form(scene: Scene) -> Form:
    """Which channel."""
    field = Channel(FIELD, scene.label("page.channel_label"), looks=True, most=MOST, hint=scene.label("page.hint"))
    return Form(ref_of(scene.state), scene.label("page.form_title"), (field,), scene.label("page.form_send"))


def _chosen(scene: Scene, fields: Mapping[str, str]) -> Next:
    found = looked(fields.get(FIELD, ""))
    wrong = _refused(scene, found)
    if found is None or wrong:
        return Next(STAY, errors=((FIELD, wrong),))
    people: list[Json] = [*sorted(found.people)]
    kept: list[Json] = [found.address, one_line(found.name, NAME) or scene.label("page.a_channel")]
    return Next("confirm", keep={"looked": kept, "people": people}, because=OPEN)


def _refused(scene: Scene, found: Looked | None) -> str:
    """Why a channel cannot be read in; "" when it can."""
    if found is None or not is_near(scene.facts, found.address):
        return scene.label("page.refused_unseen")
    channel = Typed(one_line(found.name, NAME) or scene.label("page.a_channel"))
    if found.kind != "private":
        return scene.label(_REFUSED.get(found.kind, "page.refused_unseen"), channel=channel)
    if found.others:
        return scene.label("page.refused_others", channel=channel, who=Typed(found.others))
    if scene.person.id not in found.people:
        return scene.label("page.refused_without_you", channel=channel)
    return "" if open_to(scene.facts) else scene.label("page.refused_pair")


def draw_confirm(scene: Scene) -> Parts:
    """Who is there, each by name."""
    page = wanted(scene)
    if page is None:
        return (scene.say("page.passed"),)
    others = tuple(one for one in page.agreed if one != page.coach)
    channel = Typed(page.name)
    who = scene.say("page.confirm", channel=channel, people=named(scene.facts, others))
    alone = scene.say("page.confirm_alone", channel=channel)
    buttons = (Choice("yes", scene.label("page.ask_leaders"), main=True), _leave(scene))
    return (who if others else alone, scene.say("page.confirm_what"), Choices(buttons))


def wanted(scene: Scene) -> Page | None:
    """The channel that was looked at; a yes to the same people in it stays one."""
    found, people = scene.state.answers.get("looked"), scene.state.answers.get("people")
    if not (isinstance(found, list) and isinstance(people, list) and len(found) == 2 and people):
        return None
    me, before = scene.person.id, scene.facts.page
    page = Page(me, str(found[0]), str(found[1]), tuple(sorted({me, *map(str, people)})))
    same = before is not None and (before.channel, before.agreed) == (page.channel, page.agreed)
    return replace(page, leaders=before.leaders) if before is not None and same else page


def take_confirm(scene: Scene, answer: Answer) -> Next:
    """The leaders are asked, each by themselves; until they say yes it is read here."""
    page = wanted(scene)
    match answer:
        case Chose("yes") if page is not None:
            left = tuple(one for one in open_to(scene.facts) if one not in page.leaders)
            said = (scene.say("page.asked_them", count=len(left), channel=Typed(page.name)),)
            kept: dict[str, Json] = {"looked": [], "people": []}
            deeds: tuple[Deed, ...] = (Save(page), *asking(scene.facts, page, left))
            return Next(DONE, kept, said, deeds, "each leader says yes or no; until then it is read here")
        case Chose("yes"):
            return Next(DONE, say=(scene.say("page.passed"),), because="somebody in it was erased")
        case Chose():
            return Next(DONE, say=(scene.say("page.left"),), because=HERE)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def _direct(scene: Scene) -> Next:
    page = scene.facts.page
    over = (
        tuple(Start("page", scene.person.id, owner=one, answers={"news": "over"}) for one in page.leaders)
        if page
        else ()
    )
    deeds: tuple[Deed, ...] = (Save(Page(scene.person.id)), *over)
    return Next(DONE, say=(scene.say("page.direct"),), deeds=deeds, because="nothing goes to a channel")
