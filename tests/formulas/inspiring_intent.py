"""A second reading of icsim.rules.inspiring_intent, written from what its rules say of themselves and not from their code."""

import numpy as np

from formulas.arithmetic import clamp01, towards


def message_reach(visibility: float, trust: float, floor: float) -> float:
    return trust * (visibility + floor * (1 - visibility))


def done_by_both(by_team_leader: float, by_system_leader: float, weight: float, has_system: bool) -> float:
    return towards(by_team_leader, by_system_leader, weight if has_system else 0.0)


def message_heard(
    variant: int,
    near_reach: float,
    near_says: float,
    far_reach: float,
    far_says: float,
    passed: float,
    weight: float,
    has_far: bool,
) -> float:
    near, far = near_reach * near_says, far_reach * far_says
    if variant == 0:
        return 0.0
    if not has_far:
        return near
    if variant == 1:
        carried = towards(near_says, far_says, passed) if far_says > near_says else near_says
        return max(near_reach * carried, far)
    return (1 - weight) * near + weight * far


def credibility_base(cross_sector: float, past_success: float, personality: float) -> float:
    return cross_sector + (1 - cross_sector) * (past_success + (1 - past_success) * personality)


def credibility_after(credibility: float, base: float, delivered: float, gap: float, loss: float, recovery: float) -> float:
    earned = 1 - (1 - base) * (1 - delivered)
    return clamp01(credibility * (1 - loss * gap) + recovery * (earned - credibility))


def promise_ceiling(delivered: float, belief_error: float, spread: float) -> float:
    return clamp01(delivered + 0.5 * spread * belief_error)


def expectation_after(
    expectation: float, heard_vision: float, heard_promise: float, resting: float, gain: float, fading: float
) -> float:
    kept = 1 - fading - gain * heard_vision
    return clamp01(kept * expectation + gain * heard_promise + fading * resting)


def expectation_gap(expectation: float, delivered: float) -> float:
    return max(0.0, expectation - delivered)


def intent_target(
    heard_vision: float,
    delivered: float,
    gap: float,
    respect: float,
    resistance: float,
    floor: float,
    w_vision: float,
    w_delivered: float,
    w_gap: float,
    w_respect: float,
) -> float:
    weights = np.array([w_vision, w_delivered, -w_gap, w_respect])
    return (1 - resistance) * clamp01(floor + weights @ np.array([heard_vision, delivered, gap, respect]))


def felt_respect(heard_recognition: float, below: float, withheld: float) -> float:
    lost = withheld * below
    return clamp01(heard_recognition * (1 + lost) - lost)


def own_identity_after(
    own: float,
    at_stake: float,
    heard_acknowledge: float,
    heard_collective: float,
    erosion: float,
    healing: float,
    comfort: float,
    collective_loss: float,
) -> float:
    healed = healing * towards(heard_acknowledge, 1.0, comfort) * (1 - own)
    worn = collective_loss * heard_collective * own + erosion * own * (at_stake - at_stake * heard_acknowledge)
    return clamp01(own + healed - worn)


def shared_identity_after(
    shared: float,
    heard_relational: float,
    heard_collective: float,
    contact: float,
    gain_relational: float,
    gain_collective: float,
    gain_contact: float,
    fading: float,
) -> float:
    raised = np.dot([gain_relational, gain_collective, gain_contact], [heard_relational, heard_collective, contact])
    return clamp01(shared * (1 - fading) + raised * (1 - shared))


def referent_after(referent: float, exposure: float, growth: float) -> float:
    return towards(referent, exposure, growth)


def partnership_value_after(
    value: float, own: float, shared: float, intent: float, joined: float, delivered: float, rate: float, w_identity: float
) -> float:
    lived, identity = np.mean([intent, joined, delivered]), np.mean([own, shared])
    return towards(value, towards(float(lived), float(identity), w_identity), rate)
