"""Who loses where nobody can: the readings of null theories, of every measure of every part of the place, told from chance."""

from dataclasses import dataclass

import numpy as np

from icsim.engine.crossed_design import ParameterDraw
from icsim.theory.all_states import AllStates, EverywhereReadings, everywhere_readings, look_everywhere
from icsim.theory.losers import told_from_chance
from icsim.theory.panel import ReplicatePanel, bootstrap_weights
from icsim.theory.subgroups import MOST, SubgroupEffect, subgroup_effects, subgroup_queries
from icsim.theory.theory_cases import TheoryCase
from null_controls import NullTheory, run_null


@dataclass(frozen=True)
class NullLosers:
    """Who is named in one panel of a null theory."""

    readings: int  # looked at
    named: int  # by the rule: worse off in half of the settings or more, beyond chance
    gaining: int  # better off by the same rule
    half: int  # worse off in half of the settings or more, whatever chance does
    alone: int  # that, with an interval of its own that excludes 0, corrected for nothing


def null_losers(null: NullTheory, draws: list[ParameterDraw], replicates: int) -> dict[str, NullLosers]:
    """Who is named where coins decide, where nothing differs but replicates, and where the arms are as they are."""
    case = TheoryCase(null.theory, null.arms, null.asked, None, {}, (), (), (), "", "", "")
    read = everywhere_readings(case, len(draws), replicates)
    worlds = run_null(null, draws, replicates, more=[*subgroup_queries(case), *read.queries])
    panels = {"coin": worlds.coin(), "same": worlds.same(), "real": worlds.real()}
    return {kind: _count(case, read, panel) for kind, panel in panels.items()}


def _count(case: TheoryCase, read: EverywhereReadings, panel: ReplicatePanel) -> NullLosers:
    tested = np.ones((panel.draws, len(panel.replicates)), dtype=np.bool_)
    weights = bootstrap_weights(panel.draws, len(panel.replicates))
    everywhere: AllStates = look_everywhere(read, panel, tested)
    whom, everywhere = told_from_chance(subgroup_effects(case, panel, tested, weights), everywhere)
    rows: tuple[SubgroupEffect, ...] = (*whom.rows, *everywhere.rows)
    half = [row for row in rows if row.worse.value >= MOST]
    return NullLosers(
        readings=read.looked.readings - read.looked.unreached,
        named=sum(row.worse_off for row in rows),
        gaining=sum(row.better_off for row in rows),
        half=len(half),
        alone=sum(row.chance <= 0.05 for row in half),
    )
