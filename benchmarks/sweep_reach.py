"""How far a sweep reaches: `python benchmarks/sweep_reach.py [POINTS]` (100,000; a million takes minutes).

The sweep's own part of a point (its settings, its place in a part, its row in the table), in CPU seconds: the worlds themselves are
left out, numbers of chance stand for them. Then the most memory that took, the time that the report of this study takes in CPU
seconds, and how soon a design of a thousand million points is refused.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.report.sweep.write_report import write_report
from icsim.sweep import chunks
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.sweep_results import load_results
from icsim.sweep.stopping import run_until
from icsim.sweep.study_folder import open_folder
from icsim.sweep.study_runner import StudyRunner
from icsim.sweep.sweep_study import plan_sweep

AXES = ("context.demand", "context.urgency", "context.power_imbalance", "parameters.trust.gain")
WORDS = ("place=pair", "weeks=52", "measures=[trust,morale]", "report_weeks=[52]", "replicates=1", "engine.threads=1", "force=true")
HUGE = ("design=grid", "design.levels=1000", *(f"design.axes.{path}=null" for path in AXES[:3]))
REFUSED = "import sys, time; from icsim.commands import entry; entry.main(sys.argv[1:]); print(time.process_time())"


def chance(study: Any, cells: Sequence[Any], replicates: Sequence[int], march: Any) -> NDArray[np.float64]:
    """In place of the worlds of a block: what hangs on demand, and chance."""
    demand = np.array([one.context["demand"] for one in cells])
    noise = np.random.default_rng(len(cells)).random((len(study.reading.wanted), len(cells), len(replicates)))
    return demand[None, :, None] + 0.1 * noise


def main() -> None:
    """Run everything and print it."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("points", type=int, nargs="?", default=100_000)
    points = words.parse_args().points
    chunks.compute_block = chance
    ranges = [f"design.axes.{path}=null" for path in AXES]
    study = plan_sweep([*WORDS, "design=lhs", f"design.points={points}", *ranges])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "study"
        began = time.process_time()
        run_until(StudyRunner(study, open_folder(study, folder)))
        spent = time.process_time() - began
        print(f"{points:,} points: {1000.0 * spent / points:.3f} ms of CPU for each beside its worlds; memory {_peak():.0f} MiB")
        began = time.process_time()
        frame = load_results(folder)
        write_report(frame, parse_report_request(frame), folder / "report", "icsim report")
        print(f"{points:,} points: the report takes {time.process_time() - began:.1f} s of CPU; memory {_peak():.0f} MiB")
    command = [sys.executable, "-c", REFUSED, "sweep", "place=pair", *HUGE]
    refused = subprocess.run(command, capture_output=True, text=True, check=True)
    said, spent = refused.stderr.strip().splitlines()[-1], float(refused.stdout.split()[-1])
    print(f"{said}\nrefused after {spent:.1f} s of CPU, loading included")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


if __name__ == "__main__":
    main()
