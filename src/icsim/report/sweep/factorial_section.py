"""The section on a two-level factorial: what each axis does, what two do beyond their sum, and what cannot be told apart."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.scenarios_section import finite
from icsim.report.sweep.section_types import FEW_WORLDS, ReportFigure, ReportSection, ReportTable, slug
from icsim.report.sweep.sweep_figure import FAINT, format_interval, format_value_text, new_sweep_figure
from icsim.report.words import count_worlds, fitting, sentence
from icsim.results.sweep import Effect, Effects, Missing
from icsim.sweep.analysis.factorial_effects import AxisNames, FactorialEffect, FactorialEffects, factorial_effects, two_level_signs
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict
from icsim.sweep.analysis.report_request import OutcomeSeries, ReportRequest
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import SweepResults

WIDTH, ROW, HEAD, FOOT = 8.6, 0.4, 0.95, 0.8  # inches
LEFT, ACROSS = 0.42, 0.47  # the scale, in parts of the figure
MOST = 20  # rows: all axes alone, and the largest pairs
LETTERS = 56  # of a line of a name
CAPTION = "Filled: settled. Shaded: less than counts. Circles: an axis from low to high. Diamonds: two axes beyond their sum."


def draw(frame: SweepResults, made: FactorialEffects, counts: float, title: str) -> Figure:
    """The figure; the rest is left to the table."""
    alone = [one for one in made.found if len(one.axes) == 1]
    shown = [*alone, *made.found[len(alone) :]][: max(MOST, len(alone))]
    tall = HEAD + FOOT + ROW * len(shown)
    left = len(made.found) - len(shown)
    below = (
        f"{frame.points:,} points, {count_worlds(frame.replicates)} each{f'; {left} smaller pairs in the table' if left else ''}"
    )
    drawn = new_sweep_figure(frame, WIDTH, tall, title, below)
    axes = drawn.add_axes((LEFT, FOOT / tall, ACROSS, ROW * len(shown) / tall))
    ends = [abs(end) for one in shown for end in (*one.among, one.size) if np.isfinite(end)]
    end = 1.1 * max(1.2 * counts, *ends)
    axes.set_xlim(-end, end)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.axvspan(-counts, counts, color=FAINT, zorder=0, linewidth=0)
    axes.axvline(0.0, color=QUIET, linewidth=0.9, zorder=1)
    axes.set_yticks(range(len(shown)), [_name(one) for one in shown], fontsize=7.5, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"difference in {sweep_labels.outcome_name(frame.columns[made.series.outcome])}", fontsize=8.5)
    for y, one in enumerate(shown):
        low, high = (np.clip(edge, -end, end) for edge in one.among)
        axes.plot([low, high], [y, y], color=INK, linewidth=3.0, solid_capstyle="butt", zorder=2)
        filling = INK if one.says in (ComparisonVerdict.HIGHER, ComparisonVerdict.LOWER, ComparisonVerdict.NONE) else "white"
        marker = "o" if len(one.axes) == 1 else "D"
        axes.plot([one.size], [y], marker=marker, color=INK, markerfacecolor=filling, markersize=6, zorder=3)
        axes.text(1.03, y, format_value_text(one.size, signed=True), transform=axes.get_yaxis_transform(), va="center", fontsize=8)
    return drawn


def _name(one: FactorialEffect) -> str:
    """An axis, or two on two lines; with how many pairs it cannot be told from."""
    also = f" (or {len(one.confounded)} more)" if one.confounded else ""
    names = [fitting(sentence(sweep_labels.short_axis_name(path)), LETTERS - len(also)) for path in one.axes]
    return " ×\n".join(names) + also


MOST_FIGURES = 8  # figures; all else stands in the tables
TOLD = 4  # effects of a kind named in a sentence
METHOD = (
    "An axis' effect is its high less its low, averaged over all levels of the others. Two axes beyond their sum: what both bring "
    "together less what each brings alone."
)
SETTLED = (ComparisonVerdict.HIGHER, ComparisonVerdict.LOWER)


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """The effects on every outcome asked for; None where the points are no two-level factorial."""
    held = two_level_signs(frame)
    if held is None:
        return None
    every = asked.series(frame)
    found = [(one, factorial_effects(frame, one, smallest_difference(frame.columns[one.outcome]), len(every))) for one in every]
    told = next((made for _, made in found if made is not None), None)
    sentences = [METHOD, *_confounding(len(held[0]), frame.points, told)]
    sentences.append(
        f"Intervals are 95 % for all effects and outcomes together (Bonferroni), over {frame.replicates} replicates"
        f"{', which takes two or more' if frame.replicates < 2 else ''}."
    )
    parts = [_part(frame, one, made, n < MOST_FIGURES) for n, (one, made) in enumerate(found)]
    return ReportSection("effects", "What each axis does, and two together", sentences, parts=parts)


def _confounding(axes: int, points: int, made: FactorialEffects | None) -> list[str]:
    """What a fraction of the combinations cannot tell apart."""
    if points >= 1 << axes:
        return []
    share = f"The points are {points} of {1 << axes} combinations (design.generators=[] runs all of them), so that"
    groups = [] if made is None else [one for one in made.found if one.confounded]
    if any(len(one.axes) == 1 for one in groups):
        return [f"{share} an axis cannot be told from pairs of others: its number is of all of them together."]
    if groups:
        return [
            f"{share} some pairs cannot be told apart: the number of such a pair is of all its pairs together, and an axis' "
            "number is free of pairs."
        ]
    return [f"{share} axes and pairs are told apart from one another, and not from three or more axes together."]


def _part(frame: SweepResults, one: OutcomeSeries, made: FactorialEffects | None, drawn: bool) -> ReportSection:
    title, name = sweep_labels.series_name(frame, one), f"effects_{slug(one.name)}"
    if made is None:
        why = "has no value at some points, so that high and low cannot be set against each other"
        return ReportSection(name, sentence(title), [f"{sentence(title)} {why}."], data=Missing(series=one.name, none=why))
    counts = smallest_difference(frame.columns[one.outcome])
    each = int(np.isfinite(one.values).sum()) // 2
    if each < FEW_WORLDS:
        why = f"– (n = {each} worlds at each level; it takes {FEW_WORLDS} to say a mean)"
        return ReportSection(name, sentence(title), [f"{sentence(title)}: {why}."], data=Missing(series=one.name, none=why))
    sentences = [*_sentences(title, made, counts), f"n = {each:,} worlds at each level of an axis."]
    head = ("effect", "not told from", "size", "low", "high", "smallest that counts", "verdict")
    rows = tuple(
        (
            axes_label(effect.axes), "; ".join(map(axes_label, effect.confounded)) or None, effect.size, finite(effect.among.low),
            finite(effect.among.high), counts, str(effect.says),
        )
        for effect in made.found
    )  # fmt: skip
    pictures = []
    if drawn:
        picture = partial(draw, frame, made, counts, title)
        pictures = [ReportFigure(name, picture, f"Effects with their intervals. {' '.join(sentences)}", CAPTION)]
    return ReportSection(
        name, sentence(title), sentences, [ReportTable(name, f"Effects on {title}.", head, rows)], pictures, _record(made)
    )


def axes_label(axes: AxisNames) -> str:
    """An axis, or two together."""
    return " with ".join(sweep_labels.short_axis_name(path) for path in axes)


def _sentences(title: str, made: FactorialEffects, counts: float) -> list[str]:
    alone = [one for one in made.found if len(one.axes) == 1]
    pairs = [one for one in made.found if len(one.axes) == 2]
    told = [f"{sentence(title)}: {_told(alone, 'of no axis is it settled that it does what counts', counts)}"]
    if pairs:
        told.append(f"Beyond their sum: {_told(pairs, 'of no two axes is it settled that they do what counts', counts)}")
    if finite(made.additive) is not None:
        told.append(
            f"A sum of what single axes do explains {format_value_text(made.additive)} of the variance between points "
            f"({format_interval(*made.additive_interval)})."
        )
    return told


def _told(found: Sequence[FactorialEffect], none: str, counts: float) -> str:
    """The effects that count, largest first, and what is known of the others."""
    settled = [one for one in found if one.says in SETTLED]
    each = "; ".join(
        f"{axes_label(one.axes)}{_others(one)} {format_value_text(one.size, signed=True)} ({format_interval(*one.among)})"
        for one in settled[:TOLD]
    )
    more = f"; and {len(settled) - TOLD} more" if len(settled) > TOLD else ""
    little = sum(one.says is ComparisonVerdict.NONE for one in found)
    open_ = len(found) - len(settled) - little
    rest = [f"{little} of {len(found)} do{_es(little)} less than counts ({counts:g})"] if little else []
    rest += [f"{open_} of {len(found)} {'is' if open_ == 1 else 'are'} not settled, or perhaps less than counts"] if open_ else []
    return f"{each or none}{more}. {sentence('; '.join(rest))}{'.' if rest else ''}".strip()


def _es(count: int) -> str:
    return "es" if count == 1 else ""


def _others(one: FactorialEffect) -> str:
    count = len(one.confounded)
    return f" (or {count} other pair{'s' if count > 1 else ''})" if count else ""


def _record(made: FactorialEffects) -> Effects:
    effects = (
        Effect(axes=one.axes, not_told_from=one.confounded, size=one.size, interval=one.among, verdict=str(one.says))
        for one in made.found
    )
    return Effects(
        series=made.series.name, effects=tuple(effects), share_of_a_sum=made.additive,
        share_of_a_sum_interval=made.additive_interval,
    )  # fmt: skip
