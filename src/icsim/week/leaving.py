"""Step 11: attendance at joint meetings moves; leaders resign; successors are met. (`appoint_successors` itself stays by hand.)"""

from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import loyalty_strain_target
from icsim.rules.creating_conditions import business_style, misfit_after
from icsim.rules.exits import exit_hazard, satisfaction, survival_after, trust_in_successor
from icsim.rules.fairness import bounded_change
from icsim.rules.leader_time import demand_on_leader, strain_after
from icsim.rules.staff import attendance_chance
from icsim.week.entities import Leader, LeaderTie, Leading, Team, World
from icsim.week.notation import step

NEWCOMER, INSIDER = 1, 2


@step
def update_attendance(i: Team, world: World) -> None:
    """Attendance at joint meetings follows what there is to go for."""
    n, pressed = world.numbers.staff, 0.5 * (i.pressure + i.overload)
    target = attendance_chance(
        i.intent, i.fairness, i.leader_relations[0].trust_leading, i.ownership, pressed, world.context.mandate, n.attend_base,
        n.attend_intent, n.attend_fairness, n.attend_trust, n.attend_ownership, n.attend_overload, n.attend_mandate,
    )  # fmt: skip
    if world.rules.attendance:
        i.attendance = towards(i.attendance, target, n.attend_rate)


@step
def update_role_conflict(p: Leader, world: World) -> None:
    """What a leader's post does to the leader: clash of values, and two loyalties."""
    cc, bp = world.numbers.creating_conditions, world.numbers.balancing_perspectives
    cutting = p.above.style("cost_cutting") if p.above else 0.0
    p.misfit = misfit_after(p.misfit, business_style(cutting, cc.style_base), p.values, cc.misfit_rate)
    torn = loyalty_strain_target(p.time("joint_groups"), p.group_distance, p.loyalty, bp.loyalty_weight)
    p.loyalty_strain = towards(p.loyalty_strain, torn, world.numbers.leader_time.strain_rate)


@step
def update_leader_strain(p: Leader, world: World) -> None:
    """Felt strain of each leader: what the post asks, and how the leader's teams are."""
    n = world.numbers.leader_time
    strain = morale = 0.0
    for r in p.led:
        strain += r.team.staff_strain
        morale += r.team.morale
    strained = strain / float(len(p.led)) if p.led else 0.5
    p.mean_team_morale = morale / float(len(p.led)) if p.led else 0.5
    demand = demand_on_leader(p.load, p.loyalty_strain, strained, p.misfit, n.w_load, n.w_loyalty, n.w_staff, n.w_misfit)
    p.leader_strain = strain_after(p.leader_strain, demand, p.style("resilience"), n.relief, n.strain_rate)


@step
def resign(p: Leader, world: World) -> None:
    """Leaders resign when the chance of having stayed falls below their one draw, or when the timeline says so.

    Writes `left`: 0 stays, 1 left by own choice, 2 newcomer follows, 3 insider follows, 4 nobody follows.
    """
    n = world.numbers.exits
    p.left = 0.0
    if p.vacant > 0.0:
        return
    if world.rules.exits:
        utility = satisfaction(p.leader_strain, p.misfit, p.mean_team_morale, n.w_strain, n.w_misfit, n.w_morale)
        p.survival = survival_after(p.survival, exit_hazard(p.exit_weekly, utility, n.sharpness))
        p.left = 1.0 if p.survival < p.exit_draw else 0.0
    if p.exit_in > 0.0:
        p.left = 1.0 + p.exit_in
    p.exits += 1.0 if p.left > 0.0 else 0.0


@step
def apply_leader_loss(i: Team, world: World) -> None:
    """A team whose leader goes loses morale, the more it trusted the leader."""
    for r in i.leader_relations:
        if r.leader.left > 0.0 and world.rules.morale:
            i.morale = bounded_change(i.morale, -world.numbers.staff.morale_exit * r.trust_leading)


@step
def reset_trust_in_successor(r: Leading, world: World) -> None:
    """Trust in a leader who has gone turns into trust in whoever follows."""
    n, new = world.numbers.exits, r.leader.came_new
    if new:
        r.trust_leading = trust_in_successor(r.trust_leading, new == INSIDER, world.numbers.trust.resting, n.insider_kept)
        r.trust_ceiling = 1.0
        r.breach = 0.0
        r.credibility = r.leader.base_credibility


@step
def reset_leader_trust(e: LeaderTie, world: World) -> None:
    """Other leaders' trust in a successor, and a newcomer's in them."""
    n, new_a, new_b = world.numbers.exits, e.a.came_new, e.b.came_new
    if new_b:
        e.lead_ab = trust_in_successor(e.lead_ab, new_b == INSIDER, world.numbers.trust.resting, n.insider_kept)
    if new_a:
        e.lead_ba = trust_in_successor(e.lead_ba, new_a == INSIDER, world.numbers.trust.resting, n.insider_kept)
    if new_a == NEWCOMER:
        e.lead_ab = world.numbers.trust.resting
    if new_b == NEWCOMER:
        e.lead_ba = world.numbers.trust.resting
