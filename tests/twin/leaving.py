"""11. Attendance moves; leaders leave; successors arrive and are met, by teams and by other leaders."""

from typing import TYPE_CHECKING

from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import loyalty_strain_target
from icsim.rules.creating_conditions import business_style, misfit_after
from icsim.rules.exits import exit_hazard, satisfaction, successor_credibility, survival_after, trust_in_successor
from icsim.rules.fairness import bounded_change
from icsim.rules.leader_time import demand_on_leader, strain_after
from icsim.rules.staff import attendance_chance
from twin import luck
from twin.agents import Leader, mean
from twin.start import set_levers

if TYPE_CHECKING:
    from twin.model import Twin

STAYS, RESIGNS, NEWCOMER_FOLLOWS, INSIDER_FOLLOWS, NOBODY_FOLLOWS = range(5)  # how a leader leaves
NEWCOMER, INSIDER = 1, 2  # who has come
FOR_GOOD = 1e9  # weeks


def attend(twin: "Twin") -> None:
    """11a. How many joint meetings each team attends."""
    n = twin.numbers.staff
    for i in twin.teams:
        target = attendance_chance(
            i.intent, i.fairness, i.leading[0].trust_leading, i.ownership, 0.5 * (i.pressure + i.overload),
            twin.context.mandate, n.attend_base, n.attend_intent, n.attend_fairness, n.attend_trust,
            n.attend_ownership, n.attend_overload, n.attend_mandate,
        )  # fmt: skip
        if twin.rules.attendance:
            i.attendance = towards(i.attendance, target, n.attend_rate)


def strain(twin: "Twin") -> None:
    """11b. What the post does to its holder."""
    cc, bp, n = twin.numbers.creating_conditions, twin.numbers.balancing_perspectives, twin.numbers.leader_time
    for p in twin.leaders:
        strained = mean([i.staff_strain for i in p.teams]) if p.teams else 0.5
        p.mood = mean([i.morale for i in p.teams]) if p.teams else 0.5
        cutting = p.above.style("cost_cutting") if p.above else 0.0
        p.misfit = misfit_after(p.misfit, business_style(cutting, cc.style_base), p.values, cc.misfit_rate)
        torn = loyalty_strain_target(p.time("joint_groups"), p.group_distance, p.loyalty, bp.loyalty_weight)
        p.loyalty_strain = towards(p.loyalty_strain, torn, n.strain_rate)
        demand = demand_on_leader(
            p.load, p.loyalty_strain, strained, p.misfit, n.w_load, n.w_loyalty, n.w_staff, n.w_misfit
        )
        p.leader_strain = strain_after(p.leader_strain, demand, p.style("resilience"), n.relief, n.strain_rate)


def leave(twin: "Twin") -> None:
    """11c, 11d. Who leaves, and what that does to the teams."""
    for p in twin.leaders:
        p.leaves = _leaves(twin, p) if p.vacant == 0.0 else STAYS
        p.exits += 1.0 if p.leaves else 0.0
    for i in twin.teams:
        for relation in i.leading:
            if relation.leader.leaves and twin.rules.morale:
                i.morale = bounded_change(i.morale, -twin.numbers.staff.morale_exit * relation.trust_leading)


def _leaves(twin: "Twin", p: Leader) -> int:
    n = twin.numbers.exits
    utility = satisfaction(p.leader_strain, p.misfit, p.mood, n.w_strain, n.w_misfit, n.w_morale)
    if twin.rules.exits:
        p.survival = survival_after(p.survival, exit_hazard(p.exit_weekly, utility, n.sharpness))
    if p.exit_in:
        return p.exit_in + 1
    return RESIGNS if twin.rules.exits and p.survival < p.exit_draw else STAYS


def succeed(twin: "Twin") -> None:
    """11e to 11g. Posts fall vacant, successors arrive, teams and leaders meet them."""
    for p in twin.leaders:
        arrives = 0.0 < p.vacant <= 1.0
        p.vacant = max(0.0, p.vacant - 1.0)
        if p.leaves:
            p.vacant = FOR_GOOD if p.leaves == NOBODY_FOLLOWS else twin.numbers.exits.vacancy
            p.exit_type, p.referent, p.perceived_sectional = p.leaves, 0.0, 0.0
        p.came_new = 0
        if arrives:
            _arrive(twin, p)
    n = twin.numbers.exits
    for i in twin.teams:
        for relation in i.heads:
            p = relation.leader
            if p.came_new:
                relation.trust_leading = trust_in_successor(
                    relation.trust_leading, p.came_new == INSIDER, twin.numbers.trust.resting, n.insider_kept
                )
                relation.trust_ceiling, relation.credibility, relation.breach = 1.0, p.base_credibility, 0.0
    for e in twin.leader_ties:
        e.lead_ab, e.lead_ba = _met_anew(twin, e.lead_ab, e.a, e.b), _met_anew(twin, e.lead_ba, e.b, e.a)


def _arrive(twin: "Twin", p: Leader) -> None:
    n, start = twin.numbers.exits, twin.numbers.start
    p.incumbent += 1
    u0, u1, _, _ = twin.draw(luck.SUCCESSOR, p.incumbent, p.id, 0)
    insider = p.exit_type == INSIDER_FOLLOWS or (p.exit_type == RESIGNS and u0 < n.insider_share)
    p.came_new = INSIDER if insider else NEWCOMER
    p.survival, p.exit_draw = 1.0, twin.draw(luck.EXIT, p.incumbent, p.id, 0)[0]
    p.base_credibility = successor_credibility(
        p.base_credibility, u1, insider, twin.numbers.exits.newcomer_least, twin.numbers.exits.newcomer_span
    )
    if not insider:
        p.values, p.belief_error = n.newcomer_values, n.newcomer_error
        p.sectional, p.partnership_leader = start.sectional, start.partnership
    p.leader_strain, p.misfit, p.loyalty_strain = start.leader_strain, start.misfit, 0.0
    set_levers(twin, p)


def _met_anew(twin: "Twin", trust: float, own: Leader, other: Leader) -> float:
    """Trust of one leader in another when either has just come."""
    n = twin.numbers.exits
    if own.came_new == NEWCOMER:
        return twin.numbers.trust.resting
    if other.came_new:
        return trust_in_successor(trust, other.came_new == INSIDER, twin.numbers.trust.resting, n.insider_kept)
    return trust
