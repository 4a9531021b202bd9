"""How fast Slack lets a workspace be spoken to, method by method."""

from collections.abc import Mapping
from typing import Final

from adapters.pace import Rate

RATES: Final[Mapping[str, Rate]] = {
    # "Several hundred messages per minute" for a workspace, short bursts allowed: docs.slack.dev, Rate limits.
    "chat.postMessage": Rate(4, 8),
    # Tier 3, "50+ per minute" for a workspace.
    "chat.update": Rate(50 / 60, 10),
    "conversations.history": Rate(50 / 60, 10),
    # Tier 2, "20+ per minute". Whoever is not asked about in time counts as not quiet.
    "dnd.teamInfo": Rate(20 / 60, 10),
}
