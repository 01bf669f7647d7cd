"""4. Teams hear their leaders, as far as leaders are seen and trusted, and hear each other."""

from typing import TYPE_CHECKING

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
from twin.agents import Leading, Team, mean, present
from twin.start import GENERIC_TRUST

if TYPE_CHECKING:
    from twin.model import Twin

COLLECTIVE, RELATIONAL = 1.0, 2.0  # ways of framing
BOUNDLESS = 2  # of the choices of the variant `expectation`


def standing(twin: "Twin") -> None:
    """4a. Below whom, above whom, and by whom spoken for."""
    for i in twin.teams:
        partners = [e.partner(i) for e in present(i)]
        around = mean([j.power for j in partners]) if partners else i.power
        i.below, i.above = power_gap(i.power, around), power_gap(around, i.power)
        own = _speaks_up(i)
        said = [_speaks_up(j) for j in partners]
        said += [seat.leader.time("advocacy") for seat in i.heads if seat not in i.leading]
        i.spoken = spoken_for(own, mean(said) if said else own)


def _speaks_up(i: Team) -> float:
    """How much the one of a team's leaders speaks for the weaker who does so more."""
    return max(leader.time("advocacy") for leader in (i.near, i.far) if leader)


def resentment(twin: "Twin") -> None:
    """4a. What a team sees done for partners weaker than itself."""
    for i in twin.teams:
        weaker = [e.partner(i) for e in present(i) if e.partner(i).power < i.power]
        i.spoken_below = mean([j.spoken for j in weaker]) if weaker else 0.0


def hear_leaders(twin: "Twin") -> None:
    """4a, 4b. Leaders become known; trust in them, their credibility and their reach."""
    for p in twin.leaders:
        p.referent = referent_after(p.referent, p.time("visibility"), twin.numbers.inspiring_intent.referent_growth)
    for i in twin.teams:
        for relation in i.heads:
            if relation.leader.vacant > 0.0:
                relation.reach = 0.0
            else:
                _hear_leader(twin, relation)


def _hear_leader(twin: "Twin", r: Leading) -> None:
    i, p, ii, n = r.team, r.leader, twin.numbers.inspiring_intent, twin.numbers.trust
    true_to_words, credible, liked = (as_read(x, i.trusting) for x in (p.lever["authenticity"], r.credibility, p.referent))
    kept = week_for_leader(p.time("visibility"), true_to_words, credible, liked, p.time("recognition"))
    broken = week_against_leader(
        p.time("vision"), true_to_words, i.expectation_gap, p.style("threat"), p.perceived_sectional,
        n.against_words, n.against_gap, n.against_threat, n.against_sectional,
    )  # fmt: skip
    if twin.rules.leading == GENERIC_TRUST:
        r.trust_leading = trust_by_giving(twin.rules.trust, r.trust_leading, p.mean_enactment, n.leader_gain, r.trust_ceiling)
    else:
        r.trust_leading = trust_in_leader_week(
            twin.rules.trust, r.trust_leading, asked_again(kept, r.breach), broken,
            n.leader_gain, n.leader_loss, n.bias, r.trust_ceiling,
        )
    r.credibility = credibility_after(
        r.credibility, p.base_credibility, i.delivered, i.expectation_gap, ii.credibility_loss, ii.credibility_recovery
    )
    r.reach = message_reach(p.time("visibility"), r.trust_leading, ii.reach_floor)


def _believed(r: Leading) -> float:
    return r.reach * r.credibility


def _heard_vision(i: Team) -> float:
    return i.hears(_believed, lambda r: r.leader.time("vision"))


def _promised(twin: "Twin", i: Team) -> float:
    """The vision again, each leader's with what that leader thinks can be delivered."""
    spread = twin.numbers.working_with_power.plan_spread
    return i.hears(
        _believed, lambda r: r.leader.time("vision") * promise_ceiling(i.delivered, r.leader.belief_error, spread)
    )


def _expect(twin: "Twin", i: Team, vision: float) -> float:
    ii = twin.numbers.inspiring_intent
    promised, resting = _promised(twin, i), i.delivered
    if twin.rules.expectation == BOUNDLESS:
        promised, resting = vision, 0.0
    return expectation_after(i.expectation, vision, promised, resting, ii.expectation_gain, ii.expectation_fading)


def promises(twin: "Twin") -> None:
    """4c. What is promised, what is delivered, and the intent that follows."""
    ii, on = twin.numbers.inspiring_intent, twin.rules
    for i in twin.teams:
        vision = _heard_vision(i)
        i.respect = felt_respect(i.taken("recognition"), i.below, ii.respect_status)
        if on.expectation:
            i.expectation = _expect(twin, i, vision)
        if on.conditions:
            conditions = i.organisation.conditions
            i.delivered = delivered_after(i.delivered, conditions, i.joined_up_care, ii.delivery_conditions, ii.delivery_rate)
        i.expectation_gap = expectation_gap(i.expectation, i.delivered)
        wp = twin.numbers.working_with_power
        i.resistance = resistance_after(i.resistance, i.style("threat"), wp.reactance, wp.resistance_rate)
    for i in twin.teams:
        _hear_partners(twin, i)
    for i in twin.teams:
        target = intent_target(
            _heard_vision(i), i.delivered, i.expectation_gap, i.respect, i.resistance,
            ii.intent_floor, ii.intent_vision, ii.intent_delivered, ii.intent_gap, ii.intent_respect,
        )  # fmt: skip
        if on.intent:
            i.intent = towards(i.intent, target, ii.intent_rate)


