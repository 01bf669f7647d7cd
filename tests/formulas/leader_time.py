"""A second reading of icsim.rules.leader_time, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp01, towards


def with_spread(value: float, u: float, spread: float) -> float:
    return clamp01(value * (1 + 4 * spread * (2 * u - 1) * (1 - value)))


def workload(hours: float, base: float, span: float, teams: float, crisis_hours: float, crisis: float, week: float) -> float:
    return sum((hours, base, span * teams, crisis_hours * crisis)) / week


def pace_of(load_asked: float) -> float:
    return 1.0 if load_asked <= 1 else 1 / load_asked


def demand_on_leader(
    load_asked: float,
    loyalty_strain: float,
    staff_strain: float,
    misfit: float,
    w_load: float,
    w_loyalty: float,
    w_staff: float,
    w_misfit: float,
) -> float:
    return clamp01(w_load * load_asked**2 + w_loyalty * loyalty_strain + w_staff * staff_strain + w_misfit * misfit)


def strain_after(strain: float, demand: float, resilience: float, relief: float, rate: float) -> float:
    return towards(strain, demand * (1 - relief * resilience), rate)


def acting_practice(variant: int, practice: float, usual: float) -> float:
    return practice if variant == 1 else usual


def mean_enactment(timed: float, untimed: float, pace: float) -> float:
    return clamp01(untimed + pace * timed)
