"""What steps are written in: how a field is kept, settings by name, and the mark of a step.

A step is a function of one entity and the world. Plain Python runs it on objects; icsim.engine.translation writes the
lane kernel of it, and refuses what a kernel cannot do with the line it stands on.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Protocol, TypeVar, cast, get_type_hints

Number = TypeVar("Number", float, int, bool)


class Kept(Enum):
    """How long a field keeps its value."""

    STATE = "lives from week to week"
    FLOW = "is this week's, written anew each week"
    COUNT = "only grows"
    DERIVED = "follows from settings and structure: worked out anew when a dated event sets something"


State = Annotated[Number, Kept.STATE]
Flow = Annotated[Number, Kept.FLOW]
Count = Annotated[Number, Kept.COUNT]
Derived = Annotated[Number, Kept.DERIVED]


class Field(NamedTuple):
    """What a field is, and how it is kept."""

    kind: type[Any]  # float, int or bool
    kept: Kept


def fields_of(entity: type[Any]) -> dict[str, Field]:
    """The fields that a class declares, in its order; links, lists and fixed traits are left out."""
    hints = get_type_hints(entity, include_extras=True)
    marked = {name: (hint, getattr(hint, "__metadata__", ())) for name, hint in hints.items()}
    return {name: Field(hint.__origin__, kept[0]) for name, (hint, kept) in marked.items() if kept}


class Step(Protocol):
    """A step of the week in the notation: a function of one entity and the world."""

    __name__: str
    __module__: str
    each: type[Any]
    """Whose step it is: the class of its first parameter."""

    def __call__(self, one: Any, world: Any = ..., /) -> None:
        """Run it for one entity."""


def step(function: Callable[..., None]) -> Step:
    """Say that a function is a step: of every entity of its first parameter's class, in their order."""
    marked = cast(Any, function)
    marked.each = next(iter(get_type_hints(function).values()))
    return cast(Step, marked)


def is_step(function: object) -> bool:
    """Whether a function is written in the notation; a kernel by hand is not."""
    return hasattr(function, "each")


class Names:
    """Numbers by name."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    if TYPE_CHECKING:  # the names are data; the translator refuses those that there are not

        def __getattr__(self, name: str) -> float: ...


class Choices(Names):
    """Variants by name, each the position of the chosen word: 0 is off."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> int: ...


class Homes:
    """Parameters by file and name."""

    def __init__(self, values: Mapping[str, float]) -> None:
        homes: dict[str, dict[str, float]] = {}
        for key, value in values.items():
            home, name = key.split(".")
            homes.setdefault(home, {})[name] = value
        self.__dict__.update({home: Names(found) for home, found in homes.items()})

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Names: ...
