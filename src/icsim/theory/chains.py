"""Ripple chains: every link in the same place with the same draws and replicates, and all of them together.

A chain holds in a setting in which every link does. What the last link does without the one before it is tried as well: where it
comes all the same, the two do not hang together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.base.yaml_io import read_user_yaml
from icsim.config.config_paths import flatten
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.load_theory import find_theories, link_chain, parse_theory, with_links
from icsim.theory.model_comparison import MODEL, check_same_draws, joint_score, score
from icsim.theory.theory_cases import TheoryCase, make_case
from icsim.theory.theory_schema import Theory


@dataclass(frozen=True)
class ChainResult:
    """A chain of theories in the same settings: how often each link held, all of them, and the last without the one before it."""

    links: tuple[str, ...]
    held: tuple[int, ...]  # settings in which each link held
    all_held: int
    share: Estimate95  # of all links together
    without: int  # settings in which the last link held where the resource of the one before was withheld
    settings: int


def load_chain(word: str) -> list[tuple[Theory, Path]]:
    """The chain that a theory ends, first link to last, each in the worlds that the one before it leaves."""
    ((_, path),) = find_theories([word]).items()
    chain = link_chain(parse_theory(read_user_yaml(path, "theory"), path.name), path)
    return [(with_links(theory, where), where) for theory, where in chain]


def run_chain(
    chain: Sequence[tuple[Theory, Path]], overrides: Sequence[str], progress: Callable[[str], ProgressCallback | None]
) -> ChainResult:
    """Run every link of a chain, first to last, and the last once more without the one before it."""
    cases = [make_case(str(path), theory, path.name, overrides) for theory, path in chain]
    cases = [replace(case, weaker=(), rivals=(), happened=None) for case in cases]
    check_same_draws(cases)
    scores = [score(case, MODEL, progress(case.theory.id)) for case in cases]
    joint = joint_score(
        [one.verdict.held for one in scores], [one.samples for one in scores], cases[0].pair[0].replicates
    )
    apart = score(_without(cases[-1], chain[-2][0]), MODEL, progress(f"{cases[-1].theory.id} without {cases[-2].theory.id}"))
    return ChainResult(
        tuple(case.theory.id for case in cases), tuple(_count(one.verdict.held) for one in scores), joint.held, joint.share,
        _count(apart.verdict.held), joint.draws,
    )  # fmt: skip


def _count(held: NDArray[np.float64]) -> int:
    return int(np.sum(np.nan_to_num(held) > 0.5))


def _without(case: TheoryCase, first: Theory) -> TheoryCase:
    """The case in worlds in which the link before it had its second arm."""
    patch = first.arms[first.contrasted[1]]
    given = {path for path, _ in flatten(first.arms[first.contrasted[0]])}
    kept = {key: value for key, value in case.theory.context.items() if key not in given}
    theory = case.theory.model_copy(update={"context": {**kept, **patch}})
    return make_case(str(case.where), theory, f"{case.where} without {first.id}", case.overrides)
