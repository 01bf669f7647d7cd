"""How the difference reached a state: in one step that the rules state, or by way of others that nobody wrote down so."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from icsim.engine.block_fields import GRIDS
from icsim.engine.influences import DependencyPath, shortest_path
from icsim.rules import RULES
from icsim.trace import labels
from icsim.trace.input_differences import changed_inputs
from icsim.trace.paired_run import EgoNetwork, PairedRun
from icsim.trace.series import MeasureSeries

Origin = Literal["imposed", "emergent"]
IMPOSED: Origin = "imposed"
EMERGENT: Origin = "emergent"


@dataclass(frozen=True)
class StepOrigin:
    """What a step is called, and on what ground."""

    origin: Origin
    through: tuple[str, ...]  # labels of the states in between that have one; empty where there are none
    others: bool  # other teams or leaders further away are part of the way
    assumption: bool  # one of the rules on the way says that it rests on an assumption
    rules: tuple[str, ...]

    @property
    def display(self) -> str:
        """As captions say it."""
        more = "; it rests on an assumption" if self.origin == IMPOSED and self.assumption else ""
        return labels.label_table("badges")[self.origin] + more


class StepOrigins:
    """Gives badges to one team's series."""

    def __init__(self, pair: PairedRun, near: EgoNetwork) -> None:
        self.pair, self.near = pair, near

    def of(self, series: MeasureSeries) -> StepOrigin | None:
        """The badge of a series' first difference; None where the worlds never differ in it."""
        week = series.first_apart(self.pair)
        if week is None:
            return None
        weeks = {name: week for name, rows in series.fields if self.pair.apart[name][week, list(rows)].any()}
        if self._is_near(series):
            near_sources = changed_inputs(self.pair, self.near, week)
            found = [one for name in weeks if (one := shortest_path(near_sources, name, self._moved, week))]
            if found:
                return _badge(min(found, key=lambda one: (not one.direct, len(one.through))))
        return StepOrigin(EMERGENT, (), True, False, ())

    @cached_property
    def _moved(self) -> Mapping[str, int]:
        """The first week in which anybody's value of a field differed."""
        return {name: int(x.argmax()) for name, apart in self.pair.apart.items() if (x := apart.any(axis=1)).any()}

    def _is_near(self, series: MeasureSeries) -> bool:
        """Whether a series belongs to the team or to somebody near it; else what is done near it reached it from afar."""
        for name, rows in series.fields:
            near = self.near.rows(GRIDS[name])
            if GRIDS[name] in ("team", "leading", "leader") and not set(rows) & set(near):
                return False
        return True


def _badge(found: DependencyPath) -> StepOrigin:
    through = tuple(dict.fromkeys(labels.state(name) for name in found.through if labels.has_label(name)))
    assumed = any("Assumption" in (RULES[name].__doc__ or "") for name in found.rules)
    return StepOrigin(IMPOSED if found.direct else EMERGENT, through, found.others, assumed, tuple(sorted(found.rules)))
