"""Where a theory fails: the circumstances, and the numbers of the rules, that erase what it says or turn it round.

Circumstances that neither the theory nor its user settles are drawn evenly over their ranges, together with the uncertain
numbers of the rules. Small trees then say where it holds and where it does not: of circumstances alone, and of both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.base.resources import conf_dir
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.config.config_paths import flatten
from icsim.engine.crossed_design import ParameterDraw
from icsim.engine.ensemble import replicate_seeds
from icsim.statistics.decision_tree import WORTH, Table, TreeLeaf, TreeRule, Truth, fit_tree, tree_leaves
from icsim.statistics.effect_shares import classify_draws
from icsim.theory.clause_results import clause_results, near_threshold
from icsim.theory.effects import replicate_standard_error, resource_delivered
from icsim.theory.panel import ReplicatePanel, bootstrap_weights, run_panel
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.settings_table import settings_of
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.verdict import ClauseResult

LUCKS = 8  # for each setting: many settings say more here than many replicates
MAPPED = 2  # conditions behind a region of the map: more would crowd it
SAMPLES = 2  # of the bootstrap, whose intervals nobody reads here


class ScopeOutcome(StrEnum):
    """What came of a theory in one setting."""

    HELD = "it held"
    ANOTHER_REASON = "every outcome came, but not every reasoning"
    ERASED = "not every outcome came, and none went the other way"
    FLIPPED = "an outcome went the other way"
    UNTESTED = "not tested: the resource did not arrive, or there was nothing to read"


@dataclass(frozen=True)
class ScopeResult:
    """Every setting that was tried, what came of the theory in it, and the rules that tell where it holds."""

    case: TheoryCase
    names: tuple[str, ...]  # of what was drawn: `context.NAME` or `parameters.FILE.NAME`
    values: Table  # [setting, name]
    came: tuple[ScopeOutcome, ...]  # in each setting
    near: int  # settings with an effect too near the smallest that counts to be told from luck
    circumstances: TreeRule | None  # where it holds, by context alone; None: it comes out (nearly) everywhere the same
    everything: TreeRule | None  # the same, by context and numbers of the rules
    flips: TreeRule | None  # where no result goes the other way, by both; None: hardly any does, or nearly all do
    axes: tuple[str, str]  # the two that matter most, for a map
    regions: tuple[TreeLeaf, ...]  # of a tree of these two alone; none when no rule was found

    @property
    def tested(self) -> Truth:
        """Settings in which the resource arrived."""
        return np.array([one is not ScopeOutcome.UNTESTED for one in self.came])

    @property
    def held(self) -> Truth:
        """Settings in which it held."""
        return np.array([one is ScopeOutcome.HELD for one in self.came])

    @property
    def best(self) -> TreeRule | None:
        """The rule to tell, if there is one."""
        return better(self.circumstances, self.everything)

    def column(self, name: str) -> NDArray[np.float64]:
        """A variable's value in every setting."""
        return np.asarray(self.values[:, self.names.index(name)])


def scope_conditions(case: TheoryCase, points: int, progress: ProgressCallback | None = None) -> ScopeResult | None:
    """Try a theory in so many settings; None when there are none, or nothing is left to draw."""
    first = case.pair[0]
    draws = draw_parameters(points, first.seed, fixed_parameters(case), free_context(case), settings_of(first))
    names, values = scope_table(draws)
    if len(names) < 2:
        return None
    asked = tuple(one for one in case.asked if one.key or one.part == "resource")
    arms = {**case.arms, **(case.dosed if any(one.doses for one in asked) else {})}
    wanted = [(query, one.week) for one in asked for query, _ in (*one.terms, *one.less)]
    panel = run_panel(arms, draws, replicate_seeds(case.pair[0], LUCKS), wanted, None, progress)
    tested = resource_delivered(asked, panel)
    findings, verdict = clause_results(asked, panel, tested, bootstrap_weights(panel.draws, LUCKS, SAMPLES))
    outcomes = [classify_draws(f.effects, f.asked.clause.expect, f.asked.smallest) for f in findings if f.asked.part == "outcome"]
    return scope_result(case, names, values, tuple(_came(verdict.held, np.stack(outcomes))), _near(findings, panel, tested))


def free_context(case: TheoryCase) -> tuple[str, ...]:
    """Context variables that neither the theory, nor its arms, nor the user settles."""
    patches: list[Mapping[str, object]] = [case.theory.context, *case.theory.arms.values()]
    patches += [event["set"] for arm in case.arms.values() for event in arm.timeline if "set" in event]
    given = [pair for patch in patches for pair in flatten(patch)]
    given += override_items(case.overrides)
    return free_context_names(given)


