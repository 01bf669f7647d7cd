"""Where a theory's sign comes from, found and compared with what its file declares.

The theory is tried once more between two teams with one leader each and no spillover (`icsim.theory.two_teams`), in the
same draws and replicates. A sign counts in a draw when it lies beyond two standard errors over replicates and beyond numerical
zero; no effect counts when it lies within the smallest effect by as much; else luck hides it. For each outcome:

- Emergent: in more than 1 draw of 20 the two teams differ from the whole place in sign, one of them beyond the
  smallest effect; or in half of the draws or more the effect stays to the end of the run in one of them and is gone in
  the other; or in half or more it spreads, beyond the smallest effect, to teams that look on or to sectors that the
  theory leaves alone. What so few draws leave open is not emergent: the interval of the share must lie above its limit. Where
  two teams show no effect that counts, it is emergent only if the reasoning moves there: else they may merely lack what the
  theory works through. For the same reason, that nothing changes is said of two teams only if the reasoning moves there.
- Imposed by one rule: the two teams have one sign in 19 of 20 draws that show one, and no draw goes the other way
  beyond the smallest effect. The charter asks for one rule's own derivative; this approximates it, for among two teams
  a short chain of rules acts and not one rule alone.
- Parameter-dependent: the sign between the two teams hangs on the draw, and the whole place agrees with them draw by draw in 19
  of 20 as far as can be told, so the share of draws on each side is the same within .05.

Where two teams show a sign in less than half of the draws, nothing is said. A theory has the role of the outcome that comes
last in this order: imposed, parameter-dependent, emergent. All limits are conventions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import ParameterDraw
from icsim.engine.reading_plan import QueryAtWeek
from icsim.statistics.effect_shares import jeffreys
from icsim.theory.bystanders import bystanders
from icsim.theory.clauses import BoundClause
from icsim.theory.effects import arm_contrast, effect, errors, resource_delivered
from icsim.theory.panel import BootstrapWeights, ReplicatePanel, run_panel
from icsim.theory.subgroups import SubgroupTable
from icsim.theory.theory_cases import TheoryCase, dose_arms, dose_name
from icsim.theory.theory_schema import BYSTANDERS, EMERGENT, IMPOSED, PARAMETER_DEPENDENT, RoleName
from icsim.theory.two_teams import NotApplicable, TwoTeamTheory, to_two_teams, why_not_applicable

Numbers = NDArray[np.float64]  # [draw]

ORDER: tuple[RoleName, ...] = (IMPOSED, PARAMETER_DEPENDENT, EMERGENT)
AGREE = 0.95
MOST = 0.5
ZERO = 1e-9
FEWEST = 8  # draws in which the effect is there in both
WHOLE, ALONE = "the whole place", "two teams alone"
ENOUGH = 16
"""Fewer draws than this say nothing of a role or of a boundary."""


@dataclass(frozen=True)
class EffectSigns:
    """A clause's effects in one place: in every draw the mean over replicates, its sign, and what is left at the end."""

    effects: Numbers
    signs: Numbers  # 1 as expected, -1 the other way, 0 none that counts, nan hidden by luck
    end: Numbers  # effects at the end of the run
    reasoned: bool = True  # whether the reasoning moves there in half of the draws or more


@dataclass(frozen=True)
class ClauseRole:
    """One outcome: its role, why, and its effects in the same draws in the theory's place and between two teams."""

    asked: BoundClause
    found: RoleName | None  # None: cannot be computed
    reason: str
    whole: Numbers | None = None
    alone: Numbers | None = None


@dataclass(frozen=True)
class RoleFound:
    """The role found, beside the one declared."""

    declared: RoleName
    found: RoleName | None
    reason: str
    clauses: tuple[ClauseRole, ...]
    draws: int
    replicates: int

    @property
    def differs(self) -> bool:
        """Whether the role found is another than the file declares."""
        return self.found is not None and self.found != self.declared


def role_found(
    case: TheoryCase,
    draws: Sequence[ParameterDraw],
    replicates: Sequence[ReplicateSeeds],
    reached: SubgroupTable | None = None,
    progress: ProgressCallback | None = None,
) -> RoleFound:
    """The role of a theory; `reached` tells where its effects spread."""
    outcomes = [one for one in case.asked if one.part == "outcome"]
    try:
        unit = to_two_teams(case)
        alone = _signs_alone(unit, draws, replicates, case.pair[0].weeks)
        left_out = dict(unit.left_out)
    except NotApplicable as error:
        alone = {}
        left_out = {one.number: why_not_applicable(one.clause) or str(error) for one in outcomes}
    whole = _signs_whole(case, draws, replicates, progress) if alone or any(one.clause.of == BYSTANDERS for one in outcomes) else {}
    found = tuple(_clause(one, case, whole.get(one.number), alone.get(one.number), left_out, reached) for one in outcomes)
    return RoleFound(case.theory.role, *_together(found), found, len(draws), len(replicates))


