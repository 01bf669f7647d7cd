"""Where each state of reasoning leads: held above its own path for two years, what becomes of joint work and of the outcomes?

    python benchmarks/exits.py                  prints the table for the default place
    python benchmarks/exits.py --n 64 --place merged_hospital

Two worlds of one luck. In one of them a state of everybody who has it is held .2 above the path that it takes in the other
(within its ends), after every step from week 53 on. The change at week 156 is what the state leads to; its error is that of
the mean over worlds.
"""

import argparse
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import GRIDS, HELD, POSITIONS, Block
from icsim.engine.ensemble import BlockRunner
from icsim.engine.measures import WINDOW, Query, compile_query

FROM, UNTIL, SHIFT = 52, 156, 0.2
STATES: dict[str, tuple[str, ...]] = {
    name: (name,)
    for name in (
        "intent", "ownership", "clarity", "reason_understood", "safety", "morale", "respect", "willingness", "skill",
        "partnership_team", "attendance", "delivered", "territoriality", "identity_threat", "job_fear",
        "staff_strain", "overload", "expectation_gap", "outlook", "credibility", "familiarity", "distance", "conflict_open",
        "partnership_leader", "referent", "belief_error", "sectional", "perceived_sectional", "risk_aversion", "short_termism",
        "leader_strain", "loyalty_strain", "misfit",
    )
} | {
    "fairness": ("fairness", "fair"), "trust": ("trust_ab", "trust_ba"), "trust_in_leader": ("trust_leading",),
    "leader_trust": ("lead_ab", "lead_ba"), "identity_shared": ("identity_shared",),
}  # fmt: skip
"""Each state of reasoning by its fields; what a team's fairness goes on in within a step is held with it."""

OUTCOMES = (
    "collaboration", "joint_success", "trust", "trust_in_leader", "fairness", "morale", "ownership", "skill", "decision_quality",
    "speaking_up", "attendance", "innovation_adopted", "leader_exits", "user_experience",
)  # fmt: skip


class Change(NamedTuple):
    """A mean change over worlds and its standard error."""

    mean: float
    error: float


def held_pair(settings: Settings, replicates: Sequence[ReplicateSeeds], fields: Sequence[str]) -> tuple[Block, BlockRunner]:
    """Worlds as they are, and again with these fields to be held above that path; stands at week FROM, with what runs it."""
    block = build_block([settings, settings], replicates)
    runner = BlockRunner(block, [settings, settings])
    runner.until(FROM)
    many = len(replicates)
    where: dict[str, list[int]] = {f"hold_{carrier}": [] for carrier in HELD}
    for field in fields:
        for row in range(getattr(block, field).shape[0]):
            where[f"hold_{GRIDS[field]}"] += [POSITIONS[field], row]
    lanes = {"hold_from": range(many), "hold_to": range(many, 2 * many)}
    arrays: dict[str, Any] = {name: np.array(list(values), dtype=np.int64) for name, values in {**where, **lanes}.items()}
    arrays["hold_shift"] = np.full(many, SHIFT)
    block.packed = block.packed._replace(**arrays)
    return block, runner


def changes(
    settings: Settings,
    replicates: Sequence[ReplicateSeeds],
    states: Sequence[str] = tuple(STATES),
    outcomes: Sequence[str] = OUTCOMES,
) -> dict[str, dict[str, Change]]:
    """What holding each state does to each outcome at week UNTIL, as the model reads it: over the four weeks ending there."""
    found: dict[str, dict[str, Change]] = {}
    for state in states:
        block, runner = held_pair(settings, replicates, STATES[state])
        readers = {name: compile_query(Query(name), settings.world, block) for name in outcomes}
        sums = {name: np.zeros(1) for name in outcomes}
        for week in range(UNTIL - WINDOW + 1, UNTIL + 1):
            runner.until(week)
            for name, reader in readers.items():
                read = np.array(reader.read(block))
                sums[name] = read if catalogue().measures[name].kind == "count" else sums[name] + read
        found[state] = {name: _change(sums[name], len(replicates)) for name in outcomes}
    return found


def _change(read: NDArray[np.float64], many: int) -> Change:
    """Of numerators over denominators [2, lane], the held lanes less the others; worlds with nothing to divide by are left out."""
    with np.errstate(invalid="ignore"):
        value = read[0] / read[1]
    differs = value[many:] - value[:many]
    differs = differs[np.isfinite(differs)]
    return Change(float(differs.mean()), float(differs.std(ddof=1) / np.sqrt(differs.size))) if differs.size > 1 else Change(0, 0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=32, help="worlds of each state")
    parser.add_argument("--place", default="place")
    parser.add_argument("--states", nargs="*", default=list(STATES), choices=list(STATES))
    asked = parser.parse_args()
    settings = compose("run", [f"place={asked.place}"])
    print(f"| held +{SHIFT} | {' | '.join(OUTCOMES)} |")
    print("|" + "---|" * (len(OUTCOMES) + 1))
    replicates = tuple(ReplicateSeeds(n, n) for n in range(1, asked.n + 1))
    for state in asked.states:
        row = changes(settings, replicates, [state])[state]
        cells = [f"{c.mean:+.3f}{'*' if abs(c.mean) > 3 * c.error > 0 else ''}" for c in row.values()]
        print(f"| {state} | {' | '.join(cells)} |", flush=True)
    print("*: beyond three standard errors")


if __name__ == "__main__":
    main()
