"""12. Service: cases arrive, are handed over, served or given up; people meet joined or broken care."""

from typing import TYPE_CHECKING

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
from twin import luck
from twin.agents import Leading, Team, UserGroup, mean

if TYPE_CHECKING:
    from twin.model import Twin


def arrive(twin: "Twin") -> None:
    """12a. Cases join the queue; what a team can serve this week."""
    n, context = twin.numbers.service, twin.context
    for i in twin.teams:
        i.cases_luck = twin.draw(luck.CASES, twin.week, i.id, 0)
        expected = expected_arrivals(
            i.size, context.demand, context.uneven_load, i.uneven, twin.crisis,
            n.per_head_cases, n.demand_slope, n.crisis_demand,
        )  # fmt: skip
        arrived = stochastic_round(expected, i.cases_luck[0]) if twin.rules.queues else 0.0
        i.queue += arrived
        i.arrived_total += arrived
        i.capacity = capacity(
            i.size, i.capacity_cut, i.reporting_time, i.learning_hours, n.meeting_hours * i.has_group * i.attendance, i.morale,
            i.joined_up_care, n.per_head_capacity * (1.0 + i.ability), n.week, n.w_morale, n.w_joined,
        )  # fmt: skip
        i.capacity = capacity_of_skilled(i.capacity, i.skill, n.w_skill)


def hand_over(twin: "Twin") -> None:
    """12b. Teams with a coordinator in common help each other out."""
    for p in twin.leaders:
        _hand_over(twin, [i for i in twin.teams if (i.far or i.near) is p])


def _hand_over(twin: "Twin", teams: list[Team]) -> None:
    offers = [_offer(twin, i) for i in teams]
    rooms = [stochastic_round(max(0.0, i.capacity - i.queue), i.cases_luck[3]) for i in teams]
    offered = room_there = 0.0
    for offer, room in zip(offers, rooms, strict=True):
        offered += offer
        room_there += room
    left_to_give = left_to_take = min(offered, room_there)
    for i, offer, room in zip(teams, offers, rooms, strict=True):
        i.handed, i.taken_on = min(offer, left_to_give), min(room, left_to_take)
        left_to_give -= i.handed
        left_to_take -= i.taken_on


def _offer(twin: "Twin", i: Team) -> float:
    if not twin.rules.backup:
        return 0.0
    too_many, help_share = max(0.0, i.queue - i.capacity), twin.numbers.service.help_share
    return cases_handed_over(too_many, i.time("coordinating"), help_share, i.cases_luck[3])


def serve(twin: "Twin") -> None:
    """12c. Cases are served, wait or give up; none is lost."""
    n = twin.numbers.service
    for i in twin.teams:
        inbox = i.queue - i.handed + i.taken_on
        able = max(0.0, i.capacity - n.help_cost * i.taken_on)
        done = min(inbox, stochastic_round(able, i.cases_luck[1]))
        gone = cases_leaving(inbox - done, n.leave_share, i.cases_luck[2])
        i.queue = inbox - done - gone
        i.served += done
        i.gave_up += gone
        i.pressure = pressure_of(i.queue, i.capacity, n.pressure_scale)
        i.waiting = waiting_weeks(i.queue, i.capacity)


def experience(twin: "Twin") -> None:
    """12d. What the people served meet."""
    n = twin.numbers.service
    for g in twin.users:
        successes = cases = 0.0
        for e in g.ties:
            successes += e.success
            cases += e.cases
        g.user_joined = turnout_after(g.user_joined, successes, cases, n.joined_rate)
        for relation in _decided_for(twin, g):
            g.user_fit = _fit(twin, g, relation)
        target = experience_target(
            g.user_joined, g.user_fit, mean([i.waiting for i in g.teams]), g.needs,
            n.w_joined_care, n.w_fit, n.w_waiting, n.patience, n.experience_base,
        )  # fmt: skip
        if twin.rules.experience:
            g.user_experience = towards(g.user_experience, target, n.experience_rate)


def _decided_for(twin: "Twin", g: UserGroup) -> list[Leading]:
    """The relations of its teams to those who decided for them and carried it out: near and far, team by team, then chairs."""
    relations = [r for i in g.teams for r in i.leading]
    relations += [seat for p in twin.leaders for seat in p.guests if seat.team in g.teams]
    return [r for r in relations if r.leader.done and r.team in r.leader.concerned]


def _fit(twin: "Twin", g: UserGroup, r: Leading) -> float:
    n, p = twin.numbers.service, r.leader
    fits = fit_for_users(p.user_closeness, r.found, n.through_teams)
    return fit_after(g.user_fit, fits, p.about, n.fit_rate / float(len(p.concerned)))
