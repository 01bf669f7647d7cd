"""`icsim mechanisms`: what each mechanism adds, which need one another, and how much leaders matter at all."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from icsim.base.atomic_output import atomic_folder
from icsim.base.errors import UserError
from icsim.commands.one_run import point_labels
from icsim.commands.options import parse_points
from icsim.commands.settings_notice import print_if_unfit
from icsim.config.own_record import compose_again, read_record
from icsim.config.provenance import write_provenance
from icsim.config.settings import Settings
from icsim.interface.ensembles import run_folder

ABOUT = "All mechanisms in all combinations of low and high: what each adds, synergies, and leaders' share of the variance."
USAGE = "icsim mechanisms [CONFIG.yaml] [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim mechanisms`."""
    record = read_record(words, "mechanisms")

    def resolved(command: str, overrides: Sequence[str]) -> dict[str, object]:
        return compose_again(command, record, overrides).resolved()

    wanted = parse_points("mechanisms", USAGE, ABOUT, rest, resolved)
    points = [compose_again("mechanisms", record, overrides) for overrides in wanted]
    for point in points:
        check_levels(point)
    print_if_unfit(points)
    for point, overrides, named in zip(points, wanted, point_labels(wanted), strict=True):
        run_and_write(point, overrides, run_folder(point, alone=len(points) == 1), named)


def check_levels(point: Settings) -> None:
    """Say what is wrong before anything runs."""
    from icsim.theory.mechanism_factorial import factorial_arms

    factorial_arms(point)
    if int(point.values["budget"]["robustness_draws"]) < 1:
        raise UserError("budget.robustness_draws: 0 leaves nothing to look at; allowed: 1 or more")


def run_and_write(point: Settings, overrides: Sequence[str], into: Path, named: str) -> None:
    """Run one point and leave its folder."""
    from icsim.base.progress import DRAWING, show_stages
    from icsim.commands.sweep import print_status
    from icsim.report.mechanisms import mechanisms_terminal as mechanisms_table
    from icsim.report.mechanisms import write_mechanisms as mechanisms_files
    from icsim.results.mechanisms import MechanismsFile
    from icsim.sweep.workers.crossed_workers import crossed_on
    from icsim.theory.mechanism_factorial import OUTCOMES, factorial_readings
    from icsim.theory.scope import free_context_names, override_items
    from icsim.theory.variance_shares import decompose_variance

    title = named or f"{point.world.title}, {point.weeks} weeks"
    with atomic_folder(into, MechanismsFile.FILE) as making, show_stages(title) as stages:
        write_provenance(point, making)
        with crossed_on(point.engine, into.with_name(f"{into.name}.jobs"), print_status):
            values = factorial_readings(point, stages("worlds"))
            designs = int(point.values["budget"]["draws"])
            shares = decompose_variance(
                point, designs, OUTCOMES, free_context_names(override_items(overrides)), stages("whose doing it is")
            )
        stages(DRAWING)
        found = mechanisms_files.write_mechanisms(point, shlex.join(["icsim", "mechanisms", *overrides]), values, shares, making)
    mechanisms_table.print_mechanisms(found, into)
