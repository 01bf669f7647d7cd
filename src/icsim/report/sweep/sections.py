"""The sections of a sweep's report, in the order of the page; each says itself which designs it suits."""

from icsim.report.sweep import (
    bistability_section,
    discovery_section,
    factorial_section,
    hysteresis_section,
    overview_section,
    scenarios_section,
    sensitivity_section,
    surface_section,
)
from icsim.report.sweep.section_types import MakeSection

SECTIONS: tuple[MakeSection, ...] = (
    overview_section.section,
    scenarios_section.section,
    surface_section.section,
    bistability_section.section,
    hysteresis_section.section,
    factorial_section.section,
    sensitivity_section.section,
    discovery_section.section,
)
