"""The sections of a sweep's report, in the order of the page; each says itself which designs it suits."""

from icsim.report.sweep import discovery, factorial, indices, overview, ramps, scenarios, surfaces, tipping
from icsim.report.sweep.section import Make

SECTIONS: tuple[Make, ...] = (
    overview.section,
    scenarios.section,
    surfaces.section,
    tipping.section,
    ramps.section,
    factorial.section,
    indices.section,
    discovery.section,
)
