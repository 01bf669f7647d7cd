"""The same surroundings for every test, whoever runs it and where; and the engine compiled once for all who need it."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

OF_A_TERMINAL = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
COMPILED = Path(__file__).resolve().parents[1] / ".pytest_cache" / "compiled"
COMPILE = """
from icsim.config.compose import compose
from icsim.engine.simulate import simulate
simulate(compose("run", ["place=pair", "weeks=1", "replicates=1"]))
"""

for name in OF_A_TERMINAL:
    os.environ.pop(name, None)
# Bytecode is kept: else every worker, and every command that a test starts, parses all sources anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# One thread for linear algebra, set before numpy is there: matrices are small, and threads of two workers on two cores only wait.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
# No test asserts how long something took, and what Hypothesis allows by itself is short on a busy machine.
hypothesis.settings.register_profile("icsim", deadline=None)
hypothesis.settings.load_profile("icsim")
os.environ.setdefault("ICSIM_CACHE_DIR", str(COMPILED))  # handed on to workers and to all that tests start


def pytest_collection_finish() -> None:
    """What stands now stays to the end: else each sweep of the garbage collector looks through seven thousand tests again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which a run in one process needs not have
def pytest_xdist_setupnodes() -> None:
    """Before the first worker starts: all of them would wait for it, and one would say so in the middle of a test."""
    subprocess.run([sys.executable, "-c", COMPILE], check=True)
