"""Asking somebody again who had ended it, or who has never begun: what is planned from then on."""

from dataclasses import replace

from bot.effects import Deed, Save, Start
from bot.flow import Scene
from bot.flows import coaches, practices
from bot.flows.consent.later import shown_later


def asked_again(scene: Scene, *, anew: bool = True) -> tuple[Deed, ...]:
    """About what was going on; with nothing going on, about something new, if `anew`."""
    returned = replace(scene.person, state="active", joined_on=scene.person.joined_on or scene.today)
    going = practices.going(scene.facts)
    deeds: list[Deed] = [Save(returned), *shown_later(scene)]
    deeds += [Start("shown", one.coach, answers={"news": "begun"}) for one in coaches.mine(scene.facts)]
    if not going:
        return (*deeds, Start("practice", scene.new_id("practice"))) if anew else tuple(deeds)
    deeds += [Start(flow, one.id) for one in going for flow in ("checkin", "milestone")]
    return (*deeds, Start("lookback"))
