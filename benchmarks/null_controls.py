"""Null theories: random real contrasts in which, by construction, neither direction is favoured.

A theory is made up: a random place, a random difference between two arms, a random state of random people in a random
week. Its arms run twice, with two sets of replicates, so that four panels can be put together from the same worlds:

- `coin`: in each draw a coin says which arm plays the first; the first has one set of replicates, the second the other. E and O
  have the same distribution, so neither is above one half but by chance, and no direction can be right.
- `same`: one arm against itself, the two with different replicates. The effect is exactly 0, so E and O are 0 and N is 1.
- `real`: the arms as they are, with the same replicates: no null, but what the nulls are told apart from.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.catalogue import Entry, Measure, catalogue
from icsim.config.compose import groups
from icsim.config.config_paths import icsim_entries
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import ParameterDraw
from icsim.engine.reading_plan import QueryAtWeek
from icsim.theory.arms import COMMAND, Arms, compose_all
from icsim.theory.clause_results import clause_results
from icsim.theory.clauses import BoundClause, bind_clauses
from icsim.theory.load_theory import parse_theory
from icsim.theory.panel import ReplicatePanel, bootstrap_weights, run_panel
from icsim.theory.theory_schema import IMPOSED, Theory
from icsim.theory.verdict import ClauseResult
from icsim.world.selection import KEYS

WEEKS = (8, 13, 26)  # at which a null is read; its worlds end there
DATED = 4  # the week of an event that the arms differ in
MOST = {"levers": 60, "context": 10}  # things that the arms may differ in at once
AT_AN_END = 0.5  # chance that a value is one of the ends of its range: small differences would test little
LANES = "engine.block_size=1024"  # few worlds for each draw: wide blocks compose its settings less often, and change no number
FIRST, SECOND = "first", "second"
FLIPPED = {"up": "down", "down": "up"}
Clauses = dict[str, object]  # as a theory file has them
PLACEBOS = ("attention", "idle")  # the first is the resource that never moves; both would move nothing but time


@dataclass(frozen=True)
class NullTheory:
    """A made-up theory, ready to run; a null if its arms are swapped or made the same."""

    theory: Theory
    arms: Arms
    asked: tuple[BoundClause, ...]
    differ: str  # what the arms differ in: levers, context or event
    seed: int

    @property
    def wanted(self) -> list[QueryAtWeek]:
        """All that its clauses read, and when."""
        return [(query, one.week) for one in self.asked for query, _ in one.terms]


@dataclass(frozen=True)
class NullPanels:
    """The worlds of a null: both arms with one set of replicates, and both with another."""

    one: ReplicatePanel
    other: ReplicatePanel
    coins: NDArray[np.bool_]  # [draw]: true where the arms change places

    def coin(self) -> ReplicatePanel:
        """In each draw a coin says which arm plays the first; the two have different replicates."""
        here = self.coins[:, None, None]
        first = np.where(here, self.one.values[1], self.one.values[0])
        second = np.where(here, self.other.values[0], self.other.values[1])
        return replace(self.one, values=np.stack([first, second]))

    def same(self) -> ReplicatePanel:
        """The first arm against itself, with different replicates."""
        return replace(self.one, values=np.stack([self.one.values[0], self.other.values[0]]))

    def real(self) -> ReplicatePanel:
        """The arms as they are, with the same replicates."""
        return self.one

    def fewer(self, draws: int, replicates: int) -> "NullPanels":
        """Only the first draws and replicates: what a smaller budget would have seen."""
        cut = [
            replace(p, draws=draws, replicates=p.replicates[:replicates], values=p.values[:, :draws, :, :replicates])
            for p in (self.one, self.other)
        ]
        return NullPanels(cut[0], cut[1], self.coins[:draws])


def run_null(
    null: NullTheory, draws: Sequence[ParameterDraw], replicates: int, progress: ProgressCallback | None = None,
    more: Sequence[QueryAtWeek] = (),
) -> NullPanels:  # fmt: skip
    """Both arms with so many replicates, and once more with as many others; `more`: what else is read."""
    chances = [[ReplicateSeeds(n, n) for n in range(1 + first, 1 + first + replicates)] for first in (0, replicates)]
    one, other = (run_panel(null.arms, draws, own, [*null.wanted, *more], None, progress) for own in chances)
    return NullPanels(one, other, np.random.default_rng(null.seed).random(len(draws)) < 0.5)


def null_results(asked: Sequence[BoundClause], panel: ReplicatePanel) -> tuple[ClauseResult, ...]:
    """How each clause came out; nothing is left out for a resource that did not arrive, for none is meant to."""
    tested = np.ones((panel.draws, len(panel.replicates)), dtype=np.bool_)
    return clause_results(asked, panel, tested, bootstrap_weights(panel.draws, len(panel.replicates)))[0]


def reversed_clauses(asked: Sequence[BoundClause]) -> tuple[BoundClause, ...]:
    """The same clauses with every direction turned round."""
    turned = [FLIPPED.get(one.clause.expect, one.clause.expect) for one in asked]
    return tuple(
        replace(one, clause=one.clause.model_copy(update={"expect": word})) for one, word in zip(asked, turned, strict=True)
    )


def make_null(seed: int) -> NullTheory:
    """A made-up theory; the same for the same seed."""
    luck = random.Random(seed)
    while True:
        place = luck.choice(groups(COMMAND)["place"])
        differ = luck.choice(("levers", "context", "event"))
        arms = _arms(differ, _plain(place), luck)
        week = luck.choice(WEEKS)
        measures = luck.sample([m for m in catalogue().measures.values() if not m.per_lever], 2)
        reasoning, outcome = (_clause(measure, week, _plain(place), luck) for measure in measures)
        try:
            return random_theory({"place": place, "weeks": week}, arms, week, [reasoning], [outcome], differ=differ, seed=seed)
        except UserError:  # this place has no such thing, or both arms drew one value: draw again
            continue


def random_theory(
    context: Clauses,
    arms: Mapping[str, Clauses],
    week: int,
    reasoning: Sequence[Clauses],
    outcome: Sequence[Clauses],
    resource: Clauses | None = None,
    differ: str = "levers",
    seed: int = 0,
) -> NullTheory:
    """A theory made from its parts as a file has them. Without a resource, one is named that never moves."""
    theory = {
        "id": f"made_up_{seed}", "title": "Made up",
        "source": {"where": f"nowhere: {differ} made up"},
        "role": IMPOSED, "context": dict(context), "arms": {name: dict(arm) for name, arm in arms.items()},
        "contrast": f"{FIRST} - {SECOND}", "reasoning": list(reasoning), "outcome": list(outcome),
        "resource": [resource or {"measure": f"enacted.{PLACEBOS[0]}", "week": week, "expect": "none"}],
    }  # fmt: skip
    made = parse_theory(theory, str(theory["id"]))
    composed = compose_all(made, [LANES], made.id)
    return NullTheory(made, composed, bind_clauses(made, composed, made.id), differ, seed)


@cache
def _plain(place: str) -> Settings:
    """A place at its defaults."""
    arms: dict[str, Clauses] = {FIRST: {}, SECOND: {"context.demand": 0.51}}
    return random_theory({"place": place}, arms, 4, [_up("intent", 4)], [_up("morale", 4)]).arms[FIRST]


def _up(measure: str, week: int) -> Clauses:
    return {"measure": measure, "week": week, "expect": "up"}


def _arms(differ: str, base: Settings, luck: random.Random) -> dict[str, dict[str, object]]:
    """Two arms that differ in random values of the same things."""
    if differ == "event":
        name = luck.choice([name for name, event in catalogue().events.items() if not event.free])
        one, other = _events(name, base, luck)
        return {FIRST: {"timeline": [{"week": DATED, name: one}]}, SECOND: {"timeline": [{"week": DATED, name: other}]}}
    begins = "context." if differ == "context" else "leadership."
    known = {path: entry for path, entry in icsim_entries(COMMAND).items() if path.startswith(begins)}
    chosen = [path for path in known if not path.endswith(PLACEBOS)]
    paths = luck.sample(chosen, luck.randint(1, MOST[differ]))
    return {arm: {path: _value(known[path], luck) for path in paths} for arm in (FIRST, SECOND)}


def _events(name: str, base: Settings, luck: random.Random) -> tuple[dict[str, object], dict[str, object]]:
    """One event of a kind, of the same people, with two values of each of its fields."""
    names = {
        "leaders": ["team"],
        "leader": list(base.place_file.leaders),
        "sites": sorted({organisation.site for organisation in base.world.organisations}),
    }
    one: dict[str, object] = {}
    other: dict[str, object] = {}
    for key, field in catalogue().events[name].fields.items():
        if field.type in names:
            one[key] = other[key] = luck.choice(names[field.type])
        elif field.type != "teams":
            one[key], other[key] = _value(field, luck), _value(field, luck)
    return one, other


def _value(entry: Entry, luck: random.Random) -> str | float:
    if entry.type == "choice":
        return luck.choice(list(entry.choices))
    low, high = entry.range or (0.0, 1.0)
    if luck.random() < AT_AN_END:
        return luck.choice((low, high)) if entry.type != "integer" else round(luck.choice((low, high)))
    return round(luck.uniform(low, high)) if entry.type == "integer" else luck.uniform(low, high)


def _clause(measure: Measure, week: int, base: Settings, luck: random.Random) -> dict[str, object]:
    """A random direction of a measure, half the time of some of those who have it."""
    stat = luck.choice(("mean", "mean", "mean", "sd", "range") if measure.carrier in ("team", "leader") else ("mean",))
    when = "by_week" if measure.kind == "count" else "week"
    of = _selection(measure.carrier, base, luck) if luck.random() < 0.5 else {}
    return {"measure": measure.name, "of": of, "stat": stat, when: week, "expect": luck.choice(("up", "down"))}


def _selection(carrier: str, base: Settings, luck: random.Random) -> Mapping[str, str]:
    if carrier in ("tie", "leader_tie"):
        return {"across": luck.choice(("sector", "organisation"))}
    keys = KEYS.get("team" if carrier == "leading" else carrier)
    if keys is None:
        return {}
    key = luck.choice(list(keys))
    answers = sorted(frozenset().union(*keys[key](base.world, "team" if carrier == "leading" else carrier)))
    return {key: luck.choice(answers)} if answers else {}
