"""Signs: which way the clauses of the role-I theories point at default numbers, and a few contrasts that have had the wrong sign.

    python benchmarks/signs.py                        every theory of role I: its first reasoning and its first outcome
    python benchmarks/signs.py t1_1 t4_8 --all        these, every clause
    python benchmarks/signs.py --worlds 64            with more worlds (32)

One look, no verdict: no uncertain number is drawn. Theories of role X are refused, for what they say has to emerge: a form or
a number must not be chosen by looking at them.
"""

import argparse
from collections.abc import Sequence

import numpy as np

from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import ParameterDraw
from icsim.engine.ensemble import run_ensemble
from icsim.engine.measures import Query
from icsim.theory.clauses import BoundClause
from icsim.theory.load_theory import find_theories, load_theory
from icsim.theory.panel import ReplicatePanel, run_panel
from icsim.theory.theory_cases import TheoryCase, load_cases
from icsim.theory.theory_schema import EMERGENT, IMPOSED

FEW = 4.0  # standard errors below which no sign is claimed
DOSES = (0.1, 0.5, 0.9)
MECHANISMS = "inspiring_intent", "creating_conditions", "balancing_perspectives", "working_with_power", "commitment_to_learning"
MECHANISMS += "taking_wider_view", "clarifying_complexity"
TIERS = "team", "system"


def replicates(count: int) -> tuple[ReplicateSeeds, ...]:
    """The same worlds for everything."""
    return tuple(ReplicateSeeds(1000 + n, 2000 + n) for n in range(count))


def difference(panel: ReplicatePanel, one: BoundClause) -> np.ndarray:
    """The clause's effect in each world."""
    total = np.zeros(len(panel.replicates))
    for arm, weight in one.weights.items():
        read = panel.read(arm, one.terms, one.week)[0]
        total = total + weight * (read - panel.read(arm, one.less, one.week)[0] if one.less else read)
    return total


def row(name: str, label: str, expect: str, effect: np.ndarray, smallest: float) -> str:
    """One line: the mean, its standard error, and whether the sign is the one that is expected."""
    there = effect[~np.isnan(effect)]
    if there.size < 2:
        return f"{name:9} {label:58} {expect:5} missing"
    mean, error = float(there.mean()), float(there.std(ddof=1)) / there.size**0.5
    found = "none" if abs(mean) < smallest else "up" if mean > 0.0 else "down"
    right = "right" if found == expect else "small" if found == "none" and mean * (1 if expect == "up" else -1) > 0.0 else "WRONG"
    right = "unsure" if right == "WRONG" and abs(mean) < FEW / 2.0 * error else right
    return f"{name:9} {label:58} {expect:5} {mean:+.3f} ±{error:.3f} {right}"


def of_theory(case: TheoryCase, worlds: int, every: bool) -> list[str]:
    """The lines of one theory."""
    asked = [one for one in case.asked if not one.doses and (every or (one.key and one.number == 1))]
    wanted = [(query, one.week) for one in asked for query, _ in (*one.terms, *one.less)]
    panel = run_panel(case.arms, (ParameterDraw({}, {}),), replicates(worlds), wanted)
    return [
        row(
            case.theory.id, f"{one.part} {one.number}: {one.clause.measure} at {one.week}", str(one.clause.expect),
            difference(panel, one), one.smallest,
        )
        for one in asked
    ]  # fmt: skip


def at(place: Sequence[str], changes: dict[str, object], measure: str, week: int, worlds: int, **of: str) -> np.ndarray:
    """A measure at a week, in each world."""
    settings: Settings = compose("test", [*place, f"weeks={week}"], context=changes)
    return np.asarray(run_ensemble([settings], replicates(worlds), (Query(measure, of),), (week,)).array[0, 0, 0])


def everything(dose: float, tiers: Sequence[str] = TIERS) -> dict[str, object]:
    """All seven mechanisms of these tiers at a dose."""
    return {f"leadership.{tier}.{name}.level": dose for tier in tiers for name in MECHANISMS}


