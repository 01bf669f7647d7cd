"""An agent-based simulation of leadership in integrated health and social care."""

from typing import TYPE_CHECKING, Any

from icsim.base.version import __version__

if TYPE_CHECKING:
    from icsim.model import CareSystem

__all__ = ["CareSystem", "__version__"]


def __getattr__(name: str) -> Any:  # Any: each name's own; type checkers read the imports above
    """`icsim.CareSystem`, loaded when it is asked for, since Mesa and the engine take a second to import."""
    if name == "CareSystem":
        from icsim.model import CareSystem

        return CareSystem
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
