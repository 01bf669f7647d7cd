"""More than one machine: two hosts with a shared folder, where a worker is killed; a SLURM of one node, where a job is too."""

import os
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from sweeps import DEMAND, IN_SMALL_PARTS, finished, names, table

HERE = Path(__file__).parent
LONG = ("place=pair", "weeks=260", "replicates=80", "measures=[ownership,served]", "report=false", DEMAND)
ROWS, PARTS = 8, 30
AFTER = 4  # parts that are there when something dies
UNSHARED = ("unshare", "-n", "-u", "-p", "-f", "--mount-proc", "--kill-child")

pytestmark = pytest.mark.skipif(find_spec("dask_jobqueue") is None, reason="needs the extra cluster")


def may_unshare() -> bool:
    tools = all(shutil.which(tool) for tool in ("unshare", "nsenter", "ip", "pgrep"))
    return tools and subprocess.run([*UNSHARED, "true"], capture_output=True, check=False).returncode == 0


def run_in(script: str, folder: Path, *given: str, engine: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    """A sweep in namespaces of its own, which a script sets up."""
    words = (sys.executable, "-c", IN_SMALL_PARTS, str(ROWS), "sweep", *LONG, *engine, f"out={folder / 'study'}")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [*UNSHARED, "bash", str(HERE / script), str(folder), *given], capture_output=True, text=True, check=False, timeout=560,
        env={**os.environ, "PATH": path, "SWEEP": shlex.join(words)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference") / "study"
    finished(ROWS, "sweep", *LONG, f"out={folder}")
    assert len(names(folder)) == PARTS
    return folder


@pytest.mark.slow
def test_two_hosts_make_the_table_of_one_though_a_worker_is_killed(tmp_path: Path, reference: Path) -> None:
    if not may_unshare():
        pytest.skip("two hosts need unshare, nsenter, ip and pgrep, and the right to use them")
    engine = ("engine=dask", f"engine.scheduler_file={tmp_path / 'scheduler.json'}")
    ran = run_in("two_hosts.sh", tmp_path, sys.executable, str(AFTER), engine=engine)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "Traceback" not in ran.stderr
    workers = (tmp_path / "workers.log").read_text(encoding="utf-8")
    assert "tcp://192.0.2.2:" in workers  # they listened on the second host
    assert "tcp://192.0.2.1:" in workers  # and worked for the first
    assert (tmp_path / "killed").is_file()
    assert names(tmp_path / "study") == names(reference)
    assert table(tmp_path / "study").equals(table(reference))


@pytest.mark.slow
def test_a_real_slurm_makes_the_table_of_one_machine_though_a_job_is_cancelled(tmp_path: Path, reference: Path) -> None:
    if not all(shutil.which(tool) for tool in ("slurmctld", "slurmd", "sbatch", "munged")) or os.geteuid() or not may_unshare():
        pytest.skip("needs Debian's slurmctld, slurmd, slurm-client and munge, and root")
    words = ("=slurm", ".jobs=2", ".cores=1", ".memory=1GB", ".walltime=00:10:00", ".queue=short")
    engine = tuple(f"engine{word}" for word in words)
    ran = run_in("slurm_here.sh", tmp_path, str(AFTER), engine=engine)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "Traceback" not in ran.stderr
    jobs = sorted(path.stem for path in (tmp_path / "study" / "jobs").glob("*.err"))
    assert len(jobs) >= 2
    assert f"icsim-{(tmp_path / 'cancelled').read_text().strip()}" in jobs
    assert names(tmp_path / "study") == names(reference)
    assert table(tmp_path / "study").equals(table(reference))
