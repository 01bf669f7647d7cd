"""Commitment to learning and development: skill, the time it takes, failing well, and permission to innovate."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def learning_time(team_learning: float, protected_time: float, pressure: float, dropped: float) -> float:
    """Share of the learning time a leader means to give that is really taken; first to go under pressure.

    Formula: team_learning (1 - dropped pressure (1 - protected_time))
    Symbols: all in [0, 1]. Source: T5.9. Assumption: protected time cannot be dropped.
    """
    return team_learning * (1.0 - dropped * pressure * (1.0 - protected_time))


@rule
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
    """Knowing the others' competences: taught, met and worked out; forgotten slowly.

    Formula:
        lesson = gain taught (1 - word_deed + word_deed own_learning) (1 - silo_drag silo)
        result = clamp01(skill + (lesson + gain_contact contact + held) (1 - skill) - fading skill)
    Symbols: states in [0, 1]; gains, fading per week; word_deed, silo_drag in [0, 1]. Source: T5.1 (teaching counts
    as far as the leader learns too), T5.2, T5.3, B16, C9. Assumption: contact teaches by itself.
    """
    lesson = gain * taught * (1.0 - word_deed + word_deed * own_learning) * (1.0 - silo_drag * silo)
    return clamp01(skill + (lesson + gain_contact * contact + held) * (1.0 - skill) - fading * skill)


@rule
def failure_learning(failed: float, voice: float, gain: float) -> float:
    """Skill that a team gains in a week from joint work that failed, as far as it is talked about.

    Formula: gain failed voice
    Symbols: failed, share of the week's cases in which joint work failed; voice, how far a team says what it knows; result
    in [0, 1]; gain per event. Source: T2.6, T5.7 (fail well), SF4 (safety and learning behaviour, through what is said).
    """
    return gain * failed * voice


@rule
def willingness_target(
    heard_learning: float,
    morale: float,
    overload: float,
    base: float,
    w_learning: float,
    w_morale: float,
    w_overload: float,
) -> float:
    """Willingness to try something new.

    Formula: clamp01(base + w_learning heard_learning + w_morale morale - w_overload overload)
    Symbols: states in [0, 1]; weights >= 0. Source: T5 definition. Assumption: linear.
    """
    return clamp01(base + w_learning * heard_learning + w_morale * morale - w_overload * overload)


@rule
def willingness_after_trial(willingness: float, outcome: int, tolerance: float, gain: float, loss: float) -> float:
    """Willingness after a proposal: encouraged by success, hurt by failure unless failing is tolerated, by refusal too.

    Formula:
        result = willingness if outcome = 0,
            else willingness (1 - loss / 2) if outcome = 1,
            else willingness (1 - loss (1 - tolerance)) if outcome = 2,
            else willingness + gain (1 - willingness)
    Symbols: outcome 0 none, 1 refused, 2 failed, 3 adopted; willingness, tolerance, result in [0, 1]; gain, loss per
    event.
    Source: T5.7 (fail well). Assumption: a refusal hurts half as much as a failure that is punished.
    """
    if outcome == 0:
        return willingness
    if outcome == 1:
        return willingness * (1.0 - 0.5 * loss)
    if outcome == 2:
        return willingness * (1.0 - loss * (1.0 - tolerance))
    return willingness + gain * (1.0 - willingness)


@rule
def idea_chance(willingness: float, skill: float, rate: float) -> float:
    """Chance that a team proposes something new in a week: willing and able.

    Formula: rate willingness skill
    Symbols: all in [0, 1]. Source: T5.6 (box 5).
    """
    return rate * willingness * skill


@rule
def idea_quality(skill: float, expertise: float, u: float, spread: float, base: float, w_skill: float, w_expertise: float) -> float:
    """Chance that an idea would work.

    Formula: clamp01(base + w_skill skill + w_expertise expertise + spread (2 u - 1))
    Symbols: all in [0, 1]; u uniform draw. Source: B19. Assumption: able teams have better ideas.
    """
    return clamp01(base + w_skill * skill + w_expertise * expertise + spread * (2.0 * u - 1.0))


@rule
def discount(short_termism: float, wait: float) -> float:
    """What a later gain is worth to a board that looks to the short term.

    Formula: 1 / (1 + wait short_termism)
    Symbols: short_termism in [0, 1]; wait >= 0; result in (0, 1]. Source: B19. Assumption: hyperbolic.
    """
    return 1.0 / (1.0 + wait * short_termism)


@rule
def board_margin(promise: float, gain: float, discounted: float, risk_aversion: float, loss: float, cost: float) -> float:
    """What speaks for allowing an idea; it is allowed when this is above 0.

    Formula: promise gain discounted - (1 - promise) risk_aversion loss - cost
    Symbols: promise, discounted in [0, 1]; gain, risk_aversion, loss, cost >= 0. Result any: above 0 exactly when
    promise > (risk_aversion loss + cost) / (gain discounted + risk_aversion loss), never when both terms
    below the line are 0. Source: B19, C12.
    """
    return promise * gain * discounted - (1.0 - promise) * risk_aversion * loss - cost


@rule
def risk_aversion_target(control: float, tolerance: float, base: float, w_control: float, w_tolerance: float) -> float:
    """Risk aversion that control from above produces and tolerance of failure lowers.

    Formula: clamp01(base + w_control control - w_tolerance tolerance)
    Symbols: all in [0, 1]. Source: T5.6 (box 5), T5.7.
    """
    return clamp01(base + w_control * control - w_tolerance * tolerance)


@rule
def short_termism_target(risk_aversion: float, horizon: float, base: float, w_risk: float, w_horizon: float, long: float) -> float:
    """Looking to short-term gains: what risk aversion and a short budget horizon lead to.

    Formula: clamp01(base + w_risk risk_aversion + w_horizon (1 - min(1, horizon / long)))
    Symbols: all in [0, 1] but horizon >= 0 and long > 0, which counts as long, in weeks. Source: T5.6 (box 5), B19.
    """
    return clamp01(base + w_risk * risk_aversion + w_horizon * (1.0 - min(1.0, horizon / long)))
