"""An agent-based simulation of leadership in integrated health and social care."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from icsim.base.version import __version__

if TYPE_CHECKING:
    from icsim.config.compose import compose
    from icsim.engine.ensemble import replicate_seeds, run_ensemble
    from icsim.engine.measures import Query
    from icsim.interface.calibrations import run_calibration
    from icsim.interface.ensembles import run
    from icsim.interface.sweeps import analyse, open_sweep, run_sweep
    from icsim.interface.theories import run_theories
    from icsim.model import CareSystem

_HOMES = {
    "CareSystem": "icsim.model",
    "Query": "icsim.engine.measures",
    "analyse": "icsim.interface.sweeps",
    "compose": "icsim.config.compose",
    "open_sweep": "icsim.interface.sweeps",
    "replicate_seeds": "icsim.engine.ensemble",
    "run": "icsim.interface.ensembles",
    "run_calibration": "icsim.interface.calibrations",
    "run_ensemble": "icsim.engine.ensemble",
    "run_sweep": "icsim.interface.sweeps",
    "run_theories": "icsim.interface.theories",
}

__all__ = [
    "CareSystem", "Query", "__version__", "analyse", "compose", "open_sweep", "replicate_seeds", "run", "run_calibration",
    "run_ensemble", "run_sweep", "run_theories",
]  # fmt: skip


def __getattr__(name: str) -> Any:  # Any: each name's own; type checkers read the imports above
    """The names above, each loaded when it is asked for, since Mesa and the engine take a second to import."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
