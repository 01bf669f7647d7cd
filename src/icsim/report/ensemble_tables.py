"""The tables of an ensemble as Parquet files, with what they came from in their metadata."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from icsim.base.parquet import numbers, write_parquet
from icsim.config.provenance import origin_record
from icsim.engine.block import ReplicateSeeds
from icsim.engine.simulate import Simulation

PART = 512  # worlds in a row group: a long table is never held in memory as a whole


def write_tables(simulation: Simulation, folder: Path) -> None:
    """`replicates.parquet`, `trajectories.parquet` and `levers.parquet`."""
    made_from = origin_record(simulation.settings).model_dump()
    write_parquet(folder / "replicates.parquet", iter([replicate_table(simulation)]), made_from)
    write_parquet(folder / "trajectories.parquet", time_series_table(simulation), made_from)
    write_parquet(folder / "levers.parquet", iter([lever_table(simulation)]), made_from)


def replicate_table(simulation: Simulation) -> pa.Table:
    """One row for each world: its luck, and every series at each reported week as `trust_w52`."""
    columns = _lucks(simulation.replicates)
    for name in simulation.names:
        for week in simulation.reported:
            columns[f"{name}_w{week}"] = numbers(simulation.at(name, week))
    return pa.table(columns)


def time_series_table(simulation: Simulation) -> Iterator[pa.Table]:
    """One row for each world, measure and week, in that order, some worlds at a time."""
    names = pa.array(simulation.names, pa.string())
    weeks = np.array(simulation.weeks, dtype=np.int32)
    for first in range(0, len(simulation.replicates), PART):
        part = simulation.replicates[first : first + PART]
        values = simulation.series.array[0, :, :, first : first + PART].transpose(2, 0, 1)
        each = len(names) * len(weeks)
        measure = np.tile(np.repeat(np.arange(len(names), dtype=np.int32), len(weeks)), len(part))
        yield pa.table(
            {name: pa.array(np.repeat(column.to_numpy(), each)) for name, column in _lucks(part).items()}
            | {
                "week": pa.array(np.tile(weeks, len(part) * len(names))),
                "measure": pa.DictionaryArray.from_arrays(pa.array(measure), names),
                "value": numbers(values.ravel()),
            }
        )


def lever_table(simulation: Simulation) -> pa.Table:
    """One row for each world, tier and lever: what was set for the tier, and what is enacted in the last weeks."""
    found = simulation.enacted
    tiers = [str(query.of["tier"]) for query in found.queries]
    names = [query.measure.partition(".")[2] for query in found.queries]
    given = {tier: simulation.settings.levers(tier) for tier in dict.fromkeys(tiers)}
    each, many = len(names), len(simulation.replicates)
    return pa.table(
        {name: pa.array(np.repeat(column.to_numpy(), each)) for name, column in _lucks(simulation.replicates).items()}
        | {
            "tier": pa.array(tiers * many, pa.string()),
            "lever": pa.array(names * many, pa.string()),
            "set": pa.array([given[tier][name] for tier, name in zip(tiers, names, strict=True)] * many, pa.float64()),
            "enacted": numbers(found.array[0, :, 0].T.ravel()),
        }
    )


def _lucks(replicates: Sequence[ReplicateSeeds]) -> dict[str, pa.Array]:
    return {
        "structure_seed": pa.array([replicate.structure_seed for replicate in replicates], pa.int64()),
        "seed": pa.array([replicate.seed for replicate in replicates], pa.int64()),
    }
