"""Where fewer than one draw in a thousand survives: settings are moved towards what was observed, step by step.

Sequential Monte Carlo over a falling distance (Del Moral, Doucet and Jasra 2012, Stat. Comput. 22): the draws of the first look
that came nearest are kept, again and again moved about at random within what is still near enough, and the distance falls to
half of them at each step, until it is one: all targets met. A number moves as a share of the way through its prior, where the
prior is even and the edges reflect, so that a move is taken whenever it stays near enough and the prior is kept to.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from icsim.calibrate.judging import DISTANCE, Judged, judge
from icsim.calibrate.plan import CalibrationPlan
from icsim.calibrate.prior import Draws, from_shares
from icsim.calibrate.search import Survivors, weights_of
from icsim.calibrate.what_moved import shares_of
from icsim.config.compute_backend import THREADS, Engine, cores_here, threads_of
from icsim.engine.block_pool import BlockCall, BlockExecutor, BlockValues, ProgressCounter, ThreadExecutor, run_blocks

MOVES, MOST, LAST = 3, 40, 8  # moves at each step; steps; moves more at the end, which spread settings that have one root
PART, WIDTH = 0.2, 0.3  # share of the numbers that a move touches, and how far
SPARE = 2  # settings moved for each that is wanted: some do not pass again
SLICE = 64  # settings judged in one block
STUCK = 0.01  # share of moves that are taken: with fewer, settings stay copies of one another

Shares = NDArray[np.float64]
"""[setting, number], each in [0, 1]"""


@dataclass(frozen=True)
class Narrowed:
    """Settings that meet all targets in the first look, and what was paid for them."""

    draws: Draws
    share: float  # of the prior, about: the product of what was kept at each step
    judged: int  # settings that were tried on the way
    distinct: int  # settings that are no copies


Tell = Callable[[float], None]
Judge = Callable[[Draws], NDArray[np.float64]]
"""The largest distance of each setting over all targets."""


def narrowed_survivors(plan: CalibrationPlan, early: Survivors, engine: Engine, tell: Tell) -> Survivors:
    """Settings found from the draws of which every target is known, looked at afresh like any others; `tell` hears the distance."""
    threads = threads_of(engine) if engine["backend"] == THREADS else cores_here()
    first = replace(plan, fresh_sets=0)
    look = judge_with(first, lambda prepare: ThreadExecutor(threads, prepare))
    start = np.stack([shares_of(name, early.first[:, n]) for n, name in enumerate(plan.names)], axis=1)
    far = np.asarray(early.explored[:, DISTANCE].max(axis=1))
    made = narrow(start, far, SPARE * plan.wanted, plan.names, plan.seed, look, tell)
    judged = judge(plan, made.draws, False, ProgressCounter())
    weights = weights_of(judged)
    rows = np.flatnonzero(np.random.default_rng([plan.seed, 88]).random(len(judged)) < weights)[: plan.wanted]
    again = float(weights.mean()) if len(weights) else float("nan")
    return replace(
        early, tried=early.tried + made.judged, passed=made.distinct, drawn=tuple(-1 - int(row) for row in rows),
        values=made.draws[rows], weights=weights[rows], looks=judged[rows], again=again, narrowed=made.share * again,
    )  # fmt: skip


def narrow(
    shares: Shares, far: NDArray[np.float64], many: int, names: tuple[str, ...], seed: int, look: Judge, tell: Tell
) -> Narrowed:
    """From draws and their distances to so many settings with a distance of at most one."""
    rng, kept, judged, level = np.random.default_rng([seed, 99]), 1.0, 0, np.inf
    for _ in range(MOST):
        level = max(1.0, min(float(np.median(far)), level))
        near = np.flatnonzero(far <= level)
        kept *= len(near) / len(far)
        chosen = rng.choice(near, many)
        shares, far = shares[chosen], far[chosen]
        taken = 0.0
        for _ in range(MOVES + (LAST if level <= 1.0 else 0)):
            shares, far, share = _moved(shares, far, level, names, rng, look)
            judged, taken = judged + many, taken + share
        tell(level)
        if level <= 1.0 or taken < STUCK:
            break
    good = far <= 1.0
    draws = from_shares(names, shares[good])
    return Narrowed(draws, kept, judged, len(np.unique(draws, axis=0)) if len(draws) else 0)


def _moved(
    shares: Shares, far: NDArray[np.float64], level: float, names: tuple[str, ...], rng: np.random.Generator, look: Judge
) -> tuple[Shares, NDArray[np.float64], float]:
    touched = rng.random(shares.shape) < PART
    step = np.where(touched, WIDTH * rng.normal(size=shares.shape), 0.0)
    there = np.abs(shares + step) % 2.0
    there = np.where(there > 1.0, 2.0 - there, there)  # reflected at both edges
    new = look(from_shares(names, there))
    taken = new <= level
    return np.where(taken[:, None], there, shares), np.where(taken, new, far), float(taken.mean())


def judge_with(plan: CalibrationPlan, executor_of: Callable[[Callable[[int], BlockCall]], BlockExecutor[int]]) -> Judge:
    """A look that computes slices of settings side by side."""

    def look(draws: Draws) -> NDArray[np.float64]:
        far = np.full(len(draws), np.inf)

        def prepare(first: int) -> BlockCall:
            def call(march: ProgressCounter) -> BlockValues:
                return largest(judge(plan, draws[first : first + SLICE], True, march))

            return call

        def take(first: int, values: BlockValues) -> None:
            far[first : first + SLICE] = values

        run_blocks(range(0, len(draws), SLICE), executor_of(prepare), take, lambda done: 0, 1)
        return far

    return look


def largest(judged: Judged) -> NDArray[np.float64]:
    """The largest distance of each setting in the first look."""
    return np.asarray(judged[:, 0, DISTANCE].max(axis=1))
