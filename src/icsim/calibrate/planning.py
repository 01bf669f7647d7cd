"""From what a command was told to a plan: icsim's own targets, targets of one's own, or a survey."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from icsim.calibrate.plan import CalibrationPlan, plan_field
from icsim.calibrate.targets import read_targets, targets_path


def plan_calibration(overrides: Sequence[str], values: Mapping[str, object]) -> CalibrationPlan:
    """The plan. UserError for the first thing that is wrong."""
    given = str(values["targets"])
    path = targets_path(given)
    return plan_field(Path(given).stem, read_targets(path), overrides, values)
