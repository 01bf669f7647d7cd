"""The scheduler that a study's blocks go to: one that runs already, one on this machine, or one whose workers are SLURM jobs."""

import importlib
import json
import logging
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from icsim.base.caches import user_folder
from icsim.base.errors import UserError
from icsim.config.compute_backend import SLURM, Engine, threads_of, workers_of
from icsim.sweep.workers import worker_task

DaskObject = Any  # a client or a cluster, of which Dask types next to nothing

PATIENCE = 20.0  # seconds for a scheduler to answer
FAILURES = 10  # workers that may die over one block before it is called impossible
GIVE_UP = 120  # seconds after which a worker without a scheduler ends
NO_DASHBOARD = "127.0.0.1:0"  # a page that nobody is told of, on a port that nobody else wants
WALLTIME = re.compile(r"(\d+-)?\d{1,2}:\d{2}(:\d{2})?")
NOT_THERE = "engine.backend=dask or slurm: needs Dask, which is not installed ({}); pip install 'icsim[cluster]'"

QUIET: dict[str, object] = {
    "distributed.scheduler.allowed-failures": FAILURES,
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.comm.timeouts.connect": f"{PATIENCE:g}s",
}


class ClusterConnection(NamedTuple):
    """A client, and the cluster behind it where it is ours to keep up and to end."""

    client: DaskObject
    cluster: DaskObject | None
    where: str  # for people


def check_installed(engine: Engine) -> None:
    """UserError where what the engine's setting needs is not there."""
    try:
        _package("distributed")
        if engine["backend"] == SLURM:
            _package("dask_jobqueue")
    except ImportError as error:
        raise UserError(NOT_THERE.format(error.name)) from error


def connect(engine: Engine, logs: Path) -> ClusterConnection:
    """The scheduler that the settings ask for. UserError where it does not answer, or cannot be started."""
    import dask

    dask.config.set(QUIET)
    client = _package("distributed").Client
    quiet()
    if engine["backend"] == SLURM:
        cluster = slurm(engine, logs)
        keep_up(cluster, engine)
        where = f"SLURM, jobs: {engine['jobs']} of {engine['cores']} cores"
        return ClusterConnection(client(cluster, set_as_default=False), cluster, where)
    if engine["address"] is None and engine["scheduler_file"] is None:
        cluster = local(engine)
        return ClusterConnection(client(cluster, set_as_default=False), cluster, f"{workers_of(engine)} processes on this machine")
    address = engine["address"] or _address_in(Path(engine["scheduler_file"]))
    try:
        return ClusterConnection(client(address, timeout=PATIENCE, set_as_default=False), None, address)
    except (OSError, ValueError) as error:
        key = "address" if engine["address"] else "scheduler_file"
        raise UserError(
            f"engine.{key}: no scheduler answers at {address}; start one (dask scheduler), or mend the address"
        ) from error


def local(engine: Engine) -> DaskObject:
    """Workers on this machine, which end with this process."""
    return _package("distributed").LocalCluster(
        n_workers=workers_of(engine),
        threads_per_worker=threads_of(engine),
        memory_limit=0,  # blocks have a size of their own, which memory hardly moves
        dashboard_address=NO_DASHBOARD,
        silence_logs=logging.CRITICAL,
        preload=[worker_task.__name__],
        env=environment(),
    )


def slurm(engine: Engine, logs: Path) -> DaskObject:
    """Jobs of SLURM, none submitted yet; what they print goes into `logs`. UserError where it cannot be done."""
    if not WALLTIME.fullmatch(engine["walltime"]):
        raise UserError(f"engine.walltime: {engine['walltime']} is not allowed; give HH:MM:SS or D-HH:MM:SS")
    options = slurm_options(engine, logs)
    if shutil.which("sbatch") is None:
        raise UserError("engine: slurm: there is no sbatch on this machine; start the command on a login node, or in a job")
    cluster = _package("dask_jobqueue").SLURMCluster(**options)
    try:
        _refuse_unwanted(cluster.job_script())
    except BaseException:
        cluster.close()
        raise
    return cluster


def _refuse_unwanted(script: str) -> None:
    """UserError for a job that SLURM would not take: later nobody hears of it, for Dask submits in the background."""
    with tempfile.NamedTemporaryFile("w", suffix=".sh") as file:
        file.write(script)
        file.flush()
        tried = subprocess.run(["sbatch", "--test-only", file.name], capture_output=True, text=True, check=False)
    if tried.returncode:
        said = (tried.stderr.strip() or tried.stdout.strip() or f"exit code {tried.returncode}").splitlines()[-1]
        raise UserError(
            f"engine: slurm: sbatch refuses the job ({said}); mend engine.queue, account, memory, walltime or directives"
        )


def slurm_options(engine: Engine, logs: Path) -> dict[str, object]:
    """The engine's settings in dask-jobqueue's words. UserError for an amount of memory that is none."""
    from dask.utils import parse_bytes

    try:
        parse_bytes(engine["memory"])
    except ValueError as error:
        raise UserError(f"engine.memory: {engine['memory']} is not allowed; give an amount such as 16GB") from error
    given = {key: engine[key] for key in ("queue", "account", "interface") if engine[key] is not None}
    exported = [f"export {key}={shlex.quote(value)}" for key, value in environment().items()]
    return {
        **given,
        "cores": engine["cores"],
        "processes": engine["cores"] // threads_of(engine),
        "memory": engine["memory"],
        "walltime": engine["walltime"],
        "job_name": "icsim",
        "job_extra_directives": _listed(engine["directives"]),
        "job_script_prologue": [*_listed(engine["prologue"]), *exported],
        "death_timeout": GIVE_UP,
        "log_directory": str(logs.resolve()),
        "scheduler_options": {
            "dashboard_address": NO_DASHBOARD,
            **({"interface": given["interface"]} if "interface" in given else {}),
        },
        "silence_logs": logging.CRITICAL,
    }


def keep_up(cluster: DaskObject, engine: Engine) -> None:
    """As many jobs as were asked for: one whose time was up, or that died, is submitted again."""
    cluster.scale(jobs=engine["jobs"])


def environment() -> dict[str, str]:
    """What a worker has to know: one thread for what numba itself starts, and where this process keeps compiled code."""
    passed_on = {key: os.environ[key] for key in ("NUMBA_CACHE_DIR", "PYTHONPATH") if os.environ.get(key)}
    return {"NUMBA_NUM_THREADS": "1", "ICSIM_CACHE_DIR": str(user_folder().resolve()), **passed_on}


def quiet() -> None:
    """Dask's own account of what goes on: what matters of it is said in one line by whoever waits."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "dask_jobqueue", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _package(name: str) -> ModuleType:
    """A package of the extra, which takes half a second to import."""
    return importlib.import_module(name)


def _address_in(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"engine.scheduler_file: {path}: no address can be read there; start one with: dask scheduler --scheduler-file {path}"
        ) from error


def _listed(given: str | None) -> list[str]:
    return [line.strip() for line in (given or "").split(";") if line.strip()]
