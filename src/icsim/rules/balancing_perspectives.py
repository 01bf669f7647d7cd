"""Balancing multiple perspectives: advocacy, bridging, conflict, and leaders who sit in joint groups."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01, exp


@rule
def say_weight(power: float, contact: float, advocacy: float, gain: float, least: float) -> float:
    """Weight of a team's say before it is shared out: power in use, carried by contact, lifted by advocacy.

    Formula: (least + power) (least + contact) (1 + gain advocacy (1 - power))
    Symbols: power, contact, advocacy in [0, 1]; gain >= 0; least > 0 keeps every weight above 0. Result > 0.
    Source: T3.2, B9. Assumption: advocacy lifts a partner the more the weaker it is.
    """
    return (least + power) * (least + contact) * (1.0 + gain * advocacy * (1.0 - power))


@rule
def backlash(advocacy: float, tolerance: float, above: float, rate: float) -> float:
    """Fairness lost in a week by those who stand above their partners when advocacy for these goes beyond what they tolerate.

    Formula: rate max(0, advocacy - tolerance) above
    Symbols: all in [0, 1]; advocacy: how far the partners that stand below are spoken for, not the team itself; above: how far a
    team stands above its partners; rate per week. Source: T3.2 (rival: the stronger partners withdraw). Assumption: who is spoken
    for does not resent it.
    """
    return rate * max(0.0, advocacy - tolerance) * above


@rule
def presence(joint_groups: float, protected_time: float, half: float, stolen: float) -> float:
    """What leaders' sitting in joint groups gives: saturating in the time they give it and are given for it.

    Formula: 1 - exp(-joint_groups (stolen + (1 - stolen) protected_time) / half)
    Symbols: joint_groups, protected_time in [0, 1]; half > 0, time that gives 63 %. Result in [0, 1).
    Source: B7, T3.7 (box 3). Assumption: without protected time only a stolen part of it serves.
    """
    return 1.0 - exp(-joint_groups * (stolen + (1.0 - stolen) * protected_time) / half)


@rule
def loyalty_strain_target(joint_groups: float, distance: float, loyalty: float, weight: float) -> float:
    """Two hats: strain rises with time in joint groups, with the distance between home and partners, and with divided loyalty.

    Formula: clamp01(4 weight joint_groups distance loyalty (1 - loyalty))
    Symbols: all in [0, 1]; weight >= 0; loyalty is most divided at 1/2, where 4 loyalty (1 - loyalty) is 1. Source: B7.
    Assumption: distance of cultures stands for B7's distance of goals, since organisations have no goals of their own here.
    """
    return clamp01(weight * joint_groups * distance * 4.0 * loyalty * (1.0 - loyalty))


@rule
def territoriality_target(
    threat: float,
    resistance: float,
    shared: float,
    silo: float,
    job_fear: float,
    presence_felt: float,
    w_threat: float,
    w_shared: float,
    w_silo: float,
    w_fear: float,
    w_presence: float,
) -> float:
    """How far a team guards its own patch: threat and separateness raise it, leaders' joint presence lowers it.

    Formula:
        threatened = threat + (1 - threat) resistance
        raised = w_threat threatened + w_shared (1 - shared) + w_silo silo + w_fear job_fear
        result = clamp01(raised (1 - w_presence presence_felt))
    Symbols: states in [0, 1]: threat to identity, resistance to being threatened by leaders; weights w_* >= 0.
    Source: B18, T3.7 (box 3), T4.8. Assumption: linear; either threat is enough to make a team guard what it has.
    """
    threatened = threat + (1.0 - threat) * resistance
    raised = w_threat * threatened + w_shared * (1.0 - shared) + w_silo * silo + w_fear * job_fear
    return clamp01(raised * (1.0 - w_presence * presence_felt))


@rule
def conflict_after(conflict: float, distance: float, friction: float, disagreement: float, closing: float, opening: float) -> float:
    """Open conflict on a tie: distance and disagreement open it where people meet, closing ends it.

    Formula: clamp01(conflict + opening friction (distance / 2 + disagreement / 2) (1 - conflict) - closing conflict)
    Symbols: conflict, distance, friction (how much they meet), disagreement, closing, result in [0, 1]; closing,
    opening per week.
    Source: T3.3, T3.4.
    """
    return clamp01(conflict + opening * friction * (0.5 * distance + 0.5 * disagreement) * (1.0 - conflict) - closing * conflict)


@rule
def conflict_closing(mode: int, trust_in_leader: float, voice: float, resolve: float, hold: float) -> float:
    """Share of open conflict that closes in a week, by how the near leader treats it.

    Formula: resolve trust_in_leader if mode = 0, else hold voice if mode = 1, else 0.02
    Symbols: mode 0 resolve, 1 hold, 2 avoid; trust_in_leader, voice (how far a team says what it knows) in [0, 1]; resolve,
    hold per week.
    Source: T3.4; stakeholders on holding. Assumption: resolving needs trust in the leader, holding needs to be talked over;
    half of what leaders stay away from dies down in eight months where nothing reopens it (a constant: from none to twice as fast
    moves nothing by a tenth of what counts). Result in [0, 1].
    """
    if mode == 0:
        return resolve * trust_in_leader
    if mode == 1:
        return hold * voice
    return 0.02


@rule
def conflict_learning(mode: int, conflict: float, voice: float, gain: float) -> float:
    """Skill that a team gains in a week by working a held conflict out itself.

    Formula: gain conflict voice if mode = 1, else 0
    Symbols: mode 0 resolve, 1 hold, 2 avoid; conflict, voice (how far a team says what it knows), result in [0, 1]; gain
    per week. Source: stakeholders (mechanism 3), X2.
    """
    return gain * conflict * voice if mode == 1 else 0.0