def _hear_partners(twin: "Twin", i: Team) -> None:
    """What the near leaders of partners do for a team that knows the partner."""
    wp, share = twin.numbers.working_with_power, twin.numbers.contact.visiting
    brought = {
        lever: max((e.familiarity * e.partner(i).near.time(lever) for e in present(i)), default=0.0)
        for lever in ("recognition", "explanation", "share")
    }
    i.respect = with_visits(i.respect, brought["recognition"], share)
    i.visiting_explains = brought["explanation"]
    asked = share * brought["share"] * wp.routine_team * wp.routine_stakes
    if twin.rules.decisions:
        i.ownership = bounded_change(i.ownership, wp.shared_gain * asked)


def clarity(twin: "Twin") -> None:
    """4d. Who decides, and why."""
    cx, context = twin.numbers.clarifying_complexity, twin.context
    for i in twin.teams:
        explained = with_visits(i.taken("explanation"), i.visiting_explains, twin.numbers.contact.visiting)
        reflecting = i.learning_hours / twin.numbers.commitment_to_learning.team_hours
        said = roles_worked_out(i.taken("structure"), reflecting, cx.reflection)
        if twin.rules.clarity:
            i.clarity = clarity_after(
                i.clarity, i.reason_understood, as_read(said, i.affectivity), explained, context.policy_detail,
                i.arriving_change, i.reporting_lines, context.complexity,
                cx.clarity_gain, cx.churn, cx.fog, cx.split, cx.reason_offset, cx.translation,
            )  # fmt: skip
            i.reason_understood = reason_after(
                i.reason_understood, explained, i.arriving_change, i.reporting_lines,
                cx.reason_gain, cx.reason_loss, cx.reason_lines, cx.reason_fading,
            )  # fmt: skip


def identity(twin: "Twin") -> None:
    """4e. Who we are, what we guard, and what we hold."""
    ii, bp, context = twin.numbers.inspiring_intent, twin.numbers.balancing_perspectives, twin.context
    for i in twin.teams:
        worry = i.taken("acknowledge")
        if twin.rules.identity:
            i.identity_own = own_identity_after(
                i.identity_own, context.culture_at_stake, worry, i.framed(COLLECTIVE),
                ii.identity_erosion, ii.identity_healing, ii.identity_comfort, ii.collective_loss,
            )  # fmt: skip
            i.identity_shared = shared_identity_after(
                i.identity_shared, i.framed(RELATIONAL), i.framed(COLLECTIVE), i.contact_good,
                ii.relational_gain, ii.collective_gain, ii.contact_gain, ii.shared_fading,
            )  # fmt: skip
        i.identity_threat = 1.0 - i.identity_own
        in_groups = presence(i.near.time("joint_groups"), context.protected_time, bp.presence_half, bp.presence_stolen)
        guarded = territoriality_target(
            i.identity_threat, i.resistance, i.identity_shared, context.silo_funding, i.job_fear, in_groups,
            bp.territory_threat, bp.territory_shared, bp.territory_silo, twin.numbers.staff.fear_weight, bp.territory_presence,
        )  # fmt: skip
        if twin.rules.territoriality:
            i.territoriality = towards(i.territoriality, guarded, twin.numbers.staff.morale_rate)
        i.partnership_team = partnership_value_after(
            i.partnership_team, i.identity_own, i.identity_shared, i.intent, i.joined_up_care, i.delivered,
            ii.value_rate, ii.value_identity,
        )  # fmt: skip


def safety_and_willingness(twin: "Twin") -> None:
    """4f. Is it safe to speak, is it worth trying."""
    n, cl = twin.numbers.voice, twin.numbers.commitment_to_learning
    for i in twin.teams:
        safe = safety_target(
            i.shown("social_skill"), i.style("threat"), i.job_fear, i.fairness, i.below,
            n.safety_base, n.safety_social, n.safety_threat, twin.numbers.staff.fear_weight, n.safety_fairness, n.safety_status,
        )  # fmt: skip
        ready = willingness_target(
            i.shown("own_learning"), i.morale, i.overload,
            cl.willing_base, cl.willing_learning, cl.willing_morale, cl.willing_overload,
        )  # fmt: skip
        if twin.rules.voice:
            i.safety = towards(i.safety, as_read(safe, i.affectivity), n.safety_rate)
        if twin.rules.innovation:
            i.willingness = towards(i.willingness, ready, n.safety_rate)


def hear_each_other(twin: "Twin") -> None:
    """4g. What partners think and how they were treated; put in place in step 5."""
    n = twin.numbers.opinion
    for i in twin.teams:
        weights = views = trusting = hearsay = i.contact = 0.0
        for e in present(i):
            j, given = e.partner(i), e.given(i)
            weight = influence_weight(j.influence, given)
            weights += weight
            views += weight * j.outlook
            trusting += given
            hearsay += given * j.fairness
            i.contact += e.received(i)
        others = views / weights if weights > 0.0 else i.outlook
        view = outlook_after(twin.rules.opinion, i.outlook, i.outlook_first, others, n.openness, n.rate, n.confidence)
        i.outlook_next = with_common_goal(view, 0.5, i.taken("common_goals"), n.rate)
        i.fairness_next = hearsay / trusting if trusting > 0.0 else i.fairness
