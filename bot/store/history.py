"""Lines of a year between somebody and their coaches or leaders, and which of them were read as consent was then."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.coaching import Shown
from bot.flows.export.between import Between
from bot.flows.shown.days import monday_after
from bot.rules.retention import SPANS
from bot.store.coaches import SHAPES, unread_by
from bot.store.people import People


def between(connection: Connection, person: str, now: datetime) -> tuple[Between, ...]:
    """Every line of theirs that is kept, as a leader and as a coach. Of two of the same Monday, as when somebody has
    changed their working days, the newer was on the page."""
    c = SHAPES[Shown].table.c
    theirs = or_(c.leader == person, c.coach == person), c.friday >= (now - SPANS["digests"]).date()
    lines = select(*SHAPES[Shown].select).where(*theirs).order_by(c.friday, c.leader, c.coach)
    found = [Shown(*row) for row in connection.execute(lines)]
    ids = {id_ for one in found for id_ in (one.leader, one.coach)}
    people = {one.id: one for one in People(connection, writing=False).several(ids)}
    unread = {key for id_ in {one.coach for one in found} for key in unread_by(connection, people[id_], now)}
    newest = {(one.leader, one.coach, monday_after(one.friday)): one.friday for one in found}
    return tuple(
        Between(one, people[one.leader], people[one.coach], read=(one.coach, one.leader, one.friday) not in unread)
        for one in found
        if newest[one.leader, one.coach, monday_after(one.friday)] == one.friday
    )
