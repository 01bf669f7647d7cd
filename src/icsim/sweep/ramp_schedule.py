"""A ramp: one axis goes up in steps and down again within one run, by dated events, beside worlds in which it stands still.

In `slow` each value is held for `hold` weeks, from the lowest to the highest and back; in `quick` for half as long: what stays
apart at both paces is memory, what shrinks with the pace is delay. In `still_VALUE` it is set once and stays: nothing of a way up
or down can be remembered there. All of them have the same replicates.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from icsim.base.errors import UserError
from icsim.config.config_paths import flatten
from icsim.config.settings import SETTABLE
from icsim.sweep.axes import Axis, Timelines
from icsim.sweep.points import GridPoints

SLOW, QUICK, CONSTANT = "slow", "quick", "still_"
PACES = (SLOW, QUICK)
SHORTEST = 8  # weeks: half of it is the window over which measures are read
STARTS = ("context.initial_trust", "context.initial_skill", "context.prior_ties", "parameters.start.")
"""What is used before the first week only."""


@dataclass(frozen=True)
class RampSchedule:
    """What goes up and down, through which values, and for how many weeks each is held at the slower pace."""

    targets: tuple[str, ...]
    values: tuple[float, ...]  # rising
    hold: int

    @property
    def length(self) -> int:
        """Weeks from the first step to the end of the last, at the slower pace."""
        return self.hold * (2 * len(self.values) - 1)

    def held(self, pace: str) -> int:
        """Weeks a value is held."""
        return self.hold if pace == SLOW else self.hold // 2

    def up(self, pace: str) -> list[int]:
        """The last weeks of the steps up, in the order of the values; the highest is the last."""
        return [self.held(pace) * (n + 1) for n in range(len(self.values))]

    def down(self, pace: str) -> list[int]:
        """The last weeks of the steps down, in the order of the values: the highest is the turning point itself."""
        top = 2 * len(self.values) - 1
        return [self.held(pace) * (top - n) for n in range(len(self.values))]

    def read_at(self) -> list[int]:
        """The weeks in which a ramp is read: the ends of all steps."""
        return sorted({week for pace in PACES for week in (*self.up(pace), *self.down(pace))})

    def timelines(self) -> dict[str, list[dict[str, object]]]:
        """The events of each kind of world."""
        way = [*self.values, *self.values[-2::-1]]
        made = {pace: [self._step(1 + n * self.held(pace), value) for n, value in enumerate(way)] for pace in PACES}
        return made | {constant_name(value): [self._step(1, value)] for value in self.values}

    def _step(self, week: int, value: float) -> dict[str, object]:
        return {"week": week, "set": dict.fromkeys(self.targets, value)}


def constant_name(value: float) -> str:
    """The name of the worlds in which a value stays."""
    return f"{CONSTANT}{value:g}"


def is_initial_condition(path: str) -> bool:
    """Whether a path sets where worlds begin, and nothing later."""
    return path.startswith(STARTS)


def ramp_points(found: Sequence[Axis], levels: int, hold: int, where: str) -> GridPoints:
    """The points: every kind of world, crossed with the axes that follow the first. UserError for what cannot go up and down."""
    first, *others = found
    at = f"{where}.axes.{first.path}"
    if first.path.partition(".")[0] not in (*SETTABLE, "timeline") or first.words or first.chosen or first.named is not None:
        raise UserError(f"{at}: cannot go up and down in steps; put a number first, of {', '.join(SETTABLE)}")
    if is_initial_condition(first.path) or first.path.startswith("timeline"):
        raise UserError(f"{at}: counts before the first week only, or once; put another axis first, this one after it")
    if any(axis.path.startswith("timeline") for axis in others):
        raise UserError(f"{where}.axes.timeline: a ramp makes the timeline; leave it out")
    values = [float(value) for value in first.listed(levels) if isinstance(value, int | float)]
    if len(values) < 3 or sorted(set(values)) != values:
        raise UserError(f"{at}: a ramp takes three or more rising values; give {{low: …, high: …, levels: …}} or a rising list")
    if hold < SHORTEST or hold % 2:
        raise UserError(f"{where}.hold_weeks: {hold} is not allowed; give an even number of weeks from {SHORTEST}")
    made = RampSchedule(first.targets, tuple(values), hold)
    named = made.timelines()
    kinds = Axis("timeline", ("timeline",), tuple(named), named=named)
    return GridPoints((kinds, *others), (tuple(named), *(axis.listed(levels) for axis in others)))


def ramp_of(named: Timelines) -> RampSchedule | None:
    """The ramp that timelines by name are, as laid out here or as a manifest holds them; None for any others."""
    if not {SLOW, QUICK} <= set(named):
        return None
    slow = [(int(item["week"]), dict(flatten(item["set"]))) for item in named[SLOW] if "set" in item]
    values = [float(next(iter(paths.values()))) for _, paths in slow[: len(slow) // 2 + 1]]
    made = RampSchedule(tuple(slow[0][1]), tuple(values), slow[1][0] - slow[0][0])
    return made if made.timelines().keys() == named.keys() else None


def ramp_axes(axes: Sequence[Axis]) -> tuple[Axis, ...]:
    """What goes up and down below these axes, as axes: like those, nothing else may set it."""
    found = [ramp_of(axis.named) for axis in axes if axis.named is not None]
    return tuple(Axis(path, (path,)) for made in found if made is not None for path in made.targets)


def ramp_weeks(axes: Sequence[Axis], at: list[int] | None, last: int) -> list[int] | None:
    """The weeks that a study reads: those of its ramp, if it has one. UserError where they are not all in the run."""
    made = next((found for axis in axes if axis.named is not None and (found := ramp_of(axis.named)) is not None), None)
    if made is None:
        return at
    if at is not None:
        raise UserError("report_weeks: a ramp is read at the end of each step; leave report_weeks= out")
    if made.length > last:
        steps = 2 * len(made.values) - 1
        raise UserError(
            f"weeks: {last} are too few for {steps} steps of {made.hold} weeks; give weeks={made.length}, "
            "or another design.hold_weeks"
        )
    return made.read_at()
