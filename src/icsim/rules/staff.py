"""Staff: morale, work pressure and attendance at joint meetings."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01, logistic


@rule
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
    """Morale that circumstances support; a liked leader carries a team through change.

    Formula:
        good = w_fairness fairness + w_clarity clarity + w_respect respect + w_delivered delivered
        bad = w_fear job_fear + w_overload overload (1 - carried referent) + w_strain strain + w_leaderless leaderless
        result = clamp01(base + good - bad - w_unexplained (1 - reason))
    Symbols: states in [0, 1]; weights >= 0. Source: T1.3, SF2, SF6, T4 definition (referent power), T2.5 (losing a
    leader), T7.2 (reasons that are not understood frustrate).
    Assumption: linear.
    """
    good = w_fairness * fairness + w_clarity * clarity + w_respect * respect + w_delivered * delivered
    bad = w_fear * job_fear + w_overload * overload * (1.0 - carried * referent) + w_strain * strain + w_leaderless * leaderless
    return clamp01(base + good - bad - w_unexplained * (1.0 - reason))


@rule
def mood_in_conflict(mood: float, conflict: float, w_conflict: float) -> float:
    """Morale that circumstances support where partners are in open conflict.

    Formula: max(0, mood - w_conflict conflict)
    Symbols: mood, conflict (mean of a team's ties), result in [0, 1]; w_conflict in [0, 1]. Source: T3.4 (climate), SF9; De Dreu
    and Weingart 2003 (conflict and satisfaction). Assumption: linear.
    """
    return max(0.0, mood - w_conflict * conflict)


@rule
def strain_target(
    pressure: float, crisis: float, overload: float, reporting: float, w_pressure: float, w_overload: float, w_reporting: float
) -> float:
    """Strain on staff: waiting work or a crisis, undigested change, reporting.

    Formula: clamp01(w_pressure (pressure + (1 - pressure) crisis) + w_overload overload + w_reporting reporting)
    Symbols: pressure, crisis, overload in [0, 1]; reporting in hours a week; weights >= 0. Source: X5, B13, T7.2.
    Assumption: a crisis presses from its first day, before the queues have grown, and either is enough to press.
    """
    return clamp01(w_pressure * (pressure + (1.0 - pressure) * crisis) + w_overload * overload + w_reporting * reporting)


@rule
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
    """Share of joint meetings a team would attend now.

    Formula:
        pull = b_intent intent + b_fairness fairness + b_trust trust + b_ownership ownership + b_mandate mandate
        result = logistic(base + pull - b_overload overload)
    Symbols: states in [0, 1]; base any, b_* >= 0. Result in (0, 1]. Source: T4.6 (box 4), T4.2. Assumption: logit.
    """
    pull = b_intent * intent + b_fairness * fairness + b_trust * trust + b_ownership * ownership + b_mandate * mandate
    return logistic(base + pull - b_overload * overload)
