"""Agreement within groups: how much of what single people answer lies between their groups."""

import numpy as np
from numpy.typing import NDArray


def icc1(values: NDArray[np.float64], group: NDArray[np.int64]) -> float:
    """ICC(1), the share of variance that lies between groups, by analysis of variance within worlds; [person, world].

    `group` [person] numbers the groups from 0; sizes may differ (Bliese 2000, Within-group agreement, non-independence, and
    reliability).
    """
    sizes = np.bincount(group).astype(np.float64)
    people, groups, worlds = values.shape[0], sizes.size, values.shape[1]
    sums = np.zeros((groups, worlds))
    np.add.at(sums, group, values)
    means = sums / sizes[:, None]
    between = float((sizes[:, None] * (means - values.mean(axis=0)) ** 2).sum()) / (worlds * (groups - 1))
    inside = float(((values - means[group]) ** 2).sum()) / (worlds * (people - groups))
    size = (people - float((sizes**2).sum()) / people) / (groups - 1)
    return float((between - inside) / (between + (size - 1.0) * inside))
