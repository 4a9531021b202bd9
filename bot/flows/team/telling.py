"""Telling the team: the leader's own words, said by the leader; nothing is sent to anybody before."""

from dataclasses import replace
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle
from bot.events import Due
from bot.facts import Member, Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import teams
from bot.flows.pulse.introducing import introduction
from bot.flows.pulse.ready import first_day
from bot.flows.team import naming
from bot.messages import Choice, Choices, Form, Line, Parts, Quote
from bot.rules import calendar

NOTICE: Final = "notice"
LONGEST: Final = 1500
"""Characters of a notice."""


def draw_notice(scene: Scene) -> Parts:
    """A draft of what the leader tells them, to be put into their own words."""
    buttons = (Choice(NOTICE, scene.label("team.in_my_words"), opens=True, main=True), naming.leaving(scene))
    return (scene.say("team.notice"), Quote(notice(scene), scene.person.name), Choices(buttons))


def take_notice(scene: Scene, answer: Answer) -> Next:
    """The form with the draft, or the words as they are from now on."""
    team = teams.own(scene.facts)
    match answer:
        case Chose("leave"):
            return naming.left(scene)
        case Chose():
            return Next(STAY, form=form(scene), because=naming.OPEN)
        case Filled(fields) if team is not None:
            words = fields.get(NOTICE, "").strip()
            if not words or len(words) > LONGEST:
                return Next(STAY, errors=((NOTICE, scene.label("team.notice_empty", count=LONGEST)),))
            return Next("tell", deeds=(Save(replace(team, notice=words)), ask_again(scene)))
        case Filled():
            return Next(DONE, say=(scene.say("team.passed"),), because="there is no team any more")
        case Wrote():
            return Next(STAY, because=naming.OPEN)


def form(scene: Scene) -> Form:
    """One field, with what stands now."""
    field = Line(
        NOTICE,
        scene.label("team.notice_label"),
        scene.label("team.notice_hint"),
        notice(scene),
        long=True,
        limit=LONGEST,
    )
    return Form(ref_of(scene.state), scene.label("team.notice_title"), (field,), scene.label("team.form_send"))


def notice(scene: Scene) -> str:
    """The leader's words, or a draft of them: who is asked, by what, how often, and whether with names."""
    team = teams.own(scene.facts)
    if team is None or team.notice:
        return team.notice if team is not None else ""
    if not team.k:
        return scene.label("team.draft_by_name")
    often = scene.label("team.draft_every", count=team.every) if team.every else scene.label("team.draft_when_i_ask")
    return scene.label("team.draft", often=often, k=team.k)


def ask_again(scene: Scene) -> FollowUp:
    """Have they been told? The next working day, and two later; then it is left."""
    on = calendar.next_workday(scene.person, scene.today)
    return FollowUp("told", on, "told, left, or asked twice", again=(2,))


def untold(scene: Scene) -> tuple[Member, ...]:
    """Who has been named and not been told. Who asks not to be asked stands among them: a leader sees no difference."""
    waits = ("named", "out")
    return tuple(one for one in teams.members(scene.facts) if one.state in waits and one.since is None)


def draw_tell(scene: Scene) -> Parts:
    """Whom to tell, the words to copy, and that nothing is sent before."""
    who = naming.names(scene.facts, tuple(one.person for one in untold(scene)))
    buttons = (
        Choice("told", scene.label("team.i_told_them"), main=True),
        Choice(NOTICE, scene.label("team.change_words"), opens=True),
        naming.leaving(scene),
    )
    return (scene.say("team.tell", names=who), Quote(notice(scene), scene.person.name), Choices(buttons))


def take_tell(scene: Scene, answer: Answer) -> Next:
    """Told; or other words first."""
    match answer:
        case Chose("told"):
            return told(scene)
        case Chose("leave"):
            found = naming.left(scene)
            return replace(found, deeds=(Settle("left", "told"),))
        case Chose() | Filled():
            return take_notice(scene, answer)
        case Wrote():
            return Next(STAY, because="asked again by its follow-up")


def told(scene: Scene) -> Next:
    """They know: the bot says who it is on the next working day at the earliest, and asks after that."""
    team, people = teams.own(scene.facts), untold(scene)
    if team is None or not people:
        settled = (Settle("everybody knows", "told"),)
        return Next(DONE, say=(scene.say("team.everybody_knows"),), deeds=settled, because="everybody knows")
    informed = tuple(replace(one, since=scene.today) for one in people)
    first = team.state == "named"
    after = replace(team, state="told", told_on=scene.today) if first else team
    deeds: list[Deed] = [Save(after), *(Save(one) for one in informed), Settle("told", "told")]
    known = {one.person: one for one in (*teams.members(scene.facts), *informed)}
    introduced = introduction(scene.person, tuple(known.values()))
    deeds += introduced
    on = introduced[0].on if introduced else calendar.next_workday(scene.person, scene.today)
    said = scene.say("team.told", day=on) if team.k else scene.say("team.told_by_name", day=on)
    return Next(DONE, say=(said, *_when(scene, team, first)), deeds=tuple(deeds), because="they are introduced to next")


def _when(scene: Scene, team: Team, first: bool) -> Parts:
    """What comes after the introduction: the first round, or, for whoever joins while one is open, the next."""
    if not team.k:
        return ()
    if not first:
        is_open = any(one.state == "open" for one in teams.rounds(scene.facts))
        return (scene.say("team.joins_next"),) if is_open else ()
    if not team.every:
        return (scene.say("team.ask_when_you_like"),)
    introduced = calendar.next_workday(scene.person, scene.today)
    day = max(calendar.next_workday(scene.person, introduced), first_day(scene))
    return (scene.say("team.first_round", day=calendar.workday_on_or_after(scene.person, day)),)


def told_due(scene: Scene, due: Due) -> Next:
    """Do they know by now?"""
    if teams.own(scene.facts) is None or not untold(scene):
        return Next(STAY, because="they know, or nobody is in the team")
    return Next("tell", because="asked for the last time" if due.last else "asked once more")
