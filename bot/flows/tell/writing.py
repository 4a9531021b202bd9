"""What is to be told: to whom, what kind of thing it is, and the words, typed step by step or all in one form."""

from typing import Final

from bot.effects import Json
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows.tell import ending
from bot.flows.tell.ending import UNSENT
from bot.flows.tell.whom import leader, leaders, read, unreached
from bot.messages import Choice, Choices, Form, Line, Parts, Pick, Text, Typed
from bot.rules.shortened import shortened, units

LONGEST: Final = 1500
"""Characters of what is told."""
MOST: Final = 8
"""Leaders shown as buttons; any can be typed."""
KINDS: Final = {"know": "tell.kind_know", "request": "tell.kind_request", "thanks": "tell.kind_thanks"}


def begin(scene: Scene) -> Next:
    """With a button: the form. Typed: on to whatever the line does not say yet."""
    known = leaders(scene.facts)
    if not known:
        return nobody(scene)
    wanted = leader(scene.facts, scene.answer("leader"))
    if scene.state.answers.get("by_button"):
        only = wanted or (known[0] if len(known) == 1 else None)
        kept: dict[str, Json] = {"leader": _id(only)}
        return Next(STAY, keep=kept, form=form(scene, only, {**scene.state.answers, **kept}), because=UNSENT)
    typed = read(scene.facts, scene.answer("rest"))
    said = (scene.say("tell.not_yours", name=Typed(typed.unknown)),) if typed.unknown else ()
    return onward(scene, {"leader": _id(wanted or typed.leader), "words": typed.words, "rest": ""}, said)


def nobody(scene: Scene) -> Next:
    """In no team, or in that of somebody whom nothing reaches: how it works, or what is left."""
    gone = unreached(scene.facts)
    said = scene.say("tell.unreached", name=Typed(gone.name)) if gone else scene.say("tell.no_team")
    return Next(DONE, say=(said,), because="there is nobody to tell")


def onward(scene: Scene, keep: dict[str, Json], said: Parts = (), *, in_place: bool = False) -> Next:
    """To the first thing that is still open, and then to what would be sent."""
    answers = {**scene.state.answers, **keep}
    if not answers.get("leader"):
        return Next("whom", keep, said, because=UNSENT)
    words = str(answers.get("words") or "")
    if leader(scene.facts, str(answers["leader"])) is None:
        return ending.no_longer(scene, words)
    if units(words) > LONGEST:
        too_long = scene.say("tell.too_long", count=LONGEST)
        return Next("words", {**keep, "words": ""}, (*said, too_long), because=UNSENT)
    if not words:
        return Next("words", keep, said, because=UNSENT)
    if answers.get("kind") not in KINDS:
        return Next("kind", keep, said, because=UNSENT)
    return Next("read", keep, said, in_place=in_place, because=UNSENT)


def draw_whom(scene: Scene) -> Parts:
    """Which leader."""
    buttons = tuple(Choice(f"to:{one.id}", one.name) for one in leaders(scene.facts)[:MOST])
    return (scene.say("tell.whom"), Choices((*buttons, ending.leave_button(scene))))


def take_whom(scene: Scene, answer: Answer) -> Next:
    """One of them, pressed or typed."""
    match answer:
        case Chose("leave"):
            return ending.leave(scene)
        case Chose(key):
            return onward(scene, {"leader": _id(leader(scene.facts, key.removeprefix("to:")))})
        case Wrote(text):
            typed = read(scene.facts, text)
            said = (scene.say("tell.not_yours", name=Typed(typed.unknown)),) if typed.unknown else ()
            return onward(scene, {"leader": _id(typed.leader)}, said)
        case Filled():
            return Next(STAY, because=UNSENT)


def draw_words(scene: Scene) -> Parts:
    """The words, and how many fit."""
    buttons = (
        Choice("form", scene.label("tell.use_form"), opens=True),
        ending.myself_button(scene),
        ending.leave_button(scene),
    )
    said = scene.say("tell.what", name=ending.name(scene), count=LONGEST)
    return (said, scene.say("tell.with_name", "small", name=ending.name(scene)), Choices(buttons))


