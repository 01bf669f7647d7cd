"""The tables of a calibration, cell by cell, for the terminal and for the documentation."""

from collections.abc import Iterator

from icsim.report.calibration.calibration_text import percent, span
from icsim.results.calibration import CalibrationFile, TargetRecord

Row = tuple[str, ...]
TARGET_HEAD: Row = ("target", "observed", "prior", "table", "met by", "with all others met")
FACT_HEAD: Row = ("fact", "what", "role", "prior", "table", "hit by the prior", "hit by the table")


def target_rows(found: CalibrationFile) -> Iterator[Row]:
    """A row for each target."""
    for one in found.targets:
        others = f"{percent(one.met_with_others)} of {one.others}" if one.others else "–"
        yield one.name, observed(one), span(one.before), span(one.after), percent(one.met), others


def observed(one: TargetRecord) -> str:
    """What was observed, with all that may be off."""
    if one.observed_from != one.observed_to:
        return f"{one.observed_from:g} to {one.observed_to:g}"
    error = (one.observation**2 + one.discrepancy**2) ** 0.5
    return f"{one.observed_from:.2f} ± {error:.2f}".replace("-", "−")


def fact_rows(found: CalibrationFile) -> Iterator[Row]:
    """A row for each stylised fact."""
    for one in found.facts.facts if found.facts else ():
        role = "test" if one.test else "may set a scale"
        yield one.id, one.what, role, span(one.prior), span(one.table), percent(one.prior_hits), percent(one.table_hits)
