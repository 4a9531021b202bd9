"""What every activity has on its outside, and its types: what the door looks at before anybody reads the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

Text = Annotated[str, Field(min_length=1)]


class Malformed400(Exception):
    """This is no activity; `why` is a sentence of ours, and holds nothing of theirs."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Tenant:
    """Whose people speak."""

    id: str


@dataclass(frozen=True, slots=True)
class _ChannelData:
    """What Teams adds to the protocol."""

    tenant: _Tenant | None = None


@dataclass(frozen=True, slots=True)
class _Conversation:
    """Where they speak."""

    id: Text
    tenant: Annotated[str | None, Field(alias="tenantId")] = None


@dataclass(frozen=True, slots=True)
class _Account:
    """Somebody, or the bot."""

    id: Text


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every activity has, and its types; the rest is for those who know what kind it is."""

    type: Text
    conversation: _Conversation
    sender: Annotated[_Account, Field(alias="from")]
    recipient: _Account
    service_url: Annotated[str | None, Field(alias="serviceUrl")] = None
    channel: Annotated[str | None, Field(alias="channelId")] = None
    id: str | None = None
    data: Annotated[_ChannelData | None, Field(alias="channelData")] = None


ENVELOPE: Final = TypeAdapter(Envelope)


def read_envelope(body: Mapping[str, Any]) -> Envelope:
    """The envelope of an activity.

    Raises:
        Malformed400: it is none.
    """
    try:
        return ENVELOPE.validate_python(body)
    except ValidationError as error:
        raise Malformed400("it has not the shape of an activity") from error
