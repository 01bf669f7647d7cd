"""What a sweep asks for besides its settings and its design: arms, measures, weeks, how many worlds."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field, ValidationError

from icsim.config.compose import composed
from icsim.config.schema import Strict
from icsim.config.settings import validate
from icsim.sweep.axes import COMMAND
from icsim.sweep.designs import complaint, completed, points

MeasureName = str | dict[str, Any]


class Until(Strict):
    """Rounds of worlds until a mean is known this closely, everywhere."""

    measure: str | None
    half_width: float | None = Field(gt=0)
    week: int | None = Field(ge=0)
    most: int = Field(ge=2, le=1_000_000)


class Asked(Strict):
    """The keys of conf/sweep.yaml that are no settings of a world."""

    title: str | None
    question: str | None
    design: dict[str, Any]
    arms: dict[str, dict[str, Any]]
    measures: list[MeasureName] | None = Field(min_length=1)
    at: list[int] | None = Field(min_length=1)
    trajectories: bool
    until: Until
    report: bool
    force: bool


KEYS = frozenset(Asked.model_fields)


def asked(data: dict[str, Any]) -> Asked:
    """The sweep's part of a composed configuration. UserError for the first thing that is wrong."""
    try:
        return Asked.model_validate({key: value for key, value in data.items() if key in KEYS})
    except ValidationError as error:
        raise complaint(error, "", Asked) from None


def rest(data: Mapping[str, Any]) -> dict[str, Any]:
    """A composed sweep without its own keys: a configuration of icsim run."""
    return {key: value for key, value in data.items() if key not in KEYS}


def resolved(command: str, overrides: Sequence[str]) -> dict[str, Any]:
    """The whole configuration of a sweep as it is printed, checked first; parts of a joined design with their defaults."""
    data = composed(command, overrides)
    wanted = asked(data)
    settings = validate(COMMAND, rest(data))
    points(wanted.design, settings.filed)
    design = dict(wanted.design)
    if "parts" in design:
        design["parts"] = [completed(part, "design.parts") for part in design["parts"]]
    return {**wanted.model_dump(), "design": design, **settings.resolved()}
