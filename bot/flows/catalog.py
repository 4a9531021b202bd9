"""Every flow by name, as states, follow-ups and buttons carry it."""

from types import MappingProxyType
from typing import Final

from bot.flows import (
    account,
    answer,
    capture,
    checkin,
    clock,
    consent,
    desk,
    first_days,
    hours,
    item,
    link,
    lookback,
    loop,
    member,
    milestone,
    mirror,
    pace,
    partner,
    practice,
    privacy,
    pulse,
    restart,
    sharpen,
    talk,
    team,
    tell,
    things,
    time_off,
    waiting,
    welcome,
    zone,
)

FLOWS: Final = MappingProxyType(
    {
        flow.name: flow
        for flow in (
            account.FLOW,
            answer.FLOW,
            capture.FLOW,
            checkin.FLOW,
            clock.FLOW,
            consent.FLOW,
            desk.FLOW,
            first_days.FLOW,
            hours.FLOW,
            item.FLOW,
            link.FLOW,
            lookback.FLOW,
            loop.FLOW,
            member.FLOW,
            milestone.FLOW,
            mirror.FLOW,
            pace.FLOW,
            partner.FLOW,
            practice.FLOW,
            pulse.FLOW,
            privacy.FLOW,
            restart.FLOW,
            sharpen.FLOW,
            talk.FLOW,
            tell.FLOW,
            team.FLOW,
            things.FLOW,
            time_off.FLOW,
            waiting.FLOW,
            welcome.FLOW,
            zone.FLOW,
        )
    }
)
