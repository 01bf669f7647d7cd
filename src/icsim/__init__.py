"""An agent-based simulation of leadership in integrated health and social care."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from icsim.base.version import __version__

if TYPE_CHECKING:
    from icsim.config.compose import compose
    from icsim.engine.ensemble import replicate_seeds, run_ensemble
    from icsim.engine.measures import Query
    from icsim.model import CareSystem

__all__ = ["CareSystem", "Query", "__version__", "compose", "replicate_seeds", "run_ensemble"]

_HOMES = {
    "CareSystem": "icsim.model",
    "Query": "icsim.engine.measures",
    "compose": "icsim.config.compose",
    "replicate_seeds": "icsim.engine.ensemble",
    "run_ensemble": "icsim.engine.ensemble",
}


def __getattr__(name: str) -> Any:  # Any: each name's own; type checkers read the imports above
    """The names above, each loaded when it is asked for, since Mesa and the engine take a second to import."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
