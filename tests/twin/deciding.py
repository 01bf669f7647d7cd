"""5. Decisions: whose say counts, who decides and how, what comes out, and how it is taken."""

from typing import TYPE_CHECKING

from icsim.rules.balancing_perspectives import backlash, say_weight
from icsim.rules.fairness import (
    asked_again,
    bounded_change,
    breach_after,
    consideration,
    fairness_by_talk,
    fairness_change,
    fairness_compared,
    fairness_usual,
    fairness_week,
    status_weighted,
)
from icsim.rules.people import as_read
from icsim.rules.taking_wider_view import harm_felt
from icsim.rules.trust import credit_to_leader
from icsim.rules.voice import group_position
from icsim.rules.working_with_power import (
    acceptance_of,
    authority_in_use,
    best_course,
    contact_share,
    decision_mode,
    decision_position,
    decision_speed,
    delivered_by_decision,
    fit_to_target,
    in_time,
    influence_after,
    need_of_users,
    ownership_after,
    plan_of_leader,
    position_at_distance,
    proposal,
    short_of_say,
    weight_of_matter,
    weight_with_borrowed,
)
from twin import luck
from twin.agents import Leader, Leading, Team

if TYPE_CHECKING:
    from twin.model import Twin

SHARED, CONSULTED, TOLD = 1, 3, 4
CLARITY, DELIVERY = 0, 1  # what a decision bears on


def share_the_say(twin: "Twin") -> None:
    """5a. The weight of each team's say; what it heard of fairness and outlooks is put in place; harm is felt."""
    wp, bp = twin.numbers.working_with_power, twin.numbers.balancing_perspectives
    n, wv = twin.numbers.fairness, twin.numbers.taking_wider_view
    total = 0.0
    for i in twin.teams:
        i.weight = say_weight(
            i.power, contact_share(i.contact, wp.contact_half), i.spoken, bp.advocacy_gain, wp.least_power
        )
        total += i.weight
        resented = backlash(i.spoken_below, bp.advocacy_tolerance, i.above, bp.backlash_rate)
        seen = i.of_both(lambda r: r.leader.perceived_sectional)
        heard, usual = (as_read(fair, i.affectivity) for fair in (i.fairness_next, n.usual))
        talked = fairness_by_talk(usual, i.taken("explanation"), i.taken("social_skill"))
        remembered = fairness_usual(talked, i.of_both(lambda r: r.breach))
        week_fair = fairness_week(
            i.fairness, heard, seen, resented, i.resistance, n.word, n.sectional, n.settling, remembered
        )
        i.harm = harm_felt(i.harm_in, (i.far or i.near).style("no_harm_guarantee"), wv.shield)
        if twin.rules.fairness:
            i.fairness = bounded_change(week_fair, -wv.harm * i.harm)
        if twin.rules.conditions:
            i.delivered = bounded_change(i.delivered, -wv.harm_delivered * i.harm)
        i.outlook = i.outlook_next
    for i in twin.teams:
        if twin.rules.influence:
            i.influence = influence_after(i.influence, i.weight / total, wp.influence_rate)


def who_decides(twin: "Twin") -> None:
    """5b. Asked or by routine, hurried or not, and in which way."""
    wp = twin.numbers.working_with_power
    for p in twin.leaders:
        u0, u1, u2, u3 = twin.draw(luck.DECISION, twin.week, p.id, 0)
        asked = p.ask_mode > 0
        rate = wp.routine_system if p.tier == "system" else wp.routine_team
        decides = twin.rules.decisions and (p.own or p.guests) and p.in_post > 0.0 and (asked or u0 < rate)
        hurried = u1 < twin.context.urgency
        takes_charge = u2 < p.style("situational")
        way = decision_mode(u3, hurried, takes_charge, p.time("share"), p.style("yield_lead"), p.time("consult"))
        p.mode = (p.ask_mode if asked else way) if decides else 0
        p.decided_total += 1 if p.mode else 0
        _whom(twin, p, asked)
        p.stakes = p.ask_stakes if asked else wp.routine_stakes
        p.about = p.ask_about if asked or not p.mode else _usual_matter(twin, p)
        p.urgent = hurried and not asked


def _whom(twin: "Twin", p: Leader, asked: bool) -> None:
    """Whom the decision concerns: the leader's own teams, or its table, own teams that sit there before guests."""
    chance = twin.draw(luck.DECISION, twin.week, p.id, 1)[1]
    jointly = p.guests and (not p.own or (not asked and chance < p.time("joint_groups")))
    at_table = [i for i in p.own if i in p.table] + [seat.team for seat in p.guests]
    p.concerned = (at_table if jointly else p.own) if p.mode else []


def _usual_matter(twin: "Twin", p: Leader) -> int:
    v0 = twin.draw(luck.DECISION, twin.week, p.id, 1)[0]
    return 0 if v0 < 1.0 / 3.0 else 1 if v0 < 2.0 / 3.0 else 2


def decide(twin: "Twin") -> None:
    """5c, 5d. Teams propose, the leader decides."""
    for p in twin.leaders:
        p.done = False
        if p.mode:
            _decide(twin, p, *twin.draw(luck.DECISION_MORE, twin.week, p.id, 0))


