"""The ensemble in numbers: each measure at each reported week, and each lever as enacted, over worlds."""

import json
from pathlib import Path
from typing import Any

from icsim.catalogue import catalogue
from icsim.engine.simulate import Simulation
from icsim.report.ensemble_tables import table_provenance
from icsim.report.figure_style import NO_FORECAST
from icsim.statistics.replicate_summary import LEVEL, MIDDLE, summarise_replicates

MEANING = {
    "half": f"half the width of the {LEVEL:.0%} interval of the mean over worlds",
    "low": f"{(1.0 - MIDDLE) / 2.0:.0%} of the worlds lie below",
    "high": f"{(1.0 + MIDDLE) / 2.0:.0%} of the worlds lie below",
}


def write_summary(simulation: Simulation, folder: Path) -> None:
    """`summary.json`."""
    text = json.dumps(summary_json(simulation), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "summary.json").write_text(text + "\n", encoding="utf-8")


def summary_json(simulation: Simulation) -> dict[str, Any]:
    """All of it as plain data; a value that no world has is null."""
    settings, first = simulation.settings, simulation.lucks[0]
    return {
        "note": NO_FORECAST,
        **table_provenance(settings),
        "place": settings.filed.name,
        "title": settings.world.title,
        "weeks": settings.weeks,
        "worlds": {"count": len(simulation.lucks), "first_structure": first.structure, "first_seed": first.seed},
        "portrait": {"structure": simulation.portrait.luck.structure, "seed": simulation.portrait.luck.seed},
        "meaning": MEANING,
        "measures": {name: _series(simulation, name) for name in simulation.names},
        "levers": _levers(simulation),
    }


def _series(simulation: Simulation, name: str) -> dict[str, Any]:
    measure = catalogue().measures[name.partition("[")[0]]
    weeks = {str(week): summarise_replicates(simulation.at(name, week)).plain() for week in simulation.reported}
    return {"display": measure.display, "unit": measure.unit, "carrier": measure.carrier, "by_week": weeks}


def _levers(simulation: Simulation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for n, query in enumerate(simulation.enacted.queries):
        tier, lever = str(query.of["tier"]), query.measure.partition(".")[2]
        values = {
            "set": simulation.settings.levers(tier)[lever],
            **summarise_replicates(simulation.enacted.values[0, n, 0]).plain(),
        }
        found.setdefault(tier, {})[lever] = values
    return found
