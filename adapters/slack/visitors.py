"""Who did something, and how they can be answered at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.whom import address_of, person_of
from adapters.slack.workspaces import Workspace

Json = Mapping[str, Any]
Body = str | dict[str, Any]
"""What is answered to a request of Slack's; "" is a bare yes."""
YES: Final = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What a payload lets one do, within 3 s. `trigger` opens a modal, `url` takes lines that only they see."""

    trigger: str = ""
    url: str = ""
    view: Json | None = None  # the modal that was sent
    command: bool = False  # the answer to the request itself is shown to them


@dataclass(frozen=True, slots=True)
class Visitor:
    """A user of an installed workspace; `name` is what the payload calls them."""

    here: Workspace
    user: str
    name: str = ""
    way: Way = Way()

    @property
    def person(self) -> str:
        """The bot's id of them."""
        return person_of(self.here.place, self.user)

    @property
    def address(self) -> str:
        """Where they are written to."""
        return address_of(self.here.place, self.user)
