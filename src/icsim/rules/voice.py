"""Voice: speaking up or keeping silent, the safety to do so, and what leaders believe about the ground."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01, logistic


@rule
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
    """Chance that a team says what it knows: safe enough, low status made up for by inclusion, not futile.

    Formula: logistic(base + b_safety safety - b_status status_gap (1 - inclusive) - b_futility futility)
    Symbols: states in [0, 1]; status_gap: how far it stands below whom it speaks to; base any; b_* >= 0. Result in (0, 1].
    Source: B4; low-status staff take less part in decisions (Lichtenstein 2004).
    """
    return logistic(base + b_safety * safety - b_status * status_gap * (1.0 - inclusive) - b_futility * futility)


@rule
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
    """Psychological safety that leaders and circumstances support; standing below one's partners costs it, inclusion helps.

    Formula:
        held_down = w_status below (1 - heard_social)
        supported = base + w_social heard_social + w_fairness fairness - w_threat heard_threat - w_fear job_fear
        result = clamp01(supported - held_down)
    Symbols: states in [0, 1]; below: how far a team stands below its partners; weights >= 0. Source: T2.7, T4.8, B4 (status
    bears on safety, and inclusive leaders soften it: Nembhard & Edmondson 2006). Assumption: linear.
    """
    held_down = w_status * below * (1.0 - heard_social)
    supported = base + w_social * heard_social + w_fairness * fairness - w_threat * heard_threat - w_fear * job_fear
    return clamp01(supported - held_down)


@rule
def safety_after_voice(safety: float, spoke: bool, others_spoke: float, response: float, rate: float) -> float:
    """Safety after speaking up, or after others of the same leader did: moves to how it was received.

    Formula: safety + rate (response - safety) if spoke, else safety + rate others_spoke (response - safety)
    Symbols: safety, others_spoke (share of the leader's other teams that spoke), response, result in [0, 1]; rate per event.
    Source: B4 (own or witnessed voice). Assumption: what happens to all others teaches as much as what happens to oneself.
    """
    return safety + rate * (response - safety) if spoke else safety + rate * others_spoke * (response - safety)


@rule
def group_position(pooled: float, voiced: float, plan: float) -> float:
    """Where a group stands: what was voiced, by the say of those who voiced it; silence counts as going along with the plan.

    Formula: pooled + (1 - voiced) plan
    Symbols: pooled, sum of what was proposed, each by its say and by how far it was voiced; voiced, the sum of these weights,
    plan, result in [0, 1]. Source: T3.6, X2, T5.8, B4; SF4, SF13 (what is not said cannot be used). Assumption: whoever keeps
    silent is taken to agree.
    """
    return pooled + (1.0 - voiced) * plan


@rule
def response_to_voice(social_skill: float, threat: float, decency: float, w_social: float, w_threat: float) -> float:
    """How a leader receives bad news.

    Formula: clamp01(decency + w_social social_skill - w_threat threat)
    Symbols: all in [0, 1]; decency is what anyone gets. Source: T2.7, T4.8. Assumption: linear.
    """
    return clamp01(decency + w_social * social_skill - w_threat * threat)


@rule
def belief_error_after(error: float, voiced: float, finding_out: float, drift: float, correction: float, ground: float) -> float:
    """Error of a leader's belief about the ground: drifts, is corrected by what is said and by time on the ground.

    Formula: clamp01(error + drift (1 - error) - (correction voiced + ground finding_out) error)
    Symbols: error, voiced (share of teams that spoke), finding_out, result in [0, 1]; drift, correction, ground per
    week.
    Source: T5.8, T1.13.
    """
    return clamp01(error + drift * (1.0 - error) - (correction * voiced + ground * finding_out) * error)
