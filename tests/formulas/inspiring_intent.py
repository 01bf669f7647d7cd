"""A second reading of icsim.rules.inspiring_intent, written from what its rules say of themselves and not from their code."""

import numpy as np

from formulas.arithmetic import clamp01, towards


def message_reach(visibility: float, trust: float, floor: float) -> float:
    return trust * (visibility + floor * (1 - visibility))


def message_heard(from_team_leader: float, from_system_leader: float, weight: float, has_system: bool) -> float:
    return np.average([from_team_leader, from_system_leader], weights=[1 - weight, weight]) if has_system else from_team_leader


def credibility_base(cross_sector: float, past_success: float, personality: float) -> float:
    return cross_sector + (1 - cross_sector) * (past_success + (1 - past_success) * personality)


def credibility_after(credibility: float, base: float, gap: float, loss: float, recovery: float) -> float:
    return clamp01(credibility * (1 - loss * gap) + recovery * (base - credibility))


def expectation_after(expectation: float, heard_vision: float, gain: float, fading: float) -> float:
    return expectation * (1 - fading) + gain * heard_vision * (1 - expectation)


def expectation_gap(expectation: float, delivered: float) -> float:
    return max(0.0, expectation - delivered)


def intent_target(
    heard_vision: float,
    delivered: float,
    gap: float,
    respect: float,
    floor: float,
    w_vision: float,
    w_delivered: float,
    w_gap: float,
    w_respect: float,
) -> float:
    weights = np.array([w_vision, w_delivered, -w_gap, w_respect])
    return clamp01(floor + weights @ np.array([heard_vision, delivered, gap, respect]))


def felt_respect(heard_recognition: float, power: float, status_slope: float) -> float:
    return clamp01(heard_recognition * (1 + status_slope - 2 * status_slope * power))


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
    healed = healing * (heard_acknowledge + comfort * (1 - heard_acknowledge)) * (1 - own)
    worn = (erosion * at_stake + collective_loss * heard_collective) * own
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
    return towards(referent, 1.0, growth * exposure)


def partnership_value_after(
    value: float, intent: float, threat: float, heard_acknowledge: float, rate: float, w_threat: float, w_heard: float
) -> float:
    return towards(value, clamp01(intent + w_heard * heard_acknowledge - w_threat * threat), rate)
