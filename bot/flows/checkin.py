"""F3, the daily check-in: did it happen? One tap, or two words, about one practice and one day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.events import Due, Undelivered
from bot.facts import Chance, Mark, Practice
from bot.flows import practices
from bot.messages import Choice, Choices, Dots, Form, Line, Parts, Typed
from bot.rules import calendar, chances, pace
from bot.turn import (
    DONE,
    STAY,
    Answer,
    Chose,
    Deed,
    Filled,
    Flow,
    FollowUp,
    Next,
    Save,
    Scene,
    Start,
    Step,
    Wrote,
    ref_of,
)

ANSWER_UNTIL: Final = time(12, 0)
"""Until then, on the next working day, an answer still counts for the day that was asked."""

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


def begin(scene: Scene) -> Next:
    """A practice has started: plan its first check-in, from today on."""
    practice = practices.subject(scene)
    plan = next_asking(scene, practice, scene.today - timedelta(days=1))
    return Next(DONE, deeds=plan, because="" if plan else "this practice is not asked about")


def next_asking(scene: Scene, practice: Practice, after: date) -> tuple[Deed, ...]:
    """The follow-up of the first chance after `after`; none when the practice is paused or resting."""
    day = pace.next_chance(scene.person, practice, after)
    if day is None:
        return ()
    on = calendar.next_workday(scene.person, day) if scene.person.next_morning else day
    stop = "every chance day, until it is paused, rested, kept or let go"
    return (FollowUp("asked", on, stop, occasion=day, generation=practice.generation, subject=practice.id, flow="checkin"),)


def asked(scene: Scene, due: Due) -> Next:
    """The day's question, and the plan of the next one; after three silent ones the pace card instead."""
    practice = practices.subject(scene)
    if practice.state not in ("draft", "active"):
        return Next(STAY, because=f"the practice is {practice.state}")
    plan = next_asking(scene, practice, due.occasion)
    if pace.is_silent(practice, scene.today):
        return Next(DONE, deeds=(*plan, Start("pace", practice.id, answers={"offer": "silent"})))
    chance = Chance(practice.id, due.occasion, practice.owner)
    counted = replace(practice, recent=chances.push(practice.recent, ""))
    return Next("asked", deeds=(Save(chance), Save(counted), *plan), occasion=due.occasion)


def draw_asked(scene: Scene) -> Parts:
    practice = practices.subject(scene)
    act = Typed(practices.act(practice))
    if scene.person.effort:
        numbers = tuple(Choice(str(n), str(n)) for n in range(1, 11))
        return (scene.say("checkin.effort", act=act), Choices((*numbers, Choice("more", scene.label("checkin.more")))))
    return (
        scene.say("checkin.asked", act=act),
        Choices(
            (
                Choice("did", scene.label("checkin.did")),
                Choice("partly", scene.label("checkin.partly")),
                Choice("not", scene.label("checkin.not")),
                Choice("more", scene.label("checkin.more")),
            )
        ),
    )


def draw_more(scene: Scene) -> Parts:
    act = Typed(practices.act(practices.subject(scene)))
    return (
        scene.say("checkin.asked", act=act),
        Choices(
            (
                Choice("none", scene.label("checkin.none")),
                Choice("pass", scene.label("checkin.pass")),
                Choice("unsure", scene.label("checkin.unsure")),
                Choice("note", scene.label("checkin.note"), opens=True),
                Choice("back", scene.label("checkin.back")),
            )
        ),
    )


def take_mark(scene: Scene, answer: Answer) -> Next:
    """An answer to the day's question, first or changed."""
    match answer:
        case Chose("more"):
            return Next("more", in_place=True, because="the question stays open")
        case Chose("back"):
            return Next("asked", in_place=True, because="the question stays open")
        case Chose("change"):
            return Next("asked", in_place=True, because="the question is open again")
        case Chose("note"):
            return Next(STAY, form=note_form(scene), because="the question stays open")
        case Chose(key) if key in MARKS:
            return record(scene, MARKS[key])
        case Chose(key):
            return record(scene, "did" if int(key) >= 5 else "partly", effort=int(key))
        case Filled(fields):
            return keep_note(scene, fields.get("note", ""))
        case Wrote(text):
            return keep_note(scene, text)


def record(scene: Scene, mark: Mark, effort: int = 0) -> Next:
    """Write the day's mark; the last tap wins as long as the day is open."""
    practice, day = practices.subject(scene), scene.occasion
    if scene.local > closes(scene, day):
        return Next(DONE, say=(scene.say("checkin.too_late", day=day),), because="the next check-in is planned")
    if mark == "pass" and passes_this_week(scene, day) >= pace.PASSES_PER_WEEK:
        return Next(STAY, say=(scene.say("checkin.no_pass_left", count=pace.PASSES_PER_WEEK),), because="asked still")
    before = chance_of(scene, day)
    was_silent = chances.silent_run(practice.recent) > pace.SILENT_CHANCES
    after = replace(
        before,
        mark=mark,
        effort=effort,
        late=scene.today > day and not scene.person.next_morning,
        revision=before.revision + (before.mark != ""),
        answered_at=scene.now,
    )
    history = [after if one.day == day else one for one in history_of(scene, practice)]
    recent = chances.roll(history)
    slipped = chances.misses(recent) > 0
    changed = replace(practice, recent=recent, slipped_on=(practice.slipped_on or day) if slipped else None)
    deeds: list[Deed] = [Save(after), Save(changed)]
    if pace.offers_restart(changed, scene.person, scene.today):
        on = calendar.next_workday(scene.person, scene.today)
        deeds.append(FollowUp("offer", on, "once in ten working days", flow="restart", subject=practice.id))
    said = ("checkin.back_again",) if was_silent else ()
    to = "automatic" if pace.asks_automatic(changed, len(history)) else "answered"
    return Next(
        to,
        keep={"mark": mark, "back": bool(said)},
        deeds=tuple(deeds),
        closed=None if to == "automatic" else (),
        in_place=to == "answered",
        because="the next check-in is planned",
    )


