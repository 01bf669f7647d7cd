"""Step 3: change arrives and is absorbed or piles up; reporting eats hours; cuts lower capacity and raise fear."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import C, L, P, V
from icsim.engine.rng import Process, draw_rows
from icsim.rules.clarifying_complexity import change_absorbed, reporting_hours
from icsim.rules.clarifying_complexity import change_overload as overload_of
from icsim.rules.creating_conditions import conditions_after, cut_after, job_fear_after
from icsim.rules.inspiring_intent import message_heard

CHANGE = int(Process.CHANGE)


def pass_crisis(par: NamedGrid, crisis_in: EntityGrid, crisis: EntityGrid) -> None:
    """A crisis comes in whole and passes slowly."""
    for k in range(par.shape[1]):
        crisis[0, k] = min(1.0, crisis[0, k] + crisis_in[0, k]) - par[P.service.crisis_fading, k] * crisis[0, k]


def bring_change(
    week: int, seeds: IndexArray, team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow,
    lever: NamedGrid, manner: EntityGrid, change_in: EntityGrid, lines_in: EntityGrid, pending: EntityGrid, backlog: EntityGrid, overload: EntityGrid,
    arriving_change: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """Change of this week: routine, from the timeline and from new lines; spread out, let in, absorbed."""
    for i in range(team_id.size):
        draw_rows(CHANGE, week, team_id[i], 0, seeds, u0, u1, u2, u3)
        p, s, has = rel_post[2 * i], rel_post[2 * i + 1], rel_on[2 * i + 1] > 0
        for k in range(par.shape[1]):
            routine = par[P.clarifying_complexity.routine_size, k] * ctx[C.change_load, k]
            incoming = (
                change_in[i, k]
                + par[P.clarifying_complexity.restructure_change, k] * lines_in[i, k]
                + (routine if u0[k] < par[P.clarifying_complexity.routine_change, k] else 0.0)
            )
            spread_out = message_heard(
                manner[p, k] * lever[L.pacing, p, k], manner[s, k] * lever[L.pacing, s, k],
                par[P.inspiring_intent.system_weight, k], has,
            )  # fmt: skip
            waiting = pending[i, k] + spread_out * incoming
            let_in = par[P.clarifying_complexity.release, k] * waiting
            arriving = (1.0 - spread_out) * incoming + let_in
            limit = par[P.clarifying_complexity.limit, k]
            after = backlog[i, k] + arriving - change_absorbed(backlog[i, k], par[P.clarifying_complexity.absorb, k], limit)
            on = var[V.change, k] > 0
            arriving_change[i, k] = arriving if on else 0.0
            pending[i, k] = waiting - let_in if on else pending[i, k]
            backlog[i, k] = min(after, par[P.clarifying_complexity.most_backlog, k]) if on else backlog[i, k]
            overload[i, k] = overload_of(backlog[i, k], limit)


def cut_and_report(
    team_org: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, lever: NamedGrid, manner: EntityGrid, crisis: EntityGrid,
    conditions: EntityGrid, lines: EntityGrid, cut: EntityGrid, job_fear: EntityGrid, reporting_time: EntityGrid,
) -> None:
    """Hours cut away, fear for jobs and hours of reporting."""
    for i in range(team_org.size):
        p, s, has, o = rel_post[2 * i], rel_post[2 * i + 1], rel_on[2 * i + 1] > 0, team_org[i]
        for k in range(par.shape[1]):
            above = manner[s, k] * lever[L.cost_cutting, s, k]
            cutting = max(manner[p, k] * lever[L.cost_cutting, p, k], above if has else 0.0)
            depth, rate = par[P.creating_conditions.cut_depth, k], par[P.creating_conditions.cut_rate, k]
            cut[i, k] = cut_after(cut[i, k], cutting, depth, rate)
            job_fear[i, k] = job_fear_after(
                job_fear[i, k], cutting, crisis[0, k], par[P.creating_conditions.fear_base, k],
                par[P.creating_conditions.fear_cutting, k], par[P.creating_conditions.fear_crisis, k],
                par[P.creating_conditions.fear_rate, k],
            )  # fmt: skip
            reporting_time[i, k] = reporting_hours(
                lines[i, k], ctx[C.policy_detail, k], conditions[o, k], par[P.clarifying_complexity.per_line, k],
                par[P.clarifying_complexity.w_policy, k],
            )  # fmt: skip


def build_conditions(
    org_post: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, conditions: EntityGrid,
) -> None:
    """Each organisation's conditions, built by the leader at its top."""
    for o in range(org_post.size):
        p = org_post[o]
        for k in range(par.shape[1]):
            after = conditions_after(
                conditions[o, k], pace[p, k] * lever[L.alignment, p, k], ctx[C.silo_funding, k],
                par[P.creating_conditions.build, k], par[P.creating_conditions.decay, k],
                par[P.creating_conditions.silo_drag, k],
            )  # fmt: skip
            conditions[o, k] = after if var[V.conditions, k] > 0 else conditions[o, k]
