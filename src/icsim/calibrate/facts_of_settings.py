"""All stylised facts in a setting, as a study of the place would find them: what the targets did not ask for, too."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from icsim.calibrate.correlation import score
from icsim.calibrate.cross_section import cross_section, run_settings, weeks_of_cross_section
from icsim.calibrate.plan import CalibrationPlan
from icsim.calibrate.prior import as_draw
from icsim.calibrate.stylised_facts import FACTS
from icsim.config.compose import compose
from icsim.engine.block_pool import BlockCall, BlockValues, ProgressCounter

PLACE, WORLDS, SAMPLES = "place", 64, 200
FOUND, HIT = 0, 1


def fact_call(plan: CalibrationPlan, values: NDArray[np.float64]) -> Callable[[int], BlockCall]:
    """What makes a call of each setting, by its row."""
    settings = compose("run", [f"place={PLACE}", f"weeks={weeks_of_cross_section()[-1]}"])

    def prepare(row: int) -> BlockCall:
        one = as_draw(plan.names, values[row])

        def call(march: ProgressCounter) -> BlockValues:
            weeks = weeks_of_cross_section()
            point = settings.with_draw(one.parameters, one.context)
            levels = cross_section(run_settings([point], plan.replicates(1, WORLDS), weeks, plan.leaders(1)))
            march.on(weeks[-1] * WORLDS)
            scores = [score(fact, levels[fact.level], SAMPLES) for fact in FACTS]
            return np.array([[each.found for each in scores], [float(each.hit) for each in scores]])

        return call

    return prepare
