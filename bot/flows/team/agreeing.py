"""What is agreed about asking a team: how many have to answer, how often, and what may be said."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.ballot.released import SMALLEST
from bot.effects import Deed, FollowUp, Save, Settle, Start
from bot.facts import Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import practices, teams
from bot.flows.pulse import opening
from bot.flows.team import naming
from bot.messages import Choice, Choices, Form, Input, Parts, Pick, Quote, Text
from bot.rules import calendar

OFTEN: Final = range(2, 14)
"""Weeks between regular rounds."""
NOT_NAMED: Final = "none"
YES_NO: Final = ("yes", "no")


def draw_agree(scene: Scene) -> Parts:
    """The arithmetic; with fewer than five, what there is instead."""
    count = len(teams.members(scene.facts))
    more = Choice(naming.PEOPLE, scene.label("team.name_more"), opens=True)
    if count < SMALLEST:
        instead = (
            Choice("by_name", scene.label("team.go_on_by_name"), main=True),
            Choice("talk", scene.label("team.open_talk")),
        )
        buttons = Choices((*instead, more, naming.leaving(scene)))
        return (scene.say("team.few", count=count), scene.say("team.few_instead"), buttons)
    peers = (scene.say("team.peers", size="small"),) if count < opening.SMALL else ()
    choose = Choice("choose", scene.label("team.choose"), opens=True, main=True)
    buttons = Choices((choose, more, naming.leaving(scene)))
    return (scene.say("team.arithmetic", count=count, k=SMALLEST), *peers, buttons)


def take_agree(scene: Scene, answer: Answer) -> Next:
    """Anonymous and how, or with names, or a talk."""
    team = teams.own(scene.facts) or Team(scene.person.id)
    match answer:
        case Chose("leave"):
            return naming.left(scene)
        case Chose("by_name"):
            return Next("notice", deeds=(Save(replace(team, k=0, notice="")),), because=naming.OPEN)
        case Chose("talk"):
            return Next(DONE, deeds=(Start("talk"),), because="they talk instead")
        case Chose("choose"):
            return Next(STAY, form=form(scene, team), because=naming.OPEN)
        case Chose(key):
            return naming.opened(scene, key)
        case Filled(fields) if naming.FIELDS & set(fields):
            found, said, wrong = naming.chosen(scene, fields)
            if wrong:
                return Next(STAY, errors=wrong)
            return Next("agree", say=said, deeds=naming.added(scene, found), because=naming.OPEN)
        case Filled(fields):
            agreed = filled(scene, team, fields)
            if isinstance(agreed, tuple):
                return Next(STAY, errors=agreed)
            anew = Save(replace(agreed, notice="", state="named"))
            return Next("notice", deeds=(anew, *_untold(scene)), because=naming.OPEN)
        case Wrote():
            return Next(STAY, because=naming.OPEN)


def _untold(scene: Scene) -> tuple[Deed, ...]:
    """Who knows of a team in which everything has a name is told once more, and introduced to what is new. Who asks not
    to be asked is told too, and stays so."""
    told = (one for one in teams.members(scene.facts) if one.state in teams.KNOWN)
    return tuple(Save(replace(one, state="out" if one.state == "out" else "named", since=None)) for one in told)


def form(scene: Scene, team: Team) -> Form:
    """Everything that is agreed, with what stands now."""
    count, label = len(teams.members(scene.facts)), scene.label
    fields: list[Text | Quote | Input] = []
    if count < opening.SMALL:
        options = tuple((str(k), label("team.of", k=k, count=count)) for k in (5, 4))
        fields.append(Pick("k", label("team.k_label"), options, (str(team.k or SMALLEST),)))
    else:
        fields.append(scene.say("team.arithmetic", count=count, k=SMALLEST))
    often = (*((str(weeks), label("team.weeks", count=weeks)) for weeks in OFTEN), ("0", label("team.when_i_ask")))
    fields.append(Pick("every", label("team.every_label"), often, (str(team.every),)))
    going = practices.going(scene.facts)
    if going:
        named = tuple((one.id, practices.on_a_button(one)) for one in going)
        now = team.practice if any(one.id == team.practice for one in going) else NOT_NAMED
        options = ((NOT_NAMED, label("team.not_named")), *named)
        fields.append(Pick("practice", label("team.practice_label"), options, (now,)))
    yes_no = tuple(zip(YES_NO, (label("team.holds"), label("team.holds_not")), strict=True))
    fields += [
        scene.say("team.holding"),
        Quote(label("loop.holding_line"), scene.person.name),
        Pick("holds", label("team.holds_label"), yes_no, ("yes" if team.holds else "no",)),
    ]
    return Form(ref_of(scene.state), label("team.agree_title"), tuple(fields), label("team.form_send"))


def filled(scene: Scene, team: Team, fields: Mapping[str, str]) -> Team | tuple[tuple[str, str], ...]:
    """What was agreed, or what is wrong at its field."""
    small = len(teams.members(scene.facts)) < opening.SMALL
    k, every = (fields.get("k", "") if small else str(SMALLEST)), fields.get("every", "")
    practice, holds = fields.get("practice") or NOT_NAMED, fields.get("holds", "")
    going = practices.going(scene.facts)
    wrong = [
        name
        for name, fits in (
            ("k", k in ("4", "5")),
            ("every", every in ("0", *map(str, OFTEN))),
            ("practice", practice in (NOT_NAMED, *(one.id for one in going))),
            ("holds", holds in YES_NO),
        )
        if not fits
    ]
    if wrong:
        return tuple((name, scene.label("team.choose_one")) for name in wrong)
    chosen = "" if practice == NOT_NAMED else practice
    return replace(team, k=int(k), every=int(every), practice=chosen, holds=holds == "yes")


def schedule(scene: Scene, team: Team) -> tuple[FollowUp | Settle, ...]:
    """The next regular round as it is planned from now on, of a team that is asked."""
    if team.state != "running" or not team.k:
        return ()
    if not team.every:
        return (Settle("only when the leader asks", "open", flow="pulse", subject=""),)
    last = teams.last_round(scene.facts)
    on = calendar.next_workday(scene.person, scene.today)
    return (opening.on_day(scene.person, max(on, opening.regular_day(team, last)) if last is not None else on),)
