"""Contact: familiarity, its quality, and how felt distance shrinks or grows with it."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01, exp


@rule
def culture_difference(language: float, attitude: float, values: float) -> float:
    """Difference of two organisations' cultures.

    Formula: (language + attitude + values) / 3
    Symbols: absolute differences, result in [0, 1]. Source: T3.8, B14. Assumption: the three count alike.
    """
    return (language + attitude + values) / 3.0


@rule
def first_distance(difference: float, scale: float, other_profession: bool, profession: float) -> float:
    """Felt distance between two teams at the start: their organisations' cultures, and their professions.

    Formula: clamp01(2 scale difference + (2 scale profession if other_profession, else 0))
    Symbols: difference, profession, result in [0, 1]; scale is context.cultural_distance in [0, 1]. Source: T3.3, T3.8.
    Assumption: scale 0.5 keeps the place's own differences.
    """
    return clamp01(2.0 * scale * difference + (2.0 * scale * profession if other_profession else 0.0))


@rule
def acquaintance_chance(share: float, difference: float, homophily: float) -> float:
    """Chance that two teams know each other before the first week: the usual share, less for unlike cultures.

    Formula:
        odds = share exp(-homophily difference)
        result = odds / (odds + (1 - share))
    Symbols: share, difference, result in [0, 1]; homophily >= 0. Source: B14. Assumption: unlikeness lowers the
    odds, so a share of 0 stays 0 and a share of 1 stays 1.
    """
    odds = share * exp(-homophily * difference)
    return odds / (odds + (1.0 - share))


@rule
def contact_quality(power_gap: float, disagreement: float, conflict: float, equal_status: float) -> float:
    """Quality of contact: equal status, common goals, no open conflict.

    Formula: (1 - equal_status power_gap) (1 - disagreement) (1 - conflict)
    Symbols: all in [0, 1]; equal_status: what unequal standing can take away. Source: B8, SF10 (r = -.29 where the conditions
    of good contact were met, -.21 in general: Pettigrew & Tropp 2006). Assumption: product, since each condition helps.
    """
    return (1.0 - equal_status * power_gap) * (1.0 - disagreement) * (1.0 - conflict)


@rule
def distance_after(
    distance: float, met: bool, good: bool, quality: float, bridging: float, gain: float, harm: float, bridge: float
) -> float:
    """Felt distance after a week: shrinks with good contact and with bridging, grows with bad contact.

    Formula:
        bridged = distance (1 - bridge bridging)
        result = bridged if not met,
            else bridged (1 - gain quality) if good,
            else bridged + harm (1 - quality) (1 - bridged)
    Symbols: met, whether they met this week; good, whether that went well; distance, quality, bridging, result in [0,
    1]; gain, harm per contact, bridge per week in [0, 1].
    Source: B8, T3.3.
    """
    bridged = distance * (1.0 - bridge * bridging)
    if not met:
        return bridged
    return bridged * (1.0 - gain * quality) if good else bridged + harm * (1.0 - quality) * (1.0 - bridged)


@rule
def with_visits(own: float, visiting: float, share: float) -> float:
    """What a team takes in from its own leaders, and from its partners' leaders as far as the two teams know each other.

    Formula: own + share visiting (1 - own)
    Symbols: own, visiting (what that partner's leader does who brings most of it, by familiarity), share, result in [0, 1].
    Source: Goodman et al. 2016 (visiting professionals and care home staff). Assumption: it adds to what is missing; a visit is
    worth no less for other partners who do not visit (as message_heard).
    """
    return own + share * visiting * (1.0 - own)


@rule
def others_seen(bridging: float, skill: float) -> float:
    """How far two teams see each other as they are: made to by leaders who bridge, or because they know each other's work.

    Formula: bridging + (1 - bridging) skill
    Symbols: bridging, skill (means of the two), result in [0, 1]. Source: T5.2 (training takes misconceptions away), T3.3, B8.
    Assumption: either is enough.
    """
    return bridging + (1.0 - bridging) * skill


@rule
def familiarity_after(familiarity: float, met: bool, gain: float, fading: float) -> float:
    """Knowing each other: grows in a week with joint work, fades slowly in one without.

    Formula: familiarity + gain (1 - familiarity) if met, else familiarity (1 - fading)
    Symbols: met, whether they worked jointly this week; familiarity, result in [0, 1]; gain, fading per week. Source:
    T6.7 (getting to know one another).
    """
    return familiarity + gain * (1.0 - familiarity) if met else familiarity * (1.0 - fading)
