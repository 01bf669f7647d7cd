"""What `icsim mechanisms` leaves: plain data, a table of all parts, and the figure."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from icsim.config.settings import Settings
from icsim.report.look import NO_FORECAST, save, styled
from icsim.report.mechanisms import figure as mechanisms_figure
from icsim.report.tables import numbers, origin, write_parquet
from icsim.theory.mechanisms import Mechanisms
from icsim.theory.shares import Interval
from icsim.theory.variance import Variance

SIGN = "mechanisms.json"
SCHEMA = 1
ALONE = ("effect", "enough", "needed", "enough_in", "needed_in", "main", "shapley")
PAIR = ("size", "more_in", "less_in")
Plain = dict[str, Any]


def write(settings: Settings, command: str, found: Sequence[Mechanisms], shares: Sequence[Variance], folder: Path) -> None:
    """All files."""
    made_from = origin(settings)
    data = {"schema": SCHEMA, "note": f"This {NO_FORECAST}.", "command": command, **made_from}
    data |= {
        "place": settings.world.title,
        "week": settings.weeks,
        "levels": dict(settings.values["levels"]),
        "outcomes": [outcome(one) for one in found],
        "variance": [share(one) for one in shares],
    }
    write_parquet(folder / "mechanisms.parquet", iter([table(found, shares)]), made_from)
    with styled():
        save(mechanisms_figure.draw(settings, found, shares), folder, "mechanisms")
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / SIGN).write_text(text + "\n", encoding="utf-8")


def outcome(one: Mechanisms) -> Plain:
    """One outcome of the factorial."""
    return {
        "measure": one.measure.name,
        "smallest_effect": one.measure.smallest,
        "deviation_between_arms": interval(one.spread),
        "additive": interval(one.additive),
        "additive_on_logit_scale": interval(one.additive_logit) if one.additive_logit else None,
        "pairs": interval(one.pairs),
        "three_and_more": interval(one.rest),
        "mechanisms": [
            {
                "mechanism": each.name,
                **{name: interval(getattr(each, name)) for name in ALONE},
            }
            for each in one.alone
        ],
        "interactions": [
            {
                "first": pair.first,
                "second": pair.second,
                "counts": pair.counts,
                **{name: interval(getattr(pair, name)) for name in PAIR},
            }
            for pair in one.together
        ],
    }


def share(one: Variance) -> Plain:
    """One outcome's shares of variance."""
    return {
        "measure": one.measure.name,
        "deviation": interval(one.deviation),
        "groups": [{"group": each.group, "alone": interval(each.alone), "whole": interval(each.whole)} for each in one.shares],
        "together": interval(one.together),
    }


def interval(found: Interval) -> Plain:
    """A value and its 95 % interval; null where it cannot be said."""
    return {name: value if math.isfinite(value) else None for name, value in found._asdict().items()}


def table(found: Sequence[Mechanisms], shares: Sequence[Variance]) -> pa.Table:
    """A row for each outcome, part and quantity."""
    rows: list[tuple[str, str, str, Interval]] = []
    for one in found:
        name = one.measure.name
        rows += [(name, "all", what, getattr(one, what)) for what in ("spread", "additive", "pairs", "rest")]
        for each in one.alone:
            rows += [(name, each.name, what, getattr(each, what)) for what in ALONE]
        for pair in one.together:
            rows += [(name, f"{pair.first} x {pair.second}", what, getattr(pair, what)) for what in PAIR]
    for whose in shares:
        for group in whose.shares:
            rows += [(whose.measure.name, group.group, f"variance_{what}", getattr(group, what)) for what in ("alone", "whole")]
    texts = {name: pa.array([row[n] for row in rows], pa.string()) for n, name in enumerate(("measure", "part", "quantity"))}
    values = np.array([row[3] for row in rows], dtype=np.float64)
    return pa.table(texts | {name: numbers(values[:, n]) for n, name in enumerate(("value", "low", "high"))})
