"""`icsim calibrate`: settings of the rules' numbers that resemble what was observed, in a table that other commands draw from."""

from collections.abc import Sequence

from icsim.base.errors import UserError
from icsim.commands.options import parse_points
from icsim.config.compose import compose

ABOUT = (
    "Find settings of the rules' numbers that resemble what was observed: what is known of the field, or a survey of your own.\n"
    "Settings are drawn from the whole ranges; those that miss a target are left out; those that are left are tried afresh.\n"
    "icsim test, scoreboard, mechanisms and sweep draw from the table: settings=matched, prior, or the path of a table."
)
USAGE = "icsim calibrate [targets=field|FILE.csv|FILE.yaml] [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim calibrate`."""
    if words:
        raise UserError(f"{words[0]} is no key=value; see icsim calibrate --help; did you mean targets={words[0]}?")
    for overrides in (points := parse_points("calibrate", USAGE, ABOUT, rest, _checked)):
        run_calibration(overrides, alone=len(points) == 1)


def _checked(command: str, overrides: Sequence[str]) -> dict[str, object]:
    """What `--cfg job` prints, with targets of one's own checked beside it."""
    from icsim.calibrate.planning import plan_calibration
    from icsim.calibrate.targets import FIELD

    settings = compose(command, overrides)
    if settings.values["targets"] != FIELD:
        plan_calibration(overrides, settings.values)
    return settings.resolved()


def run_calibration(overrides: Sequence[str], alone: bool = True) -> None:
    """One calibration, and what is said of it."""
    from icsim.interface.calibrations import calibrate

    made = calibrate(overrides, alone)
    from icsim.calibrate.table import adopt_table
    from icsim.report.calibration.calibration_terminal import print_calibration

    print_calibration(made.file)
    print(f"results: {made.table.parent} (calibration.json, {made.table.name})")
    if made.file.settings < made.plan.wanted:
        print(f"only {made.file.settings} of {made.plan.wanted} settings were found in {made.file.tried:,} draws")
    if made.adopts:
        print(f"all commands draw from it now: {adopt_table(made.table)}")
    else:
        print(f"draw from it: icsim test THEORY settings={made.table}")
    print("This explores a theory; no forecast of any real system.")
