"""A small ensemble that the tests of reports share: two teams, some weeks, some worlds."""

from functools import cache

from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.simulate import Simulation, simulate

PAIR = ("place=pair", "weeks=30", "replicates=5")


def settings(*overrides: str) -> Settings:
    return compose("run", [*PAIR, *overrides])


@cache
def simulated(*overrides: str) -> Simulation:
    return simulate(settings(*overrides))
