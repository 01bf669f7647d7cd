"""The section on decisions under uncertainty: every policy in every uncertain setting, by regret and by what it has to meet."""

from functools import partial

import numpy as np

from icsim.catalogue import catalogue
from icsim.report.sweep import decisions_figure, sweep_labels
from icsim.report.sweep.decisions_text import meets_sentences, meets_text, method_text, policy_name, regret_sentences
from icsim.report.sweep.scenarios_section import finite
from icsim.report.sweep.section_types import CellValue, ReportFigure, ReportSection, ReportTable, slug
from icsim.report.words import sentence
from icsim.results.sweep import Missing, PolicyRegret, PolicyShare, Regrets, Satisficing
from icsim.sweep.analysis.outcome_condition import OutcomeCondition
from icsim.sweep.analysis.policy_table import PolicyTable, policy_table
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.robustness import PERCENTILE, Ranking, RegretResult, SatisficingResult, regrets, satisficing
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import SweepResults


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Regrets of each outcome, and the share of settings that meet each condition; None where nothing is decided or uncertain."""
    table = policy_table(frame, asked)
    if table is None:
        return None
    parts = [_regrets(frame, table, outcome) for outcome in asked.outcomes]
    parts += [_meets(frame, table, where, n) for n, where in enumerate(asked.meets, start=1)]
    return ReportSection("decisions", "Decisions under uncertainty", method_text(frame, table), parts=parts)


def _regrets(frame: SweepResults, table: PolicyTable, outcome: str) -> ReportSection:
    column = frame.columns[outcome]
    title = sentence(sweep_labels.outcome_name(column))
    better = catalogue().measures[column.query.measure.partition(".")[0]].better
    name = f"decisions_{slug(outcome)}"
    if better == "none":
        why = "nobody says whether more of it is better or worse; ask for what a policy has to reach, with meets="
        return ReportSection(name, title, [f"{title}: no regret, for {why}."], data=Missing(series=outcome, none=why))
    counts = smallest_difference(column)
    found = regrets(table.worlds(frame, outcome), better == "up", counts, table.drawn)
    if found is None:
        why = "in no setting does every policy have a value"
        return ReportSection(name, title, [f"{title}: no regret, for {why}."], data=Missing(series=outcome, none=why))
    told = regret_sentences(frame, table, outcome, found)
    picture = ReportFigure(
        name, partial(decisions_figure.draw_regrets, frame, table, outcome, found), f"Regret of each policy. {told[0]}",
        decisions_figure.REGRETS,
    )  # fmt: skip
    record = Regrets(
        series=outcome, better=better, percentile=PERCENTILE, smallest=counts, settings=found.settings,
        settings_without_value=table.settings - found.settings, drawn=table.drawn,
        policies=tuple(_regret(frame, table, found, n) for n in found.ranking.order),
    )  # fmt: skip
    return ReportSection(
        name, title, told, [_regret_table(frame, table, found, name), _each(frame, table, found, name)], [picture], record
    )


def _regret_table(frame: SweepResults, table: PolicyTable, found: RegretResult, name: str) -> ReportTable:
    head = (
        "place", "policy", "regret", "low", "high", "largest regret", "mean regret", "good enough in", "low", "high", "worst value",
        "places", "first in",
    )  # fmt: skip
    rows: list[tuple[CellValue, ...]] = []
    for n in found.ranking.order:
        rank, percentile, good = found.ranking, found.percentile, found.good_enough
        rows.append((
            int(rank.place[n]), policy_name(frame, table, n), percentile.value[n], percentile.low[n], percentile.high[n],
            found.largest[n], found.average.value[n], good.value[n], good.low[n], good.high[n], found.worst[n],
            f"{rank.low[n]} to {rank.high[n]}", rank.first[n],
        ))  # fmt: skip
    caption = f"Policies by the regret that {PERCENTILE:.0f} of 100 settings do not exceed, with 95 % intervals."
    return ReportTable(f"{name}_ranking", caption, head, tuple(rows))


def _each(frame: SweepResults, table: PolicyTable, found: RegretResult, name: str) -> ReportTable:
    """Every policy in every setting, for whoever computes with it."""
    head = ("policy", "setting", *(axis.path for axis in table.uncertain), "mean", "regret")
    rows = tuple(
        (
            policy_name(frame, table, n), setting, *(axis.value(int(table.points[n, setting])) for axis in table.uncertain),
            finite(found.means[n, setting]), finite(found.regret[n, setting]),
        )
        for n in range(len(table.policies))
        for setting in range(table.settings)
    )  # fmt: skip
    return ReportTable(f"{name}_settings", "Every policy in every setting.", head, rows, on_page=False)


def _meets(frame: SweepResults, table: PolicyTable, where: OutcomeCondition, number: int) -> ReportSection:
    title = sentence(f"meets: {meets_text(frame, where, None)}")
    name = f"decisions_meets_{number}"
    found = satisficing({outcome: table.worlds(frame, outcome) for outcome in where.outcomes}, where, table.drawn)
    if found is None:
        why = "in no setting does every policy have a value"
        return ReportSection(name, title, [f"{title}: {why}."], data=Missing(series=str(where), none=why))
    told = meets_sentences(frame, table, found)
    rank, share = found.ranking, found.share
    rows = tuple(
        (
            int(rank.place[n]), policy_name(frame, table, n), share.value[n], share.low[n], share.high[n],
            f"{rank.low[n]} to {rank.high[n]}", rank.first[n],
        )
        for n in found.ranking.order
    )  # fmt: skip
    head = ("place", "policy", "met in", "low", "high", "places", "first in")
    listed = ReportTable(name, "Policies by the share of settings in which they meet it, with 95 % intervals.", head, rows)
    picture = ReportFigure(
        name, partial(decisions_figure.draw_shares, frame, table, found), f"Share of settings. {told[0]}", decisions_figure.SHARES
    )
    record = Satisficing(
        meets=str(where), limits=found.limits, settings=found.settings, settings_without_value=table.settings - found.settings,
        drawn=table.drawn, policies=tuple(_share(frame, table, found, n) for n in found.ranking.order),
    )  # fmt: skip
    return ReportSection(name, title, told, [listed], [picture], record)


def _place(frame: SweepResults, table: PolicyTable, rank: Ranking, n: int) -> dict[str, object]:
    policy = table.policies[n]
    return {
        "policy": policy_name(frame, table, n), "arm": policy.arm,
        "values": {axis.path: axis.value(policy.point) for axis in table.decided}, "place": int(rank.place[n]),
        "places": (int(rank.low[n]), int(rank.high[n])), "first": float(rank.first[n]),
    }  # fmt: skip


def _regret(frame: SweepResults, table: PolicyTable, found: RegretResult, n: int) -> PolicyRegret:
    def ends(name: str) -> tuple[float, float]:
        one = getattr(found, name)
        return float(one.low[n]), float(one.high[n])

    there = found.means[n][~np.isnan(found.means[n])]
    return PolicyRegret.model_validate(_place(frame, table, found.ranking, n) | {
        "mean": float(there.mean()), "worst": float(found.worst[n]),
        "regret": float(found.percentile.value[n]), "regret_interval": ends("percentile"),
        "mean_regret": float(found.average.value[n]), "mean_regret_interval": ends("average"),
        "largest_regret": float(found.largest[n]), "good_enough": float(found.good_enough.value[n]),
        "good_enough_interval": ends("good_enough"),
    })  # fmt: skip


def _share(frame: SweepResults, table: PolicyTable, found: SatisficingResult, n: int) -> PolicyShare:
    share = found.share
    return PolicyShare.model_validate(
        _place(frame, table, found.ranking, n)
        | {"share": float(share.value[n]), "interval": (float(share.low[n]), float(share.high[n]))}
    )
