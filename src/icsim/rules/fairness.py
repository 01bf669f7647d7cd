"""Fairness: what having a voice does, heeded or not, and how word of it spreads."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def consideration(decided: float, proposed: float, tolerance: float) -> float:
    """How far a team finds its own proposal in the decision.

    Formula: max(0, 1 - abs(decided - proposed) / tolerance)
    Symbols: decided, proposed, result in [0, 1]; tolerance > 0, distance at which nothing is found. Source: B5.
    """
    return max(0.0, 1.0 - abs(decided - proposed) / tolerance)


@rule
def fairness_instrumental(q: float, gain: float, pain: float, voice_value: float) -> float:
    """Change of fairness for a team that was asked: being heeded counts, being ignored hurts.

    Formula: gain q - pain (1 - q)
    Symbols: q consideration in [0, 1]; gain, pain >= 0; voice_value unused here. Break-even at pain / (gain + pain).
    Source: B5, C16.
    """
    return gain * q - pain * (1.0 - q)


@rule
def fairness_any_voice(q: float, gain: float, pain: float, voice_value: float) -> float:
    """Change of fairness for a team that was asked: any voice is better than none.

    Formula: voice_value + gain q
    Symbols: q in [0, 1]; gain, voice_value >= 0; pain unused here. Source: T4.7 (rival), B5.
    """
    return voice_value + gain * q


@rule
def fairness_change(
    variant: int, asked: bool, q: float, warranted: bool, gain: float, pain: float, voice_value: float, told: float
) -> float:
    """Change of fairness in a decision: by the voice one had, or the small loss of being told without need.

    Formula:
        result = 0 if variant = 0,
            else (0 if warranted, else -told) if not asked,
            else fairness_instrumental(q, gain, pain, voice_value) if variant = 1,
            else fairness_any_voice(q, gain, pain, voice_value)
    Symbols: variant 0 off, 1 instrumental, 2 any_voice; q in [0, 1]; gain, pain, voice_value, told >= 0.
    Source: B5; told: T4.13. Assumption: what law or performance demands is not taken as unfair.
    """
    if variant == 0:
        return 0.0
    if not asked:
        return 0.0 if warranted else -told
    if variant == 1:
        return fairness_instrumental(q, gain, pain, voice_value)
    return fairness_any_voice(q, gain, pain, voice_value)


@rule
def breach_after(breach: float, overridden: float, remembered: float, fading: float) -> float:
    """What a team remembers of having been asked and overridden by a leader: each time adds to it, and it fades slowly.

    Formula: breach (1 - fading) + remembered overridden (1 - breach (1 - fading))
    Symbols: breach, overridden (what was at stake and not found in the decision), remembered, fading per week, result
    in [0, 1]. Source: T4.7, B5 (false hope: who was asked in vain once doubts the next asking). Assumption: per leader.
    """
    left = breach * (1.0 - fading)
    return left + remembered * overridden * (1.0 - left)


@rule
def asked_again(good: float, breach: float) -> float:
    """What speaks for a leader, as it counts for a team that remembers being overridden; what speaks against counts whole.

    Formula: good (1 - breach) if good > 0, else good
    Symbols: good any; breach in [0, 1]. Source: T4.7, B5. Assumption: doubt discounts in proportion.
    """
    return good * (1.0 - breach) if good > 0.0 else good


@rule
def fairness_usual(usual: float, breach: float) -> float:
    """What fairness settles to where a breach is remembered: less, of what is usual and of what fine words promise.

    Formula: usual (1 - breach)
    Symbols: all in [0, 1]; usual, with what talk adds to it. Source: T4.7. Assumption: as asked_again.
    """
    return usual * (1.0 - breach)


@rule
def fairness_compared(change: float, short: float, told: float) -> float:
    """Change of fairness in a decision, for a team whose say is below that of the others who are asked.

    Formula: max(-1, change - told short)
    Symbols: change, result in [-1, 1]; short, how far the team's say falls short of an equal one, in [0, 1]; told >= 0, what
    it costs to be told. Source: T4.11 (who is passed over envies), Adams 1965 (shares are compared). Assumption: to be asked
    without any say is to be told.
    """
    return max(-1.0, change - told * short)


@rule
def fairness_by_talk(usual: float, explained: float, respectful: float) -> float:
    """What fairness settles to, for how people are talked to: reasons given and respect shown lift it over what is usual.

    Formula: usual + (1 - usual) (explained + respectful) / 2
    Symbols: usual, explained, respectful (both as taken in), result in [0, 1].
    Source: SF2, T7.5; Colquitt 2001 (informational and interpersonal justice). Assumption: it settles at 1 instead of what is
    usual where everything is explained and said with respect, whatever a team's people are like.
    """
    return usual + (1.0 - usual) * (explained + respectful) / 2.0


@rule
def status_weighted(change: float, power: float, entitlement: float) -> float:
    """A loss of voice as it is felt: the more, the more one is used to being heard.

    Formula: max(-1, change (1 + entitlement (2 power - 1))) if change < 0, else change
    Symbols: change, result in [-1, 1]; power in [0, 1]; entitlement in [0, 1]. Source: T4.6 (strongest in the high-status
    group).
    """
    return max(-1.0, change * (1.0 + entitlement * (2.0 * power - 1.0))) if change < 0.0 else change


@rule
def bounded_change(state: float, change: float) -> float:
    """A state in [0, 1] moved by a signed change, the less the nearer it is to its end.

    Formula: clamp01(state + change (1 - state)) if change > 0, else clamp01(state + change state)
    Symbols: state, result in [0, 1]; change in [-1, 1]. Source: convention.
    """
    return clamp01(state + change * (1.0 - state if change > 0.0 else state))


@rule
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
    """Fairness in every week, before its decisions: word of what others met, leaders who serve themselves, slow settling.

    Formula:
        change = word (hearsay - fairness) + settling (usual (1 - resistance) - fairness)
        result = clamp01(fairness + change - (sectional seen_sectional + backlash) fairness)
    Symbols: fairness, hearsay, seen_sectional, resistance, usual, result in [0, 1]; word, sectional, settling, backlash per
    week.
    Source: assumption that word spreads along ties, as opinions do (B9); T6.7; T4.8. Assumption: settles towards what is
    usual, less where people resist being threatened.
    """
    change = word * (hearsay - fairness) + settling * (usual * (1.0 - resistance) - fairness)
    return clamp01(fairness + change - (sectional * seen_sectional + backlash) * fairness)
