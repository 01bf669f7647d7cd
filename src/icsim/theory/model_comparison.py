"""The same theories under rival models: which patterns need the mechanisms, and which come without them.

A rival model is an option of the config group `rules`. Every model is given the same theories, draws, replicates and effort, and
only what the verdict rests on is run: no other look, no held reasoning, no more replicates near a limit.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.base.resources import conf_dir
from icsim.base.suggest import did_you_mean
from icsim.base.yaml_io import read_yaml
from icsim.config.compose import groups
from icsim.engine.ensemble import replicate_seeds
from icsim.statistics.effect_shares import Band, Estimate95, classify_draws, share_of
from icsim.theory.arms import COMMAND
from icsim.theory.clause_results import clause_results
from icsim.theory.clauses import clause_queries
from icsim.theory.effects import effect, resource_delivered
from icsim.theory.panel import BootstrapWeights, ReplicatePanel, bootstrap_weights, run_panel
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.run_theory import ResolvedBudget
from icsim.theory.theory_cases import TheoryCase, dose_arms
from icsim.theory.verdict import ClauseResult, Verdict

COMMAND_KEYS = ("rivals", "statements_from", "variance_from")  # keys of the command that are not settings of a world
GROUP = "rules"
MODEL = "default"
"""The model itself; every other option of the group is a rival of it."""
GOOD = (Band.SUPPORTED, Band.LEANING)

HeldSamples = NDArray[np.bool_]  # [draw, sample] of the bootstrap
PassOutcome = Literal["passes", "open", "fails"]


@dataclass(frozen=True)
class ModelScore:
    """A theory under one model."""

    case: TheoryCase
    model: str
    findings: tuple[ClauseResult, ...]
    verdict: Verdict
    samples: HeldSamples  # whether it holds: sample 0 is what was seen


@dataclass(frozen=True)
class JointScore:
    """All theories in the same draw, under one model."""

    share: Estimate95  # of all draws
    held: int  # draws
    draws: int
    missing: int  # draws in which the resource of at least one theory did not arrive, which count as not held


def rivals() -> tuple[str, ...]:
    """The names of all rival models."""
    return tuple(name for name in groups(COMMAND)[GROUP] if name != MODEL)


def chosen_rivals(given: Sequence[str] | None) -> tuple[str, ...]:
    """The rivals named in a setting, each once; all of them where nothing is given."""
    known = rivals()
    if given is None:
        return known
    names = tuple(dict.fromkeys(given))
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise UserError(f"rivals: {name} is no rival model; allowed: {', '.join(known)}, in a list as in [hero,contract]{hint}")
    return names


def rule_choices(model: str) -> dict[str, object]:
    """Which form of which rules a model has; the model itself leaves them as they are."""
    return {} if model == MODEL else read_yaml(_file(model))


def model_claim(model: str) -> str:
    """What a model claims: what its file says above the rules."""
    lines = _file(model).read_text(encoding="utf-8").splitlines()
    said = " ".join(line.lstrip("# ").rstrip() for line in lines if line.startswith("#"))
    claim = said.removeprefix("Rival model: ").replace("`", "")
    return claim[:1].upper() + claim[1:]


def check_rules_free(overrides: Sequence[str]) -> None:
    """The rules that make a rival are set by the scoreboard: a UserError for an override of one of them."""
    taken = {f"{GROUP}.{name}" for model in rivals() for name in rule_choices(model)}
    for override in overrides:
        key = override.partition("=")[0].lstrip("+~")
        if key == GROUP or key in taken:
            raise UserError(f"{override}: the scoreboard sets it, model by model; leave it out, or choose models: rivals=[hero]")


def check_same_draws(cases: Sequence[TheoryCase]) -> None:
    """All theories in the same draw: a UserError where two of them are not tried in the same draws."""
    first, *others = cases
    efforts = [_draws(case) for case in (first, *others)]
    for case, own in zip(others, efforts[1:], strict=True):
        if own != efforts[0]:
            there, here = (f"budget.draws={draws} budget.replicates={many} seed={seed}" for draws, many, seed in (own, efforts[0]))
            raise UserError(f"{case.where}: has {there} where {first.where} has {here}; give both the same, or try them one by one")


def with_rival_rules(case: TheoryCase, model: str) -> TheoryCase:
    """A theory in worlds whose rules are a model's; nothing that the verdict does not rest on."""
    changes = rule_choices(model)
    arms = {name: arm.with_changes({GROUP: changes}) for name, arm in case.arms.items()} if changes else case.arms
    text = json.dumps([case.content, model, *(arm.content_hash() for arm in arms.values())])
    return replace(
        case, arms=arms, happened=None, dosed=dose_arms(arms, case.asked), weaker=(), rivals=(),
        content=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def score(case: TheoryCase, model: str, progress: ProgressCallback | None = None) -> ModelScore:
    """Try a theory that is under a model already (`under`)."""
    effort = ResolvedBudget.of(case.pair[0])
    draws = draw_parameters(effort.draws, effort.seed, fixed_parameters(case), settings=effort.settings)
    wanted = [(query, one.week) for one in case.asked for query in clause_queries((one,))]
    replicates = replicate_seeds(case.pair[0], effort.replicates)
    panel = run_panel({**case.arms, **case.dosed}, draws, replicates, wanted, None, progress)
    weights, tested = bootstrap_weights(panel.draws, len(replicates)), resource_delivered(case.asked, panel)
    return ModelScore(case, model, *clause_results(case.asked, panel, tested, weights), _samples(case, panel, tested, weights))


def pass_outcome(tested: bool, bands: Sequence[str]) -> PassOutcome:
    """Whether a theory passes: the bands that its interval leaves are all leaning or better; open, where some are."""
    if not tested:
        return "fails"
    good = [band in GOOD for band in bands]
    return "passes" if all(good) else "open" if any(good) else "fails"


def joint_score(held: Sequence[NDArray[np.float64]], samples: Sequence[HeldSamples], replicates: int) -> JointScore:
    """All theories in the same draw; a draw in which the resource of one did not arrive is one that does not hold.

    `held` is [draw]: 1 held, 0 not, nan the resource did not arrive. `replicates` is how many there were: so many draws and
    replicates have the same bootstrap for every theory, and sample n is of the same draws and replicates in each.
    """
    every: HeldSamples = np.asarray(np.stack(samples).all(axis=0))
    draws = int(every.shape[0])
    share = share_of(every.astype(np.float64), bootstrap_weights(draws, replicates).draws)
    return JointScore(share, int(every[:, 0].sum()), draws, int(np.isnan(np.stack(held)).any(axis=0).sum()))


def discriminating_clause(here: Mapping[str, float | None], there: Mapping[str, float | None]) -> str | None:
    """The clause whose share differs most between two models, of those that have one in both; the first of equals."""
    sizes = {name: abs(own - other) for name, own in here.items() if own is not None and (other := there.get(name)) is not None}
    best = max(sizes, key=lambda name: sizes[name], default=None)
    return best if best is not None and sizes[best] > 0.0 else None


def _samples(case: TheoryCase, panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights) -> HeldSamples:
    """Where all that a verdict hangs on holds, the resource with it."""
    hangs = [one for one in case.asked if one.key or one.part == "resource"]
    every = [classify_draws(effect(one, panel, tested, weights), one.clause.expect, one.smallest) == 1.0 for one in hangs]
    return np.asarray(np.stack(every).all(axis=0))


def _draws(case: TheoryCase) -> tuple[int, int, int]:
    effort = ResolvedBudget.of(case.pair[0])
    return effort.draws, effort.replicates, effort.seed


def _file(model: str) -> Path:
    return conf_dir() / GROUP / f"{model}.yaml"
