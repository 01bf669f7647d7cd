"""Imported by the process that others are forked from: all that a sweep needs, with the compiled week in memory."""

from icsim.config.compose import compose
from icsim.engine.simulate import simulate
from icsim.sweep import chunks, stopping, study_runner, sweep_study  # noqa: F401  for whoever is forked

simulate(compose("run", ["place=pair", "weeks=1", "replicates=1"]))
