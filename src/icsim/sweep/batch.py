"""A multirun of many points, as Hydra's sweeper lays them out, taken for what it is: a grid."""

from collections.abc import Sequence
from math import prod
from typing import Any

from icsim.config.compose import assignments
from icsim.config.knobs import own_knobs
from icsim.sweep.axes import CHOICES, COMMAND

POINTED = ("context", "leadership", "leader", "rules", "parameters")  # what stands below these can be an axis


def axes_of(wanted: Sequence[Sequence[str]]) -> tuple[list[str], dict[str, Any]] | None:
    """The overrides that all points share, and the axes of the others; None where one of these cannot be an axis."""
    columns = [list(dict.fromkeys(column)) for column in zip(*wanted, strict=True)]
    if prod(len(column) for column in columns) != len(wanted):
        return None
    axes = {}
    for column in columns:
        if len(column) > 1:
            values = [next(iter(assignments([override]).items())) for override in column]
            keys = {key for key, _ in values}
            if len(keys) > 1 or not _can_vary(*keys):
                return None
            axes[f"design.axes.{keys.pop()}"] = [value for _, value in values]
    return [column[0] for column in columns if len(column) == 1], axes


def _can_vary(key: str) -> bool:
    return key in CHOICES or (key.partition(".")[0] in POINTED and (key in own_knobs(COMMAND) or key.startswith("leader.")))
