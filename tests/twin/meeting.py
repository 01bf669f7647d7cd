"""8. Joint work at ties: who turns up, what succeeds, what it does to trust, contact and conflict."""

from typing import TYPE_CHECKING

from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import conflict_after, conflict_closing, conflict_learning
from icsim.rules.contact import contact_quality, distance_after, familiarity_after, others_seen
from icsim.rules.cooperation import (
    capability,
    cooperation_motive,
    eased_by_morale,
    engagement_chance,
    footing,
    in_touch,
    joint_capability,
    opportunity,
    own_costs,
    own_reasons,
    partner_reason,
    shared_understanding,
    success_chance,
    tie_costs,
    turnout_after,
)
from icsim.rules.fairness import bounded_change
from icsim.rules.people import as_read
from icsim.rules.trust import resting_trust, trust_after, trust_after_harm, trust_by_giving, trust_decay
from icsim.rules.voice import speaking_up_chance
from icsim.rules.working_with_power import obedience, power_gap, terms_felt, terms_of_case
from twin import luck
from twin.agents import Leader, Team, Tie, present
from twin.start import GENERIC_TRUST, HERO

if TYPE_CHECKING:
    from twin.model import Twin

CONTRACT = 2  # of the choices of the variant `cooperation`; from here on joint work rests on its footing alone


def ready(twin: "Twin") -> None:
    """8a. What speaks for and against joint work on each team's own side."""
    n, context = twin.numbers.cooperation, twin.context
    for i in twin.teams:
        hero = _hero(twin, i)
        reasons = [hero.mean_enactment] * 3 if hero else [i.intent, i.ownership, i.partnership_team]
        motive = cooperation_motive(*reasons, context.mandate, n.duty, n.motive_intent, n.motive_value)
        i.obeyed = max(_obeyed(p, i) for p in (i.near, i.far) if p)
        i.reasons = own_reasons(
            motive, i.organisation.conditions, i.clarity, i.obeyed,
            n.w_motive, n.w_conditions, n.w_clarity, twin.numbers.working_with_power.threat_compliance,
        )  # fmt: skip
        i.costs = own_costs(i.territoriality, i.pressure, i.overload, n.cost, n.w_territory, n.w_overload)
        i.reasons += eased_by_morale(i.morale, n.w_morale) + i.habit
        i.able = capability(i.skill, i.clarity, i.expertise)
        i.whole = i.far.time("whole_group_meetings") if i.far else 0.0
        i.goodwill = i.of_both(lambda r: r.leader.mean_enactment)
        i.footing = footing(
            twin.rules.cooperation, context.mandate, i.clarity, i.organisation.conditions,
            context.protected_time, context.silo_funding, i.pressure,
        )  # fmt: skip
        if _alone(twin):
            f, less = i.footing, 1.0 - i.footing
            i.reasons = own_reasons(
                f, f, f, 0.0, n.w_motive, n.w_conditions, n.w_clarity, twin.numbers.working_with_power.threat_compliance
            )
            i.costs = own_costs(less, less, less, n.cost, n.w_territory, n.w_overload)
            i.able = f


def _obeyed(p: Leader, i: Team) -> float:
    """How far the team obeys what this leader threatens with."""
    return obedience(p.style("threat"), p.time("visibility"), i.resistance)


def _alone(twin: "Twin") -> bool:
    """Whether joint work rests on its footing alone, whoever the partner is."""
    return bool(twin.rules.cooperation >= CONTRACT)


def _hero(twin: "Twin", i: Team) -> Leader | None:
    """Under the rival `hero`, the post at the top of the line of the far leader."""
    hero = i.far if twin.rules.leading == HERO else None
    while hero and hero.above:
        hero = hero.above
    return hero


