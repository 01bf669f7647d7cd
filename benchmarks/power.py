"""What power imbalance does to those who have little of it, and what sharing power does about it.

    python benchmarks/power.py                 default numbers
    python benchmarks/power.py --settings 48   and the median over so many settings that resemble the field

Every measure is read of the weaker half of the teams, and of the people whom it serves; beside it stands the stronger half.
A measure is counted as moved where its mean paired difference is as large as the smallest effect that counts; of an effect
over settings the median is taken. A difference is the place with much imbalance less the place with little, under the same
luck. At the default numbers a last table asks what sharing power brings, with little imbalance and with much.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.settings_table import MATCHED
from icsim.world.population import Population
from icsim.world.selection import KEYS

MEASURES = ("speaking_up", "safety", "fairness", "ownership", "attendance", "morale", "respect", "trust", "user_experience")
COUNTED = ("speaking_up", "safety", "fairness", "ownership", "attendance", "user_experience")
WHOLE = ("trust", "collaboration", "influence_gini")
SPANS = ((0.05, 0.95), (0.1, 0.9))
SHARES = (0.1, 0.9)  # leaders of both tiers, how far they decide together
WEEKS = (52, 104, 156)


def arms(place: str, sharing: Sequence[float | None], imbalances: Sequence[float], replicates: int) -> list[Settings]:
    """One arm for each way of deciding and each imbalance."""
    found = []
    for share in sharing:
        shared = [f"leadership.{tier}.working_with_power.share={share}" for tier in ("team", "system")] if share is not None else []
        found += [
            compose("run", [f"place={place}", f"context.power_imbalance={value}", f"replicates={replicates}", *shared])
            for value in imbalances
        ]
    return found


def queries(world: Population) -> list[Query]:
    """Each measure of the weaker half, then of the stronger; then what is read of the place as a whole."""
    known, found = catalogue().measures, []
    for half in ("weaker", "stronger"):
        for name in (name for name in MEASURES if name in known):
            carrier = known[name].carrier
            of = {"from": {"power_half": half}} if carrier == "tie" else {"power_half": half}
            sides = frozenset().union(*KEYS[carrier]["power_half"](world, carrier)) if carrier == "user_group" else {half}
            found.append(Query(name, of if half in sides else {}))  # without a panel for each side, all people served
    return found + [Query(name) for name in WHOLE]


def differences(those: Sequence[Settings], asked: Sequence[Query]) -> NDArray[np.float64]:
    """Mean paired difference, second arm of each pair less the first: [pair, query, week]."""
    read = run_ensemble(those, replicate_seeds(those[0]), asked, WEEKS).array
    return np.nanmean(read[1::2] - read[0::2], axis=-1)


def drawn(those: Sequence[Settings], parameters: dict[str, float]) -> list[Settings]:
    """The same arms under other numbers."""
    return [one.with_draw(parameters, {}) for one in those]


def over_settings(those: Sequence[Settings], asked: Sequence[Query], count: int) -> NDArray[np.float64]:
    """Differences at the default numbers, or the median over plausible settings: [pair, query, week]."""
    if not count:
        return differences(those, asked)
    found = [differences(drawn(those, dict(one.parameters)), asked) for one in draw_parameters(count, 1, settings=MATCHED)]
    return np.asarray(np.nanmedian(np.stack(found), axis=0))


def shown(query: Query, values: NDArray[np.float64]) -> str:
    """A row of the table; what counts is marked."""
    smallest = catalogue().measures[query.measure].smallest_effect
    return f"  {query.key:44}" + "".join(f" {value:+.3f}{'*' if abs(value) >= smallest else ' '}" for value in values)


def report(place: str, count: int, replicates: int) -> None:
    """Print the tables of one place."""
    for low, high in SPANS:
        those = arms(place, (None,) if count else (None, *SHARES), (low, high), replicates)
        asked = queries(those[0].world)
        what = over_settings(those, asked, count)
        said = f"median over {count} plausible settings" if count else "default numbers"
        print(f"{place}: imbalance {low} to {high}, {replicates} replicates, {said}; weeks {WEEKS}; * counts")
        print("\n".join(shown(query, what[0, n]) for n, query in enumerate(asked)))
        weaker = [n for n, query in enumerate(asked) if query.measure in COUNTED and n < asked.index(Query(WHOLE[0])) // 2]
        for w, week in enumerate(WEEKS):
            smallest = {n: catalogue().measures[asked[n].measure].smallest_effect for n in weaker}
            moved = [asked[n].measure for n in weaker if abs(what[0, n, w]) >= smallest[n]]
            print(f"  week {week}: {len(moved)} measures of the weaker count ({', '.join(moved) or 'none'})")
        if count:  # three times the work
            continue
        # what sharing brings under imbalance, less what it brings without: difference of the differences of imbalance
        print(f"  sharing {SHARES[0]} to {SHARES[1]}: what it brings with imbalance {high} less what with {low}")
        print("\n".join(shown(query, what[2, n] - what[1, n]) for n, query in enumerate(asked)), flush=True)


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--place", default="place")
    parser.add_argument("--settings", type=int, default=0, help="plausible settings; 0 for the default numbers")
    parser.add_argument("--replicates", type=int, default=32)
    chosen = parser.parse_args()
    report(chosen.place, chosen.settings, chosen.replicates)


if __name__ == "__main__":
    main()
