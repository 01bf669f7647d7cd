"""A second reading of icsim.rules.taking_wider_view, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp01, towards


def meeting_chance(whole_group: float, connecting: float, rate: float, base: float, w_whole: float, w_connecting: float) -> float:
    return clamp01(rate * (base + w_whole * whole_group + w_connecting * connecting))


def concession_chance(sectional: float, trust: float, w_trust: float) -> float:
    return clamp01(towards(1 - sectional, trust, w_trust))


def sectional_after(sectional: float, system_goal: float, exploited: float, rate: float, push: float) -> float:
    return clamp01(towards(sectional, 1 - system_goal, rate) + push * exploited * (1 - sectional))


def seen_after(seen: float, sectional: float, astuteness: float, openness: float, mask: float, rate: float, dispel: float) -> float:
    return towards(seen, sectional * (1 - mask * astuteness) * (1 - dispel * openness), rate)


def detection_chance(sectional: float, seen: float, rate: float) -> float:
    return rate * (sectional - min(seen, sectional))


def bridge_chance(connecting: float, leader_trust: float, similarity: float, selectivity: float, rate: float) -> float:
    return rate * connecting * leader_trust * (1 - selectivity * (1 - similarity))


def selectivity_of(contacts: int, job_fear: float, like_minded: float, anxiety: float) -> float:
    return clamp01(like_minded * (contacts == 0) + anxiety * job_fear)


def harm_felt(harm: float, guarantee: float, shield: float) -> float:
    return harm * (1 - shield * guarantee)


def likeness(disagreement: float, distance: float) -> float:
    return 1 - (disagreement + distance - disagreement * distance)


def goal_followed(own: float, above: float, seen: float, passed: float) -> float:
    drawn = passed * seen
    return (1 - drawn) * own + drawn * above
