"""A second reading of icsim.rules.commitment_to_learning, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp01


def learning_time(team_learning: float, protected_time: float, pressure: float, dropped: float) -> float:
    return team_learning * (1 - dropped * pressure * (1 - protected_time))


def skill_after(
    skill: float,
    taught: float,
    own_learning: float,
    silo: float,
    contact: float,
    held: float,
    gain: float,
    gain_contact: float,
    word_deed: float,
    silo_drag: float,
    fading: float,
) -> float:
    example = 1 - word_deed * (1 - own_learning)
    learnt = gain * taught * example * (1 - silo_drag * silo) + gain_contact * contact + held
    return clamp01(skill * (1 - fading) + learnt * (1 - skill))


def failure_learning(failed: float, voice: float, gain: float) -> float:
    return gain * voice * failed


def willingness_target(
    heard_learning: float, morale: float, overload: float, base: float, w_learning: float, w_morale: float, w_overload: float
) -> float:
    return clamp01(base + w_learning * heard_learning + w_morale * morale - w_overload * overload)


def willingness_after_trial(willingness: float, outcome: int, tolerance: float, gain: float, loss: float) -> float:
    after = {
        0: willingness,
        1: willingness * (1 - loss / 2),
        2: willingness * (1 - loss * (1 - tolerance)),
        3: willingness + gain * (1 - willingness),
    }
    return after[outcome]


def idea_chance(willingness: float, skill: float, rate: float) -> float:
    return rate * willingness * skill


def idea_quality(skill: float, expertise: float, u: float, spread: float, base: float, w_skill: float, w_expertise: float) -> float:
    return clamp01(base + w_skill * skill + w_expertise * expertise + spread * (2 * u - 1))


def discount(short_termism: float, wait: float) -> float:
    return (1 + wait * short_termism) ** -1


def board_margin(promise: float, gain: float, discounted: float, risk_aversion: float, loss: float, cost: float) -> float:
    return gain * discounted * promise - loss * risk_aversion * (1 - promise) - cost


def risk_aversion_target(control: float, tolerance: float, base: float, w_control: float, w_tolerance: float) -> float:
    return clamp01(base + w_control * control - w_tolerance * tolerance)


def short_termism_target(risk_aversion: float, horizon: float, base: float, w_risk: float, w_horizon: float, long: float) -> float:
    shortness = max(0.0, 1 - horizon / long)
    return clamp01(base + w_risk * risk_aversion + w_horizon * shortness)
