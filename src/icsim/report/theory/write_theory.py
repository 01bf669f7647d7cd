"""What a tried theory leaves in its folder: numbers, a table, figures, its section of the report, its configurations."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import yaml
from matplotlib.figure import Figure

from icsim.base.parquet import numbers, write_parquet
from icsim.config.provenance import write_provenance
from icsim.report.figure_style import save_figures
from icsim.report.theory import (
    dose_response_figure,
    forest_figure,
    mediation_figure,
    scope_figure,
    subgroups_figure,
    trajectories_figure,
)
from icsim.report.theory.theory_section import SECTION, theory_section
from icsim.results.numbers_behind import EFFECTS, SETS
from icsim.results.theory_study import THEORY
from icsim.results.verdict import VerdictFile
from icsim.statistics.effect_shares import classify_draws
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.run_theory import ResolvedBudget
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_result import TheoryResult
from icsim.theory.theory_schema import Theory
from icsim.theory.verdict import ClauseResult


def write_theory(tried: TheoryResult, found: VerdictFile, folder: Path, pixels: bool = True) -> None:
    """All files of one theory; `found` is what `verdict_file` made of it. Without `pixels`, figures are vector graphics alone."""
    made_from = found.model_dump(include={"command", "content_hash", "source_hash", "versions"})
    write_parquet(folder / EFFECTS, iter([effects_by_draw(tried.case.theory.id, tried.findings)]), made_from)
    write_parquet(folder / SETS, iter([parameter_set_table(tried.case)]), made_from)
    for name, arm in tried.case.arms.items():
        (folder / name).mkdir()
        write_provenance(arm, folder / name)
    found.write(folder)
    (folder / THEORY).write_text(theory_text(tried.case.theory), encoding="utf-8")
    drawn = figures(tried)
    save_figures({name: partial(draw, tried) for name, draw in drawn.items()}, folder, pixels)
    (folder / SECTION).write_text(theory_section(found, tuple(drawn)), encoding="utf-8")


def theory_text(theory: Theory) -> str:
    """A theory as a file: all that it says, and nothing that it leaves at its default."""
    plain = theory.model_dump(exclude_defaults=True)
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120)


def figures(tried: TheoryResult) -> dict[str, Callable[[TheoryResult], Figure]]:
    """Which figures a theory has, by name, in the order of the report."""
    found: dict[str, Callable[[TheoryResult], Figure]] = {"forest": forest_figure.draw, "trajectories": trajectories_figure.draw}
    if tried.doses:
        found["dose_response"] = dose_response_figure.draw
    if tried.chain.outcomes:
        found["mediation"] = mediation_figure.draw
    if tried.whom is not None and tried.whom.rows:
        found["subgroups"] = subgroups_figure.draw
    if (fails := tried.fails) is not None:
        found["scope"] = lambda _: scope_figure.draw_scope(fails)
    return found


def effects_by_draw(theory: str, findings: Sequence[ClauseResult]) -> pa.Table:
    """A row for each clause and draw: the effect in it, averaged over replicates, and what that counts as."""
    return pa.concat_tables([_clause(theory, finding) for finding in findings])


def _clause(theory: str, finding: ClauseResult) -> pa.Table:
    asked, many = finding.asked, finding.effects.shape[0]
    kind = classify_draws(finding.effects, asked.clause.expect, asked.smallest)
    same = {
        "theory": theory, "part": asked.part, "clause": asked.column, "measure": asked.clause.measure,
        "expect": asked.clause.expect,
    }  # fmt: skip
    return pa.table(
        {name: pa.array([value] * many, pa.string()) for name, value in same.items()}
        | {
            "primary": pa.array([asked.key] * many, pa.bool_()),
            "draw": pa.array(np.arange(many, dtype=np.int32)),
            "effect": numbers(finding.effects),
            "smallest_effect": pa.array([asked.smallest] * many, pa.float64()),
            "direction": pa.array(np.nan_to_num(kind).astype(np.int8), pa.int8(), mask=np.isnan(kind)),
        }
    )


def parameter_set_table(case: TheoryCase) -> pa.Table:
    """A row for each draw: the numbers of the rules that were drawn in it, by name."""
    effort = ResolvedBudget.of(case.pair[0])
    drawn = draw_parameters(effort.draws, effort.seed, fixed_parameters(case), settings=effort.settings)
    names = list(drawn[0].parameters)
    numbered = {"draw": pa.array(np.arange(len(drawn), dtype=np.int32))}
    return pa.table(numbered | {name: pa.array([draw.parameters[name] for draw in drawn], pa.float64()) for name in names})


