"""2 and 3. Leaders' time, change, reporting, cuts, conditions."""

from typing import TYPE_CHECKING

from icsim.rules.clarifying_complexity import change_absorbed, change_overload, reporting_hours
from icsim.rules.creating_conditions import conditions_after, cut_after, job_fear_after
from icsim.rules.leader_time import mean_enactment, pace_of, workload
from twin import luck

if TYPE_CHECKING:
    from twin.model import Twin


def share_out_time(twin: "Twin") -> None:
    """2. Of what is asked of a leader, how much happens."""
    n = twin.numbers.leader_time
    for p in twin.leaders:
        really = workload(p.practice_hours, n.base, n.span, p.span, n.crisis_hours, twin.crisis, n.week)
        p.load = workload(p.hours, n.base, n.span, p.span, n.crisis_hours, twin.crisis, n.week)
        p.practice_pace = 0.0 if p.vacant > 0.0 else pace_of(really)
        p.time_share = 0.0 if p.vacant > 0.0 else pace_of(p.load)
        p.in_post = 0.0 if p.vacant > 0.0 else 1.0
        p.mean_enactment = mean_enactment(p.given_timed, p.given_untimed, p.practice_pace) * p.in_post


def change_arrives(twin: "Twin") -> None:
    """3. Change is spread out, arrives and is absorbed."""
    cx = twin.numbers.clarifying_complexity
    for i in twin.teams:
        u0 = twin.draw(luck.CHANGE, twin.week, i.id, 0)[0]
        routine = cx.routine_size * twin.context.change_load
        incoming = i.change_in + cx.restructure_change * i.lines_in + (routine if u0 < cx.routine_change else 0.0)
        spread_out = i.style("pacing")
        waiting_in = i.change_held_back + spread_out * incoming
        let_in = cx.release * waiting_in
        arriving = (1.0 - spread_out) * incoming + let_in
        after = i.backlog + arriving - change_absorbed(i.backlog, cx.absorb, cx.limit)
        if twin.rules.change:
            i.arriving_change, i.change_held_back, i.backlog = arriving, waiting_in - let_in, min(after, 30.0)
        else:
            i.arriving_change = 0.0
        i.overload = change_overload(i.backlog, cx.limit)


def cuts_and_reporting(twin: "Twin") -> None:
    """3. Cuts take hours and raise fear; reporting eats hours."""
    cc, cx = twin.numbers.creating_conditions, twin.numbers.clarifying_complexity
    for i in twin.teams:
        cutting = max(i.near.style("cost_cutting"), i.far_style("cost_cutting"))
        i.capacity_cut = cut_after(i.capacity_cut, cutting, cc.cut_depth, cc.cut_rate)
        i.job_fear = job_fear_after(
            i.job_fear, cutting, twin.crisis, cc.fear_base, cc.fear_cutting, cc.fear_crisis, cc.fear_rate
        )
        i.reporting_time = reporting_hours(
            i.reporting_lines, twin.context.policy_detail, i.organisation.conditions, cx.per_line, cx.w_policy
        )


def build_conditions(twin: "Twin") -> None:
    """3. Aligned systems are built by the head of an organisation, and wear."""
    cc = twin.numbers.creating_conditions
    for o in twin.organisations:
        if twin.rules.conditions:
            o.conditions = conditions_after(
                o.conditions, o.head.time("alignment"), twin.context.silo_funding, cc.build, cc.decay, cc.silo_drag
            )
