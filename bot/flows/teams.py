"""What several flows ask of teams: whose it is, who is in it, which rounds it has had."""

from dataclasses import replace
from datetime import date

from bot.effects import Start
from bot.facts import Facts, Member, Round, Team

ASKED_NO_MORE = ("stopped", "gone")
"""States of people to whom nothing is sent: they are not invited either."""
HERE = ("named", "asked", "out")
"""States of members who are in the team; a leader never sees which of the three it is."""
KNOWN = ("asked", "out")
"""Those of them who have heard from the bot."""


def own(facts: Facts) -> Team | None:
    """The team that this person leads, unless it was stopped."""
    found = led_by(facts, facts.person.id)
    return found if found is not None and found.state != "stopped" else None


def led_by(facts: Facts, leader: str) -> Team | None:
    """That leader's team, stopped or not; None where this person knows of none."""
    return next((one for one in facts.teams if one.leader == leader), None)


def members(facts: Facts) -> tuple[Member, ...]:
    """Who is in this person's own team, by name, whether they are asked or not."""
    names = {one.id: one.name.casefold() for one in facts.people}
    mine = (one for one in facts.members if one.leader == facts.person.id and one.state in HERE)
    return tuple(sorted(mine, key=lambda one: (names.get(one.person, ""), one.person)))


def roster(facts: Facts) -> tuple[str, ...]:
    """Whom a round of this person's may ask: introduced, not opted out, and written to at all."""
    reached = {one.id for one in facts.people if one.state not in ASKED_NO_MORE}
    return tuple(one.person for one in members(facts) if one.state == "asked" and one.person in reached)


def joined(facts: Facts) -> tuple[Member, ...]:
    """This person's own places in others' teams, once they have been introduced: before, nothing shows that."""
    me = facts.person.id
    return tuple(one for one in facts.members if one.person == me and one.leader != me and one.state in KNOWN)


def named(facts: Facts, person: str) -> Member:
    """Somebody as this person's own team has them who are named, perhaps not for the first time."""
    me = facts.person.id
    before = next((one for one in facts.members if (one.leader, one.person) == (me, person)), None)
    asks_not = before is not None and before.state == "left" and before.since is None
    return Member(me, person, "out" if asks_not else "named")


def taken_out(one: Member, today: date) -> Member:
    """In the team no more since that day. Who asked not to be asked has none: named again, they still are not."""
    return replace(one, state="left", since=None if one.state == "out" else today)


def parted(facts: Facts, today: date) -> tuple[Member, ...]:
    """For somebody who leaves the workspace: in no team any more."""
    me = facts.person.id
    return tuple(taken_out(one, today) for one in facts.members if one.person == me and one.state in HERE)


def over(facts: Facts) -> tuple[Start, ...]:
    """For a leader who is asked nothing here any more: nobody in their team is, either."""
    return (Start("pulse", answers={"news": "over"}),) if own(facts) is not None else ()


def rounds(facts: Facts) -> tuple[Round, ...]:
    """The rounds of this person's own team, oldest first."""
    return tuple(one for one in facts.rounds if one.leader == facts.person.id)


def is_over(round_: Round) -> bool:
    """Whether nobody waits for a reply to it any more."""
    return round_.replied_on is not None or round_.unanswered_on is not None


def last_round(facts: Facts) -> Round | None:
    """The newest of them."""
    return max(rounds(facts), key=lambda one: one.number, default=None)


def find_round(facts: Facts, round_id: str) -> Round | None:
    """The round of that id, in whatever team."""
    return next((one for one in facts.rounds if one.id == round_id), None)


def invited(facts: Facts, round_id: str) -> tuple[str, ...]:
    """Who was asked in one of this person's own last rounds."""
    return next((people for one, people in facts.invited if one == round_id), ())
