"""Where a theory fails: the circumstances, and the numbers of the rules, that erase what it says or turn it round.

Circumstances that neither the theory nor its user settles are drawn evenly over their ranges, together with the uncertain
numbers of the rules. Small trees then say where it holds and where it does not: of circumstances alone, and of both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.catalogue.yamlfile import read_yaml
from icsim.config.knobs import flatten
from icsim.engine.crossed import Draw
from icsim.engine.run import Progress, lucks_of
from icsim.resources import conf_dir
from icsim.theory.cases import Case
from icsim.theory.draws import plausible, settled
from icsim.theory.effects import luck_of, seen
from icsim.theory.findings import judged, straddles
from icsim.theory.panel import Panel, resampled, run_panel
from icsim.theory.shares import kinds
from icsim.theory.trees import WORTH, Leaf, Rule, Table, Truth, leaves, rule
from icsim.theory.verdict import Finding

LUCKS = 8  # for each setting: many settings say more here than many lucks
MAPPED = 2  # conditions behind a region of the map: more would crowd it
SAMPLES = 2  # of the bootstrap, whose intervals nobody reads here


class Came(StrEnum):
    """What came of a theory in one setting."""

    HELD = "it held"
    ANOTHER_REASON = "the result came, but not for the reason given"
    ERASED = "no result that counts"
    FLIPPED = "a result the other way"
    UNTESTED = "not tested: the resource did not arrive, or there was nothing to read"


@dataclass(frozen=True)
class Fails:
    """Every setting that was tried, what came of the theory in it, and the rules that tell where it holds."""

    case: Case
    names: tuple[str, ...]  # of what was drawn: `context.NAME` or `parameters.FILE.NAME`
    values: Table  # [setting, name]
    came: tuple[Came, ...]  # in each setting
    near: int  # settings with an effect too near the smallest that counts to be told from luck
    circumstances: Rule | None  # where it holds, by context alone; None: it comes out (nearly) everywhere the same
    everything: Rule | None  # the same, by context and numbers of the rules
    flips: Rule | None  # where no result goes the other way, by both; None: hardly any does, or nearly all do
    axes: tuple[str, str]  # the two that matter most, for a map
    regions: tuple[Leaf, ...]  # of a tree of these two alone; none when no rule was found

    @property
    def tested(self) -> Truth:
        """Settings in which the resource arrived."""
        return np.array([one is not Came.UNTESTED for one in self.came])

    @property
    def held(self) -> Truth:
        """Settings in which it held."""
        return np.array([one is Came.HELD for one in self.came])

    @property
    def best(self) -> Rule | None:
        """The rule to tell, if there is one."""
        return better(self.circumstances, self.everything)

    def column(self, name: str) -> NDArray[np.float64]:
        """A variable's value in every setting."""
        return np.asarray(self.values[:, self.names.index(name)])


def fails(case: Case, points: int, progress: Progress | None = None) -> Fails | None:
    """Try a theory in so many settings; None when there are none, or nothing is left to draw."""
    draws = plausible(points, case.pair[0].seed, settled(case), around=free(case))
    names, values = table(draws)
    if len(names) < 2:
        return None
    asked = tuple(one for one in case.asked if one.key or one.part == "resource")
    arms = {**case.arms, **(case.dosed if any(one.doses for one in asked) else {})}
    wanted = [(query, one.week) for one in asked for query, _ in (*one.terms, *one.less)]
    panel = run_panel(arms, draws, lucks_of(case.pair[0], LUCKS), wanted, None, progress)
    tested = seen(asked, panel)
    findings, verdict = judged(asked, panel, tested, resampled(panel.draws, LUCKS, SAMPLES))
    outcomes = [kinds(f.effects, f.asked.clause.expect, f.asked.smallest) for f in findings if f.asked.part == "outcome"]
    return told(case, names, values, tuple(_came(verdict.held, np.stack(outcomes))), _near(findings, panel, tested))


def free(case: Case) -> tuple[str, ...]:
    """Context variables that neither the theory, nor its arms, nor the user settles."""
    patches: list[Mapping[str, Any]] = [case.theory.context, *case.theory.arms.values()]
    patches += [event["set"] for arm in case.arms.values() for event in arm.timeline if "set" in event]
    given = [pair for patch in patches for pair in flatten(patch)]
    given += said(case.overrides)
    return around(given)


