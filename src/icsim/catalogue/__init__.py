"""The catalogue: what can be set and what can be observed, read from the data beside the rules."""

from icsim.catalogue.check import CatalogueError
from icsim.catalogue.entries import (
    EVIDENCE_LABELS,
    NAME_KINDS,
    TIERS,
    ContextVariable,
    Entry,
    Event,
    EventField,
    Lever,
    Measure,
    Mechanism,
    Parameter,
    RuleFile,
    RuleVariant,
    RunSetting,
)
from icsim.catalogue.load import MECHANISMS, Catalogue, catalogue, load_catalogue

__all__ = [
    "EVIDENCE_LABELS",
    "MECHANISMS",
    "NAME_KINDS",
    "TIERS",
    "Catalogue",
    "CatalogueError",
    "ContextVariable",
    "Entry",
    "Event",
    "EventField",
    "Lever",
    "Measure",
    "Mechanism",
    "Parameter",
    "RuleFile",
    "RuleVariant",
    "RunSetting",
    "catalogue",
    "load_catalogue",
]
