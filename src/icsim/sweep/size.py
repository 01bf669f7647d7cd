"""How large a study is and about how long it takes, measured on a few of its own worlds when that is asked for."""

import time

from icsim.config.machines import cores_of
from icsim.engine.run import March
from icsim.errors import UserError
from icsim.report.progress import in_words
from icsim.sweep.parts import Part, blocks, cells_of, computed
from icsim.sweep.study import Study

MANY = 10_000_000
"""Worlds beyond which a study begins only with force=true."""


def worlds(study: Study) -> int:
    """How many worlds a study runs; with `until`, how many at most."""
    return study.points.count * len(study.arms) * study.most


def said(study: Study) -> str:
    """A study's size in words."""
    arms = f" x {len(study.arms)} arms" if len(study.arms) > 1 else ""
    up_to = "up to " if study.asked.until.measure is not None else ""
    points = f"{study.points.count:,} point{'s' if study.points.count != 1 else ''}"
    return f"{points}{arms} x {up_to}{study.most:,} replicates = {up_to}{worlds(study):,} worlds of {study.first.weeks} weeks"


def refuse_huge(study: Study) -> None:
    """UserError for a study that takes very long and was not asked for with force=true."""
    if worlds(study) > MANY and not study.asked.force:
        raise UserError(
            f"design: {said(study)}: about {in_words(seconds(study))} on {cores_of(study.first.engine)} cores; "
            "give fewer levels, or another design (lhs, sobol, morris), or say force=true"
        )


def seconds(study: Study) -> float:
    """About how long it takes on all cores, from one block of its first points."""
    lanes = study.first.engine["lanes"] or 1
    part = Part(range(min(study.points.count, lanes)), range(1))
    rows = study.points.rows(part.points)
    block = next(blocks(study, part, rows, lanes))
    cells = [study.settings(row, arm) for row, arm in cells_of(study, rows, block)]
    computed(study, cells, range(1), March())  # loads what is compiled
    start = time.perf_counter()
    computed(study, cells, range(1), March())
    return (time.perf_counter() - start) / len(cells) * worlds(study) / cores_of(study.first.engine)
