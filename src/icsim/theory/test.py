"""`icsim test`: tries theories, each in paired worlds, and says what came of it."""

import hashlib
import json
import shlex
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from icsim.config.settings import Settings
from icsim.engine.run import Progress, ensemble, lucks_of
from icsim.files import written_together
from icsim.theory.arms import compose_arms
from icsim.theory.asked import ask, queries
from icsim.theory.clauses.compare import compare
from icsim.theory.load import find, load
from icsim.theory.result import Case, Tried
from icsim.theory.verdict import Finding, judge
from icsim.theory.vocabulary import Theory


def run(words: Sequence[str], overrides: Sequence[str]) -> None:
    """Try the theories that words stand for: a name, a pattern, `all`, or the path of a file."""
    run_all(plan(words, overrides))


def plan(words: Sequence[str], overrides: Sequence[str]) -> list[Case]:
    """Every case, checked before the first one runs."""
    return [_case(word, load(path), path.name, overrides) for word, path in find(words).items()]


def run_all(cases: Sequence[Case]) -> None:
    """Run cases one after the other; each writes a folder of its own as soon as it is done."""
    from icsim.report.progress import worlds_done
    from icsim.report.theory_files import write
    from icsim.report.theory_table import tell

    for case in cases:
        into = folder(case, alone=len(cases) == 1)
        # The folder comes first: one that cannot be written costs no simulation.
        with written_together(into, "verdict.json") as making:
            with worlds_done(f"{case.theory.id}: {case.arms[0].weeks} weeks") as progress:
                tried = run_case(case, progress)
            write(tried, making)
        tell(tried, into)


def run_case(case: Case, progress: Progress | None = None) -> Tried:
    """Run both arms with every luck and compare them, clause by clause, and over time."""
    lucks = lucks_of(case.arms[0])
    weeks = tuple(range(1, case.arms[0].weeks + 1))
    values = ensemble(case.arms, lucks, queries(case.asked), weeks, progress)
    paths = {one.column: np.stack([one.read(values, week) for week in weeks], axis=1) for one in case.asked}
    # a world in which the resource cannot be seen, because nobody is in post or nothing was decided, tests nothing
    read = {one.column: paths[one.column][:, weeks.index(one.week)] for one in case.asked}
    tested = ~np.isnan([read[one.column] for one in case.asked if one.part == "resource"]).any(axis=(0, 1))
    findings = []
    for one in case.asked:
        first, second = np.where(tested, read[one.column], np.nan)
        findings.append(Finding(one, compare(first, second, one.clause.expect, one.measure.smallest)))
    return Tried(case, lucks, tuple(findings), judge(findings, len(lucks)), weeks, paths)


def folder(case: Case, alone: bool) -> Path:
    """Where a case's results lie: the same content always in the same place."""
    name = f"{case.theory.id}-{case.content[:8]}"
    out = case.arms[0].values["out"]
    if out is None:
        return Path("results", "runs", name)
    return Path(out) if alone else Path(out, name)


def _case(word: str, theory: Theory, where: str, overrides: Sequence[str]) -> Case:
    arms = compose_arms(theory, overrides, where)
    command = shlex.join(["icsim", "test", word, *overrides])
    return Case(theory, arms, ask(theory, arms, where), _content(theory, arms), command)


def _content(theory: Theory, arms: Sequence[Settings]) -> str:
    data = [theory.model_dump(), *(arm.content_hash() for arm in arms)]
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
