"""A second reading of icsim.rules.balancing_perspectives, written from what its rules say of themselves and not from their code."""

import math

import numpy as np

from formulas.arithmetic import clamp01


def say_weight(power: float, contact: float, advocacy: float, gain: float, least: float) -> float:
    lift = 1 + gain * advocacy * (1 - power)
    return (power + least) * (contact + least) * lift


def backlash(advocacy: float, tolerance: float, above: float, rate: float) -> float:
    return rate * above * (advocacy - tolerance) if advocacy > tolerance else 0.0


def presence(joint_groups: float, protected_time: float, half: float, stolen: float) -> float:
    served = joint_groups * (protected_time + stolen * (1 - protected_time))
    return 1 - math.exp(-served / half)


def loyalty_strain_target(joint_groups: float, distance: float, loyalty: float, weight: float) -> float:
    divided = 4 * loyalty * (1 - loyalty)
    return clamp01(weight * joint_groups * distance * divided)


def territoriality_target(
    threat: float,
    resistance: float,
    shared: float,
    silo: float,
    job_fear: float,
    presence_felt: float,
    w_threat: float,
    w_shared: float,
    w_silo: float,
    w_fear: float,
    w_presence: float,
) -> float:
    unthreatened = (1 - threat) * (1 - resistance)
    raised = np.dot([w_threat, w_shared, w_silo, w_fear], [1 - unthreatened, 1 - shared, silo, job_fear])
    return clamp01(raised * (1 - w_presence * presence_felt))


def conflict_after(conflict: float, distance: float, friction: float, disagreement: float, closing: float, opening: float) -> float:
    cause = (distance + disagreement) / 2
    return clamp01((1 - closing) * conflict + opening * friction * cause * (1 - conflict))


def conflict_closing(mode: int, trust_in_leader: float, voice: float, resolve: float, hold: float) -> float:
    return {0: resolve * trust_in_leader, 1: hold * voice}.get(mode, 0.02)


def conflict_learning(mode: int, conflict: float, voice: float, gain: float) -> float:
    return gain * conflict * voice * (mode == 1)