def _together(found: Sequence[ClauseRole]) -> tuple[RoleName | None, str]:
    roles = [one.found for one in found if one.found is not None]
    if not roles:
        return None, "; ".join(dict.fromkeys(one.reason for one in found))
    last = max(roles, key=ORDER.index)
    return last, "; ".join(dict.fromkeys(one.reason for one in found if one.found == last))


def _signs_whole(
    case: TheoryCase, draws: Sequence[ParameterDraw], replicates: Sequence[ReplicateSeeds], progress: ProgressCallback | None
) -> dict[int, EffectSigns]:
    outcomes = {one.number: one for one in case.asked if one.part == "outcome"}
    resource = tuple(one for one in case.asked if one.part == "resource")
    arms = {**case.arms, **dose_arms(case.arms, list(outcomes.values()))}
    wanted = _wanted([*resource, *outcomes.values()], case.pair[0].weeks)
    panel = run_panel(arms, draws, replicates, wanted, None, progress)
    return {n: _signs(one, panel, resource, case.pair[0].weeks) for n, one in outcomes.items()}


def _signs_alone(
    unit: TwoTeamTheory, draws: Sequence[ParameterDraw], replicates: Sequence[ReplicateSeeds], weeks: int
) -> dict[int, EffectSigns]:
    if not unit.outcome:
        return {}
    read = _wanted([*unit.resource, *unit.reasoning, *unit.outcome.values()], weeks)
    panel = run_panel(unit.arms, draws, replicates, read)
    reasoned = [_signs(one, panel, unit.resource, weeks) for one in unit.reasoning]
    moved = any(np.mean(np.abs(found.effects) > one.smallest) >= MOST for one, found in zip(unit.reasoning, reasoned, strict=True))
    return {n: replace(_signs(one, panel, unit.resource, weeks), reasoned=moved) for n, one in unit.outcome.items()}


def _wanted(asked: Sequence[BoundClause], weeks: int) -> list[QueryAtWeek]:
    """What the clauses read, and the same at the end."""
    return [(query, week) for one in asked for query, _ in (*one.terms, *one.less) for week in (one.week, weeks)]


def _signs(one: BoundClause, panel: ReplicatePanel, resource: tuple[BoundClause, ...], weeks: int) -> EffectSigns:
    tested = resource_delivered(resource, panel) if resource else np.ones(panel.values.shape[1::2], dtype=bool)
    plain = BootstrapWeights(np.ones((panel.draws, 1)), np.ones((len(panel.replicates), 1)))
    later = BoundClause(one.part, one.number, one.clause, weeks, one.weights, one.terms, one.less, one.doses)
    found, end = (effect(when, panel, tested, plain)[:, 0] for when in (one, later))
    return EffectSigns(found, effect_signs(found, errors(np.where(tested, _spread_of(one, panel), np.nan)), one), end)


def _spread_of(one: BoundClause, panel: ReplicatePanel) -> NDArray[np.float64]:
    """What the standard error is taken of; of an interior clause, its middle dose less none at all."""
    if not one.doses:
        return arm_contrast(one, panel)
    arm, lever = one.doses[0][0], one.clause.dose or ""
    middle, none = (panel.read(dose_name(arm, lever, step), one.terms, one.week) for step in (3, 0))
    return middle - none


def effect_signs(effects: Numbers, error: Numbers, one: BoundClause) -> Numbers:
    """The sign of each draw's effect: 1 as expected, -1 the other way, 0 none that counts, nan where luck hides it."""
    size, luck, smallest = np.abs(effects), np.maximum(ZERO, 2.0 * np.nan_to_num(error)), one.smallest
    within = size + luck <= smallest
    if one.clause.expect == "none":
        found = np.where(within, 1.0, np.where(size - luck > smallest, -1.0, np.nan))
    else:
        towards = np.sign(effects) * (-1.0 if one.clause.expect == "down" else 1.0)
        found = np.where(size > luck, towards, np.where(within, 0.0, np.nan))
    return np.where(np.isnan(effects), np.nan, found)


def _clause(
    one: BoundClause,
    case: TheoryCase,
    whole: EffectSigns | None,
    alone: EffectSigns | None,
    left_out: dict[int, str],
    reached: SubgroupTable | None,
) -> ClauseRole:
    if whole is not None and one.clause.of == BYSTANDERS:
        beyond = np.abs(whole.effects[~np.isnan(whole.effects)]) > one.smallest
        if _above(beyond, MOST):
            why = f"it is about teams that look on, and reaches them in {_of(beyond)}; in two teams nobody does"
            return ClauseRole(one, EMERGENT, why, whole.effects)
    if whole is None or alone is None:
        return ClauseRole(one, None, left_out.get(one.number, ""), None if whole is None else whole.effects)
    found, reason = outcome_role(one, whole, alone)
    spread = _spread(one, case, reached)
    if found is not None and spread:
        reason = f"{reason}; {spread}" if found == EMERGENT else spread
        found = EMERGENT
    return ClauseRole(one, found, reason, whole.effects, alone.effects)


