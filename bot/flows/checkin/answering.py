"""What an answer to the daily question does: the day's mark, and what it makes worth asking."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from bot.effects import Deed, FollowUp, Json, Save, Settle
from bot.events import Undelivered
from bot.facts import Chance, Mark, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows import practices
from bot.flows.checkin import days
from bot.flows.checkin.asking import offer_of_pace, offered_on
from bot.flows.checkin.drawing import EASIER, LABELS, WHY
from bot.messages import Form, Line
from bot.rules import calendar, chances, pace, sentence

MARKS: Final[dict[str, Mark]] = {
    "did": "did",
    "partly": "partly",
    "not": "not",
    "none": "none",
    "pass": "pass",
    "unsure": "unsure",
}
READS: Final = {
    "did": "checkin.did_words",
    "partly": "checkin.partly_words",
    "not": "checkin.not_words",
    "none": "checkin.none_words",
    "pass": "checkin.pass_words",
    "unsure": "checkin.unsure_words",
}
ONE_MORE_EVERY: Final = 4
"""Chances between two further questions after an answer; the next message never has both."""

LONGEST_ANSWER: Final = 12
"""Words of a typed answer; what is longer is a story and not read as one."""

_PLANNED: Final = "the next check-in is planned"
_EFFORT: Final = re.compile(r"(10|[1-9])(\s*(/|of|out of)\s*10)?")


def read_effort(scene: Scene, text: str) -> Answer | None:
    """A number from 1 to 10, for those who are asked how hard they tried."""
    found = _EFFORT.fullmatch(text.strip().rstrip(".!").lower()) if scene.person.effort else None
    return Chose(found[1]) if found else None


def read_mark(scene: Scene, text: str) -> Answer | None:
    """A number for those who are asked for one; "yes, but only once" and the like, by how it begins."""
    words = scene.facts.words
    said = sentence.tokens(text)
    if text.rstrip().endswith("?") or len(said) > LONGEST_ANSWER:
        return None
    for begins, mark in (("checkin.did_begins", "did"), ("checkin.not_begins", "not")):
        size = sentence.begins(said, words.list(begins))
        rest = said[size:]
        if size and rest and rest[0] in words.list("checkin.goes_on"):
            half = mark == "did" and any(sentence.holds(rest, one) >= 0 for one in words.list("checkin.half"))
            return Chose("partly" if half else mark)
    return read_effort(scene, text)


def take_mark(scene: Scene, answer: Answer) -> Next:
    """An answer to the day's question, first or changed."""
    match answer:
        case Chose("more"):
            return Next("more", in_place=True, because="the question stays open")
        case Chose("back" | "change"):
            return Next("asked", in_place=True, because="the question is open again")
        case Chose("note"):
            return Next(STAY, form=note_form(scene), because="the question stays open")
        case Chose(key) if key in MARKS:
            return record(scene, MARKS[key])
        case Chose(key):
            return record(scene, tried(int(key)), effort=int(key))
        case Filled(fields):
            return keep_note(scene, fields.get("note", ""))
        case Wrote(text):
            return keep_note(scene, text)


def tried(effort: int) -> Mark:
    """What an effort of 1 to 10 counts as."""
    return "did" if effort >= 7 else "partly" if effort >= 4 else "not"


def record(scene: Scene, mark: Mark, effort: int = 0) -> Next:
    """Write the day's mark; the last tap wins as long as the day is open."""
    practice, day = practices.subject(scene), scene.occasion
    before = days.chance_of(scene, practice, day)
    if scene.local > days.closes(scene, day):
        return _too_late(scene, before, mark)
    if mark == "pass" and days.passes(scene, practice, day) >= pace.PASSES_PER_WEEK:
        return Next(STAY, say=(scene.say("checkin.no_pass_left"),), because="the question stays open")
    after = replace(
        before,
        mark=mark,
        effort=effort,
        late=scene.today > days.comes_on(scene.person, day),
        revision=before.revision + (before.mark != ""),
        answered_at=scene.now,
    )
    known = days.history(scene, practice, after)
    changed = marked(scene, practice, after)
    back = chances.is_return(changed.recent)
    to = "answered"
    if before.mark == "" and mark in ("did", "partly") and not back:
        to = one_more(changed, mark, len(known))
    if to == "automatic":
        changed = replace(changed, asked_automatic=len(known))
    offer = another_way(scene, changed, known)
    if offer is None and before.mark == "not":
        offer = Settle("the answer was changed", "offer", flow="restart")
    keep: dict[str, Json] = {"mark": mark, "effort": effort, "back": back, "open": ""}
    if isinstance(offer, FollowUp):
        keep["offered"] = scene.today.isoformat()
    deeds = (Save(after), Save(changed), *((offer,) if offer else ()))
    return Next(to, keep=keep, deeds=deeds, in_place=to == "answered", because=_PLANNED)


