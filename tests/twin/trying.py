"""6. Something new: ideas go up, the board allows or refuses, what is tried works or fails."""

from typing import TYPE_CHECKING

from icsim.rules.arithmetic import towards
from icsim.rules.commitment_to_learning import (
    board_margin,
    discount,
    idea_chance,
    idea_quality,
    risk_aversion_target,
    short_termism_target,
    willingness_after_trial,
)
from icsim.rules.working_with_power import delivered_by_decision
from twin import luck

if TYPE_CHECKING:
    from twin.model import Twin

NO_IDEA, REFUSED, FAILED, ADOPTED = range(4)


def boards(twin: "Twin") -> None:
    """6a. How leaders look at risk and at the long term."""
    cl = twin.numbers.commitment_to_learning
    before = {p: p.risk_aversion for p in twin.leaders}
    for p in twin.leaders:
        free = p.tier == "system" or p.above is None
        control = twin.context.central_control if free else before[p.above]
        target = risk_aversion_target(
            control, p.style("tolerance_of_failure"), cl.risk_base, cl.risk_control, cl.risk_tolerance
        )
        p.risk_aversion = towards(p.risk_aversion, target, cl.risk_rate)
        short = short_termism_target(p.risk_aversion, p.horizon, cl.short_base, cl.short_risk, cl.short_horizon, cl.short_long)
        p.short_termism = towards(p.short_termism, short, cl.short_rate)


def ideas(twin: "Twin") -> None:
    """6b. Who proposes what, and what becomes of it."""
    cl = twin.numbers.commitment_to_learning
    for i in twin.teams:
        u0, u1, u2, _ = twin.draw(luck.INNOVATION, twin.week, i.id, 0)
        board = i.far or i.near
        i.trial = NO_IDEA
        if twin.rules.innovation and u0 < idea_chance(i.willingness, i.skill, cl.idea_rate):
            promise = idea_quality(
                i.skill, i.expertise, u1, cl.promise_spread, cl.promise_base, cl.promise_able, cl.promise_able
            )
            discounted = discount(board.short_termism, cl.board_wait)
            margin = board_margin(promise, cl.board_gain, discounted, board.risk_aversion, cl.board_loss, cl.board_cost)
            i.trial = REFUSED if margin <= 0.0 else ADOPTED if u2 < promise else FAILED
        tolerance = i.near.style("tolerance_of_failure")
        i.willingness = willingness_after_trial(i.willingness, i.trial, tolerance, cl.trial_gain, cl.trial_loss)
        if i.trial == ADOPTED and twin.rules.conditions:
            wp = twin.numbers.working_with_power
            i.delivered = delivered_by_decision(i.delivered, wp.routine_stakes, 1.0, 1.0, wp.impact)
        i.refused += 1.0 if i.trial == REFUSED else 0.0
        i.tried += 1.0 if i.trial in (FAILED, ADOPTED) else 0.0
        i.adopted += 1.0 if i.trial == ADOPTED else 0.0
