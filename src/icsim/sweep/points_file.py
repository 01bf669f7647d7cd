"""Points from a CSV or Parquet file: one column for each axis, one row for each point."""

import math
from pathlib import Path

from icsim.base.errors import UserError
from icsim.sweep.axes import Value


def read_points(given: str, where: str) -> dict[str, list[Value]]:
    """The columns by name. UserError for a file that cannot be read, has no rows, or has a gap or NaN in it."""
    import pyarrow as pa
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    path = Path(given).expanduser()
    if not path.is_file():
        raise UserError(f"{where}: {path} is no file; give the path of a CSV or Parquet file")
    try:
        if path.suffix == ".csv":
            table = csv.read_csv(path, convert_options=csv.ConvertOptions(null_values=["", "null"], strings_can_be_null=True))
        elif path.suffix == ".parquet":
            table = pq.read_table(path, partitioning=None)
        else:
            raise UserError(f"{where}: {path} is neither .csv nor .parquet; give one of these")
    except OSError as error:
        raise UserError(f"{where}: {path}: {error.strerror or error}; give the path of a CSV or Parquet file") from error
    except pa.ArrowException as error:
        raise UserError(f"{where}: {path}: cannot be read: {' '.join(str(error).split())}; mend the file") from error
    if not table.num_rows or not table.num_columns:
        raise UserError(f"{where}: {path} has no points; give one column for each axis and one row for each point")
    twice = next((name for name in table.column_names if table.column_names.count(name) > 1), None)
    if twice is not None:
        raise UserError(f"{where}: {path}: the column {twice} is there twice; leave one out")
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    for name, values in columns.items():
        for row, value in enumerate(values, start=1):
            if value is None or (isinstance(value, float) and not math.isfinite(value)):
                what = "empty" if value is None else value
                raise UserError(f"{where}: {path}, row {row}: {name} is {what}; give every point every value")
    return columns
