"""What one person's act, or one moment of theirs, leads to over all their conversations. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, assert_never

from bot.effects import FollowUp, Hand, Json, Settle, Start
from bot.events import (
    Captured,
    Due,
    Event,
    Joined,
    Left,
    Moved,
    OutOfOffice,
    Pressed,
    Said,
    Submitted,
    Undelivered,
    Unposted,
)
from bot.facts import Person
from bot.flow import DONE, State, hashed
from bot.flows import coaches
from bot.flows.commands import COMMANDS, read_command
from bot.flows.desk import READS
from bot.flows.item.parting import unanswered
from bot.flows.link.parting import left
from bot.flows.loop.parting import unreplied
from bot.flows.practices import unmade
from bot.flows.teams import joined, over, parted
from bot.messages import Ask, Ref
from bot.play import Play
from bot.rules import calendar
from bot.rules.budget import HERE
from bot.typed import Do, Nowhere, To, Which, named, place

OWN_SUBJECT: Final = ("capture", "loop", "practice", "tell", "things")
"""Flows whose every beginning is about something new."""


def react(play: Play, event: Event) -> Play:
    """Everything that one event leads to for the person whom it concerns."""
    if isinstance(event, Said | Pressed | Submitted | Captured):
        _back(play)
    match event:
        case Said():
            _said(play, event)
        case Pressed(ref=ref) if (ref.flow, ref.step) == ("desk", "idle"):
            _command(play, event.choice, "", event.id, pressed=True)
        case Pressed(ref=ref) | Submitted(ref=ref) | Undelivered(ref=ref) if ref.flow not in play.flows:
            _said_passed(play)
        case Pressed(ref=ref) | Submitted(ref=ref):
            _no_longer_asked(play, ref)
            play.run(play.state(ref.flow, ref.subject), event)
        case Undelivered(ref=ref):
            state = play.state(ref.flow, ref.subject)
            if (state.step, state.occasion) == (ref.step, ref.occasion):
                play.run(state, event)
        case Unposted(ref=ref):
            if ref.flow in play.flows:
                play.run(play.state(ref.flow, ref.subject), event)
        case Due():
            play.run(play.state(event.flow, event.subject), event)
        case Captured(kind="tell"):
            told: dict[str, Json] = {"command": "tell", "rest": "", "by_button": True, "words": event.text}
            play.start(Start("tell", hashed("tell", event.id), answers=told), event.id)
        case Captured(kind="thing"):
            about: dict[str, Json] = {"command": "things", "who": event.who, "what": event.text}
            play.start(Start("things", hashed("things", event.id), answers=about), event.id)
        case Captured():
            answers: dict[str, Json] = {"command": event.kind, "who": event.who, "what": event.text}
            play.start(Start("capture", hashed("capture", event.id), answers=answers), event.id)
        case Moved():
            _moved(play, event)
        case OutOfOffice():
            if play.facts.person.follow_status:
                last = _last_day(play.facts.person, event)
                play.start(Start("time_off", answers={"command": "status", "until": last.isoformat()}), event.id)
        case Joined():
            _joined(play, event)
        case Left():
            for ended in (*unmade(play.facts), *unreplied(play.facts)):
                play.start(ended, event.id)
            play.elsewhere.extend(left(play.facts))
            play.elsewhere.extend(unanswered(play.facts))
            for ended in (*over(play.facts), *coaches.over(play.facts)):
                play.start(ended, event.id)
            for member in parted(play.facts, calendar.local(event.at, play.facts.person.zone).date()):
                play.save(member)
            if play.facts.person.state != "stopped":  # who has ended it stays so, wherever they go
                play.save(replace(play.facts.person, state="gone"))
            play.plans.append(Settle("left the workspace", flow="*"))
        case _:
            assert_never(event)
    while play.hands:
        hand_over(play, play.hands.pop(0), event.id)
    if isinstance(event, Said | Pressed | Submitted | Captured):
        _quiet_here(play)
    return play


def _quiet_here(play: Play) -> None:
    """Who books something where nothing is asked gets to know that."""
    books = any(isinstance(one, FollowUp) and one.flow not in HERE for one in play.plans)
    if books and play.asks and play.facts.person.state == "quiet":
        play.asks.append(Ask((play.facts.words("link.quiet"),)))


def _said(play: Play, event: Said) -> None:
    """Take a typed line to what it is meant for."""
    match place(play, event):
        case To(state):
            _understood(play, state)
            play.run(state, event)
        case Do(command, rest):
            _understood(play, None)
            _command(play, command.name, rest, event.id)
        case Which(states, command):
            options: list[Json] = [[state.flow, state.subject, named(play, state)] for state in states]
            options += [["", command.name, ""]] if command else []
            play.start(Start("desk", step="which", answers={"text": event.text, "options": options}), event.id)
        case Nowhere() if _is_stranger(play) and not _is_kind(play, event.text):
            play.start(Start("welcome"), event.id)
        case Nowhere():
            desk = play.state("desk", "")
            play.run(replace(desk, step="idle") if desk.step == DONE else desk, event)


def _is_stranger(play: Play) -> bool:
    """Somebody to whom nothing was said yet. Whoever is in a team was introduced, and did not come for a practice."""
    return play.facts.person.state == "new" and not joined(play.facts)


def _is_kind(play: Play, text: str) -> bool:
    """A mere "thanks" or thumb, which asks for no welcome."""
    return any(play.facts.words.means(words, text) for words in READS.values())


def _understood(play: Play, state: State | None) -> None:
    """The desk forgets how often it did not understand, once something else did."""
    desk = play.state("desk", "")
    if desk.missed and (state is None or state.flow != "desk"):
        play.states[desk.key] = play.changed[desk.key] = replace(desk, missed=0)


def _no_longer_asked(play: Play, ref: Ref) -> None:
    """ "Which did you mean?" is over once one of the questions it names is answered by its button."""
    desk = play.state("desk", "")
    options = desk.answers.get("options")
    if desk.step == "which" and isinstance(options, list) and (ref.flow, ref.subject) in _named(options):
        play.states[desk.key] = play.changed[desk.key] = replace(desk, step=DONE)


def _named(options: list[Json]) -> set[tuple[str, str]]:
    return {(str(one[0]), str(one[1])) for one in options if isinstance(one, list) and len(one) > 1}


def hand_over(play: Play, hand: Hand, event_id: str) -> None:
    """Give a typed line to the conversation that was chosen for it, or read it as a command."""
    said = Said(event_id, play.facts.person.id, play.now, hand.text)
    if hand.flow:
        play.run(play.state(hand.flow, hand.subject), said)
    elif (command := read_command(play.facts.words, hand.text, play.facts.people)) is not None:
        _command(play, command[0].name, command[1], event_id)


def _command(play: Play, name: str, rest: str, event_id: str, *, pressed: bool = False) -> None:
    command = COMMANDS.get(name)
    if command is None:
        _said_passed(play)
        return
    subject = hashed(command.flow, event_id) if command.flow in OWN_SUBJECT else ""
    answers: dict[str, Json] = {"command": name, "rest": rest, **({"by_button": True} if pressed else {})}
    play.start(Start(command.flow, subject, answers=answers), event_id)


def _said_passed(play: Play) -> None:
    play.asks.append(Ask((play.facts.words("desk.passed"),)))


def _last_day(person: Person, event: OutOfOffice) -> date:
    """The last day that somebody is out of office for as long as they work; until 8:00 is back on that day."""
    until = calendar.local(event.until, person.zone)
    return until.date() if until.time() >= person.closes else until.date() - timedelta(days=1)


def _back(play: Play) -> None:
    """Somebody whom nothing reached writes again: they are asked nothing yet, and can begin."""
    person = play.facts.person
    if person.state == "gone":
        play.save(replace(person, state="stopped" if person.joined_on else "new"))


def _moved(play: Play, event: Moved) -> None:
    """What the platform says of somebody now. The zone is a conversation; name and language are just taken over."""
    person = play.facts.person
    known = replace(person, name=event.name or person.name, locale=event.locale or person.locale)
    if known != person:
        play.save(known)
    if event.zone and person.joined_on:
        play.start(Start("zone", answers={"moved": event.zone}), event.id)
    elif event.zone:  # who has not greeted the bot hears nothing of it
        play.save(replace(known, zone=event.zone))


def _joined(play: Play, event: Joined) -> None:
    person: Person = play.facts.person
    homes = tuple(dict.fromkeys((*person.homes, event.address)))
    known = replace(
        person,
        name=event.name or person.name,
        locale=event.locale or person.locale,
        coach=event.invited_by or person.coach,
        homes=homes,
    )
    play.save(known)
    _back(play)
    if event.zone and event.zone != person.zone and person.joined_on:
        play.start(Start("zone", answers={"moved": event.zone}), event.id)
    elif event.zone:
        play.save(replace(play.facts.person, zone=event.zone))
    if event.installed:
        goes_on = person.state == "gone" and person.joined_on  # they had it removed, and nothing else ended
        play.start(Start("welcome", answers={"command": "start" if goes_on else "hello"}), event.id)
