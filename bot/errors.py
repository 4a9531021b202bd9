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


class Nobody(FollowthroughError):
    """Nobody of that id has joined; nothing was done."""


class Stale(FollowthroughError):
    """Somebody else wrote this conversation meanwhile; the turn is run again."""


class UnknownPerson(FollowthroughError):
    """Nobody has that id or name, or more than one has."""


class ScriptProblem(FollowthroughError):
    """A script of answers cannot be followed; the sentence names the line."""


class StandsStill(FollowthroughError):
    """Something stays due however often it is done, so the preview was stopped there. This is our fault."""


class StoreError(FollowthroughError):
    """The database did not do what was asked of it."""


class DatabaseMissing(StoreError):
    """The database cannot be reached. Check DATABASE_URL, and that the server runs."""


class DatabaseNotMigrated(StoreError):
    """The database has no tables of this version yet. Run `followthrough migrate`."""


class DatabaseNewer(StoreError):
    """The database was written by a newer version of Followthrough. Run that version, or restore a backup."""


class DatabaseReadOnly(StoreError):
    """The database can be read but not written. Check the rights of its file and folder, or of its user."""


class DatabaseLocked(StoreError):
    """Another process has held the database for too long. Is something else writing to it?"""


class DatabaseFull(StoreError):
    """There is no room left for the database. Nothing was lost; make room on its disk."""


class WrongKey(StoreError):
    """What is stored was sealed with another key. Put the old key into FOLLOWTHROUGH_KEY, behind the new one."""


class PlaygroundDatabase(StoreError):
    """This database belongs to a playground, whose clock can be moved. Give this process another DATABASE_URL."""


DOWN: tuple[type[StoreError], ...] = (
    DatabaseMissing,
    DatabaseNotMigrated,
    DatabaseReadOnly,
    DatabaseLocked,
    DatabaseFull,
)
"""The database as a whole is at fault, and no single row of it: nothing is set aside for it, all is done again."""


class NotAPlayground(StoreError):
    """People use this database already, so it cannot become a playground's. Set DATABASE_URL to another one."""


class OnlyPlaygrounds(StoreError):
    """This is shown of a playground's database only, and this one is none."""


class RoundsRefused(FollowthroughError):
    """There is nowhere to keep the keys of an anonymous round; the sentence says why."""


class KeysUnreachable(RoundsRefused):
    """The keys of anonymous rounds cannot be reached now. Check KEYS_URL, and what it names."""


class TooEarly(FollowthroughError):
    """A round is closed at its time, and never before."""


class AnswerTooLong(FollowthroughError):
    """An answer does not fit: of the `given` characters to `question`, `fits` have room beside everything else."""

    def __init__(self, question: str, given: int, fits: int) -> None:
        super().__init__(f"{given} characters were written where {fits} fit.")
        self.question, self.given, self.fits = question, given, fits
