"""A calibration in the terminal."""

from textwrap import wrap

from icsim.base.plain_text import aligned
from icsim.report.calibration.calibration_tables import FACT_HEAD, TARGET_HEAD, fact_rows, target_rows
from icsim.report.mechanisms.mechanisms_terminal import PAGE
from icsim.results.calibration import CalibrationFile


def print_calibration(found: CalibrationFile) -> None:
    """Sentences and tables."""
    for sentence in found.sentences:
        print("\n".join(wrap(sentence, PAGE)))
    print()
    for line in aligned([TARGET_HEAD, *target_rows(found)]):
        print(line)
    if found.facts is not None:
        print()
        for line in aligned([FACT_HEAD, *fact_rows(found)]):
            print(line)
