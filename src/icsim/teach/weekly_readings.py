"""How each measure went in each world, week by week: the engine's own readings, taken of all weeks at once."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import Measure, catalogue
from icsim.engine.block_fields import GRIDS, Block
from icsim.engine.measures import MeasureReader, Query, compile_query
from icsim.trace.paired_run import RecordedRun
from icsim.trace.series import window_sums
from icsim.world.population import Population


def everybody(entry: Measure) -> Query:
    """A measure of everybody: the mean over all who have it; of events, their number in all, for nobody has 0.3 of a departure."""
    return Query(entry.name, stat="sum" if entry.kind == "count" else "mean")


def display_of(entry: Measure) -> str:
    """What that is called; a total says so."""
    return f"{entry.display}, in total" if entry.kind == "count" else entry.display


def smallest_of(entry: Measure, world: Population, week: int) -> float:
    """The smallest difference that counts in it by a week: of a total, as many times that of one as there are."""
    carriers = {"team": world.teams, "leader": world.posts, "user_group": world.users}
    return entry.smallest_by(max(1, week)) * (len(carriers[entry.carrier]) if entry.kind == "count" else 1)


class WeeksAsLanes:
    """A run as a block whose lanes are all weeks of all worlds; what readings take from a block is there."""

    def __init__(self, run: RecordedRun) -> None:
        """Nothing is laid out before it is asked for."""
        self._run = run
        self.weeks, self.worlds = run.last + 1, len(run.arms)
        self.lanes = self.weeks * self.worlds

    def __getattr__(self, name: str) -> Any:  # Any: whatever a block has by this name
        """A grid [entity, week and world], or what a block has that does not move."""
        if name not in GRIDS and name != "practice":
            return getattr(self._run.block, name)
        values = self._run.field(name) if name in GRIDS else self._run.tables[name]
        laid = np.moveaxis(values, 0, -2)  # weeks beside worlds
        found = np.ascontiguousarray(laid).reshape(*laid.shape[:-2], self.lanes)
        self.__dict__[name] = found
        return found


def weekly_readings(run: RecordedRun, queries: Sequence[Query]) -> list[NDArray[np.float64]]:
    """What each query reads in every week, [week, world]: to the bit as an ensemble reads it, nan without a value."""
    laid = WeeksAsLanes(run)
    return [_course(laid, query, compile_query(query, run.arms[0].world, run.block)) for query in queries]


def _course(laid: WeeksAsLanes, query: Query, how: MeasureReader) -> NDArray[np.float64]:
    read = how.read(cast(Block, laid))  # it has all that readings take from a block
    above, below = (part.reshape(laid.weeks, laid.worlds) for part in read)
    if catalogue().measures[query.measure.partition(".")[0]].kind != "count":
        above, below = window_sums(above), window_sums(below)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0.0, above / below, np.nan)
