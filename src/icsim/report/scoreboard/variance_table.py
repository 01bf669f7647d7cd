"""Shares of outcomes' variance: leaders beside circumstances, structure and replicates, from `icsim mechanisms`."""

from collections.abc import Sequence

from icsim.catalogue import catalogue
from icsim.report.scoreboard.scoreboard_text import NONE, ends
from icsim.report.theory.share_text import of_100
from icsim.results.mechanisms import MechanismsFile, VarianceGroup, VarianceRecord
from icsim.results.scoreboard import VarianceOutcome, VarianceReading

HEAD = "whose doing it is: shares of the variance between worlds"
READING = (
    "Of 100 parts of an outcome's variance, how many each explains alone [95 % interval], then how many with all that it does "
    "together with others. Circumstances hold the resources; structure is who knows whom and what single leaders are like."
)


def read_variance(path: str) -> VarianceReading:
    """The shares, from a `mechanisms.json` or the folder that holds it."""
    found = MechanismsFile.from_file(path, "variance_from")
    return VarianceReading(
        file=str(MechanismsFile.path_of(path)),
        command=found.command,
        place=found.place,
        week=found.week,
        outcomes=tuple(map(_outcome, found.variance)),
    )


def head(found: VarianceReading) -> tuple[str, ...]:
    """The titles of the columns."""
    return "outcome", *(group.group for group in found.outcomes[0].groups)


def variance_rows(found: VarianceReading) -> Sequence[tuple[str, ...]]:
    """A row for each outcome."""
    return [(one.display, *map(_cell, one.groups)) for one in found.outcomes]


def _outcome(one: VarianceRecord) -> VarianceOutcome:
    measure = catalogue().measures.get(one.measure)
    return VarianceOutcome(**dict(one), display=measure.display if measure else one.measure)


def _cell(group: VarianceGroup) -> str:
    """`12 [8, 15] 30`."""
    if group.alone.value is None or group.whole.value is None:
        return NONE
    interval = f" {ends(group.alone)}" if group.alone.low is not None else ""
    return f"{of_100(group.alone.value)}{interval} {of_100(group.whole.value)}".replace("-0", "0").replace("-", "−")
