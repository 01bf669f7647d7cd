"""What indices say, in plain sentences: what matters, whether there were enough runs, and how much of it is luck."""

from math import ceil

import numpy as np

from icsim.report.page import BarSlice, whole_parts
from icsim.report.sweep import sweep_labels
from icsim.report.words import count_worlds, readable_name, sentence
from icsim.sweep.analysis.sensitivity import CLOSE, NOISY, SensitivityIndex, SensitivityResult, laid_points
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import FloatArray, SweepResults, nan_mean
from icsim.sweep.distributions import kept_text

LEAST_REST = 0.01  # of the variance: less than that is no rest to tell of
MOST_AXES_NAMED = 4  # axes named in a sentence
METHOD = {
    "sobol": (
        "Sobol's indices: the share of the variance between points that an axis makes alone (first order), and with all that it "
        "does together with others (total)."
    ),
    "morris": (
        "Morris' elementary effects: by how much an outcome changes, on average, when one axis goes from its low to its high and "
        "all others stay; first whatever its sign, then with its sign."
    ),
    "pawn": (
        "PAWN indices: how far the distribution of an outcome over the points moves, from 0 to 1, when one axis is held in a slice "
        "of its range; beside it the rank correlation, which says which way."
    ),
}
GROUPED = (
    "The axes of a group step together, each up or down by chance: the mean size of what that changes is theirs together, and "
    "neither a mean effect nor a spread can be told."
)
UNITS = {
    "saltelli": ("base samples", "design.base_samples"), "morris": ("trajectories", "design.n_trajectories"),
    "file": ("rows", "rows of the file"),
}  # fmt: skip
POINTS = ("points", "design.points")
TOLD = 3  # pairs of axes that go together
TIED = 0.3  # rank correlation of two axes from which on an index may be the other's
_FIRST = ("axis", "path", "counts", "outcome")
TABLE_HEADERS = {
    "sobol": (*_FIRST, "total", "low", "high", "first order", "low", "high"),
    "morris": (*_FIRST, "mean size of effects", "low", "high", "mean effect", "low", "high", "spread of effects"),
    "pawn": (*_FIRST, "PAWN index", "low", "high", "rank correlation", "low", "high"),
}
DUMMY = {
    "sobol": "a dummy axis that only changes replicates",
    "morris": "a dummy axis that only changes replicates",
    "pawn": "axes whose values were shuffled",
}


def sensitivity_sentences(frame: SweepResults, made: SensitivityResult) -> list[str]:
    """What a reader needs to know, most important first."""
    said = [_matters(frame, made), _enough(frame, made), *_luck(made)]
    if made.method == "pawn" and made.of < frame.points:
        said.append(f"The indices are worked out from {made.units:,} of the points, drawn by chance.")
    if made.of > made.units:
        what, _ = UNITS.get(frame.design, POINTS)
        said.append(f"{made.of - made.units} of {made.of} {what} were left out, for a value is missing there.")
    return said


def _matters(frame: SweepResults, made: SensitivityResult) -> str:
    """Which axes count, and by how much."""
    what, counting = sentence(sweep_labels.series_name(frame, made.series)), made.counting
    if not counting:
        if np.isnan(made.floor):
            return f"{what}: nothing can be told from replicate noise, with one value at each point."
        return f"{what}: no axis was found to do more than {DUMMY[made.method]} ({made.floor:.2g}). {_rest(made)}{_caveat(frame)}"
    means = nan_mean(made.series.values)
    low, high = np.nanquantile(means, [0.05, 0.95])
    named = [_one(made, one) for one in counting[:MOST_AXES_NAMED]]
    more = f", and {len(counting) - MOST_AXES_NAMED} more" if len(counting) > MOST_AXES_NAMED else ""
    together = _together(made)
    counts = smallest_difference(frame.columns[made.series.outcome])
    little = f" All that differs between points is less than counts ({counts:.3g})." if hardly_differs(means, counts) else ""
    return (
        f"{what} (from {low:.3g} to {high:.3g} over nine tenths of the points) hangs on "
        f"{'; '.join(named)}{more}.{little}{_caveat(frame)}{together}{' ' if len(made.axes) > len(counting) else ''}{_rest(made)}"
    )


