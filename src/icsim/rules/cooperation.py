"""Cooperation: a team approaches, the other responds, joint work succeeds or fails."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01, logistic


@rule
def opportunity(
    rate: float,
    complexity: float,
    together: float,
    whole_group: float,
    w_complexity: float,
    w_together: float,
    w_whole: float,
) -> float:
    """Chance that a case this week needs both teams of a tie.

    Formula: clamp01(rate (1 + w_complexity (complexity - 1/2) + w_together together + w_whole whole_group))
    Symbols: all in [0, 1]; together: both sit in the same joint group and attend; weights >= 0. Source: X3, B13 mixing.
    Assumption: complex cases cross teams more often, and people who meet see more of them.
    """
    return clamp01(rate * (1.0 + w_complexity * (complexity - 0.5) + w_together * together + w_whole * whole_group))


@rule
def cooperation_motive(
    intent: float, ownership: float, value: float, mandate: float, duty: float, w_intent: float, w_value: float
) -> float:
    """Motive to work jointly: intent, ownership and what is held dear where it is voluntary, duty where it is mandated.

    Formula:
        wanted = w_intent intent + (1 - w_intent) ownership
        result = (1 - mandate) (wanted + w_value max(0, value - wanted)) + mandate duty
    Symbols: all in [0, 1]; value: how far partnership is a core value. Source: T1.1, T1.7 (box 1: partnership founded for
    good), credibility (mandated collaboration leans on contract). Assumption: a value carries on where intent wavers; whoever
    does not hold it goes by intent and ownership.
    """
    wanted = w_intent * intent + (1.0 - w_intent) * ownership
    return (1.0 - mandate) * (wanted + w_value * max(0.0, value - wanted)) + mandate * duty


@rule
def footing_contract(mandate: float, clarity: float, conditions: float) -> float:
    """How far a contract carries joint work: it is ordered, roles are clear, conditions are aligned.

    Formula: (mandate + clarity + conditions) / 3
    Symbols: all in [0, 1]. Source: credibility (Aunger 2021: mandated collaboration). Assumption: equal parts.
    """
    return (mandate + clarity + conditions) / 3.0


@rule
def footing_resources(protected_time: float, silo_funding: float, pressure: float) -> float:
    """How far resources carry joint work: there is time for it, it costs no budget, the daily work leaves room.

    Formula: (protected_time + (1 - silo_funding) + (1 - pressure)) / 3
    Symbols: all in [0, 1]. Source: credibility (rival: resources only). Assumption: equal parts.
    """
    return (protected_time + (1.0 - silo_funding) + (1.0 - pressure)) / 3.0


@rule
def footing(
    variant: int, mandate: float, clarity: float, conditions: float, protected_time: float, silo_funding: float, pressure: float
) -> float:
    """What joint work rests on alone, in the place of motive, trust, ability and obstacles; 0 where these count.

    Formula:
        result = footing_contract(mandate, clarity, conditions) if variant = 2,
            else footing_resources(protected_time, silo_funding, pressure) if variant = 3,
            else 0
    Symbols: variant 0 off, 1 on, 2 contract, 3 resources; others in [0, 1]. Source: credibility (rival theories).
    """
    if variant == 2:
        return footing_contract(mandate, clarity, conditions)
    return footing_resources(protected_time, silo_funding, pressure) if variant == 3 else 0.0


@rule
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
    """What speaks for joint work on a team's own side, whoever the partner is.

    Formula: w_motive motive + w_conditions conditions + w_clarity clarity + compliance threat
    Symbols: states in [0, 1]; weights >= 0. Source: T1.1, T2.1 (conditions lower its cost), T7.1, T4.8 (a threat
    buys compliance).
    """
    return w_motive * motive + w_conditions * conditions + w_clarity * clarity + compliance * threat


@rule
def partner_reason(turnout: float, trust: float, benefit: float) -> float:
    """What speaks for joint work with this partner: it pays when the partner turns up and can be trusted.

    Formula: benefit turnout trust
    Symbols: turnout, trust in [0, 1]; benefit >= 0. Source: B10 (stag hunt, b x of the neighbour times trust).
    """
    return benefit * turnout * trust


@rule
def own_costs(territoriality: float, pressure: float, overload: float, cost: float, w_territory: float, w_overload: float) -> float:
    """What speaks against joint work on a team's own side.

    Formula: cost + w_territory territoriality + w_overload (pressure + overload) / 2
    Symbols: states in [0, 1]; cost and weights >= 0. Source: B10, T3.7, X5. Assumption: work and change press alike.
    """
    return cost + w_territory * territoriality + w_overload * 0.5 * (pressure + overload)


@rule
def tie_costs(distance: float, conflict: float, risk: float, w_distance: float, w_conflict: float, w_risk: float) -> float:
    """What speaks against joint work with this partner: distance, open conflict, a leader who serves own interest.

    Formula: w_distance distance + w_conflict conflict + w_risk risk
    Symbols: states in [0, 1]; weights >= 0. Source: B10 (cost and risk), T3.4, T3.8, T6.6.
    """
    return w_distance * distance + w_conflict * conflict + w_risk * risk


@rule
def engagement_chance(utility: float, cost: float, beta: float) -> float:
    """Chance that a team approaches, or responds: logit of what speaks for it and against.

    Formula: logistic(beta (utility - cost))
    Symbols: utility, cost >= 0; beta > 0, sharpness. Result in (0, 1]. Source: B10, C6.
    """
    return logistic(beta * (utility - cost))


@rule
def output_additive(a: float, b: float) -> float:
    """Joint capability when one can make up for the other.

    Formula: (a + b) / 2
    Symbols: a, b, result in [0, 1]. Source: rival to B11, which has min-like output. Assumption: equal parts.
    """
    return 0.5 * (a + b)


@rule
def output_weakest_link(a: float, b: float) -> float:
    """Joint capability when the weaker part limits the whole.

    Formula: min(a, b)
    Symbols: a, b, result in [0, 1]. Source: B11 (min-like).
    """
    return min(a, b)


@rule
def joint_capability(variant: int, a: float, b: float, usual: float) -> float:
    """Joint capability under the chosen rule.

    Formula: usual if variant = 0, else output_additive(a, b) if variant = 1, else output_weakest_link(a, b)
    Symbols: variant 0 off (as usual), 1 additive, 2 weakest_link; a, b, usual in [0, 1]. Source: B11.
    """
    if variant == 0:
        return usual
    return output_additive(a, b) if variant == 1 else output_weakest_link(a, b)


@rule
def capability(skill: float, clarity: float, expertise: float) -> float:
    """What a team brings to joint work: knowing the others, knowing what to do, knowing its trade.

    Formula: (skill + clarity + expertise) / 3
    Symbols: all in [0, 1]. Source: B2, T3.3, SF6, SF13. Assumption: equal parts.
    """
    return (skill + clarity + expertise) / 3.0


@rule
def shared_understanding(able: float, disagreement: float, w_goals: float) -> float:
    """What two teams can do together when they differ in what they think is best.

    Formula: able (1 - w_goals disagreement)
    Symbols: able, disagreement (distance of outlooks), w_goals, result in [0, 1]. Source: T2.4 (goals that differ lead to errors
    of coordination), SF13 (team cognition and performance). Assumption: linear, here and not in decisions.
    """
    return able * (1.0 - w_goals * disagreement)


@rule
def in_touch(together: float, helped: bool) -> float:
    """How far two teams have to do with each other: they meet in a joint group, or one took cases over from the other.

    Formula: 1 if helped, else together
    Symbols: together, result in [0, 1]; helped, whether one end handed cases over last week and the other took cases on. Source:
    T8.2, B15. Assumption: a case handed over makes two teams see of each other's cases what a full joint meeting does.
    """
    return 1.0 if helped else together


@rule
def eased_by_morale(morale: float, w_morale: float) -> float:
    """What good spirits take off the effort of joint work, and bad ones add to it.

    Formula: w_morale (morale - 1/2)
    Symbols: morale, w_morale in [0, 1]. Source: SF14; Organ & Ryan 1995 (who is content does more than is asked). Assumption:
    linear about the middle; joint work is such an extra.
    """
    return w_morale * (morale - 0.5)


@rule
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
    """Chance that joint work succeeds.

    Formula:
        speaks_for = b0 + b_trust trust + b_capability capability_joint + b_told (told - 2/3)
        result = logistic(speaks_for - b_complexity complexity - b_conflict conflict)
    Symbols: trust (mean of both ways), capability_joint, complexity, conflict, told (share of what both ends know that they
    tell each other) in [0, 1]; b_* >= 0. Result in (0, 1].
    Source: B2, SF3, SF9; told: SF13 (what is shared bears on what is achieved). Assumption: two thirds told is usual.
    """
    speaks_for = b0 + b_trust * trust + b_capability * capability_joint + b_told * (told - 2.0 / 3.0)
    return logistic(speaks_for - b_complexity * complexity - b_conflict * conflict)


@rule
def turnout_after(turnout: float, came: float, chances: float, rate: float) -> float:
    """A team's name for turning up: follows what it did, unchanged when it was not asked.

    Formula: turnout + rate (came / max(1, chances) - turnout) if chances > 0, else turnout
    Symbols: turnout, result in [0, 1]; came <= chances, counts this week; rate per week. Source: B10 (x of the
    neighbours).
    """
    return turnout + rate * (came / max(1.0, chances) - turnout) if chances > 0.0 else turnout
