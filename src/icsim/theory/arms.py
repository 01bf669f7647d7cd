"""The worlds of a theory: its context with each arm on top, as it stands or with something patched."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from icsim.base.errors import UserError
from icsim.base.suggest import list_names
from icsim.config.compose import check_arm_not_overridden, compose, groups
from icsim.config.config_paths import flatten, paths_overlap
from icsim.config.settings import SETTABLE, Settings
from icsim.theory.bystanders import arms_differ
from icsim.theory.theory_schema import RivalSpec, Theory

COMMAND = "test"
MAY_DIFFER = ("context", "leadership", "leader", "rules", "parameters", "timeline")
"""What an arm may set. Its place, length and luck are those of the context, or there would be nothing to pair."""

Patch = Mapping[str, object]
Arms = dict[str, Settings]


def compose_all(theory: Theory, overrides: Sequence[str], where: str) -> Arms:
    """Settings of every arm: defaults < context < arm < overrides, which must leave an arm's values alone."""
    check_context(theory, where)
    for name in theory.arms:
        check_arm(theory, name, where)
    try:
        made = _made(theory, overrides, "" if overrides else where, theory.context, theory.arms)
    except UserError:
        _made(theory, (), where, theory.context, theory.arms)  # is it the file's mistake, or the command's?
        raise
    seen: dict[str, str] = {}
    for name, arm in made.items():
        twin = seen.setdefault(arm.content_hash(), name)
        if twin != name:
            raise UserError(f"{where}: arms: {twin} and {name} are equal; let them differ in at least one value")
    return made


def check_context(theory: Theory, where: str) -> None:
    """UserError where the context sets something twice."""
    _check_twice(theory.context, f"{where}: context")


def check_arm(theory: Theory, name: str, where: str) -> None:
    """UserError where an arm sets something twice, or what it must leave alone."""
    _check_twice(theory.arms[name], f"{where}: arms.{name}")
    _check_overlap(theory, name, where)


def check_arms_differ(theory: Theory, arms: Arms, where: str) -> None:
    """UserError where the two arms of the story differ on paper only."""
    first, second = theory.contrasted
    if not arms_differ(arms[first], arms[second]):
        what = f"{first} and {second} differ in nothing that acts: whom they concern is not there, or has values of its own"
        raise UserError(f"{where}: arms: {what}; take leader.… out of the context or the command line, or choose another place")


def arms_in_context(theory: Theory, overrides: Sequence[str], where: str, patch: Patch, arms: Arms) -> Arms:
    """The same arms in a patched context. What an arm sets, a patch must leave alone."""
    _check_twice(patch, where)
    taken = {path for arm in theory.arms.values() for path in _paths(arm)}
    for path in _paths({key: value for key, value in patch.items() if not _choice(key, value)}):
        for other in taken:
            if paths_overlap(path, other):
                raise UserError(f"{where}: {path} contradicts an arm, which sets {other}; leave it out of one of them")
    if _single_values(patch):
        return arms_with(arms, patch, where)
    kept = {key: value for key, value in theory.context.items() if key not in patch}
    return _made(theory, overrides, where, {**kept, **patch}, theory.arms)


def arms_with(arms: Arms, patch: Patch, where: str) -> Arms:
    """The same arms with single values changed, which costs far less than to compose them anew."""
    try:
        return {name: arm.with_changes(patch) for name, arm in arms.items()}
    except UserError as error:
        raise UserError(f"{where}: {error}") from None


def arms_under_rival(theory: Theory, overrides: Sequence[str], where: str, rival: RivalSpec, arms: Arms) -> Arms:
    """The arms as a rival explanation has them: its patch counts for one arm, or for all, and more than the command line.

    So a theory can be tried under another model, `rules=hero`, and its rival is then a rival within that.
    """
    _check_twice(rival.patch, where)
    concerned = [name for name in arms if rival.arm in (None, name)]
    if _single_values(rival.patch):
        return arms | arms_with({name: arms[name] for name in concerned}, by_levels(rival.patch), where)
    taken = _paths(rival.patch)
    left = [one for one in overrides if not any(paths_overlap(one.partition("=")[0].lstrip("+~"), path) for path in taken)]
    patched = {name: {**arm, **rival.patch} if name in concerned else arm for name, arm in theory.arms.items()}
    return _made(theory, left, where, theory.context, patched)


def _made(theory: Theory, overrides: Sequence[str], where: str, context: Patch, arms: Mapping[str, Patch]) -> Arms:
    """Without overrides a mistake is the file's; with them, after the file was found good, it is the command's.

    What the arms share is composed once; an arm that sets single values is then a change of it, which costs far less.
    """
    made: Arms = {}
    shared: Settings | None = None
    for name, arm in arms.items():
        own = by_levels(arm)
        try:
            if not _single_values(own):
                made[name] = compose(COMMAND, overrides, context=by_levels(context), arm=own)
                continue
            check_arm_not_overridden(overrides, own)
            shared = shared or compose(COMMAND, overrides, context=by_levels(context))
            made[name] = shared.with_changes(own) if own else shared
        except UserError as error:
            raise UserError(f"{where}: arms.{name} and context: {error}" if where else str(error)) from None
    return made


def by_levels(patch: Patch) -> dict[str, object]:
    """Leaders' names in levels, as the command line has them: else it could override an arm without being noticed."""
    return {key.replace("/", ".") if key.startswith("leader.") else key: value for key, value in patch.items()}


def _check_twice(patch: Patch, where: str) -> None:
    """One value for each path: what is written in levels and once more with dots would silently be one of the two."""
    paths = _paths({key: value for key, value in patch.items() if not _choice(key, value)})
    for path, other in combinations(paths, 2):
        if paths_overlap(path, other):
            raise UserError(f"{where}: {path} and {other} set the same; leave one of them out")


def _check_overlap(theory: Theory, name: str, where: str) -> None:
    """What an arm sets, the context must leave alone."""
    mine = _paths(theory.arms[name])
    for path in mine:
        if path.partition(".")[0] not in MAY_DIFFER:
            allowed = f"arms may set {list_names(MAY_DIFFER)}"
            raise UserError(f"{where}: arms.{name}: {path} must be the same in all arms; set it in context; {allowed}")
    for path in _paths({key: value for key, value in theory.context.items() if not _choice(key, value)}):
        for other in mine:
            if paths_overlap(path, other):
                raise UserError(
                    f"{where}: context: {path} contradicts arms.{name}, which sets {other}; leave it out of one of them"
                )
    for key, value in theory.context.items():
        if _choice(key, value) and key in theory.arms[name]:
            raise UserError(
                f"{where}: context: {key} contradicts arms.{name}, which sets {key}; leave it out of one of them"
            )


def _paths(patch: Patch) -> list[str]:
    return [path for path, _ in flatten(by_levels(patch))]


def _single_values(patch: Patch) -> bool:
    """Whether it sets nothing but what can be changed in settings that are there already."""
    return all(key.partition(".")[0] in SETTABLE and not _choice(key, value) for key, value in patch.items())


def _choice(key: str, value: object) -> bool:
    """A choice of a config group is a base: an arm may change single values of it."""
    return key in groups(COMMAND) and isinstance(value, str)
