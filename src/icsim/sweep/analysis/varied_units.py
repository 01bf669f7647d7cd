"""What a design varies one by one: its axes, or, of a Morris design in groups, the axes that step together."""

from dataclasses import dataclass

from icsim.sweep.analysis.sweep_results import CHOICE, NUMBER, AxisColumn, SweepResults
from icsim.sweep.axis_groups import group_names
from icsim.sweep.designs import MorrisDesign


@dataclass(frozen=True)
class VariedUnit:
    """An axis, or a group of axes under its name."""

    name: str
    axes: tuple[AxisColumn, ...]

    @property
    def alone(self) -> bool:
        """Whether it is one axis, which has a direction; of several the directions are mixed."""
        return len(self.axes) == 1

    @property
    def members(self) -> tuple[str, ...]:
        """The axes of a group, be it one; nothing for an axis that goes by its own path."""
        paths = tuple(axis.path for axis in self.axes)
        return () if paths == (self.name,) else paths

    @property
    def words(self) -> bool:
        """Whether its values are words, so that no share of a way means anything."""
        return all(axis.kind == CHOICE for axis in self.axes)

    @property
    def told(self) -> bool:
        """Whether it can be said that an outcome rises along it: along numbers, or from one word to the other."""
        return self.alone and (self.axes[0].kind == NUMBER or len(self.axes[0].values) == 2)


def varied_units(frame: SweepResults) -> tuple[VariedUnit, ...]:
    """The units of a design, in the order of their first axes."""
    design = frame.held.design
    names = [axis.path for axis in frame.axes]
    if isinstance(design, MorrisDesign):
        names = list(group_names(design.groups, names))
    return tuple(
        VariedUnit(one, tuple(axis for name, axis in zip(names, frame.axes, strict=True) if name == one))
        for one in dict.fromkeys(names)
    )
