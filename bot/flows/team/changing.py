"""The team as it stands, and what the leader can change about it afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.ballot.released import SMALLEST
from bot.effects import Deed, Save, Start
from bot.facts import Round, Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import practices, teams
from bot.flows.people import is_near
from bot.flows.pulse import opening, times
from bot.flows.team import agreeing, asking, naming, telling
from bot.messages import Channel, Choice, Choices, Form, Parts, Pick, Plain, Rows, Span, Text, Typed

HERE: Final = "the team stays as it is; “team” shows it at any time"
WHERE: Final = ("each", "channel")


def draw_team(scene: Scene) -> Parts:
    """Who, how, when next; and the buttons for all of it."""
    team = teams.own(scene.facts)
    if team is None:
        return (scene.say("team.passed"),)
    label = scene.label
    first = (Choice("told", label("team.i_told_them"), main=True),) if telling.untold(scene) else ()
    ask = (Choice("ask", label("team.ask_now"), main=not first),) if team.k else ()
    rest = (
        Choice(naming.PEOPLE, label("team.name_more"), opens=True),
        Choice(naming.STAY_IN, label("team.take_out"), opens=True),
        Choice("agree", label("team.change_agreed"), opens=True),
        Choice("where", label("team.where"), opens=True),
        Choice("stop", label("team.stop")),
    )
    without = "agree" if not team.k else ""
    buttons = (*first, *ask, *(one for one in rest if one.key != without))
    return (scene.say("team.title"), Rows(_rows(scene, team)), Choices(buttons))


def _rows(scene: Scene, team: Team) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    words, label = scene.facts.words, scene.label
    people = teams.members(scene.facts)
    rows: list[tuple[str, tuple[Span, ...]]] = [
        (label("team.row_who"), (naming.names(scene.facts, tuple(one.person for one in people)),))
    ]
    if not team.k:
        return (*rows, (label("team.row_how"), words.spans("team.by_name_only")))
    k = opening.threshold(team, len(people))
    often = words.spans("team.weeks", count=team.every) if team.every else words.spans("team.when_i_ask")
    rows.append((label("team.row_how"), words.spans("team.of", k=k, count=len(people))))
    rows.append((label("team.row_often"), often))
    coming = next((one for one in scene.facts.waiting if (one.flow, one.kind) == ("pulse", "open")), None)
    if coming is not None:
        rows.append((label("team.row_next"), words.spans("team.on_day", day=coming.wall.date())))
    practice = practices.find(scene.facts, team.practice)
    named = (Typed(practices.act(practice)),) if practice.act else (Plain(label("team.not_named")),)
    rows.append((label("team.row_practice"), named))
    rows.append((label("team.row_holds"), words.spans("team.holds" if team.holds else "team.holds_not")))
    rows.append((label("team.row_where"), words.spans("team.in_channel" if team.channel else "team.to_each")))
    return tuple(rows)


def take_team(scene: Scene, answer: Answer) -> Next:
    """Ask, add, take out, change, stop."""
    team = teams.own(scene.facts)
    if team is None:
        return Next(DONE, say=(scene.say("team.passed"),), because="there is no team any more")
    match answer:
        case Chose("ask"):
            return asking.begin(scene, team)
        case Chose("told"):
            return Next("tell", deeds=(telling.ask_again(scene),))
        case Chose("stop"):
            return Next("sure", because=HERE) if _open_round(scene) is not None else stopped(scene)
        case Chose(naming.STAY_IN):
            return Next(STAY, form=_not_now(scene) or naming.stay_form(scene), because=HERE)
        case Chose("agree"):
            return Next(STAY, form=agreeing.form(scene, team), because=HERE)
        case Chose("where"):
            return Next(STAY, form=where_form(scene, team), because=HERE)
        case Chose(key):
            return naming.opened(scene, key)
        case Filled(fields):
            return changed(scene, team, fields)
        case Wrote():
            return Next(STAY, because=HERE)


def changed(scene: Scene, team: Team, fields: Mapping[str, str]) -> Next:
    """What one of the forms brought."""
    if naming.FIELDS & set(fields):
        found, said, wrong = naming.chosen(scene, fields)
        return Next(STAY, errors=wrong) if wrong else grown(scene, team, naming.added(scene, found), said)
    if naming.STAY_IN in fields:
        if (round_ := _open_round(scene)) is not None:
            return Next(STAY, errors=((naming.STAY_IN, _stays(scene, round_)),))
        return shrunk(scene, team, naming.staying(scene, fields[naming.STAY_IN]))
    if "where" in fields:
        return moved(scene, team, fields)
    if not team.k:  # a form from before: they have been told that nothing is asked without their names
        return Next(STAY, errors=(("every", scene.label("team.passed")),))
    agreed = agreeing.filled(scene, team, fields)
    if isinstance(agreed, tuple):
        return Next(STAY, errors=agreed)
    deeds = (Save(agreed), *agreeing.schedule(scene, agreed))
    return Next("team", say=(scene.say("team.changed"),), deeds=deeds, because=HERE)


def grown(scene: Scene, team: Team, added: tuple[Deed, ...], said: Parts) -> Next:
    """More people: told first, like everybody. Where they are enough for the first time, how is agreed."""
    count = len(teams.members(scene.facts)) + len(added)
    if not added:
        return Next("team", say=said, because=HERE)
    if not team.k and count >= SMALLEST:
        return Next("agree", say=said, deeds=added, because=naming.OPEN)
    kept = replace(team, k=SMALLEST) if team.k and count >= opening.SMALL else team
    return Next("tell", say=said, deeds=(Save(kept), *added, telling.ask_again(scene)))


def shrunk(scene: Scene, team: Team, out: tuple[Deed, ...]) -> Next:
    """Fewer people; with fewer than five nothing is asked without names any more."""
    count = len(teams.members(scene.facts)) - len(out)
    if not count:
        return Next(STAY, errors=((naming.STAY_IN, scene.label("team.nobody_named")),))
    if team.k and count < SMALLEST:
        few = (scene.say("team.few", count=count), scene.say("team.few_instead"))
        return Next("team", say=few, deeds=(*out, Save(replace(team, k=0))), because=HERE)
    return Next("team", say=(scene.say("team.changed"),), deeds=out, because=HERE)


def _open_round(scene: Scene) -> Round | None:
    return next((one for one in teams.rounds(scene.facts) if one.state == "open"), None)


def _not_now(scene: Scene) -> Form | None:
    """While a round is open nobody is taken out: who can still answer must not be a leader's to choose by then."""
    round_ = _open_round(scene)
    if round_ is None:
        return None
    return Form(ref_of(scene.state), scene.label("team.form_title"), (Text((Plain(_stays(scene, round_)),)),), "")


