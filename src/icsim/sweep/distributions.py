"""How likely the values of a range are in a design that draws them, and which combinations of values are drawn at all."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean

NEEDS: dict[str, tuple[str, ...]] = {
    "triangular": ("mode",),
    "normal": ("mean", "sd"),
    "beta": ("a", "b"),
    "loguniform": (),
}
"""Kinds of distributions, each within the ends of its range, and what they take."""
KEYS = ("distribution", *dict.fromkeys(key for keys in NEEDS.values() for key in keys))
TERM = re.compile(r"([+-])?(?:(\d+(?:\.\d*)?|\.\d+)\*)?([A-Za-z_][\w./]*|\d+(?:\.\d*)?|\.\d+)")
SIGNS = {"<=": np.less_equal, ">=": np.greater_equal, "<": np.less, ">": np.greater}


class Distribution(NamedTuple):
    """A distribution over a range, by the quantiles that shares of (0, 1) stand for."""

    kind: str
    low: float
    high: float
    numbers: Mapping[str, float]

    def at(self, u: float) -> float:
        """The value below which a share u of the values lies; never beyond the range."""
        low, high, given = self.low, self.high, self.numbers
        match self.kind:
            case "triangular":
                span, left = high - low, given["mode"] - low
                cut = left / span
                found = low + math.sqrt(u * span * left) if u < cut else high - math.sqrt((1.0 - u) * span * (high - given["mode"]))
            case "normal":
                from scipy.special import ndtr, ndtri  # slow to import

                ends = [float(ndtr((end - given["mean"]) / given["sd"])) for end in (low, high)]
                found = given["mean"] + given["sd"] * float(ndtri(ends[0] + u * (ends[1] - ends[0])))
            case "beta":
                from scipy.special import betaincinv

                found = low + (high - low) * float(betaincinv(given["a"], given["b"], u))
            case _:
                found = low * (high / low) ** u
        return min(max(found, low), high)

    def plain(self) -> dict[str, object]:
        """As it was given, for hashes and the record."""
        return {"distribution": self.kind, **self.numbers}


def parse_distribution(given: Mapping[str, object], low: float, high: float, at: str) -> Distribution | None:
    """The distribution of a range; None where nothing is said of one. UserError for what is missing, or does not fit."""
    named = {key: given[key] for key in KEYS if given.get(key) is not None}
    kind = named.pop("distribution", None)
    if kind is None:
        if named:
            raise UserError(f"{at}.{next(iter(named))}: is of a distribution; say which, distribution={'|'.join(NEEDS)}")
        return None
    if not isinstance(kind, str) or kind not in NEEDS:
        raise UserError(
            f"{at}.distribution: {format_value(kind)} is unknown; allowed: {', '.join(NEEDS)}{did_you_mean(str(kind), NEEDS)}"
        )
    for key in (*NEEDS[kind], *named):
        if key not in NEEDS[kind] or key not in named:
            takes = f"takes {' and '.join(NEEDS[kind]) or 'low and high alone'}"
            raise UserError(f"{at}.{key}: {'has no meaning' if key in named else 'missing'}; distribution={kind} {takes}")
    numbers = {}
    for key, value in named.items():
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise UserError(f"{at}.{key}: {format_value(value)} is no number")
        numbers[key] = float(value)
    for key in {"sd", "a", "b"} & numbers.keys():
        if numbers[key] <= 0.0:
            raise UserError(f"{at}.{key}: {numbers[key]:g} is not allowed; give a number above 0")
    if kind == "triangular" and not low <= numbers["mode"] <= high:
        raise UserError(f"{at}.mode: {numbers['mode']:g} is beyond the range, {low:g} to {high:g}")
    if kind == "normal" and not low - 4.0 * numbers["sd"] <= numbers["mean"] <= high + 4.0 * numbers["sd"]:
        raise UserError(f"{at}.mean: {numbers['mean']:g} is so far from the range, {low:g} to {high:g}, that none of it is met")
    if kind == "loguniform" and low <= 0.0:
        raise UserError(f"{at}.low: {low:g} is not allowed with distribution=loguniform; give a number above 0")
    return Distribution(kind, low, high, numbers)


def satisfying(constraints: Sequence[str], paths: Sequence[str], table: NDArray[np.float64], where: str) -> NDArray[np.bool_]:
    """Which rows of a table [point, axis] meet all constraints, such as `context.demand + 2*context.urgency <= 1.5`."""
    kept = np.ones(table.shape[0], dtype=bool)
    for constraint in constraints:
        parts = re.split(r"(<=|>=|<|>)", constraint)
        if len(parts) != 3:
            example = f"{paths[0]} + 0.5*{paths[-1]} <= 1" if len(paths) > 1 else f"{paths[0]} <= 0.5"
            raise UserError(f"{where}: {constraint} is no constraint; give one such as '{example}'")
        left, right = (_sum(side, paths, table, f"{where}: {constraint}") for side in (parts[0], parts[2]))
        kept &= SIGNS[parts[1]](left, right)
    if not kept.any():
        raise UserError(f"{where}: none of {table.shape[0]:,} points meets all of them; loosen one, or give more points")
    return kept


def kept_text(design: Mapping[str, object], kept: int) -> str:
    """What the constraints of a design left of its points: `the constraint a <= 1 kept 41 of 128 points`; nothing without any."""
    given, points = design.get("constraints"), design.get("points")
    if not given or not isinstance(given, Sequence):
        return ""
    what = f"the constraint{'s' if len(given) > 1 else ''} {' and '.join(map(str, given))}"
    return f"{what} kept {kept:,} of {points:,} points"


def _sum(text: str, paths: Sequence[str], table: NDArray[np.float64], where: str) -> NDArray[np.float64]:
    """A sum of axes, each perhaps with a factor, and of numbers."""
    plain, total, end = text.replace(" ", ""), np.zeros(table.shape[0]), 0
    for match in TERM.finditer(plain):
        sign, factor, name = match.groups()
        if match.start() != end or (end and sign is None):
            break
        end = match.end()
        if name[0].isdigit() or name[0] == ".":
            value: NDArray[np.float64] | float = float(name)
        elif name in paths:
            value = table[:, list(paths).index(name)]
        else:
            raise UserError(f"{where}: {name} is no axis of numbers here; allowed: {', '.join(paths)}{did_you_mean(name, paths)}")
        total = total + (-1.0 if sign == "-" else 1.0) * float(factor or 1.0) * value
    if end != len(plain) or not plain:
        raise UserError(
            f"{where}: {text.strip() or 'nothing'} is no sum of axes and numbers, each perhaps with a factor, as in 0.5*PATH"
        )
    return total
