"""Of what kind a channel is: Teams says so where it lists the channels of a team, and nowhere else.

Only a private one has members of its own: in a standard one everybody reads who is in the team, in a shared one others
do too.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from adapters.teams.calls import Calls
from bot.delivery import CannotTell
from bot.references import Reference

Kind = Literal["private", "public", "shared", "gone"]
_KINDS: Final[Mapping[object, Kind]] = {"private": "private", "standard": "public", "shared": "shared"}


async def kind_of(calls: Calls, there: Reference, *, urgent: bool = False) -> Kind:
    """What the channel is now; "gone" when its team has it no more, or the bot is not in it.

    Raises:
        CannotTell: Teams does not say.
        Later, Refused, Doubtful, Lost, Elsewhere, Misspoken: as `Calls.look`.
    """
    if not there.team:
        raise CannotTell("nothing has been told from the channel since its team is kept")
    listed = (await calls.look(there, ("teams", there.team, "conversations"), urgent=urgent)).get("conversations")
    channels: list[dict[str, Any]] = [one for one in listed or () if isinstance(one, dict)]
    found = next((one for one in channels if one.get("id") == there.conversation), None)
    if found is None:
        return "gone"
    if there.conversation == there.team:
        return "public"  # a team's first channel, of which Teams says least
    kind = _KINDS.get(str(found.get("type")).lower())
    if kind is None:
        raise CannotTell("Teams does not say whether the channel is private")
    return kind
