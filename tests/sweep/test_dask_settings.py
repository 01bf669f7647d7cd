"""What is asked of many machines, and what is said of it before a worker is started."""

import importlib
import pickle
import subprocess
import sys
from concurrent.futures import Future
from importlib.util import find_spec

import pytest
from sweeps import DEMAND, SMALL, small

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.commands import entry
from icsim.config.compute_backend import EVERYWHERE, TAKES, check_backend, cores_of
from icsim.sweep.sweep_study import plan_sweep
from icsim.sweep.workers import dask_cluster, worker_task
from icsim.sweep.workers.dask_executor import DaskExecutor

# Looked for, not imported: Dask takes half a second of every run of the tests.
pytestmark = pytest.mark.skipif(find_spec("dask_jobqueue") is None, reason="needs the extra cluster")


def line(capsys, *words):
    """The one line that a command ends with."""
    assert entry.main([*words]) == 2
    shown = [line for line in capsys.readouterr().err.splitlines() if line.startswith("icsim: ")]
    assert len(shown) == 1
    return shown[0]


def test_every_setting_of_the_engine_has_its_place():
    known = [name.partition(".")[2] for name in catalogue().settings if name.startswith("engine.")]
    assert sorted(known) == sorted([*EVERYWHERE, *(key for keys in TAKES.values() for key in keys)])
    assert list(catalogue().settings["engine.backend"].choices) == list(TAKES)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("engine.address=tcp://10.0.0.1:8786",), "engine.address: does nothing with engine.backend=threads; say engine=dask"),
        (("engine.queue=short",), "engine.queue: does nothing with engine.backend=threads; say engine=slurm"),
        (("engine=dask", "engine.queue=short"), "engine.queue: does nothing with engine.backend=dask"),
        (("engine=slurm", "engine.workers=2"), "engine.workers: does nothing with engine.backend=slurm; say engine=dask"),
        (("engine=slurm", "engine.memory=null"), "engine.memory: missing"),
        (("engine=slurm", "engine.memory=much"), "engine.memory: much is not allowed; give an amount such as 16GB"),
        (("engine=slurm", "engine.walltime=tomorrow"), "engine.walltime: tomorrow is not allowed; give HH:MM:SS"),
        (("engine=slurm", "engine.threads=3"), "engine.threads: 3 do not divide the 8 cores of a job"),
        (("engine=slurm",), "there is no sbatch on this machine"),
        (("engine=dask", "engine.workers=0"), "engine.workers: 0 is not allowed; give a whole number from 1 to 1024"),
        (("engine=dask", "engine.workers=2", "engine.address=tcp://a:1"), "only one of them can hold; leave one out"),
        (("engine=dask", "engine.adress=tcp://a:1"), "did you mean engine.address?"),
        (("engine=dask", "engine.address=nonsense://a"), "no scheduler answers at nonsense://a"),
        (("engine=dask", "engine.scheduler_file=none.json"), "none.json: no address can be read there; start one"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line(capsys, tmp_path, monkeypatch, words, part):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert part in line(capsys, "sweep", *SMALL, DEMAND, f"out={tmp_path / 'study'}", *words)
    assert not list(tmp_path.glob("study/table/*"))


@pytest.mark.slow
def test_an_address_that_does_not_answer_is_one_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_cluster, "PATIENCE", 0.5)
    words = ("engine=dask", "engine.address=tcp://127.0.0.1:1", f"out={tmp_path / 'study'}")
    assert "engine.address: no scheduler answers at tcp://127.0.0.1:1; start one" in line(capsys, "sweep", *SMALL, DEMAND, *words)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "trace", "compare"])
@pytest.mark.parametrize("given", ["engine=dask", "engine=slurm", "engine.workers=2"])
def test_commands_of_one_machine_say_so(capsys, command, given):
    words = [command, *{"run": [], "trace": ["box4"], "compare": ["box4", "box4"]}[command], given]
    said = line(capsys, *words)
    assert f"icsim {command} computes on one machine" in said or "does nothing with engine.backend=threads" in said


def test_without_dask_the_line_says_what_to_install(monkeypatch):
    def absent(name, *rest):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    engine = small(DEMAND, "engine=dask").first.engine
    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(UserError, match=r"distributed\); pip install 'icsim\[cluster\]'"):
        dask_cluster.check_installed(engine)


