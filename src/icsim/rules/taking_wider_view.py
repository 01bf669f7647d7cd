"""Taking a wider view: leaders among leaders, own interest and the system's, and bridges between teams."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def meeting_chance(whole_group: float, connecting: float, rate: float, base: float, w_whole: float, w_connecting: float) -> float:
    """Chance that two leaders meet in a week.

    Formula: clamp01(rate (base + w_whole whole_group + w_connecting connecting))
    Symbols: whole_group, connecting (means of the two), result in [0, 1]; rate per week. Source: T6.7, T6.4.
    """
    return clamp01(rate * (base + w_whole * whole_group + w_connecting * connecting))


@rule
def concession_chance(sectional: float, trust: float, w_trust: float) -> float:
    """Chance that a leader puts own interest aside when meeting another.

    Formula: clamp01((1 - w_trust) (1 - sectional) + w_trust trust)
    Symbols: all in [0, 1]. Source: T6.7, T6.8 (stag hunt between leaders). Assumption: linear.
    """
    return clamp01((1.0 - w_trust) * (1.0 - sectional) + w_trust * trust)


@rule
def goal_followed(own: float, above: float, seen: float, passed: float) -> float:
    """The goal that a leader pursues: the own, drawn towards what the leader above is seen to pursue.

    Formula: own + passed seen (above - own)
    Symbols: own, above (share of the system's goal in what each pursues), seen (how far the leader above is seen, about the
    place or at meetings of everybody; 0 without one), passed (share of what comes from above that is passed on), result in
    [0, 1].
    Source: box 6 (executives who put own interest aside and speak to the whole group win everybody over); Mayer et al. 2009,
    Yang, Zhang & Tsui 2010 (how leaders act cascades to those below them). Assumption: an example draws both ways, as far as
    it is seen.
    """
    return own + passed * seen * (above - own)


@rule
def sectional_after(sectional: float, system_goal: float, exploited: float, rate: float, push: float) -> float:
    """Own or sectional interest: set by the goal pursued, pushed up by being exploited.

    Formula: clamp01(sectional + rate (1 - system_goal - sectional) + push exploited (1 - sectional))
    Symbols: all in [0, 1]; rate, push per week. Source: T6.7, T6.8.
    """
    return clamp01(sectional + rate * (1.0 - system_goal - sectional) + push * exploited * (1.0 - sectional))


@rule
def seen_after(seen: float, sectional: float, astuteness: float, openness: float, mask: float, rate: float, dispel: float) -> float:
    """How far a leader is seen to serve own interest: what there is, less what astuteness hides or open meetings dispel.

    Formula: seen + rate (sectional (1 - mask astuteness) (1 - dispel openness) - seen)
    Symbols: all in [0, 1]; rate per week. Source: T6.6 (apparent sincerity), T6.7 (whole-group communication).
    """
    return seen + rate * (sectional * (1.0 - mask * astuteness) * (1.0 - dispel * openness) - seen)


@rule
def detection_chance(sectional: float, seen: float, rate: float) -> float:
    """Chance in a week that hidden own interest comes to light: the more is pursued that is not seen, the likelier.

    Formula: rate max(0, sectional - seen)
    Symbols: all in [0, 1]; rate per week. Source: B20 (the hazard grows with the own interest pursued), T6.6.
    Assumption: only what is hidden can be discovered; astuteness enters by hiding it.
    """
    return rate * max(0.0, sectional - seen)


@rule
def likeness(disagreement: float, distance: float) -> float:
    """How like two teams are to those who choose contacts by likeness: they think alike, and are of one kind.

    Formula: (1 - disagreement) (1 - distance)
    Symbols: disagreement (of outlooks), distance (of cultures and professions, as felt), result in [0, 1].
    Source: B14 (ties form by closeness of views and of groups: a product of both terms), McPherson, Smith-Lovin & Cook 2001
    (value and status homophily). Assumption: each is enough to set two teams apart.
    """
    return (1.0 - disagreement) * (1.0 - distance)


@rule
def bridge_chance(connecting: float, leader_trust: float, similarity: float, selectivity: float, rate: float) -> float:
    """Chance in a week that leaders bring together two teams that did not know each other.

    Formula: rate connecting leader_trust (1 - selectivity + selectivity similarity)
    Symbols: all in [0, 1]; rate per week; selectivity is how much only similar teams (as likeness says) are brought together.
    Source: T6.4, B14. Assumption: trust between leaders opens doors.
    """
    return rate * connecting * leader_trust * (1.0 - selectivity + selectivity * similarity)


@rule
def selectivity_of(contacts: int, job_fear: float, like_minded: float, anxiety: float) -> float:
    """How far contacts are chosen by likeness; fear makes it more.

    Formula: clamp01((like_minded if contacts = 0, else 0) + anxiety job_fear)
    Symbols: contacts 0 like_minded, 1 diverse; states in [0, 1]. Source: T6.5, B14.
    """
    return clamp01((like_minded if contacts == 0 else 0.0) + anxiety * job_fear)


@rule
def harm_felt(harm: float, guarantee: float, shield: float) -> float:
    """Harm of a moved programme that reaches a team, when its leaders guarantee to look at the impact first.

    Formula: harm (1 - shield guarantee)
    Symbols: all in [0, 1]. Source: T6.7 (box 6).
    """
    return harm * (1.0 - shield * guarantee)
