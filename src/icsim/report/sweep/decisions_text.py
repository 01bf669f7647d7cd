"""What is said of policies in uncertain settings."""

from collections.abc import Sequence

import numpy as np

from icsim.catalogue import catalogue
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.discovery_text import SIGNS
from icsim.report.sweep.sweep_figure import format_interval, format_value_text
from icsim.report.sweep.worlds_behind import worlds_behind
from icsim.report.words import count_worlds, sentence
from icsim.sweep.analysis.outcome_condition import OutcomeCondition
from icsim.sweep.analysis.policy_table import PolicyTable
from icsim.sweep.analysis.robustness import PERCENTILE, Ranking, RegretResult, SatisficingResult
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import SweepResults
from icsim.sweep.stopping import SURE

TIED = 4  # policies that may all be the first and are named


def method_text(frame: SweepResults, table: PolicyTable) -> list[str]:
    """What is decided, what is uncertain, and how it is counted."""
    decided = [sweep_labels.axis_name(axis.path) for axis in table.decided]
    decided += ["the scenario"] if len({one.arm for one in table.policies}) > 1 else []
    uncertain = ", ".join(sweep_labels.axis_name(axis.path) for axis in table.uncertain)
    where = "drawn by chance, which intervals count in" if table.drawn else "as laid; intervals are of the replicates alone"
    return [
        f"Decided: {', '.join(decided)}. Uncertain: {uncertain}. Every one of {len(table.policies):,} policies stands in every one "
        f"of {table.settings:,} settings, {where}; {count_worlds(frame.replicates)} run at each, the same replicates for all.",
        "The regret of a policy in a setting is what the best policy there has beyond it, in means over replicates. Policies are "
        f"ranked by the regret that {PERCENTILE:.0f} of 100 settings do not exceed; the largest hangs on one setting and has "
        "no interval. The best of noisy means is best by chance too, so that few replicates make all regrets larger.",
    ]


def policy_name(frame: SweepResults, table: PolicyTable, n: int) -> str:
    """A policy in words: its arm, and the values of the axes that are decided on."""
    policy = table.policies[n]
    told = [sweep_labels.arm(policy.arm)] if policy.arm else []
    told += [
        f"{sweep_labels.short_axis_name(axis.path)} {sweep_labels.value(axis, float(axis.column[policy.point]))}"
        for axis in table.decided
    ]
    return ", ".join(told)


def regret_sentences(frame: SweepResults, table: PolicyTable, outcome: str, found: RegretResult) -> list[str]:
    """The best policy, how sure it is, and the last one."""
    column = frame.columns[outcome]
    label = sentence(sweep_labels.outcome_name(column))
    more = "more" if catalogue().measures[column.query.measure.partition(".")[0]].better == "up" else "less"
    counts, order = smallest_difference(column), found.ranking.order
    best, last = order[0], order[-1]
    said = [
        f"{label} ({more} is better), {len(table.policies)} policies: the smallest regret has "
        f"{_best(frame, table, found.ranking)}, {_regret(found, best)} (largest {format_value_text(float(found.largest[best]))}). "
        f"{_sure(frame, table, found.ranking)}"
    ]
    if (found.ranking.place == 1).all():
        same = f"all the same, each gives away {_regret(found, best)}"
        said = [f"{label} ({more} is better), {len(table.policies)} policies: {same}."]
    elif found.indifferent <= counts:
        said[0] += f" No policy gives away more than counts ({counts:.3g}) there: it hardly matters which is taken."
    else:
        said[0] += f" The last, {policy_name(frame, table, last)}, gives away {_regret(found, last)}."
    good = found.good_enough
    said.append(
        f"The best of a setting has no more than counts ({counts:.3g}) beyond it in "
        f"{_share_text(good.value[best], good.low[best], good.high[best])}."
    )
    return [*said, *_gaps(table.settings - found.settings), *_behind(frame, table, (outcome,))]