def _rest(made: SensitivityResult) -> str:
    """What is known of the axes that were not found to count: surely next to nothing, or open. Not finding is not knowing."""
    rest = [one for one in made.axes if not one.counts]
    little = sum(one.negligible for one in rest)
    left = [one for one in rest if not one.negligible]
    told = []
    if little:
        told.append(
            f"{_of(little, made)} surely no more than {DUMMY[made.method]} and {made.margin:.2g} beyond it (equivalence test)."
        )
    if left and np.isnan(made.floor):
        told.append(f"Of {_many(left)} it is open: replicate noise could do what {'it does' if len(left) == 1 else 'they do'}.")
    elif left:
        most = max(one.high for one in left)
        told.append(f"Of {_many(left)} it is open: up to {most:.2g} is not excluded.")
    return " ".join(told)


def _of(count: int, made: SensitivityResult) -> str:
    rest = sum(not one.counts for one in made.axes)
    if count == len(made.axes):
        every = "All"
    elif count == rest:
        every = "The others" if rest > 1 else "The other one"
    else:
        every = f"{count} of {len(made.axes)} axes"
    return f"{every} {'does' if count == 1 else 'do'}"


def _many(left: list[SensitivityIndex]) -> str:
    return f"{len(left)} of the {'groups' if any(one.axes for one in left) else 'axes'}" if len(left) > 1 else index_name(left[0])


def index_name(one: SensitivityIndex) -> str:
    """An axis in words, or a group as it was called, with how many axes it has."""
    if not one.axes:
        return sweep_labels.axis_name(one.path)
    return f"the group {one.path} of {count_axes(len(one.axes))}"


def count_axes(many: int) -> str:
    """How many axes, in words."""
    return "1 axis" if many == 1 else f"{many:,} axes"


def _one(made: SensitivityResult, one: SensitivityIndex) -> str:
    """An axis with its index and which way it works."""
    way = {1: "; it rises along it", -1: "; it falls along it", 0: ""}[one.way]
    told = {
        "sobol": f"{one.value:.2f} of the variance, {share_alone(one.alone, one.alone_low, one.alone_high)}",
        "morris": f"by {one.value:.2g}",
        "pawn": f"{one.value:.2f}",
    }[made.method]
    return f"{index_name(one)} ({told}{way or _level_text(one)})"


def share_alone(value: float, low: float, high: float, of: str = "") -> str:
    """The share of the variance that an axis makes alone; with its interval where the estimate is above 1, which no share is."""
    interval = f", an estimate with the interval {low:.2f} to {high:.2f}" if round(value, 2) > 1.0 else ""
    return f"{max(0.0, value):.2f}{of} alone{interval}"


def _level_text(one: SensitivityIndex) -> str:
    """Of words: which of them differs most clearly from all others, or which two; what `alone` is the contrast of."""
    names = [readable_name(name) for name in one.levels]
    match names:
        case [name]:
            return f"; {'higher' if one.alone > 0.0 else 'lower'} at {name} than elsewhere"
        case [first, second]:
            return f"; {second} less {first} {one.alone:+.2g}".replace("-", "−")
        case _:
            return ""


def _together(made: SensitivityResult) -> str:
    """How much of the variance comes of axes that act together."""
    if made.method != "sobol" or np.isnan(made.floor):
        return ""
    alone = sum(one.alone for one in made.axes)
    said = f" Each alone, all axes explain {max(0.0, alone):.2f} of the variance"
    if round(alone, 2) > 1.0:
        return f"{said}: more than all of it, by what each share may be wrong."
    return f"{said}; the rest comes of their acting together." if 1.0 - alone >= LEAST_REST else f"{said}."


