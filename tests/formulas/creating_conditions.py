"""A second reading of icsim.rules.creating_conditions, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp01, towards


def conditions_after(conditions: float, alignment: float, silo: float, build: float, decay: float, silo_drag: float) -> float:
    return conditions * (1 - decay) + build * alignment * (1 - silo_drag * silo) * (1 - conditions)


def delivered_after(delivered: float, conditions: float, joint: float, conditions_weight: float, rate: float) -> float:
    seen = conditions_weight * conditions + (1 - conditions_weight) * joint
    return towards(delivered, seen, rate)


def cut_after(cut: float, cost_cutting: float, depth: float, rate: float) -> float:
    return towards(cut, depth * cost_cutting, rate)


def job_fear_after(
    fear: float, cost_cutting: float, crisis: float, base: float, w_cutting: float, w_crisis: float, rate: float
) -> float:
    return towards(fear, clamp01(base + w_cutting * cost_cutting + w_crisis * crisis), rate)


def business_style(cost_cutting: float, base: float) -> float:
    return 1 - (1 - base) * (1 - cost_cutting)


def misfit_after(misfit: float, style: float, values: float, rate: float) -> float:
    return towards(misfit, abs(style - values), rate)
