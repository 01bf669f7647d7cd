"""What settings are held against: targets from the field or from a survey, each with its errors and its source."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.base.strict_model import StrictModel
from icsim.base.suggest import did_you_mean, list_names
from icsim.base.yaml_io import is_yaml_file, read_user_yaml
from icsim.engine.survey import QUESTIONS

FIELD = "field"
"""The targets that the table of all commands is matched to."""
KINDS = ("measure", "correlation", "climate")
Level = Literal["team", "tie", "person"]


class Target(StrictModel):
    """One thing that was observed, with its errors as standard deviations.

    `observation`: of what was observed. `discrepancy`: how far the model may be off although it is right in kind. `luck`: of a
    single world, which falls with the root of how many are run; null takes what the worlds of a setting show.
    """

    measure: str | None = None  # with leaders as the configuration has them
    correlation: tuple[str, str] | None = None  # between two states, with leaders who differ
    climate: str | None = None  # how like the members of a team are: ICC(1), with leaders who differ
    level: Level = "team"  # of a correlation; of persons: between their answers, corrected for reliability
    place: str = "place"
    of: dict[str, Any] = Field(default_factory=dict)
    week: int = Field(default=156, ge=1)
    value: float | None = None
    between: tuple[float, float] | None = None  # instead of a value: all in between is as good
    observation: float = Field(default=0.0, ge=0.0)
    discrepancy: float = Field(default=0.0, ge=0.0)
    luck: float | None = Field(default=0.0, ge=0.0)
    one_place: bool = False  # whether a single place was observed, whose own luck is in what was seen
    confirm: int = Field(default=64, ge=2)  # worlds of the second look
    source: str
    why: str = ""

    @property
    def kind(self) -> str:
        """Which of the three it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def low(self) -> float:
        """The least that is as good as observed."""
        return self.between[0] if self.between else float(self.value or 0.0)

    @property
    def high(self) -> float:
        """The most that is."""
        return self.between[1] if self.between else float(self.value or 0.0)


class TargetsFile(StrictModel):
    """A file of targets."""

    title: str
    cut: float = Field(gt=0.0)  # standard deviations beyond which a setting does not resemble what was observed
    screen: int = Field(default=8, ge=2)  # worlds of the first look
    caution: str = ""  # what whoever reads results should know
    left_out: dict[str, str] = Field(default_factory=dict)  # what one might look for here, and why it is no target
    targets: dict[str, Target]


def targets_path(given: str) -> Path:
    """The file behind a name of icsim's own targets, or behind a path."""
    if is_yaml_file(given):
        return Path(given).expanduser()
    own = conf_dir() / "calibration"
    if not (own / f"{given}.yaml").is_file():
        names = sorted(path.stem for path in own.glob("*.yaml"))
        raise UserError(
            f"targets: {given} is unknown; allowed: {list_names(names)}, or the path of a survey (.csv) or of targets (.yaml)"
            f"{did_you_mean(given, names)}"
        )
    return own / f"{given}.yaml"


def read_targets(path: Path) -> TargetsFile:
    """Targets from a file. UserError for the first thing that is wrong with it."""
    data = read_user_yaml(path, "targets", "give the path of a YAML file with targets, or of a survey as CSV")
    try:
        found = TargetsFile.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise UserError(f"{path}: {complaint(error, TargetsFile)}") from None
    for name, target in found.targets.items():
        _check(target, f"{path}: targets.{name}")
    if not found.targets:
        raise UserError(f"{path}: targets: empty; give at least one target")
    return found


def _check(target: Target, where: str) -> None:
    given = [kind for kind in KINDS if getattr(target, kind) is not None]
    if len(given) != 1:
        raise UserError(f"{where}: one of {', '.join(KINDS)} says what is looked at; give one of them")
    asked_of_persons = ("ambiguity", *QUESTIONS)
    for name in target.correlation or ():
        if target.level == "person" and name not in asked_of_persons:
            raise UserError(f"{where}.correlation: persons are not asked about {name}; allowed: {list_names(asked_of_persons)}")
    if (target.value is None) == (target.between is None):
        raise UserError(f"{where}: value or between says what was observed; give one of them")
    if target.between is not None and not target.between[0] < target.between[1]:
        raise UserError(f"{where}.between: an empty range; give low below high")
    if target.value is not None and not target.observation + target.discrepancy:
        raise UserError(f"{where}: a value without any error can never be met; give observation or discrepancy")


def targets_hash(targets: TargetsFile, settings: Mapping[str, str]) -> str:
    """A hash of what is looked at and where: the targets, and the content of the worlds in which they are looked for."""
    data = [targets.model_dump(mode="json", exclude={"title", "caution", "left_out"}), dict(sorted(settings.items()))]
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
