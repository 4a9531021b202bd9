"""What is kept about somebody, given to them as a file: everything, their weeks, and what they have read as a coach."""

from typing import Final

from bot.effects import FileForm, GiveExport
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.messages import Choice, Choices, Parts, Text

OFFERED: Final[dict[str, GiveExport]] = {
    "json": GiveExport("everything", "json"),
    "weeks_csv": GiveExport("weeks", "csv"),
    "weeks_md": GiveExport("weeks", "md"),
    "history_csv": GiveExport("history", "csv"),
    "history_md": GiveExport("history", "md"),
}
"""Every file by the key of its button."""
LABELS: Final = {
    "json": "export.json",
    "weeks_csv": "export.weeks_csv",
    "weeks_md": "export.weeks_md",
    "history_csv": "export.history_csv",
    "history_md": "export.history_md",
}
THERE: Final = "everything is in the file"


def begin(scene: Scene) -> Next:
    """At once what was named, or the only one that there is; otherwise a choice."""
    some = offered(scene)
    if form := form_of(scene):
        wanted = [one for one in some if OFFERED[one].form == form]
    else:
        wanted = [one for one in some if len(some) == 1]
    if wanted:
        said = tuple(text for one in wanted for text in told(scene, OFFERED[one]))
        return Next(DONE, say=said, deeds=tuple(OFFERED[one] for one in wanted), because=THERE)
    if form:
        return Next(DONE, say=(scene.say("export.nothing"),), because="there is nothing of it")
    return Next("which", because="whoever wants a file presses")


def form_of(scene: Scene) -> FileForm | None:
    """What was typed behind the word."""
    typed = scene.answer("rest")
    for form, words in FORMS.items():
        if scene.facts.words.means(words, typed):
            return form
    return None


FORMS: Final[dict[FileForm, str]] = {"json": "export.json_words", "csv": "export.csv_words", "md": "export.md_words"}


def offered(scene: Scene) -> tuple[str, ...]:
    """Their weeks, for whoever has some, and a coach's history, for whoever has been one."""
    facts, me = scene.facts, scene.person.id
    led = bool(facts.practices or facts.captures or any(one.leader == me for one in facts.shown))
    read = any(one.coach == me and one.state in ("accepted", "ended") for one in facts.engagements)
    of = {"everything", *(("weeks",) if led else ()), *(("history",) if read else ())}
    return tuple(key for key, one in OFFERED.items() if one.of in of)


def told(scene: Scene, one: GiveExport) -> tuple[Text, ...]:
    """What is in it, and what is not."""
    match one.of:
        case "everything":
            return (scene.say("export.everything_said"), scene.say("export.leaves_out"))
        case "weeks":
            return (scene.say("export.weeks_said"),)
        case "history":
            return (scene.say("export.history_said"),)


def draw_which(scene: Scene) -> Parts:
    """A button for each file."""
    choices = Choices(tuple(Choice(key, scene.label(LABELS[key])) for key in offered(scene)))
    return (scene.say("export.which"), choices)


def take_which(scene: Scene, answer: Answer) -> Next:
    """One after the other, each once: two presses of a finger are one wish."""
    given = scene.answer("given").split()
    match answer:
        case Chose(key) if key in given:
            return Next(STAY, say=(scene.say("export.given"),), because=THERE)
        case Chose(key):
            one = OFFERED[key]
            return Next(STAY, {"given": " ".join((*given, key))}, told(scene, one), (one,), because=THERE)
        case Wrote() | Filled():
            return Next(STAY, because="the buttons stay")


FLOW: Final = Flow(
    name="export",
    steps=(Step("which", draw_which, take_which, idle=True),),
    begin=begin,
    passed="export.passed",
)
