"""Erasing a person: everything of theirs, and what tells of them in what is others'."""

import json
import re
from typing import Final

from sqlalchemy import Connection, delete, or_, select, update

from bot.effects import Json
from bot.facts import Person
from bot.messages import MESSAGE, Message
from bot.store.ballots import Ballots
from bot.store.export import OWNED, about, found_at
from bot.store.people import People
from bot.store.retention import FILES
from bot.store.tables import TABLES

_EMPTY: Final = MESSAGE.dump_json(Message(())).decode()


def erase(connection: Connection, ballots: Ballots, person: str) -> None:
    """Remove a person. Their row is locked first: a turn of theirs that is being written is waited for.

    Raises:
        KeysUnreachable: as `Ballots.forget`.
    """
    row = People(connection, writing=True).locked(person)
    near = _near(connection, person, row)
    led, told = _rounds_and_items(connection, person)
    ballots.forget(led)
    theirs_alone = _mention(person, *led, *told)
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
        subject = TABLES[name].c.subject
        of_theirs = subject.startswith(f"{person}:", autoescape=True)  # what a coach has begun with a leader
        connection.execute(delete(TABLES[name]).where(or_(subject.in_((person, *led, *told)), of_theirs)))
    connection.execute(delete(consent).where(consent.c.audience == person))
    handled = connection.scalars(select(seen.c.id).where(seen.c.id.contains(person, autoescape=True))).all()
    named = [event for event in handled if theirs_alone.search(event)]
    connection.execute(delete(seen).where(seen.c.id.in_(named)))
    capture = TABLES["capture"]
    connection.execute(update(capture).where(capture.c.loop.in_((*led, *told))).values(loop=""))
    connection.execute(update(people).where(people.c.coach == person).values(coach=""))
    connection.execute(update(people).where(people.c.linked == person).values(linked=""))
    _forget_in_pages(connection, person)
    _forget_in_messages(connection, theirs_alone, person, near)
    _forget_in_talks(connection, theirs_alone, person, near)


def _forget_in_pages(connection: Connection, person: str) -> None:
    """Whoever is erased reads with no coach any more: if they are in the channel still, they have come anew."""
    page = TABLES["page"]
    for coach, *lists in connection.execute(select(page.c.coach, page.c.agreed, page.c.leaders)).all():
        if any(person in people for people in lists):
            agreed, leaders = (tuple(one for one in people if one != person) for people in lists)
            connection.execute(update(page).where(page.c.coach == coach).values(agreed=agreed, leaders=leaders))


def _rounds_and_items(connection: Connection, person: str) -> tuple[list[str], list[str]]:
    """The rounds that somebody led, and what they told or were told with a name: others' questions are about these."""
    round_, item = TABLES["round"], TABLES["item"]
    led = connection.scalars(select(round_.c.id).where(round_.c.leader == person)).all()
    told = connection.scalars(select(item.c.id).where(or_(item.c.author == person, item.c.leader == person))).all()
    return [*led], [*told]


def _near(connection: Connection, person: str, row: Person | None) -> list[str]:
    """Whose conversations and messages can tell of this person: coach, coached, partners, readers, leaders, their team,
    and who was asked whether they are the same."""
    people, partner, consent, talk = (TABLES[name] for name in ("person", "partner", "consent", "conversation"))
    member, item, engagement = TABLES["member"], TABLES["item"], TABLES["engagement"]
    found = {row.coach, row.linked} if row else set()
    for other, this in (
        (people.c.id, people.c.coach),
        (partner.c.partner, partner.c.leader),
        (partner.c.leader, partner.c.partner),
        (consent.c.audience, consent.c.owner),
        (consent.c.owner, consent.c.audience),
        (talk.c.owner, talk.c.subject),
        (member.c.person, member.c.leader),
        (member.c.leader, member.c.person),
        (item.c.author, item.c.leader),
        (item.c.leader, item.c.author),
        (engagement.c.coach, engagement.c.leader),
        (engagement.c.leader, engagement.c.coach),
    ):
        found.update(connection.scalars(select(other).where(this == person)))
    return sorted(found - {"", person})


def _forget_in_messages(connection: Connection, mention: re.Pattern[str], person: str, near: list[str]) -> None:
    """Messages to others that tell of the person: what waits does not go out, what was sent is emptied; so are files
    of those who knew them. A table holds names and no ids, and is made anew at a word."""
    row = TABLES["outbox"]
    found = select(row.c.id, row.c.key, row.c.replaces, row.c.payload, row.c.state).where(
        or_(row.c.key.contains(person, autoescape=True), row.c.person.in_(near))
    )
    for id_, *words, state in connection.execute(found).all():
        if not words[0].startswith(FILES) and not any(mention.search(text) for text in words):
            continue
        if state == "waiting":
            connection.execute(delete(row).where(row.c.id == id_))
        else:
            emptied = {"key": f"erased/{id_}", "replaces": "", "payload": _EMPTY, "error": ""}
            connection.execute(update(row).where(row.c.id == id_).values(emptied))


def _forget_in_talks(connection: Connection, mention: re.Pattern[str], person: str, near: list[str]) -> None:
    """What others' conversations keep of the person is dropped, entry by entry."""
    row = TABLES["conversation"]
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


def _mention(*ids: str) -> re.Pattern[str]:
    """One of these ids by itself, and not as a piece of a longer one."""
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, ids))})(?![A-Za-z0-9])")
