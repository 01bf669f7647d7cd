"""Two versions of a theory side by side: what their files say differently, and which clause moved, in the same draws."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.engine.ensemble import replicate_seeds
from icsim.statistics.effect_shares import CONFIDENCE, EffectSamples, Estimate95
from icsim.theory.clause_results import clause_results
from icsim.theory.clauses import BoundClause
from icsim.theory.effects import effect, resource_delivered
from icsim.theory.panel import BootstrapWeights, ReplicatePanel, bootstrap_weights, run_panel
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.routes import Route, clause_routes
from icsim.theory.run_theory import ResolvedBudget, clause_readings
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import Theory
from icsim.theory.verdict import ClauseResult, Verdict

MOVED, A_LITTLE, NOT_TOLD = "moved by as much as counts", "moved by less than counts", "no difference told from chance"
SAME = "no difference at all"
ABSENT = "not there"


@dataclass(frozen=True)
class ComparedClause:
    """A clause in both versions; None where a version does not have it, or has no value of it."""

    first: ClauseResult | None
    second: ClauseResult | None
    difference: Estimate95 | None  # second less first, averaged over the settings in which both have a value
    says: str


@dataclass(frozen=True)
class ComparedVersions:
    """Both versions."""

    changes: tuple[tuple[str, str, str], ...]  # key, what the first says, what the second says
    clauses: tuple[ComparedClause, ...]
    runs: tuple["VersionRun", "VersionRun"]
    held: Mapping[str, int]  # settings in which both, the first alone, the second alone, or neither held
    settings: int
    replicates: int


def changed_keys(first: Theory, second: Theory) -> tuple[tuple[str, str, str], ...]:
    """What two theories say differently, key by key; the id, and words that no world depends on, are among it."""
    one, other = (dict(_leaves(theory.model_dump(exclude_defaults=True))) for theory in (first, second))
    keys = dict.fromkeys([*one, *other])
    return tuple((key, one.get(key, ABSENT), other.get(key, ABSENT)) for key in keys if one.get(key) != other.get(key))


def _leaves(data: object, stem: str = "") -> Iterator[tuple[str, str]]:
    below = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else None
    if below is None or not data:
        yield stem, json.dumps(data, ensure_ascii=False) if not isinstance(data, str) else data
        return
    for key, value in below:
        yield from _leaves(value, f"{stem}.{key}" if stem else str(key))


def compare_versions(
    first: TheoryCase, second: TheoryCase, progress: Callable[[str], ProgressCallback | None]
) -> ComparedVersions:
    """Run both with the same draws and replicates. UserError where they cannot have the same ones."""
    effort = same_effort(first, second)
    (one_run, first_ran), (two_run, second_ran) = (_run(case, effort, progress(case.where)) for case in (first, second))
    weights = bootstrap_weights(effort.draws, effort.replicates)
    clauses = tuple(_clause(a, b, weights) for a, b in _matched(first_ran, second_ran))
    one, two = (np.nan_to_num(run.verdict.held) > 0.5 for run in (one_run, two_run))
    held = {
        "both": int(np.sum(one & two)), "first": int(np.sum(one & ~two)), "second": int(np.sum(~one & two)),
        "neither": int(np.sum(~one & ~two)),
    }  # fmt: skip
    changes = changed_keys(first.theory, second.theory)
    return ComparedVersions(changes, clauses, (one_run, two_run), held, effort.draws, effort.replicates)


def same_effort(first: TheoryCase, second: TheoryCase) -> ResolvedBudget:
    """The budget of both. UserError where they have two."""
    effort, other = (ResolvedBudget.of(case.pair[0]) for case in (first, second))
    if effort != other:
        raise UserError("compare: the contexts set other budgets or seeds; take them out, and give them here for both")
    return effort


@dataclass(frozen=True)
class VersionRun:
    """One version after it ran."""

    case: TheoryCase
    panel: ReplicatePanel
    findings: tuple[ClauseResult, ...]
    verdict: Verdict
    routes: Mapping[str, Route]


@dataclass(frozen=True)
class _Ran:
    """A clause with its effects in every draw and sample of the bootstrap."""

    result: ClauseResult
    samples: EffectSamples


def _run(case: TheoryCase, effort: ResolvedBudget, progress: ProgressCallback | None) -> tuple[VersionRun, list[_Ran]]:
    draws = draw_parameters(effort.draws, effort.seed, fixed_parameters(case), settings=effort.settings)
    replicates = replicate_seeds(case.pair[0], effort.replicates)
    panel = run_panel({**case.arms, **case.dosed}, draws, replicates, clause_readings(case), None, progress)
    tested, weights = resource_delivered(case.asked, panel), bootstrap_weights(panel.draws, len(panel.replicates))
    results, verdict = clause_results(case.asked, panel, tested, weights)
    run = VersionRun(case, panel, tuple(results), verdict, clause_routes(case))
    return run, [_Ran(result, effect(result.asked, panel, tested, weights)) for result in results]


def _matched(first: list[_Ran], second: list[_Ran]) -> Iterator[tuple[_Ran | None, _Ran | None]]:
    """Clauses that read the same of the same people, in the same part; those of the second that are left over come last."""
    for one in first:
        same = next((other for other in second if _reads(other.result.asked) == _reads(one.result.asked)), None)
        if same is not None:
            second.remove(same)
        yield one, same
    yield from ((None, other) for other in second)


def _reads(asked: BoundClause) -> str:
    clause = asked.clause
    groups = clause.stronger_for.model_dump() if clause.stronger_for else None
    return json.dumps([asked.part, clause.measure, clause.of, clause.stat, groups], sort_keys=True)


def _clause(one: _Ran | None, other: _Ran | None, weights: BootstrapWeights) -> ComparedClause:
    if one is None or other is None:
        alone = [each.result if each is not None else None for each in (one, other)]
        return ComparedClause(alone[0], alone[1], None, "")
    samples = weights.average(other.samples - one.samples)
    if np.isnan(samples[0]):  # of the settings themselves; a resample may lack the few worlds that have a value
        return ComparedClause(one.result, other.result, None, "no value in both")
    low, high = np.nanquantile(samples[1:], [(1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0])
    size = Estimate95(float(samples[0]), float(low), float(high))
    apart = size.low > 0.0 or size.high < 0.0
    smallest = max(one.result.asked.smallest, other.result.asked.smallest)
    if size == Estimate95(0.0, 0.0, 0.0):
        return ComparedClause(one.result, other.result, size, SAME)
    says = (MOVED if abs(size.value) >= smallest else A_LITTLE) if apart else NOT_TOLD
    return ComparedClause(one.result, other.result, size, says)
