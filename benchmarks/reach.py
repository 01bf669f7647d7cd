"""How far the model reaches: settings that are stuck, levers that move nothing, and what the three named mechanisms do.

    python benchmarks/reach.py stuck          joint work below .1 or above .9 at week 156 under default leaders, in three places
    python benchmarks/reach.py levers         pairs of lever and tier that reach no smallest effect, in three places as they are,
                                              nor in the circumstances that benchmarks/circumstances.yaml says they act in
    python benchmarks/reach.py mechanisms     power sharing, clarity and inspiration, each alone and together
    python benchmarks/reach.py numbers        numbers of the rules that no measure feels from end to end, in any place, nor where
                                              everything happens (the last entry of that file); forms of rules are the default ones
    ... --settings N --replicates N           smaller or larger
    ... --drawn prior                         settings of the whole ranges in place of the table of those that resemble the field
"""

import argparse
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.crossed_design import DEFAULT_DRAW, ParameterDraw, run_crossed
from icsim.engine.ensemble import all_measures, replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.settings_table import MATCHED, PRIOR

PLACES = ("place", "merged_hospital", "two_site_merger")
STUCK, WEEK, WEEKS = (0.1, 0.9), 156, (26, 52, 104, 156)
UNFELT = 0.1  # of a smallest effect
LOW, HIGH, TIERS = 0.1, 0.9, ("team", "system")
PLACEBOS = ("attention", "idle", "resilience")
CIRCUMSTANCES = Path(__file__).with_name("circumstances.yaml")
NAMED = {
    "power sharing": ("working_with_power.level",),
    "clarity": ("clarifying_complexity.level",),
    "inspiration": ("inspiring_intent.level",),
}


DRAWN = {"from": MATCHED}


def plausible(settings: int) -> tuple[ParameterDraw, ...]:
    """Settings that a theory would be tested over."""
    return draw_parameters(settings, seed=0, settings=DRAWN["from"])


def stuck(settings: int, replicates: int) -> None:
    """Mean joint work of each setting, and how many settings leave no room to move."""
    for place in PLACES:
        base = compose("run", [f"place={place}"])
        worlds = run_crossed([base], plausible(settings), replicate_seeds(base, replicates), [(Query("collaboration"), WEEK)])
        mean = np.nanmean(worlds[0, :, 0], axis=1)
        low, high = (mean < STUCK[0]).mean(), (mean > STUCK[1]).mean()
        print(f"{place:18} below {STUCK[0]}: {low:.2f}   above {STUCK[1]}: {high:.2f}   stuck: {low + high:.2f}", flush=True)


def lever_arms(base: Settings) -> dict[str, tuple[Settings, Settings]]:
    """Each lever of each tier low and high; of a choice, its first and its last."""
    found = {}
    for tier, (name, lever) in product(TIERS, catalogue().levers.items()):
        if tier not in lever.tiers:
            continue
        least, most = lever.range or (0.0, 1.0)
        numbers = tuple(least + share * (most - least) for share in (LOW, HIGH))
        ends = (next(iter(lever.choices)), list(lever.choices)[-1]) if lever.choices else numbers
        path = f"leadership.{tier}.{f'{lever.mechanism}.' if lever.mechanism else ''}{name}"
        found[f"{name} ({tier})"] = tuple(base.with_changes({path: end}) for end in ends)
    return found


def circumstances(lever: str, tier: str) -> list[Settings]:
    """Worlds in which a lever of a tier is said to act; none, where nothing is said of it."""
    said: dict[str, Any] = dict(read_yaml(CIRCUMSTANCES).get(lever, {}))
    own = {other: said.pop(other, {}) for other in TIERS}
    given = said | own[tier]
    places = [given.pop("place")] if "place" in given else list(PLACES) if given else []
    return [compose("run", [], {"place": place, **given}) for place in places]


def spread_of(tier: str) -> list[Query]:
    """How far those differ who carry a measure; of what leaders and their teams' relations to them carry, those of the tier."""
    carriers = {query.measure: catalogue().measures[query.measure].carrier for query in all_measures()}
    own = {"leader": {"tier": tier}, "leading": {"tier": tier}}
    return [Query(name, own.get(carrier, {}), stat="sd") for name, carrier in carriers.items() if carrier != "place"]


def largest(arms: tuple[Settings, Settings], replicates: int, of: Sequence[Query] = ()) -> tuple[float, str]:
    """The largest effect between two arms, as a share of the smallest that counts, and of which measure."""
    measures = list(of) or all_measures()
    smallest = np.array([catalogue().measures[query.measure].smallest_effect for query in measures])
    values = run_ensemble(arms, replicate_seeds(arms[0], replicates), measures, WEEKS).array
    share = np.nanmax(np.nan_to_num(np.abs(np.nanmean(values[1] - values[0], axis=-1))), axis=-1) / smallest
    return float(share.max()), measures[int(share.argmax())].measure


