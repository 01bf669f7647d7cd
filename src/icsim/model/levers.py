"""The levers of one leader as a mapping: what is set, which can be changed, and what is enacted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Lever, catalogue
from icsim.catalogue.orders import LEVERS

if TYPE_CHECKING:
    from icsim.model.agents import Leader


class EnactedLevers(Mapping[str, float]):
    """What a leader really does of each lever this week: the measure `enacted.LEVER` of that leader."""

    def __init__(self, leader: Leader) -> None:
        self.leader = leader

    def __getitem__(self, name: str) -> float:
        return float(self.leader.model.measure(f"enacted.{lever_named(name).name}", of={"leader": self.leader.name}))

    def __iter__(self) -> Iterator[str]:
        return iter(LEVERS)

    def __len__(self) -> int:
        return len(LEVERS)


class Levers(Mapping[str, float | str]):
    """What is set for a leader, before the leader's own rank and hours. Writing one is a `set` event now."""

    def __init__(self, leader: Leader) -> None:
        self.leader = leader

    def __getitem__(self, name: str) -> float | str:
        lever = lever_named(name)
        value = float(self.leader.block.lever_set[LEVERS.index(name), self.leader.row, 0])
        return list(lever.choices)[int(value)] if lever.choices else value

    def __setitem__(self, name: str, value: float | str) -> None:
        *stem, last = lever_named(name).key.split(".")
        self.leader.model.change({"leader": {self.leader.name: {stem[0]: {last: value}} if stem else {last: value}}})

    def __iter__(self) -> Iterator[str]:
        return iter(LEVERS)

    def __len__(self) -> int:
        return len(LEVERS)

    def __repr__(self) -> str:
        return repr(dict(self))


def lever_named(name: str) -> Lever:
    """The lever of that name."""
    levers = catalogue().levers
    if name not in levers:
        raise UserError(f"levers: {name} is no lever; allowed: {list_names(levers)}{did_you_mean(name, levers)}")
    return levers[name]
