"""What a kept line looks like: read back, its open questions, and what is asked when its day has come."""

from dataclasses import replace
from datetime import date
from typing import Final

from babel.dates import format_date

from bot.facts import Capture
from bot.flow import Scene, ref_of
from bot.flows.capture import item
from bot.messages import Choice, Choices, Day, Form, Line, Part, Parts, Quote, Text, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line, shortened

_LINES: Final = {
    "promise": "capture.line_promise",
    "note": "capture.line_note",
    "bring": "capture.line_bring",
    "thank": "capture.line_thank",
    "find": "capture.line_find",
}
_DATES: Final = {
    "past": "capture.date_past",
    "impossible": "capture.date_impossible",
    "several": "capture.date_several",
}


def draw_line(scene: Scene) -> Parts:
    """The command was typed bare: ask for the rest of the line."""
    command = scene.answer("command")
    said = scene.say(_LINES.get(command, "capture.line_promise"))
    if item.KINDS.get(command) != "promise":
        return (said,)
    return (said, Choices((Choice("form", scene.label("capture.form"), opens=True),)))


def draw_who(scene: Scene) -> Parts:
    """To whom?"""
    choices = (Choice("nobody", scene.label("capture.nobody")), _never_mind(scene))
    return (scene.say("capture.who"), *_words(scene), Choices(choices))


def draw_what(scene: Scene) -> Parts:
    """What was promised?"""
    who = scene.answer("who")
    said = scene.say("capture.what_to", who=Typed(who)) if who else scene.say("capture.what")
    return (said, Choices((_never_mind(scene),)))


def draw_date(scene: Scene) -> Parts:
    """By when, or which of several days; says what was wrong with a date that cannot be."""
    return (asked_date(scene), *_words(scene), Choices((*days_offered(scene), _never_mind(scene))))


def asked_date(scene: Scene) -> Text:
    """By when?"""
    return scene.say(_DATES.get(scene.answer("wrong"), "capture.date"))


def days_offered(scene: Scene) -> tuple[Choice, ...]:
    """The days that a typed date could mean, or the next ones that come to mind."""
    return _dated(scene, _days(scene) or item.offered(scene.person, scene.today))


def draw_off(scene: Scene) -> Parts:
    """The day is a day off: ask before it or after it?"""
    on = item.present(scene).on or scene.today
    days = item.around(scene.person, on, scene.today)
    return (scene.say("capture.off", day=on), Choices(_dated(scene, days)))


def draw_kept(scene: Scene) -> Parts:
    """Read back with the date that was understood, and one tap to change it."""
    parts: list[Part] = [*read_back(scene)]
    change = Choice("change", scene.label("capture.change"), opens=True)
    return (*parts, Choices((change, Choice("drop", scene.label("capture.drop")))))


def read_back(scene: Scene) -> Parts:
    """Who, what, which day, and when it is asked about."""
    one = item.present(scene)
    on = one.on or scene.today
    what = Typed(shortened(one.text))
    if one.who:
        said = scene.say("capture.read_back", who=Typed(one.who), what=what, day=on)
    else:
        said = scene.say("capture.read_back_own", what=what, day=on)
    asks_on = date.fromisoformat(scene.answer("asks_on") or on.isoformat())
    at = calendar.asks_at(scene.person)
    if scene.state.answers.get("full"):
        return (said, scene.say("capture.asks_full", day=asks_on, at=at))
    if not scene.state.answers.get("timed"):
        return (said, scene.say("capture.asks_today", at=at))
    if asks_on == on:
        weekday = format_date(asks_on, "EEEE", locale=scene.facts.words.locale.replace("-", "_"))
        return (said, scene.say("capture.asks_morning", weekday=weekday))
    return (said, scene.say("capture.asks_day", day=asks_on))


def draw_happened(scene: Scene) -> Parts:
    """Its day has come."""
    one = item.present(scene)
    what = Typed(shortened(one.text))
    if one.loop and not one.who:
        said = scene.say("capture.happened_team", what=what)
    elif one.who:
        said = scene.say("capture.happened", who=Typed(one.who), what=what)
    else:
        said = scene.say("capture.happened_own", what=what)
    choices = [Choice("yes", scene.label("capture.yes"), main=True)]
    if not one.moved:
        choices.append(Choice("move", scene.label("capture.new_date")))
    choices.append(Choice("drop", scene.label("capture.dropped")))
    return (said, Choices(tuple(choices)))


def draw_new_date(scene: Scene) -> Parts:
    """A promise gets one new date."""
    said = scene.say(_DATES.get(scene.answer("wrong"), "capture.which_date"))
    return (said, Choices((*days_offered(scene), Choice("drop", scene.label("capture.dropped")))))


def draw_why(scene: Scene) -> Parts:
    """Dropped; a word about it is welcome and not needed."""
    return (scene.say("capture.why"), Choices((Choice("no_word", scene.label("capture.no_word")),)))


def draw_told(scene: Scene) -> Parts:
    """Do they know? Asked once."""
    one = item.present(scene)
    choices = (Choice("yes", scene.label("capture.they_know")), Choice("no", scene.label("capture.not_yet")))
    if one.state == "open" and one.on is not None:
        said = scene.say("capture.told_moved", who=Typed(one.who), day=one.on)
    else:
        said = scene.say("capture.told", who=Typed(one.who))
    return (said, Choices(choices))


def draw_bring(scene: Scene) -> Parts:
    """Is it still worth bringing?"""
    choices = (
        Choice("keep", scene.label("capture.keep")),
        Choice("done", scene.label("capture.brought")),
        Choice("drop", scene.label("capture.drop")),
    )
    return (scene.say("capture.still"), Quote(shortened(item.present(scene).text)), Choices(choices))


def form(scene: Scene) -> Form:
    """A promise in one form, empty or as it stands."""
    one = item.present(scene)
    if not one.text:
        one = replace(one, who=scene.answer("who"), text=shortened(scene.answer("what")))
    body = (
        Line("who", scene.label("capture.form_who"), scene.label("capture.form_who_hint"), one.who, optional=True),
        Line("what", scene.label("capture.form_what"), value=one.text, long=True),
        Day("on", scene.label("capture.form_on"), one.on),
    )
    return Form(ref_of(scene.state), scene.label("capture.form_title"), body, scene.label("capture.form_send"))


def kept_words(one: Capture) -> Quote:
    """The line in the person's own words."""
    return Quote(shortened(one.text))


def _words(scene: Scene) -> tuple[Text, ...]:
    """What is kept so far, small, so that a question is never about nothing."""
    one = item.present(scene)
    what = ", ".join(word for word in (one.who, one_line(one.text)) if word)
    return (scene.say("capture.so_far", "small", what=Typed(what)),) if what else ()


def _days(scene: Scene) -> tuple[date, ...]:
    """The days that a typed date could mean."""
    listed = scene.state.answers.get("days")
    return tuple(date.fromisoformat(str(one)) for one in listed) if isinstance(listed, list) else ()


def _dated(scene: Scene, days: tuple[date, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(day.isoformat(), scene.label("capture.day", day=day)) for day in days)


def _never_mind(scene: Scene) -> Choice:
    return Choice("drop", scene.label("capture.never_mind"))
