"""One typed answer, from event to committed turn, beside one row written with SQLModel."""

from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from sqlmodel import Field, Session, SQLModel

from bot.acts import Taken
from bot.events import Said
from bot.service import Bot
from tests.bench.databases import engine_on


class BenchRow(SQLModel, table=True):
    """A row like the one that would hold an answer."""

    __tablename__ = "bench_row"
    id: int | None = Field(primary_key=True, default=None)
    person: str
    at: datetime
    text: str


async def answer_and_insert(bot: Bot, people: list[str], now: datetime) -> tuple[float, float]:
    """Median seconds of an answer and of an insert, taken in turns; nothing else happens meanwhile."""
    engine = engine_on(bot.settings.database_url)
    SQLModel.metadata.tables["bench_row"].create(engine)
    answers: list[float] = []
    inserts: list[float] = []
    for number, person in enumerate(people):
        event = Said(f"bench-{number}", person, now + timedelta(minutes=5), "did it")
        begun = perf_counter()
        (taken,) = bot.acts.take_all([event])
        answers.append(perf_counter() - begun)
        begun = perf_counter()
        with Session(engine) as session:
            session.add(BenchRow(person=person, at=event.at, text=event.text))
            session.commit()
        inserts.append(perf_counter() - begun)
        assert isinstance(taken, Taken), "nothing was said to an answer"
        assert taken.keys, "nothing was said to an answer"
    engine.dispose()
    return median(answers), median(inserts)