def meets_sentences(frame: SweepResults, table: PolicyTable, found: SatisficingResult) -> list[str]:
    """The policy that meets it most often, how sure that is, and the last one."""
    order, share = found.ranking.order, found.share
    best, last = order[0], order[-1]
    what = meets_text(frame, found.where, found.limits)
    said = [
        f"{sentence(what)}, {len(table.policies)} policies: most often met by {_best(frame, table, found.ranking)}, in "
        f"{_share_text(share.value[best], share.low[best], share.high[best])}. {_sure(frame, table, found.ranking)} The last, "
        f"{policy_name(frame, table, last)}, does in {_share_text(share.value[last], share.low[last], share.high[last])}."
    ]
    if (found.ranking.place == 1).all():
        same = _share_text(share.value[best], share.low[best], share.high[best])
        said = [f"{sentence(what)}, {len(table.policies)} policies: all the same, each meets it in {same}."]
    if share.value[best] == 0.0:
        said = [f"{sentence(what)}: no policy meets it in any of {found.settings:,} settings."]
    none = int((found.holds.max(axis=0) == 0.0).sum())
    if none and share.value[best] > 0.0:
        said.append(f"In {none:,} of {found.settings:,} settings no policy meets it.")
    return [*said, *_gaps(table.settings - found.settings), *_behind(frame, table, found.where.outcomes)]


def meets_text(frame: SweepResults, where: OutcomeCondition, limits: tuple[float, ...] | None) -> str:
    """A condition in words; a quantile with its number where that is known."""
    told = []
    for n, one in enumerate(where.limits):
        if one.quantile is None:
            at = f"{one.limit:g}"
        else:
            at = f"quantile {one.quantile:g} %" if limits is None else f"{limits[n]:.3g} (q{one.quantile:g})"
        told.append(f"{sweep_labels.outcome_name(frame.columns[one.outcome])} is {SIGNS[one.sign]} {at}")
    return " and ".join(told)


def _best(frame: SweepResults, table: PolicyTable, rank: Ranking) -> str:
    first = [n for n in rank.order if rank.place[n] == 1]
    if len(first) > TIED:
        return f"any of {len(first)} of them"
    return " and ".join(policy_name(frame, table, n) for n in first)


def _sure(frame: SweepResults, table: PolicyTable, rank: Ranking) -> str:
    """In how many resamples the first is first, and who else may be."""
    best = rank.order[0]
    of = "settings and replicates" if table.drawn else "replicates"
    if frame.replicates < 2 and not table.drawn:
        return "With one replicate in settings that were not drawn, nothing tells how sure that is."
    rivals = [n for n in rank.order if rank.first[n] >= 1.0 - SURE or n == best]
    if len(rivals) > TIED:
        return f"Which is best is not settled: {len(rivals)} are first in 5 or more of 100 resamples of {of}."
    each = ", ".join(f"{policy_name(frame, table, n)} in {100.0 * rank.first[n]:.0f} of 100" for n in rivals)
    return f"First in resamples of {of}: {each}."


def _regret(found: RegretResult, n: int) -> str:
    one = found.percentile
    ends = format_interval(float(one.low[n]), float(one.high[n]))
    return f"at most {format_value_text(float(one.value[n]))} in {PERCENTILE:.0f} of 100 settings ({ends})"


def _share_text(share: float, low: float, high: float) -> str:
    return f"{100.0 * share:.0f} of 100 settings ({100.0 * low:.0f} to {100.0 * high:.0f})"


def _gaps(count: int) -> list[str]:
    return [f"{count:,} settings in which a policy has no value are left out."] if count else []


def _behind(frame: SweepResults, table: PolicyTable, outcomes: Sequence[str]) -> list[str]:
    """How many worlds the means rest on, where some of those that were run have no value."""
    arms = tuple(dict.fromkeys(one.arm for one in table.policies))
    return [f"n = {worlds_behind(frame, outcomes, arms)}."] if any(map(frame.missing, outcomes)) else []


def shown(values: np.ndarray[tuple[int], np.dtype[np.float64]], counts: float) -> float:
    """How far a scale of regrets reaches: all of them, and at least what counts twice."""
    return float(max(np.nanmax(values), 2.0 * counts) * 1.06)
