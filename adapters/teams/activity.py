"""An activity as Teams sends it; what is only looked at where it makes sense is read there.

What stands beside what somebody did is nothing where it is of another type than it should be: whoever typed a line is
answered, whatever their client says of its zone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, TypeAdapter, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from adapters.edge import Unclear

PERSONAL: Final = "personal"
SHARED: Final = "19:"
"""What the ids of channels and of chats between people begin with."""

T = TypeVar("T")


def _or_none(said: object, as_it_should_be: ValidatorFunctionWrapHandler) -> Any:
    try:
        return as_it_should_be(said)
    except ValidationError:
        return None


Side = Annotated[T | None, WrapValidator(_or_none)]
"""What may be missing, and is taken for missing where it is of another type."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, or a bot; `directory` is the id in the tenant's directory, which only people have."""

    id: str
    name: Side[str] = None
    directory: Annotated[Side[str], Field(alias="aadObjectId")] = None
    role: Annotated[Side[str], Field(alias="userRole")] = None


@dataclass(frozen=True, slots=True)
class _Conversation:
    id: str
    kind: Annotated[Side[str], Field(alias="conversationType")] = None
    tenant: Annotated[str | None, Field(alias="tenantId")] = None


@dataclass(frozen=True, slots=True)
class _Tenant:
    id: str


@dataclass(frozen=True, slots=True)
class _ChannelData:
    tenant: _Tenant | None = None
    channel: Any = None
    team: Any = None
    event: Annotated[Any, Field(alias="eventType")] = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity; its outside, which the door has looked at, and what the various kinds hold."""

    type: str
    sender: Annotated[Account, Field(alias="from")]
    recipient: Account
    conversation: _Conversation
    service_url: Annotated[str, Field(alias="serviceUrl")]
    id: str | None = None
    name: Side[str] = None
    action: Side[str] = None
    text: Side[str] = None
    format: Annotated[Side[str], Field(alias="textFormat")] = None
    zone: Annotated[Side[str], Field(alias="localTimezone")] = None
    locale: Side[str] = None
    answers: Annotated[Side[str], Field(alias="replyToId")] = None
    value: Any = None
    entities: Side[tuple[Any, ...]] = None
    attachments: Side[tuple[Any, ...]] = None
    added: Annotated[Side[tuple[Side[Account], ...]], Field(alias="membersAdded")] = None
    removed: Annotated[Side[tuple[Side[Account], ...]], Field(alias="membersRemoved")] = None
    timestamp: Side[str] = None
    channel_data: Annotated[_ChannelData | None, Field(alias="channelData")] = None

    @property
    def tenant(self) -> str:
        """Of which it is, or ""."""
        said = self.channel_data.tenant if self.channel_data else None
        return (said.id if said else self.conversation.tenant) or ""

    @property
    def personal(self) -> bool:
        """Whether nobody but the person and the bot is in the conversation."""
        return self.conversation.kind == PERSONAL and not self.conversation.id.startswith(SHARED)

    @property
    def brings_us(self) -> bool:
        """Whether the bot is among those who were added."""
        return any(one is not None and one.id == self.recipient.id for one in self.added or ())

    @property
    def takes_us(self) -> bool:
        """Whether the bot is among those who were removed."""
        return any(one is not None and one.id == self.recipient.id for one in self.removed or ())

    @property
    def sent(self) -> datetime | None:
        """When it was sent, by Teams' clock, aware; None where it does not say."""
        try:
            at = datetime.fromisoformat(self.timestamp or "")
        except ValueError:
            return None
        return at if at.tzinfo else None

    @property
    def thread(self) -> str:
        """The conversation itself, without the message under which this one stands."""
        return self.conversation.id.partition(";")[0]


ACTIVITY: Final = TypeAdapter(Activity)


def read(kind: TypeAdapter[T], said: object) -> T:
    """What was sent, or a part of it, as one of the above.

    Raises:
        Unclear: it is none.
    """
    try:
        return kind.validate_python(said)
    except ValidationError:
        raise Unclear from None  # a validation error quotes what it was given