def _decide(twin: "Twin", p: Leader, u0: float, u1: float, u2: float, u3: float) -> None:
    wp, user_influence = twin.numbers.working_with_power, twin.context.user_influence
    best = best_course(u0)
    _propose(twin, p, best)
    need = need_of_users(best, u1, wp.user_distance)
    users = need_of_users(need, u3, wp.user_spread)
    plan = plan_of_leader(
        best, need, u2, p.belief_error, p.style("user_centred"), p.sectional, p.style("astuteness"),
        wp.plan_spread, wp.ambition, wp.interest, wp.user_pull,
    )  # fmt: skip
    group = (1.0 - user_influence) * group_position(*_heard_all(twin, p), plan) + user_influence * users
    best_placed = max(p.concerned, key=lambda i: i.expertise)  # max gives the first of equals
    p.position = decision_position(p.mode, plan, group, p.proposed[best_placed], p.style("heed"), wp.leader_weight)
    if p.ask_mode and p.ask_distance is not None:
        p.position = position_at_distance(group, p.ask_distance)
    p.speed = decision_speed(p.mode, float(len(p.concerned)), wp.delay)
    p.quality = in_time(fit_to_target(p.position, best, wp.steepness), p.urgent, p.speed, wp.urgency_cost)
    p.user_closeness = fit_to_target(p.position, need, wp.steepness)
    lender = p.above.authority if p.above else 0.0
    in_use = authority_in_use(p.authority, p.style("borrowed"), lender)
    p.done = in_use >= wp.authority_needed * p.stakes
    p.persuasive = wp.persuasion * p.in_post * p.lever["astuteness"] * (1.0 - p.sectional)


def _propose(twin: "Twin", p: Leader, best: float) -> None:
    wp = twin.numbers.working_with_power
    p.proposed = {}
    for i in p.concerned:
        w0 = twin.draw(luck.SIGNAL, twin.week, p.id, i.id)[0]
        p.proposed[i] = proposal(best, w0, i.expertise, i.outlook, wp.proposal_spread, wp.proposal_lean)


def _heard_all(twin: "Twin", p: Leader) -> tuple[float, float]:
    """What the teams voice, each counting as its say, and as power is lent to them; and how much of all say was used."""
    total = heard_all = voiced = 0.0
    p.short = {}
    for i in p.concerned:
        total += i.influence
    top = max(p.concerned, key=lambda i: i.influence)
    for i in p.concerned:
        weight = weight_with_borrowed(
            i.influence / total, float(len(p.concerned)), i is top, p.style("borrowed"), p.lever["borrowed_evenness"],
            twin.numbers.working_with_power.lent_share,
        )  # fmt: skip
        p.short[i] = short_of_say(weight, float(len(p.concerned)))
        heard_all += weight * i.voice * p.proposed[i]
        voiced += weight * i.voice
    return heard_all, voiced


def take_it(twin: "Twin") -> None:
    """5e. Every team takes the near leader's decision, then the far leader's."""
    for i in twin.teams:
        i.accepted = i.asked_accept = 0.0
        for relation in i.heads:
            relation.found = 0.0
            overridden = _take(twin, i, relation) if i in relation.leader.concerned else 0.0
            n = twin.numbers.fairness
            relation.breach = breach_after(relation.breach, overridden, n.breach, n.breach_fading)


def _take(twin: "Twin", i: Team, relation: Leading) -> float:
    """What was at stake and not found in the decision, of a team that was consulted."""
    p, on = relation.leader, twin.rules
    n, wp, trust = twin.numbers.fairness, twin.numbers.working_with_power, twin.numbers.trust
    size = p.stakes if p.done else 0.0
    found = relation.found = as_read(consideration(p.position, p.proposed[i], n.tolerance), i.affectivity)
    change = fairness_change(on.fairness, p.mode != TOLD, found, p.urgent, n.gain, n.pain, n.voice_value, n.told)
    if p.mode in (SHARED, CONSULTED) and on.fairness:
        change = fairness_compared(asked_again(change, relation.breach), p.short[i], n.told)
    else:
        change = fairness_compared(asked_again(change, relation.breach), 0.0, n.told)
    felt = p.stakes * status_weighted(change, i.power, n.entitlement)
    fair = bounded_change(i.fairness, felt)
    agreed = acceptance_of(fair, found, p.persuasive, wp.accept_fair)
    impact = wp.impact * weight_of_matter(p.about, DELIVERY)
    brought = delivered_by_decision(i.delivered, size, p.quality, agreed, impact)
    gained = brought - i.delivered if on.conditions else 0.0
    credit = credit_to_leader(felt, gained, trust.leader_fair, trust.leader_result)
    i.fairness = fair
    if on.morale:
        i.morale = bounded_change(i.morale, twin.numbers.staff.morale_voice * felt)
    if on.trust:
        relation.trust_leading = min(relation.trust_ceiling, bounded_change(relation.trust_leading, credit))
    i.ownership = ownership_after(i.ownership, p.mode, found, p.stakes, wp.shared_gain, wp.told_loss)
    if on.conditions:
        i.delivered = brought
    if on.clarity:
        impact = wp.impact * weight_of_matter(p.about, CLARITY)
        i.clarity = delivered_by_decision(i.clarity, size, p.quality, agreed, impact)
    i.accepted += agreed
    i.asked_accept += 1.0
    return p.stakes * (1.0 - found) if p.mode == CONSULTED else 0.0
