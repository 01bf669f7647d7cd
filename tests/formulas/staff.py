"""A second reading of icsim.rules.staff, written from what its rules say of themselves and not from their code."""

import numpy as np

from formulas.arithmetic import clamp01, logistic


def morale_target(
    fairness: float,
    clarity: float,
    reason: float,
    respect: float,
    delivered: float,
    job_fear: float,
    overload: float,
    strain: float,
    referent: float,
    leaderless: float,
    w_fairness: float,
    w_clarity: float,
    w_unexplained: float,
    w_respect: float,
    w_delivered: float,
    w_fear: float,
    w_overload: float,
    w_strain: float,
    w_leaderless: float,
    base: float,
    carried: float,
) -> float:
    good = np.dot([w_fairness, w_clarity, w_respect, w_delivered], [fairness, clarity, respect, delivered])
    swamped = overload * (1 - carried * referent)
    bad = np.dot([w_fear, w_overload, w_strain, w_leaderless], [job_fear, swamped, strain, leaderless])
    return clamp01(base + good - bad - w_unexplained * (1 - reason))


def mood_in_conflict(mood: float, conflict: float, w_conflict: float) -> float:
    return max(mood - w_conflict * conflict, 0.0)


def strain_target(
    pressure: float,
    crisis: float,
    overload: float,
    reporting: float,
    w_pressure: float,
    w_overload: float,
    w_reporting: float,
) -> float:
    pressed = 1 - (1 - pressure) * (1 - crisis)
    return clamp01(w_pressure * pressed + w_overload * overload + w_reporting * reporting)


def attendance_chance(
    intent: float,
    fairness: float,
    trust: float,
    ownership: float,
    overload: float,
    mandate: float,
    base: float,
    b_intent: float,
    b_fairness: float,
    b_trust: float,
    b_ownership: float,
    b_overload: float,
    b_mandate: float,
) -> float:
    b = np.array([b_intent, b_fairness, b_trust, b_ownership, b_mandate, -b_overload])
    return logistic(base + b @ np.array([intent, fairness, trust, ownership, mandate, overload]))
