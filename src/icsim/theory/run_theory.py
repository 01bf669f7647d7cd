"""Tries theories, each in worlds that share all their luck, over plausible settings of the rules' numbers."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

import numpy as np

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.config.compute_backend import threads_of
from icsim.config.settings import Settings
from icsim.engine.crossed_design import ELSEWHERE, MediatorHold, ParameterDraw
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.reading_plan import QueryAtWeek
from icsim.statistics.effect_shares import Estimate95, share_of
from icsim.theory.all_states import EverywhereReadings, everywhere_readings, look_everywhere, run_everywhere
from icsim.theory.boundary import boundaries
from icsim.theory.clause_results import clause_results, near_threshold
from icsim.theory.clauses import BoundClause, clause_queries
from icsim.theory.effects import doses, effect, replicate_standard_error, resource_delivered
from icsim.theory.losers import told_from_chance
from icsim.theory.mediation import decompose_mediation, held_arms, mediator_hold
from icsim.theory.necessity import necessity
from icsim.theory.panel import BootstrapWeights, ReplicatePanel, bootstrap_weights, run_panel
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.retroduction import retroduce
from icsim.theory.robustness import RobustnessCheck, robustness_checks
from icsim.theory.role import ENOUGH, RoleFound, role_found
from icsim.theory.routes import clause_routes
from icsim.theory.scope import scope_conditions
from icsim.theory.settings_table import settings_of
from icsim.theory.subgroups import SubgroupTable, compared_arms, subgroup_effects
from icsim.theory.subgroups import subgroup_queries as of_whom
from icsim.theory.theory_cases import TheoryCase, dose_arms
from icsim.theory.theory_result import Attenuation, DefaultTrajectories, RobustnessResult, TheoryResult

SHRINKS = 0.25  # weaker: by this share of the effect, or more
MOST_AT_DEFAULTS = 32  # replicates for the curves
AT_ONCE = 2  # robustness checks: more only wait for each other

Stage = Callable[[str], ProgressCallback | None]
"""Called as a new part of the work begins, with what it is; gives what is told of its progress."""


@dataclass(frozen=True)
class ResolvedBudget:
    """How many draws and replicates: of the theory itself, and of every other look at it."""

    draws: int
    replicates: int
    max_replicates: int
    robustness_draws: int
    robustness_replicates: int
    scope_draws: int
    seed: int
    settings: str  # where the draws come from

    @staticmethod
    def of(settings: Settings) -> "ResolvedBudget":
        """The effort of a budget."""
        budget = settings.values["budget"]
        draws, replicates, most, other_draws, other_replicates, scope = (
            int(budget[name])
            for name in ("draws", "replicates", "max_replicates", "robustness_draws", "robustness_replicates", "scope_draws")
        )
        return ResolvedBudget(draws, replicates, most, other_draws, other_replicates, scope, settings.seed, settings_of(settings))


def silent(what: str) -> ProgressCallback | None:
    """Tell nobody."""


def run_theory(case: TheoryCase, stage: Stage = silent) -> TheoryResult:
    """Everything about one theory."""
    effort = ResolvedBudget.of(case.pair[0])
    draws = draw_parameters(effort.draws, effort.seed, fixed_parameters(case), settings=effort.settings)
    panel, everywhere, chained = _panel(case, draws, effort, stage)
    tested, weights = resource_delivered(case.asked, panel), bootstrap_weights(panel.draws, len(panel.replicates))
    findings, verdict = clause_results(case.asked, panel, tested, weights)
    chain = decompose_mediation(case, panel, tested, weights, chained)
    looked = _looked_elsewhere(case, panel, effort, stage) if effort.robustness_draws else ()
    whom = subgroup_effects(case, panel, tested, weights)
    whom, losses = told_from_chance(whom, look_everywhere(everywhere[0], everywhere[1], tested))
    instead = retroduce(case, findings, list(draws), list(panel.replicates), stage("another reason"))
    deep = min(effort.robustness_draws, len(draws)) >= ENOUGH
    role = _role(case, draws, effort, whom, stage) if deep else None
    boundary = boundaries(case, panel, tested, weights, role) if deep else None
    failed = scope_conditions(case, effort.scope_draws, stage("where it fails")) if effort.scope_draws else None
    stage("at default parameters")
    dosed = {one.column: np.stack([m[:, 0] for m in doses(one, panel, tested, weights)]) for one in case.asked if one.doses}
    needed = necessity(case, panel, tested, weights)
    return TheoryResult(
        case, panel, findings, verdict, chain, looked, default_trajectories(case), dosed, whom, needed, role, boundary, failed,
        losses, instead, clause_routes(case),
    )  # fmt: skip


def clause_readings(case: TheoryCase) -> list[QueryAtWeek]:
    """All that the clauses read, and when."""
    found = [(query, one.week) for one in case.asked for query, _ in (*one.terms, *one.less)]
    if case.happened is not None:
        found += [(query, case.happened[1]) for query, _ in case.happened[0]]
    return found


def _panel(
    case: TheoryCase, draws: Sequence[ParameterDraw], effort: ResolvedBudget, stage: Stage
) -> tuple[ReplicatePanel, tuple[EverywhereReadings, ReplicatePanel | None], str | None]:
    """The theory's own worlds, with more replicates while draws are too near a limit; worlds in which everything was read;
    and why no reasoning was held, if so.
    """
    arms, why = {**case.arms, **case.dosed}, None
    held: MediatorHold | None = None
    extra = held_arms(case)
    if extra:
        try:
            held = mediator_hold(case, {**arms, **extra})
            arms = {**arms, **extra}
        except UserError as error:
            why = str(error)
    replicates = replicate_seeds(case.pair[0], effort.max_replicates)
    first, wanted = replicates[: effort.replicates], [*clause_readings(case), *of_whom(case)]
    every = everywhere_readings(case, len(draws), len(first))
    fits = (every.looked.draws, every.looked.replicates) == (len(draws), len(first))
    panel = run_panel(arms, draws, first, [*wanted, *every.queries] if fits else wanted, held, stage("plausible settings"))
    whole = panel if fits else run_everywhere(case, every, draws, first, stage("who loses"))
    panel = panel.without(every.queries, wanted) if fits else panel
    while len(panel.replicates) < effort.max_replicates and _imprecise(case.asked, panel):
        more = replicates[len(panel.replicates) : 2 * len(panel.replicates)]
        panel = panel.joined(run_panel(arms, draws, more, wanted, held, stage("more replicates")))
    return panel, (every, whole), why


def _role(case: TheoryCase, draws: Sequence[ParameterDraw], effort: ResolvedBudget, whom: SubgroupTable, stage: Stage) -> RoleFound:
    """The role, in the first of the same draws and replicates."""
    replicates = replicate_seeds(case.pair[0], effort.robustness_replicates)
    return role_found(case, draws[: effort.robustness_draws], replicates, whom, stage("two teams alone"))


def _imprecise(asked: Sequence[BoundClause], panel: ReplicatePanel) -> bool:
    """Whether a draw is so near a limit that its standard error, above a quarter of the smallest effect, matters."""
    tested, plain = resource_delivered(tuple(asked), panel), bootstrap_weights(panel.draws, len(panel.replicates), samples=0)
    for one in asked:
        if one.key:
            found, error = effect(one, panel, tested, plain)[:, 0], replicate_standard_error(one, panel, tested)
            if np.any(near_threshold(found, error, one.smallest) & (error > one.smallest / 4.0)):
                return True
    return False


def _looked_elsewhere(case: TheoryCase, base: ReplicatePanel, effort: ResolvedBudget, stage: Stage) -> tuple[RobustnessResult, ...]:
    """Every robustness check. In threads of this process two at a time, for each is small: one is set up while another runs."""
    checks, halted = robustness_checks(case), Event()
    if ELSEWHERE.get() is not None:  # workers elsewhere compute for one at a time
        return tuple(_looked(case, look, base, effort, stage(look.name)) for look in checks)

    def heed(done: int, worlds: int) -> None:
        if halted.is_set():
            raise CancelledError

    pool, found = ThreadPoolExecutor(min(AT_ONCE, threads_of(case.pair[0].engine))), []
    try:
        for look, coming in [(look, pool.submit(_looked, case, look, base, effort, heed)) for look in checks]:
            stage(look.name)
            found.append(coming.result())
    finally:
        halted.set()
        pool.shutdown(cancel_futures=True)
    return tuple(found)


def _looked(
    case: TheoryCase, look: RobustnessCheck, base: ReplicatePanel, effort: ResolvedBudget, progress: ProgressCallback | None
) -> RobustnessResult:
    """The same clauses elsewhere, in the first of the same draws and replicates."""
    source = look.settings or effort.settings
    draws = draw_parameters(effort.draws, effort.seed, fixed_parameters(case), settings=source)[: effort.robustness_draws]
    replicates = base.replicates[: effort.robustness_replicates]
    arms = {**look.arms, **dose_arms(look.arms, case.asked)}
    panel = run_panel(arms, draws, replicates, clause_readings(case), None, progress)
    tested, weights = resource_delivered(case.asked, panel), bootstrap_weights(panel.draws, len(replicates))
    findings, verdict = clause_results(case.asked, panel, tested, weights)
    weaker = _weaker(look, case.asked, panel, base, weights) if look.kind == "weaker" else None
    return RobustnessResult(look, findings, verdict, weaker)


def _weaker(
    look: RobustnessCheck, asked: tuple[BoundClause, ...], there: ReplicatePanel, base: ReplicatePanel, weights: BootstrapWeights
) -> Attenuation:
    """In how many draws every effect of the part shrinks by a quarter or more, of those in which all of them count here.

    Here and there have the same draws and replicates, and are resampled together.
    """
    many, replicates = there.draws, len(there.replicates)
    values = base.values[:, :many, :, :replicates]
    same = replace(base, draws=many, replicates=there.replicates, values=values, settings=there.settings)
    counts, shrunk = [], []
    for one in asked:
        if one.part == look.about and one.clause.mediated and one.clause.expect in ("up", "down"):
            sign = 1.0 if one.clause.expect == "up" else -1.0
            here, gone = (sign * effect(one, panel, resource_delivered(asked, panel), weights) for panel in (same, there))
            counts.append(here > one.smallest)
            shrunk.append(gone <= (1.0 - SHRINKS) * here)
    if not counts:
        return Attenuation(Estimate95(np.nan, np.nan, np.nan), 0)
    every = np.where(np.all(counts, axis=0), np.all(shrunk, axis=0).astype(np.float64), np.nan)
    return Attenuation(share_of(every, weights.draws), int((~np.isnan(every[:, 0])).sum()))


def default_trajectories(case: TheoryCase) -> DefaultTrajectories:
    """Every arm that the theory or one of its clauses compares, every week, at default parameters."""
    first = case.pair[0]
    replicates = replicate_seeds(first, min(MOST_AT_DEFAULTS, ResolvedBudget.of(first).replicates))
    weeks = tuple(range(1, first.weeks + 1))
    names = tuple(dict.fromkeys([*compared_arms(case), *(arm for one in case.asked for arm in one.weights)]))
    values = run_ensemble([case.arms[name] for name in names], replicates, clause_queries(case.asked), weeks)
    paths = {one.column: np.stack([one.read(values, week) for week in weeks], axis=1) for one in case.asked}
    return DefaultTrajectories(names, weeks, replicates, paths)
