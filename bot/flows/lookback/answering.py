"""What a look-back leads to: the week's words kept, thanks on their way, and a lighter pace when energy is low."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

from bot.effects import Deed, Save, Settle, Start
from bot.facts import Week
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.lookback.asking import first, question_of, week_of
from bot.flows.lookback.form import form
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar, pace

LOW_WEEKS: Final = 3
ENERGIES: Final[dict[str, Literal["low", "ok", "good"]]] = {"low": "low", "ok": "ok", "good": "good"}
OFTEN: Final[dict[str, Literal["weekly", "monthly", "off"]]] = {"weekly": "weekly", "monthly": "monthly", "off": "off"}
_PLANNED: Final = "the next look-back is planned, or switched off"


def a_sentence(scene: Scene, text: str) -> Answer | None:
    """What they look back on; a single word is more likely meant for the check-in beside it."""
    return practices.own_words(scene, text) if len(text.split()) > 1 else None


def take_asked(scene: Scene, answer: Answer) -> Next:
    """The form, a typed answer, or not this week."""
    match answer:
        case Chose("open"):
            return Next(STAY, form=form(scene), because="the question stays open")
        case Chose():
            skipped = replace(week_of(scene, scene.occasion), kind="skipped")
            return Next(DONE, say=(scene.say("lookback.skipped"),), deeds=(Save(skipped),), because=_PLANNED)
        case Wrote(text):
            week = replace(_answered(scene), answer=text)
            return Next(DONE, say=(scene.say("lookback.kept"),), deeds=(Save(week),), because=_PLANNED)
        case Filled(fields):
            return _filled(scene, fields)


def _answered(scene: Scene) -> Week:
    week = week_of(scene, scene.occasion)
    return replace(week, kind="answered", question=question_of(scene.occasion))


def _filled(scene: Scene, fields: Mapping[str, str]) -> Next:
    said = {name: fields.get(name, "").strip() for name in ("answer", "good", "thanks")}
    energy = ENERGIES.get(fields.get("energy", ""))
    often = OFTEN.get(fields.get("often", ""), scene.person.lookback)
    if not any(said.values()) and energy is None and often == scene.person.lookback:
        return Next(STAY, errors=(("answer", scene.label("lookback.empty")),))
    words = replace(_answered(scene), answer=said["answer"], good=said["good"], thanks=said["thanks"])
    week = replace(words, energy=energy or "")
    deeds: list[Deed] = [Save(week), *_forgotten(scene)]
    if often != scene.person.lookback:
        deeds += _switched(scene, often)
    if said["thanks"]:
        rest = {"command": "thank", "rest": said["thanks"]}
        deeds.append(Start("capture", scene.new_id("capture"), answers={**rest}))
    kept = scene.say("lookback.kept_good") if said["good"] else scene.say("lookback.kept")
    to = "lighter" if _low(scene, week) else DONE
    return Next(to, say=(kept,), deeds=tuple(deeds), because=_PLANNED)


def _switched(scene: Scene, often: Literal["weekly", "monthly", "off"]) -> tuple[Deed, ...]:
    changed = replace(scene.person, lookback=often)
    if often == "off":
        return (Save(changed), Settle("switched off"))
    facts = replace(scene.facts, person=changed)
    return (Save(changed), *first(replace(scene, facts=facts)))


def _forgotten(scene: Scene) -> tuple[Save, ...]:
    """Energy is kept for three weeks and no longer."""
    oldest = scene.occasion - timedelta(weeks=LOW_WEEKS)
    old = (one for one in scene.facts.weeks if one.energy and one.friday <= oldest)
    return tuple(Save(replace(one, energy="")) for one in old)


def _low(scene: Scene, week: Week) -> bool:
    """Whether this is the third low week in a row, and nothing was said about the pace lately."""
    before = sorted((one for one in scene.facts.weeks if one.friday < week.friday), key=lambda one: one.friday)
    last = (*before, week)[-LOW_WEEKS:]
    going = practices.going(scene.facts)
    free = all(one.own_pace_until is None or one.own_pace_until <= scene.today for one in going)
    return len(last) == LOW_WEEKS and all(one.energy == "low" for one in last) and free and bool(_lighter(scene))


def _lighter(scene: Scene) -> tuple[str, ...]:
    """The practices that can be asked about less."""
    return tuple(one.id for one in practices.going(scene.facts) if one.level < pace.FORTNIGHT)


def draw_lighter(scene: Scene) -> Parts:
    """A lighter pace, if they like, until a day."""
    day = calendar.workday_on_or_after(scene.person, scene.today + pace.OWN_WORDS)
    lighter = Choice("lighter", scene.label("lookback.lighter_until", day=day))
    return (scene.say("lookback.lighter"), Choices((lighter, Choice("as_is", scene.label("lookback.as_is")))))


def take_lighter(scene: Scene, answer: Answer) -> Next:
    """One level slower for each practice, or as it is."""
    match answer:
        case Chose("lighter"):
            slower = {"command": "slower", "rest": ""}
            return Next(DONE, deeds=tuple(Start("pace", one, answers={**slower}) for one in _lighter(scene)))
        case Chose():
            until = scene.today + pace.OWN_WORDS
            stays = tuple(Save(replace(one, own_pace_until=until)) for one in practices.going(scene.facts))
            return Next(DONE, say=(scene.say("lookback.stays"),), deeds=stays, because="it stays as it is")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")