def marked(scene: Scene, practice: Practice, chance: Chance) -> Practice:
    """The practice once this chance has its mark."""
    known = days.history(scene, practice, chance)
    slipped = chances.misses(days.present_run(practice, known).recent) > 0
    since = (practice.slipped_on or chance.day) if slipped else None
    return replace(practice, recent=chances.roll(known), slipped_on=since)


def one_more(practice: Practice, mark: Mark, count: int) -> str:
    """Sometimes one more question, and never a second one: the step to go to."""
    if pace.asks_automatic(practice, count):
        return "automatic"
    if count % ONE_MORE_EVERY:
        return "answered"
    return "why" if mark == "did" else "easier"


def another_way(scene: Scene, practice: Practice, known: tuple[Chance, ...]) -> Deed | None:
    """After the second miss in a row a fresh start, otherwise another pace when the last ten call for one.

    What further misses call for is looked at when the next question is asked, and not on top of one.
    """
    run, before = days.present_run(practice, known), offered_on(scene)
    if pace.offers_restart(scene.person, run, scene.today, before):
        on = calendar.next_workday(scene.person, scene.today)
        return FollowUp("offer", on, "once in ten working days", flow="restart")
    if not chances.misses(run.recent) and pace.decide(scene.person, practice, scene.today, before) is not None:
        return offer_of_pace(scene, practice)
    return None


def _too_late(scene: Scene, chance: Chance, mark: Mark) -> Next:
    """The day is over: what was said about it is kept as a note, and the chance stays as it was."""
    if chance.mark not in ("", "note"):
        return Next(DONE, say=(scene.say("checkin.too_late", day=chance.day),), because=_PLANNED)
    noted = days.noted(scene, replace(chance, mark="note"), scene.label(LABELS[mark]))
    said = scene.say("checkin.saved_as_note", day=chance.day)
    return Next(DONE, say=(said,), deeds=noted, because=_PLANNED)


def take_automatic(scene: Scene, answer: Answer) -> Next:
    """How far it comes by itself, 1 to 5."""
    match answer:
        case Chose(key):
            practice = practices.subject(scene)
            felt = Save(replace(practice, automatic=(*practice.automatic, int(key))[-6:]))
            return Next("answered", deeds=(felt,), in_place=True, because=_PLANNED)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def take_one_more(scene: Scene, answer: Answer) -> Next:
    """What helped, or what would make it easier: kept as the day's note, for the leader alone."""
    match answer:
        case Chose("leave"):
            return Next("answered", in_place=True, because=_PLANNED)
        case Chose(key):
            return _noted(scene, scene.label((WHY if scene.state.step == "why" else EASIER)[key]))
        case Wrote(text):
            return _noted(scene, text)
        case Filled():
            return Next(STAY, because="the question stays open")


def _noted(scene: Scene, text: str) -> Next:
    chance = days.chance_of(scene, practices.subject(scene), scene.occasion)
    return Next("answered", deeds=days.noted(scene, chance, text), in_place=True, because=_PLANNED)


def note_form(scene: Scene) -> Form:
    """A private note about the day."""
    chance = days.chance_of(scene, practices.subject(scene), scene.occasion)
    label, hint = scene.label("checkin.note_label"), scene.label("checkin.note_hint")
    field = Line("note", label, hint, value=chance.note, long=True)
    return Form(ref_of(scene.state), scene.label("checkin.note_title"), (field,), scene.label("checkin.note_send"))


def keep_note(scene: Scene, text: str) -> Next:
    """The note as it now stands; the day's mark stays what it is."""
    if not text.strip():
        return Next(STAY, errors=(("note", scene.label("checkin.note_empty")),))
    noted = replace(days.chance_of(scene, practices.subject(scene), scene.occasion), note=text.strip())
    return Next(STAY, say=(scene.say("checkin.noted"),), deeds=(Save(noted),), because="the question stays open")


def unsent(scene: Scene, event: Undelivered) -> Next:
    """The question never arrived: that day is no chance, for nobody was asked."""
    practice, day = practices.subject(scene), date.fromisoformat(event.ref.occasion)
    chance = days.chance_of(scene, practice, day)
    if chance.mark != "":
        return Next(STAY, because="what was lost came after the answer")
    gone = replace(chance, mark="away")
    recent = chances.push(practice.recent, "away")
    saved = (Save(gone), Save(replace(practice, recent=recent)))
    return Next(DONE, keep={"open": ""}, deeds=saved, because=f"the question did not arrive: {event.reason}")
