"""From what a command was told to a plan: icsim's own targets, targets of one's own, or a survey."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from icsim.calibrate.plan import COMMAND, CalibrationPlan, make_plan, of_worlds, plan_field
from icsim.calibrate.probes import plan_probes
from icsim.calibrate.survey import read_survey
from icsim.calibrate.targets import read_targets, targets_path
from icsim.config.compose import compose


def plan_calibration(overrides: Sequence[str], values: Mapping[str, object]) -> CalibrationPlan:
    """The plan. UserError for the first thing that is wrong."""
    given = str(values["targets"])
    if given.lower().endswith(".csv"):
        return _plan_survey(Path(given).expanduser(), overrides, values)
    path = targets_path(given)
    return plan_field(given if path.stem == given else f"{path.stem} of one's own", read_targets(path), overrides, values)


def _plan_survey(path: Path, overrides: Sequence[str], values: Mapping[str, object]) -> CalibrationPlan:
    """A survey is of the place, circumstances and leaders that the command's settings say."""
    settings = compose(COMMAND, of_worlds(overrides))
    file = read_survey(path, settings)
    return make_plan(path.stem, file, plan_probes(file.targets, lambda place: settings, file.screen), values)