def cases(twin: "Twin") -> None:
    """8b. Cases that need both teams of a tie arise; each side turns up or not; joint work succeeds or fails."""
    for e in twin.ties:
        e.cases = e.came_a = e.came_b = e.joint = e.success = False
        if e.present and twin.rules.cooperation:
            u0, u1, u2, u3 = twin.draw(luck.ENCOUNTER, twin.week, e.a.id, e.b.id)
            if u0 < _chance_of_case(twin, e):
                e.cases = True
                e.came_a = u1 < _engages(twin, e, e.a, e.b)
                e.came_b = u2 < _engages(twin, e, e.b, e.a)
                e.joint = e.came_a and e.came_b
                e.success = e.joint and u3 < _chance_of_success(twin, e)


def _chance_of_case(twin: "Twin", e: Tie) -> float:
    n = twin.numbers.cooperation
    helped = any(one.handed > 0.0 and other.taken_on > 0.0 for one, other in ((e.a, e.b), (e.b, e.a)))  # last week
    together = in_touch(e.together * e.a.attendance * e.b.attendance, helped)
    whole = 0.5 * (e.a.whole + e.b.whole)
    return opportunity(
        n.rate, twin.context.complexity, together, whole, n.rate_complexity, n.rate_together, n.rate_whole
    )


def _engages(twin: "Twin", e: Tie, one: Team, other: Team) -> float:
    """The chance that one end turns up, who looks at the other."""
    n = twin.numbers.cooperation
    if _alone(twin):
        reasons = one.reasons + partner_reason(other.footing, one.footing, n.benefit)
        return engagement_chance(reasons, one.costs + tie_costs(0.0, 0.0, 0.0, n.w_distance, n.w_conflict, n.w_risk), n.beta)
    sectional = other.far.perceived_sectional if other.far else 0.0
    reasons = one.reasons + partner_reason(other.turnout_reputation, e.given(one), n.benefit) + e.chemistry
    costs = one.costs + tie_costs(e.distance, e.conflict_open, sectional, n.w_distance, n.w_conflict, n.w_risk)
    return engagement_chance(reasons, costs, n.beta)


def _chance_of_success(twin: "Twin", e: Tie) -> float:
    n = twin.numbers.cooperation
    together_able = joint_capability(twin.rules.output, e.a.able, e.b.able, 0.5)
    disagreement = 0.0 if _alone(twin) else abs(e.a.outlook - e.b.outlook)
    together_able = shared_understanding(together_able, disagreement, n.w_goals)
    sure = (e.a.footing, e.b.footing) if _alone(twin) else (e.trust_ab, e.trust_ba)
    conflict = 0.0 if _alone(twin) else e.conflict_open
    told = 2.0 / 3.0
    if twin.rules.voice and not _alone(twin):
        told = 0.5 * (_tells(twin, e.a, e.b) + _tells(twin, e.b, e.a))
    return success_chance(
        0.5 * (sure[0] + sure[1]), together_able, twin.context.complexity, conflict, told,
        n.success_base, n.success_trust, n.success_capability, n.success_complexity, n.success_conflict, n.success_told,
    )  # fmt: skip


def _tells(twin: "Twin", one: Team, other: Team) -> float:
    """The share of what it knows that one end tells the other."""
    n = twin.numbers.voice
    return speaking_up_chance(
        one.safety, power_gap(one.power, other.power), one.taken("recognition"), 1.0 - one.fairness,
        n.base, n.b_safety, n.b_status, n.b_futility,
    )  # fmt: skip


def trust(twin: "Twin") -> None:
    """8c. Trust between teams moves, each way."""
    if twin.rules.trust:
        for e in twin.ties:
            if e.present:
                e.trust_ab, e.trust_ba = (
                    _trust(twin, e, e.trust_ab, e.a, e.b, e.came_a),
                    _trust(twin, e, e.trust_ba, e.b, e.a, e.came_b),
                )


