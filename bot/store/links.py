"""One person in two places: the codes that lead from one to the other, and who is linked with whom.

Of a code only a hash is stored, which nobody can search for without the store's first key.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, delete, or_, select, update

from bot.rules import codes
from bot.store.columns import GIVEN
from bot.store.tables import TABLES
from bot.store.vault import vault_of


@dataclass(frozen=True, slots=True)
class Code:
    """What is going on about one person's codes: the one they were given ("" when there is none), and how many of
    others' they tried in vain since `wrong_at`, the first of these or, once they were too many, the last."""

    owner: str
    hash: str = ""
    until_at: datetime | None = None
    wrong: int = 0
    wrong_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a code: it led to `owner`, it is one's own, it leads nowhere, or none is tried for a while."""

    outcome: Literal["found", "own", "wrong", "enough"]
    owner: str = ""


_ROW: Final = TABLES["code"]
_PERSON: Final = TABLES["person"]
_REACHED: Final = (_PERSON.c.linked == "", _PERSON.c.state.not_in(("stopped", "gone")))
"""Who can be linked: on their own so far, and still spoken with."""


class Links:
    """The links of one unit of work, and what leads to them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def make(self, person: str, now: datetime) -> str:
        """A new code that leads to somebody, for an hour, in the place of an earlier one."""
        code = "".join(secrets.choice(codes.LETTERS) for _ in range(codes.LENGTH))
        known = self._of(person)
        self._keep(Code(person, self._hash(code), now + codes.GOOD_FOR, known.wrong, known.wrong_at))
        return code

    def use(self, person: str, code: str, now: datetime) -> Tried:
        """Find out for somebody to whom a code leads; of several who do so at once, one does."""
        known = self._of(person)
        lately = known.wrong_at is not None and now - known.wrong_at < codes.WITHIN
        if lately and known.wrong >= codes.MOST_WRONG:
            return Tried("enough")
        mark = self._hash(code)
        good = (_ROW.c.hash == mark, GIVEN, _ROW.c.until_at > now)
        if known.hash == mark and known.until_at is not None and known.until_at > now:
            return Tried("own")
        reached = select(_PERSON.c.id).where(*_REACHED)
        used = update(_ROW).where(*good, _ROW.c.owner.in_(reached)).values(hash="", until_at=None)
        owner = self.connection.scalar(used.returning(_ROW.c.owner))
        if owner is not None:
            return Tried("found", owner)
        wrong = known.wrong + 1 if lately else 1
        since = known.wrong_at if lately and wrong < codes.MOST_WRONG else now
        self._keep(Code(person, known.hash, known.until_at, wrong, since))
        return Tried("enough" if wrong >= codes.MOST_WRONG else "wrong")

    def join(self, one: str, other: str) -> bool:
        """From now on these two are one person, and no code leads to either; unless one of them has become
        somebody else's meanwhile, or has ended it."""
        both = _PERSON.c.id.in_((one, other))
        held = select(_PERSON.c.id).where(both, *_REACHED).order_by(_PERSON.c.id).with_for_update(key_share=True)
        if len(self.connection.scalars(held).all()) != len({one, other}) or one == other:
            return False
        for this, that in ((one, other), (other, one)):
            self.connection.execute(update(_PERSON).where(_PERSON.c.id == this).values(linked=that))
        self.connection.execute(update(_ROW).where(_ROW.c.owner.in_((one, other))).values(hash="", until_at=None))
        return True

    def part(self, person: str) -> None:
        """Whoever is linked with somebody is on their own again, on both sides."""
        linked = select(_PERSON.c.linked).where(_PERSON.c.id == person)
        both = or_(_PERSON.c.id == person, (_PERSON.c.id == linked.scalar_subquery()) & (_PERSON.c.linked == person))
        self.connection.execute(update(_PERSON).where(both).values(linked=""))

    def tidy(self, now: datetime) -> None:
        """Forget codes that are over, and mistakes that are long past."""
        over = or_(_ROW.c.until_at.is_(None), _ROW.c.until_at <= now)
        past = or_(_ROW.c.wrong_at.is_(None), _ROW.c.wrong_at <= now - codes.WITHIN)
        self.connection.execute(delete(_ROW).where(over, past))

    def _of(self, person: str) -> Code:
        row = self.connection.execute(select(_ROW).where(_ROW.c.owner == person)).one_or_none()
        return Code(person) if row is None else Code(*row)

    def _keep(self, code: Code) -> None:
        self.connection.execute(delete(_ROW).where(_ROW.c.owner == code.owner))
        self.connection.execute(_ROW.insert().values(asdict(code)))

    def _hash(self, code: str) -> str:
        return vault_of(self.connection.dialect).hashed(code)