def take_words(scene: Scene, answer: Answer) -> Next:
    """Typed, or everything by form; or told in person after all."""
    match answer:
        case Wrote(text):
            return onward(scene, {"words": text.strip()})
        case Filled(fields):
            return filled(scene, dict(fields))
        case Chose("form"):
            return change(scene)
        case Chose("myself"):
            return ending.myself(scene)
        case Chose():
            return ending.leave(scene)


def draw_kind(scene: Scene) -> Parts:
    """What kind of thing it is."""
    buttons = tuple(Choice(key, scene.label(label)) for key, label in KINDS.items())
    said = scene.say("tell.kind", name=ending.name(scene))
    return (said, ending.quoted(scene), Choices((*buttons, ending.leave_button(scene))))


def take_kind(scene: Scene, answer: Answer) -> Next:
    """Thanks, something to know, or a request."""
    match answer:
        case Chose("leave"):
            return ending.leave(scene)
        case Chose(key):
            return onward(scene, {"kind": key})
        case Wrote() | Filled():
            return Next(STAY, because=UNSENT)


def change(scene: Scene) -> Next:
    """Everything in one form, as it stands."""
    to = leader(scene.facts, scene.answer("leader"))
    if to is None:
        return ending.no_longer(scene, scene.answer("words"))
    return Next(STAY, form=form(scene, to, scene.state.answers), because=UNSENT)


def form(scene: Scene, to: Person | None, answers: dict[str, Json]) -> Form:
    """Whom (where there is a choice), what kind, and the words; what comes of it is said before. Of somebody's message
    that is longer than what fits, the beginning stands there, to be seen and changed."""
    known = leaders(scene.facts)
    value = (to.id,) if to else ()
    whom = Pick("leader", scene.label("tell.form_whom"), tuple((one.id, one.name) for one in known), value)
    options = tuple((key, scene.label(label)) for key, label in KINDS.items())
    kind = str(answers.get("kind") or "")
    words = str(answers.get("words") or "")
    words = words if units(words) <= LONGEST else shortened(words, LONGEST // 2)
    name = Typed(to.name if to else scene.label("tell.your_leader"))
    about: tuple[Text, ...] = (
        scene.say("tell.with_name", name=name),
        scene.say("tell.shown_first"),
    )
    limit = scene.label("tell.form_words_hint", count=LONGEST)
    fields = (
        Pick("kind", scene.label("tell.form_kind"), options, (kind,) if kind in KINDS else ()),
        Line("words", scene.label("tell.form_words"), limit, words, long=True, limit=LONGEST),
    )
    body = (*about, *((whom,) if len(known) > 1 else ()), *fields)
    return Form(ref_of(scene.state), scene.label("tell.form_title"), body, scene.label("tell.form_send"))


def filled(scene: Scene, fields: dict[str, str]) -> Next:
    """What the form holds; whatever is missing says so where it stands, and nothing that was typed is lost."""
    wanted = fields.get("leader") or scene.answer("leader")
    words, kind = fields.get("words", "").strip(), fields.get("kind", "")
    errors: list[tuple[str, str]] = []
    if "leader" in fields and leader(scene.facts, wanted) is None:
        errors.append(("leader", scene.label("tell.form_no_leader")))
    if kind not in KINDS:
        errors.append(("kind", scene.label("tell.form_no_kind")))
    if not words:
        errors.append(("words", scene.label("tell.form_no_words")))
    elif units(words) > LONGEST:
        errors.append(("words", scene.label("tell.form_too_long", count=LONGEST)))
    if errors:
        return Next(STAY, errors=tuple(errors), because="the form stays open")
    kept: dict[str, Json] = {"leader": wanted, "words": words, "kind": kind}
    return onward(scene, kept, in_place=scene.state.step == "read")


def _id(one: Person | None) -> str:
    return one.id if one else ""
