"""What every method of sensitivity gives: an index for each axis, how closely it is known, and what a dummy axis would get."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from icsim.sweep.analysis.sweep_results import FloatArray

SEED = 1  # of the bootstrap: the same report every time
SAMPLES = 200  # of the bootstrap
WORK, LEAST = 20_000_000, 25  # numbers in all resamples together, about; resamples at the least
SURE = 0.95
TESTS = 2
"""An axis counts if either of two tests finds it, so each is made at half of the level."""


@dataclass(frozen=True)
class IndexEstimate:
    """Indices of all axes from some units: rows of Saltelli's blocks, paths, or points."""

    value: FloatArray  # [axis]: what axes are ranked by
    error: FloatArray  # [axis]: its standard error by the bootstrap
    alone: FloatArray  # [axis]: what luck cannot feign: the part of an axis alone, or its mean effect
    alone_error: FloatArray  # [axis]
    floor: float  # what a dummy axis gets at the most; nan where one world at each point tells nothing of luck
    pairs: Sequence[tuple[int, int, float, float]] = ()  # two axes, their index together, its standard error
    levels: Mapping[int, tuple[float, ...]] = field(default_factory=dict)  # of axes with words: whose contrast `alone` is
    spread: FloatArray | None = None  # [axis]: Morris' sigma, how much an axis' effects differ from place to place


@dataclass(frozen=True)
class IndexMethod:
    """A method on the means of one outcome."""

    name: str
    units: int  # how many there are without gaps
    of: int  # how many there were
    each: int  # points in one
    estimate: Callable[[NDArray[np.int64]], IndexEstimate] = field(repr=False)  # from the positions of some units
    values: Callable[[NDArray[np.int64]], FloatArray] = field(repr=False)  # the indices alone, quickly


def significance_multiplier(axes: int, units: int) -> float:
    """Standard errors from so many units beyond which, of so many axes that do nothing, hardly any ever gets."""
    return float(stdtrit(max(1, units - 1), 1.0 - (1.0 - SURE) / (2.0 * axes)))


def capped_samples(samples: int, size: int) -> int:
    """So many resamples of so many numbers, fewer where that would take minutes."""
    return max(LEAST, min(samples, WORK // size))


def upper(samples: FloatArray) -> float:
    """The upper end of the 95 % interval of bootstrap samples."""
    return float(np.nanquantile(samples, 0.5 + SURE / 2.0))
