"""Step 11: attendance at joint meetings moves; leaders resign; successors arrive."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import C, L, P, V
from icsim.engine.rng import Process, draw4
from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import loyalty_strain_target
from icsim.rules.creating_conditions import business_style, misfit_after
from icsim.rules.exits import exit_hazard, satisfaction, successor_credibility, survival_after, trust_in_successor
from icsim.rules.fairness import bounded_change
from icsim.rules.leader_time import demand_on_leader, strain_after, with_spread
from icsim.rules.staff import attendance_chance

EXIT, SUCCESSOR, TRAIT = int(Process.EXIT), int(Process.SUCCESSOR), int(Process.TRAIT)


def attend(
    rel_post: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, intent: EntityGrid, fairness: EntityGrid, ownership: EntityGrid, pressure:
    EntityGrid, overload: EntityGrid, trust_leading: EntityGrid, attendance: EntityGrid,
) -> None:
    """Attendance at joint meetings follows what there is to go for."""
    for i in range(attendance.shape[0]):
        for k in range(par.shape[1]):
            target = attendance_chance(
                intent[i, k], fairness[i, k], trust_leading[2 * i, k], ownership[i, k], 0.5 * (pressure[i, k] +
                overload[i, k]), ctx[C.mandate, k], par[P.staff.attend_base, k], par[P.staff.attend_intent, k],
                par[P.staff.attend_fairness, k], par[P.staff.attend_trust, k], par[P.staff.attend_ownership, k],
                par[P.staff.attend_overload, k], par[P.staff.attend_mandate, k],
            )  # fmt: skip
            after = towards(attendance[i, k], target, par[P.staff.attend_rate, k])
            attendance[i, k] = after if var[V.attendance, k] > 0 else attendance[i, k]


def bear(
    post_id: IndexArray, post_above: IndexArray, par: NamedGrid, lever: NamedGrid, pace: EntityGrid, manner: EntityGrid, loyalty: EntityGrid, values: EntityGrid,
    group_distance: EntityGrid, misfit: EntityGrid, loyalty_strain: EntityGrid,
) -> None:
    """What a leader's post does to the leader: clash of values, and two loyalties."""
    for p in range(post_id.size):
        above = post_above[p]
        for k in range(par.shape[1]):
            cutting = manner[above, k] * lever[L.cost_cutting, above, k] if above != p else 0.0
            misfit[p, k] = misfit_after(
                misfit[p, k], business_style(cutting, par[P.creating_conditions.style_base, k]), values[p, k],
                par[P.creating_conditions.misfit_rate, k],
            )  # fmt: skip
            torn = loyalty_strain_target(
                pace[p, k] * lever[L.joint_groups, p, k], group_distance[p, k], loyalty[p, k],
                par[P.balancing_perspectives.loyalty_weight, k],
            )  # fmt: skip
            loyalty_strain[p, k] = towards(loyalty_strain[p, k], torn, par[P.balancing_perspectives.loyalty_rate, k])


def feel_strain(
    post_id: IndexArray, led_start: IndexArray, led_of: IndexArray, par: NamedGrid, lever: NamedGrid, manner: EntityGrid, load: EntityGrid, staff_strain:
    EntityGrid, morale: EntityGrid, misfit: EntityGrid, loyalty_strain: EntityGrid, leader_strain: EntityGrid, exploited: EntityGrid, r0: LaneRow, r1: LaneRow,
) -> None:
    """Felt strain of each leader: what the post asks, and how the leader's teams are.

    `exploited` is free again after step 10 and holds the mean morale of the leader's teams.
    """
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            r0[k] = 0.0
            r1[k] = 0.0
        for q in range(led_start[p], led_start[p + 1]):
            for k in range(par.shape[1]):
                r0[k] += staff_strain[led_of[q], k]
                r1[k] += morale[led_of[q], k]
        teams = float(led_start[p + 1] - led_start[p])
        for k in range(par.shape[1]):
            strained = r0[k] / teams if teams > 0.0 else 0.5
            exploited[p, k] = r1[k] / teams if teams > 0.0 else 0.5
            demand = demand_on_leader(
                load[p, k], loyalty_strain[p, k], strained, misfit[p, k], par[P.leader_time.w_load, k],
                par[P.leader_time.w_loyalty, k], par[P.leader_time.w_staff, k], par[P.leader_time.w_misfit, k],
            )  # fmt: skip
            leader_strain[p, k] = strain_after(
                leader_strain[p, k], demand, manner[p, k] * lever[L.resilience, p, k], par[P.leader_time.relief, k],
                par[P.leader_time.strain_rate, k],
            )  # fmt: skip


def resign(
    post_id: IndexArray, par: NamedGrid, var: ChoiceRow, exit_weekly: EntityGrid, leader_strain: EntityGrid, misfit: EntityGrid, exploited: EntityGrid,
    exit_in: EntityGrid, fate: EntityGrid, survival: EntityGrid, vacant: EntityGrid, exits: EntityGrid, left: EntityGrid,
) -> None:
    """Leaders resign when the chance of having stayed falls below their one draw, or when the timeline says so.

    Writes `left`: 0 stays, 1 left by own choice, 2 newcomer follows, 3 insider follows, 4 nobody follows.
    """
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            utility = satisfaction(
                leader_strain[p, k], misfit[p, k], exploited[p, k], par[P.exits.w_strain, k], par[P.exits.w_misfit, k],
                par[P.exits.w_morale, k],
            )  # fmt: skip
            hazard = exit_hazard(exit_weekly[p, k], utility, par[P.exits.sharpness, k])
            in_post = vacant[p, k] <= 0.0
            on = in_post & (var[V.exits, k] > 0)
            survival[p, k] = survival_after(survival[p, k], hazard) if on else survival[p, k]
            resigns = on & (survival[p, k] < fate[p, k])
            told = exit_in[p, k] if in_post else 0.0
            left[p, k] = 1.0 + told if told > 0.0 else (1.0 if resigns else 0.0)
            exits[p, k] += 1.0 if left[p, k] > 0.0 else 0.0


