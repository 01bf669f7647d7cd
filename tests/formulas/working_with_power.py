"""A second reading of icsim.rules.working_with_power, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp, clamp01, towards


def effective_power(power: float, mean: float, imbalance: float, least: float) -> float:
    return clamp(mean + 2 * imbalance * (power - mean), least, 1.0)


def power_gap(own: float, other: float) -> float:
    return other - min(own, other)


def spoken_for(own: float, others: float) -> float:
    return (own + others) / 2


def terms_of_case(distance: float, own: float, other: float) -> float:
    return distance * (other - own) / (other + own) if other > own else 0.0


def terms_felt(terms: float, ownership: float, weight: float) -> float:
    return weight * (terms - terms * ownership)


def decision_mode(u: float, urgent: bool, takes_charge: bool, share: float, yield_lead: float, consult: float) -> int:
    if urgent and takes_charge:
        return 4
    yielded = 1 - (1 - share) * (1 - yield_lead)
    consulted = 1 - (1 - share) * (1 - yield_lead) * (1 - consult)
    return 1 if u < share else 2 if u < yielded else 3 if u < consulted else 4


def best_course(u: float) -> float:
    return towards(0.2, 0.8, u)


def proposal(best: float, u: float, expertise: float, outlook: float, spread: float, lean: float) -> float:
    return clamp01(best + 2 * spread * (1 - expertise) * (u - 0.5) + lean * (outlook - 0.5))


def need_of_users(best: float, u: float, distance: float) -> float:
    return clamp01(best + distance * (2 * u - 1))


def plan_of_leader(
    best: float,
    need: float,
    u: float,
    belief_error: float,
    user_centred: float,
    sectional: float,
    astuteness: float,
    spread: float,
    ambition: float,
    interest: float,
    user_pull: float,
) -> float:
    drawn = towards(best, need, user_pull * user_centred * (1 - belief_error))
    pursued = interest * sectional * (1 + astuteness) / 2
    return clamp01(drawn + ambition + pursued + 2 * spread * belief_error * (u - 0.5))


def authority_in_use(authority: float, borrowed: float, authority_above: float) -> float:
    return 1 - (1 - authority) * (1 - borrowed * authority_above)


def weight_with_borrowed(share: float, count: float, is_top: bool, borrowed: float, evenness: float, lent: float) -> float:
    extra = evenness / count + (1 - evenness) * is_top
    return towards(share, extra, lent * borrowed)


def short_of_say(weight: float, count: float) -> float:
    return 1 - min(1.0, weight * count)


def decision_position(mode: int, plan: float, group: float, best_placed: float, heed: float, leader_weight: float) -> float:
    if mode == 1:
        return towards(group, plan, leader_weight)
    if mode == 2:
        return best_placed
    return towards(plan, group, heed if mode == 3 else 0.0)


def position_at_distance(group: float, distance: float) -> float:
    return clamp01(group + (distance if group < 0.5 else -distance))


def fit_to_target(position: float, target: float, steepness: float) -> float:
    return max(0.0, 1 - steepness * abs(position - target))


def decision_speed(mode: int, count: float, delay: float) -> float:
    asked = {1: count, 2: 1.0, 3: count}.get(mode, 0.0)
    return 1 / (1 + delay * asked)


def in_time(quality: float, urgent: bool, speed: float, cost: float) -> float:
    return quality * (1 - cost * (1 - speed) * urgent)


def acceptance_of(fairness: float, consideration: float, persuasion: float, w_fair: float) -> float:
    return clamp01(towards(consideration, fairness, w_fair) + persuasion)


def ownership_after(
    ownership: float, mode: int, consideration: float, stakes: float, shared_gain: float, told_loss: float
) -> float:
    if mode in (0, 4):
        return towards(ownership, 0.0, told_loss * stakes)
    felt = {1: 1.0, 2: consideration, 3: consideration - (1 - consideration)}[mode]
    return towards(ownership, 1.0 if felt > 0 else 0.0, shared_gain * stakes * abs(felt))


def delivered_by_decision(delivered: float, stakes: float, quality: float, acceptance: float, impact: float) -> float:
    change = impact * stakes * (quality * acceptance - 0.25)
    return towards(delivered, 1.0 if change > 0 else 0.0, abs(change))


def influence_after(influence: float, target: float, rate: float) -> float:
    return towards(influence, target, rate)


def contact_share(contact: float, half: float) -> float:
    return 1 - half / (contact + half)


def weight_of_matter(about: int, matter: int) -> float:
    if matter == 0:
        return float(about == 0)
    return 2.0 if about == matter else 1.0


def resistance_after(resistance: float, threat: float, reactance: float, rate: float) -> float:
    return towards(resistance, reactance * threat, rate)


def obedience(threat: float, watched: float, resistance: float) -> float:
    return threat * watched * (1 - resistance)
