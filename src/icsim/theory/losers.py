"""Who loses beyond chance, among all that was looked at together, and whom a loss of everybody leaves out."""

from collections.abc import Iterator
from dataclasses import replace

from icsim.statistics.beyond_chance import corrected
from icsim.theory.all_states import AllStates
from icsim.theory.subgroups import EVERYBODY, MOST, SubgroupEffect, SubgroupReading, SubgroupTable


def told_from_chance(whom: SubgroupTable, everywhere: AllStates) -> tuple[SubgroupTable, AllStates]:
    """Both tables with chances corrected for every reading that was run; what never moved counts as looked at."""
    rows = (*whom.rows, *everywhere.rows)
    chances = corrected([row.chance for row in rows], everywhere.looked.readings - everywhere.looked.unreached)
    settled = [replace(row, corrected=float(chance)) for row, chance in zip(rows, chances, strict=True)]
    told = tuple(replace(row, spared=tuple(_spared(row, settled, everywhere.still))) for row in settled)
    many = len(whom.rows)
    return replace(whom, rows=told[:many]), replace(everywhere, rows=told[many:])


def _spared(row: SubgroupEffect, rows: list[SubgroupEffect], still: tuple[SubgroupReading, ...]) -> Iterator[str]:
    """Where everybody taken together is worse off: the parts with a value that are not, in half of the settings."""
    if row.reading.group.kind != EVERYBODY or not row.worse_off:
        return
    for one in rows:
        if one.draws and one.worse.value < MOST and _same(one.reading, row.reading):
            yield one.reading.group.label
    yield from (one.group.label for one in still if _same(one, row.reading))


def _same(one: SubgroupReading, other: SubgroupReading) -> bool:
    return (one.name, one.week, one.arms) == (other.name, other.week, other.arms)
