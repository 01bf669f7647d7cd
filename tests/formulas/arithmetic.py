"""A second reading of icsim.rules.arithmetic, written from what its rules say of themselves and not from their code."""

import math


def exp(x: float) -> float:
    return math.exp(clamp(x, -64, 64))


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-clamp(x, -64, 64)))


def clamp(x: float, low: float, high: float) -> float:
    return sorted((low, x, high))[1]


def clamp01(x: float) -> float:
    return clamp(x, 0.0, 1.0)


def towards(x: float, target: float, rate: float) -> float:
    return (1 - rate) * x + rate * target


def where(condition: bool, a: float, b: float) -> float:
    return a if condition else b
