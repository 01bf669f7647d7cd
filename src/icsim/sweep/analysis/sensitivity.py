"""Which axes an outcome hangs on: Sobol, Morris or PAWN as the design allows, and whether there were enough runs to say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from icsim.sweep.analysis import morris, pawn, sobol
from icsim.sweep.analysis.index_estimate import SURE, TESTS, IndexEstimate, IndexMethod, significance_multiplier
from icsim.sweep.analysis.replicate_variance import ReplicateVariance, dummy_outcomes, replicate_variance
from icsim.sweep.analysis.report_request import OutcomeSeries
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import AxisColumn, FloatArray, SweepResults, nan_mean
from icsim.sweep.analysis.varied_units import varied_units
from icsim.sweep.designs import MorrisDesign, SampledDesign
from icsim.sweep.distributions import kept_text

METHODS = {
    "saltelli": sobol.method, "morris": morris.method, "lhs": pawn.method, "sobol_sequence": pawn.method, "file": pawn.method,
}  # fmt: skip
"""By the kind of design. Grids and factorials are no samples: points off their levels are never met."""
FEWEST = {"sobol": 16, "morris": 4, "pawn": 40}
FEWEST_FOR_NONE = {"morris": 10}  # that never move have no spread to tell how sure that is; ten places is the usual number
"""Units below which nothing is worked out at all."""
BALANCED = ("saltelli", "sobol_sequence")
"""Designs whose numbers are powers of two."""
CLOSE = 0.25
"""Intervals narrower than this share of the largest index tell axes apart well enough. A convention."""
MARGIN = {"sobol": 0.05, "pawn": 0.1}
"""How far beyond a dummy an index is still negligible; of Morris' effects it is the smallest effect of the outcome. Conventions."""
NOISY = 0.1
"""Share of luck in the variance of the means above which more replicates help more than more points. A convention."""


@dataclass(frozen=True)
class SensitivityIndex:
    """What one axis does: `value` ranks it, `alone` is what luck cannot feign.

    Sobol: total and first-order index. Morris: mean size of its effects, and their mean. PAWN: distance, and rank correlation.
    """

    path: str
    value: float
    low: float  # 95 % interval
    high: float
    alone: float
    alone_low: float
    alone_high: float
    counts: bool  # beyond what a dummy axis gets, or beyond luck in what luck cannot feign
    way: int  # 1: the outcome rises along it, -1: it falls, 0: neither can be said
    sigma: float = np.nan  # of Morris' effects of one axis: their standard deviation, from place to place
    axes: tuple[str, ...] = ()  # of a group: what stepped together; its effects have no sign that means anything
    levels: tuple[str, ...] = ()  # of words: whose contrast `alone` is: one against all others, or the second less the first
    negligible: bool = False  # surely no more than a dummy axis gets and MARGIN: an equivalence test, not a test that found nothing


@dataclass(frozen=True)
class ConvergenceCheck:
    """Whether there were enough runs."""

    widest: float  # width of the widest interval, as a share of the largest index
    close: bool  # whether that is narrow enough
    stable: bool  # whether both halves order the axes alike, as far as their intervals tell them apart
    more: int  # points more, about, until it is; 0 when it is
    units: int  # samples, paths or points in all that would then be there

    @property
    def is_so(self) -> bool:
        """Whether both hold."""
        return self.close and self.stable


@dataclass(frozen=True)
class SensitivityResult:
    """All axes for one outcome, the largest index first."""

    series: OutcomeSeries
    method: str
    axes: tuple[SensitivityIndex, ...]
    floor: float  # what a dummy axis gets at the most; nan where nothing tells luck from axes
    enough: ConvergenceCheck
    luck: ReplicateVariance
    units: int
    of: int  # units, those with gaps among them
    each: int
    pairs: tuple[tuple[str, str, float, float, float], ...]  # axes that act together: index, 95 % interval
    margin: float = np.nan  # beyond the dummy, below which an index is negligible

    @property
    def counting(self) -> tuple[SensitivityIndex, ...]:
        """The axes that count."""
        return tuple(one for one in self.axes if one.counts)


class WhyNoIndices(str):
    """Why there are no indices, in a sentence without its subject."""


