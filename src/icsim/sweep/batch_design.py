"""A batch of many points, as a sweeper of Hydra lays them out, taken for what it is: a design."""

from collections.abc import Sequence
from itertools import product
from math import prod
from operator import eq

from icsim.config.compose import assignments
from icsim.config.config_paths import icsim_entries
from icsim.sweep.axes import CHOICES, COMMAND

POINTED = ("context", "leadership", "leader", "rules", "parameters")  # what stands below these can be an axis


def design_of_batch(wanted: Sequence[Sequence[str]]) -> tuple[list[str], dict[str, object]] | None:
    """The overrides that all points share, and the design of the others; None where one of these cannot be an axis.

    Every combination of some values is a grid; any other batch, such as one of a sweeper that searches, is a list of points.
    """
    if len({len(point) for point in wanted}) > 1:
        return None
    columns = [list(column) for column in zip(*wanted, strict=True)]
    values = [list(dict.fromkeys(column)) for column in columns]
    grid = prod(map(len, values)) == len(wanted) and all(map(eq, product(*values), map(tuple, wanted)))
    axes: dict[str, object] = {} if grid else {"design": "zip"}
    for column, distinct in zip(columns, values, strict=True):
        if len(distinct) > 1:
            known = {word: next(iter(assignments([word]).items())) for word in distinct}
            keys = {key for key, _ in known.values()}
            if len(keys) > 1 or not _can_vary(*keys):
                return None
            axes[f"design.axes.{keys.pop()}"] = [known[word][1] for word in (distinct if grid else column)]
    return [distinct[0] for distinct in values if len(distinct) == 1], axes


def _can_vary(key: str) -> bool:
    return key in CHOICES or (key.partition(".")[0] in POINTED and (key in icsim_entries(COMMAND) or key.startswith("leader.")))
