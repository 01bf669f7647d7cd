"""The pool of blocks: every block once, made as late as it can be, and an end that leaves nothing behind."""

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future

import numpy as np
import pytest

from icsim.engine.block_pool import AHEAD, BlockCall, BlockValues, ProgressCounter, ThreadExecutor, run_blocks

BLOCKS = 12


def tenfold(block: int) -> BlockCall:
    """A block that gives ten times its number, and says that it ran so many world-weeks."""

    def compute(march: ProgressCounter) -> BlockValues:
        march.on(block)
        return np.array([10.0 * block])

    return compute


def drained(done: int) -> int:
    return done


@pytest.mark.parametrize("threads", [1, 3])
def test_every_block_is_taken_once_with_its_own_values(threads: int) -> None:
    taken: dict[int, float] = {}

    def take(block: int, values: BlockValues) -> None:
        assert block not in taken
        taken[block] = float(values[0])

    run_blocks(range(BLOCKS), ThreadExecutor(threads, tenfold), take, drained, BLOCKS)
    assert taken == {block: 10.0 * block for block in range(BLOCKS)}


def test_blocks_are_made_no_further_ahead_than_the_cores_need() -> None:
    """Memory must not grow with what is asked."""
    made, taken, ahead = [], [], []

    def blocks() -> Iterator[int]:
        for block in range(BLOCKS):
            made.append(block)
            ahead.append(len(made) - len(taken))
            yield block

    run_blocks(blocks(), ThreadExecutor(2, tenfold), lambda block, _: taken.append(block), drained, BLOCKS)
    assert len(taken) == BLOCKS
    assert max(ahead) == 2 * AHEAD


def test_progress_rises_and_is_full_only_at_the_end() -> None:
    told: list[tuple[int, int]] = []
    run_blocks(
        range(BLOCKS), ThreadExecutor(2, tenfold), lambda block, values: None, drained, BLOCKS, lambda *one: told.append(one)
    )
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert {total for _, total in told} == {BLOCKS}
    assert done[-1] == BLOCKS
    assert max(done[:-1]) == BLOCKS - 1  # more world-weeks than worlds were counted, and it is still not over


def test_no_blocks_are_no_work() -> None:
    pool: ThreadExecutor[int] = ThreadExecutor(1, tenfold)
    told: list[tuple[int, int]] = []
    run_blocks([], pool, lambda block, values: pytest.fail("a block out of nothing"), drained, 0, lambda *one: told.append(one))
    assert pool.pool is None  # no thread was needed
    assert told == [(0, 0)]


@pytest.mark.parametrize("where", ["a block", "who takes it", "progress"])
def test_what_goes_wrong_comes_out_and_halts_all_else(where: str) -> None:
    """Ctrl-C comes the same way. Blocks under way end at their next stop, those that wait never begin."""
    marches: list[ProgressCounter] = []
    under_way, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def prepare(block: int) -> BlockCall:
        def compute(march: ProgressCounter) -> BlockValues:
            marches.append(march)
            if block == 0:
                under_way.wait(30)
                if where == "a block":
                    raise KeyboardInterrupt
                return np.zeros(1)
            under_way.set()
            go_on.wait(30)
            try:
                march.on(1)
            except CancelledError:
                ended.set()
                raise
            raise AssertionError("not halted")

        return compute

    def take(block: int, values: BlockValues) -> None:
        if where == "who takes it":
            raise KeyboardInterrupt

    def progress(done: int, total: int) -> None:
        if where == "progress":
            raise KeyboardInterrupt

    pool: ThreadExecutor[int] = ThreadExecutor(2, prepare)
    with pytest.raises(KeyboardInterrupt):
        run_blocks(range(BLOCKS), pool, take, drained, BLOCKS, progress)
    assert pool.pool is None
    go_on.set()
    assert ended.wait(30)
    assert all(march.halted for march in marches)
    assert len(marches) <= 3  # block 0 and one on each thread; the others never began


def test_the_pool_starts_again_after_a_stop() -> None:
    pool: ThreadExecutor[int] = ThreadExecutor(1, tenfold)
    for _ in range(2):
        taken: list[int] = []
        run_blocks(range(3), pool, lambda block, _, taken=taken: taken.append(block), drained, 3)  # type: ignore[misc]
        assert sorted(taken) == [0, 1, 2]
        assert pool.pool is None


def test_a_counter_counts_for_all_threads_and_says_when_to_stop() -> None:
    march = ProgressCounter()
    threads = [threading.Thread(target=lambda: [march.on(1) for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert march.done == 2000
    march.halted = True
    with pytest.raises(CancelledError):
        march.on(1)
    assert march.done == 2001  # what was run was run


def test_an_executor_may_put_an_error_in_its_own_words() -> None:
    """`result` is asked for what became of a block, so that one on other machines can say what the user can mend."""

    class Wordy(ThreadExecutor[int]):
        def result(self, future: "Future[BlockValues]") -> BlockValues:
            try:
                return super().result(future)
            except ZeroDivisionError as error:
                raise ValueError("said otherwise") from error

    def prepare(block: int) -> BlockCall:
        def compute(march: ProgressCounter) -> BlockValues:
            raise ZeroDivisionError

        return compute

    with pytest.raises(ValueError, match="said otherwise"):
        run_blocks(range(2), Wordy(1, prepare), lambda block, values: None, drained, 2)
