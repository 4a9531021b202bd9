"""What can go wrong, in sentences: an exception's words are the message that the operator or person reads."""


class FollowthroughError(Exception):
    """Something went wrong that this program knows about."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or ""))


class SettingError(FollowthroughError):
    """A setting is missing or wrong."""


class ContentError(FollowthroughError):
    """A content file is not whole."""


class NotSaved(FollowthroughError):
    """I could not save that, please try once more."""


class Stale(FollowthroughError):
    """Somebody else wrote this conversation meanwhile; the turn is run again."""
