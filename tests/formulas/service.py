"""A second reading of icsim.rules.service, written from what its rules say of themselves and not from their code."""

import math

from formulas.arithmetic import clamp01, towards


def expected_arrivals(
    size: float, demand: float, uneven: float, u_team: float, crisis: float, per_head: float, slope: float, w_crisis: float
) -> float:
    usual = size * per_head
    return usual * (1 + slope * (demand - 0.5)) * (1 + uneven * (u_team - 0.5)) * (1 + w_crisis * crisis)


def stochastic_round(expected: float, u: float) -> float:
    return math.floor(expected + u)


def capacity(
    size: float,
    cut: float,
    reporting: float,
    learning: float,
    meetings: float,
    morale: float,
    joined: float,
    per_head: float,
    week: float,
    w_morale: float,
    w_joined: float,
) -> float:
    free = max(0.2, (week - reporting - learning - meetings) / week)
    effort = 1 + w_morale * (morale - 0.5) + w_joined * (joined - 0.5)
    return size * (1 - cut) * free * per_head * effort


def capacity_of_skilled(capacity: float, skill: float, w_skill: float) -> float:
    return capacity + capacity * w_skill * (skill - 0.5)


def pressure_of(queue: float, capacity_week: float, scale: float) -> float:
    return 1 - scale * capacity_week / (queue + scale * capacity_week)


def waiting_weeks(queue: float, capacity_week: float) -> float:
    return queue / capacity_week


def cases_leaving(queue: float, share: float, u: float) -> float:
    return min(math.floor(queue * share + u), queue)


def cases_handed_over(excess: float, coordinating: float, share: float, u: float) -> float:
    return math.floor(excess * coordinating * share + u)


def fit_after(fit: float, closeness: float, about: int, rate: float) -> float:
    weight = 2 if about == 2 else 1
    return towards(fit, closeness, min(1.0, rate * weight))


def fit_for_users(closeness: float, found: float, through_teams: float) -> float:
    return through_teams * found + (1 - through_teams) * closeness


def experience_target(
    joined: float,
    fit: float,
    waiting: float,
    needs: float,
    w_joined: float,
    w_fit: float,
    w_waiting: float,
    patience: float,
    base: float,
) -> float:
    crossing = needs * joined + (1 - needs) * 0.5
    return clamp01(base + w_joined * crossing + w_fit * fit - w_waiting * waiting / (waiting + patience))
