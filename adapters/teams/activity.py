"""An activity as Teams sends it; what is only looked at where it makes sense is read there."""

from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from adapters.edge import Unclear

PERSONAL: Final = "personal"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, or a bot; `directory` is the id in the tenant's directory, which only people have."""

    id: str
    name: str | None = None
    directory: Annotated[str | None, Field(alias="aadObjectId")] = None
    role: Annotated[str | None, Field(alias="userRole")] = None


@dataclass(frozen=True, slots=True)
class _Conversation:
    id: str
    kind: Annotated[str | None, Field(alias="conversationType")] = None
    group: Annotated[bool | None, Field(alias="isGroup")] = None
    tenant: Annotated[str | None, Field(alias="tenantId")] = None


@dataclass(frozen=True, slots=True)
class _Tenant:
    id: str


@dataclass(frozen=True, slots=True)
class _ChannelData:
    tenant: _Tenant | None = None
    channel: Any = None
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
    name: str | None = None
    action: str | None = None
    text: str | None = None
    format: Annotated[str | None, Field(alias="textFormat")] = None
    zone: Annotated[str | None, Field(alias="localTimezone")] = None
    locale: str | None = None
    answers: Annotated[str | None, Field(alias="replyToId")] = None
    value: Any = None
    entities: tuple[Any, ...] | None = None
    attachments: tuple[Any, ...] | None = None
    added: Annotated[tuple[Account, ...] | None, Field(alias="membersAdded")] = None
    removed: Annotated[tuple[Account, ...] | None, Field(alias="membersRemoved")] = None
    timestamp: str | None = None
    channel_data: Annotated[_ChannelData | None, Field(alias="channelData")] = None

    @property
    def tenant(self) -> str:
        """Of which it is, or ""."""
        said = self.channel_data.tenant if self.channel_data else None
        return (said.id if said else self.conversation.tenant) or ""

    @property
    def personal(self) -> bool:
        """Whether nobody but the person and the bot is in the conversation."""
        kind = self.conversation.kind
        return kind == PERSONAL if kind else not self.conversation.group

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
