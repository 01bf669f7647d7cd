"""`combinations.parquet`: the outcomes of every combination of mechanisms in every setting, averaged over replicates."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from icsim.base.parquet import numbers
from icsim.catalogue import MECHANISMS
from icsim.theory.mechanism_factorial import ALL, OUTCOMES

COMBINATIONS = "combinations.parquet"


def combinations_table(values: NDArray[np.float64], chosen: Sequence[int] | None = None) -> pa.Table:
    """From readings [arm, draw, outcome, luck]: a row for each setting and combination, with which mechanisms are high."""
    draws = range(values.shape[1]) if chosen is None else chosen
    arms = np.arange(1 << ALL)
    high = {name: pa.array(np.tile((arms >> n & 1).astype(bool), len(draws))) for n, name in enumerate(MECHANISMS)}
    means = {name: numbers(_means(values[:, :, n]).T.ravel()) for n, name in enumerate(OUTCOMES)}
    return pa.table({"setting": pa.array(np.repeat(np.array(draws, dtype=np.int32), arms.size))} | high | means)


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Over replicates, one after the other, so that the same replicates give the same bits; nan where none has a value."""
    total, count = np.zeros(values.shape[:2]), np.zeros(values.shape[:2])
    for luck in range(values.shape[2]):
        there = ~np.isnan(values[:, :, luck])
        total += np.where(there, values[:, :, luck], 0.0)
        count += there
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0.0, total / count, np.nan)
