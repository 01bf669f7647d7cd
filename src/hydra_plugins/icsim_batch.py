"""Hydra's `hydra/sweeper=icsim` and `hydra/launcher=icsim`: a multirun of `icsim run` taken as one batch.

Hydra finds this module by its place, in a package `hydra_plugins` that must have no `__init__.py`, and imports it at every
start of every application: so nothing of icsim is imported before a batch is there. Annotations stay as they are: OmegaConf reads
those of the dataclasses, and cannot when a `__future__` import has made them strings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.plugins import Plugins
from hydra.core.utils import JobReturn, JobStatus
from hydra.errors import HydraException
from hydra.plugins.launcher import Launcher
from hydra.plugins.sweeper import Sweeper
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig

COMMAND = "icsim.commands.multirun"  # whose jobs these two know how to run


@dataclass
class IcsimSweeperConf:
    """Every combination, in the order of Hydra's basic sweeper, handed to the launcher at once."""

    _target_: str = "hydra_plugins.icsim_batch.IcsimSweeper"


@dataclass
class IcsimLauncherConf:
    """The whole batch as one ensemble into one table; a few points in a folder each."""

    _target_: str = "hydra_plugins.icsim_batch.IcsimLauncher"


ConfigStore.instance().store(group="hydra/sweeper", name="icsim", node=IcsimSweeperConf, provider="icsim")
ConfigStore.instance().store(group="hydra/launcher", name="icsim", node=IcsimLauncherConf, provider="icsim")


class IcsimSweeper(Sweeper):
    """Lays out all points at once and composes none of them: that is the launcher's affair."""

    def setup(self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig) -> None:
        """Hydra's own call before `sweep`."""
        self._loader = hydra_context.config_loader
        self._launcher = Plugins.instance().instantiate_launcher(
            hydra_context=hydra_context, task_function=task_function, config=config
        )

    def sweep(self, arguments: list[str]) -> object:
        """Launch every combination of the arguments, as one batch. Raises what a job raised."""
        parsed = OverridesParser.create(config_loader=self._loader).parse_overrides(arguments)
        (batch,) = BasicSweeper.split_arguments(parsed, None)
        returned = self._launcher.launch(batch, initial_job_idx=0)
        for job in returned:
            _ = job.return_value
        return [returned]


class IcsimLauncher(Launcher):
    """Runs a batch of `icsim run` in this process, on all cores. HydraException for the jobs of another application."""

    def setup(self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig) -> None:
        """Hydra's own call before `launch`."""
        if task_function.__module__ != COMMAND:
            raise HydraException("hydra/launcher=icsim runs the jobs of icsim run -m only; choose another, such as basic")
        self._config = config

    def launch(self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int) -> Sequence[JobReturn]:
        """Run the batch; every point is checked before the first one runs. Each job returns its objective, if one was asked for."""
        from icsim.commands.multirun import run_batch

        worth = run_batch([list(point) for point in job_overrides], self._config)
        if self._config.hydra.runtime.choices["hydra/sweeper"] != "icsim":  # others leave a file of their own there
            Path(self._config.hydra.sweep.dir).mkdir(parents=True, exist_ok=True)
        return [
            JobReturn(overrides=list(point), status=JobStatus.COMPLETED, _return_value=value)
            for point, value in zip(job_overrides, worth, strict=True)
        ]
