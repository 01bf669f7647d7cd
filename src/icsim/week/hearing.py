"""Step 4: teams hear their leaders through trust in them: expectation, intent, clarity, reasons, identity, outlook."""

from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import presence, territoriality_target
from icsim.rules.clarifying_complexity import clarity_after, reason_after, roles_worked_out
from icsim.rules.commitment_to_learning import willingness_target
from icsim.rules.contact import with_visits
from icsim.rules.creating_conditions import delivered_after
from icsim.rules.fairness import asked_again, bounded_change
from icsim.rules.inspiring_intent import (
    credibility_after,
    expectation_after,
    expectation_gap,
    felt_respect,
    intent_target,
    message_reach,
    own_identity_after,
    partnership_value_after,
    promise_ceiling,
    referent_after,
    shared_identity_after,
)
from icsim.rules.opinion import influence_weight, outlook_after, with_common_goal
from icsim.rules.people import as_read
from icsim.rules.trust import trust_by_giving, trust_in_leader_week, week_against_leader, week_for_leader
from icsim.rules.voice import safety_target
from icsim.rules.working_with_power import power_gap, resistance_after, spoken_for
from icsim.week.entities import Leader, Leading, Team, World
from icsim.week.index import BOUNDLESS, GENERIC_TRUST
from icsim.week.notation import step

COLLECTIVE, RELATIONAL = 1.0, 2.0  # ways of framing
MIDDLE = 0.5  # where common goals lie on the scale of outlooks: a convention, for first views lie evenly about it


@step
def compare_standing(i: Team, world: World) -> None:
    """How far each team stands below the partners that it has, or above them, and how far it is spoken for."""
    power = advocacy = partners = speakers = 0.0
    for e in i.ties:
        if e.present:
            j = e.partner(i)
            power += j.power
            partners += 1.0
            advocacy += j.loudest("advocacy")
            speakers += 1.0
    for r in i.heads:
        if not r.home:
            advocacy += r.leader.time("advocacy")
            speakers += 1.0
    around = power / partners if partners > 0.0 else i.power
    i.below, i.above = power_gap(i.power, around), power_gap(around, i.power)
    own = i.loudest("advocacy")
    i.spoken = spoken_for(own, advocacy / speakers if speakers > 0.0 else own)


@step
def notice_advocacy(i: Team, world: World) -> None:
    """How far the partners that stand below a team are spoken for: what the stronger may come to resent."""
    advocacy = weaker = 0.0
    for e in i.ties:
        if e.present and e.partner(i).power < i.power:
            advocacy += e.partner(i).spoken
            weaker += 1.0
    i.spoken_below = advocacy / max(1.0, weaker)


@step
def update_referent_power(p: Leader, world: World) -> None:
    """Referent power grows with being there."""
    p.referent = referent_after(p.referent, p.time("visibility"), world.numbers.inspiring_intent.referent_growth)


@step
def update_trust_in_leader(r: Leading, world: World) -> None:
    """Each leading relation: trust in the leader after this week, and credibility."""
    i, p, ii, n = r.team, r.leader, world.numbers.inspiring_intent, world.numbers.trust
    if p.vacant > 0.0:
        return
    meant, credible = as_read(p.lever["authenticity"], i.trusting), as_read(r.credibility, i.trusting)
    kept = week_for_leader(p.time("visibility"), meant, credible, as_read(p.referent, i.trusting), p.time("recognition"))
    broken = week_against_leader(
        p.time("vision"), meant, i.expectation_gap, p.style("threat"), p.perceived_sectional,
        n.against_words, n.against_gap, n.against_threat, n.against_sectional,
    )  # fmt: skip
    if world.rules.leading == GENERIC_TRUST:
        r.trust_leading = trust_by_giving(world.rules.trust, r.trust_leading, p.mean_enactment, n.leader_gain, r.trust_ceiling)
    else:
        r.trust_leading = trust_in_leader_week(
            world.rules.trust, r.trust_leading, asked_again(kept, r.breach), broken,
            n.leader_gain, n.leader_loss, n.bias, r.trust_ceiling,
        )
    r.credibility = credibility_after(
        r.credibility, p.base_credibility, i.delivered, i.expectation_gap, ii.credibility_loss, ii.credibility_recovery
    )


