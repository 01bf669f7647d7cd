"""Types of what a step is given: a row has one number per lane, a grid one row per entity, a table one grid per name."""

import numpy as np
from numpy.typing import NDArray

LaneRow = NDArray[np.float64]  # [lane]
EntityGrid = NDArray[np.float64]  # [entity, lane]
NamedGrid = NDArray[np.float64]  # [name, lane], or [lever, post, lane]
ChoiceRow = NDArray[np.int64]  # [name, lane]
IndexArray = NDArray[np.int64]  # [entity], positions or ids
