"""Scripts that no command starts, of benchmarks/ and docs/, can at least be loaded: nothing that they import has gone."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted(path.relative_to(ROOT) for folder in ("benchmarks", "docs") for path in (ROOT / folder).glob("*.py"))
LOAD = """
import runpy, sys
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[1]).parent))
runpy.run_path(sys.argv[1], run_name="loaded")
"""


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_a_script_loads(script: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", LOAD, str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-600:]
