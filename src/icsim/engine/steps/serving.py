"""Step 12: cases arrive and wait, are handed over, served or leave; service users meet joined or broken care."""

from icsim.engine.index import C, L, P, V
from icsim.engine.noise import Process, draw_rows
from icsim.engine.rows import Choices, Grid, Index, Row, Table
from icsim.rules.arithmetic import towards
from icsim.rules.cooperation import turnout_after
from icsim.rules.inspiring_intent import heard
from icsim.rules.service import (
    arriving,
    capacity,
    experience_target,
    fit_after,
    helped,
    leaving,
    pressure_of,
    waiting_weeks,
    whole,
)

CASES = int(Process.CASES)


def take_in(
    week: int, seeds: Index, team_id: Index, size: Row, has_group: Row, par: Table, ctx: Table, var: Choices, crisis:
    Grid, uneven: Grid, cut: Grid, reporting_time: Grid, learning_hours: Grid, attendance: Grid, morale: Grid, joined:
    Grid, queue: Grid, capacity_week: Grid, arrived: Grid, arrived_total: Grid, u0: Row, u1: Row, u2: Row, u3: Row,
) -> None:
    """Cases that arrive at each team, and how many it can serve this week."""
    for i in range(team_id.size):
        draw_rows(CASES, week, team_id[i], 0, seeds, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            expected = arriving(
                size[i], ctx[C.demand, k], ctx[C.uneven_load, k], uneven[i, k], crisis[0, k],
                par[P.service.per_head_cases, k], par[P.service.demand_slope, k], par[P.service.crisis_demand, k],
            )  # fmt: skip
            arrived[i, k] = whole(expected, u0[k]) if var[V.queues, k] > 0 else 0.0
            queue[i, k] += arrived[i, k]
            arrived_total[i, k] += arrived[i, k]
            capacity_week[i, k] = capacity(
                size[i], cut[i, k], reporting_time[i, k], learning_hours[i, k],
                par[P.service.meeting_hours, k] * has_group[i] * attendance[i, k], morale[i, k], joined[i, k],
                par[P.service.per_head_capacity, k], par[P.service.week, k], par[P.service.w_morale, k],
                par[P.service.w_joined, k],
            )  # fmt: skip


def hand_over(
    post_id: Index, post_system: Index, led_start: Index, led_of: Index, rel_post: Index, rel_on: Index, par: Table,
    var: Choices, lever: Table, pace: Grid, queue: Grid, capacity_week: Grid, handed: Grid, taken_on: Grid, r0: Row, r1:
    Row,
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
                    strength = heard(
                        pace[t, k] * lever[L.coordinating, t, k], pace[s, k] * lever[L.coordinating, s, k],
                        par[P.inspiring_intent.system_weight, k], has,
                    )  # fmt: skip
                    excess = max(0.0, queue[i, k] - capacity_week[i, k])
                    offer = helped(excess, strength, par[P.service.help_share, k])
                    handed[i, k] = offer if var[V.backup, k] > 0 else 0.0
                    taken_on[i, k] = whole(max(0.0, capacity_week[i, k] - queue[i, k]), 0.5)
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
    week: int, seeds: Index, team_id: Index, par: Table, handed: Grid, taken_on: Grid, capacity_week: Grid, queue: Grid,
    served: Grid, gave_up: Grid, pressure: Grid, waiting: Grid, u0: Row, u1: Row, u2: Row, u3: Row,
) -> None:
    """Whole cases are served as far as capacity goes; some of those still waiting give up; nothing is lost."""
    for i in range(team_id.size):
        draw_rows(CASES, week, team_id[i], 0, seeds, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            inbox = queue[i, k] - handed[i, k] + taken_on[i, k]
            able = max(0.0, capacity_week[i, k] - par[P.service.help_cost, k] * taken_on[i, k])
            done = min(inbox, whole(able, u1[k]))
            gone = leaving(inbox - done, par[P.service.leave_share, k], u2[k])
            queue[i, k] = inbox - done - gone
            served[i, k] += done
            gave_up[i, k] += gone
            pressure[i, k] = pressure_of(queue[i, k], capacity_week[i, k], par[P.service.pressure_scale, k])
            waiting[i, k] = waiting_weeks(queue[i, k], capacity_week[i, k])


def meet_users(
    ug_id: Index, ug_needs: Row, ug_start: Index, ug_of: Index, ug_tie_start: Index, ug_tie_of: Index, ug_post_start:
    Index, ug_post_of: Index, par: Table, var: Choices, cases: Grid, success: Grid, about: Grid, done: Grid,
    user_closeness: Grid, waiting: Grid, user_joined: Grid, user_fit: Grid, user_experience: Grid, r0: Row, r1: Row,
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
    change_in: Grid, harm_in: Grid, lines_in: Grid, ask_mode: Grid, exit_in: Grid, crisis_in: Grid
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
