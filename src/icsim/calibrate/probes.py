"""The worlds in which targets are looked for: one run serves all targets of a place and of one kind of leaders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.calibrate.correlation import products, ratio_of_products
from icsim.calibrate.cross_section import (
    climate,
    person_records,
    run_settings,
    team_records,
    tie_records,
    weeks_of_cross_section,
)
from icsim.calibrate.targets import Target
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.ensemble import run_queries
from icsim.engine.measures import Query
from icsim.engine.survey import RELIABILITY

Passed = Callable[[int], None]
"""Told of the weeks that a block has run."""
Readings = NDArray[np.float64]
"""[2, target, setting]: what each target is in each setting, and how much single worlds differ in it (nan: not known)."""


@dataclass(frozen=True)
class Probe:
    """Targets that are read off the same worlds."""

    settings: Settings  # of the worlds, at default numbers
    targets: Mapping[str, Target]
    kind: str
    size: int  # entities that a week has to move, about: what a world-week costs

    @property
    def last(self) -> int:
        """The last week that is run."""
        return max(target.week for target in self.targets.values())

    @property
    def confirm(self) -> int:
        """Worlds of the second look."""
        return max(target.confirm for target in self.targets.values())

    def cost(self, worlds: int) -> int:
        """What a setting costs, in no particular unit."""
        return self.size * self.last * worlds

    def read(self, points: Sequence[Settings], replicates: Sequence[ReplicateSeeds], leaders: int, passed: Passed) -> Readings:
        """Its targets in several settings, each with every luck; `leaders` seeds how leaders differ where they do."""
        return READERS[self.kind](self, points, replicates, leaders, passed)


def plan_probes(targets: Mapping[str, Target], settings_of: Callable[[str], Settings], screen: int) -> tuple[Probe, ...]:
    """One probe for each place and kind of target, the cheapest first: most settings fail early."""
    groups: dict[tuple[str, str, int], dict[str, Target]] = {}
    for name, target in targets.items():
        week = 0 if target.kind == "measure" else target.week  # a cross-section has one week
        groups.setdefault((target.place, target.kind, week), {})[name] = target
    probes = []
    for (place, kind, _), members in groups.items():
        settings = settings_of(place)
        teams = len(settings.world.teams)
        probes.append(Probe(settings, members, kind, teams * (teams + 3)))
    return tuple(sorted(probes, key=lambda probe: probe.cost(screen)))


def _measures(
    probe: Probe, points: Sequence[Settings], replicates: Sequence[ReplicateSeeds], leaders: int, passed: Passed
) -> Readings:
    """Means over worlds, with leaders as the configuration has them."""
    block = build_block(points, replicates)
    wanted = [(Query(str(target.measure), target.of), target.week) for target in probe.targets.values()]
    found = run_queries(block, points, wanted, probe.last, passed).reshape(len(wanted), len(points), len(replicates))
    with np.errstate(invalid="ignore"):
        return np.stack([found.mean(axis=2), found.std(axis=2, ddof=1)])


def _climates(
    probe: Probe, points: Sequence[Settings], replicates: Sequence[ReplicateSeeds], leaders: int, passed: Passed
) -> Readings:
    """How like the members of a team are, a world being a team."""
    (block,) = run_settings(points, replicates, (probe.last,), leaders)
    passed(probe.last)
    found = np.full((2, len(probe.targets), len(points)), np.nan)
    for t, target in enumerate(probe.targets.values()):
        found[0, t] = [climate(block, str(target.climate), probe.last, n) for n in range(len(points))]
    return found


def _correlations(
    probe: Probe, points: Sequence[Settings], replicates: Sequence[ReplicateSeeds], leaders: int, passed: Passed
) -> Readings:
    """Correlations pooled within worlds."""
    joint, success, before = np.array(0.0), np.array(0.0), 0
    weeks = weeks_of_cross_section(probe.last, later=False)
    blocks = run_settings(points, replicates, weeks, leaders)
    for week, block in zip(weeks, blocks, strict=True):
        joint, success = joint + block.joint, success + block.success
        passed(week - before)
        before = week
    ties = tie_records(block, joint, success)
    asked = {name for target in probe.targets.values() if target.level == "person" for name in target.correlation or ()}
    people = person_records(block, probe.last, asked)
    levels: dict[str, Any] = {"tie": ties, "team": team_records(block, ties), "person": people}
    found = np.full((2, len(probe.targets), len(points)), np.nan)
    for t, target in enumerate(probe.targets.values()):
        x, y = (levels[target.level][name] for name in target.correlation or ())
        sums = [part.reshape(len(points), len(replicates)).sum(axis=1) for part in products(x, y)]
        shown = RELIABILITY if target.level == "person" else 1.0  # answers have an error, which states have not
        found[0, t] = ratio_of_products(sums[0], sums[1], sums[2]) / shown
    return found


READERS: Mapping[str, Callable[[Probe, Sequence[Settings], Sequence[ReplicateSeeds], int, Passed], Readings]] = {
    "measure": _measures,
    "climate": _climates,
    "correlation": _correlations,
}