def _trust(twin: "Twin", e: Tie, before: float, one: Team, other: Team, came: bool) -> float:
    """Trust of one end in the other after this week; who did not come learns nothing."""
    n = twin.numbers.trust
    if e.joint or came:
        share = n.failure if e.joint else 1.0
        gain = n.gain if e.success else n.gain * share
        learnt = trust_after(twin.rules.trust, before, e.success, gain, n.loss * share, n.bias)
    else:
        between = 0.5 * (e.leaders.lead_ab + e.leaders.lead_ba) if e.leaders else n.resting
        rest = resting_trust(n.resting, between, bool(e.leaders))
        learnt = trust_decay(before, as_read(rest, one.trusting), n.fading)
    after = trust_after_harm(learnt, one.harm, other.harm, twin.numbers.taking_wider_view.harm)
    if twin.rules.leading == GENERIC_TRUST:
        return trust_by_giving(twin.rules.trust, after, one.goodwill, n.leader_gain, 1.0)
    return after


def contact_and_conflict(twin: "Twin") -> None:
    """8d. Distance, familiarity and open conflict of every tie."""
    n, bp = twin.numbers.contact, twin.numbers.balancing_perspectives
    for e in twin.ties:
        e.quality = 0.0
        if not e.present:
            continue
        differ = abs(e.a.outlook - e.b.outlook)
        e.quality = contact_quality(abs(e.a.power - e.b.power), differ, e.conflict_open, n.equal_status)
        bridging = others_seen(0.5 * (e.a.time("bridging") + e.b.time("bridging")), 0.5 * (e.a.skill + e.b.skill))
        nearer = distance_after(e.distance, e.joint, e.success, e.quality, bridging, n.gain, n.harm, n.bridge)
        if twin.rules.contact:
            e.distance = towards(nearer, e.distance_first, n.drift)
            e.familiarity = familiarity_after(e.familiarity, e.joint, n.familiarity_gain, n.familiarity_fading)
        closed = 0.5 * (_closing(twin, e.a) + _closing(twin, e.b))
        friction = (1.0 if e.joint else 0.0) * (1.0 - 0.5 * e.familiarity)
        if twin.rules.conflict:
            e.conflict_open = conflict_after(e.conflict_open, e.distance, friction, differ, closed, bp.conflict_opening)


def _closing(twin: "Twin", i: Team) -> float:
    """How far the near leader of a team brings conflict to an end."""
    bp, trust = twin.numbers.balancing_perspectives, i.leading[0].trust_leading
    return conflict_closing(i.near.closing(), trust, i.voice, bp.conflict_resolve, bp.conflict_hold)


def what_it_came_to(twin: "Twin") -> None:
    """8e. What each team's week at its ties came to."""
    for i in twin.teams:
        chances = came = joint = successes = good = ties = conflict = imposed = 0.0
        for e in present(i):
            chances += e.cases
            came += e.came_a if i is e.a else e.came_b
            joint += e.joint
            successes += e.success
            if e.cases:
                imposed += terms_of_case(e.distance, i.influence, e.partner(i).influence)
            good += e.quality if e.success else 0.0
            ties += 1.0
            conflict += e.conflict_open
        strange = terms_felt(imposed / max(1.0, chances), i.ownership, twin.numbers.working_with_power.terms)
        if twin.rules.fairness:
            i.fairness = bounded_change(i.fairness, -strange)
        i.ownership = bounded_change(i.ownership, -strange)
        i.contact_good = good / max(1.0, chances)
        meets = i.has_group if twin.rules.cooperation else 0.0
        i.turnout_reputation = turnout_after(
            i.turnout_reputation, came + meets * i.attendance, chances + meets, twin.numbers.cooperation.turnout_rate
        )
        i.joined_up_care = turnout_after(i.joined_up_care, successes, chances, twin.numbers.service.joined_rate)
        i.failed_joint = (joint - successes) / max(1.0, chances)
        i.conflict_here = conflict / max(1.0, ties)
        i.held_skill = _held_skill(twin, i, i.conflict_here)


def _held_skill(twin: "Twin", i: Team, conflict: float) -> float:
    """What a team learns from conflict that its near leader holds open."""
    return conflict_learning(i.near.closing(), conflict, i.voice, twin.numbers.balancing_perspectives.held_gain)
