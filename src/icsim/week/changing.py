"""Step 3: change arrives and is absorbed or piles up; reporting eats hours; cuts lower capacity and raise fear."""

from icsim.rules.clarifying_complexity import change_absorbed, change_overload, reporting_hours
from icsim.rules.creating_conditions import conditions_after, cut_after, job_fear_after
from icsim.week.entities import Organisation, Team, World
from icsim.week.notation import step
from icsim.week.rng import Process

MOST_BACKLOG = 30.0  # a guard: beyond five times the widest limit nothing is absorbed any more, and more changes nothing


@step
def decay_crisis(world: World) -> None:
    """A crisis comes in whole and passes slowly."""
    world.crisis = min(1.0, world.crisis + world.crisis_in) - world.numbers.service.crisis_fading * world.crisis


@step
def update_backlog(i: Team, world: World) -> None:
    """Change of this week: routine, from the timeline and from new lines; spread out, let in, absorbed."""
    n = world.numbers.clarifying_complexity
    comes, _, _, _ = world.draw(Process.CHANGE, i)
    routine = n.routine_size * world.context.change_load
    incoming = i.change_in + n.restructure_change * i.lines_in + (routine if comes < n.routine_change else 0.0)
    spread_out = i.style("pacing")
    waiting = i.change_held_back + spread_out * incoming
    let_in = n.release * waiting
    arriving = (1.0 - spread_out) * incoming + let_in
    after = i.backlog + arriving - change_absorbed(i.backlog, n.absorb, n.limit)
    i.arriving_change = 0.0
    if world.rules.change:
        i.arriving_change = arriving
        i.change_held_back = waiting - let_in
        i.backlog = min(after, MOST_BACKLOG)
    i.overload = change_overload(i.backlog, n.limit)


@step
def update_cuts_and_reporting(i: Team, world: World) -> None:
    """Hours cut away, fear for jobs and hours of reporting."""
    cc, cx = world.numbers.creating_conditions, world.numbers.clarifying_complexity
    cutting = max(i.near.style("cost_cutting"), i.far.style("cost_cutting") if i.far else 0.0)
    i.capacity_cut = cut_after(i.capacity_cut, cutting, cc.cut_depth, cc.cut_rate)
    i.job_fear = job_fear_after(i.job_fear, cutting, world.crisis, cc.fear_base, cc.fear_cutting, cc.fear_crisis, cc.fear_rate)
    i.reporting_time = reporting_hours(
        i.reporting_lines, world.context.policy_detail, i.organisation.conditions, cx.per_line, cx.w_policy
    )


@step
def build_conditions(o: Organisation, world: World) -> None:
    """Each organisation's conditions, built by the leader at its top."""
    n = world.numbers.creating_conditions
    if world.rules.conditions:
        silo = world.context.silo_funding
        o.conditions = conditions_after(o.conditions, o.head.time("alignment"), silo, n.build, n.decay, n.silo_drag)
