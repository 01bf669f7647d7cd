"""Where a rule and its second reading are compared: points over the rule's whole range, the same ones every time."""

import inspect
import random
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from icsim.rules import RULES

sys.path.append(str(Path(__file__).parents[1] / "rules"))
from test_battery import BETWEEN, CHOICES, SHARE, range_of

POINTS = 400
# Wider than the battery's, where the docstring allows more or the parameter's own range in the catalogue reaches further.
WIDER: dict[tuple[str, str], tuple[float, float]] = {
    ("exp", "x"): (-80.0, 80.0),
    ("logistic", "x"): (-80.0, 80.0),
    ("clamp", "x"): (-12.0, 12.0),
    ("clamp01", "x"): (-1.0, 2.0),
    ("towards", "x"): (-9.0, 9.0),
    ("towards", "target"): (-9.0, 9.0),
    ("where", "a"): (-9.0, 9.0),
    ("where", "b"): (-9.0, 9.0),
    ("say_weight", "gain"): (0.0, 4.0),
    ("loyalty_strain_target", "weight"): (0.0, 3.0),
    ("board_margin", "gain"): (0.0, 1.3),
    ("board_margin", "loss"): (0.0, 1.5),
    ("change_absorbed", "capacity"): (0.01, 4.0),
    ("partner_reason", "benefit"): (0.0, 1.2),
    ("engagement_chance", "cost"): (0.0, 6.0),
    ("satisfaction", "w_strain"): (0.0, 3.0),
    ("satisfaction", "w_misfit"): (0.0, 3.0),
    ("workload", "base"): (0.0, 20.0),
    ("mean_enactment", "timed"): (-1.0, 1.0),
    ("mean_enactment", "untimed"): (-1.0, 1.0),
    ("pressure_of", "scale"): (0.05, 4.0),
    ("asked_again", "good"): (-2.0, 2.0),
    ("promise_ceiling", "spread"): SHARE,
    ("plan_of_leader", "spread"): SHARE,
    ("proposal", "spread"): SHARE,
    ("idea_quality", "spread"): SHARE,
    ("first_outlook", "spread"): SHARE,
}


def ends_of(name: str, symbol: str) -> tuple[float, float]:
    return WIDER.get((name, symbol)) or range_of(name, symbol) or SHARE


def value(rng: random.Random, low: float, high: float, way: int) -> float:
    """Of a range: anywhere (way 0), its ends and its middle (1), either (2), or mostly its lower part (3), where sums stay free."""
    share = rng.random()
    if way == 1 or (way == 2 and rng.random() < 0.5):
        return (low, (low + high) / 2, high)[int(3 * share)]
    return low + (high - low) * (share**3 if way == 3 else share)


def one(name: str, rng: random.Random, number: int) -> tuple[Any, ...]:
    point: list[Any] = []
    turn = number // 4  # every choice meets every way of drawing
    for symbol, parameter in inspect.signature(RULES[name]).parameters.items():
        if parameter.annotation is bool:
            point.append(bool(rng.random() < 0.5))
        elif parameter.annotation is int:
            low, high = CHOICES[symbol]
            turn, place = divmod(turn, high - low + 1)
            point.append(low + place)
        else:
            low, high = ends_of(name, symbol)
            earlier = [x for x in point if isinstance(x, float) and low <= x <= high]
            same = number % 4 == 3 and earlier and rng.random() < 0.2  # two symbols alike: where a comparison turns
            point.append(rng.choice(earlier) if same else value(rng, low, high, number % 4))
    return tuple(point)


@cache
def points(name: str) -> list[tuple[Any, ...]]:
    rng = random.Random(name)  # the same in every process: it seeds by the text
    between: Callable[..., bool] = BETWEEN.get(name, lambda *_: True)
    found = []
    for number in range(POINTS):
        point = one(name, rng, number)
        while not between(*point):
            point = one(name, rng, number)
        found.append(point)
    return found
