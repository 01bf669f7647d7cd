"""The arithmetic that rules share, made of operations that give the same bits everywhere."""

from icsim.rules import rule


@rule
def exp(x: float) -> float:
    """The exponential function, by + - * / only.

    Formula:
        y = min(max(x, -64), 64) / 256
        p = 1 + y (1 + y (1/2 + y (1/6 + y (1/24 + y (1/120 + y (1/720 + (1/5040) y))))))
        8 times: p = p p
        result = p
    Symbols: x any number, held within -64 and 64; result in [1.6e-28, 6.2e27]. Off by less than 1e-13 of itself for x
    within -10 and 10, by 1e-9 within -32 and 32, by 2e-7 at the ends.
    Source: Taylor's series to degree 7 of y = x / 256, squared eight times since 2^8 = 256. Assumption: rules need no
    more; the library's function is not used because its last bits differ between machines and it is not vectorised.
    """
    y = min(max(x, -64.0), 64.0) * 0.00390625
    p = 1.0 / 720 + y * (1.0 / 5040)
    p = 1.0 / 120 + y * p
    p = 1.0 / 24 + y * p
    p = 1.0 / 6 + y * p
    p = 0.5 + y * p
    p = 1.0 + y * p
    p = 1.0 + y * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    return p * p


@rule
def logistic(x: float) -> float:
    """Turns any number into a probability: 0 becomes 1/2.

    Formula: 1 / (1 + exp(-x))
    Symbols: x any number, held within -64 and 64; result in (0, 1], off by less than 2e-14.
    Source: the logistic function; the denominator is above 1.
    """
    return 1.0 / (1.0 + exp(-x))


@rule
def clamp(x: float, low: float, high: float) -> float:
    """The number of a range that is nearest to x.

    Formula: min(max(x, low), high)
    Symbols: x any number; low <= high; result in [low, high].
    Source: definition.
    """
    return min(max(x, low), high)


@rule
def clamp01(x: float) -> float:
    """The number between 0 and 1 that is nearest to x.

    Formula: min(max(x, 0), 1)
    Symbols: x any number; result in [0, 1].
    Source: definition.
    """
    return min(max(x, 0.0), 1.0)


@rule
def towards(x: float, target: float, rate: float) -> float:
    """One step from x towards a target: the share `rate` of the way.

    Formula: x + rate (target - x)
    Symbols: x, target any numbers of one unit; rate in [0, 1] per step; result between x and target.
    Source: exponential adjustment; the half-time is ln 2 / -ln(1 - rate) steps. Assumption: no overshoot.
    """
    return x + rate * (target - x)


@rule
def where(condition: bool, a: float, b: float) -> float:
    """One of two numbers: a where the condition holds, b where not.

    Formula: a if condition, else b
    Symbols: a, b, result any numbers of one unit; both are worked out, so both must be defined.
    Source: definition. Assumption: what is absent enters a sum as where(present, x, 0.0), never as a product.
    """
    return a if condition else b
