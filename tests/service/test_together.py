"""Things done together: nothing waits for company, nothing is forgotten, and what fails fails alone."""

import asyncio

import pytest

from bot.together import Together


async def test_what_comes_alone_is_done_alone_and_what_waits_together() -> None:
    batches: list[list[int]] = []
    all_here = asyncio.Event()

    async def work(items: list[int]) -> list[int | Exception]:
        batches.append(items)
        await all_here.wait()
        return [item * 2 for item in items]

    together = Together[int, int](work, most=3)
    first = asyncio.create_task(together.do(1))
    await asyncio.sleep(0.001)
    rest = [asyncio.create_task(together.do(number)) for number in range(2, 7)]
    await asyncio.sleep(0.001)
    all_here.set()
    assert [await first, *[await one for one in rest]] == [2, 4, 6, 8, 10, 12]
    assert batches == [[1], [2, 3, 4], [5, 6]]


async def test_what_goes_wrong_is_raised_where_it_was_asked_for() -> None:
    async def work(items: list[int]) -> list[int | Exception]:
        return [ZeroDivisionError() if item == 0 else item for item in items]

    together = Together[int, int](work)
    results = await asyncio.gather(*(together.do(number) for number in range(3)), return_exceptions=True)
    assert [type(result) for result in results] == [ZeroDivisionError, int, int]


async def test_work_that_fails_as_a_whole_fails_for_everyone_in_it_and_goes_on() -> None:
    failing = True

    async def work(items: list[int]) -> list[int | Exception]:
        if failing:
            raise LookupError
        return list(items)

    together = Together[int, int](work)
    with pytest.raises(LookupError):
        await together.do(1)
    failing = False
    assert await together.do(2) == 2


async def test_whatever_comes_at_whatever_moment_is_done() -> None:
    async def work(items: list[int]) -> list[int | Exception]:
        await asyncio.sleep(0)
        return list(items)

    together = Together[int, int](work, lanes=2, most=2)

    async def somebody(number: int) -> int:
        for _ in range(number % 7):
            await asyncio.sleep(0)
        return await together.do(number)

    async with asyncio.timeout(5):
        assert await asyncio.gather(*map(somebody, range(500))) == list(range(500))
