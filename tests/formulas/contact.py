"""A second reading of icsim.rules.contact, written from what its rules say of themselves and not from their code."""

import math

import numpy as np

from formulas.arithmetic import clamp01, towards


def culture_difference(language: float, attitude: float, values: float) -> float:
    return float(np.mean([language, attitude, values]))


def first_distance(difference: float, scale: float, other_profession: bool, profession: float) -> float:
    return clamp01(2 * scale * (difference + profession * other_profession))


def acquaintance_chance(share: float, difference: float, homophily: float) -> float:
    unlike = math.exp(-homophily * difference)
    return share * unlike / (1 - share + share * unlike)


def contact_quality(power_gap: float, disagreement: float, conflict: float, equal_status: float) -> float:
    return math.prod(1 - x for x in (equal_status * power_gap, disagreement, conflict))


def distance_after(
    distance: float, met: bool, good: bool, quality: float, bridging: float, gain: float, harm: float, bridge: float
) -> float:
    bridged = distance * (1 - bridge * bridging)
    if not met:
        return bridged
    if good:
        return bridged * (1 - gain * quality)
    return bridged + harm * (1 - quality) * (1 - bridged)


def with_visits(own: float, visiting: float, share: float) -> float:
    return towards(own, 1.0, share * visiting)


def others_seen(bridging: float, skill: float) -> float:
    return 1 - (1 - bridging) * (1 - skill)


def familiarity_after(familiarity: float, met: bool, gain: float, fading: float) -> float:
    if met:
        return towards(familiarity, 1.0, gain)
    return towards(familiarity, 0.0, fading)
