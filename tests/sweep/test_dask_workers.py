"""Workers, some of which die: the table is that of one machine, to the bit."""

import json
import os
import signal
import stat
import sys
from importlib.util import find_spec

import pytest
from sweeps import DEMAND, SHARE, SMALL, finished, names, small, started, table, wait_for

from icsim.commands import entry
from icsim.sweep.workers import dask_cluster, worker_task
from icsim.sweep.workers.dask_executor import DaskExecutor

psutil = pytest.importorskip("psutil")  # Dask brings it
# Looked for, not imported: Dask takes half a second of every run of the tests.
pytestmark = pytest.mark.skipif(find_spec("dask_jobqueue") is None, reason="needs the extra cluster")

LONG = ("place=pair", "weeks=260", "replicates=80", "measures=[ownership,served]", DEMAND, SHARE)
ROWS, PARTS = 8, 60
LOCAL = ("engine=dask", "engine.workers=2")


@pytest.fixture(scope="module")
def cluster():
    made = dask_cluster.local(small(DEMAND, *LOCAL).first.engine)
    yield made
    made.close()


@pytest.fixture
def address(cluster):
    return ("engine=dask", f"engine.address={cluster.scheduler_address}")


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference") / "study"
    finished(ROWS, "sweep", *LONG, f"out={folder}")
    assert len(names(folder)) == PARTS
    return folder


def swept(folder, *words):
    return entry.main(["sweep", *words, f"out={folder}"])


def same(folder, reference):
    return names(folder) == names(reference) and table(folder).equals(table(reference))


@pytest.mark.slow
def test_workers_make_the_table_of_one_machine(tmp_path, address, capsys):
    arms = "arms={a: {context.urgency: 0.1}, b: {context.urgency: 0.9}}"
    joined = "design.parts=[{kind: grid, axes: {place: [pair, neighbourhood]}}, {kind: grid, axes: {context: {demand: [0.2]}}}]"
    words = (*SMALL[1:], "design=concat", joined, arms, "time_series=true")
    assert swept(tmp_path / "here", *words) == 0
    assert swept(tmp_path / "away", *words, *address) == 0
    for kind in ("table", "time_series"):
        here, away = ({path.name: path.read_bytes() for path in (tmp_path / where / kind).iterdir()} for where in ("here", "away"))
        assert here == away
        assert here
    capsys.readouterr()
    assert swept(tmp_path / "away", *words) == 0  # a folder does not hang on who computed it
    assert "parts: 0 run, 1 there already" in capsys.readouterr().out


@pytest.mark.slow
def test_rounds_are_carried_out_by_workers_too(tmp_path, address, capsys):
    until = ("measures=[trust]", "replicates=8", "until.measure=trust", "until.half_width=0.01")
    words = (*SMALL[:2], DEMAND, *until)
    assert swept(tmp_path / "here", *words) == 0
    here = capsys.readouterr().out.splitlines()
    assert swept(tmp_path / "away", *words, *address) == 0
    assert capsys.readouterr().out.splitlines()[:2] == here[:2]
    assert same(tmp_path / "away", tmp_path / "here")


@pytest.mark.slow
def test_a_worker_of_another_source_is_refused_in_one_line(tmp_path, address, capsys, monkeypatch):
    other = {**worker_task.platform_fingerprint(), "code": "0" * 24}
    monkeypatch.setattr(worker_task, "platform_fingerprint", lambda: other)  # of this process; the workers keep theirs
    assert swept(tmp_path / "study", *SMALL, DEMAND, *address) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("icsim: ")]
    assert len(said) == 1
    assert said[0].startswith("icsim: worker tcp://")
    assert "another code than this process" in said[0]
    assert "repeat the command" in said[0]
    assert names(tmp_path / "study") == []


