"""A second reading of icsim.rules.trust, written from what its rules say of themselves and not from their code."""

import numpy as np

from formulas.arithmetic import clamp, clamp01, towards


def trust_asymmetric(trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    return 1 - (1 - gain) * (1 - trust) if good else trust * (1 - loss)


def trust_symmetric(trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    return towards(trust, 1.0 if good else 0.0, gain)


def trust_confirmatory(trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    tilt = bias * (trust - 0.5)
    if good:
        return clamp01(towards(trust, 1.0, gain * (1 + tilt)))
    return clamp01(towards(trust, 0.0, loss * (1 - tilt)))


def trust_after(variant: int, trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    if variant == 0:
        return trust
    tilt = bias * (trust - 0.5) if variant == 3 else 0.0
    up = gain * (1 + tilt)
    down = gain if variant == 2 else loss * (1 - tilt)
    return clamp01(trust + up * (1 - trust) if good else trust - down * trust)


def trust_decay(trust: float, resting: float, fading: float) -> float:
    return towards(trust, resting, fading)


def resting_trust(usual: float, between_leaders: float, acquainted: bool) -> float:
    return between_leaders if acquainted else usual


def trust_in_leader_week(
    variant: int, trust: float, kept: float, broken: float, gain: float, loss: float, bias: float, ceiling: float
) -> float:
    if variant == 0:
        return trust
    after = trust_after(variant, trust, True, gain * kept, loss, bias)
    after = trust_after(variant, after, False, gain * broken, loss * broken, bias)
    return min(ceiling, clamp01(after))


def week_for_leader(visibility: float, authenticity: float, credibility: float, referent: float, recognition: float) -> float:
    return visibility * np.mean([authenticity, credibility, referent, recognition])


def week_against_leader(
    vision: float,
    authenticity: float,
    gap: float,
    threat: float,
    seen_sectional: float,
    w_words: float,
    w_gap: float,
    w_threat: float,
    w_sectional: float,
) -> float:
    belied = (1 - authenticity) - authenticity if authenticity < 0.5 else 0.0
    return clamp01(w_words * vision * belied + w_gap * gap + w_threat * threat + w_sectional * seen_sectional)


def trust_by_giving(variant: int, trust: float, given: float, gain: float, ceiling: float) -> float:
    return trust if variant == 0 else min(ceiling, (1 - gain) * trust + gain * given)


def first_trust_in_leader(usual: float, credible: float) -> float:
    return (usual + credible) / 2


def trust_introduced(trust: float, in_leader: float, between_leaders: float) -> float:
    return towards(trust, 1.0, in_leader * between_leaders)


def trust_after_harm(trust: float, own: float, other: float, blame: float) -> float:
    return trust - trust * blame * max(0.0, own - other)


def credit_to_leader(felt: float, brought: float, w_fair: float, w_result: float) -> float:
    return clamp(w_fair * felt + w_result * brought, -1.0, 1.0)
