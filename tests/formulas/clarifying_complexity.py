"""A second reading of icsim.rules.clarifying_complexity, written from what its rules say of themselves and not from their code."""

import math

from formulas.arithmetic import clamp01


def clarity_after(
    clarity: float,
    reason: float,
    heard_structure: float,
    heard_explanation: float,
    policy_detail: float,
    change: float,
    lines: float,
    complexity: float,
    gain: float,
    churn: float,
    fog: float,
    split: float,
    offset: float,
    translation: float,
) -> float:
    unreasoned = 1 - offset * reason
    room = 1 - split * unreasoned * (1 - 1 / lines) - clarity
    fit = clamp01(heard_structure + translation * policy_detail * heard_explanation)
    built = gain * room * (fit if room > 0 else 1)
    lost = (churn * change * unreasoned + fog * complexity) * clarity
    return clamp01(clarity + built - lost)


def roles_worked_out(heard: float, reflecting: float, reflection: float) -> float:
    return 1 - (1 - heard) * (1 - reflection * reflecting)


def reason_after(
    reason: float, heard_explanation: float, change: float, lines: float, gain: float, loss: float, w_lines: float, fading: float
) -> float:
    unexplained = 1 - heard_explanation
    rate_lost = unexplained * (loss * change + w_lines * (1 - 1 / lines)) + fading
    return clamp01(reason + gain * heard_explanation * (1 - reason) - rate_lost * reason)


def reporting_hours(lines: float, policy_detail: float, alignment: float, per_line: float, w_policy: float) -> float:
    return (lines * per_line + policy_detail * w_policy) * (1 - alignment / 2)


def change_absorbed(backlog: float, capacity: float, limit: float) -> float:
    return min(capacity * backlog * math.exp(-backlog / limit), backlog)


def change_overload(backlog: float, limit: float) -> float:
    return 1 - limit / (backlog + limit)
