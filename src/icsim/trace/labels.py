"""What things are called in captions: the catalogue's display labels, and those of `states.yaml` for the rest."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from icsim.base.yaml_io import read_yaml
from icsim.catalogue import Measure, catalogue
from icsim.engine.measures import FIELDS
from icsim.world.population import LeaderPost, Population, TeamRecord, UserGroupRecord

DIGITS = (2, 3, 4)  # decimals, as few as tell


@cache
def label_table(part: str) -> dict[str, str]:
    """One part of `states.yaml`."""
    return dict(read_yaml(Path(__file__).with_name("states.yaml"))[part])


def decision_way(mode: float) -> str:
    """How a decision was taken."""
    return label_table("ways")[str(int(mode))]


@cache
def by_field() -> dict[str, Measure]:
    """The measure that a state of a block is."""
    known = catalogue().measures
    found = {field: measure for measure in known.values() for field in FIELDS.get(measure.name, (measure.name,))}
    twice = {"partnership_team": "partnership_value", "partnership_leader": "partnership_value"}
    return found | {field: known[name] for field, name in twice.items()}


def state(field: str) -> str:
    """What a state is called."""
    measure = by_field().get(field)
    if measure is not None:
        return measure.display
    return label_table("states")[field] if field in label_table("states") else label_table("between")[field]


def has_label(field: str) -> bool:
    """Whether there is a word for it; most of what lives for a week only has none."""
    return field in by_field() or field in label_table("states") or field in label_table("between")


def holder(world: Population, carrier: str, row: int, ends: tuple[int, int] | None = None) -> str:
    """Who has it: a name of the place, or two of them for what lies between; `ends` of a tie."""
    if carrier == "leading":
        team = world.teams[row // 2]
        return f"{team.name} towards {world.posts[team.system if row % 2 else team.leader].name}"
    if carrier == "tie":
        assert ends is not None
        return f"{world.teams[ends[0]].name} and {world.teams[ends[1]].name}"
    of: dict[str, Sequence[TeamRecord | LeaderPost | UserGroupRecord]]
    of = {"team": world.teams, "leader": world.posts, "user_group": world.users}
    return of[carrier][row].name if carrier in of else "the place"


def format_number(value: float) -> str:
    """A number as it is read: two decimals, more where it would look like nothing."""
    for digits in DIGITS:
        text = f"{value:.{digits}f}"
        if float(text) or not value:
            return text.replace("-", "−")
    return "almost 0"


def format_pair(first: float, second: float) -> tuple[str, str]:
    """Two numbers with as many decimals as it takes to tell them apart; alike where DIGITS do not tell them apart."""
    for digits in DIGITS:
        one, other = (f"{value:.{digits}f}".replace("-", "−") for value in (first, second))
        if one != other:
            return one, other
    return format_number(first), format_number(first)


def in_worlds(values: tuple[str, str], same: bool, worlds: Sequence[str]) -> str:
    """Two values, each with its world; `same`: whether they are equal to the last digit."""
    if values[0] != values[1]:
        return f"{values[0]} in {worlds[0]} and {values[1]} in {worlds[1]}"
    return f"{values[0]} in both worlds" + ("" if same else f", but for less than {10.0 ** -DIGITS[-1]:g}")
