"""A second reading of icsim.rules.cooperation, written from what its rules say of themselves and not from their code."""

import numpy as np

from formulas.arithmetic import clamp01, logistic, towards


def opportunity(
    rate: float, complexity: float, together: float, whole_group: float, w_complexity: float, w_together: float, w_whole: float
) -> float:
    lift = w_complexity * (complexity - 0.5) + w_together * together + w_whole * whole_group
    return clamp01(rate * (1 + lift))


def cooperation_motive(
    intent: float, ownership: float, value: float, mandate: float, duty: float, w_intent: float, w_value: float
) -> float:
    wanted = towards(ownership, intent, w_intent)
    carried = towards(wanted, value, w_value) if value > wanted else wanted
    return towards(carried, duty, mandate)


def footing_contract(mandate: float, clarity: float, conditions: float) -> float:
    return float(np.mean([mandate, clarity, conditions]))


def footing_resources(protected_time: float, silo_funding: float, pressure: float) -> float:
    return float(np.mean([protected_time, 1 - silo_funding, 1 - pressure]))


def footing(
    variant: int, mandate: float, clarity: float, conditions: float, protected_time: float, silo_funding: float, pressure: float
) -> float:
    if variant == 2:
        return (mandate + clarity + conditions) / 3
    if variant == 3:
        return (2 + protected_time - silo_funding - pressure) / 3
    return 0.0


def own_reasons(
    motive: float,
    conditions: float,
    clarity: float,
    threat: float,
    w_motive: float,
    w_conditions: float,
    w_clarity: float,
    compliance: float,
) -> float:
    return w_motive * motive + w_conditions * conditions + w_clarity * clarity + compliance * threat


def partner_reason(turnout: float, trust: float, benefit: float) -> float:
    return benefit * turnout * trust


def own_costs(territoriality: float, pressure: float, overload: float, cost: float, w_territory: float, w_overload: float) -> float:
    return cost + w_territory * territoriality + w_overload * (pressure + overload) / 2


def tie_costs(distance: float, conflict: float, risk: float, w_distance: float, w_conflict: float, w_risk: float) -> float:
    return w_distance * distance + w_conflict * conflict + w_risk * risk


def engagement_chance(utility: float, cost: float, beta: float) -> float:
    return logistic(beta * (utility - cost))


def output_additive(a: float, b: float) -> float:
    return 0.5 * (a + b)


def output_weakest_link(a: float, b: float) -> float:
    return min(a, b)


def joint_capability(variant: int, a: float, b: float, usual: float) -> float:
    return [usual, (a + b) / 2, min(a, b)][min(variant, 2)]


def capability(skill: float, clarity: float, expertise: float) -> float:
    return float(np.mean([skill, clarity, expertise]))


def shared_understanding(able: float, disagreement: float, w_goals: float) -> float:
    return able - able * w_goals * disagreement


def in_touch(together: float, helped: bool) -> float:
    return 1.0 if helped else together


def eased_by_morale(morale: float, w_morale: float) -> float:
    return w_morale * morale - w_morale / 2


def success_chance(
    trust: float,
    capability_joint: float,
    complexity: float,
    conflict: float,
    told: float,
    b0: float,
    b_trust: float,
    b_capability: float,
    b_complexity: float,
    b_conflict: float,
    b_told: float,
) -> float:
    helps = b_trust * trust + b_capability * capability_joint + b_told * (told - 2 / 3)
    hurts = b_complexity * complexity + b_conflict * conflict
    return logistic(b0 + helps - hurts)


def turnout_after(turnout: float, came: float, chances: float, rate: float) -> float:
    if chances <= 0:
        return turnout
    return towards(turnout, came / max(1.0, chances), rate)
