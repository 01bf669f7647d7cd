"""What `icsim mechanisms` leaves: plain data, a table of all parts, and the figure."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from icsim.base.parquet import numbers, write_parquet
from icsim.config.provenance import origin_record
from icsim.config.settings import Settings
from icsim.report.figure_style import NO_FORECAST, save_figure, styled
from icsim.report.mechanisms import mechanisms_figure
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.mechanism_factorial import MechanismDecomposition
from icsim.theory.variance_shares import VarianceDecomposition

MARKER_FILE = "mechanisms.json"
SCHEMA = 1
EFFECT_FIELDS = ("effect", "enough", "needed", "enough_in", "needed_in", "main", "shapley")
PAIR_FIELDS = ("size", "more_in", "less_in")
Plain = dict[str, Any]


def write_mechanisms(
    settings: Settings, command: str, found: Sequence[MechanismDecomposition], shares: Sequence[VarianceDecomposition], folder: Path
) -> None:
    """All files."""
    made_from = origin_record(settings).model_dump()
    data = {"schema": SCHEMA, "note": f"This {NO_FORECAST}.", "command": command, **made_from}
    data |= {
        "place": settings.world.title,
        "week": settings.weeks,
        "levels": dict(settings.values["levels"]),
        "outcomes": [outcome_json(one) for one in found],
        "variance": [share_json(one) for one in shares],
    }
    write_parquet(folder / "mechanisms.parquet", iter([effects_table(found, shares)]), made_from)
    with styled():
        save_figure(mechanisms_figure.draw(settings, found, shares), folder, "mechanisms")
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / MARKER_FILE).write_text(text + "\n", encoding="utf-8")


def outcome_json(one: MechanismDecomposition) -> Plain:
    """One outcome of the factorial."""
    return {
        "measure": one.measure.name,
        "smallest_effect": one.measure.smallest,
        "deviation_between_arms": estimate_json(one.spread),
        "additive": estimate_json(one.additive),
        "additive_on_logit_scale": estimate_json(one.additive_logit) if one.additive_logit else None,
        "pairs": estimate_json(one.pairs),
        "three_and_more": estimate_json(one.rest),
        "mechanisms": [
            {
                "mechanism": each.name,
                **{name: estimate_json(getattr(each, name)) for name in EFFECT_FIELDS},
            }
            for each in one.alone
        ],
        "interactions": [
            {
                "first": pair.first,
                "second": pair.second,
                "counts": pair.counts,
                **{name: estimate_json(getattr(pair, name)) for name in PAIR_FIELDS},
            }
            for pair in one.together
        ],
    }


def share_json(one: VarianceDecomposition) -> Plain:
    """One outcome's shares of variance."""
    return {
        "measure": one.measure.name,
        "deviation": estimate_json(one.deviation),
        "groups": [
            {"group": each.group, "alone": estimate_json(each.alone), "whole": estimate_json(each.whole)} for each in one.shares
        ],
        "together": estimate_json(one.together),
    }


def estimate_json(found: Estimate95) -> Plain:
    """A value and its 95 % interval; null where it cannot be said."""
    return {name: value if math.isfinite(value) else None for name, value in found._asdict().items()}


def effects_table(found: Sequence[MechanismDecomposition], shares: Sequence[VarianceDecomposition]) -> pa.Table:
    """A row for each outcome, part and quantity."""
    rows: list[tuple[str, str, str, Estimate95]] = []
    for one in found:
        name = one.measure.name
        rows += [(name, "all", what, getattr(one, what)) for what in ("spread", "additive", "pairs", "rest")]
        for each in one.alone:
            rows += [(name, each.name, what, getattr(each, what)) for what in EFFECT_FIELDS]
        for pair in one.together:
            rows += [(name, f"{pair.first} x {pair.second}", what, getattr(pair, what)) for what in PAIR_FIELDS]
    for whose in shares:
        for group in whose.shares:
            rows += [(whose.measure.name, group.group, f"variance_{what}", getattr(group, what)) for what in ("alone", "whole")]
    texts = {name: pa.array([row[n] for row in rows], pa.string()) for n, name in enumerate(("measure", "part", "quantity"))}
    values = np.array([row[3] for row in rows], dtype=np.float64)
    return pa.table(texts | {name: numbers(values[:, n]) for n, name in enumerate(("value", "low", "high"))})
