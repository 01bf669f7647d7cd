"""Types of what a step is given: a row has one number per lane, a grid one row per entity, a table one grid per name."""

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]  # [lane]
Grid = NDArray[np.float64]  # [entity, lane]
Table = NDArray[np.float64]  # [name, lane], or [lever, post, lane]
Choices = NDArray[np.int64]  # [name, lane]
Index = NDArray[np.int64]  # [entity], positions or ids
