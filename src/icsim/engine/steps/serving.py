"""Step 12: cases arrive and wait, are handed over, served or leave; service users meet joined or broken care."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import C, L, P, V
from icsim.engine.rng import Process, draw_rows
from icsim.rules.arithmetic import towards
from icsim.rules.cooperation import turnout_after
from icsim.rules.inspiring_intent import message_heard
from icsim.rules.service import (
    capacity,
    cases_handed_over,
    cases_leaving,
    expected_arrivals,
    experience_target,
    fit_after,
    pressure_of,
    stochastic_round,
    waiting_weeks,
)

CASES = int(Process.CASES)


def take_in(
    week: int, seeds: IndexArray, team_id: IndexArray, size: LaneRow, has_group: LaneRow, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, crisis:
    EntityGrid, uneven: EntityGrid, cut: EntityGrid, reporting_time: EntityGrid, learning_hours: EntityGrid, attendance: EntityGrid, morale: EntityGrid, joined:
    EntityGrid, queue: EntityGrid, capacity_week: EntityGrid, arrived: EntityGrid, arrived_total: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """Cases that arrive at each team, and how many it can serve this week."""
    for i in range(team_id.size):
        draw_rows(CASES, week, team_id[i], 0, seeds, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            expected = expected_arrivals(
                size[i], ctx[C.demand, k], ctx[C.uneven_load, k], uneven[i, k], crisis[0, k],
                par[P.service.per_head_cases, k], par[P.service.demand_slope, k], par[P.service.crisis_demand, k],
            )  # fmt: skip
            arrived[i, k] = stochastic_round(expected, u0[k]) if var[V.queues, k] > 0 else 0.0
            queue[i, k] += arrived[i, k]
            arrived_total[i, k] += arrived[i, k]
            capacity_week[i, k] = capacity(
                size[i], cut[i, k], reporting_time[i, k], learning_hours[i, k],
                par[P.service.meeting_hours, k] * has_group[i] * attendance[i, k], morale[i, k], joined[i, k],
                par[P.service.per_head_capacity, k], par[P.service.week, k], par[P.service.w_morale, k],
                par[P.service.w_joined, k],
            )  # fmt: skip


def hand_over(
    post_id: IndexArray, post_system: IndexArray, led_start: IndexArray, led_of: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid,
    var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, queue: EntityGrid, capacity_week: EntityGrid, handed: EntityGrid, taken_on: EntityGrid, r0: LaneRow, r1:
    LaneRow,
) -> None:
    """Backup among the teams of one coordinating leader: whole cases go from those with too many to those with room.

    A team's coordinator is its system leader, or its team leader where there is none.
    """
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            r0[k] = 0.0  # cases offered
            r1[k] = 0.0  # room for cases
        for q in range(led_start[p], led_start[p + 1]):
            i = led_of[q]
            t, s, has = rel_post[2 * i], rel_post[2 * i + 1], rel_on[2 * i + 1] > 0
            if (post_system[p] > 0) | (not has):
                for k in range(par.shape[1]):
                    strength = message_heard(
                        pace[t, k] * lever[L.coordinating, t, k], pace[s, k] * lever[L.coordinating, s, k],
                        par[P.inspiring_intent.system_weight, k], has,
                    )  # fmt: skip
                    excess = max(0.0, queue[i, k] - capacity_week[i, k])
                    offer = cases_handed_over(excess, strength, par[P.service.help_share, k])
                    handed[i, k] = offer if var[V.backup, k] > 0 else 0.0
                    taken_on[i, k] = stochastic_round(max(0.0, capacity_week[i, k] - queue[i, k]), 0.5)
                    r0[k] += handed[i, k]
                    r1[k] += taken_on[i, k]
        for k in range(par.shape[1]):
            moved = min(r0[k], r1[k])
            r0[k] = moved
            r1[k] = moved
        for q in range(led_start[p], led_start[p + 1]):
            i = led_of[q]
            if (post_system[p] > 0) | (rel_on[2 * i + 1] <= 0):
                for k in range(par.shape[1]):
                    handed[i, k] = min(handed[i, k], r0[k])
                    taken_on[i, k] = min(taken_on[i, k], r1[k])
                    r0[k] -= handed[i, k]
                    r1[k] -= taken_on[i, k]


def serve(
    week: int, seeds: IndexArray, team_id: IndexArray, par: NamedGrid, handed: EntityGrid, taken_on: EntityGrid, capacity_week: EntityGrid, queue: EntityGrid,
    served: EntityGrid, gave_up: EntityGrid, pressure: EntityGrid, waiting: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """Whole cases are served as far as capacity goes; some of those still waiting give up; nothing is lost."""
    for i in range(team_id.size):
        draw_rows(CASES, week, team_id[i], 0, seeds, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            inbox = queue[i, k] - handed[i, k] + taken_on[i, k]
            able = max(0.0, capacity_week[i, k] - par[P.service.help_cost, k] * taken_on[i, k])
            done = min(inbox, stochastic_round(able, u1[k]))
            gone = cases_leaving(inbox - done, par[P.service.leave_share, k], u2[k])
            queue[i, k] = inbox - done - gone
            served[i, k] += done
            gave_up[i, k] += gone
            pressure[i, k] = pressure_of(queue[i, k], capacity_week[i, k], par[P.service.pressure_scale, k])
            waiting[i, k] = waiting_weeks(queue[i, k], capacity_week[i, k])


def meet_users(
    ug_id: IndexArray, ug_needs: LaneRow, ug_start: IndexArray, ug_of: IndexArray, ug_tie_start: IndexArray, ug_tie_of: IndexArray, ug_post_start:
    IndexArray, ug_post_of: IndexArray, par: NamedGrid, var: ChoiceRow, cases: EntityGrid, success: EntityGrid, about: EntityGrid, done: EntityGrid,
    user_closeness: EntityGrid, waiting: EntityGrid, user_joined: EntityGrid, user_fit: EntityGrid, user_experience: EntityGrid, r0: LaneRow, r1: LaneRow,
) -> None:
    """What the people served meet: care that joins up, decisions that fit their needs, and waiting."""
    for g in range(ug_id.size):
        for k in range(par.shape[1]):
            r0[k] = 0.0
            r1[k] = 0.0
        for q in range(ug_tie_start[g], ug_tie_start[g + 1]):
            for k in range(par.shape[1]):
                r0[k] += success[ug_tie_of[q], k]
                r1[k] += cases[ug_tie_of[q], k]
        for k in range(par.shape[1]):
            user_joined[g, k] = turnout_after(user_joined[g, k], r0[k], r1[k], par[P.service.joined_rate, k])
        for q in range(ug_post_start[g], ug_post_start[g + 1]):
            p = ug_post_of[q]
            for k in range(par.shape[1]):
                fit = fit_after(user_fit[g, k], user_closeness[p, k], int(about[p, k]), par[P.service.fit_rate, k])
                user_fit[g, k] = fit if done[p, k] > 0.0 else user_fit[g, k]
        for k in range(par.shape[1]):
            r0[k] = 0.0
        for q in range(ug_start[g], ug_start[g + 1]):
            for k in range(par.shape[1]):
                r0[k] += waiting[ug_of[q], k]
        teams = float(ug_start[g + 1] - ug_start[g])
        for k in range(par.shape[1]):
            target = experience_target(
                user_joined[g, k], user_fit[g, k], r0[k] / teams, ug_needs[g], par[P.service.w_joined_care, k],
                par[P.service.w_fit, k], par[P.service.w_waiting, k], par[P.service.patience, k], par[P.service.experience_base, k],
            )  # fmt: skip
            after = towards(user_experience[g, k], target, par[P.service.experience_rate, k])
            user_experience[g, k] = after if var[V.experience, k] > 0 else user_experience[g, k]


def close_week(
    change_in: EntityGrid, harm_in: EntityGrid, lines_in: EntityGrid, ask_mode: EntityGrid, exit_in: EntityGrid, crisis_in: EntityGrid
) -> None:
    """What the timeline put in this week has happened."""
    for i in range(change_in.shape[0]):
        for k in range(change_in.shape[1]):
            change_in[i, k] = 0.0
            harm_in[i, k] = 0.0
            lines_in[i, k] = 0.0
    for p in range(ask_mode.shape[0]):
        for k in range(ask_mode.shape[1]):
            ask_mode[p, k] = 0.0
            exit_in[p, k] = 0.0
    for k in range(crisis_in.shape[1]):
        crisis_in[0, k] = 0.0
