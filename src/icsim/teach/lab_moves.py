"""Which controls of the free lab move something at a place, and what: found by running each from low to high, and written down.

`python -m icsim.teach.lab_moves` runs it and writes `lab_moves.yaml`. A control moves a measure where, in at least half of the
replicates, the measure differs between low and high by as much as counts, always the same way.
"""

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from icsim.base import fingerprint
from icsim.base.atomic_output import write_atomically
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import Measure, catalogue
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.config.compose import compose, groups
from icsim.config.settings import Settings
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.teach.link_query import COMMAND
from icsim.teach.weekly_readings import everybody

FILE = Path(__file__).with_name("lab_moves.yaml")
HEAD = "# Made by python -m icsim.teach.lab_moves: by place, the controls that move something, and their lines, most first.\n"
IMBALANCE = "context.power_imbalance"
LOW, HIGH = 0.1, 0.9
WEEK = 104
REPLICATES = 16
MOST_LINES = 5  # of a control

Moves = dict[str, list[str]]
"""By control, the one that moves most first: the measures that it moves, most first."""


@cache
def lab_moves() -> dict[str, Moves]:
    """By place, as it is written down."""
    return dict(read_yaml(FILE)["places"])


def controls() -> dict[str, tuple[str, ...]]:
    """The paths of each control: the level of a mechanism in both tiers, and power imbalance."""
    tiers = {name: tuple(f"leadership.{tier}.{name}.level" for tier in ("team", "system")) for name in catalogue().mechanisms}
    return {**tiers, IMBALANCE.partition(".")[2]: (IMBALANCE,)}


def find_moves(place: str) -> Moves:
    """Run each control at a place, low and high, with the same luck."""
    base = compose(COMMAND, [f"place={place}", f"weeks={WEEK}"])
    known = [one for one in catalogue().measures.values() if _is_line(one)]
    queries = [everybody(one) for one in known]
    found: dict[str, dict[str, float]] = {}
    for name, paths in controls().items():
        arms: list[Settings] = [base.with_changes(dict.fromkeys(paths, value)) for value in (LOW, HIGH)]
        read = run_ensemble(arms, replicate_seeds(base, REPLICATES), queries, [WEEK]).array[:, :, 0]
        apart = read[1] - read[0]
        sizes = {one.name: _size(apart[n], one.smallest_by(WEEK)) for n, one in enumerate(known)}
        found[name] = {measure: size for measure, size in sizes.items() if size > 0.0}
    lines = {name: _largest(sizes)[:MOST_LINES] for name, sizes in found.items() if sizes}
    totals = {name: sum(found[name][one] for one in those) for name, those in lines.items()}
    return {name: lines[name] for name in _largest(totals)}


def _largest(sizes: Mapping[str, float]) -> list[str]:
    """Names, the largest first."""
    return sorted(sizes, key=lambda name: (-sizes[name], name))


def _is_line(one: Measure) -> bool:
    """Whether the free lab draws it of itself: what follows for teams. Events are told, the people served have a line of their own,
    and what is read of a leader is often the control itself."""
    return not one.per_lever and one.kind != "count" and one.carrier != "leader" and one.name not in PEOPLE_SERVED


def _size(apart: np.ndarray, smallest: float) -> float:
    """How many times as much as counts it moves, in the middle replicate; 0 where it does not."""
    there = apart[~np.isnan(apart)]
    if not there.size:
        return 0.0
    way = np.sign(np.median(there))
    moved = float((way * there >= smallest).mean()) >= 0.5 and bool((way * there > -smallest).all())
    return round(float(abs(np.median(there)) / smallest), 2) if moved else 0.0


def write_moves(places: Sequence[str]) -> Mapping[str, Moves]:
    """Find them for all places and write them down, with the rules that they were found under."""
    found = {place: find_moves(place) for place in places}
    data = {"rules": fingerprint.rules(), "week": WEEK, "replicates": REPLICATES, "places": found}
    write_atomically(FILE, HEAD + yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=120))
    return found


def main() -> int:
    """Write the table; prints how many controls move something at each place."""
    for place, found in write_moves(groups(COMMAND)["place"]).items():
        print(f"{place}: {len(found)} of {len(controls())} controls move something; first {next(iter(found), 'none')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
