"""The two worlds of a theory: its context with one arm on top of it, and with the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from icsim.config.compose import compose, groups
from icsim.config.knobs import flatten
from icsim.config.settings import Settings
from icsim.errors import UserError
from icsim.nearest import listed
from icsim.theory.vocabulary import Theory

COMMAND = "test"
MAY_DIFFER = ("context", "leadership", "leader", "rules", "parameters", "timeline")
"""What an arm may set. Its place, length and luck are those of the context, or there would be nothing to pair."""


def compose_arms(theory: Theory, overrides: Sequence[str], where: str) -> tuple[Settings, Settings]:
    """Settings of the contrast's arms: defaults < context < arm < overrides, which must leave an arm's values alone."""
    for name in theory.contrasted:
        _check_overlap(theory, name, where)
    plain = _both(theory, (), where)
    made = plain if not overrides else _both(theory, overrides, "")
    if made[0].content_hash() == made[1].content_hash():
        first, second = theory.contrasted
        raise UserError(f"{where}: arms: {first} and {second} are equal; let them differ in at least one value")
    return made


def _both(theory: Theory, overrides: Sequence[str], where: str) -> tuple[Settings, Settings]:
    """Without overrides a mistake is the file's; with them, after the file was found good, it is the command's."""
    made = []
    for name in theory.contrasted:
        try:
            made.append(
                compose(COMMAND, overrides, context=_by_levels(theory.context), arm=_by_levels(theory.arms[name]))
            )
        except UserError as error:
            raise UserError(f"{where}: arms.{name} and context: {error}" if where else str(error)) from None
    return made[0], made[1]


def _by_levels(patch: Mapping[str, Any]) -> dict[str, Any]:
    """Leaders' names in levels, as the command line has them: else it could override an arm without being noticed."""
    return {key.replace("/", ".") if key.startswith("leader.") else key: value for key, value in patch.items()}


def _check_overlap(theory: Theory, name: str, where: str) -> None:
    """What an arm sets, the context must leave alone."""
    mine = _paths(theory.arms[name])
    for path in mine:
        if path.partition(".")[0] not in MAY_DIFFER:
            allowed = f"arms may set {listed(MAY_DIFFER)}"
            raise UserError(f"{where}: arms.{name}: {path} must be the same in all arms; set it in context; {allowed}")
    for path in _paths({key: value for key, value in theory.context.items() if not _choice(key, value)}):
        for other in mine:
            if f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}."):
                raise UserError(
                    f"{where}: context: {path} contradicts arms.{name}, which sets {other}; leave it out of one of them"
                )
    for key, value in theory.context.items():
        if _choice(key, value) and key in theory.arms[name]:
            raise UserError(
                f"{where}: context: {key} contradicts arms.{name}, which sets {key}; leave it out of one of them"
            )


def _paths(patch: Mapping[str, Any]) -> list[str]:
    return [path for path, _ in flatten(_by_levels(patch))]


def _choice(key: str, value: Any) -> bool:
    """A choice of a config group is a base: an arm may change single values of it."""
    return key in groups(COMMAND) and isinstance(value, str)
