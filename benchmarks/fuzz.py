"""Random valid configurations that must stay sound, and random broken ones that must each be refused in one line.

python benchmarks/fuzz.py --n 10000       every number finite and in range, no case lost, no crash
python benchmarks/fuzz.py --broken 1000   exit code 2 and exactly one line
"""

import argparse
import contextlib
import io
import random
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from icsim.catalogue import Entry, catalogue
from icsim.commands import entry, one_run
from icsim.config.compose import compose, groups
from icsim.config.config_paths import icsim_entries, nest
from icsim.config.references import decision_makers
from icsim.config.settings import Settings, validate
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import COUNT, FLOW, STATE, Block
from icsim.engine.ensemble import all_measures, run_block
from icsim.engine.measures import Query

LANES = 32
PLACES = groups("run")["place"]
DRAWN = ("context.", "leadership.", "rules.", "parameters.")
# All other fields of a block are in [0, 1]. None: no upper end. `vacant` is 1e9 where nobody follows.
RANGES: dict[str, tuple[float, float | None]] = {
    **dict.fromkeys(("backlog", "change_held_back", "arriving_change", "change_in", "lines_in"), (0.0, 200.0)),
    **dict.fromkeys(("queue", "waiting", "served", "gave_up", "arrived_total", "arrived", "handed"), (0.0, None)),
    "decided_total": (0.0, None),
    **dict.fromkeys(("taken_on", "tried", "adopted", "refused", "exits", "incumbent", "capacity_week"), (0.0, None)),
    **dict.fromkeys(("reporting_lines", "chances", "came", "cases_joint", "contact", "exploited", "voiced", "asked"), (0.0, 300.0)),
    **dict.fromkeys(("group_view", "group_voice"), (0.0, 1.0 + 1e-12)),  # shares of the say are one together, but for rounding
    **dict.fromkeys(("reporting_time", "learning_hours", "load"), (0.0, 40.0)),
    **dict.fromkeys(("weight", "against_team"), (0.0, 10.0)),
    "willing_team": (-2.0, 10.0),  # low spirits and a habit of staying away count against joint work
    "eased": (-0.5, 0.5),
    **dict.fromkeys(("ask_mode", "mode", "left", "exit_type"), (0.0, 4.0)),
    **dict.fromkeys(("accepted", "asked_accept", "about", "ask_about", "came_new"), (0.0, 2.0)),
    **dict.fromkeys(("trial", "exit_in"), (0.0, 3.0)),
    "felt": (-2.0, 2.0),
    "brought": (-1.0, 1.0),
    "vacant": (0.0, 1e9),
    "crisis_in": (0.0, 5.0),
}


def drawn(entry: Entry, luck: random.Random) -> Any:
    """A value in an entry's range, at an end one time in five."""
    if entry.type == "choice":
        return luck.choice(list(entry.choices))
    low, high = entry.range or (0.0, 1.0)
    value = luck.choice((low, high)) if luck.random() < 0.2 else luck.uniform(low, high)
    return round(value) if entry.type == "integer" else value


def timeline(base: Settings, weeks: int, luck: random.Random) -> list[dict[str, Any]]:
    """Up to five events; no two decisions, of which one leader takes one a week."""
    organisations, leaders = list(base.place_file.organisations), list(base.place_file.leaders)
    sites, tiers = [home.site for home in base.world.organisations], sorted({post.tier for post in base.world.posts})
    events: dict[str, Any] = {
        "change": {"size": luck.uniform(0, 10), "who": luck.choice([None, *organisations, *sites, *base.place_file.teams])},
        "decision": {
            "by": luck.choice(
                ["team", "system", *(post.name for post in base.world.posts if decision_makers(base.world, post.name))]
            ),
            "about": luck.choice(["structure", "resources", "priorities"]),
            "stakes": luck.random(),
            "mode": luck.choice(["shared", "consulted", "told"]),
            "distance": luck.choice([None, luck.random()]),
        },
        "restructure": {"lines": luck.randint(1, 6), "by": luck.choice(["team", "system"])},
        "programme_move": {"from": luck.choice(sites), "harm": luck.random()},
        "leader_exit": {"who": luck.choice([*leaders, *tiers]), "successor": luck.choice(["newcomer", "insider", "none"])},
        "crisis": {"size": luck.random()},
        "set": {"context.demand": luck.random(), "leadership.team.working_with_power": {"heed": luck.random()}},
    }
    if "system" not in tiers:
        events["restructure"]["by"], events["decision"]["by"] = "team", "team"
    chosen = luck.sample(sorted(events), luck.randint(0, 5))
    return [{"week": luck.randint(1, weeks), name: events[name]} for name in chosen]


def valid(base: Settings, weeks: int, luck: random.Random) -> Settings:
    """A configuration in this place: some, or all, of what can be set, and a timeline."""
    share = luck.choice((0.05, 0.3, 1.0))
    known = {path: entry for path, entry in icsim_entries("run").items() if path.startswith(DRAWN)}
    values = {path: drawn(entry, luck) for path, entry in known.items() if luck.random() < share}
    data = base.resolved()
    for path, value in values.items():
        *stem, last = path.split(".")
        node = data
        for part in stem:
            node = node[part]
        node[last] = value
    leader = luck.choice(list(base.place_file.leaders))
    own = {leader: nest({"working_with_power.heed": luck.random(), "authority": luck.random()})}
    return validate("run", data | {"weeks": weeks, "timeline": timeline(base, weeks, luck), "leader": own})


