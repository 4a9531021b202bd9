"""A promise is taken down: begun by a line or a form, its open questions answered, changed, dropped."""

from bot.effects import Json
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture import booking, drawing, item, reading
from bot.flows.capture.finding import found
from bot.flows.capture.keeping import keep
from bot.messages import LIMIT
from bot.rules.readings import FAR
from bot.rules.shortened import units


def begin(scene: Scene) -> Next:
    """A typed command with the rest of its line, or a form; or a promise that was posted as part of a reply."""
    if scene.answer("news") == "promised":
        return booking.promised(scene)
    command, rest = scene.answer("command"), scene.answer("rest").strip()
    if command == "promise_form":
        return Next(STAY, form=drawing.form(scene), because="nothing is kept before the form is sent")
    if scene.answer("what"):
        return kept_message(scene)
    if not rest:
        return Next("line", because="nothing is kept before there are words")
    return _line(scene, rest)


def kept_message(scene: Scene) -> Next:
    """A message of somebody else's is to be kept: a promise opens its form, filled in; a thank-you needs no more."""
    if item.kind(scene) == "promise":
        return Next(STAY, form=drawing.form(scene), because="nothing is kept before the form is sent")
    return keep(scene, "thank", scene.answer("what"), scene.answer("who"))


def take_line(scene: Scene, answer: Answer) -> Next:
    """The rest of the line, or the whole promise by form."""
    match answer:
        case Wrote(text):
            return _line(scene, text)
        case Filled(fields):
            return take_form(scene, dict(fields))
        case Chose():
            return Next(STAY, form=drawing.form(scene), because="the question stays open")


def _line(scene: Scene, text: str) -> Next:
    if scene.answer("command") == "find":
        return found(scene, text)
    if item.kind(scene) == "promise" and units(text) > LIMIT:
        said = (scene.say("desk.too_long", count=LIMIT),)
        return Next("line", say=said, because="nothing is kept before it fits into its form")
    if scene.answer("command") == "remind":
        own = reading.read_own(scene, text)
        kept: dict[str, Json] = {"line": text, **_dated(own), "what": own.what, "nobody": True}
        return booking.proceed(scene, kept)
    if item.kind(scene) != "promise":
        return keep(scene, item.kind(scene), text)
    understood = reading.read_line(scene, text)
    return booking.proceed(scene, {"line": text, **_dated(understood), "who": understood.who, "what": understood.what})


def take_who(scene: Scene, answer: Answer) -> Next:
    """To whom it was promised; to nobody but oneself is an answer too."""
    match answer:
        case Wrote(text):
            return booking.proceed(scene, {"who": text.strip()})
        case Chose("nobody"):
            return booking.proceed(scene, {"nobody": True})
        case Chose() | Filled():
            return drop(scene)


def take_what(scene: Scene, answer: Answer) -> Next:
    """What it was."""
    match answer:
        case Wrote(text):
            return booking.proceed(scene, {"what": text.strip()})
        case Chose() | Filled():
            return drop(scene)


def take_date(scene: Scene, answer: Answer) -> Next:
    """A day: one of those offered, or typed; what is wrong with it is said and it is asked again."""
    match answer:
        case Chose("drop") | Filled():
            return drop(scene)
        case Chose(key):
            return booking.proceed(scene, {"on": key, "days": [], "wrong": "", "ask_on": ""})
        case Wrote(text):
            understood = reading.read_day(scene, text)
            if understood is None:
                return Next(STAY, because="the question stays open")
            return booking.proceed(scene, {**_dated(understood), "ask_on": ""})


def take_off(scene: Scene, answer: Answer) -> Next:
    """Before or after the day off; a typed day is another date for the promise."""
    match answer:
        case Chose(key):
            return booking.proceed(scene, {"ask_on": key})
        case Wrote() | Filled():
            return take_date(scene, answer)


def take_kept(scene: Scene, answer: Answer) -> Next:
    """One tap to change what was understood."""
    match answer:
        case Chose("change"):
            return Next(STAY, form=drawing.form(scene), because="it stands as it is until it is changed")
        case Chose():
            return drop(scene)
        case Filled(fields):
            return take_form(scene, dict(fields))
        case Wrote():
            return take_date(scene, answer)


def take_form(scene: Scene, fields: dict[str, str]) -> Next:
    """The promise from its form; a field that is empty or cannot be says so where it stands."""
    who, what, on = (fields.get(name, "").strip() for name in ("who", "what", "on"))
    errors: list[tuple[str, str]] = []
    if not what:
        errors.append(("what", scene.label("capture.form_no_words")))
    day = item.read_day(on)
    if day is None:
        errors.append(("on", scene.label("capture.form_no_date")))
    elif day < scene.today:
        errors.append(("on", scene.label("capture.form_past")))
    elif day.year > scene.today.year + FAR:
        errors.append(("on", scene.label("capture.form_too_far", years=FAR)))
    if errors:
        return Next(STAY, errors=tuple(errors), because="the form stays open")
    kept: dict[str, Json] = {"command": "promise", "who": who, "nobody": not who, "what": what, "on": on, "days": []}
    return booking.proceed(scene, {**kept, "wrong": "", "ask_on": ""}, in_place=True)


def drop(scene: Scene) -> Next:
    """Let it go, without a question."""
    said = (scene.say("capture.let_go"),)
    return Next(DONE, say=said, deeds=booking.dropped(scene), because="dropped by the person")


def _dated(understood: reading.Understood) -> dict[str, Json]:
    on = understood.on.isoformat() if understood.on else ""
    return {"on": on, "days": [day.isoformat() for day in understood.days], "wrong": understood.wrong}