def test_a_job_of_slurm_asks_for_what_was_given(tmp_path, monkeypatch):
    from dask_jobqueue import SLURMCluster

    monkeypatch.setenv("ICSIM_CACHE_DIR", str(tmp_path / "my cache"))
    words = (
        "engine=slurm", "engine.jobs=3", "engine.cores=8", "engine.threads=2", "engine.memory=32GB", "engine.walltime=1-02:00:00",
        "engine.queue=short", "engine.account=nhs7", "engine.directives='--constraint=icelake; --qos=long'",
        "engine.prologue='module load python/3.11; ulimit -n 4096'",
    )  # fmt: skip
    engine = small(DEMAND, *words).first.engine
    check_backend(engine)
    with SLURMCluster(**dask_cluster.slurm_options(engine, tmp_path / "jobs")) as cluster:
        script = cluster.job_script().splitlines()
    asked = [line.removeprefix("#SBATCH ") for line in script if line.startswith("#SBATCH")]
    logs = tmp_path / "jobs"
    assert asked == ["-J icsim", f"-e {logs}/icsim-%J.err", f"-o {logs}/icsim-%J.out", "-p short", "-A nhs7", "-n 1",
                     "--cpus-per-task=8", "--mem=30G", "-t 1-02:00:00", "--constraint=icelake", "--qos=long"]  # fmt: skip
    begins = script.index("module load python/3.11")
    assert script[begins + 1] == "ulimit -n 4096"
    assert {"export NUMBA_NUM_THREADS=1", f"export ICSIM_CACHE_DIR='{tmp_path / 'my cache'}'"} <= set(script[begins:])
    assert "distributed.cli.dask_worker tcp://" in script[-1]
    assert "--nthreads 2 --memory-limit 7.45GiB --nworkers 4 --nanny --death-timeout 120" in script[-1]
    assert cores_of(engine) == 3 * 8


def test_where_compiled_code_is_kept_is_passed_on(monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/scratch/numba")
    assert dask_cluster.environment()["NUMBA_CACHE_DIR"] == "/scratch/numba"
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    assert "NUMBA_CACHE_DIR" not in dask_cluster.environment()  # it would lead away from what is compiled already


@pytest.mark.parametrize("key", list(worker_task.platform_fingerprint()))
def test_a_worker_of_another_kind_is_refused_with_what_differs(key):
    other = {**worker_task.platform_fingerprint(), key: "0.0"}
    with pytest.raises(UserError, match=f"worker tcp://a:1: another {key} than this process"):
        worker_task.refuse_other(worker_task.platform_fingerprint(), other, "tcp://a:1")
    worker_task.refuse_other(worker_task.platform_fingerprint(), dict(worker_task.platform_fingerprint()), "tcp://a:1")


@pytest.mark.slow
def test_a_worker_without_icsim_answers_with_an_error_it_can_read():
    made = small(DEMAND)
    cells = [(row, "") for row in made.points.rows(range(3))]
    call = pickle.dumps(worker_task.BlockTask(worker_task.packed(made, cells), cells, range(2)))
    load = "import pickle, sys\ntry:\n    pickle.loads(sys.stdin.buffer.read())\nexcept ImportError as error:\n    print(error)"
    said = subprocess.run([sys.executable, "-I", "-S", "-c", load], input=call, capture_output=True, check=True)
    assert said.stdout.decode().strip() == "No module named 'icsim'"


@pytest.mark.slow
def test_a_block_brings_the_bases_it_needs_and_no_others():
    whole = plan_sweep([*SMALL[1:], "design.axes.place=[pair,neighbourhood,place]"])
    cells = [(whole.points.rows([1])[0], "")]
    held = worker_task.unpacked(worker_task.packed(whole, cells))
    assert list(held.bases) == [(("neighbourhood",), "")]
    assert held.settings(*cells[0]).content_hash() == whole.settings(*cells[0]).content_hash()


@pytest.mark.parametrize(
    ("wrong", "part"),
    [("killed", "workers: 11 died one after the other over the same block"), ("cancelled", "the scheduler is gone (tcp://a:1)"),
     ("other", "one at tcp://a:1 has another icsim than this process, or none")],
)  # fmt: skip
def test_what_goes_wrong_with_workers_says_how_to_go_on(tmp_path, wrong, part):
    from distributed import KilledWorker

    crew = DaskExecutor(small(DEMAND, "engine=dask"), tmp_path, print)
    crew.reached = dask_cluster.ClusterConnection(None, None, "tcp://a:1")
    future = Future()
    if wrong == "cancelled":
        future.cancel()
    else:
        future.set_exception(
            KilledWorker("block", None, 10) if wrong == "killed" else ModuleNotFoundError("No module named 'icsim'")
        )
    with pytest.raises(UserError) as raised:
        crew.result(future)
    assert part in str(raised.value)
    assert "repeat the command" in str(raised.value)