def levers(settings: int, replicates: int) -> None:
    """Pairs of lever and tier that reach no smallest effect on any measure, in any place, in any of the weeks."""
    found: dict[str, tuple[float, str]] = {}
    for place in PLACES:
        for name, arms in lever_arms(compose("run", [f"place={place}"])).items():
            if found.get(name, (0.0,))[0] < 1.0:
                lever, _, tier = name.partition(" ")
                of = spread_of(tier.strip("()")) if lever == "spread" else ()  # how far leaders differ is no matter of means
                found[name] = max(found.get(name, (0.0, "")), largest(arms, replicates, of))
    asis = sorted(name for name, (share, _) in found.items() if share < 1.0 and name.split()[0] not in PLACEBOS)
    print(f"{len(found)} pairs of lever and tier; beside placebos {len(asis)} reach no smallest effect as places are", flush=True)
    for name in asis:
        lever, _, tier = name.partition(" ")
        for base in circumstances(lever, tier.strip("()")):
            found[name] = max(found[name], largest(lever_arms(base)[name], replicates))
        share, measure = found[name]
        print(f"  {name:32} {share:.2f} of what counts ({measure}){'' if share >= 1.0 else '   short of it'}", flush=True)
    silent = [name for name in asis if found[name][0] < 1.0]
    print(f"in their circumstances {len(silent)} reach none: {', '.join(silent) or 'none'}")


def mechanisms(settings: int, replicates: int) -> None:
    """Joint work and trust with each named mechanism high against low in both tiers, and with all three."""
    base, together = compose("run", []), tuple(path for paths in NAMED.values() for path in paths)
    sets = NAMED | {"all three": together}
    arms = [
        base.with_changes({f"leadership.{tier}.{path}": dose for tier in TIERS for path in paths})
        for paths in sets.values()
        for dose in (LOW, HIGH)
    ]
    wanted = [(Query(measure), WEEK) for measure in ("collaboration", "trust")]
    seeds = replicate_seeds(base, replicates)
    for title, draws in (("default numbers", (DEFAULT_DRAW,)), (f"{settings} settings", plausible(settings))):
        mean: NDArray[np.float64] = np.nanmean(run_crossed(arms, draws, seeds, wanted), axis=-1)  # [arm, draw, wanted]
        gain = mean[1::2] - mean[0::2]
        for name, (work, trust) in zip(sets, gain.transpose(0, 2, 1), strict=True):
            said = "   ".join(f"{m} {_spread(v)}" for m, v in (("joint work", work), ("trust", trust)))
            print(f"{title:16} {name:14} {said}", flush=True)


def numbers(settings: int, replicates: int) -> None:
    """The largest effect of each number from one end of its range to the other, as a share of the smallest effect that counts."""
    measures, felt = all_measures(), dict[str, float]()
    smallest = np.array([catalogue().measures[query.measure].smallest_effect for query in measures])
    known = {name: entry.range for name, entry in catalogue().parameters.items() if entry.range and entry.range[0] < entry.range[1]}
    names, wanted = list(known), [(query, week) for query in measures for week in WEEKS]
    ends = [ParameterDraw({name: known[name][side]}, {}) for name in names for side in (0, 1)]
    for base in [*(compose("run", [f"place={place}"]) for place in PLACES), *circumstances("everything", "team")]:
        found = np.nanmean(run_crossed([base], ends, replicate_seeds(base, replicates), wanted)[0], axis=-1)
        apart = np.abs(found[1::2] - found[0::2]).reshape(len(names), len(measures), len(WEEKS))
        share = np.nanmax(apart / smallest[None, :, None], axis=(1, 2))
        felt = {name: max(felt.get(name, 0.0), float(one)) for name, one in zip(names, share, strict=True)}
    low = sorted((one, name) for name, one in felt.items() if one < UNFELT)
    print(f"{len(known)} numbers; {len(low)} move no measure by {UNFELT} of what counts, as places are or where all happens:")
    for one, name in low:
        print(f"  {one:.3f} {name}")


def _spread(values: NDArray[np.float64]) -> str:
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return f"{middle:+.3f} [{low:+.3f}, {high:+.3f}]"


def main() -> None:
    """One of the tables."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tables = {table.__name__: table for table in (stuck, levers, mechanisms, numbers)}
    words.add_argument("table", choices=tables)
    words.add_argument("--settings", type=int, default=64)
    words.add_argument("--drawn", choices=(MATCHED, PRIOR), default=MATCHED)
    words.add_argument("--replicates", type=int, default=16)
    given = words.parse_args()
    DRAWN["from"] = given.drawn
    tables[given.table](given.settings, given.replicates)


if __name__ == "__main__":
    main()
