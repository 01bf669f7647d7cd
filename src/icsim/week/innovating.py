"""Step 6: proposals for something new go up; the board allows or refuses; tried ones are adopted or dropped."""

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
from icsim.week.entities import Leader, Team, World
from icsim.week.notation import step
from icsim.week.rng import Process

REFUSED, FAILED, ADOPTED = 1, 2, 3


@step
def update_risk_aversion(world: World) -> None:
    """Risk aversion of leaders under control from above: the centre's, or last week's of their own leader."""
    n = world.numbers.commitment_to_learning
    for p in world.leaders:
        p.control = p.above.risk_aversion if p.above and not p.system else world.context.central_control
    for p in world.leaders:
        target = risk_aversion_target(p.control, p.style("tolerance_of_failure"), n.risk_base, n.risk_control, n.risk_tolerance)
        p.risk_aversion = towards(p.risk_aversion, target, n.risk_rate)


@step
def update_short_termism(p: Leader, world: World) -> None:
    """How far ahead leaders look: the less, the more they shun risk."""
    n = world.numbers.commitment_to_learning
    short = short_termism_target(p.risk_aversion, p.horizon, n.short_base, n.short_risk, n.short_horizon, n.short_long)
    p.short_termism = towards(p.short_termism, short, n.short_rate)


@step
def try_ideas(i: Team, world: World) -> None:
    """A team's idea of the week: proposed if willing and able, allowed by its board or not, then it works or not.

    One that works delivers what a routine decision does that is all right and fully accepted.
    """
    n, board = world.numbers.commitment_to_learning, i.far if i.far else i.near
    has_one, how_good, works, _ = world.draw(Process.INNOVATION, i)
    idea = has_one < idea_chance(i.willingness, i.skill, n.idea_rate) and world.rules.innovation > 0
    promise = idea_quality(i.skill, i.expertise, how_good, n.promise_spread, n.promise_base, n.promise_able, n.promise_able)
    worth = discount(board.short_termism, n.board_wait)
    margin = board_margin(promise, n.board_gain, worth, board.risk_aversion, n.board_loss, n.board_cost)
    outcome = REFUSED if margin <= 0.0 else ADOPTED if works < promise else FAILED
    i.trial = outcome if idea else 0
    tolerance = i.near.style("tolerance_of_failure")
    i.willingness = willingness_after_trial(i.willingness, i.trial, tolerance, n.trial_gain, n.trial_loss)
    if i.trial == ADOPTED and world.rules.conditions:
        wp = world.numbers.working_with_power
        i.delivered = delivered_by_decision(i.delivered, wp.routine_stakes, 1.0, 1.0, wp.impact)
    i.refused += 1.0 if i.trial == REFUSED else 0.0
    i.tried += 1.0 if i.trial >= FAILED else 0.0
    i.adopted += 1.0 if i.trial == ADOPTED else 0.0