def _stays(scene: Scene, round_: Round) -> str:
    return scene.label("team.nobody_out", day=times.day_of(scene.person, round_.closes_at))


def where_form(scene: Scene, team: Team) -> Form:
    """Where the leader's own words go, and whether what waits for an answer is shown there too."""
    label = scene.label
    places = (("each", label("team.to_each")), ("channel", label("team.in_channel")))
    shows = (("no", label("team.shows_not")), ("yes", label("team.shows")))
    fields = (
        Pick("where", label("team.where_label"), places, ("channel" if team.channel else "each",)),
        Channel("channel", label("team.which_channel"), optional=True, hint=label("team.which_channel_hint")),
        Pick("shows", label("team.shows_label"), shows, ("yes" if team.shows else "no",)),
    )
    return Form(ref_of(scene.state), label("team.where_title"), fields, label("team.form_send"))


def moved(scene: Scene, team: Team, fields: Mapping[str, str]) -> Next:
    """To each of them, or into a channel of the same workspace."""
    wanted = fields.get("where") == "channel"
    channel = fields.get("channel", "").strip() or team.channel
    if wanted and not is_near(scene.facts, channel):
        return Next(STAY, errors=(("channel", scene.label("team.no_channel")),))
    shows = wanted and fields.get("shows") == "yes"
    after = replace(team, channel=channel if wanted else "", shows=shows)
    return Next("team", say=(scene.say("team.changed"),), deeds=(Save(after),), because=HERE)


def draw_sure(scene: Scene) -> Parts:
    """A round is open: what stopping does to it."""
    buttons = (Choice("stop", scene.label("team.stop_now")), naming.leaving(scene))
    return (scene.say("team.sure"), Choices(buttons))


def take_sure(scene: Scene, answer: Answer) -> Next:
    """Stopped all the same, or not."""
    match answer:
        case Chose("stop"):
            return stopped(scene)
        case Chose():
            return Next(DONE, say=(scene.say("team.goes_on"),), because=HERE)
        case Wrote() | Filled():
            return Next(STAY, because=HERE)


def stopped(scene: Scene) -> Next:
    """Nobody is asked any more; an open round is dropped, and those who were asked get to know."""
    over = Start("pulse", answers={"news": "over"})
    return Next(DONE, say=(scene.say("team.stopped"),), deeds=(over,), because="nobody is asked any more")
