"""What several flows ask of a person's practices: which one this is about, which are going on."""

from bot.effects import Settle, Start
from bot.facts import Facts, Practice
from bot.flow import DONE, Answer, Room, Scene, Wrote
from bot.rules import chances, pace
from bot.rules.alike import alike
from bot.rules.shortened import one_line

ABOUT = ("checkin", "pace", "milestone", "sharpen")
"""Flows whose follow-ups are all about one practice, which is their subject."""
FRESH_START = ("offer", "recheck", "rested")
"""What a fresh start asks about its practice; whether somebody was reached is asked whatever became of it."""
CHECKIN_WORDS = (
    "checkin.did_words",
    "checkin.partly_words",
    "checkin.not_words",
    "checkin.none_words",
    "checkin.pass_words",
    "checkin.unsure_words",
)

A_SENTENCE = Room(300, "practice.too_long")
"""For each part of a practice: what is longer is a story. The form of a practice has as much room."""

MEANWHILE = "its check-ins go on meanwhile"
"""The reason why a question about a practice that stays unanswered is not asked again."""
GOING = ("draft", "active")
BUTTON = 60
"""Characters of an act that a button holds."""
MOST = 2
"""Practices at one time."""


def subject(scene: Scene) -> Practice:
    """The practice that this conversation is about (its subject is the practice's id)."""
    return find(scene.facts, scene.state.subject)


def find(facts: Facts, practice_id: str) -> Practice:
    """The practice of that id; an empty one that is let go when it was erased meanwhile."""
    gone = Practice(practice_id, facts.person.id, state="let_go")
    return next((one for one in facts.practices if one.id == practice_id), gone)


def going(facts: Facts) -> tuple[Practice, ...]:
    """The practices that are asked about: drafts and active ones, oldest first."""
    return tuple(one for one in facts.practices if one.state in GOING and one.act)


def asked_about(facts: Facts) -> tuple[Practice, ...]:
    """Those of them that are not paused; with none left, the person has gone quiet, and the bot is until they write."""
    return tuple(one for one in going(facts) if one.level < pace.PAUSED)


def is_quiet(practice: Practice) -> bool:
    """Whether nothing was answered about it lately: nobody is asked anything more beside it then."""
    return practice.level >= pace.PAUSED or chances.silent_run(practice.recent) >= chances.SILENT_CHANCES


def act(practice: Practice) -> str:
    """What the leader does, to stand after "I": without a leading "I" and a closing stop."""
    return spoken(practice.act)


def on_a_button(practice: Practice) -> str:
    """What the leader does, as a button's words."""
    words = one_line(act(practice), BUTTON)
    return words[:1].upper() + words[1:]


def spoken(act: str) -> str:
    """The same of an act's bare words."""
    words = act.strip().rstrip(".").rstrip()
    return words[2:] if words.startswith("I ") else words


def own_words(scene: Scene, text: str) -> Answer | None:
    """Words of the leader's own, as long as they are not the answer to a check-in beside this question."""
    if not text.strip() or text.strip().isdigit():
        return None
    said = (text, *alike(scene.facts.words, text))
    if any(scene.facts.words.means(words, one) for words in CHECKIN_WORDS for one in said):
        return None
    return Wrote(text.strip())


def unmade(facts: Facts) -> tuple[Start, ...]:
    """Whatever was in the making ends; its buttons have passed, and nothing more is read as an answer to it."""
    making = (one.subject for one in facts.waiting if (one.flow, one.kind) == ("practice", "unfinished"))
    return tuple(Start("practice", one, step=DONE) for one in making)


def settle_all(practice: Practice, reason: str, keep: tuple[str, ...] = ()) -> tuple[Settle, ...]:
    """Nothing is asked about this practice any more, but for the flows to keep."""
    flows = tuple(Settle(reason, flow=flow, subject=practice.id) for flow in ABOUT if flow not in keep)
    return (*flows, *(Settle(reason, kind, "restart", practice.id) for kind in FRESH_START))
