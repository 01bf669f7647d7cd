"""Trust: slow to build, quick to break, each way of a tie and in leaders."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp, clamp01, towards


@rule
def trust_asymmetric(trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    """Trust after one event: a little more when good, a part lost when bad.

    Formula: trust + gain (1 - trust) if good, else trust (1 - loss)
    Symbols: trust, result in [0, 1]; gain, loss in [0, 1], loss > gain by default; bias unused. Source: B1.
    """
    return trust + gain * (1.0 - trust) if good else trust * (1.0 - loss)


@rule
def trust_symmetric(trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    """Trust after one event when good and bad weigh the same.

    Formula: trust + gain (1 - trust) if good, else trust (1 - gain)
    Symbols: as trust_asymmetric; loss, bias unused. Source: B1 (rival: value similarity).
    """
    return trust + gain * (1.0 - trust) if good else trust * (1.0 - gain)


@rule
def trust_confirmatory(trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    """Trust after one event read in the light of prior trust: friends are forgiven, foes are not believed.

    Formula:
        tilt = bias (trust - 1/2)
        result = clamp01(trust + gain (1 + tilt) (1 - trust)) if good,
            else clamp01(trust (1 - loss (1 - tilt)))
    Symbols: as trust_asymmetric; bias in [0, 1.5]: at 2 the ends of the scale could not be left. Source: B1 (rival:
    confirmatory reading).
    """
    tilt = bias * (trust - 0.5)
    return clamp01(trust + gain * (1.0 + tilt) * (1.0 - trust) if good else trust * (1.0 - loss * (1.0 - tilt)))


@rule
def trust_after(variant: int, trust: float, good: bool, gain: float, loss: float, bias: float) -> float:
    """Trust after one event under the chosen rule.

    Formula:
        result = trust if variant = 0,
            else trust_asymmetric(trust, good, gain, loss, bias) if variant = 1,
            else trust_symmetric(trust, good, gain, loss, bias) if variant = 2,
            else trust_confirmatory(trust, good, gain, loss, bias)
    Symbols: variant 0 off, 1 asymmetric, 2 symmetric, 3 confirmatory; others as trust_confirmatory. Source: B1.
    """
    if variant == 0:
        return trust
    if variant == 1:
        return trust_asymmetric(trust, good, gain, loss, bias)
    if variant == 2:
        return trust_symmetric(trust, good, gain, loss, bias)
    return trust_confirmatory(trust, good, gain, loss, bias)


@rule
def trust_decay(trust: float, resting: float, fading: float) -> float:
    """Trust in a week without news: slowly back to what strangers have.

    Formula: trust + fading (resting - trust)
    Symbols: trust, resting, result in [0, 1]; fading per week. Source: assumption.
    """
    return trust + fading * (resting - trust)


@rule
def resting_trust(usual: float, between_leaders: float, acquainted: bool) -> float:
    """Trust that two teams have without news of each other: that between their leaders, where these know each other.

    Formula: between_leaders if acquainted, else usual
    Symbols: usual, between_leaders, result in [0, 1]. Source: T6.7 (box 6: trust of all follows leaders'); Zaheer, McEvily &
    Perrone 1998 (trust between those who lead and between those who work). Assumption: who knows nothing goes by the leaders.
    """
    return between_leaders if acquainted else usual


@rule
def trust_in_leader_week(
    variant: int, trust: float, kept: float, broken: float, gain: float, loss: float, bias: float, ceiling: float
) -> float:
    """Trust in a leader after a week: the share of it that spoke for the leader builds, the share against breaks.

    Formula:
        built = trust_after(variant, trust, true, gain kept, loss, bias)
        left = trust_after(variant, built, false, gain broken, loss broken, bias)
        result = trust if variant = 0, else min(ceiling, clamp01(left))
    Symbols: variant 0 off, where no ceiling holds either, 1 asymmetric, 2 symmetric, 3 confirmatory; trust, kept, broken,
    ceiling, result in [0, 1]; gain, loss per full week in [0, 1]; bias in [0, 1.5].
    Source: B1; deception lowers the ceiling for good (B1, T6.6). Assumption: a week is a small event of each kind.
    """
    if variant == 0:
        return trust
    built = trust_after(variant, trust, True, gain * kept, loss, bias)
    return min(ceiling, clamp01(trust_after(variant, built, False, gain * broken, loss * broken, bias)))


@rule
def week_for_leader(
    visibility: float, authenticity: float, credibility: float, referent: float, recognition: float
) -> float:
    """Share of a week that speaks for a leader: seen, true to own words, credible, liked, recognising what others give.

    Formula: visibility (authenticity + credibility + referent + recognition) / 4
    Symbols: all in [0, 1]. Source: T1.2, T1.4, T1.5, T1.10. Assumption: seen is a gate, the other four average.
    """
    return visibility * (authenticity + credibility + referent + recognition) / 4.0


@rule
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
    """Share of a week that speaks against a leader: words without deeds, broken promises, threats, self-interest.

    Formula:
        belied = max(0, 1 - 2 authenticity)
        result = clamp01(w_words vision belied + w_gap gap + w_threat threat + w_sectional seen_sectional)
    Symbols: all in [0, 1]; weights >= 0. Source: T1.10, B3, T4.8, T6.6. Assumption: people judge the pattern of words and
    deeds (behavioural integrity, Simons 2002): words are held against a leader where deeds belie more of them than they bear out.
    """
    belied = max(0.0, 1.0 - 2.0 * authenticity)
    return clamp01(w_words * vision * belied + w_gap * gap + w_threat * threat + w_sectional * seen_sectional)


@rule
def trust_by_giving(variant: int, trust: float, given: float, gain: float, ceiling: float) -> float:
    """Trust that follows what leaders give, whatever it is: relationship-building and nothing else.

    Formula: trust if variant = 0, else min(ceiling, towards(trust, given, gain))
    Symbols: variant 0 off, where no ceiling holds either, 1, 2 and 3 alike; trust, given, gain (per week), ceiling,
    result in [0, 1].
    Source: credibility (rival: generic trust). Assumption: one rate up and down.
    """
    return trust if variant == 0 else min(ceiling, towards(trust, given, gain))


@rule
def first_trust_in_leader(usual: float, credible: float) -> float:
    """Trust in a leader before the first week: what is usual, and what the leader's credibility adds.

    Formula: usual / 2 + credible / 2
    Symbols: all in [0, 1]. Source: T1.5. Assumption: equal parts.
    """
    return 0.5 * usual + 0.5 * credible


@rule
def trust_introduced(trust: float, in_leader: float, between_leaders: float) -> float:
    """Trust in a partner whom one's leader introduces: the leader vouches, as far as trusted and as far as trusting.

    Formula: trust + (1 - trust) in_leader between_leaders
    Symbols: all in [0, 1]: trust in strangers, trust in the own leader, trust between the two leaders.
    Source: T6.4; Uzzi 1997, Burt & Knez 1995 (trust is handed on by those who know both). Assumption: the chain multiplies.
    """
    return trust + (1.0 - trust) * in_leader * between_leaders


@rule
def trust_after_harm(trust: float, own: float, other: float, blame: float) -> float:
    """Trust in a partner who was spared a harm that one's own team was done.

    Formula: trust (1 - blame max(0, own - other))
    Symbols: trust, own and other harm, blame, result in [0, 1]. Source: T6.7 (box 6).
    """
    return trust * (1.0 - blame * max(0.0, own - other))


@rule
def credit_to_leader(felt: float, brought: float, w_fair: float, w_result: float) -> float:
    """What a decision does to trust in the leader who took it: how it was taken, and what it brought.

    Formula: clamp(w_fair felt + w_result brought, -1, 1)
    Symbols: felt (change of fairness), brought (change of what is delivered), result in [-1, 1]; weights in [0, 1].
    Source: SF2 (fairness and trust in the leader), T7.5 with its rival (process against result). Assumption: they add.
    """
    return clamp(w_fair * felt + w_result * brought, -1.0, 1.0)
