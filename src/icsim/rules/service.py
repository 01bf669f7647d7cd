"""Service: cases arrive, wait, are served or leave; users meet joined or broken care."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01
from icsim.rules.working_with_power import weight_of_matter


@rule
def expected_arrivals(
    size: float,
    demand: float,
    uneven: float,
    u_team: float,
    crisis: float,
    per_head: float,
    slope: float,
    w_crisis: float,
) -> float:
    """Cases expected at a team this week.

    Formula:
        result = size per_head (1 + slope (demand - 1/2)) (1 + uneven (u_team - 1/2)) (1 + w_crisis crisis)
    Symbols: size in staff; demand, uneven, crisis in [0, 1]; u_team fixed draw of the team; per_head cases. Result
    >= 0.
    Source: X5, T8.1. Assumption: linear; unevenness moves up to half of a team's load.
    """
    return size * per_head * (1.0 + slope * (demand - 0.5)) * (1.0 + uneven * (u_team - 0.5)) * (1.0 + w_crisis * crisis)


@rule
def stochastic_round(expected: float, u: float) -> float:
    """A whole number of cases whose mean is the expected one.

    Formula: floor(expected + u)
    Symbols: expected >= 0; u uniform draw. Source: convention (counts are whole).
    """
    return float(int(expected + u))


@rule
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
    """Cases a team can serve this week: staff not cut, hours not spent elsewhere, morale, and joint work that saves effort.

    Formula:
        hours = max(0.2, 1 - (reporting + learning + meetings) / week)
        result = size per_head (1 - cut) hours (1 + w_morale (morale - 1/2) + w_joined (joined - 1/2))
    Symbols: size in staff; cut, morale, joined in [0, 1]; reporting, learning, meetings, week in hours; per_head cases.
    Source: T2.8, T5.9, T7.2, SF6. Assumption: hours and effort multiply; a fifth of the hours is never taken away.
    """
    hours = max(0.2, 1.0 - (reporting + learning + meetings) / week)
    return size * per_head * (1.0 - cut) * hours * (1.0 + w_morale * (morale - 0.5) + w_joined * (joined - 0.5))


@rule
def capacity_of_skilled(capacity: float, skill: float, w_skill: float) -> float:
    """Cases a team can serve when it knows what the others can do: less is sent astray and asked twice.

    Formula: capacity (1 + w_skill (skill - 1/2))
    Symbols: capacity >= 0 in cases; skill in [0, 1]; w_skill in [0, 1]; result >= 0. Source: B16 (learning takes time, then
    saves it), T3.3 (referral errors), SF13. Assumption: linear about the middle.
    """
    return capacity * (1.0 + w_skill * (skill - 0.5))


@rule
def pressure_of(queue: float, capacity_week: float, scale: float) -> float:
    """Pressure of waiting work.

    Formula: queue / (queue + scale capacity_week)
    Symbols: queue >= 0, capacity_week > 0 in cases; scale > 0 in weeks; result in [0, 1). Source: X5. Assumption:
    saturating, alike in small teams and large.
    """
    return queue / (queue + scale * capacity_week)


@rule
def waiting_weeks(queue: float, capacity_week: float) -> float:
    """Weeks a new case waits.

    Formula: queue / capacity_week
    Symbols: queue >= 0, capacity_week > 0 in cases; result in weeks. Source: C10 (Little's law, with what is served in a week).
    """
    return queue / capacity_week


@rule
def cases_leaving(queue: float, share: float, u: float) -> float:
    """Waiting cases that give up this week: whole, never more than wait.

    Formula: min(queue, floor(queue share + u))
    Symbols: queue >= 0; share in [0, 1]; u uniform draw. Source: convention.
    """
    return min(queue, float(int(queue * share + u)))


@rule
def cases_handed_over(excess: float, coordinating: float, share: float, u: float) -> float:
    """Cases an overloaded team hands over: whole, as many on average as coordination reaches.

    Formula: floor(excess coordinating share + u)
    Symbols: excess >= 0 in cases, below the number that waits; coordinating, share in [0, 1]; u uniform draw. Source: T8.1, B15.
    Assumption: the fraction of a case is drawn, as in what arrives and what is served: without it small teams, whose excess is
    mostly below one case, would never hand over. So the result may exceed the excess, by less than one case.
    """
    return float(int(excess * coordinating * share + u))


@rule
def fit_after(fit: float, closeness: float, about: int, rate: float) -> float:
    """How far decisions fit the needs of the people served: each decision carried out counts, one about priorities doubly.

    Formula: fit + clamp01(rate weight_of_matter(about, 2)) (closeness - fit)
    Symbols: fit, closeness, result in [0, 1]; about 0 structure, 1 resources, 2 priorities; rate per decision.
    Source: T4.12, T1.11. Assumption: the review has no evidence on users.
    """
    return fit + clamp01(rate * weight_of_matter(about, 2)) * (closeness - fit)


@rule
def fit_for_users(closeness: float, found: float, through_teams: float) -> float:
    """How far a decision fits the people a team serves: it is near to what is needed, and takes up what their team put forward.

    Formula: closeness + through_teams (found - closeness)
    Symbols: closeness of the decision to users' needs, found (what the team finds of its proposal in it), result in [0, 1];
    through_teams, weight of the latter. Source: T3.2 (more say for a partner means decisions that fit its users better).
    Assumption: a team speaks for those whom it serves; the review has no evidence on users.
    """
    return closeness + through_teams * (found - closeness)


@rule
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
    """Experience of the people served: joined-up care (the more their needs cross teams), fitting decisions, and waiting.

    Formula:
        cared_for = w_joined (needs joined + (1 - needs) / 2) + w_fit fit
        result = clamp01(base + cared_for - w_waiting waiting / (waiting + patience))
    Symbols: joined, fit, needs in [0, 1]; waiting in weeks; weights >= 0; patience in weeks. Result in [0, 1].
    Source: assumption: the review has no evidence on service users.
    """
    cared_for = w_joined * (needs * joined + (1.0 - needs) * 0.5) + w_fit * fit
    return clamp01(base + cared_for - w_waiting * waiting / (waiting + patience))
