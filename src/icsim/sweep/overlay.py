"""A point's values laid over settings that were checked: what costs a schema's check of everything happens once, not per point.

The values are trusted: `axes` checked each against its entry. What other paths hold is shared with the settings below.
"""

from collections.abc import Mapping
from typing import Any

from icsim.config.settings import Settings

Node = Any  # a mapping or a list of the settings' own tree, at whatever depth


def overlay_values(base: Settings, values: Mapping[str, object]) -> Settings:
    """The settings with other values at these paths, equal to the bit to those that a full check would give."""
    tree = dict(base.values)
    fresh: dict[tuple[str, ...], Node] = {(): tree}
    for path, value in values.items():
        steps = path.split(".")
        _fresh(fresh, tuple(steps[:-1]))[_key(fresh, steps)] = value
    made = Settings(base.command, tree, base.place_file)
    made.__dict__.update(_kept(base, values))
    return made


def _key(fresh: Mapping[tuple[str, ...], Node], steps: list[str]) -> int | str:
    return int(steps[-1]) if isinstance(fresh[tuple(steps[:-1])], list) else steps[-1]


def _fresh(fresh: dict[tuple[str, ...], Node], steps: tuple[str, ...]) -> Node:
    """The node at a path, copied the first time it is reached, so that the settings below stay as they are."""
    if steps in fresh:
        return fresh[steps]
    above = _fresh(fresh, steps[:-1])
    key = int(steps[-1]) if isinstance(above, list) else steps[-1]
    there = (above.get(key) or {}) if isinstance(above, dict) else above[key]
    above[key] = fresh[steps] = list(there) if isinstance(there, list) else dict(there)
    return fresh[steps]


def _kept(base: Settings, values: Mapping[str, object]) -> dict[str, object]:
    """What was worked out for the settings below and still holds: the flat tables with the new numbers, the world."""
    tops = {path.partition(".")[0] for path in values}
    kept: dict[str, object] = {}
    own = {
        path.removeprefix("parameters."): float(value)
        for path, value in values.items()
        if path.startswith("parameters.") and isinstance(value, int | float)
    }
    kept["parameters"] = {**base.parameters, **own} if own else base.parameters
    around = {path.removeprefix("context."): value for path, value in values.items() if path.startswith("context.")}
    kept["context"] = {**base.context, **around} if around else base.context
    if "rules" not in tops:
        kept["variants"] = base.variants
    if "leader" not in tops:
        kept |= {"world": base.world, "place": base.place}
        if "leadership" not in tops or not base.values["leader"]:
            kept["leaders"] = base.leaders
    return kept
