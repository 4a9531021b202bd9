"""What a coach proposes, as the leader gets it: each thing is taken with its day, or not; nothing of that is told."""

from dataclasses import replace
from typing import Final

from bot.effects import FollowUp, Json, Settle
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.things import form, taking, thing
from bot.flows.things.thing import FIRST_AFTER, MOST, Draft, drafts, open_ones
from bot.messages import Choice, Choices, Parts, Quote, Text, Typed
from bot.rules import calendar
from bot.rules.shortened import ON_A_BUTTON, one_line

REMINDED: Final = "taken, left, or reminded once"
_OURS: Final = ("offered", "day", "where", "room")
"""Steps at which something that was proposed waits for an answer."""


def heard(scene: Scene) -> Next:
    """It comes in the name of a coach of theirs, and of nobody else."""
    if not coaches.is_coached_by(scene.facts, scene.answer("coach")):
        return Next(DONE, because="it comes from no coach of theirs")
    word = scene.answer("word")
    name = _coach(scene)
    said: tuple[Text | Quote, ...] = (scene.say("things.word", name=name), Quote(word)) if word else ()
    if not _left(scene):
        return Next(DONE, say=said, because="words of encouragement ask nothing")
    on = calendar.next_workday(scene.person, scene.today, FIRST_AFTER)
    remind = FollowUp("later", on, REMINDED, subject=scene.state.subject)
    return Next("offered", say=said, deeds=(remind,))


def reminded(scene: Scene, _due: Due) -> Next:
    """What was proposed and has no answer is asked about once more."""
    if scene.state.step not in _OURS or not coaches.is_coached_by(scene.facts, scene.answer("coach")):
        return Next(STAY, because="it is answered")
    return Next(scene.state.step, {"reminded": True}, because="reminded once")


def draw_offered(scene: Scene) -> Parts:
    """In the coach's words, with a button for each."""
    left, name = _left(scene), _coach(scene)
    quotes = tuple(Quote(thing.proposed(scene, one)) for one in left.values())
    takes = tuple(
        Choice(f"take:{place}", scene.label("things.take", what=one_line(one.what, ON_A_BUTTON)), opens=True)
        for place, one in left.items()
    )
    none = Choice("none", scene.label("things.none_of_it" if len(left) == _count(scene) else "things.no_more"))
    if len(left) < _count(scene):
        said = scene.say("things.offered_more", name=name, count=len(left))
    elif scene.answer("reminded"):
        said = scene.say("things.offered_again", name=name)
    else:
        said = scene.say("things.offered", name=name, count=len(left))
    return (said, *quotes, Choices((*takes, none)))


def read_offered(scene: Scene, text: str) -> Answer | None:
    """A "yes" takes all of it, a number that one: each is asked for its day then."""
    if scene.facts.words.means("things.take_words", text):
        return Wrote("")
    number = text.strip().rstrip(".")
    places = [str(place) for place in range(1, len(_left(scene)) + 1)]
    return Wrote(number) if number in places else None


def take_offered(scene: Scene, answer: Answer) -> Next:
    """Taken by form or by a word, or none of it."""
    left = _left(scene)
    match answer:
        case Chose(key) if key.startswith("take:"):
            place = int(key.removeprefix("take:"))
            return Next(STAY, {"at": place}, form=form.form(scene, left[place]), because="the reminder asks for it")
        case Filled(fields):
            return _by_form(scene, dict(fields))
        case Wrote(number):
            places = [list(left)[int(number) - 1]] if number else list(left)
            known = (replace(one, asked=bool(one.who or one.place)) for one in map(left.__getitem__, places))
            return _taken(scene, tuple(known), places)
        case Chose():
            settled = (Settle("nothing more is taken", "later"),)
            if open_ones(scene.facts):
                return Next("kept", deeds=settled, because="each is asked about on its day")
            return Next(DONE, say=(scene.say("things.not_taken"),), deeds=settled, because="none of it is taken")


def _by_form(scene: Scene, fields: dict[str, str]) -> Next:
    one, errors = form.read(scene, fields)
    if errors:
        return Next(STAY, errors=errors, because="the form stays open")
    at = scene.state.answers.get("at")
    places = [at] if isinstance(at, int) and at in _left(scene) else []
    return _taken(scene, (one,), places)


def _taken(scene: Scene, some: tuple[Draft, ...], places: list[int]) -> Next:
    gone = scene.state.answers.get("gone")
    all_gone: list[Json] = [*(gone if isinstance(gone, list) else []), *places]
    over = len(all_gone) >= _count(scene)
    found = taking.onward(scene, some, (Settle("all of it is taken", "later"),) if over else (), to="kept" if over
                          else "offered")  # fmt: skip
    return Next(found.to, {**found.keep, "gone": all_gone}, found.say, found.deeds, found.because)


def _left(scene: Scene) -> dict[int, Draft]:
    gone = scene.state.answers.get("gone")
    taken = gone if isinstance(gone, list) else []
    return {place: one for place, one in enumerate(drafts(scene.state.answers, "things")[:MOST]) if place not in taken}


def _count(scene: Scene) -> int:
    return len(drafts(scene.state.answers, "things")[:MOST])


def _coach(scene: Scene) -> Typed:
    known = (one.name for one in scene.facts.people if one.id == scene.answer("coach"))
    return Typed(next(known, scene.label("things.your_coach")))
