"""What a class predicted, as numbers: how guesses spread, and who was close to what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.teach.page_types import SentTruth

POINTS = (2, 64)  # of a drawn curve
FULL = 100.0  # a drawn curve goes from 0 to this, as the page writes it
PLACES = 4  # decimals of what is told
NAMED = 10  # of drawn curves, so many of the closest are named

Guess = int | tuple[float, ...]


class Asked(TypedDict):
    """What a phone needs to predict."""

    ask: str
    choices: list[str] | None
    curve: dict[str, object] | None


class Spread(TypedDict):
    """How a class predicted: how many chose what; or every line, and at each point the middle one."""

    counts: list[int] | None
    lines: list[list[float]] | None
    middle: list[float] | None


class Near(TypedDict):
    """Who was close, and how far off: choices, or the measure's unit."""

    label: str
    off: float


class Close(TypedDict):
    """How many guessed, how many chose right (of choices), and the closest, nearest first."""

    of: int
    right: int | None
    nearest: list[Near]


class Own(TypedDict):
    """How close one was: right of a choice; of a line how far off, and its place."""

    right: bool | None
    off: float | None
    place: int | None


@dataclass(frozen=True)
class CurveAxis:
    """What is to be drawn: its axis, over how many weeks, and where the line begins as a share of the axis."""

    display: str
    low: float
    high: float
    weeks: int
    start: float


@dataclass(frozen=True)
class PredictionRound:
    """One prediction of a class and what happened, which is known from the beginning and told at the end."""

    lesson: str
    title: str
    query: str
    ask: str
    said: str
    choices: tuple[str, ...] = ()
    choice: int | None = None
    ordered: bool = False  # whether a choice beside the right one is closer than others
    curve: CurveAxis | None = None
    course: tuple[float | None, ...] = ()  # by week, from week 0

    def asked(self) -> Asked:
        """What a phone needs to predict."""
        curve = vars(self.curve) if self.curve else None
        return {"ask": self.ask, "choices": list(self.choices) or None, "curve": curve}

    def truth(self) -> SentTruth:
        """What happened."""
        course = [None if one is None else round(one, PLACES) for one in self.course]
        return {"said": self.said, "choice": self.choice, "curve": course or None}

    def read(self, choice: int | None, curve: Sequence[float] | None) -> Guess:
        """A guess of the kind that is asked for. UserError says what is."""
        if self.curve is None:
            if choice is None or curve is not None:
                raise UserError("choice: missing; this lesson asks for one of its choices")
            if not 0 <= choice < len(self.choices):
                raise UserError(f"choice: {choice} is not there; give a whole number from 0 to {len(self.choices) - 1}")
            return choice
        if curve is None or choice is not None:
            raise UserError("curve: missing; this lesson asks for a drawn line")
        if not POINTS[0] <= len(curve) <= POINTS[1] or not all(0.0 <= one <= FULL for one in curve):
            raise UserError(f"curve: give {POINTS[0]} to {POINTS[1]} numbers from 0 to {FULL:g}")
        return tuple(round(float(one), 2) for one in curve)

    def off(self, line: Sequence[float]) -> float:
        """Mean distance of a drawn curve from what happened, over the weeks that have a value, in the measure's unit."""
        course = np.array([np.nan if one is None else one for one in self.course])
        low, high = (self.curve.low, self.curve.high) if self.curve else (0.0, FULL)
        return float(np.nanmean(np.abs(course - (low + (high - low) * resample_curve(line, len(course)) / FULL))))


def resample_curve(curve: Sequence[float], points: int) -> NDArray[np.float64]:
    """A curve at so many points, evenly spaced from its first to its last."""
    return np.interp(np.linspace(0.0, 1.0, points), np.linspace(0.0, 1.0, len(curve)), curve)


def prediction_summary(asked: PredictionRound, guesses: Sequence[Guess]) -> Spread:
    """How a class predicted, without any names: how many chose what; or every line, and at each point the middle one."""
    if asked.curve is None:
        return {"counts": [sum(guess == n for guess in guesses) for n in range(len(asked.choices))], "lines": None, "middle": None}
    lines = [list(guess) for guess in guesses if isinstance(guess, tuple)]
    points = max(map(len, lines), default=0)
    middle = [round(median(column), 2) for column in zip(*(resample_curve(line, points).tolist() for line in lines), strict=True)]
    return {"counts": None, "lines": lines, "middle": middle}


def results(asked: PredictionRound, guesses: Sequence[tuple[str, Guess]]) -> tuple[Close, dict[str, Own]]:
    """Who was close, by label, for everybody to see; and for each label how close it was itself.

    Where nobody chose right and the choices are in order, the nearest are those fewest choices away.
    """
    if asked.curve is None:
        right = sum(guess == asked.choice for _, guess in guesses)
        named = _nearest_choices(asked, guesses)
        own: dict[str, Own] = {label: {"right": guess == asked.choice, "off": None, "place": None} for label, guess in guesses}
        return {"of": len(guesses), "right": right, "nearest": named}, own
    offs = {label: round(asked.off(guess), PLACES) for label, guess in guesses if isinstance(guess, tuple)}
    order = sorted(offs, key=lambda label: (offs[label], label))
    own = {
        label: {"right": None, "off": off, "place": 1 + sum(other < off for other in offs.values())} for label, off in offs.items()
    }
    nearest: list[Near] = [{"label": label, "off": offs[label]} for label in order[:NAMED]]
    return {"of": len(guesses), "right": None, "nearest": nearest}, own


def _nearest_choices(asked: PredictionRound, guesses: Sequence[tuple[str, Guess]]) -> list[Near]:
    """Those who were right; where nobody was and choices are in order, those fewest choices away."""
    steps = {label: abs(guess - (asked.choice or 0)) for label, guess in guesses if isinstance(guess, int)}
    least = min(steps.values(), default=0) if asked.ordered else 0
    return [{"label": label, "off": off} for label, off in sorted(steps.items()) if off == least]
