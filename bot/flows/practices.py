"""What several flows ask of a person's practices: which one this is about, which are going on."""

from bot.facts import Facts, Practice
from bot.turn import Scene

GOING = ("draft", "active")


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


def act(practice: Practice) -> str:
    """What the leader does, to stand after "I": without a leading "I" and a closing stop."""
    words = practice.act.strip().rstrip(".").rstrip()
    return words[2:] if words.startswith("I ") else words
