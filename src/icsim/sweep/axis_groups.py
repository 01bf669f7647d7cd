"""Axes that step together in a Morris design: each group has one effect, however many axes are in it."""

from collections.abc import Mapping, Sequence

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.sweep.axes import Axis

Groups = Mapping[str, str | Sequence[str]]
"""By the name of a group: its axes, or what the paths of several begin with."""


def group_names(groups: Groups, paths: Sequence[str]) -> tuple[str, ...]:
    """The group of each axis, as SALib takes them; an axis that is in none is one of its own, by its path."""
    found = {path: name for name, given in groups.items() for entry in _listed(given) for path in _below(entry, paths)}
    return tuple(found.get(path, path) for path in paths)


def check_groups(groups: Groups, axes: Sequence[Axis], where: str) -> None:
    """UserError for the first group that says nothing, names what is no axis, or mixes what has no common step."""
    paths = [axis.path for axis in axes]
    taken: dict[str, str] = {}
    for name, given in groups.items():
        at = f"{where}.{name}"
        if not name or "." in name or name in paths:
            raise UserError(f"{where}: {format_value(name)} is no name for a group; give a word without dots that is no axis")
        entries = _listed(given)
        if not entries:
            raise UserError(f"{at}: empty; give axes, as in {at}=[{paths[0]}]")
        for entry in entries:
            below = _below(entry, paths)
            if not below:
                allowed = f"{list_names(paths)}{did_you_mean(entry, paths)}"
                raise UserError(f"{at}: {entry} is no axis of this design; allowed: {allowed}")
            for path in below:
                if path in taken:
                    twice = "twice" if taken[path] == name else f"in {taken[path]} and in {name}"
                    raise UserError(f"{at}: {path} stands {twice}; an axis steps with one group")
                taken[path] = name
        words = [axis.path for axis in axes if taken.get(axis.path) == name and has_words(axis.values)]
        numbers = [path for path, group in taken.items() if group == name and path not in words]
        if words and numbers:
            raise UserError(
                f"{at}: {words[0]} has words, whose steps are no part of a way as those of {numbers[0]} are; "
                "give words a group of their own"
            )
    if groups and len(set(group_names(groups, paths))) == 1:
        raise UserError(f"{where}: all axes are in one group, so that there is nothing to compare it with; leave an axis out of it")


def has_words(values: Sequence[object]) -> bool:
    """Whether a list of values has no numbers to go along."""
    return any(value is None or isinstance(value, str) for value in values)


def _listed(given: str | Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given


def _below(entry: str, paths: Sequence[str]) -> list[str]:
    return [path for path in paths if f"{path}.".startswith(f"{entry.removesuffix('.')}.")]
