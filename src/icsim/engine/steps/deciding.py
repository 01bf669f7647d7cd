"""Step 5: decisions: shared, yielded, consulted or told; who had what say; how they are taken."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import C, L, P, V
from icsim.engine.rng import Process, draw_rows
from icsim.rules.balancing_perspectives import backlash, say_weight
from icsim.rules.fairness import bounded_change, fairness_week
from icsim.rules.inspiring_intent import message_heard
from icsim.rules.taking_wider_view import harm_felt
from icsim.rules.working_with_power import (
    authority_in_use,
    best_course,
    contact_share,
    decision_mode,
    decision_position,
    decision_speed,
    fit_to_target,
    in_time,
    influence_after,
    need_of_users,
    plan_of_leader,
    proposal,
    weight_with_borrowed,
)

DECISION, MORE, SIGNAL = int(Process.DECISION), int(Process.DECISION_MORE), int(Process.SIGNAL)


def share_the_say(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, power: EntityGrid,
    contact: EntityGrid, seen: EntityGrid, fairness_next: EntityGrid, outlook_next: EntityGrid, harm_in: EntityGrid, harm: EntityGrid, manner: EntityGrid,
    influence: EntityGrid, outlook: EntityGrid, fairness: EntityGrid, delivered: EntityGrid, weight: EntityGrid, r0: LaneRow,
) -> None:
    """Influence follows power in use; outlooks and fairness move by what was heard of others and by harm done."""
    for k in range(par.shape[1]):
        r0[k] = 0.0
    for i in range(team_id.size):
        p, s, has = rel_post[2 * i], rel_post[2 * i + 1], rel_on[2 * i + 1] > 0
        for k in range(par.shape[1]):
            spoken_for = message_heard(
                pace[p, k] * lever[L.advocacy, p, k], pace[s, k] * lever[L.advocacy, s, k],
                par[P.inspiring_intent.system_weight, k], has,
            )  # fmt: skip
            weighed = say_weight(
                power[i, k], contact_share(contact[i, k], par[P.working_with_power.contact_half, k]), spoken_for,
                par[P.balancing_perspectives.advocacy_gain, k], par[P.balancing_perspectives.least_weight, k],
            )  # fmt: skip
            weight[i, k] = weighed
            r0[k] += weighed
            resented = backlash(
                spoken_for, par[P.balancing_perspectives.advocacy_tolerance, k], power[i, k],
                par[P.balancing_perspectives.backlash_rate, k],
            )  # fmt: skip
            served_self = message_heard(seen[p, k], seen[s, k], par[P.inspiring_intent.system_weight, k], has)
            week_fair = fairness_week(
                fairness[i, k], fairness_next[i, k], served_self, resented, par[P.fairness.word, k],
                par[P.fairness.sectional, k], par[P.fairness.settling, k], par[P.fairness.usual, k],
            )  # fmt: skip
            guarded = manner[s, k] * lever[L.no_harm_guarantee, s, k] if has else manner[p, k] * lever[L.no_harm_guarantee, p, k]
            harm[i, k] = harm_felt(harm_in[i, k], guarded, par[P.taking_wider_view.shield, k])
            fair = bounded_change(week_fair, -par[P.taking_wider_view.harm_fairness, k] * harm[i, k])
            less = bounded_change(delivered[i, k], -par[P.taking_wider_view.harm_delivered, k] * harm[i, k])
            fairness[i, k] = fair if var[V.fairness, k] > 0 else fairness[i, k]
            delivered[i, k] = less if var[V.conditions, k] > 0 else delivered[i, k]
            outlook[i, k] = outlook_next[i, k]
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            after = influence_after(influence[i, k], weight[i, k] / r0[k], par[P.working_with_power.influence_rate, k])
            influence[i, k] = after if var[V.influence, k] > 0 else influence[i, k]


def call_decisions(
    week: int, seeds: IndexArray, post_id: IndexArray, post_system: IndexArray, led_start: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow,
    lever: NamedGrid, pace: EntityGrid, manner: EntityGrid, ask_mode: EntityGrid, ask_stakes: EntityGrid, ask_about: EntityGrid, mode: EntityGrid, stakes: EntityGrid,
    about: EntityGrid, urgent: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow, u4: LaneRow, u5: LaneRow, u6: LaneRow, u7: LaneRow,
) -> None:
    """Which leaders decide this week, about what, and how: a decision of the timeline goes before a routine one."""
    for p in range(post_id.size):
        draw_rows(DECISION, week, post_id[p], 0, seeds, u0, u1, u2, u3)
        draw_rows(DECISION, week, post_id[p], 1, seeds, u4, u5, u6, u7)
        leads = led_start[p + 1] > led_start[p]
        for k in range(par.shape[1]):
            rate = par[P.working_with_power.routine_system, k] if post_system[p] > 0 else par[P.working_with_power.routine_team, k]
            asked = ask_mode[p, k] > 0.0
            on = (var[V.decisions, k] > 0) & leads & (manner[p, k] > 0.0) & (asked | (u0[k] < rate))
            hurried = u1[k] < ctx[C.urgency, k]
            way = decision_mode(
                u3[k], hurried, u2[k] < manner[p, k] * lever[L.situational, p, k], pace[p, k] * lever[L.share, p, k],
                manner[p, k] * lever[L.yield_lead, p, k], pace[p, k] * lever[L.consult, p, k],
            )  # fmt: skip
            routine_way = float(way)
            routine_about = 0.0 if u4[k] < 1.0 / 3.0 else (1.0 if u4[k] < 2.0 / 3.0 else 2.0)
            mode[p, k] = (ask_mode[p, k] if asked else routine_way) if on else 0.0
            stakes[p, k] = ask_stakes[p, k] if asked else par[P.working_with_power.routine_stakes, k]
            about[p, k] = ask_about[p, k] if asked else routine_about
            urgent[p, k] = 1.0 if hurried & (not asked) else 0.0


def propose(
    week: int, seeds: IndexArray, post_id: IndexArray, team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, expertise: LaneRow, par: NamedGrid,
    outlook: EntityGrid, mode: EntityGrid, proposed: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow, u4: LaneRow, u5: LaneRow, u6: LaneRow, u7: LaneRow,
) -> None:
    """What each team would propose to each of its leaders who decides."""
    for r in range(rel_post.size):
        p, i = rel_post[r], r // 2
        any_decides = False
        for k in range(par.shape[1]):
            any_decides |= mode[p, k] > 0.0
            proposed[r, k] = 0.0
        if any_decides & (rel_on[r] > 0):
            draw_rows(MORE, week, post_id[p], 0, seeds, u0, u1, u2, u3)
            draw_rows(SIGNAL, week, post_id[p], team_id[i], seeds, u4, u5, u6, u7)
            for k in range(par.shape[1]):
                best = best_course(u0[k])
                idea = proposal(
                    best, u4[k], expertise[i], outlook[i, k], par[P.working_with_power.proposal_spread, k],
                    par[P.working_with_power.proposal_lean, k],
                )  # fmt: skip
                proposed[r, k] = idea if mode[p, k] > 0.0 else 0.0


def pool_proposals(
    led_start: IndexArray, led_of: IndexArray, led_rel: IndexArray, expertise: LaneRow, par: NamedGrid, lever: NamedGrid, manner: EntityGrid, influence:
    EntityGrid, proposed: EntityGrid, mode: EntityGrid, decisions: EntityGrid, group_view: EntityGrid, best_placed: EntityGrid, r0: LaneRow, r1: LaneRow, r2: LaneRow,
    r3: LaneRow,
) -> None:
    """For each leader who decides: the teams' view weighted by their say, and the proposal of the most expert of them."""
    for p in range(mode.shape[0]):
        some = False
        for k in range(par.shape[1]):
            some |= mode[p, k] > 0.0
            decisions[p, k] = 1.0 if mode[p, k] > 0.0 else 0.0
            r0[k] = 0.0  # influence of all who take part
            r1[k] = -1.0  # most influence
            r2[k] = -1.0  # most expertise
            r3[k] = 1.0  # the top is still to come: the first in order takes it when several are equal
            group_view[p, k] = 0.0
            best_placed[p, k] = 0.0
        if some:
            for q in range(led_start[p], led_start[p + 1]):
                i, r = led_of[q], led_rel[q]
                for k in range(par.shape[1]):
                    r0[k] += influence[i, k]
                    r1[k] = max(r1[k], influence[i, k])
                    better = expertise[i] > r2[k]
                    best_placed[p, k] = proposed[r, k] if better else best_placed[p, k]
                    r2[k] = expertise[i] if better else r2[k]
            count = float(led_start[p + 1] - led_start[p])
            for q in range(led_start[p], led_start[p + 1]):
                i, r = led_of[q], led_rel[q]
                for k in range(par.shape[1]):
                    top = (influence[i, k] >= r1[k]) & (r3[k] > 0.0)
                    r3[k] = 0.0 if top else r3[k]
                    weight = weight_with_borrowed(
                        influence[i, k] / r0[k], count, top, manner[p, k] * lever[L.borrowed, p, k],
                        lever[L.borrowed_evenness, p, k], par[P.working_with_power.lent_share, k],
                    )  # fmt: skip
                    group_view[p, k] += weight * proposed[r, k]


