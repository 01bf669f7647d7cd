"""A second reading of icsim.rules.voice, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp01, logistic, towards


def speaking_up_chance(
    safety: float,
    status_gap: float,
    inclusive: float,
    futility: float,
    base: float,
    b_safety: float,
    b_status: float,
    b_futility: float,
) -> float:
    return logistic(base + b_safety * safety - b_status * status_gap * (1 - inclusive) - b_futility * futility)


def safety_target(
    heard_social: float,
    heard_threat: float,
    job_fear: float,
    fairness: float,
    below: float,
    base: float,
    w_social: float,
    w_threat: float,
    w_fear: float,
    w_fairness: float,
    w_status: float,
) -> float:
    raised = w_social * heard_social + w_fairness * fairness
    lowered = w_threat * heard_threat + w_fear * job_fear + w_status * below * (1 - heard_social)
    return clamp01(base + raised - lowered)


def safety_after_voice(safety: float, spoke: bool, others_spoke: float, response: float, rate: float) -> float:
    return towards(safety, response, rate if spoke else rate * others_spoke)


def group_position(pooled: float, voiced: float, plan: float) -> float:
    return pooled + plan - voiced * plan


def response_to_voice(social_skill: float, threat: float, decency: float, w_social: float, w_threat: float) -> float:
    return clamp01(decency + w_social * social_skill - w_threat * threat)


def belief_error_after(error: float, voiced: float, finding_out: float, drift: float, correction: float, ground: float) -> float:
    corrected = correction * voiced + ground * finding_out
    return clamp01(towards(error, 1.0, drift) - corrected * error)