def sensitivity_indices(frame: SweepResults, series: OutcomeSeries) -> SensitivityResult | WhyNoIndices | None:
    """The indices of an outcome; None where the design is no sample, a reason where the numbers do not allow any."""
    make = METHODS.get(frame.design)
    if make is None:
        return None
    means = nan_mean(series.values)
    there = means[~np.isnan(means)]
    if not there.size:
        return WhyNoIndices("has no value at any point, so there is nothing to explain.")
    if np.ptp(there) == 0.0:
        had = "every point" if there.size == means.size else f"each of the {there.size} of {means.size} points where it has a value"
        return WhyNoIndices(f"came out the same at {had}. That is no sign that nothing which was varied matters to it.")
    found = make(frame, means, dummy_outcomes(series.values))
    if found.units < FEWEST[found.name]:
        groups = f"{found.units} without gaps, in groups of {found.each}; it takes {FEWEST[found.name]}"
        return WhyNoIndices(f"has too few points for any index: {groups} such groups.{_more_laid(frame, found)}")
    return _told(frame, series, found)


def _more_laid(frame: SweepResults, found: IndexMethod) -> str:
    """What a constraint took of the points, and how many would do, were it to keep the same share of them."""
    design = frame.held.design.model_dump()
    kept = kept_text(design, frame.points)
    if not kept:
        return ""
    room = 1.0 + 2.0 / np.sqrt(max(1, found.units))  # the share that is kept is itself found by chance
    enough = laid_points(frame, ceil(room * FEWEST[found.name] / max(1, found.units) * frame.points))
    return f" {kept[0].upper()}{kept[1:]}; design.points={enough} would do."


def laid_points(frame: SweepResults, kept: int) -> int:
    """How many points a design lays of which so many are kept: more than these, where it has constraints."""
    design = frame.held.design
    if not isinstance(design, SampledDesign) or not design.constraints:
        return kept
    laid = ceil(kept / frame.points * design.points)
    return 1 << (laid - 1).bit_length() if frame.design in BALANCED else laid


