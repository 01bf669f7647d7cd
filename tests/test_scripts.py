"""Scripts that no command starts, of benchmarks/ and docs/, can at least be loaded: nothing that they import has gone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted(str(path.relative_to(ROOT)) for folder in ("benchmarks", "docs") for path in (ROOT / folder).glob("*.py"))
# Each in a process of its own, which begins as a copy of one that has loaded what is heavy and found whole by other tests.
LOAD = """
import json, os, runpy, sys, traceback
import numpy, pandas, matplotlib.pyplot, scipy.stats, icsim.commands.entry, icsim.engine.simulate, icsim.sweep.sweep_study
failed = {}
for path in sys.argv[1:]:
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        sys.path.insert(0, os.path.dirname(path))
        sys.argv = [path]
        code = 0
        try:
            runpy.run_path(path, run_name="loaded")
        except BaseException:
            os.write(writes, traceback.format_exc()[-600:].encode())
            code = 1
        os._exit(code)
    os.close(writes)
    with open(reads, encoding="utf-8", errors="replace") as said:
        told = said.read()
    if os.waitpid(child, 0)[1]:
        failed[path] = told
print(json.dumps(failed))
"""


@pytest.mark.slow
def test_every_script_loads() -> None:
    assert len(SCRIPTS) > 20
    ran = subprocess.run([sys.executable, "-c", LOAD, *SCRIPTS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-600:]
    assert json.loads(ran.stdout.splitlines()[-1]) == {}