def decide(
    week: int, seeds: IndexArray, post_id: IndexArray, post_above: IndexArray, led_start: IndexArray, par: NamedGrid, ctx: NamedGrid, lever: NamedGrid,
    manner: EntityGrid, authority: EntityGrid, belief_error: EntityGrid, sectional: EntityGrid, group_view: EntityGrid, best_placed: EntityGrid, mode: EntityGrid,
    stakes: EntityGrid, urgent: EntityGrid, position: EntityGrid, quality_sum: EntityGrid, speed_sum: EntityGrid, user_closeness: EntityGrid, done: EntityGrid,
    persuasive: EntityGrid, decided_total: EntityGrid, deciding: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """The decision of each leader who decides: the group's view, the plan, what comes of them, and how good it is."""
    for p in range(post_id.size):
        draw_rows(MORE, week, post_id[p], 0, seeds, u0, u1, u2, u3)
        count, above = float(led_start[p + 1] - led_start[p]), post_above[p]
        for k in range(par.shape[1]):
            best = best_course(u0[k])
            need = need_of_users(best, u1[k], par[P.working_with_power.user_distance, k])
            users = need_of_users(need, u3[k], par[P.working_with_power.user_spread, k])
            seat = ctx[C.user_influence, k]
            group = (1.0 - seat) * group_view[p, k] + seat * users
            astute = manner[p, k] * lever[L.astuteness, p, k]
            plan = plan_of_leader(
                best, need, u2[k], belief_error[p, k], manner[p, k] * lever[L.user_centred, p, k], sectional[p, k],
                astute, par[P.working_with_power.plan_spread, k], par[P.working_with_power.ambition, k],
                par[P.working_with_power.interest, k], par[P.working_with_power.user_pull, k],
            )  # fmt: skip
            on, way = mode[p, k] > 0.0, int(mode[p, k])
            heed = manner[p, k] * lever[L.heed, p, k]
            taken = decision_position(way, plan, group, best_placed[p, k], heed, par[P.working_with_power.leader_weight, k])
            speed = decision_speed(way, count, par[P.working_with_power.delay, k])
            steep = par[P.working_with_power.steepness, k]
            good = in_time(fit_to_target(taken, best, steep), urgent[p, k] > 0.0, speed, par[P.working_with_power.urgency_cost, k])
            in_use = authority_in_use(
                authority[p, k], manner[p, k] * lever[L.borrowed, p, k], authority[above, k] if above != p else 0.0,
                par[P.working_with_power.lending, k],
            )  # fmt: skip
            enough = in_use >= par[P.working_with_power.authority_needed, k] * stakes[p, k]
            decided_total[p, k] += 1.0 if on else 0.0
            deciding[p, k] = 1.0 if (decided_total[p, k] > 0.0) & (manner[p, k] > 0.0) else 0.0
            position[p, k] = taken if on else 0.0
            quality_sum[p, k] = good if on else 0.0
            speed_sum[p, k] = speed if on else 0.0
            user_closeness[p, k] = fit_to_target(taken, need, steep) if on else 0.0
            done[p, k] = 1.0 if on & enough else 0.0
            persuasive[p, k] = par[P.working_with_power.persuasion, k] * astute * (1.0 - sectional[p, k]) if on else 0.0
