"""Attributes that are the block: reading one reads the array, writing one writes it, and nothing is kept twice."""

import math
from collections.abc import Callable
from dataclasses import fields as of_record
from functools import cache
from numbers import Real
from typing import Any, Self, TypeVar, overload

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.engine.block_fields import KINDS
from icsim.engine.measures import FIELDS, RATIOS
from icsim.week.entities import CLASSES
from icsim.week.notation import Kept, fields_of

Class = TypeVar("Class", bound=type)

View = Any  # whoever has a row of the block: agents, ties and the model, whose attributes come from data

OF_A_DECISION = ("proposed", "position", "user_closeness", "persuasive")
"""Left over from the last decision in weeks without one, so they are shown to nobody."""


class StateField:
    """One state of the block, in the row of whoever it is read from; it is what the classes of the week say it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind = KINDS[name]

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: object, owner: object = None) -> float: ...

    def __get__(self, view: View, owner: object = None) -> float | Self:
        """The number as it stands; without an object, the attribute itself."""
        return self if view is None else self.kind(getattr(view.block, self.field(view))[view.row, 0])

    def __set__(self, view: View, value: object) -> None:
        name = self.field(view)
        getattr(view.block, name)[view.row, 0] = checked_value(name, value)

    def field(self, view: View) -> str:
        """The name in the block."""
        return self.name


class ReadOnlyField(StateField):
    """What the week itself works out: its flows, its counts, and what follows from the settings."""

    def __set__(self, view: View, value: object) -> None:
        raise UserError(f"{self.name}: worked out by the model, not to be written; write a state, or change a setting")


class TraitField(ReadOnlyField):
    """What a leader is: written, it is a `set` event that happens now."""

    def __set__(self, view: View, value: object) -> None:
        view.model.change({"leader": {view.name: {self.name: value}}})


class DirectedField(StateField):
    """A state that a tie has once for each end: the block's name of it by the side that the tie is seen from."""

    def __init__(self, of_a: str, of_b: str) -> None:
        super().__init__(of_a)
        self.names = (of_a, of_b)

    def field(self, view: View) -> str:
        """The name in the block for the side of this view."""
        return self.names[view.side]


class PlaceField:
    """What the place says of somebody, for good."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, view: View, owner: object = None) -> object:
        """The place's word for it; without an object, the attribute itself."""
        return self if view is None else getattr(view.record, self.name)

    def __set__(self, view: View, value: object) -> None:
        raise UserError(f"{self.name}: fixed by the place, not to be written; change it in a place file of your own")


def with_fields(carrier: str, record: type | None = None) -> Callable[[Class], Class]:
    """Give a class all fields of a carrier as attributes, then those of its record; its own attributes stay."""

    def add(cls: Class) -> Class:
        attributes: dict[str, object] = {
            name: StateField(name) if field.kept is Kept.STATE else ReadOnlyField(name)
            for name, field in fields_of(CLASSES[carrier]).items()
            if name not in OF_A_DECISION
        }
        for part in of_record(record) if record is not None else ():
            attributes.setdefault(part.name, PlaceField(part.name))
        for name, attribute in attributes.items():
            if name not in vars(cls):
                setattr(cls, name, attribute)
        return cls

    return add


def checked_value(name: str, value: object) -> float:
    """A number that may stand in a field: a yes or no as 1 or 0."""
    if KINDS[name] is bool and value not in (True, False):
        raise UserError(f"{name}: {value} is not allowed; give True or False")
    if KINDS[name] is int and not (isinstance(value, Real) and float(value).is_integer()):
        raise UserError(f"{name}: {value} is not allowed; give a whole number")
    low, high = field_ranges().get(name, (None, None))
    number = float(value) if isinstance(value, Real) else math.nan
    if not math.isfinite(number) or (low is not None and number < low) or (high is not None and number > high):
        ends = ("" if low is None else f" from {low:g}") + ("" if high is None else f" to {high:g}")
        raise UserError(f"{name}: {value} is not allowed; give a finite number{ends}")
    return number


@cache
def field_ranges() -> dict[str, tuple[float, float | None]]:
    """Range of every field that is a measure's state."""
    return {
        name: measure.range
        for measure in catalogue().measures.values()
        if measure.kind == "state" and measure.name not in RATIOS
        for name in FIELDS.get(measure.name, (measure.name,))
    }
