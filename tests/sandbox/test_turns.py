"""Of many samples, a few are worked on at once."""

import anyio
import pytest

from odcv_inspect.sandbox.turns import AT_ONCE, in_turn


async def test_no_more_than_a_few_have_a_place_and_all_get_one() -> None:
    held: set[int] = set()
    most, done = 0, 0

    async def work(number: int) -> None:
        nonlocal most, done
        async with in_turn():
            held.add(number)
            most = max(most, len(held))
            await anyio.sleep(0.001)
            held.remove(number)
        done += 1

    async with anyio.create_task_group() as tasks:
        for number in range(5 * AT_ONCE):
            tasks.start_soon(work, number)
    assert (most, done) == (AT_ONCE, 5 * AT_ONCE)


async def fail() -> None:
    async with in_turn():
        raise LookupError


async def test_a_place_is_free_again_after_a_failure() -> None:
    for _ in range(2 * AT_ONCE):
        with pytest.raises(LookupError):
            await fail()
    with anyio.fail_after(1):
        async with in_turn():
            pass