def others(worlds: int) -> list[str]:
    """Contrasts that no theory of role I makes."""
    place = ("place=place",)
    lines = []
    means = [np.nanmean(at(place, everything(dose), "credibility", 104, worlds)) for dose in DOSES]
    lines.append("credibility at 104, all mechanisms at .1, .5, .9: " + ", ".join(f"{mean:.2f}" for mean in means))
    # Weak leaders do little of everything; whether they serve their own interest besides is another matter (Einarsen, Aasland
    # & Skogstad 2007: a leader who does nothing is not one who does harm), so that stays as usual, and is looked at by itself.
    little = {**everything(0.3, ("system",)), **everything(0.9, ("team",)), "rules.exits": "off"}
    weak = {**little, "leadership.system.taking_wider_view.system_goal": 0.5}
    system = [post.name for post in compose("run", place).world.posts if post.tier == "system"]
    gone = [{"week": 1, "leader_exit": {"who": name, "successor": "none"}} for name in system]
    kept = at(place, weak, "collaboration", 104, worlds)
    lost = at(place, {**weak, "timeline": gone}, "collaboration", 104, worlds)
    lines.append(row("", "weak system leaders - none: collaboration at 104", "up", kept - lost, 0.05))
    selfish = at(place, little, "collaboration", 104, worlds) - lost
    lines.append(f"weak system leaders who serve themselves - none: collaboration at 104 {np.mean(selfish):+.3f}")
    everybody = [post.name for post in compose("run", place).world.posts]
    all_gone = [{"week": 1, "leader_exit": {"who": name, "successor": "none"}} for name in everybody]
    for measure in ("trust_in_leader", "credibility"):
        read = at(place, {"timeline": all_gone}, measure, 52, worlds)
        lines.append(f"all leaders gone, {measure} at 52: {'missing' if np.isnan(read).all() else f'{np.nanmean(read):.2f}'}")
    # More ties are what T6.4 says; joint work per case counts the new ones as well, so that no less of it is all that is asked.
    for measure, expect in (("collaboration", "none"), ("trust", "none"), ("bridging_ties", "up")):
        high, low = ({f"leadership.{tier}.taking_wider_view.connecting": dose for tier in TIERS} for dose in (0.9, 0.1))
        effect = at(place, high, measure, 156, worlds) - at(place, low, measure, 156, worlds)
        lines.append(row("", f"connecting .9 - .1: {measure} at 156", expect, effect, 0.05))
    crisis = {"timeline": [{"week": 40, "crisis": {"size": 1.0}}]}
    for week in (44, 48, 52):
        effect = at(place, crisis, "staff_strain", week, worlds) - at(place, {}, "staff_strain", week, worlds)
        lines.append(row("", f"a full crisis at week 40: staff_strain at {week}", "up", effect, 0.05))
    ground = [{f"leadership.{tier}.commitment_to_learning.finding_out": dose for tier in TIERS} for dose in (0.9, 0.1)]
    for measure, expect in (("expectation_gap", "down"), ("credibility", "up")):
        effect = at(place, ground[0], measure, 52, worlds) - at(place, ground[1], measure, 52, worlds)
        lines.append(row("", f"finding_out .9 - .1: {measure} at 52", expect, effect, 0.05))
    for measure in ("trust_in_leader", "collaboration", "intent"):
        lines.append(f"defaults, {measure} at 104: {np.nanmean(at(place, {}, measure, 104, worlds)):.2f}")
    return lines


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("theories", nargs="*", help="their names; without any, all of role I, and the other contrasts")
    asked.add_argument("--all", action="store_true", help="every clause")
    asked.add_argument("--worlds", type=int, default=32)
    given = asked.parse_args()
    names = given.theories or [word for word, path in find_theories(["all"]).items() if load_theory(path).role == IMPOSED]
    for case in load_cases(names, ()):
        if case.theory.role == EMERGENT:
            raise SystemExit(f"{case.theory.id}: role X; allowed: I, P; what it says has to emerge, so it is not looked at here")
        print(*of_theory(case, given.worlds, given.all), sep="\n", flush=True)
    if not given.theories:
        print(*others(given.worlds), sep="\n")


if __name__ == "__main__":
    main()
