"""Parquet files, written whole or not at all."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray


def numbers(values: NDArray[np.float64]) -> pa.Array:
    """Numbers for a table; one that is missing is null there, for nothing is neither 0 nor NaN."""
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def write_parquet(path: Path, parts: Iterator[pa.Table], made_from: Mapping[str, object]) -> None:
    """Write tables of one shape as one file. The file is opened here, so that a full disk is reported as such."""
    first = next(parts)
    schema = first.schema.with_metadata({"icsim": json.dumps(made_from, sort_keys=True)})
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for part in chain([first], parts):
            writer.write_table(part.cast(schema))
