"""Killed with signal 9 at any instant of an answer: what was confirmed is in the box, once, and the box opens.

A life is a forked process that recovers, sends again what nobody heard an answer to, as a platform does, and then
casts one answer more. Most lives are killed before a line of the code that seals, one line after the other from the
reading of the box to the zeroed cell; the others a moment after they began, wherever they are then.
"""

import gc
import os
import random
import signal
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from time import sleep
from types import CodeType, FrameType
from typing import Any

import pytest

from bot import ballot
from bot.ballot.cells import FileCells
from bot.ballot.released import Released
from bot.ballot.rounds import recover
from bot.store import Store, ballots, database, query, releases, unit
from tests.ballot.samples import PEOPLE, answer, casts, closes, held, inside, opens

KILLS = 160
"""On each database: before every line once, and the rest anywhere. With those of `tests/anonymity` over 500 in all."""
RECOVERY, ANSWER = 0.012, 0.004
"""Seconds that a life takes before it casts, and at most for that."""
CLOSINGS = 25

FILES = {
    *(str(file) for file in Path(ballot.__path__[0]).glob("*.py")),
    *(str(module.__file__) for module in (ballots, database, query, releases, unit)),
}


class Steps:
    """Counts the lines of the code that seals, or of these files, and kills this process before one of them."""

    def __init__(self, last: int, files: Collection[str] = FILES) -> None:
        self.count, self.last, self.files = 0, last, files
        self._known: dict[CodeType, bool] = {}

    def __enter__(self) -> "Steps":
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _call(self, frame: FrameType, what: str, given: Any) -> Any:
        code = frame.f_code
        known = self._known.setdefault(code, code.co_filename in self.files)
        return self._line if known else None

    def _line(self, frame: FrameType, what: str, given: Any) -> Any:
        if what == "line":
            self.count += 1
            if self.count == self.last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._line


def forked(work: Callable[[], object], within: float = 0.0) -> str | None:
    """What it said, in a process of its own; None when it was killed, `within` so many seconds where they are given."""
    back, there = os.pipe()
    child = os.fork()
    if child == 0:
        gc.disable()  # it would write to every page that both have in common
        with suppress(BaseException):
            os.write(there, f"{work()}".encode())
        os._exit(0)
    os.close(there)
    if within:
        sleep(within)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(back) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else said


class Team:
    """One round after the other in one store; `diary` is where lives write what was confirmed to them."""

    def __init__(self, store: Store, diary: Path) -> None:
        self.store, self.diary = store, diary
        self.number = 0
        self.next()

    @property
    def round(self) -> str:
        return f"round-{self.number}"

    def next(self) -> None:
        """A new round, of nobody who has answered."""
        self.number += 1
        self.sent: list[str] = []
        self.diary.write_text("")
        opens(self.store, self.round)
        self.store.close()

    def casts(self, person: str) -> str:
        took = casts(self.store, person, answer(1, person), self.round)
        with self.diary.open("a") as file:
            file.write(f"{person} {took}\n")
        return took

    def life(self, last: int) -> int:
        """Recover, send again, and answer once more, in which it is killed; otherwise how many steps that had."""
        lost = recover(self.store)
        assert lost == []
        heard = self.confirmed()
        for person in self.sent[:-1]:
            if person not in heard:
                assert self.casts(person) in ("taken", "already")
        with Steps(last) as steps:
            self.casts(self.sent[-1])
        return steps.count

    def confirmed(self) -> list[str]:
        lines = self.diary.read_text().splitlines()
        return [line.split()[0] for line in lines if line.split()[1] in ("taken", "already")]

    def check(self) -> None:
        """Right after the kill, before anybody has put anything right."""
        found = inside(self.store, self.round)
        assert len(found) == len(set(found)), "an answer is in the box twice"
        assert set(self.confirmed()) <= set(found), "an answer that was confirmed is lost"
        assert set(found) <= set(self.sent)
        self.store.close()


@pytest.fixture
def team(store: Store, tmp_path: Path) -> Team:
    store.close()
    return Team(store, tmp_path / "diary")


def test_no_answer_is_lost_and_none_is_doubled_whenever_it_is_killed(team: Team) -> None:
    team.sent.append(PEOPLE[0])
    steps = int(forked(lambda: team.life(0)) or 0)
    assert steps > 100, "the lines are not seen"
    killed = life = 0
    while life < steps or killed < KILLS:
        life += 1
        if len(team.sent) == len(PEOPLE):
            end_of_round(team)
        team.sent.append(PEOPLE[len(team.sent)])
        if life <= steps:
            said = forked(lambda last=life: team.life(last))  # type: ignore[misc]  # bound
        else:
            said = forked(lambda: team.life(0), RECOVERY + random.uniform(0, ANSWER))
        killed += said is None
        assert said is None or said.isdigit(), f"a life failed: {said}"
        team.check()
        assert life < 2 * KILLS, "they are not killed"


def end_of_round(team: Team) -> None:
    """Everybody is heard in the end, each once."""
    assert forked(lambda: recover(team.store)) == "[]"
    for person in team.sent:
        if person not in team.confirmed():
            assert forked(lambda person=person: team.casts(person)) in ("taken", "already")  # type: ignore[misc]  # bound
    assert inside(team.store, team.round) == sorted(PEOPLE)
    assert len(held(team.store, team.round)) == 1
    team.next()


def test_a_round_that_is_closed_is_released_whole_whenever_it_is_killed(team: Team, cells: FileCells) -> None:
    def ends(last: int) -> int:
        with Steps(last) as steps:
            closes(team.store, team.round)
        return steps.count

    everybody(team)
    steps = int(forked(lambda: ends(0)) or 0)
    assert steps > 100, "the lines are not seen"
    for number in range(CLOSINGS):
        team.next()
        everybody(team)
        last = 1 + number * steps // CLOSINGS
        assert forked(lambda last=last: ends(last)) is None  # type: ignore[misc]  # bound
        assert forked(lambda: recover(team.store)) == "[]"
        told = closes(team.store, team.round)
        assert isinstance(told, Released)
        assert sorted(one.text for one in told.comments) == sorted(PEOPLE)
        assert cells.names() == []
        team.store.close()


def everybody(team: Team) -> None:
    for person in PEOPLE:
        team.casts(person)
    team.store.close()
