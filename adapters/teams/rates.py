"""How fast Teams lets a tenant, and a conversation in it, be spoken to."""

from typing import Final

from adapters.pace import Rate, Rates, Windows

TENANT: Final = "tenant"
CONVERSATION: Final = "conversation"

RATES: Final[Rates] = {
    # "50 requests per second" for an app in a tenant. Each process counts for itself, and two may send at once.
    TENANT: Rate(20, 5),
    # "7 in 1 s, 8 in 2 s, 60 in 30 s, 1800 in 3600 s" for a bot in a conversation; a little more time than that,
    # because what leaves here a second apart need not arrive so.
    CONVERSATION: Windows(((7, 1.1), (8, 2.2), (60, 31), (1800, 3620))),
}
"""Microsoft's page "Rate limiting for agents"."""
