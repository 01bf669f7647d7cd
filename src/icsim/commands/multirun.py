"""`icsim run -m`: through Hydra's own multirun, so that any of its sweepers and launchers can be chosen.

By default the pair in `hydra_plugins/icsim_batch.py` takes the whole batch: many points become one study with one table, a few
have a folder each. With another launcher each job is a run of its own, wherever that launcher starts it.
"""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omegaconf import DictConfig

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import catalogue
from icsim.commands import one_run
from icsim.commands.options import refuse_inert
from icsim.config import multirun_choice
from icsim.config.compose import compose, to_plain_dict
from icsim.config.settings import validate
from icsim.interface.ensembles import run_folder

if TYPE_CHECKING:
    from icsim.engine.simulate import Simulation
    from icsim.sweep.sweep_study import SweepStudy

OF_A_BATCH = ("hydra/sweeper", "hydra/launcher", "hydra.sweeper", "hydra.launcher")  # with which a batch has something to do
ObjectiveValue = float | list[float] | None
"""What a sweeper that searches is told of a job: a number for each measure of the objective."""


def main(overrides: Sequence[str]) -> None:
    """Run every combination of the overrides. UserError before anything runs for a value that cannot be."""
    chosen = multirun_choice.multirun_choice(overrides)
    if chosen.own:
        refuse_inert("run -m", overrides, OF_A_BATCH)
    measures = objective_measures(chosen.objective)
    if not measures and chosen.searches:
        raise UserError(f"objective: null; {chosen.sweeper} looks for the best of something: say of what, as in objective=trust")
    if not chosen.own:
        for probe in multirun_choice.extreme_points(overrides):
            compose("run", probe)
    multirun_choice.run_multirun(overrides, job)


def job(config: DictConfig) -> ObjectiveValue:
    """One run of its own, as another launcher than icsim's starts it; its folder is named after what it holds."""
    data = to_plain_dict(config)
    measures = objective_measures(data.pop("objective"))
    point = validate("run", data)
    return objective_value(
        one_run.simulate_and_write(point, run_folder(point, alone=False), point.world.title), measures
    )


def run_batch(points: Sequence[Sequence[str]], config: DictConfig) -> list[ObjectiveValue]:
    """A whole batch: one study where there are many points, a folder each where there are few."""
    measures = objective_measures(to_plain_dict(config)["objective"])
    wanted = [
        [word for word in map(multirun_choice.to_user_override, point) if not word.startswith(f"{multirun_choice.OBJECTIVE}=")]
        for point in points
    ]
    if len(wanted) > one_run.MANY and (together := one_study(wanted, config)) is not None:
        from icsim.commands.sweep import run_sweep

        return _read(together, run_sweep(together), measures, len(points))
    checked = [compose("run", overrides) for overrides in wanted]
    return [
        objective_value(one_run.simulate_and_write(point, run_folder(point, alone=len(checked) == 1), named), measures)
        for point, named in zip(checked, one_run.point_labels(wanted), strict=True)
    ]


def one_study(wanted: Sequence[Sequence[str]], config: DictConfig) -> "SweepStudy | None":
    """Many points as one study with one table; None where what differs between them is no axis."""
    from icsim.sweep.batch_design import design_of_batch
    from icsim.sweep.sweep_study import plan_sweep

    found = design_of_batch(wanted)
    if found is None:
        return None
    shared, axes = found
    said = [multirun_choice.to_user_override(str(word)) for word in config.hydra.overrides.task]
    axes["report"] = False  # a batch reads every measure, and a page of all of them takes longer than the batch
    return plan_sweep(shared, axes, shlex.join(["icsim", "run", "-m", *said]), "multirun")


def objective_measures(given: object) -> list[str]:
    """The measures of an objective; none where none is asked for. UserError for one that is unknown."""
    names = [] if given is None else given if isinstance(given, list) else [given]
    for name in names:
        if name not in catalogue().measures:
            known = list(catalogue().measures)
            raise UserError(
                f"objective: {format_value(name)} is no measure; allowed: {list_names(known)}{did_you_mean(str(name), known)}"
            )
    return list(names)


def objective_value(made: "Simulation", measures: Sequence[str]) -> ObjectiveValue:
    """The mean over all worlds in the last week, of each measure of the objective."""
    import numpy as np

    return _alone([float(np.nanmean(made.at(name, made.settings.weeks))) for name in measures])


def _read(study: "SweepStudy", folder: str | Path, measures: Sequence[str], points: int) -> list[ObjectiveValue]:
    """The same for every point of a study, out of its table."""
    if not measures:
        return [None] * points
    import pyarrow.dataset as ds

    columns = [f"{name}_w{study.first.weeks}" for name in measures]
    means = (
        ds.dataset([str(part) for part in sorted(Path(folder).glob("*.parquet"))], format="parquet")
        .to_table(["point", *columns])
        .group_by("point")
        .aggregate([(c, "mean") for c in columns])
    )
    rows = means.sort_by("point").to_pylist()
    return [_alone([row[f"{column}_mean"] for column in columns]) for row in rows]


def _alone(values: list[float]) -> ObjectiveValue:
    return values[0] if len(values) == 1 else values or None
