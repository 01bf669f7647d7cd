"""Where blocks are computed, as the engine's settings say it: which of them belong together, and how many cores that is."""

import os

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainMapping

THREADS, DASK, SLURM = "threads", "dask", "slurm"
EVERYWHERE = ("backend", "threads", "block_size")
TAKES = {
    THREADS: (),
    DASK: ("address", "scheduler_file", "workers"),
    SLURM: ("jobs", "cores", "memory", "walltime", "queue", "account", "interface", "directives", "prologue"),
}
"""Which settings have a meaning where; those of another place are refused, never left unheard."""
ON_MANY = ("calibrate", "test", "scoreboard", "mechanisms")
"""Commands besides icsim sweep that compute on many machines."""
MUST = {SLURM: ("jobs", "cores", "memory", "walltime")}

Engine = PlainMapping
"""The settings below `engine`, valid one by one."""


def check_backend(engine: Engine) -> None:
    """UserError for the first setting that is given and would do nothing, or that is needed and not given."""
    where = engine["backend"]
    for key, value in engine.items():
        if value is not None and key not in EVERYWHERE and key not in TAKES[where]:
            (owner,) = (name for name, keys in TAKES.items() if key in keys)
            raise UserError(f"engine.{key}: does nothing with engine.backend={where}; say engine={owner}, or leave it out")
    for key in MUST.get(where, ()):
        if engine[key] is None:
            raise UserError(f"engine.{key}: missing; engine={where} gives it a value, or give engine.{key}=…")
    given = [key for key in TAKES[DASK] if engine[key] is not None]
    if len(given) > 1:
        raise UserError(f"engine.{given[1]}: engine.{given[0]} is given too, and only one of them can hold; leave one out")
    if where == SLURM and engine["cores"] % threads_of(engine):
        raise UserError(
            f"engine.threads: {threads_of(engine)} do not divide the {engine['cores']} cores of a job; give a number that does"
        )


def check_local_only(command: str, engine: Engine) -> None:
    """UserError where a command that computes on one machine is asked for many."""
    check_backend(engine)
    if engine["backend"] != THREADS and command not in ON_MANY:
        more = " (or run -m with many points)" if command == "run" else ""
        raise UserError(
            f"engine: {engine['backend']}: icsim {command} computes on one machine; leave it out, or use icsim sweep{more}, "
            "which computes on many"
        )


def threads_of(engine: Engine) -> int:
    """Blocks computed at once in each process: every core here, one in a worker, unless a number is given."""
    return int(engine["threads"] or (cores_here() if engine["backend"] == THREADS else 1))


def workers_of(engine: Engine) -> int:
    """Worker processes that are asked for; of a scheduler that runs already nobody knows before it is asked."""
    if engine["backend"] == SLURM:
        return int(engine["jobs"] * (engine["cores"] // threads_of(engine)))
    if engine["backend"] == DASK and engine["address"] is None and engine["scheduler_file"] is None:
        return int(engine["workers"] or max(1, cores_here() // threads_of(engine)))
    return 1


def cores_of(engine: Engine) -> int:
    """Blocks computed at once, on all machines together, as far as the settings tell."""
    return threads_of(engine) * workers_of(engine)


def cores_here() -> int:
    """Cores of this machine."""
    return os.cpu_count() or 1
