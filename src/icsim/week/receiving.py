"""Step 5, the other side: how teams take the decisions that concern them."""

from icsim.rules.fairness import (
    asked_again,
    bounded_change,
    breach_after,
    consideration,
    fairness_change,
    fairness_compared,
    status_weighted,
)
from icsim.rules.people import as_read
from icsim.rules.trust import credit_to_leader
from icsim.rules.working_with_power import acceptance_of, delivered_by_decision, ownership_after, weight_of_matter
from icsim.week.entities import Team, World
from icsim.week.notation import step

SHARED, CONSULTED, TOLD = 1, 3, 4
CLARITY, DELIVERY = 0, 1  # what a decision bears on


@step
def update_fairness(i: Team, world: World) -> None:
    """Fairness after a team's leaders decided, near, far, then chairs: what is felt of each, and how fair it then is."""
    n = world.numbers.fairness
    for r in i.heads:
        p = r.leader
        r.felt = r.found = 0.0
        if r.concerned:
            r.found = as_read(consideration(p.position, r.proposed, n.tolerance), i.affectivity)
            asked, together = p.mode != TOLD, (p.mode == SHARED or p.mode == CONSULTED) and world.rules.fairness > 0
            change = fairness_change(world.rules.fairness, asked, r.found, p.urgent, n.gain, n.pain, n.voice_value, n.told)
            compared = fairness_compared(asked_again(change, r.breach), r.short if together else 0.0, n.told)
            r.felt = p.stakes * status_weighted(compared, i.power, n.entitlement)
            i.fairness = bounded_change(i.fairness, r.felt)
        r.fair = i.fairness
        overridden = p.stakes * (1.0 - r.found) if r.concerned and p.mode == CONSULTED else 0.0
        r.breach = breach_after(r.breach, overridden, n.breach, n.breach_fading)


@step
def update_acceptance(i: Team, world: World) -> None:
    """Acceptance and ownership, and with them what is delivered and how clear things are.

    A step of its own, for how fair it is to a team can be held, and acceptance follows from it.
    """
    n, on = world.numbers.working_with_power, world.rules
    i.accepted = i.asked_accept = 0.0
    for r in i.heads:
        p = r.leader
        size = p.stakes if p.done else 0.0
        agreed = acceptance_of(r.fair, r.found, p.persuasive, n.accept_fair)
        better = delivered_by_decision(i.delivered, size, p.quality_sum, agreed, n.impact * weight_of_matter(p.about, DELIVERY))
        r.brought = better - i.delivered if on.conditions else 0.0
        if not r.concerned:
            continue
        i.ownership = ownership_after(i.ownership, p.mode, r.found, p.stakes, n.shared_gain, n.told_loss)
        if on.conditions:
            i.delivered = better
        if on.clarity:
            impact = n.impact * weight_of_matter(p.about, CLARITY)
            i.clarity = delivered_by_decision(i.clarity, size, p.quality_sum, agreed, impact)
        i.accepted += agreed
        i.asked_accept += 1.0


@step
def update_morale_after_decision(i: Team, world: World) -> None:
    """Morale and trust in the leader, after what was felt of a decision and what it brought.

    A step of its own, for what is felt is the reasoning, which can be held, and this is what follows from it.
    """
    n, on = world.numbers.trust, world.rules
    for r in i.heads:
        if r.concerned:
            credit = credit_to_leader(r.felt, r.brought, n.leader_fair, n.leader_result)
            if on.morale:
                i.morale = bounded_change(i.morale, world.numbers.staff.morale_voice * r.felt)
            if on.trust:
                r.trust_leading = min(r.trust_ceiling, bounded_change(r.trust_leading, credit))