def outcome_role(one: BoundClause, whole: EffectSigns, alone: EffectSigns) -> tuple[RoleName | None, str]:
    """The role of an outcome from its signs in the whole place and between two teams, and why in words."""
    for found, where in ((whole, WHOLE), (alone, ALONE)):
        if np.isnan(found.effects).mean() > MOST:
            return None, f"the measure has no value in {where}"
    still = one.clause.expect == "none"
    if still and not alone.reasoned:
        return None, f"{ALONE} do not show the reasoning either; they may lack what it works through"
    known = ~np.isnan(whole.signs) & ~np.isnan(alone.signs)
    if known.mean() < MOST:
        return None, f"too few replicates leave the sign open in {_of(~known)}"
    counts = np.maximum(np.abs(whole.effects), np.abs(alone.effects)) > one.smallest
    other = counts & (whole.signs != alone.signs)
    opposite, absent = (other & part for part in (alone.signs != 0.0, alone.signs == 0.0))
    if _above(opposite[known], 1.0 - AGREE):
        return EMERGENT, f"two teams alone show another sign than the whole place in {_of(opposite[known])}"
    if _above(absent[known], 1.0 - AGREE):
        share = _of(absent[known])
        if not alone.reasoned:
            return (
                None,
                f"two teams alone show neither the effect nor the reasoning in {share}; they may lack what it works through",
            )
        return EMERGENT, f"two teams alone show the reasoning but no effect that counts, where the whole place does, in {share}"
    lasting = _persistence(one, whole, alone)
    if lasting:
        return EMERGENT, lasting
    told = alone.signs[np.abs(alone.signs) == 1.0]
    if told.size < MOST * known.sum():
        return None, f"two teams alone show a sign in no more than {_of(np.abs(alone.signs) == 1.0)}"
    toward = float(np.mean(told == 1.0))
    way, constant = (1.0, toward) if toward >= MOST else (-1.0, 1.0 - toward)
    beyond = (alone.signs == -way) & (np.abs(alone.effects) > one.smallest)
    if constant >= AGREE and not beyond.any():
        turned = "" if way == 1.0 else ", which is not the one expected,"
        shown = "no change" if still and way == 1.0 else "one sign"
        return IMPOSED, f"two teams alone show {shown}{turned} in {_of(told == way)}"
    return (
        PARAMETER_DEPENDENT,
        f"two teams alone have the expected sign in {_of(told == 1.0)}, and the whole place agrees in {_count(~other[known])}",
    )


def _persistence(one: BoundClause, whole: EffectSigns, alone: EffectSigns) -> str:
    """Words when the effect stays to the end in one place and is gone in the other, of draws in which it was in both."""
    smallest = one.smallest
    stays, gone = [], []
    for place in (whole, alone):
        then, end = np.abs(place.effects), np.abs(place.end)
        stays.append(end > smallest)
        gone.append((end <= smallest) & (end < then / 2.0))
    both = (np.abs(whole.effects) > smallest) & (np.abs(alone.effects) > smallest)
    if both.sum() < FEWEST:
        return ""
    for stay, go, first, second in ((0, 1, WHOLE, ALONE), (1, 0, ALONE, WHOLE)):
        lasts = (stays[stay] & gone[go])[both]
        if _above(lasts, MOST):
            return f"the effect lasts to the end in {first} and is gone in {second}, in {_of(lasts)}"
    return ""


def _spread(one: BoundClause, case: TheoryCase, reached: SubgroupTable | None) -> str:
    """Words when the effect reaches those whom the theory leaves alone."""
    world, left = case.pair[0].world, bystanders(case.pair[0].world, case.pair)
    concerned = {world.organisations[team.organisation].sector for i, team in enumerate(world.teams) if i not in left}
    for row in reached.rows if reached is not None and left else ():
        group, same = row.reading.group, row.reading.name == one.clause.measure and row.reading.week == one.week
        beyond = group.kind == BYSTANDERS or (group.kind == "sector" and group.value not in concerned)
        if same and beyond and row.moved.low >= MOST:
            moved = round(row.moved.value * row.draws)
            return f"it spreads to {group.label}, whom the theory leaves alone, in {moved} of {row.draws} plausible settings"
    return ""


def _above(holds: NDArray[np.bool_], limit: float) -> bool:
    """Whether a share lies above a limit, whatever so few draws leave open."""
    return holds.size > 0 and jeffreys(float(holds.sum()), float(holds.size))[0] >= limit


def _of(holds: NDArray[np.bool_]) -> str:
    """`57 of 64 plausible settings`: in how many it holds."""
    return f"{_count(holds)} plausible settings"


def _count(holds: NDArray[np.bool_]) -> str:
    return f"{int(holds.sum())} of {holds.size}"