def override_items(overrides: Sequence[str]) -> list[tuple[str, str]]:
    """Overrides as paths and values."""
    return [(key.lstrip("+~"), value) for key, _, value in (one.partition("=") for one in overrides)]


def free_context_names(given: Iterable[tuple[str, object]]) -> tuple[str, ...]:
    """Context variables that none of these paths and values settles; `context: NAME` settles those of its file."""
    taken = set()
    for path, value in given:
        if path == "context":
            taken |= set(read_yaml(conf_dir() / "context" / f"{value}.yaml") or {})
        taken.add(path.removeprefix("context."))
    return tuple(name for name in catalogue().context if name not in taken)


def scope_table(draws: Sequence[ParameterDraw]) -> tuple[tuple[str, ...], Table]:
    """What differs between draws, as columns: circumstances first."""
    if not draws:
        return (), np.empty((0, 0))
    columns = {f"context.{name}": [one.context[name] for one in draws] for name in draws[0].context}
    columns |= {f"parameters.{name}": [one.parameters[name] for one in draws] for name in draws[0].parameters}
    kept = {name: column for name, column in columns.items() if len(set(column)) > 1}
    return tuple(kept), np.array(list(kept.values())).T


def scope_result(case: TheoryCase, names: tuple[str, ...], values: Table, came: tuple[ScopeOutcome, ...], near: int) -> ScopeResult:
    """The rules and the map, from what came in each setting."""
    tested = np.array([one is not ScopeOutcome.UNTESTED for one in came])
    held = np.array([one is ScopeOutcome.HELD for one in came])[tested]
    flipped = np.array([one is ScopeOutcome.FLIPPED for one in came])[tested]
    contexts = tuple(name for name in names if name.startswith("context."))
    rows = values[tested]
    circumstances = fit_tree(_of(rows, names, contexts), contexts, held)
    everything = fit_tree(rows, names, held)
    best = better(circumstances, everything)
    axes = _axes(best, rows, names, held)
    regions = tree_leaves(_of(rows, names, axes), axes, held, MAPPED) if best is not None else ()
    return ScopeResult(
        case, names, values, came, near, circumstances, everything, fit_tree(rows, names, ~flipped), axes, regions
    )  # fmt: skip


def _near(findings: Sequence[ClauseResult], panel: ReplicatePanel, tested: NDArray[np.bool_]) -> int:
    """Settings that luck may have decided: a key clause is too near the smallest effect, and no other clearly fails."""
    close, failed = np.zeros(panel.draws, dtype=bool), np.zeros(panel.draws, dtype=bool)
    for finding in findings:
        one = finding.asked
        if one.key and not one.doses:
            here = near_threshold(finding.effects, replicate_standard_error(one, panel, tested), one.smallest)
            close |= here
            failed |= ~here & (classify_draws(finding.effects, one.clause.expect, one.smallest) != 1.0)
    return int((close & ~failed).sum())


def _came(held: NDArray[np.float64], outcomes: NDArray[np.float64]) -> Iterator[ScopeOutcome]:
    """What came in each setting; `outcomes` holds kinds, [outcome, setting]."""
    for one, kind in zip(held, outcomes.T, strict=True):
        if np.isnan(one):
            yield ScopeOutcome.UNTESTED
        elif one == 1.0:
            yield ScopeOutcome.HELD
        elif (kind == -1.0).any():
            yield ScopeOutcome.FLIPPED
        else:
            yield ScopeOutcome.ANOTHER_REASON if (kind == 1.0).all() else ScopeOutcome.ERASED


def better(circumstances: TreeRule | None, everything: TreeRule | None) -> TreeRule | None:
    """The rule of circumstances, which can be seen and changed, unless numbers of the rules tell clearly more.

    With hundreds of numbers and few settings, some circumstance always goes along with a number by chance.
    """
    first, second = (one if one is not None and one.found else None for one in (circumstances, everything))
    if first is None or (second is not None and second.accuracy >= first.accuracy + WORTH):
        return second
    return first


def _of(values: Table, names: Sequence[str], some: Sequence[str]) -> Table:
    return values[:, [names.index(name) for name in some]]


def _axes(best: TreeRule | None, values: Table, names: Sequence[str], held: Truth) -> tuple[str, str]:
    """The two most important of the rule; what is missing is filled with circumstances that differ most by whether it held."""
    found = list(best.importance)[:2] if best is not None else []
    ranks = values.argsort(axis=0).argsort(axis=0)
    apart_ = np.abs(ranks[held].mean(axis=0) - ranks[~held].mean(axis=0)) if 0 < held.sum() < held.size else np.zeros(len(names))
    contexts = np.array([name.startswith("context.") for name in names])
    for n in np.lexsort((-apart_, ~contexts)):
        if len(found) < 2 and names[n] not in found:
            found.append(names[n])
    return found[0], found[1]
