"""Tries theories, each in worlds that share all their luck, over plausible settings of the rules' numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from icsim.config.settings import Settings
from icsim.engine.crossed import Draw, Hold
from icsim.engine.run import Progress, Wanted, ensemble, lucks_of
from icsim.errors import UserError
from icsim.theory.asked import Asked, queries
from icsim.theory.boundary import boundaries
from icsim.theory.cases import Case, dosed
from icsim.theory.chain import held_arms, hold, trace
from icsim.theory.draws import plausible, settled
from icsim.theory.effects import doses, effect, luck_of, seen
from icsim.theory.fails import fails
from icsim.theory.findings import judged, straddles
from icsim.theory.looks import Look, looks
from icsim.theory.necessity import necessity
from icsim.theory.panel import Panel, Resampled, resampled, run_panel
from icsim.theory.result import AtDefaults, Looked, Shrunk, Tried
from icsim.theory.role import ENOUGH, RoleFound, role_found
from icsim.theory.shares import Interval, share_of
from icsim.theory.whom import ForWhom, for_whom
from icsim.theory.whom import wanted as of_whom

SHRINKS = 0.25  # weaker: by this share of the effect, or more
MOST_AT_DEFAULTS = 32  # lucks for the curves

Stage = Callable[[str], Progress | None]
"""Called as a new part of the work begins, with what it is; gives what is told of its progress."""


@dataclass(frozen=True)
class Effort:
    """How many draws and lucks: of the theory itself, and of every other look at it."""

    draws: int
    lucks: int
    most_lucks: int
    side_draws: int
    side_lucks: int
    fails_points: int
    seed: int

    @staticmethod
    def of(settings: Settings) -> "Effort":
        """The effort of a budget."""
        budget = settings.values["budget"]
        draws, lucks, most, side_draws, side_lucks, points = (
            int(budget[name]) for name in ("draws", "lucks", "most_lucks", "side_draws", "side_lucks", "fails_points")
        )
        return Effort(draws, lucks, most, side_draws, side_lucks, points, settings.seed)


def silent(what: str) -> Progress | None:
    """Tell nobody."""


def run_case(case: Case, stage: Stage = silent) -> Tried:
    """Everything about one theory."""
    effort = Effort.of(case.pair[0])
    draws = plausible(effort.draws, effort.seed, settled(case))
    panel, chained = _panel(case, draws, effort, stage)
    tested, weights = seen(case.asked, panel), resampled(panel.draws, len(panel.lucks))
    findings, verdict = judged(case.asked, panel, tested, weights)
    chain = trace(case, panel, tested, weights, chained)
    looked = tuple(_looked(case, look, panel, effort, stage) for look in looks(case)) if effort.side_draws else ()
    whom = for_whom(case, panel, tested, weights)
    deep = min(effort.side_draws, len(draws)) >= ENOUGH
    role = _role(case, draws, effort, whom, stage) if deep else None
    boundary = boundaries(case, panel, tested, weights, role) if deep else None
    failed = fails(case, effort.fails_points, stage("where it fails")) if effort.fails_points else None
    stage("at default parameters")
    dosed = {one.column: np.stack([m[:, 0] for m in doses(one, panel, tested, weights)]) for one in case.asked if one.doses}
    needed = necessity(case, panel, tested, weights)
    return Tried(
        case, panel, findings, verdict, chain, looked, at_defaults(case), dosed, whom, needed, role, boundary, failed,
    )  # fmt: skip


def wanted(case: Case) -> list[Wanted]:
    """All that the clauses read, and when."""
    found = [(query, one.week) for one in case.asked for query, _ in (*one.terms, *one.less)]
    if case.happened is not None:
        found += [(query, case.happened[1]) for query, _ in case.happened[0]]
    return found


def _panel(case: Case, draws: Sequence[Draw], effort: Effort, stage: Stage) -> tuple[Panel, str | None]:
    """The theory's own worlds, with more lucks while draws are too near a limit; and why no reasoning was held, if so."""
    arms, why = {**case.arms, **case.dosed}, None
    held: Hold | None = None
    extra = held_arms(case)
    if extra:
        try:
            held = hold(case, {**arms, **extra})
            arms = {**arms, **extra}
        except UserError as error:
            why = str(error)
    lucks = lucks_of(case.pair[0], effort.most_lucks)
    read = [*wanted(case), *of_whom(case)]
    panel = run_panel(arms, draws, lucks[: effort.lucks], read, held, stage("plausible settings"))
    while len(panel.lucks) < effort.most_lucks and _imprecise(case.asked, panel):
        more = lucks[len(panel.lucks) : 2 * len(panel.lucks)]
        panel = panel.joined(run_panel(arms, draws, more, read, held, stage("more lucks")))
    return panel, why


