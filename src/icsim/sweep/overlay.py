"""A point's values laid over settings that were checked: what costs a schema's check of everything happens once, not per point.

The values are trusted: `axes` checked each against its entry. What other paths hold is shared with the settings below.
"""

from collections.abc import Mapping
from typing import Any

from icsim.config.settings import Settings


def overlay_values(base: Settings, values: Mapping[str, Any]) -> Settings:
    """The settings with other values at these paths, equal to the bit to those that a full check would give."""
    tree = dict(base.values)
    fresh: dict[tuple[str, ...], Any] = {(): tree}
    for path, value in values.items():
        steps = path.split(".")
        _fresh(fresh, tuple(steps[:-1]))[_key(fresh, steps)] = value
    made = Settings(base.command, tree, base.filed)
    made.__dict__.update(_kept(base, values))
    return made


def _key(fresh: Mapping[tuple[str, ...], Any], steps: list[str]) -> Any:
    return int(steps[-1]) if isinstance(fresh[tuple(steps[:-1])], list) else steps[-1]


def _fresh(fresh: dict[tuple[str, ...], Any], steps: tuple[str, ...]) -> Any:
    """The node at a path, copied the first time it is reached, so that the settings below stay as they are."""
    if steps in fresh:
        return fresh[steps]
    above = _fresh(fresh, steps[:-1])
    key: Any = int(steps[-1]) if isinstance(above, list) else steps[-1]
    there = (above.get(key) or {}) if isinstance(above, dict) else above[key]
    above[key] = fresh[steps] = list(there) if isinstance(there, list) else dict(there)
    return fresh[steps]


def _kept(base: Settings, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was worked out for the settings below and still holds: the flat tables with the new numbers, the world."""
    tops = {path.partition(".")[0] for path in values}
    kept: dict[str, Any] = {}
    own = {path.removeprefix("parameters."): value for path, value in values.items() if path.startswith("parameters.")}
    kept["parameters"] = {**base.parameters, **{key: float(value) for key, value in own.items()}} if own else base.parameters
    around = {path.removeprefix("context."): value for path, value in values.items() if path.startswith("context.")}
    kept["context"] = {**base.context, **around} if around else base.context
    if "rules" not in tops:
        kept["variants"] = base.variants
    if "leader" not in tops:
        kept |= {"world": base.world, "place": base.place}
        if "leadership" not in tops or not base.values["leader"]:
            kept["leaders"] = base.leaders
    return kept
