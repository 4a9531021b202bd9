"""Opening a team's rounds: what is asked of the store, and what follows from its answer."""

from datetime import date, timedelta
from typing import Final

from bot.ballot.asked import Questions
from bot.effects import Deed, FollowUp, Json, OpenRound, Save, Settle, Start
from bot.events import Due
from bot.facts import Person, Round, Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, hashed
from bot.flows import practices, teams
from bot.flows.pulse import questions, times
from bot.flows.pulse.ready import held_up
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar

SMALL: Final = 8
"""From so many people on five of them have to take part."""
TRIES: Final = 3
"""How often a round is tried for which too few people may be asked, a week apart."""
A_WEEK: Final = timedelta(weeks=1)


def on_day(person: Person, on: date) -> FollowUp:
    """A round opens on that day, or on the first working day after it."""
    on = calendar.workday_on_or_after(person, on)
    return FollowUp("open", on, "opened, or the team is asked no more", at=times.OPENS, flow="pulse", subject="")


def open_round(scene: Scene, _due: Due) -> Next:
    """A regular round, or one that is asked again; where it cannot open yet, it waits."""
    team = teams.own(scene.facts)
    if team is None or not team.k or team.state != "running":
        return Next(STAY, because="there is no team to ask")
    today = scene.today
    later = held_up(scene)
    if later is not None or not calendar.is_workday(scene.person, today):
        on = max(later.day if later else today, calendar.next_workday(scene.person, today))
        return Next(STAY, deeds=(on_day(scene.person, on),), because="it waits for its day")
    wanted = questions.named(scene.facts, _names(scene)) or questions.regular(scene.facts)
    tries = _tries(scene) + 1
    # Should too few be free to be asked: outdone by the next round as soon as this one is open.
    once_more = (on_day(scene.person, today + A_WEEK),) if tries < TRIES else ()
    deeds = (*once_more, asking(scene, team, wanted))
    return Next(STAY, keep={"tries": tries}, deeds=deeds, because="the store says what became of it")


def asking(scene: Scene, team: Team, wanted: Questions) -> OpenRound:
    """Ask for a round to be opened now."""
    round_ = coming(scene, team)
    before = teams.last_round(scene.facts)
    return OpenRound(
        round_.id,
        teams.roster(scene.facts),
        questions.in_full(wanted),
        round_.k,
        round_.closes_at,
        scene.today - times.RESTS,
        before.id if before is not None else "",
    )


def coming(scene: Scene, team: Team, invited: int = 0) -> Round:
    """The next round as it is when it opens now; `invited` is not known before."""
    person, today = scene.person, scene.today
    before = teams.last_round(scene.facts)
    number = before.number + 1 if before is not None else 1
    closes_on = times.closing_day(person, today)
    practice = practices.find(scene.facts, team.practice)
    named = practices.act(practice) if practice.state in (*practices.GOING, "resting") else ""
    began = practice.began_on if named else team.since
    return Round(
        id=hashed("round", person.id, str(number)),
        leader=person.id,
        number=number,
        opened_on=today,
        closes_at=times.at(person, closes_on, times.CLOSES),
        releases_at=times.at(person, times.release_day(person, closes_on), times.RELEASES),
        k=threshold(team, len(teams.roster(scene.facts))),
        invited=invited,
        practice=named,
        since=before.opened_on if before is not None else began or today,
    )


def threshold(team: Team, people: int) -> int:
    """How many have to take part: four only where a small team has chosen so."""
    return 4 if team.k == 4 and people < SMALL else 5


