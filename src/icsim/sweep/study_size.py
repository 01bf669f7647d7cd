"""How large a study is and about how long it takes."""

from icsim.base.errors import UserError
from icsim.base.progress import rough_duration
from icsim.config.compute_backend import cores_of
from icsim.sweep.chunks import WORK
from icsim.sweep.sweep_study import MANY, SweepStudy

WEEKLY = WORK / 5.0
"""Weeks of teams in a second of one core, about."""


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
    """About how long it takes on all cores, from its weeks of teams: counted and not tried, so that it is said at once."""
    weekly = study.first.weeks * len(study.first.world.teams)
    return run_count(study) * weekly / WEEKLY / cores_of(study.first.engine)
