"""What each experiment answers: contrasts over a study's points and arms, luck by luck, so that intervals are paired."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from icsim.sweep.analysis.factorial_effects import additive_share, contrast_values, signs_of
from icsim.sweep.analysis.paired_comparison import mean_interval
from icsim.sweep.analysis.sweep_results import SweepResults
from icsim.sweep.stopping import SURE
from icsim.theory.effects import EDGE

Numbers = NDArray[np.float64]


class Answer(NamedTuple):
    """A number with the interval that luck leaves it: over replicates, with the points as they are."""

    asked: str
    value: float
    low: float
    high: float


def cell(frame: SweepResults, outcome: str, arm: str = "", /, **where: float) -> Numbers:
    """The mean of an outcome over all points where the axes whose names end so have these values: [luck]."""
    chosen = np.ones(frame.points, dtype=bool)
    for name, value in where.items():
        (axis,) = [one for one in frame.axes if name in one.path]
        chosen &= np.isclose(axis.column, value)
    assert chosen.any(), where
    return np.asarray(np.nanmean(frame.read(outcome, arm)[chosen], axis=0))


def answer(asked: str, by_luck: Numbers) -> Answer:
    """Mean and interval of a number that each luck gives."""
    return Answer(asked, float(np.nanmean(by_luck)), *mean_interval(by_luck[None], SURE))


def power_and_clarity(frame: SweepResults) -> Iterator[Answer]:
    """Each of the three alone, all together, and pairs beyond their sum, by power imbalance."""
    names = {"power": "working_with_power", "clarity": "clarifying_complexity", "inspiration": "inspiring_intent"}
    for outcome, imbalance in product(("trust_w260", "collaboration_w52", "collaboration_w260"), (0.1, 0.5, 0.9)):

        def at(*high: str, outcome: str = outcome, imbalance: float = imbalance) -> Numbers:
            levels = {path: 0.9 if name in high else 0.1 for name, path in names.items()}
            return cell(frame, outcome, power_imbalance=imbalance, **levels)

        what = f"{outcome}, power imbalance {imbalance:g}"
        none = at()
        yield answer(f"{what}: none", none)
        for name in names:
            yield answer(f"{what}: {name} alone", at(name) - none)
            yield answer(f"{what}: {name} added to the other two", at(*names) - at(*(set(names) - {name})))
        yield answer(f"{what}: all three", at(*names) - none)
        for one, two in combinations(names, 2):
            yield answer(f"{what}: {one} and {two} beyond their sum", at(one, two) - at(one) - at(two) + none)


def seven_mechanisms(frame: SweepResults) -> Iterator[Answer]:
    """Main effects, and pairs beyond their sum on the natural and the logit scale, averaged over all other levels."""
    signs = {one.path.split(".")[2]: signs_of(one) for one in frame.axes}
    for arm, outcome in product(frame.arms, ("trust_w260", "collaboration_w260", "user_experience_w260", "staff_strain_w260")):
        values = frame.read(outcome, arm)
        on_logit = logit(np.clip(values, EDGE, 1.0 - EDGE))
        for name, sign in signs.items():
            yield answer(f"{outcome}, {arm}: {name}", np.nanmean(contrast_values(values, sign), axis=0))
        for one, two in combinations(signs, 2):
            both, said = (signs[one], signs[two]), f"{outcome}, {arm}: {one} and {two} beyond their sum"
            yield answer(said, np.nanmean(contrast_values(values, *both), axis=0))
            yield answer(f"{said}, logit", np.nanmean(contrast_values(on_logit, *both), axis=0))
        for conditions, inspiration, wider in product((0.2, 0.8), repeat=3):
            levels = {"creating_conditions": conditions, "inspiring_intent": inspiration, "taking_wider_view": wider}
            said = ", ".join(f"{name} {level:g}" for name, level in levels.items())
            yield answer(f"{outcome}, {arm}: at {said}", cell(frame, outcome, arm, **levels))
        shares = additive_share(values, list(signs.values()))
        assert shares is not None
        yield answer(f"{outcome}, {arm}: share of the sum of effects", shares)


def imbalance(frame: SweepResults) -> Iterator[Answer]:
    """Power shared at .9 against .1, for everybody who is measured apart, where standing counts little and much."""
    for outcome, counts in product(frame.columns, (0.1, 0.5, 0.9)):
        shared, kept = (cell(frame, outcome, imbalance=counts, share=level) for level in (0.9, 0.1))
        yield answer(f"{outcome}, power imbalance {counts:g}: at .1", kept)
        yield answer(f"{outcome}, power imbalance {counts:g}: .9 - .1", shared - kept)


def tipping(frame: SweepResults) -> Iterator[Answer]:
    """Where each value of silo funding stands still: what a trusting start leaves of its lead over a mistrustful one."""
    (kinds,) = [axis for axis in frame.axes if axis.path == "timeline"]
    still = [(n, str(name)) for n, name in enumerate(kinds.values) if str(name).startswith("still_")]
    weeks = sorted(one.week for one in frame.outcomes if one.query.measure == "collaboration")
    for arm, (n, name), week in product(frame.arms, still, (52, 260, weeks[-1])):
        low, high = (cell(frame, f"collaboration_w{week}", arm, timeline=float(n), initial_trust=start) for start in (0.1, 0.9))
        what = f"collaboration_w{week}, {arm}, silo funding {name.removeprefix('still_')}"
        yield answer(f"{what}: from trust .1", low)
        yield answer(f"{what}: from trust .9", high)
        yield answer(f"{what}: .9 - .1", high - low)


def reorganisation(frame: SweepResults) -> Iterator[Answer]:
    """Each kind of reorganisation less none, as long after it began, over all circumstances and at the ends of each."""
    measures = ("backlog", "clarity", "morale", "staff_strain", "trust", "collaboration", "waiting")
    circumstances: dict[str, dict[str, float]] = {"everywhere": {}}
    for name, ends in {"change_load": (0.2, 0.8), "clarifying_complexity": (0.1, 0.9)}.items():
        circumstances |= {f"{name} {end:g}": {name: end} for end in ends}
    for measure, size, (around, where) in product(measures, ("small", "large"), circumstances.items()):
        if size == "small" and where:
            continue
        for since, (when, first) in product((26, 52, 104), (("early", 26), ("late", 130))):
            column = f"{measure}_w{first + since}"
            none = cell(frame, column, "no_reorganisation", **where)
            what = f"{measure}, {size} {when}, {since} weeks on, {around}"
            made = {how: cell(frame, column, f"{size}_{how}_{when}", **where) - none for how in ("at_once", "phased")}
            yield answer(f"{what}: at once", made["at_once"])
            yield answer(f"{what}: phased", made["phased"])
            yield answer(f"{what}: at once - phased", made["at_once"] - made["phased"])


ANSWERS: Mapping[str, Callable[[SweepResults], Iterator[Answer]]] = {
    made.__name__: made for made in (power_and_clarity, seven_mechanisms, imbalance, tipping, reorganisation)
}
