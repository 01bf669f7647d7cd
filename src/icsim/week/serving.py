"""Step 12: cases arrive and wait, are handed over, served or leave; service users meet joined or broken care."""

from icsim.rules.arithmetic import towards
from icsim.rules.cooperation import turnout_after
from icsim.rules.service import (
    capacity,
    capacity_of_skilled,
    cases_handed_over,
    cases_leaving,
    expected_arrivals,
    experience_target,
    fit_after,
    fit_for_users,
    pressure_of,
    stochastic_round,
    waiting_weeks,
)
from icsim.week.entities import Leader, Team, UserGroup, World
from icsim.week.notation import step
from icsim.week.rng import Process


@step
def arrivals_and_capacity(i: Team, world: World) -> None:
    """Cases that arrive at each team, and how many it can serve this week."""
    n, context = world.numbers.service, world.context
    u0, _, _, _ = world.draw(Process.CASES, i)
    expected = expected_arrivals(
        i.size, context.demand, context.uneven_load, i.uneven, world.crisis, n.per_head_cases, n.demand_slope, n.crisis_demand
    )
    i.arrived = stochastic_round(expected, u0) if world.rules.queues else 0.0
    i.queue += i.arrived
    i.arrived_total += i.arrived
    meetings = n.meeting_hours * i.has_group * i.attendance
    able = capacity(
        i.size, i.capacity_cut, i.reporting_time, i.learning_hours, meetings, i.morale, i.joined_up_care,
        n.per_head_capacity * (1.0 + i.ability), n.week, n.w_morale, n.w_joined,
    )  # fmt: skip
    i.capacity_week = capacity_of_skilled(able, i.skill, n.w_skill)


@step
def hand_over(p: Leader, world: World) -> None:
    """Backup among the teams of one coordinating leader: whole cases go from those with too many to those with room.

    A team's coordinator is its system leader, or its team leader where there is none.
    """
    offered = room = 0.0
    for r in p.led:
        i = r.team
        if r.home and (p.system or not i.far):
            _, _, _, whole = world.draw(Process.CASES, i)
            excess, share = max(0.0, i.queue - i.capacity_week), world.numbers.service.help_share
            offer = cases_handed_over(excess, i.time("coordinating"), share, whole)
            i.handed = offer if world.rules.backup else 0.0
            i.taken_on = stochastic_round(max(0.0, i.capacity_week - i.queue), whole)  # who has room hands nothing over
            offered += i.handed
            room += i.taken_on
    given = taken = min(offered, room)
    for r in p.led:
        i = r.team
        if r.home and (p.system or not i.far):
            i.handed, i.taken_on = min(i.handed, given), min(i.taken_on, taken)
            given -= i.handed
            taken -= i.taken_on


@step
def serve(i: Team, world: World) -> None:
    """Whole cases are served as far as capacity goes; some of those still waiting give up; nothing is lost."""
    n = world.numbers.service
    _, u1, u2, _ = world.draw(Process.CASES, i)
    inbox = i.queue - i.handed + i.taken_on
    done = min(inbox, stochastic_round(max(0.0, i.capacity_week - n.help_cost * i.taken_on), u1))
    gone = cases_leaving(inbox - done, n.leave_share, u2)
    i.queue = inbox - done - gone
    i.served += done
    i.gave_up += gone
    i.pressure = pressure_of(i.queue, i.capacity_week, n.pressure_scale)
    i.waiting = waiting_weeks(i.queue, i.capacity_week)


@step
def update_user_experience(g: UserGroup, world: World) -> None:
    """What the people served meet: care that joins up, decisions that fit their needs, and waiting."""
    n = world.numbers.service
    successes = cases = waiting = 0.0
    for e in g.ties:
        successes += e.success
        cases += e.cases
    g.user_joined = turnout_after(g.user_joined, successes, cases, n.joined_rate)
    for r in g.heads:
        p = r.leader
        if p.done and r.concerned:
            fits = fit_for_users(p.user_closeness, r.found, n.through_teams)
            g.user_fit = fit_after(g.user_fit, fits, p.about, n.fit_rate / max(1.0, p.asked))
    for i in g.teams:
        waiting += i.waiting
    target = experience_target(
        g.user_joined, g.user_fit, waiting / float(len(g.teams)), g.needs,
        n.w_joined_care, n.w_fit, n.w_waiting, n.patience, n.experience_base,
    )  # fmt: skip
    if world.rules.experience:
        g.user_experience = towards(g.user_experience, target, n.experience_rate)


@step
def clear_week_inputs(world: World) -> None:
    """What the timeline put in this week has happened."""
    for i in world.teams:
        i.change_in = i.harm_in = i.lines_in = 0.0
    for p in world.leaders:
        p.ask_mode, p.exit_in = 0, 0.0
    world.crisis_in = 0.0