def complaints(block: Block, settings: Sequence[Settings]) -> Iterator[str]:
    """What is wrong with a block."""
    for name in (name for table in (STATE, FLOW, COUNT) for names in table.values() for name in names):
        values = getattr(block, name)
        low, high = RANGES.get(name, (0.0, 1.0))
        bad = ~np.isfinite(values) | (values < low) | ((values > high) if high is not None else False)
        if bad.any():
            row, lane = np.argwhere(bad)[0]
            which = settings[lane].content_hash()[:8]
            yield f"{name} is {values[row, lane]!r} in row {row}, outside {low} to {high}: {which}"
    kept = block.served.sum(axis=0) + block.queue.sum(axis=0) + block.gave_up.sum(axis=0)
    counts = (block.arrived_total, block.served, block.queue, block.gave_up)
    if any((count != np.floor(count)).any() for count in counts) or (kept != block.arrived_total.sum(axis=0)).any():
        yield f"cases are lost in {settings[0].place_file.name}"
    if np.abs(block.influence.sum(axis=0) - 1.0).max() > 1e-9:
        yield f"the shares of the say do not sum to one in {settings[0].place_file.name}"


def out_of_range(values: Any, queries: Sequence[Query]) -> Iterator[str]:
    """Measures outside their range; a missing value is none."""
    for n, query in enumerate(queries):
        low, high = catalogue().measures[query.measure].range
        found = values[n][~np.isnan(values[n])]
        if (found < low).any() or (high is not None and (found > high * (1.0 + 1e-12)).any()) or np.isinf(found).any():
            yield f"measure {query.measure}: {found.min()} to {found.max()}, not {low} to {high}"


def valid_runs(count: int, seed: int, weeks: int = 60) -> list[str]:
    """Run so many random configurations, 32 worlds side by side, and list all that is wrong."""
    luck, queries, wrong = random.Random(seed), all_measures(), []
    for first in range(0, count, LANES):
        base = compose("run", [f"place={PLACES[first // LANES % len(PLACES)]}"])
        arms = [valid(base, weeks, luck) for _ in range(min(LANES, count - first))]
        chance = ReplicateSeeds(luck.randrange(2**32), luck.randrange(2**32))
        try:
            block = build_block(arms, [chance])
            values = run_block(block, arms, queries, (4, weeks), weeks)
            wrong += [*complaints(block, arms), *out_of_range(values, queries)]
        except Exception as error:  # a crash is what is looked for
            wrong.append(f"{base.place_file.name}, {chance}: {type(error).__name__}: {error}")
    return wrong


def broken(luck: random.Random) -> str:
    """One override that cannot be right."""
    known = icsim_entries("run")
    path = luck.choice(sorted(known.keys() - {"out"}))
    where, entry = luck.randrange(1, len(path)), known[path]
    low, high = entry.range or (0.0, 1.0)
    return luck.choice(
        [
            f"{path[:where]}{luck.choice('qxz_7')}{path[where:]}x=0.5",
            f"+{path}.{luck.choice(['more', 'x', 'level'])}=1",
            f"{path}={high + luck.choice([1.0, 1e-6 + abs(high), 1e30])}",
            f"{path}={low - luck.choice([1.0, 1e9])}",
            f"{path}={luck.choice(['nan', 'inf', '-inf', 'true', '[1, 2]', '{{a: 1}}', 'soon', '0x', '1e', 'None'])}x",
            f"{path}={luck.choice(['${', '[', '{', '(,', ')', '${no.such}', chr(34)])}",
            f"{luck.choice(['place', 'context', 'leadership', 'rules', 'engine'])}=no_{luck.randrange(99)}",
            f"place=nowhere/{luck.randrange(99)}.yaml",
            f"timeline=[{{week: {luck.choice([0, 999, 1.5, 'soon'])}, crisis: {{size: 0.5}}}}]",
            f"timeline=[{{week: 3, {luck.choice(['crises', 'leader_exits', 'decide'])}: {{size: 0.5}}}}]",
            f"timeline=[{{week: 3, decision: {{by: {luck.choice(['nobody', 'users', '7'])}, mode: told}}}}]",
            f"timeline=[{{week: 3, restructure: {{lines: {luck.choice([0, 7, 2.5])}}}}}]",
            f"leader.{luck.choice(['nobody', 'team', 'care'])}.authority=0.5",
            f"~{path}",
        ]
    )


def refusals(count: int, seed: int) -> list[str]:
    """Give so many broken overrides to the command and list those that were not refused as they should be."""
    luck, wrong = random.Random(seed), []
    simulate, one_run.simulate_and_write = one_run.simulate_and_write, lambda *_: None
    try:
        for _ in range(count):
            override = broken(luck)
            out, err = io.StringIO(), io.StringIO()
            try:
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                    code: object = entry.main(["run", "place=pair", override])
            except BaseException as error:  # a traceback is what is looked for
                code = f"{type(error).__name__}: {error}"
            lines = err.getvalue().splitlines()
            if code != entry.EXIT_USER_ERROR or len(lines) != 1 or out.getvalue():
                wrong.append(f"{override}: exit code {code}, {lines}")
    finally:
        one_run.simulate_and_write = simulate
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=0, help="random valid configurations")
    parser.add_argument("--broken", type=int, default=0, help="random broken ones")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.perf_counter()
    wrong = valid_runs(asked.n, asked.seed) + refusals(asked.broken, asked.seed)
    print(*wrong, sep="\n")
    print(f"{asked.n} valid, {asked.broken} broken, {len(wrong)} complaints, {time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
