"""Up and down again: whether the way back is another one than the way there, and whether that is memory or delay."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from icsim.sweep.analysis.bistability import KEPT, fieller_interval
from icsim.sweep.analysis.paired_comparison import ConfidenceInterval, PairedComparison, compare_pairs
from icsim.sweep.analysis.sweep_results import FloatArray, nan_mean
from icsim.sweep.ramp_schedule import PACES, QUICK, SLOW
from icsim.sweep.stopping import SURE

UNSETTLED = 0.25
"""A ramp is too quick to tell memory from delay where worlds in which nothing moves still move by more than this share of the
loop's height after the first step. An assumption."""
DRAWS = 400  # of replicates, for the interval of a loop's width


class HysteresisVerdict(StrEnum):
    """What going up and down shows."""

    LOOP = "a loop"
    DELAY = "a delay"
    TOO_QUICK = "a loop at this pace"
    NONE = "no loop"
    OPEN = "not settled"


SAID = {
    HysteresisVerdict.LOOP: (
        "the way back is another one, at half the pace as well, and worlds settle within a step: the place remembers"
    ),
    HysteresisVerdict.DELAY: (
        "the way back is another one, but less so at half the pace: worlds follow late, and nothing more is shown"
    ),
    HysteresisVerdict.TOO_QUICK: (
        "the way back is another one, but worlds need longer than a step to settle: memory cannot be told from delay"
    ),
    HysteresisVerdict.NONE: "the way back is the way there, within the smallest difference that counts",
    HysteresisVerdict.OPEN: "more worlds are needed to say whether the way back is another one, or whether it depends on the pace",
}


@dataclass(frozen=True)
class RampPaths:
    """Outcomes at one pace, each [value, replicate]: on the way up, down, and in worlds that stand still, in the same weeks."""

    up: FloatArray
    down: FloatArray
    still_up: FloatArray
    still_down: FloatArray


@dataclass(frozen=True)
class LoopWidth:
    """How far apart along the axis the two ways pass the middle of the outcome."""

    up: float | None  # where the way up passes it; None where it does not
    down: float | None
    interval: ConfidenceInterval | None  # of |up - down|, over replicates; None where one of the ways does not pass it


@dataclass(frozen=True)
class HysteresisLoop:
    """A loop's area at both paces, as the mean height between the ways (down less up), and what it comes to."""

    at: FloatArray  # [value], rising
    ways: Mapping[str, RampPaths]  # by pace
    height: Mapping[str, PairedComparison]  # by pace: beyond that of worlds that stand still
    still: Mapping[str, float]  # by pace: the height in worlds that stand still
    settling: tuple[
        FloatArray, FloatArray
    ]  # worlds that stand still, [value, replicate], at the end of the first and the last step
    pace: ConfidenceInterval  # height at the slow pace, as a share of that at the quick one
    unsettled: float  # how far worlds that stand still move between the end of the first step and the end of the last, mean
    middle: float
    width: LoopWidth
    says: HysteresisVerdict


def hysteresis_loop(
    at: FloatArray, ways: Mapping[str, RampPaths], settling: tuple[FloatArray, FloatArray], smallest: float, family: int = 1
) -> HysteresisLoop:
    """From the outcomes at both paces. `settling`: worlds that stand still, [value, replicate], when the first step of the slow
    pace ends and when the last one does.
    """
    areas = {pace: (_area(at, way.up, way.down), _area(at, way.still_up, way.still_down)) for pace, way in ways.items()}
    height = {pace: compare_pairs(moved[None], still[None], smallest, family) for pace, (moved, still) in areas.items()}
    slow, quick = (areas[name][0] - areas[name][1] for name in (SLOW, QUICK))
    first, last = settling
    unsettled = float(np.trapezoid(np.abs(nan_mean(last) - nan_mean(first)), at) / (at[-1] - at[0]))
    pace = fieller_interval(slow, quick)
    middle, width = _width(at, ways[SLOW])
    still = {name: float(nan_mean(areas[name][1])) for name in PACES}
    return HysteresisLoop(
        at, ways, height, still, settling, pace, unsettled, middle, width, _says(height[SLOW], pace, unsettled, smallest)
    )


def _area(at: FloatArray, up: FloatArray, down: FloatArray) -> FloatArray:
    """The loop's area in every luck, [replicate], over the length of the axis: a mean height."""
    found: FloatArray = np.trapezoid(down - up, at, axis=0) / (at[-1] - at[0])
    return found


def _says(slow: PairedComparison, pace: ConfidenceInterval, unsettled: float, smallest: float) -> HysteresisVerdict:
    if slow.among.around(smallest):
        return HysteresisVerdict.NONE
    if not slow.among.beyond(smallest):
        return HysteresisVerdict.OPEN
    if pace.high < KEPT:
        return HysteresisVerdict.DELAY
    if unsettled > UNSETTLED * abs(slow.difference):
        return HysteresisVerdict.TOO_QUICK
    return HysteresisVerdict.LOOP if pace.low > KEPT else HysteresisVerdict.OPEN


def _width(at: FloatArray, way: RampPaths) -> tuple[float, LoopWidth]:
    """Where each way passes the middle between the highest and the lowest mean of both, with an interval over replicates."""
    means = [nan_mean(way.up), nan_mean(way.down)]
    middle = float((np.nanmax(means) + np.nanmin(means)) / 2.0)
    up, down = (crossing_value(at, one, middle) for one in means)
    if up is None or down is None:
        return middle, LoopWidth(up, down, None)
    draws = np.random.default_rng(0).integers(0, way.up.shape[1], (DRAWS, way.up.shape[1]))
    pairs = [
        (crossing_value(at, nan_mean(way.up[:, one]), middle), crossing_value(at, nan_mean(way.down[:, one]), middle))
        for one in draws
    ]
    apart = [abs(a - b) for a, b in pairs if a is not None and b is not None]
    if len(apart) < SURE * DRAWS:
        return middle, LoopWidth(up, down, None)
    low, high = np.quantile(apart, [(1.0 - SURE) / 2.0, (1.0 + SURE) / 2.0])
    return middle, LoopWidth(up, down, ConfidenceInterval(float(low), float(high)))


def crossing_value(at: FloatArray, means: FloatArray, middle: float) -> float | None:
    """Where a way passes a value first, on a straight line between neighbours; None where it does not."""
    above = means > middle
    for n in range(at.size - 1):
        if above[n] != above[n + 1] and np.isfinite(means[n] + means[n + 1]):
            return float(at[n] + (middle - means[n]) / (means[n + 1] - means[n]) * (at[n + 1] - at[n]))
    return None