def opened(scene: Scene) -> Next:
    """The round is open: everybody invited is asked, its end is planned, and the leader knows."""
    team, people = teams.own(scene.facts), scene.state.answers.get("invited")
    if team is None or not isinstance(people, list) or teams.find_round(scene.facts, scene.state.subject) is not None:
        return Next(DONE, because="the round was opened before")
    round_ = coming(scene, team, len(people))
    starts = tuple(Start("answer", round_.id, owner=str(one), answers={"news": "opened"}) for one in people)
    closes = calendar.local(round_.closes_at, scene.person.zone)
    close = FollowUp("close", closes.date(), "closed", at=closes.time())
    said = scene.say(
        "pulse.opened",
        count=round_.invited,
        k=round_.k,
        closes=closes.date(),
        released=times.day_of(scene.person, round_.releases_at),
    )
    after = (*_next_regular(scene.person, team, round_), Start("pulse", answers={"news": "asked"}))
    return Next(DONE, say=(said,), deeds=(Save(round_), *starts, close, *after))


def _next_regular(person: Person, team: Team, round_: Round) -> tuple[Deed, ...]:
    """After this one, in the place of whatever was planned."""
    if team.every:
        return (on_day(person, regular_day(team, round_)),)
    return (Settle("only when the leader asks", "open", subject=""),)


def regular_day(team: Team, round_: Round) -> date:
    """So many weeks after that one."""
    return round_.opened_on + timedelta(weeks=team.every)


def asked(_scene: Scene) -> Next:
    """A round is open: what was tried before is forgotten."""
    return Next(DONE, because="the round's own conversation goes on")


def few(scene: Scene) -> Next:
    """Fewer people may be asked than anonymity takes. Who, and why, the leader is not told.

    What is planned waits for the day on which enough of them have rested; so two leaders of the same people take turns.
    """
    planned, asked = _planned(scene), scene.answer("asked")
    on = date.fromisoformat(asked) + times.RESTS if asked else None
    moves = on is not None and planned is not None and (planned < on or planned <= scene.today + A_WEEK)
    after = on_day(scene.person, on) if on is not None and moves else None
    keep: dict[str, Json] = {"why": "", "on": after.on.isoformat() if after else ""}
    deeds = (after,) if after else ()
    return Next("not_now", keep=keep, deeds=deeds, because="tried again as planned, or when the leader asks")


def refused(scene: Scene) -> Next:
    """There is nowhere to keep the keys: nobody is asked, and the leader gets the reason."""
    return Next(
        "not_now",
        keep={"why": scene.answer("why"), "on": ""},
        because="tried again as planned, or when the leader asks",
    )


def draw_not_now(scene: Scene) -> Parts:
    """Why nobody was asked, when it is tried again, and the way to the team."""
    why = scene.answer("why")
    said = scene.say("pulse.refused", why=Typed(why)) if why else scene.say("pulse.few")
    on = date.fromisoformat(scene.answer("on")) if scene.answer("on") else _planned(scene)
    then = scene.say("pulse.tried_on", day=on) if on else scene.say("pulse.tried_enough")
    return (said, then, Choices((Choice("team", scene.label("pulse.my_team")),)))


def _planned(scene: Scene) -> date | None:
    """The day on which the next round is to open."""
    found = (one.wall.date() for one in scene.facts.waiting if (one.flow, one.kind) == ("pulse", "open"))
    return next(found, None)


def take_not_now(_scene: Scene, answer: Answer) -> Next:
    """The team is shown."""
    match answer:
        case Chose():
            return Next(DONE, deeds=(Start("team"),), because="the team is shown")
        case Wrote() | Filled():
            return Next(STAY, because="nothing is asked")


def again(scene: Scene) -> Next:
    """A round was lost: the same is asked once more as soon as these people may be asked."""
    last = teams.last_round(scene.facts)
    on = last.opened_on + times.RESTS if last is not None else scene.today
    on = max(on, calendar.next_workday(scene.person, scene.today))
    return Next(DONE, keep={"questions": _names(scene)}, deeds=(on_day(scene.person, on),))


def _names(scene: Scene) -> list[Json]:
    names = scene.state.answers.get("questions")
    return names if isinstance(names, list) else []


def _tries(scene: Scene) -> int:
    tries = scene.state.answers.get("tries")
    return tries if isinstance(tries, int) else 0