@step
def update_reach(r: Leading, world: World) -> None:
    """What of each leader gets through. A step of its own, as are others below: what a team reasons can then be held."""
    through = message_reach(r.leader.time("visibility"), r.trust_leading, world.numbers.inspiring_intent.reach_floor)
    r.reach = through if r.leader.vacant <= 0.0 else 0.0


@step
def update_expectation(i: Team, world: World) -> None:
    """The vision heard, as far as its leader is credible, moves expectations; what is delivered answers them."""
    ii, on, near, far = world.numbers.inspiring_intent, world.rules, i.leader_relations[0], i.leader_relations[-1]
    spread = world.numbers.working_with_power.plan_spread
    near_reach, far_reach = near.reach * near.credibility, far.reach * far.credibility
    near_vision, far_vision = near.leader.time("vision"), far.leader.time("vision")
    near_top = promise_ceiling(i.delivered, near.leader.belief_error, spread)
    far_top = promise_ceiling(i.delivered, far.leader.belief_error, spread)
    i.heard_vision = i.told(near_reach, near_vision, far_reach, far_vision)
    promised = i.told(near_reach, near_vision * near_top, far_reach, far_vision * far_top)
    resting = i.delivered
    if on.expectation == BOUNDLESS:
        promised, resting = i.heard_vision, 0.0
    i.respect = felt_respect(i.taken("recognition"), i.below, ii.respect_status)
    if on.expectation:
        i.expectation = expectation_after(
            i.expectation, i.heard_vision, promised, resting, ii.expectation_gain, ii.expectation_fading
        )
    if on.conditions:
        i.delivered = delivered_after(
            i.delivered, i.organisation.conditions, i.joined_up_care, ii.delivery_conditions, ii.delivery_rate
        )
    i.expectation_gap = expectation_gap(i.expectation, i.delivered)


@step
def update_resistance(i: Team, world: World) -> None:
    """Threats of either leader breed resistance."""
    n = world.numbers.working_with_power
    i.resistance = resistance_after(i.resistance, i.style("threat"), n.reactance, n.resistance_rate)


@step
def hear_partners(i: Team, world: World) -> None:
    """What partners' near leaders do reaches a team as far as the two know each other: respect, reasons, a say.

    Of several it is the one who brings most; partners who bring nothing take nothing from it. Where such a leader decides
    together, visited staff are asked as often as the leader decides.
    """
    wp, share = world.numbers.working_with_power, world.numbers.contact.visiting
    recognised = explained = planned = 0.0
    for e in i.ties:
        if e.present:
            p, weight = e.partner(i).near, e.familiarity
            recognised = max(recognised, weight * p.time("recognition"))
            explained = max(explained, weight * p.time("explanation"))
            planned = max(planned, weight * p.time("share"))
    i.respect = with_visits(i.respect, recognised, share)
    i.visiting_explains = explained
    asked = share * planned * wp.routine_team * wp.routine_stakes
    if world.rules.decisions:
        i.ownership = bounded_change(i.ownership, wp.shared_gain * asked)


@step
def update_intent(i: Team, world: World) -> None:
    """Intent follows from the vision heard, what is delivered of it, and respect, less what resists."""
    n = world.numbers.inspiring_intent
    target = intent_target(
        i.heard_vision, i.delivered, i.expectation_gap, i.respect, i.resistance,
        n.intent_floor, n.intent_vision, n.intent_delivered, n.intent_gap, n.intent_respect,
    )  # fmt: skip
    if world.rules.intent:
        i.intent = towards(i.intent, target, n.intent_rate)


@step
def update_clarity(i: Team, world: World) -> None:
    """Who decides and why: said by leaders, lost to change and to split reporting lines."""
    n, context = world.numbers.clarifying_complexity, world.context
    explained = with_visits(i.taken("explanation"), i.visiting_explains, world.numbers.contact.visiting)
    reflecting = i.learning_hours / world.numbers.commitment_to_learning.team_hours
    said = roles_worked_out(i.taken("structure"), reflecting, n.reflection)
    if world.rules.clarity:
        i.clarity = clarity_after(
            i.clarity, i.reason_understood, as_read(said, i.affectivity), explained, context.policy_detail,
            i.arriving_change, i.reporting_lines, context.complexity,
            n.clarity_gain, n.churn, n.fog, n.split, n.reason_offset, n.translation,
        )  # fmt: skip
        i.reason_understood = reason_after(
            i.reason_understood, explained, i.arriving_change, i.reporting_lines,
            n.reason_gain, n.reason_loss, n.reason_lines, n.reason_fading,
        )  # fmt: skip