def _role(case: Case, draws: Sequence[Draw], effort: Effort, whom: ForWhom, stage: Stage) -> RoleFound:
    """The role, in the first of the same draws and lucks."""
    lucks = lucks_of(case.pair[0], effort.side_lucks)
    return role_found(case, draws[: effort.side_draws], lucks, whom, stage("two teams alone"))


def _imprecise(asked: Sequence[Asked], panel: Panel) -> bool:
    """Whether a draw is so near a limit that its standard error, above a quarter of the smallest effect, matters."""
    tested, plain = seen(tuple(asked), panel), resampled(panel.draws, len(panel.lucks), samples=0)
    for one in asked:
        if one.key:
            found, error = effect(one, panel, tested, plain)[:, 0], luck_of(one, panel, tested)
            if np.any(straddles(found, error, one.smallest) & (error > one.smallest / 4.0)):
                return True
    return False


def _looked(case: Case, look: Look, base: Panel, effort: Effort, stage: Stage) -> Looked:
    """The same clauses elsewhere, in the first of the same draws and lucks."""
    draws = plausible(effort.draws, effort.seed, settled(case))[: effort.side_draws]
    lucks = base.lucks[: effort.side_lucks]
    arms = {**look.arms, **dosed(look.arms, case.asked)}
    panel = run_panel(arms, draws, lucks, wanted(case), None, stage(look.name))
    tested, weights = seen(case.asked, panel), resampled(panel.draws, len(lucks))
    findings, verdict = judged(case.asked, panel, tested, weights)
    weaker = _weaker(look, case.asked, panel, base, weights) if look.kind == "weaker" else None
    return Looked(look, findings, verdict, weaker)


def _weaker(look: Look, asked: tuple[Asked, ...], there: Panel, base: Panel, weights: Resampled) -> Shrunk:
    """In how many draws every effect of the part shrinks by a quarter or more, of those in which all of them count here.

    Here and there have the same draws and lucks, and are resampled together.
    """
    many, lucks = there.draws, len(there.lucks)
    same = replace(base, draws=many, lucks=there.lucks, values=base.values[:, :many, :, :lucks], settings=there.settings)
    counts, shrunk = [], []
    for one in asked:
        if one.part == look.about and one.clause.through is None and one.clause.expect in ("up", "down"):
            sign = 1.0 if one.clause.expect == "up" else -1.0
            here, gone = (sign * effect(one, panel, seen(asked, panel), weights) for panel in (same, there))
            counts.append(here > one.smallest)
            shrunk.append(gone <= (1.0 - SHRINKS) * here)
    if not counts:
        return Shrunk(Interval(np.nan, np.nan, np.nan), 0)
    every = np.where(np.all(counts, axis=0), np.all(shrunk, axis=0).astype(np.float64), np.nan)
    return Shrunk(share_of(every, weights.draws), int((~np.isnan(every[:, 0])).sum()))


def at_defaults(case: Case) -> AtDefaults:
    """Both arms of the story, every week, at default parameters."""
    first = case.pair[0]
    lucks = lucks_of(first, min(MOST_AT_DEFAULTS, Effort.of(first).lucks))
    weeks = tuple(range(1, first.weeks + 1))
    values = ensemble(case.pair, lucks, queries(case.asked), weeks)
    paths = {one.column: np.stack([one.read(values, week) for week in weeks], axis=1) for one in case.asked}
    return AtDefaults(weeks, lucks, paths)
