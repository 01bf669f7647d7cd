"""Writes docs/figures/calibration.md, which docs/calibration.md includes: `python docs/calibration.py FOLDER`.

FOLDER is what `icsim calibrate` left.
"""

import sys
from pathlib import Path

from tables import table

from icsim.report.calibration.calibration_tables import FACT_HEAD, TARGET_HEAD, fact_rows, target_rows
from icsim.results.calibration import CalibrationFile

PAGE = Path(__file__).parent / "figures" / "calibration.md"


def page(found: CalibrationFile) -> str:
    """The part of the page that is figures."""
    command = " ".join(word for word in found.command.split() if not word.startswith("out="))  # of whoever ran it
    parts = [
        f"Printed by `python docs/calibration.py FOLDER` from what `{command}` left.",
        "\n".join(f"- {sentence}" for sentence in found.sentences),
        table(TARGET_HEAD, target_rows(found)),
    ]
    if found.facts is not None:
        parts.append(table(FACT_HEAD, fact_rows(found)))
    return "\n\n".join([*parts, ""])


if __name__ == "__main__":
    PAGE.write_text(page(CalibrationFile.from_file(sys.argv[1], "calibration")), encoding="utf-8")
