"""Clarifying complexity: who decides, why, how many to report to, and how change is paced and absorbed."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01, exp


@rule
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
    """Clarity about who decides and what is expected: built by saying it, lost to change, capped by split reporting lines.

    Formula:
        ceiling = 1 - split (1 - offset reason) (1 - 1 / lines)
        fit = clamp01(heard_structure + translation policy_detail heard_explanation)
        built = clarity + gain (fit max(0, ceiling - clarity) - max(0, clarity - ceiling))
        lost = churn change (1 - offset reason) + fog complexity
        result = clamp01(built - lost clarity)
    Symbols: states in [0, 1]; reason is how far the reason for change is understood; change >= 0 arriving; lines >= 1;
    gain, churn, fog per week; split in [0, 1] is the disagreement between lines, offset in [0, 1] how far understanding
    why makes up for it, and for change that confuses.
    Source: B6, T7.1, T7.2 (reasons not understood confuse, and understanding them does not make up for many lines).
    Assumption: policy text helps only as far as it is translated (T7.6); lines that disagree undo what was clearer than their
    ceiling in every week, whether or not anybody explains.
    """
    ceiling = 1.0 - split * (1.0 - offset * reason) * (1.0 - 1.0 / lines)
    fit = clamp01(heard_structure + translation * policy_detail * heard_explanation)
    built = clarity + gain * (fit * max(0.0, ceiling - clarity) - max(0.0, clarity - ceiling))
    lost = churn * change * (1.0 - offset * reason) + fog * complexity
    return clamp01(built - lost * clarity)


@rule
def roles_worked_out(heard: float, reflecting: float, reflection: float) -> float:
    """What is said of who decides, and what a team finds out about its roles when it has time to think them over.

    Formula: heard + reflection reflecting (1 - heard)
    Symbols: heard, reflecting (share of full learning time taken), result in [0, 1]; reflection in [0, 1].
    Source: De Brun & McAuliffe 2020 (set-aside time to reflect clears roles). Assumption: either is enough.
    """
    return heard + reflection * reflecting * (1.0 - heard)


@rule
def reason_after(
    reason: float,
    heard_explanation: float,
    change: float,
    lines: float,
    gain: float,
    loss: float,
    w_lines: float,
    fading: float,
) -> float:
    """How far the reason for change is understood: explained, or lost with every unexplained change.

    Formula:
        lost = loss change (1 - heard_explanation) + w_lines (1 - 1 / lines) (1 - heard_explanation) + fading
        result = clamp01(reason + gain heard_explanation (1 - reason) - lost reason)
    Symbols: reason, heard_explanation, result in [0, 1]; change >= 0; lines >= 1; gain, loss, fading per week.
    Source: T7.2 (box 7). Assumption: each further line tells its own story.
    """
    lost = loss * change * (1.0 - heard_explanation) + w_lines * (1.0 - 1.0 / lines) * (1.0 - heard_explanation) + fading
    return clamp01(reason + gain * heard_explanation * (1.0 - reason) - lost * reason)


@rule
def reporting_hours(lines: float, policy_detail: float, alignment: float, per_line: float, w_policy: float) -> float:
    """Hours a week that a member of staff spends on reporting.

    Formula: (per_line lines + w_policy policy_detail) (1 - alignment / 2)
    Symbols: lines >= 1; policy_detail, alignment in [0, 1]; per_line, w_policy in hours. Source: B6, T7.2, T7.7.
    Assumption: aligned systems save up to half of it.
    """
    return (per_line * lines + w_policy * policy_detail) * (1.0 - 0.5 * alignment)


@rule
def change_absorbed(backlog: float, capacity: float, limit: float) -> float:
    """Change that a team absorbs in a week: most at a middling backlog, little when swamped.

    Formula: min(backlog, capacity backlog exp(-backlog / limit))
    Symbols: backlog >= 0; capacity > 0 per week; limit > 0. Result in [0, backlog]. Source: B13, C15.
    """
    return min(backlog, capacity * backlog * exp(-backlog / limit))


@rule
def change_overload(backlog: float, limit: float) -> float:
    """How swamped a team is by change.

    Formula: backlog / (backlog + limit)
    Symbols: backlog >= 0; limit > 0; result in [0, 1). Source: B13. Assumption: saturating.
    """
    return backlog / (backlog + limit)
