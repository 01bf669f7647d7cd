"""All results files, and their JSON Schemas as published in docs/schemas (`python -m icsim.results.schemas docs/schemas`)."""

import sys
from pathlib import Path

from icsim.base.document import Document
from icsim.results.calibration import CalibrationFile, CalibrationRequest
from icsim.results.chains import ChainsFile
from icsim.results.comparison import ComparisonFile
from icsim.results.mechanisms import MechanismsFile
from icsim.results.run import Summary
from icsim.results.scoreboard import ScoreboardFile, ScoreboardRequest, ScoreFile
from icsim.results.sweep import Analysis
from icsim.results.theory_study import StudyRequest
from icsim.results.trace import Trace
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.sweep.study_record import Study

DOCUMENTS: dict[str, type[Document]] = {
    "verdict": VerdictFile,
    "verdicts": VerdictsFile,
    "study": StudyRequest,
    "chains": ChainsFile,
    "comparison": ComparisonFile,
    "scoreboard": ScoreboardFile,
    "scoreboard_part": ScoreFile,
    "scoreboard_request": ScoreboardRequest,
    "mechanisms": MechanismsFile,
    "calibration": CalibrationFile,
    "calibration_request": CalibrationRequest,
    "summary": Summary,
    "trace": Trace,
    "sweep_study": Study,
    "sweep_report": Analysis,
}


def published() -> dict[str, str]:
    """The text of each JSON Schema, by the name of its file."""
    return {f"{name}.schema.json": document.json_schema() for name, document in DOCUMENTS.items()}


if __name__ == "__main__":
    for name, text in published().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
