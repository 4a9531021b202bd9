"""The look-back's form: the week and the last twelve, what is still open, and four short fields."""

from datetime import date, timedelta
from typing import Final

from bot.facts import Capture
from bot.flow import Scene, ref_of
from bot.flows import pictures, practices
from bot.flows.lookback.asking import QUESTIONS, question_of, week_of
from bot.messages import Chart, Divider, Dots, Form, Line, Pick, Text, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line

SPENT_AFTER: Final = 10
"""Working days after its day on which a promise is asked about for the last time."""
OFTEN: Final = {"weekly": "lookback.often_weekly", "monthly": "lookback.often_monthly", "off": "lookback.often_off"}
ENERGY: Final = {"low": "lookback.energy_low", "ok": "lookback.energy_ok", "good": "lookback.energy_good"}


def form(scene: Scene) -> Form:
    """The form of the asked week, with what was written before."""
    week = week_of(scene, scene.occasion)
    label, value = scene.label, week.answer
    question = scene.say(QUESTIONS[question_of(scene.occasion)])
    fields: list[Line | Pick] = [
        Line("answer", "".join(span.text for span in question.spans), value=value, long=True, optional=True),
        Line("good", label("lookback.good"), label("lookback.good_hint"), week.good, optional=True),
        Line("thanks", label("lookback.thanks"), label("lookback.thanks_hint"), week.thanks, optional=True),
    ]
    if scene.person.energy:
        energy = tuple((key, label(words)) for key, words in ENERGY.items())
        chosen = (week.energy,) if week.energy else ()
        fields.append(Pick("energy", label("lookback.energy"), energy, chosen, optional=True))
    often = tuple((key, label(words)) for key, words in OFTEN.items())
    fields.append(Pick("often", label("lookback.often"), often, (scene.person.lookback,), optional=True))
    seen = (*_pictures(scene), *_listed(scene))
    body = (*seen, Divider(), *fields) if seen else tuple(fields)
    return Form(ref_of(scene.state), label("lookback.title"), body, label("lookback.send"))


def _pictures(scene: Scene) -> tuple[Text | Dots | Chart, ...]:
    going = practices.going(scene.facts)
    drawn: list[Text | Dots | Chart] = []
    for practice in going:
        dots = pictures.week_dots(scene, practice)
        if dots:
            drawn += (Text((Typed(practices.act(practice)),)), *dots)
    return (*drawn, *pictures.weeks_chart(scene, going))


def _listed(scene: Scene) -> tuple[Text, ...]:
    """Since the last look-back: what is to be brought, and promises that were asked about for the last time."""
    since = _last(scene)
    said: list[Text] = []
    for one in scene.facts.captures:
        if one.kind == "bring" and one.state == "open" and _made(scene, one) > since:
            said.append(scene.say("lookback.to_bring", "small", what=Typed(one_line(one.text))))
        elif one.kind == "promise" and one.state == "closed" and _spent(scene, one) > since:
            said.append(scene.say("lookback.spent", "small", what=Typed(one_line(one.text))))
    return tuple(said)


def _last(scene: Scene) -> date:
    before = (one.friday for one in scene.facts.weeks if one.friday < scene.occasion)
    return max(before, default=scene.occasion - timedelta(weeks=1))


def _made(scene: Scene, one: Capture) -> date:
    return calendar.local(one.made_at, scene.person.zone).date() if one.made_at else date.min


def _spent(scene: Scene, one: Capture) -> date:
    return calendar.next_workday(scene.person, one.on, SPENT_AFTER) if one.on else date.min
