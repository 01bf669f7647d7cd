"""Step 6: proposals for something new go up; the board allows or refuses; tried ones are adopted or dropped."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import C, L, P, V
from icsim.engine.rng import Process, draw_rows
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

INNOVATION = int(Process.INNOVATION)


def weigh_risk(
    post_id: IndexArray, post_system: IndexArray, post_above: IndexArray, par: NamedGrid, ctx: NamedGrid, lever: NamedGrid, manner: EntityGrid, control:
    EntityGrid, risk_aversion: EntityGrid,
) -> None:
    """Risk aversion of leaders under control from above: the centre's, or last week's of their own leader."""
    for p in range(post_id.size):
        above = post_above[p]
        top = (post_system[p] > 0) | (above == p)
        for k in range(par.shape[1]):
            control[p, k] = ctx[C.central_control, k] if top else risk_aversion[above, k]
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            target = risk_aversion_target(
                control[p, k], manner[p, k] * lever[L.tolerance_of_failure, p, k],
                par[P.commitment_to_learning.risk_base, k], par[P.commitment_to_learning.risk_control, k],
                par[P.commitment_to_learning.risk_tolerance, k],
            )  # fmt: skip
            risk_aversion[p, k] = towards(risk_aversion[p, k], target, par[P.commitment_to_learning.risk_rate, k])


def look_ahead(post_horizon: LaneRow, par: NamedGrid, risk_aversion: EntityGrid, short_termism: EntityGrid) -> None:
    """How far ahead leaders look: the less, the more they shun risk."""
    for p in range(post_horizon.size):
        for k in range(par.shape[1]):
            short = short_termism_target(
                risk_aversion[p, k], post_horizon[p], par[P.commitment_to_learning.short_base, k],
                par[P.commitment_to_learning.short_risk, k], par[P.commitment_to_learning.short_horizon, k],
                par[P.commitment_to_learning.short_long, k],
            )  # fmt: skip
            short_termism[p, k] = towards(short_termism[p, k], short, par[P.commitment_to_learning.short_rate, k])


def try_ideas(
    week: int, seeds: IndexArray, team_id: IndexArray, expertise: LaneRow, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow,
    lever: NamedGrid, manner: EntityGrid, risk_aversion: EntityGrid, short_termism: EntityGrid, skill: EntityGrid, willingness: EntityGrid, tried: EntityGrid,
    adopted: EntityGrid, refused: EntityGrid, trial: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """A team's idea of the week: proposed if willing and able, allowed by its board or not, then it works or not."""
    for i in range(team_id.size):
        draw_rows(INNOVATION, week, team_id[i], 0, seeds, u0, u1, u2, u3)
        p = rel_post[2 * i]
        board = rel_post[2 * i + 1] if rel_on[2 * i + 1] > 0 else p
        for k in range(par.shape[1]):
            chance = idea_chance(willingness[i, k], skill[i, k], par[P.commitment_to_learning.idea_rate, k])
            idea = (u0[k] < chance) & (var[V.innovation, k] > 0)
            promise = idea_quality(
                skill[i, k], expertise[i], u1[k], par[P.commitment_to_learning.promise_spread, k],
                par[P.commitment_to_learning.promise_base, k], par[P.commitment_to_learning.promise_skill, k],
                par[P.commitment_to_learning.promise_expertise, k],
            )  # fmt: skip
            margin = board_margin(
                promise, par[P.commitment_to_learning.board_gain, k],
                discount(short_termism[board, k], par[P.commitment_to_learning.board_wait, k]), risk_aversion[board, k],
                par[P.commitment_to_learning.board_loss, k], par[P.commitment_to_learning.board_cost, k],
            )  # fmt: skip
            allowed = margin > 0.0
            works = u2[k] < promise
            outcome = (3 if works else 2) if allowed else 1
            outcome = outcome if idea else 0
            willingness[i, k] = willingness_after_trial(
                willingness[i, k], outcome, manner[p, k] * lever[L.tolerance_of_failure, p, k],
                par[P.commitment_to_learning.trial_gain, k], par[P.commitment_to_learning.trial_loss, k],
            )  # fmt: skip
            refused[i, k] += 1.0 if outcome == 1 else 0.0
            tried[i, k] += 1.0 if outcome >= 2 else 0.0
            adopted[i, k] += 1.0 if outcome == 3 else 0.0
            trial[i, k] = float(outcome)