def _enough(frame: SweepResults, made: SensitivityResult) -> str:
    """Whether there were enough runs, and about how many more it takes."""
    enough = made.enough
    many, key = UNITS.get(frame.design, POINTS)
    units = laid_points(frame, enough.units) if key == POINTS[1] else enough.units
    more = f"about {enough.more + units - enough.units:,} points more would do ({key}={units})"
    order = "both halves of the runs put the axes in the same order"
    if not made.counting:
        if made.luck.known and made.luck.share > NOISY:
            return f"Not enough to see anything: {_replicates(made)}."
        if np.isnan(made.floor):
            return "Not enough to see anything: more replicates would tell noise from the axes."
        most = max(one.high for one in made.axes)
        return f"With {made.units} {many}, whatever is smaller than {most:.2g} would have been overlooked."
    if enough.is_so:
        return f"There were enough runs: the widest interval is {enough.widest:.2f} of the largest index, and {order}."
    if enough.close:
        return (
            f"Too few runs for the order: the two halves of the {made.units} {many} put the axes in different orders, though "
            f"intervals are narrow ({enough.widest:.2f} of the largest index); twice as many {many} would tell."
        )
    also = f"; {order}, as far as the intervals tell them apart" if enough.stable else "; nor is the order the same in both halves"
    return (
        f"Too few runs to say how large the indices are: the widest interval is {enough.widest:.2f} of the largest index, "
        f"where {CLOSE:g} is close enough; {more}{also}."
    )


def hardly_differs(means: FloatArray, counts: float) -> bool:
    """Whether even the points that are farthest apart differ by less than counts."""
    return bool(np.nanmax(means) - np.nanmin(means) < counts)


def tied_axes(frame: SweepResults) -> list[tuple[float, str, str]]:
    """Of points that somebody laid or constrained: pairs of axes that go together, the closest first."""
    from scipy.stats import spearmanr

    if frame.design != "file" and not getattr(frame.held.design, "constraints", ()):
        return []
    found = []
    for n, one in enumerate(frame.axes):
        for other in frame.axes[n + 1 :]:
            if np.ptp(one.column) and np.ptp(other.column):
                found.append((float(spearmanr(one.column, other.column).statistic), one.path, other.path))
    return sorted((one for one in found if abs(one[0]) >= TIED), key=lambda one: -abs(one[0]))


def _caveat(frame: SweepResults) -> str:
    """That axes go together, so that what one seems to do may be the other's doing; and which constraint makes them."""
    tied = tied_axes(frame)
    if not tied:
        return ""
    each = [f"{sweep_labels.axis_name(one)} and {sweep_labels.axis_name(other)} ({size:+.2f})" for size, one, other in tied[:TOLD]]
    more = f", and {len(tied) - TOLD} pairs more" if len(tied) > TOLD else ""
    kept = kept_text(frame.held.design.model_dump(), frame.points)
    why = f"{sentence(kept)}: in" if kept else "In"
    return f" {why} these points axes go together, and an index may be another's doing: {', '.join(each)}{more}."


def _luck(made: SensitivityResult) -> list[str]:
    """How much is luck, and what the indices are of."""
    luck = made.luck
    if not luck.known:
        return [
            "With one value at each point replicate noise cannot be told from the axes: an axis counts only for what it does on "
            "its own, which noise cannot feign. More replicates would tell."
        ]
    axes, everywhere, here = whole_parts([BarSlice("", part, "") for part in luck.parts])
    said = [
        f"Of the variance between single worlds {axes} of 100 parts are the axes, {everywhere} replicate noise that acts alike at "
        f"all points, and {here} noise that differs from point to point. Indices are of the mean over "
        f"{count_worlds(round(luck.replicates))}; noise is {round(100 * luck.share)} of 100 parts of the variance of these means."
    ]
    if made.counting and luck.share > NOISY:
        said.append(sentence(f"{_replicates(made)}."))
    return said


def _replicates(made: SensitivityResult) -> str:
    """How many replicates would make luck small."""
    luck = made.luck
    true = luck.between - luck.of_mean
    if true <= 0.0 or luck.share > 1.0 - NOISY:
        few = "all that differs between points may be replicate noise"
        return f"{few}; many more replicates, rather than more points, would show what is left"
    wanted = ceil(luck.here * (1.0 - NOISY) / (NOISY * true))
    return f"about {wanted} replicates, rather than more points, would bring noise down to {round(100 * NOISY)} of 100 parts"
