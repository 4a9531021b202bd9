"""Pictures of a leader's own past: the week in dots, the weeks in bars, the numbers always in words as well."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date

from bot.facts import Chance, Mark, Practice
from bot.flow import Scene
from bot.flows import practices
from bot.messages import Chart, Dots, Series
from bot.rules import calendar, past
from bot.rules.chances import Dot
from bot.rules.past import PastWeek
from bot.rules.shortened import ON_A_BUTTON, one_line

LAST: Final = 12
"""Weeks in the look-back's picture."""
HALF_YEAR: Final = 26
LEAST: Final = 2
"""Weeks with something asked before there is a picture of weeks."""

_DOTS: Final[dict[Mark, Dot]] = {"did": "did", "partly": "partly", "not": "not", "": "open"}


def week_dots(scene: Scene, practice: Practice) -> tuple[Dots, ...]:
    """This week's chances of one practice, oldest first; nothing when there were none."""
    first, last = calendar.week_of(scene.person, scene.occasion)
    came = [one for one in _of(scene, practice) if first <= one.day <= last and one.mark != "away"]
    marks = tuple(_DOTS.get(one.mark, "open" if one.mark == "note" else "out") for one in came)
    asked = sum(mark != "out" for mark in marks)
    if not asked:
        return ()
    done = sum(mark in ("did", "partly") for mark in marks)
    return (Dots(marks, scene.label("pictures.week", done=done, count=asked)),)


def weeks_chart(scene: Scene, shown: tuple[Practice, ...]) -> tuple[Chart, ...]:
    """The last twelve weeks, one set of bars a practice; nothing before there are two to look at."""
    counted = {one.id: past.weeks(scene.person, _of(scene, one), scene.today, LAST) for one in shown}
    firsts = sorted({week.first for weeks in counted.values() for week in weeks if week.asked})[-LAST:]
    if len(firsts) < LEAST:
        return ()
    series: list[Series] = []
    said: list[str] = []
    for practice in shown:
        weeks = {week.first: week for week in counted[practice.id] if week.asked}
        name = one_line(practices.act(practice), ON_A_BUTTON)
        series.append(Series(name, tuple(float(weeks[day].done) if day in weeks else None for day in firsts)))
        said.append(scene.label("pictures.weeks", act=name, weeks=_told(scene, weeks.values())))
    labels = tuple(_short(scene, day) for day in firsts)
    return (Chart(scene.label("pictures.title"), labels, tuple(series), " ".join(said)),)


def half_year(scene: Scene, practice: Practice) -> tuple[Chart, ...]:
    """The half-year up to last week in thirteen bars of two weeks each."""
    last_week = scene.today - timedelta(weeks=1)
    weeks = past.weeks(scene.person, _of(scene, practice), last_week, HALF_YEAR)
    pairs = [weeks[at : at + 2] for at in range(0, len(weeks), 2)]
    joined = [PastWeek(pair[0].first, sum(w.done for w in pair), sum(w.asked for w in pair)) for pair in pairs]
    joined = [one for one in joined if one.asked]
    if not joined:
        return ()
    name = one_line(practices.act(practice), ON_A_BUTTON)
    values = tuple(float(one.done) for one in joined)
    said = scene.label("pictures.fortnights", act=name, weeks=_told(scene, joined))
    labels = tuple(_short(scene, one.first) for one in joined)
    return (Chart(scene.label("pictures.half_year"), labels, (Series(name, values),), said),)


def _of(scene: Scene, practice: Practice) -> list[Chance]:
    since = scene.today - timedelta(weeks=HALF_YEAR)
    return [one for one in scene.facts.chances if one.practice == practice.id and one.day >= since]


def _told(scene: Scene, weeks: Iterable[PastWeek]) -> str:
    said = (
        scene.label("pictures.one_week", week=_short(scene, one.first), done=one.done, count=one.asked) for one in weeks
    )
    return "; ".join(said)


def _short(scene: Scene, day: date) -> str:
    return format_date(day, "d MMM", locale=scene.facts.words.locale.replace("-", "_"))