@pytest.mark.slow
def test_ctrl_c_is_not_lost_in_a_destructor(tmp_path, address):
    """Python prints what is raised there, and goes on; Dask's futures have destructors that run at any moment."""

    class Interrupted:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    away = DaskExecutor(small(DEMAND, *address), tmp_path, print)
    try:
        away.start()
        Interrupted()
        with pytest.raises(KeyboardInterrupt):
            away.size()
    finally:
        away.close()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.slow
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(tmp_path, cluster, address, reference):
    running = started(ROWS, "sweep", *LONG, f"out={tmp_path / 'study'}", *address)
    wait_for(tmp_path / "study", 4, lambda: running.poll() is None)
    killed = next(iter(cluster.workers.values())).process.pid
    os.kill(killed, signal.SIGKILL)
    _, said = running.communicate(timeout=300)
    assert running.returncode == 0, said
    assert "Traceback" not in said
    assert not psutil.pid_exists(killed)
    assert same(tmp_path / "study", reference)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_when_the_main_process_ends_its_workers_end_and_one_machine_can_go_on(tmp_path, reference, how):
    folder = tmp_path / "study"
    running = started(ROWS, "sweep", *LONG, f"out={folder}", *LOCAL, start_new_session=True)
    wait_for(folder, 4, lambda: running.poll() is None)
    workers = psutil.Process(running.pid).children(recursive=True)
    assert len(workers) >= 2
    if how == signal.SIGINT:
        os.killpg(running.pid, how)  # as a terminal does it: to workers as well
    else:
        running.kill()
    _, said = running.communicate(timeout=60)
    assert psutil.wait_procs(workers, timeout=30)[1] == []
    assert "Traceback" not in said
    if how == signal.SIGINT:
        assert running.returncode == 130
        assert "parts are whole and kept in" in said
    there = len(names(folder))
    assert 4 <= there < PARTS
    assert f"{there} there already" in finished(ROWS, "sweep", *LONG, f"out={folder}")
    assert same(folder, reference)


FAKE = """#!{python}
import subprocess, sys
if sys.argv[1] == "--test-only":
    sys.exit("sbatch: error: invalid partition specified: nowhere" if "-p nowhere" in open(sys.argv[2]).read() else 0)
job = subprocess.Popen(["bash", "-c", open(sys.argv[1]).read()], start_new_session=True, stdin=subprocess.DEVNULL,
                       stdout=open("{log}", "a"), stderr=subprocess.STDOUT)
print("Submitted batch job", job.pid)
"""
CANCEL = """#!{python}
import os, signal, sys
os.killpg(int(sys.argv[1]), signal.SIGTERM)
"""


@pytest.fixture
def path_with_slurm(tmp_path):
    """sbatch is played by a script that starts the job at once, on this machine."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("sbatch", FAKE), ("scancel", CANCEL)):
        path = programs / name
        path.write_text(text.format(python=sys.executable, log=tmp_path / "jobs.log"))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return f"{programs}{os.pathsep}{os.environ['PATH']}"


SLURM = ("engine=slurm", "engine.jobs=1", "engine.cores=2", "engine.memory=2GB")


@pytest.mark.slow
def test_a_job_that_slurm_does_not_take_is_one_line(tmp_path, path_with_slurm, monkeypatch, capsys):
    monkeypatch.setenv("PATH", path_with_slurm)
    assert swept(tmp_path / "study", *SMALL, DEMAND, *SLURM, "engine.queue=nowhere") == 2
    said = capsys.readouterr().err
    assert "icsim: engine: slurm: sbatch refuses the job (sbatch: error: invalid partition specified: nowhere)" in said
    assert said.count("icsim: ") == 1


@pytest.mark.slow
def test_jobs_that_slurm_would_start_compute_the_same(tmp_path, path_with_slurm, reference):
    folder = tmp_path / "study"
    environment = {**os.environ, "PATH": path_with_slurm}
    made = started(ROWS, "sweep", *LONG, f"out={folder}", *SLURM, env=environment)
    said = made.communicate(timeout=300)
    assert made.returncode == 0, (said, (tmp_path / "jobs.log").read_text())
    assert "SLURM, jobs: 1 of 2 cores" in said[1]
    assert same(folder, reference)
    assert json.loads((folder / "study.json").read_text())["bases"][0]["config"]["engine"]["backend"] == "slurm"