def closes(scene: Scene, day: date) -> datetime:
    """The local moment until which an answer still counts for `day`."""
    return datetime.combine(calendar.next_workday(scene.person, day), ANSWER_UNTIL)


def chance_of(scene: Scene, day: date) -> Chance:
    practice = practices.subject(scene)
    blank = Chance(practice.id, day, practice.owner)
    return next((one for one in scene.facts.chances if (one.practice, one.day) == (practice.id, day)), blank)


def history_of(scene: Scene, practice: Practice) -> list[Chance]:
    """The practice's chances of the last half-year, oldest first, the asked day among them."""
    known = [one for one in scene.facts.chances if one.practice == practice.id and one.day != scene.occasion]
    return sorted((*known, chance_of(scene, scene.occasion)), key=lambda one: one.day)


def passes_this_week(scene: Scene, day: date) -> int:
    first, last = calendar.week_of(scene.person, day)
    return sum(one.mark == "pass" and first <= one.day <= last and one.day != day for one in scene.facts.chances)


def draw_answered(scene: Scene) -> Parts:
    """The closed card: the answer, the last ten chances, and a way to change it."""
    practice = practices.subject(scene)
    mark = scene.answer("mark")
    act = Typed(practices.act(practice))
    said = scene.say("checkin.closed", act=act, answer=scene.label(LABELS.get(mark, "checkin.did")))
    change = Choices((Choice("change", scene.label("checkin.change")),))
    if scene.state.answers.get("back"):
        return (said, scene.say("checkin.back_again"), change)
    if chances.misses(practice.recent):
        return (said, change)
    tally = chances.tally(practice.recent)
    told = scene.label("checkin.dots", done=tally.did + tally.partly, count=tally.prompted)
    return (said, Dots(chances.dots(practice.recent), told), change)


LABELS: Final = {
    "did": "checkin.did",
    "partly": "checkin.partly",
    "not": "checkin.not",
    "none": "checkin.none",
    "pass": "checkin.pass",
    "unsure": "checkin.unsure",
}


def draw_automatic(scene: Scene) -> Parts:
    numbers = tuple(Choice(str(n), str(n)) for n in range(1, 6))
    return (scene.say("checkin.automatic"), Choices(numbers))


def take_automatic(scene: Scene, answer: Answer) -> Next:
    match answer:
        case Chose(key):
            practice = practices.subject(scene)
            asked_at = len(history_of(scene, practice))
            felt = (*practice.automatic, int(key))[-6:]
            saved = Save(replace(practice, automatic=felt, asked_automatic=asked_at))
            return Next("answered", deeds=(saved,), in_place=True, because="the next check-in is planned")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def note_form(scene: Scene) -> Form:
    """A private note about the day."""
    field = Line("note", scene.label("checkin.note_label"), scene.label("checkin.note_hint"), long=True)
    title = scene.label("checkin.note_title")
    return Form(ref_of(scene.state), title, (field,), scene.label("checkin.note_send"))


def keep_note(scene: Scene, text: str) -> Next:
    if not text.strip():
        return Next(STAY, errors=(("note", scene.label("checkin.note_empty")),))
    noted = replace(chance_of(scene, scene.occasion), note=text)
    return Next(STAY, say=(scene.say("checkin.noted"),), deeds=(Save(noted),), because="the question stays open")


def unsent(scene: Scene, event: Undelivered) -> Next:
    """The question never arrived: that day is no chance, for nobody was asked."""
    practice, day = practices.subject(scene), date.fromisoformat(event.ref.occasion)
    gone = replace(chance_of(scene, day), mark="away")
    history = [gone if one.day == day else one for one in history_of(scene, practice)]
    saved = (Save(gone), Save(replace(practice, recent=chances.roll(history))))
    return Next(DONE, deeds=saved, because=f"the question did not arrive: {event.reason}")


FLOW: Final = Flow(
    name="checkin",
    steps=(
        Step("asked", draw_asked, take_mark, reads=READS, hint="checkin.hint"),
        Step("more", draw_more, take_mark, reads=READS, hint="checkin.hint"),
        Step("automatic", draw_automatic, take_automatic, hint="checkin.automatic_hint"),
        Step("answered", draw_answered, take_mark, reads=READS, idle=True),
    ),
    begin=begin,
    due={"asked": asked},
    lost=unsent,
    passed="checkin.passed",
    needs=frozenset({Practice}),
)