def miss_leader(
    rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, left: EntityGrid, trust_leading: EntityGrid, morale: EntityGrid,
) -> None:
    """A team whose leader goes loses morale, the more it trusted the leader."""
    for i in range(morale.shape[0]):
        for tier in range(2):
            r = 2 * i + tier
            p = rel_post[r]
            if rel_on[r] > 0:
                for k in range(par.shape[1]):
                    felt = bounded_change(morale[i, k], -par[P.staff.morale_exit, k] * trust_leading[r, k])
                    morale[i, k] = felt if (left[p, k] > 0.0) & (var[V.morale, k] > 0) else morale[i, k]


def follow(
    seeds: IndexArray, structures: IndexArray, post_id: IndexArray, lever_id: IndexArray, lever_ranked: IndexArray, par: NamedGrid, lever_set: NamedGrid,
    practice: NamedGrid, left: EntityGrid, vacant: EntityGrid, parting: EntityGrid, incumbent: EntityGrid, fate: EntityGrid, survival: EntityGrid, values: EntityGrid,
    credible: EntityGrid, referent: EntityGrid, seen: EntityGrid, sectional: EntityGrid, partnership_leader: EntityGrid, leader_strain: EntityGrid,
    belief_error: EntityGrid, misfit: EntityGrid, loyalty_strain: EntityGrid, spread: EntityGrid, came_new: EntityGrid,
) -> None:
    """Posts fall vacant; after some weeks a successor arrives, with traits of their own keyed by post and number."""
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            arrives = (vacant[p, k] > 0.0) & (vacant[p, k] <= 1.0)
            vacant[p, k] = max(0.0, vacant[p, k] - 1.0)
            if left[p, k] > 0.0:
                parting[p, k] = left[p, k]
                vacant[p, k] = 1e9 if left[p, k] == 4.0 else par[P.exits.vacancy, k]
                referent[p, k] = 0.0
                seen[p, k] = 0.0
            came_new[p, k] = 0.0
            if arrives:
                number = int(incumbent[p, k]) + 1
                incumbent[p, k] = float(number)
                u = draw4(SUCCESSOR, number, post_id[p], 0, seeds[k % seeds.size])
                insider = (parting[p, k] == 3.0) | ((parting[p, k] == 1.0) & (u[0] < par[P.exits.insider_share, k]))
                came_new[p, k] = 2.0 if insider else 1.0
                survival[p, k] = 1.0
                fate[p, k] = draw4(EXIT, number, post_id[p], 0, seeds[k % seeds.size])[0]
                newcomer = not insider
                least, span_of = par[P.exits.newcomer_least, k], par[P.exits.newcomer_span, k]
                credible[p, k] = successor_credibility(credible[p, k], u[1], insider, least, span_of)
                values[p, k] = par[P.exits.newcomer_values, k] if newcomer else values[p, k]
                sectional[p, k] = par[P.start.sectional, k] if newcomer else sectional[p, k]
                partnership_leader[p, k] = par[P.start.partnership, k] if newcomer else partnership_leader[p, k]
                belief_error[p, k] = par[P.exits.newcomer_error, k] if newcomer else belief_error[p, k]
                leader_strain[p, k] = par[P.start.leader_strain, k]
                misfit[p, k] = par[P.start.misfit, k]
                loyalty_strain[p, k] = 0.0
                for m in range(lever_id.size):
                    if lever_ranked[m] > 0:
                        rank = draw4(TRAIT, number, post_id[p], lever_id[m], structures[k % structures.size])[0]
                        practice[m, p, k] = with_spread(lever_set[m, p, k], rank, spread[p, k])


def meet_successor(
    rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, came_new: EntityGrid, credible: EntityGrid, trust_leading: EntityGrid, credibility: EntityGrid,
    ceiling: EntityGrid,
) -> None:
    """Trust in a leader who has gone turns into trust in whoever follows."""
    for r in range(rel_post.size):
        p = rel_post[r]
        for k in range(par.shape[1]):
            new = (came_new[p, k] > 0.0) & (rel_on[r] > 0)
            start = trust_in_successor(
                trust_leading[r, k], came_new[p, k] == 2.0, par[P.exits.stranger_trust, k], par[P.exits.insider_kept, k]
            )
            trust_leading[r, k] = start if new else trust_leading[r, k]
            ceiling[r, k] = 1.0 if new else ceiling[r, k]
            credibility[r, k] = credible[p, k] if new else credibility[r, k]


def meet_new_colleague(lt_a: IndexArray, lt_b: IndexArray, par: NamedGrid, came_new: EntityGrid, lead_ab: EntityGrid, lead_ba: EntityGrid) -> None:
    """Other leaders' trust in a successor, and a newcomer's in them."""
    for e in range(lt_a.size):
        p, q = lt_a[e], lt_b[e]
        for k in range(par.shape[1]):
            stranger, kept = par[P.exits.stranger_trust, k], par[P.exits.insider_kept, k]
            new_a, new_b = came_new[p, k], came_new[q, k]
            in_b = trust_in_successor(lead_ab[e, k], new_b == 2.0, stranger, kept) if new_b > 0.0 else lead_ab[e, k]
            in_a = trust_in_successor(lead_ba[e, k], new_a == 2.0, stranger, kept) if new_a > 0.0 else lead_ba[e, k]
            lead_ab[e, k] = stranger if new_a == 1.0 else in_b
            lead_ba[e, k] = stranger if new_b == 1.0 else in_a