@step
def update_identity(i: Team, world: World) -> None:
    """Own and shared identity, and the threat between them."""
    n = world.numbers.inspiring_intent
    if world.rules.identity:
        i.identity_own = own_identity_after(
            i.identity_own, world.context.culture_at_stake, i.taken("acknowledge"), i.framed(COLLECTIVE),
            n.identity_erosion, n.identity_healing, n.identity_comfort, n.collective_loss,
        )  # fmt: skip
        i.identity_shared = shared_identity_after(
            i.identity_shared, i.framed(RELATIONAL), i.framed(COLLECTIVE), i.contact_good,
            n.relational_gain, n.collective_gain, n.contact_gain, n.shared_fading,
        )  # fmt: skip
    i.identity_threat = 1.0 - i.identity_own


@step
def update_territoriality(i: Team, world: World) -> None:
    """Guarding one's patch, and partnership as a value: what follows from who a team feels it is."""
    ii, bp, context = world.numbers.inspiring_intent, world.numbers.balancing_perspectives, world.context
    in_groups = presence(i.near.time("joint_groups"), context.protected_time, bp.presence_half, bp.presence_stolen)
    guarded = territoriality_target(
        i.identity_threat, i.resistance, i.identity_shared, context.silo_funding, i.job_fear, in_groups,
        bp.territory_threat, bp.territory_shared, bp.territory_silo, world.numbers.staff.fear_weight, bp.territory_presence,
    )  # fmt: skip
    if world.rules.territoriality:
        i.territoriality = towards(i.territoriality, guarded, world.numbers.staff.morale_rate)
    i.partnership_team = partnership_value_after(
        i.partnership_team, i.identity_own, i.identity_shared, i.intent, i.joined_up_care, i.delivered,
        ii.value_rate, ii.value_identity,
    )  # fmt: skip


@step
def update_safety(i: Team, world: World) -> None:
    """Safety to speak and willingness to try, as leaders and circumstances support them."""
    n, cl = world.numbers.voice, world.numbers.commitment_to_learning
    safe = safety_target(
        i.shown("social_skill"), i.style("threat"), i.job_fear, i.fairness, i.below,
        n.safety_base, n.safety_social, n.safety_threat, world.numbers.staff.fear_weight, n.safety_fairness, n.safety_status,
    )  # fmt: skip
    ready = willingness_target(
        i.shown("own_learning"), i.morale, i.overload,
        cl.willing_base, cl.willing_learning, cl.willing_morale, cl.willing_overload,
    )  # fmt: skip
    if world.rules.voice:
        i.safety = towards(i.safety, as_read(safe, i.affectivity), n.safety_rate)
    if world.rules.innovation:
        i.willingness = towards(i.willingness, ready, n.safety_rate)


@step
def exchange_opinions(i: Team, world: World) -> None:
    """What teams take from the teams they know: views of what is best, and word of how others were treated.

    Writes outlook_next, fairness_next (what is heard of others' fairness) and contact; a later step moves on.
    """
    n = world.numbers.opinion
    weights = views = trusting = hearsay = i.contact = 0.0
    for e in i.ties:
        if e.present:
            j, given = e.partner(i), e.given(i)
            weight = influence_weight(j.influence, given)
            weights += weight
            views += weight * j.outlook
            trusting += given
            hearsay += given * j.fairness
            i.contact += e.received(i)
    others = views / weights if weights > 0.0 else i.outlook
    view = outlook_after(world.rules.opinion, i.outlook, i.outlook_first, others, n.openness, n.rate, n.confidence)
    i.outlook_next = with_common_goal(view, MIDDLE, i.taken("common_goals"), n.rate)
    i.fairness_next = hearsay / trusting if trusting > 0.0 else i.fairness
