""" "Slower" and "faster", typed at any time: they work at once and are confirmed once."""

from bot.facts import Practice
from bot.flow import DONE, Next, Scene
from bot.flows import practices, which
from bot.flows.pace import changing
from bot.rules import chances, pace


def fitting(scene: Scene) -> tuple[Practice, ...]:
    """The practices that the command can mean."""
    return practices.going(scene.facts)


def change(scene: Scene, practice: Practice) -> Next:
    """One level up or down; at either end of the ladder only the word that there is no further step."""
    faster = scene.answer("command") == "faster"
    if faster and practice.level == 0:
        return Next(DONE, say=(scene.say("pace.already_fastest"),), because="there is no further step")
    if not faster and practice.level >= pace.PAUSED:
        return Next(DONE, say=(scene.say("pace.already_paused"),), because="there is no further step")
    level = _quicker(scene, practice) if faster else _slower(scene, practice)
    if level >= pace.PAUSED:
        first, paused = changing.paused(scene, practice, own=True)
        return Next(DONE, say=(scene.say("pace.paused_said", day=first),), deeds=paused)
    until, deeds = changing.changed(scene, practice, level, which.day_of(scene))
    return Next(DONE, say=(scene.say("pace.until", rung=changing.rung(scene, level), day=until),), deeds=deeds)


def _quicker(scene: Scene, practice: Practice) -> int:
    return pace.start_level(scene.person.pace) if practice.level >= pace.PAUSED else pace.faster(practice.level)


def _slower(scene: Scene, practice: Practice) -> int:
    """One level less; the one that today's card has taken already is the one that is meant, once."""
    today = practice.changed_on == scene.today and practice.own_pace_until != scene.today + pace.OWN_WORDS
    by_card = today and chances.silent_run(practice.recent) >= pace.SILENT_CHANCES
    return practice.level if by_card else pace.slower(practice.level)