def _told(frame: SweepResults, series: OutcomeSeries, method: IndexMethod) -> SensitivityResult:
    every, units = np.arange(method.units), varied_units(frame)
    whole = method.estimate(every)
    halves = [method.values(every[: method.units // 2]), method.values(every[method.units // 2 :])]
    floors = _floors(frame, whole, method)
    counts = _counts(whole, method, floors)
    margin = MARGIN.get(method.name, smallest_difference(frame.columns[series.outcome]))
    little = _negligible(whole, method, margin, floors) & ~counts & (method.units >= FEWEST_FOR_NONE.get(method.name, 0))
    wide, bound = _wide(), 1.0 if method.name == "pawn" else np.inf  # a correlation ends at 1
    ways = _ways(frame, series, method, whole)
    order = np.argsort(-whole.value, kind="stable")
    axes = tuple(
        SensitivityIndex(
            units[n].name,
            float(whole.value[n]),
            max(0.0, float(whole.value[n] - wide * whole.error[n])),
            float(whole.value[n] + wide * whole.error[n]),
            float(whole.alone[n]),
            float(np.maximum(-bound, whole.alone[n] - wide * whole.alone_error[n])),
            float(np.minimum(bound, whole.alone[n] + wide * whole.alone_error[n])),
            bool(counts[n]),
            int(ways[n]) if counts[n] else 0,
            np.nan if whole.spread is None else float(whole.spread[n]),
            units[n].members,
            _levels(units[n].axes[0], whole.levels.get(int(n), ())) if counts[n] else (),
            bool(little[n]),
        )
        for n in order
    )
    enough = _enough(frame, whole, halves, counts, method)
    pairs = _pairs(frame, whole, method, counts)
    return SensitivityResult(
        series, method.name, axes, whole.floor, enough, replicate_variance(series.values), method.units, method.of, method.each,
        pairs, margin,
    )  # fmt: skip


def _levels(axis: AxisColumn, positions: Sequence[float]) -> tuple[str, ...]:
    """The words at these shares of the way along an axis."""
    return tuple(str(axis.values[round(at * (len(axis.values) - 1))]) for at in positions)


def _wide() -> float:
    return float(ndtri(0.5 + SURE / 2.0))


def _floors(frame: SweepResults, whole: IndexEstimate, method: IndexMethod) -> FloatArray:
    """What a dummy axis gets, [axis]: of words in Morris' trajectories a whole step, which of numbers is a part of the way."""
    floors = np.full(whole.value.size, whole.floor)
    if isinstance(frame.held.design, MorrisDesign):
        floors[[unit.words for unit in varied_units(frame)]] *= morris.morris_delta(frame.held.design.levels)
    return floors


def _counts(whole: IndexEstimate, method: IndexMethod, floors: FloatArray) -> NDArray[np.bool_]:
    """Which axes either of two tests finds, for all axes and both tests together.

    The index lies beyond that of a dummy axis, or what luck cannot feign (an axis' part alone, its mean effect, its rank
    correlation) lies beyond 0.

    The second is the same with one replicate and with many, so that more replicates never find less.
    """
    sure = significance_multiplier(TESTS * whole.value.size, method.units)
    away = whole.alone if method.name == "sobol" else np.abs(whole.alone)
    alone = np.asarray(away - sure * whole.alone_error > 0.0)
    if np.isnan(whole.floor):
        return alone
    if method.name == "pawn":  # the floor allows for chance and for the number of axes
        return np.asarray(alone | (whole.value > floors))
    return np.asarray(alone | (whole.value - sure * whole.error > floors))


def _negligible(whole: IndexEstimate, method: IndexMethod, margin: float, floors: FloatArray) -> NDArray[np.bool_]:
    """Which axes surely do no more than a dummy axis and a margin; none where nothing tells luck from axes."""
    if np.isnan(whole.floor):
        return np.zeros(whole.value.size, dtype=bool)
    sure = significance_multiplier(whole.value.size, method.units)
    return np.asarray(whole.value + sure * whole.error < floors + margin)


def _ways(frame: SweepResults, series: OutcomeSeries, method: IndexMethod, whole: IndexEstimate) -> NDArray[np.int64]:
    """Whether an outcome rises or falls along each axis, where that can be told."""
    sure = significance_multiplier(whole.value.size, method.units)
    if method.name == "sobol":
        from scipy.stats import spearmanr

        chosen = sobol.independent_rows(frame)
        means = nan_mean(series.values)[chosen]
        there = ~np.isnan(means)
        ranks = [spearmanr(axis.shares[chosen][there], means[there]).statistic for axis in frame.axes]
        ways, error = np.nan_to_num(np.array(ranks)), np.full(len(ranks), 1.0 / np.sqrt(max(1, there.sum() - 1)))
    else:
        ways, error = whole.alone, whole.alone_error
    told = np.array([unit.told for unit in varied_units(frame)])
    return np.where(told & (np.abs(ways) > sure * error), np.sign(ways), 0).astype(np.int64)


def _enough(
    frame: SweepResults, whole: IndexEstimate, halves: list[FloatArray], counts: NDArray[np.bool_], method: IndexMethod
) -> ConvergenceCheck:
    widths = 2.0 * _wide() * whole.error
    widest = float(widths.max() / whole.value.max())
    close = widest <= CLOSE
    units = method.units * (widest / CLOSE) ** 2
    if frame.design in BALANCED:
        units = 2.0 ** ceil(np.log2(max(1.0, units)))
    needed = method.units if close else max(method.units + 1, ceil(units))
    return ConvergenceCheck(widest, close, _stable(whole, halves, counts, widths), (needed - method.units) * method.each, needed)


def _stable(whole: IndexEstimate, halves: list[FloatArray], counts: NDArray[np.bool_], widths: FloatArray) -> bool:
    """Whether both halves order any two axes that count as the whole does, where their intervals lie apart."""
    counting = np.flatnonzero(counts)
    apart = [
        (one, other)
        for one in counting
        for other in counting
        if whole.value[one] - whole.value[other] > (widths[one] + widths[other]) / 2.0
    ]
    return all(half[one] > half[other] for one, other in apart for half in halves)


def _pairs(
    frame: SweepResults, whole: IndexEstimate, method: IndexMethod, counts: NDArray[np.bool_]
) -> tuple[tuple[str, str, float, float, float], ...]:
    """Pairs of axes that count and surely act together, strongest first."""
    if not whole.pairs:
        return ()
    sure, wide = significance_multiplier(len(whole.pairs), method.units), _wide()
    found = [
        (frame.axes[j].path, frame.axes[k].path, value, value - wide * error, value + wide * error)
        for j, k, value, error in whole.pairs
        if counts[j] and counts[k] and abs(value) > sure * error
    ]
    return tuple(sorted(found, key=lambda one: -one[2]))
