"""What a theory compares: every value that its arms set, as it counts in each of them, and what a reader should be warned of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from icsim.base.plain_data import PlainMapping
from icsim.catalogue.load import LEVERS
from icsim.config.config_paths import flatten
from icsim.config.settings import Settings
from icsim.theory.actors import actor_warnings
from icsim.theory.arms import by_levels
from icsim.theory.bystanders import set_for
from icsim.theory.clauses import BoundClause
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import is_interaction

SHARED = ("place", "weeks", "timeline")  # told apart from the other settings of the context


@dataclass(frozen=True)
class ComparedValue:
    """One thing that an arm sets, and its value in every arm; None: nothing is set there."""

    path: str
    values: Mapping[str, object]  # by arm

    def differs(self, first: str, second: str) -> bool:
        """Whether two arms have another value here."""
        return self.values[first] != self.values[second]


def compared_values(case: TheoryCase) -> tuple[ComparedValue, ...]:
    """Every path that an arm sets but dated events, in the order of the file, with its value in all arms."""
    paths: dict[str, None] = {}
    for arm in case.theory.arms.values():
        paths |= {path: None for path, _ in flatten(by_levels({k: v for k, v in arm.items() if k != "timeline"}))}
    return tuple(ComparedValue(path, {name: value_at(arm, path) for name, arm in case.arms.items()}) for path in paths)


def value_at(arm: Settings, path: str) -> object:
    """The value that counts in an arm: of a lever left alone, what follows from its mechanism's level."""
    head, *_ = parts = path.split(".")
    if parts[-1] in LEVERS and head == "leadership":
        return _asked(arm.values, parts, arm.levers(parts[1])[parts[-1]])
    if head == "leader":
        for post in arm.world.posts:
            if path.startswith(f"leader.{post.name.replace('/', '.')}."):
                rest = path.removeprefix(f"leader.{post.name.replace('/', '.')}.").split(".")
                found = set_for(arm, post).get(rest[-1])
                return _asked(arm.values["leader"].get(post.name, {}), rest, found)
    return _asked(arm.values, parts, None)


def first_difference(case: TheoryCase, one: BoundClause) -> int:
    """The first week in which arms of a clause can differ: 1, or that of the first dated event that they do not share."""
    return first_week(case, tuple(one.weights))


def first_week(case: TheoryCase, names: Sequence[str]) -> int:
    """The same of any arms."""
    arms = [case.arms[name] for name in names]
    first = arms[0]
    for other in arms[1:]:
        if any(first.values[key] != other.values[key] for key in ("context", "rules", "parameters")):
            return 1
        if any(set_for(first, post) != set_for(other, post) for post in first.world.posts):
            return 1
    weeks = [int(item["week"]) for arm in arms for item in arm.timeline if any(item not in other.timeline for other in arms)]
    return min(weeks, default=1)


def warnings(case: TheoryCase) -> tuple[str, ...]:
    """What a reader should know of the design before the result, each in a sentence; the first is worth most."""
    return (*_several_differences(case), *other_warnings(case))


def other_warnings(case: TheoryCase) -> tuple[str, ...]:
    """The same but for that the worlds differ in several things."""
    return (*_wrong_order(case), *_too_early(case), *actor_warnings(case.theory, case.arms))


def differences_at_once(case: TheoryCase) -> int:
    """In how many things the two arms of the story differ, where they should in one; 0 where they do, or are to interact."""
    things = _things(case)
    return len(things) if len(things) > 1 and not is_interaction(case.theory.weights(case.theory.outcome[0])) else 0


def differing(case: TheoryCase) -> tuple[str, ...]:
    """The paths at which the two arms of the story differ, and `timeline` where their dated events do."""
    first, second = case.theory.contrasted
    paths = [one.path for one in compared_values(case) if one.differs(first, second)]
    events = case.arms[first].timeline != case.arms[second].timeline
    return (*paths, *(["timeline"] if events else []))


def own_events(case: TheoryCase) -> dict[str, tuple[PlainMapping, ...]]:
    """Dated events of each arm that not all arms share."""
    every = list(case.arms.values())
    return {
        name: tuple(item for item in arm.timeline if any(item not in other.timeline for other in every))
        for name, arm in case.arms.items()
    }


def shared_events(case: TheoryCase) -> tuple[PlainMapping, ...]:
    """Dated events of all arms."""
    every = list(case.arms.values())
    return tuple(item for item in every[0].timeline if all(item in other.timeline for other in every))


def _asked(tree: Mapping[str, object], parts: list[str], otherwise: object) -> object:
    """What stands at a path; `otherwise` where nothing does."""
    at: object = tree
    for part in parts:
        at = at.get(part) if isinstance(at, Mapping) else None
    return otherwise if at is None else at


def _several_differences(case: TheoryCase) -> Iterator[str]:
    """Two arms of a plain contrast that differ in more than one thing: what does it cannot be told apart."""
    if differences_at_once(case):
        things = _things(case)
        first, second = case.theory.contrasted
        told = "; ".join(map(" and ".join, things))
        yield (
            f"{first} and {second} differ in {len(things)} things ({told}): the effect is that of all of them "
            "together; to tell them apart, give each a world of its own"
        )


def _things(case: TheoryCase) -> list[list[str]]:
    """The paths at which the two arms of the story differ; a lever of both tiers with the same two values is one thing."""
    first, second = case.theory.contrasted
    values = {one.path: (one.values[first], one.values[second]) for one in compared_values(case)}
    found: dict[object, list[str]] = {}
    for path in differing(case):
        head, *rest = path.split(".")
        alike = (*rest[1:], *values[path]) if head == "leadership" else path
        found.setdefault(alike, []).append(path)
    return list(found.values())


def _wrong_order(case: TheoryCase) -> Iterator[str]:
    outcomes = [one for one in case.asked if one.part == "outcome" and one.clause.mediated]
    for one in case.asked:
        later = [other for other in outcomes if one.part == "reasoning" and other.week < one.week]
        if later:
            yield (
                f"{clause_key(one)} is read in week {one.week}, after {clause_key(later[0])} in week {later[0].week}: a reasoning "
                "that comes later cannot have brought that outcome about"
            )


def _too_early(case: TheoryCase) -> Iterator[str]:
    for one in case.asked:
        if not one.doses and one.week < (first := first_difference(case, one)):
            yield (
                f"{clause_key(one)} is read in week {one.week}, before the worlds first differ (week {first}): it is the same in "
                f"both; read it in week {first} or later"
            )


def clause_key(one: BoundClause) -> str:
    """A clause as its file has it, with its measure: `outcome.0 (morale)`."""
    return f"{one.part}.{one.number - 1} ({one.clause.measure})"
