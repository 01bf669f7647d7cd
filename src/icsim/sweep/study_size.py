"""How large a study is and about how long it takes, measured on a few of its own worlds when that is asked for."""

import time

from icsim.base.errors import UserError
from icsim.base.progress import rough_duration
from icsim.config.compute_backend import cores_of
from icsim.engine.block_pool import ProgressCounter
from icsim.sweep.chunks import TableChunk, chunk_blocks, compute_block
from icsim.sweep.sweep_study import SweepStudy

MANY = 10_000_000
"""Worlds beyond which a study begins only with force=true."""


def run_count(study: SweepStudy) -> int:
    """How many worlds a study runs; with `until`, how many at most."""
    return study.points.count * len(study.arms) * study.most


def size_text(study: SweepStudy) -> str:
    """A study's size in words."""
    arms = f" x {len(study.arms)} arms" if len(study.arms) > 1 else ""
    up_to = "up to " if study.asked.until.measure is not None else ""
    points = f"{study.points.count:,} point{'s' if study.points.count != 1 else ''}"
    return f"{points}{arms} x {up_to}{study.most:,} replicates = {up_to}{run_count(study):,} worlds of {study.first.weeks} weeks"


def refuse_huge(study: SweepStudy) -> None:
    """UserError for a study that takes very long and was not asked for with force=true."""
    if run_count(study) > MANY and not study.asked.force:
        raise UserError(
            f"design: {size_text(study)}: about {rough_duration(seconds(study))} on {cores_of(study.first.engine)} cores; "
            "give fewer levels, or another design (lhs, sobol_sequence, morris), or say force=true"
        )


def seconds(study: SweepStudy) -> float:
    """About how long it takes on all cores, from one block of its first points."""
    lanes = study.first.engine["block_size"] or 1
    part = TableChunk(range(min(study.points.count, lanes)), range(1))
    rows = study.points.rows(part.points)
    block = next(chunk_blocks(study, part, rows, lanes))
    arms = study.arms
    cells = [study.settings(rows[cell // len(arms)], arms[cell % len(arms)]) for cell in block.cells]
    compute_block(study, cells, range(1), ProgressCounter())  # loads what is compiled
    start = time.perf_counter()
    compute_block(study, cells, range(1), ProgressCounter())
    return (time.perf_counter() - start) / len(cells) * run_count(study) / cores_of(study.first.engine)
