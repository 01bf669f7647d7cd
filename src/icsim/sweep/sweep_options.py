"""What a sweep asks for besides its settings and its design: arms, measures, weeks, how many worlds."""

from collections.abc import Mapping, Sequence

from pydantic import Field, ValidationError

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict
from icsim.base.strict_model import StrictModel
from icsim.config.compose import compose_dict
from icsim.config.settings import validate
from icsim.sweep.axes import COMMAND
from icsim.sweep.designs import design_points, with_defaults

MeasureName = str | PlainDict  # a name, or the fields of a query, which the plan checks


class StoppingRule(StrictModel):
    """Rounds of worlds until a mean is known this closely, everywhere."""

    measure: str | None
    half_width: float | None = Field(gt=0)
    week: int | None = Field(ge=0)
    max_replicates: int = Field(ge=2, le=1_000_000)


class SweepOptions(StrictModel):
    """The keys of conf/sweep.yaml that are no settings of a world."""

    title: str | None
    question: str | None
    design: PlainDict  # checked by the model of its kind
    arms: dict[str, dict[str, object]]
    measures: list[MeasureName] | None = Field(min_length=1)
    report_weeks: list[int] | None = Field(min_length=1)
    time_series: bool
    until: StoppingRule
    report: bool
    force: bool


KEYS = frozenset(SweepOptions.model_fields)


def parse_sweep_options(data: dict[str, object]) -> SweepOptions:
    """The sweep's part of a composed configuration. UserError for the first thing that is wrong."""
    try:
        return SweepOptions.model_validate({key: value for key, value in data.items() if key in KEYS})
    except ValidationError as error:
        raise UserError(complaint(error, SweepOptions)) from None


def run_settings(data: Mapping[str, object]) -> dict[str, object]:
    """A composed sweep without its own keys: a configuration of icsim run."""
    return {key: value for key, value in data.items() if key not in KEYS}


def resolved_config(command: str, overrides: Sequence[str]) -> dict[str, object]:
    """The whole configuration of a sweep as it is printed, checked first; parts of a joined design with their defaults."""
    data = compose_dict(command, overrides)
    wanted = parse_sweep_options(data)
    settings = validate(COMMAND, run_settings(data))
    design_points(wanted.design, settings.place_file)
    design = dict(wanted.design)
    if "parts" in design:
        design["parts"] = [with_defaults(part, "design.parts") for part in design["parts"]]
    for name in ("policies", "uncertain"):
        if name in design:
            design[name] = with_defaults(design[name], f"design.{name}")
    return {**wanted.model_dump(), "design": design, **settings.resolved()}
