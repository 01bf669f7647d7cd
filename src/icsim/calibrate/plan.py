"""What is to be done to find settings: targets, the worlds that they are looked for in, and how many are wanted."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.calibrate.prior import BATCH, varied
from icsim.calibrate.probes import Probe, plan_probes
from icsim.calibrate.targets import FIELD, Target, TargetsFile, targets_hash
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds

COMMAND = "calibrate"
OWN = ("targets", "wanted", "fresh_sets", "explored", "most", "facts", "adopt", "out", "engine", "seed")
APART = 100_000  # between the seeds of one set of replicates and the next: no world is looked at twice


@dataclass(frozen=True)
class CalibrationPlan:
    """Everything that decides which settings are found."""

    called: str
    field: bool  # whether settings are matched to what is known of the field, by icsim's own targets
    file: TargetsFile
    probes: tuple[Probe, ...]
    names: tuple[str, ...]  # of the numbers that vary
    seed: int
    wanted: int  # settings
    fresh_sets: int
    explored: int  # batches in which every target is looked at, whatever fails before
    most: int  # batches at most

    @cached_property
    def targets(self) -> dict[str, Target]:
        """By name, in the order in which they are looked at."""
        return {name: target for probe in self.probes for name, target in probe.targets.items()}

    @cached_property
    def targets_hash(self) -> str:
        """Of what settings are matched to."""
        return targets_hash(self.file, {name: probe.settings.content_hash() for name, probe in self._named})

    @cached_property
    def content(self) -> str:
        """Of all that decides what comes of a batch: parts with the same name hold the same."""
        data = [self.targets_hash, fingerprint.numbers(), self.names, self.seed, self.fresh_sets, self.explored, BATCH]
        return hashlib.sha256(json.dumps(data).encode()).hexdigest()

    def replicates(self, fresh: int, worlds: int) -> tuple[ReplicateSeeds, ...]:
        """The replicates of a look: set 0 is the first one's, all others are fresh."""
        first = self.seed + fresh * APART
        return tuple(ReplicateSeeds(first + n, first + n) for n in range(worlds))

    def leaders(self, fresh: int) -> int:
        """The seed of how leaders differ in a look."""
        return self.seed + fresh

    @property
    def _named(self) -> Sequence[tuple[str, Probe]]:
        return [(f"{probe.kind} {probe.settings.place_file.name} {probe.last}", probe) for probe in self.probes]


def of_worlds(overrides: Sequence[str]) -> list[str]:
    """The overrides that are settings of a world, and none of the command's own."""
    return [word for word in overrides if word.partition("=")[0].lstrip("+~").partition(".")[0] not in OWN]


def plan_field(called: str, file: TargetsFile, overrides: Sequence[str], values: Mapping[str, object]) -> CalibrationPlan:
    """The plan of a file of targets, each of which says its place."""
    kept = of_worlds(overrides)
    for one in kept:
        if one.partition("=")[0].lstrip("+~") in ("place", "weeks"):
            raise UserError(f"{one}: each target says where and when; leave it out, or give a survey: targets=FILE.csv")

    def settings_of(place: str) -> Settings:
        weeks = max(target.week for target in file.targets.values() if target.place == place)
        return compose(COMMAND, [*kept, f"place={place}", f"weeks={weeks}"])

    return make_plan(called, file, plan_probes(file.targets, settings_of, file.screen), values)


def make_plan(called: str, file: TargetsFile, probes: tuple[Probe, ...], values: Mapping[str, object]) -> CalibrationPlan:
    """The plan with these probes, and the numbers that the command's settings say."""
    seed, wanted, fresh, explored, most = (int(str(values[key])) for key in ("seed", "wanted", "fresh_sets", "explored", "most"))
    default = {key: parameter.default for key, parameter in catalogue().parameters.items()}
    fixed = {key for key, value in probes[0].settings.parameters.items() if value != default[key]}
    early, last = (-(-draws // BATCH) for draws in (explored, most))
    return CalibrationPlan(called, called == FIELD, file, probes, varied(fixed), seed, wanted, fresh, early, last)
