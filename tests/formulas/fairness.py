"""A second reading of icsim.rules.fairness, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp01


def consideration(decided: float, proposed: float, tolerance: float) -> float:
    return max(0.0, 1 - abs(decided - proposed) / tolerance)


def fairness_instrumental(q: float, gain: float, pain: float, voice_value: float) -> float:
    return (gain + pain) * q - pain


def fairness_any_voice(q: float, gain: float, pain: float, voice_value: float) -> float:
    return voice_value + gain * q


def fairness_change(
    variant: int, asked: bool, q: float, warranted: bool, gain: float, pain: float, voice_value: float, told: float
) -> float:
    if variant == 0:
        return 0.0
    if not asked:
        return 0.0 if warranted else -told
    if variant == 1:
        return gain * q - pain * (1 - q)
    return voice_value + gain * q


def breach_after(breach: float, overridden: float, remembered: float, fading: float) -> float:
    kept = breach * (1 - fading)
    return 1 - (1 - kept) * (1 - remembered * overridden)


def asked_again(good: float, breach: float) -> float:
    return good - breach * max(good, 0.0)


def fairness_usual(usual: float, breach: float) -> float:
    return usual - usual * breach


def fairness_compared(change: float, short: float, told: float) -> float:
    return max(change - told * short, -1.0)


def fairness_by_talk(usual: float, explained: float, respectful: float) -> float:
    well_treated = (explained + respectful) / 2
    return well_treated + usual * (1 - well_treated)


def status_weighted(change: float, power: float, entitlement: float) -> float:
    return max(change * (1 + entitlement * (2 * power - 1)), -1.0) if change < 0 else change


def bounded_change(state: float, change: float) -> float:
    return clamp01(state + change * ((1 - state) if change > 0 else state))


def fairness_week(
    fairness: float,
    hearsay: float,
    seen_sectional: float,
    backlash: float,
    resistance: float,
    word: float,
    sectional: float,
    settling: float,
    usual: float,
) -> float:
    drawn = word * (hearsay - fairness) + settling * (usual - usual * resistance - fairness)
    worn = (sectional * seen_sectional + backlash) * fairness
    return clamp01(fairness + drawn - worn)
