"""Naming the team: people one by one or the members of a channel, and then every name once more."""

from collections.abc import Mapping
from typing import Final

from bot.effects import Deed, Save
from bot.facts import Facts, Person, Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import coaches, teams
from bot.flows.people import called, named_in, same_place
from bot.messages import Channel, Choice, Choices, Form, Parts, Pick, Rows, Someone, Typed
from bot.rules.shortened import one_line

MOST: Final = 30
"""People in one team."""
PEOPLE: Final = "people"
MEMBERS: Final = "members"
FIELDS: Final = frozenset({PEOPLE, MEMBERS})
"""Fields that name people."""
STAY_IN: Final = "stay"
"""The field of those who stay, all of them ticked at first."""
OPEN: Final = "the question stays open; “team” asks it again"


def draw_who(scene: Scene) -> Parts:
    """Who is in the team?"""
    buttons = (
        Choice(PEOPLE, scene.label("team.by_name"), opens=True, main=True),
        Choice(MEMBERS, scene.label("team.by_channel"), opens=True),
        leaving(scene),
    )
    return (scene.say("team.who"), scene.say("team.nothing_sent", size="small"), Choices(buttons))


def leaving(scene: Scene) -> Choice:
    """The way out of every question of this flow."""
    return Choice("leave", scene.label("team.leave"))


def left(scene: Scene) -> Next:
    """Nothing is sent; the command goes on where it stopped."""
    return Next(DONE, say=(scene.say("team.left"),), because="nobody has heard anything")


def take_who(scene: Scene, answer: Answer) -> Next:
    """One of the two forms, or what came of it."""
    match answer:
        case Chose("leave"):
            return left(scene)
        case Chose(key):
            return opened(scene, key)
        case Filled(fields):
            found, said, wrong = chosen(scene, fields)
            if wrong:
                return Next(STAY, errors=wrong)
            team = Team(scene.person.id, since=scene.today)
            before = {one.person for one in teams.members(scene.facts)}
            gone = _taken_out(scene, before - {one.id for one in found})
            named = tuple(Save(teams.named(scene.facts, one.id)) for one in found)
            return Next("confirm", say=said, deeds=(Save(team), *gone, *named), because=OPEN)
        case Wrote():
            return Next(STAY, because=OPEN)


def opened(scene: Scene, key: str) -> Next:
    """The form of that button."""
    return Next(STAY, form=channel_form(scene) if key == MEMBERS else people_form(scene), because=OPEN)


def people_form(scene: Scene) -> Form:
    """People, by name."""
    field = Someone(PEOPLE, scene.label("team.people_label"), most=MOST, hint=scene.label("team.people_hint"))
    return Form(ref_of(scene.state), scene.label("team.form_title"), (field,), scene.label("team.form_send"))


def channel_form(scene: Scene) -> Form:
    """Whoever is in a channel."""
    field = Channel(MEMBERS, scene.label("team.channel_label"), members=True, hint=scene.label("team.channel_hint"))
    return Form(ref_of(scene.state), scene.label("team.form_title"), (field,), scene.label("team.form_send"))


def chosen(scene: Scene, fields: Mapping[str, str]) -> tuple[tuple[Person, ...], Parts, tuple[tuple[str, str], ...]]:
    """Whom a form names who can be in the team, what is to be said of whom it cannot, and what is wrong at its field.

    People of the same workspace whom the bot knows; never the leader; their coaches only when named on purpose.
    """
    field = MEMBERS if MEMBERS in fields else PEOPLE
    ids = named_in(fields.get(field, ""))
    me = scene.person
    known = {one.id: one for one in scene.facts.people if one.state != "gone" and same_place(one.id, me.id)}
    found = [known[one] for one in ids if one in known and one != me.id]
    said: Parts = ()
    coaching = [one for one in found if one.id in coaches.audiences(scene.facts)]
    if field == MEMBERS and coaching:
        found = [one for one in found if one not in coaching]
        said = tuple(scene.say("team.without_coach", name=called(scene.facts, one.id)) for one in coaching)
    if not found:
        return (), (), ((field, scene.label("team.nobody_named")),)
    if len(found) > MOST:
        return (), (), ((field, scene.label("team.too_many", count=MOST)),)
    return tuple(found), said, ()


def names(facts: Facts, people: tuple[str, ...]) -> Typed:
    """Their names in one line."""
    return Typed(one_line(", ".join(called(facts, one).text for one in people), 1000))


def draw_confirm(scene: Scene) -> Parts:
    """Every name, to be gone through."""
    people = teams.members(scene.facts)
    rows = tuple((str(place), (called(scene.facts, one.person),)) for place, one in enumerate(people, 1))
    buttons = (
        Choice(STAY_IN, scene.label("team.go_through"), opens=True, main=True),
        Choice(PEOPLE, scene.label("team.name_more"), opens=True),
        leaving(scene),
    )
    return (scene.say("team.confirm", count=len(people)), Rows(rows), Choices(buttons))


def take_confirm(scene: Scene, answer: Answer) -> Next:
    """Name by name: who is not ticked any more is not in the team."""
    match answer:
        case Chose("leave"):
            return left(scene)
        case Chose(key):
            return Next(STAY, form=stay_form(scene), because=OPEN) if key == STAY_IN else opened(scene, key)
        case Filled(fields) if STAY_IN in fields:
            out = staying(scene, fields[STAY_IN])
            if len(out) == len(teams.members(scene.facts)):
                return Next(STAY, errors=((STAY_IN, scene.label("team.nobody_named")),))
            return Next("agree", deeds=out, because=OPEN)
        case Filled(fields):
            found, said, wrong = chosen(scene, fields)
            if wrong:
                return Next(STAY, errors=wrong)
            return Next("confirm", say=said, deeds=added(scene, found), because=OPEN)
        case Wrote():
            return Next(STAY, because=OPEN)


def stay_form(scene: Scene) -> Form:
    """Every name with a tick."""
    people = teams.members(scene.facts)
    options = tuple((one.person, called(scene.facts, one.person).text) for one in people)
    field = Pick(
        STAY_IN,
        scene.label("team.stay_label"),
        options,
        tuple(one.person for one in people),
        many=True,
        optional=True,
        hint=scene.label("team.stay_hint"),
    )
    return Form(ref_of(scene.state), scene.label("team.form_title"), (field,), scene.label("team.form_send"))


def added(scene: Scene, people: tuple[Person, ...]) -> tuple[Deed, ...]:
    """Whoever is not in it yet; the others stay as they are, also those who ask not to be asked."""
    there = {one.person for one in teams.members(scene.facts)}
    return tuple(Save(teams.named(scene.facts, one.id)) for one in people if one.id not in there)


def staying(scene: Scene, ticked: str) -> tuple[Deed, ...]:
    """Whoever is not ticked any more leaves the team; what they have answered in an open round stays."""
    return _taken_out(scene, {one.person for one in teams.members(scene.facts)} - set(named_in(ticked)))


def _taken_out(scene: Scene, people: set[str]) -> tuple[Deed, ...]:
    rows = (one for one in teams.members(scene.facts) if one.person in people)
    return tuple(Save(teams.taken_out(one, scene.today)) for one in rows)
