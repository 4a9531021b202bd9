"""Erasing a person: everything of theirs, and what tells of them in what is others'."""

import json
import re
from typing import Final

from sqlalchemy import Connection, delete, or_, select, update

from bot.effects import Json
from bot.facts import Person
from bot.messages import MESSAGE, Message
from bot.store.export import OWNED, about, found_at
from bot.store.people import People
from bot.store.tables import TABLES

_EMPTY: Final = MESSAGE.dump_json(Message(())).decode()


def erase(connection: Connection, person: str) -> None:
    """Remove a person. Their row is locked first: a turn of theirs that is being written is waited for."""
    row = People(connection, writing=True).locked(person)
    near = _near(connection, person, row)
    post, seen, people, consent = (TABLES[name] for name in ("post", "seen", "person", "consent"))
    theirs = post.c.address.in_(row.homes if row else ())
    connection.execute(delete(post).where(or_(post.c.author == person, theirs)))
    connection.execute(delete(TABLES["reference"]).where(found_at(person, row)))
    ballot, invited = TABLES["ballot"], TABLES["invited"]
    rounds = select(invited.c.round).where(invited.c.person == person)
    # How a roster has changed must be known later, or somebody's answers could be told by their absence.
    connection.execute(update(ballot).where(ballot.c.round.in_(rounds)).values(gone=ballot.c.gone + 1))
    for name, columns in reversed(OWNED.items()):
        connection.execute(delete(TABLES[name]).where(about(name, columns, person)))
    for name in ("conversation", "follow_up"):
        connection.execute(delete(TABLES[name]).where(TABLES[name].c.subject == person))
    connection.execute(delete(consent).where(consent.c.audience == person))
    handled = connection.scalars(select(seen.c.id).where(seen.c.id.contains(person, autoescape=True))).all()
    told = [event for event in handled if _mention(person).search(event)]
    connection.execute(delete(seen).where(seen.c.id.in_(told)))
    connection.execute(update(people).where(people.c.coach == person).values(coach=""))
    connection.execute(update(people).where(people.c.linked == person).values(linked=""))
    _forget_in_messages(connection, person, near)
    _forget_in_talks(connection, person, near)


def _near(connection: Connection, person: str, row: Person | None) -> list[str]:
    """Whose conversations and messages can tell of this person: coach, coached, partners, readers, and who was asked
    whether they are the same."""
    people, partner, consent, talk = (TABLES[name] for name in ("person", "partner", "consent", "conversation"))
    found = {row.coach, row.linked} if row else set()
    for other, this in (
        (people.c.id, people.c.coach),
        (partner.c.partner, partner.c.leader),
        (partner.c.leader, partner.c.partner),
        (consent.c.audience, consent.c.owner),
        (consent.c.owner, consent.c.audience),
        (talk.c.owner, talk.c.subject),
    ):
        found.update(connection.scalars(select(other).where(this == person)))
    return sorted(found - {"", person})


def _forget_in_messages(connection: Connection, person: str, near: list[str]) -> None:
    """Messages to others that tell of the person: what waits does not go out, what was sent is emptied."""
    row = TABLES["outbox"]
    mention = _mention(person)
    found = select(row.c.id, row.c.key, row.c.replaces, row.c.payload, row.c.state).where(
        or_(row.c.key.contains(person, autoescape=True), row.c.person.in_(near))
    )
    for id_, *words, state in connection.execute(found).all():
        if not any(mention.search(text) for text in words):
            continue
        if state == "waiting":
            connection.execute(delete(row).where(row.c.id == id_))
        else:
            emptied = {"key": f"erased/{id_}", "replaces": "", "payload": _EMPTY, "error": ""}
            connection.execute(update(row).where(row.c.id == id_).values(emptied))


def _forget_in_talks(connection: Connection, person: str, near: list[str]) -> None:
    """What others' conversations keep of the person is dropped, entry by entry."""
    row = TABLES["conversation"]
    mention = _mention(person)
    found = select(row.c.flow, row.c.owner, row.c.subject, row.c.asked, row.c.answers).where(
        or_(row.c.asked.contains(person, autoescape=True), row.c.owner.in_(near))
    )
    for flow, owner, subject, asked, text in connection.execute(found).all():
        answers: dict[str, Json] = json.loads(text) if text else {}
        kept = {name: value for name, value in answers.items() if not mention.search(json.dumps(value))}
        if kept == answers and not mention.search(asked):
            continue
        this = (row.c.flow == flow) & (row.c.owner == owner) & (row.c.subject == subject)
        left = json.dumps(kept, ensure_ascii=False) if kept else ""
        asked = "" if mention.search(asked) else asked
        # A turn that is under way must not write back what was dropped.
        values = {"answers": left, "asked": asked, "version": row.c.version + 1}
        connection.execute(update(row).where(this).values(values))


def _mention(person: str) -> re.Pattern[str]:
    """The id by itself, and not as a piece of a longer one."""
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(person)}(?![A-Za-z0-9])")
