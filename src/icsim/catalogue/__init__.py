"""The catalogue: what can be set and what can be observed, read from the data beside the rules."""

from icsim.catalogue.check import CatalogueError
from icsim.catalogue.entries import (
    LABELS,
    MECHANISMS,
    NAMES,
    Chapter,
    ContextVariable,
    Entry,
    Event,
    EventField,
    Lever,
    Measure,
    Parameter,
    Setting,
    Variant,
)
from icsim.catalogue.load import Catalogue, catalogue, load

__all__ = [
    "LABELS",
    "MECHANISMS",
    "NAMES",
    "Catalogue",
    "CatalogueError",
    "Chapter",
    "ContextVariable",
    "Entry",
    "Event",
    "EventField",
    "Lever",
    "Measure",
    "Parameter",
    "Setting",
    "Variant",
    "catalogue",
    "load",
]