def said(overrides: Sequence[str]) -> list[tuple[str, str]]:
    """Overrides as paths and values."""
    return [(key.lstrip("+~"), value) for key, _, value in (one.partition("=") for one in overrides)]


def around(given: Iterable[tuple[str, Any]]) -> tuple[str, ...]:
    """Context variables that none of these paths and values settles; `context: NAME` settles those of its file."""
    taken = set()
    for path, value in given:
        if path == "context":
            taken |= set(read_yaml(conf_dir() / "context" / f"{value}.yaml") or {})
        taken.add(path.removeprefix("context."))
    return tuple(name for name in catalogue().context if name not in taken)


def table(draws: Sequence[Draw]) -> tuple[tuple[str, ...], Table]:
    """What differs between draws, as columns: circumstances first."""
    if not draws:
        return (), np.empty((0, 0))
    columns = {f"context.{name}": [one.context[name] for one in draws] for name in draws[0].context}
    columns |= {f"parameters.{name}": [one.parameters[name] for one in draws] for name in draws[0].parameters}
    kept = {name: column for name, column in columns.items() if len(set(column)) > 1}
    return tuple(kept), np.array(list(kept.values())).T


def told(case: Case, names: tuple[str, ...], values: Table, came: tuple[Came, ...], near: int) -> Fails:
    """The rules and the map, from what came in each setting."""
    tested = np.array([one is not Came.UNTESTED for one in came])
    held = np.array([one is Came.HELD for one in came])[tested]
    flipped = np.array([one is Came.FLIPPED for one in came])[tested]
    contexts = tuple(name for name in names if name.startswith("context."))
    rows = values[tested]
    circumstances = rule(_of(rows, names, contexts), contexts, held)
    everything = rule(rows, names, held)
    best = better(circumstances, everything)
    axes = _axes(best, rows, names, held)
    regions = leaves(_of(rows, names, axes), axes, held, MAPPED) if best is not None else ()
    return Fails(
        case, names, values, came, near, circumstances, everything, rule(rows, names, ~flipped), axes, regions
    )  # fmt: skip


def _near(findings: Sequence[Finding], panel: Panel, tested: NDArray[np.bool_]) -> int:
    """Settings that luck may have decided: a key clause is too near the smallest effect, and no other clearly fails."""
    close, failed = np.zeros(panel.draws, dtype=bool), np.zeros(panel.draws, dtype=bool)
    for finding in findings:
        one = finding.asked
        if one.key and not one.doses:
            here = straddles(finding.effects, luck_of(one, panel, tested), one.smallest)
            close |= here
            failed |= ~here & (kinds(finding.effects, one.clause.expect, one.smallest) != 1.0)
    return int((close & ~failed).sum())


def _came(held: NDArray[np.float64], outcomes: NDArray[np.float64]) -> Iterator[Came]:
    """What came in each setting; `outcomes` holds kinds, [outcome, setting]."""
    for one, kind in zip(held, outcomes.T, strict=True):
        if np.isnan(one):
            yield Came.UNTESTED
        elif one == 1.0:
            yield Came.HELD
        elif (kind == -1.0).any():
            yield Came.FLIPPED
        else:
            yield Came.ANOTHER_REASON if (kind == 1.0).all() else Came.ERASED


def better(circumstances: Rule | None, everything: Rule | None) -> Rule | None:
    """The rule of circumstances, which can be seen and changed, unless numbers of the rules tell clearly more.

    With hundreds of numbers and few settings, some circumstance always goes along with a number by chance.
    """
    first, second = (one if one is not None and one.found else None for one in (circumstances, everything))
    if first is None or (second is not None and second.accuracy >= first.accuracy + WORTH):
        return second
    return first


def _of(values: Table, names: Sequence[str], some: Sequence[str]) -> Table:
    return values[:, [names.index(name) for name in some]]


def _axes(best: Rule | None, values: Table, names: Sequence[str], held: Truth) -> tuple[str, str]:
    """The two most important of the rule; what is missing is filled with circumstances that differ most by whether it held."""
    found = list(best.importance)[:2] if best is not None else []
    ranks = values.argsort(axis=0).argsort(axis=0)
    apart_ = np.abs(ranks[held].mean(axis=0) - ranks[~held].mean(axis=0)) if 0 < held.sum() < held.size else np.zeros(len(names))
    contexts = np.array([name.startswith("context.") for name in names])
    for n in np.lexsort((-apart_, ~contexts)):
        if len(found) < 2 and names[n] not in found:
            found.append(names[n])
    return found[0], found[1]
