"""Who sees what today, person by person, and what the bot cannot prevent."""

from bot.facts import Facts
from bot.flow import Scene
from bot.flows import coaches
from bot.flows.consent.scopes import MEANINGS, current
from bot.flows.people import called
from bot.messages import Parts, Rows, Span


def who_sees(scene: Scene) -> Parts:
    """The page that everybody can ask for before anything of theirs is there."""
    change = "privacy.change" if coaches.audiences(scene.facts) else "privacy.change_alone"
    return (scene.say("privacy.title", size="title"), rows(scene), scene.say(change, size="small"))


def rows(scene: Scene) -> Rows:
    """Oneself, coaches, whom one coaches, partners, leaders and team, everybody else, and the machines."""
    person, facts = scene.person, scene.facts
    spans = facts.words.spans
    found: list[tuple[str, tuple[Span, ...]]] = [(scene.label("privacy.you"), spans("privacy.you_see"))]
    for coach in coaches.audiences(facts):
        held = current(scene, coach)
        seen = spans("privacy.not_chosen") if held is None else spans(MEANINGS[held.scope])
        found.append((called(facts, coach).text, seen))
    if coaches.leaders(facts):
        found.append((scene.label("privacy.coached_label"), spans("privacy.coached_see")))
    for one in facts.partners:
        if one.leader == person.id and one.state == "accepted":
            found.append((called(facts, one.partner).text, spans("privacy.partner_sees")))
    for leader in leaders(facts):
        found.append((called(facts, leader).text, spans("privacy.leader_sees")))
    if any(one.leader == person.id for one in facts.teams):
        found.append((scene.label("privacy.team_label"), spans("privacy.team_sees")))
    found.append((scene.label("privacy.others"), spans("privacy.others_see")))
    found.append((scene.label("privacy.machine"), spans("privacy.machine_sees")))
    return Rows(tuple(found))


def leaders(facts: Facts) -> tuple[str, ...]:
    """Who asks this person, or would if they had not said no."""
    mine = (one for one in facts.members if one.person == facts.person.id and one.state in ("named", "asked", "out"))
    return tuple(one.leader for one in mine if one.leader != facts.person.id)
