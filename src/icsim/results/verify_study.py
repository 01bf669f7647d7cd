"""A sample of a finished study of theories run again from its folder alone, and compared with its tables to the bit."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.base.yaml_io import read_user_yaml
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.reading_plan import QueryAtWeek
from icsim.results.read_study import read_study
from icsim.results.theory_study import PARTS, THEORY
from icsim.results.verdict import VerdictFile
from icsim.theory.clause_results import clause_results
from icsim.theory.effects import resource_delivered
from icsim.theory.load_theory import parse_theory
from icsim.theory.panel import bootstrap_weights, run_panel
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.run_theory import ResolvedBudget, clause_readings
from icsim.theory.theory_cases import TheoryCase, make_case

SAMPLE = 4  # settings of each theory


@dataclass(frozen=True)
class Verified:
    """A sample that was run again: of what, which of it, how many numbers were compared, and those that differ."""

    about: str
    sample: str
    compared: int
    differing: tuple[str, ...]
    same_source: bool
    numbers: str = "effects"


def verify_study(folder: Path, sample: int = SAMPLE) -> Iterator[Verified]:
    """Each theory of a study. UserError where files were changed, or where a theory cannot be made again."""
    study = read_study(folder, "verify")
    for one in study.theories:
        yield _verified(folder / PARTS / one.id, one, sample)


def _verified(part: Path, found: VerdictFile, sample: int) -> Verified:
    case = kept_case(part, found.command, found.content_hash, "verify")
    chosen = evenly_spread(ResolvedBudget.of(case.pair[0]).draws, sample)
    compared, differing = compare_effects(case, chosen, found.effort.replicates, part, clause_readings(case))
    return Verified(found.id, settings_text(chosen), compared, differing, found.source_hash == fingerprint.pages())


def evenly_spread(many: int, sample: int) -> tuple[int, ...]:
    """Positions of a sample among so many, from the first to the last."""
    return tuple(sorted({round(n) for n in np.linspace(0, many - 1, min(sample, many))}))


def settings_text(chosen: Sequence[int]) -> str:
    """Which settings were run again."""
    return f"in settings {', '.join(map(str, chosen))}"


def compare_effects(
    case: TheoryCase, chosen: Sequence[int], replicates: int, part: Path, wanted: Sequence[QueryAtWeek]
) -> tuple[int, tuple[str, ...]]:
    """Run some settings of a theory again: how many effects its table has for them, and which of these differ."""
    effort = ResolvedBudget.of(case.pair[0])
    drawn = draw_parameters(effort.draws, effort.seed, fixed_parameters(case), settings=effort.settings)
    seeds = replicate_seeds(case.pair[0], max(replicates, effort.max_replicates))[:replicates]
    panel = run_panel({**case.arms, **case.dosed}, [drawn[n] for n in chosen], seeds, wanted)
    weights = bootstrap_weights(len(chosen), replicates)
    now, _ = clause_results(case.asked, panel, resource_delivered(case.asked, panel), weights)
    table = pq.read_table(part / "effects.parquet").select(["clause", "draw", "effect"]).to_pylist()
    held = {(row["clause"], row["draw"]): row["effect"] for row in table}
    differing, compared = [], 0
    for result in now:
        for place, draw in enumerate(chosen):
            value = float(result.effects[place])
            compared += 1
            if (None if np.isnan(value) else value) != held.get((result.asked.column, draw)):
                differing.append(f"{result.asked.column} in setting {draw}")
    return compared, tuple(differing)


def kept_case(part: Path, command: str, content: str, key: str) -> TheoryCase:
    """The theory as a part kept it, made ready again with the overrides of the command that tries it."""
    path = part / THEORY
    words = shlex.split(command)
    theory = parse_theory(read_user_yaml(path, key), path.name)
    case = make_case(words[2], theory, path.name, words[3:])
    if case.content != content:
        raise UserError(
            f"{key}: {theory.id} has other content now ({case.content[:8]}) than then ({content[:8]}): the table of "
            f"settings, a place or the defaults have changed; make it again: {command}"
        )
    return case
