"""What `icsim mechanisms` leaves: `mechanisms.json`, tables of all combinations and all parts, the figure and the page."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from icsim.base.parquet import numbers, write_parquet
from icsim.config.provenance import origin_record
from icsim.config.settings import Settings
from icsim.report.figure_style import save_figures
from icsim.report.mechanisms import mechanisms_figure
from icsim.report.mechanisms.mechanisms_page import TITLE, mechanisms_page
from icsim.report.page import PAGE, write_page
from icsim.report.theory.verdict_json import versions_of
from icsim.report.words import NO_FORECAST
from icsim.results.mechanism_readings import COMBINATIONS, combinations_table
from icsim.results.mechanisms import (
    FactorialRecord,
    InteractionRecord,
    MechanismRecord,
    MechanismsEffort,
    MechanismsFile,
    VarianceGroup,
    VarianceRecord,
)
from icsim.results.result_crate import write_result_crate
from icsim.results.values import Estimate
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.mechanism_factorial import MechanismDecomposition, decompose_readings
from icsim.theory.variance_shares import VarianceDecomposition

EFFECT_FIELDS = ("effect", "enough", "needed", "enough_in", "needed_in", "main", "shapley")
PAIR_FIELDS = ("size", "more_in", "less_in")
NAME = "mechanisms"


def write_mechanisms(
    settings: Settings, command: str, values: NDArray[np.float64], shares: Sequence[VarianceDecomposition], folder: Path
) -> MechanismsFile:
    """All files; `values` are the outcomes of every combination: [arm, draw, outcome, luck]."""
    made_from, found = origin_record(settings).model_dump(), decompose_readings(values)
    write_parquet(folder / COMBINATIONS, iter([combinations_table(values)]), made_from)
    write_parquet(folder / f"{NAME}.parquet", iter([effects_table(found, shares)]), made_from)
    made = mechanisms_file(settings, command, found, shares)
    made.write(folder)
    save_figures({NAME: lambda: mechanisms_figure.draw(settings, found, shares)}, folder)
    write_page(folder, mechanisms_page(made), folder / PAGE)
    write_result_crate(folder, f"{TITLE}: {made.place}", command, [("the settings", made.content_hash)], [settings])
    return made


def mechanisms_file(
    settings: Settings, command: str, found: Sequence[MechanismDecomposition], shares: Sequence[VarianceDecomposition]
) -> MechanismsFile:
    """The model of `mechanisms.json`."""
    return MechanismsFile(
        note=f"This {NO_FORECAST}.",
        command=command,
        content_hash=settings.content_hash(),
        versions=versions_of(settings),
        place=settings.world.title,
        week=settings.weeks,
        effort=_effort(settings),
        levels=dict(settings.values["levels"]),
        outcomes=tuple(map(_outcome, found)),
        variance=tuple(map(_variance, shares)),
    )


def _effort(settings: Settings) -> MechanismsEffort:
    budget = settings.values["budget"]
    return MechanismsEffort(
        settings=int(budget["robustness_draws"]), replicates=int(budget["robustness_replicates"]), sets=int(budget["draws"]),
        seed=settings.seed, structure_seed=settings.structure_seed,
    )  # fmt: skip


def _outcome(one: MechanismDecomposition) -> FactorialRecord:
    mechanisms = (
        MechanismRecord(mechanism=each.name, **{name: Estimate.from_object(getattr(each, name)) for name in EFFECT_FIELDS})
        for each in one.alone
    )
    return FactorialRecord(
        measure=one.measure.name,
        smallest_effect=one.measure.smallest_effect,
        deviation_between_arms=Estimate.from_object(one.spread),
        additive=Estimate.from_object(one.additive),
        additive_on_logit_scale=Estimate.from_object(one.additive_logit) if one.additive_logit else None,
        pairs=Estimate.from_object(one.pairs),
        three_and_more=Estimate.from_object(one.rest),
        mechanisms=tuple(mechanisms),
        interactions=tuple(map(InteractionRecord.from_object, one.together)),
    )


def _variance(one: VarianceDecomposition) -> VarianceRecord:
    return VarianceRecord(
        measure=one.measure.name,
        deviation=Estimate.from_object(one.deviation),
        groups=tuple(map(VarianceGroup.from_object, one.shares)),
        together=Estimate.from_object(one.together),
    )


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
