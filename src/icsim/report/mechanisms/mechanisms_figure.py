"""The figure of the mechanisms: a row for each outcome, with bars of what each adds, and pairs beyond their sum."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text

from icsim.catalogue import Mechanism, catalogue
from icsim.catalogue.labels import count_word
from icsim.config.settings import Settings
from icsim.report.figure_style import INK, PALE, QUIET, legend_below, new_figure
from icsim.report.mechanisms.mechanisms_text import NONE, percent, title
from icsim.report.words import sentence
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.mechanism_factorial import ALL, MechanismDecomposition, MechanismPair
from icsim.theory.variance_shares import VarianceDecomposition

WIDTH, ROW, HEAD, FOOT = 12.4, 2.75, 1.25, 0.75  # inches
DARK, LIGHT = "#1f4e79", "#a9bfd4"
WHOSE = (DARK, LIGHT, "#dddddd", "white")
HATCHES = ("", "", "...", "////")
FULL = 3.0  # smallest effects at which a square fills its cell


def draw(settings: Settings, found: Sequence[MechanismDecomposition], shares: Sequence[VarianceDecomposition]) -> Figure:
    """The figure."""
    tall = HEAD + FOOT + ROW * len(found)
    low, high = (settings.values["levels"][end] for end in ("low", "high"))
    below = f"{settings.world.title}, week {settings.weeks}; levels {low:g} and {high:g}, all {1 << ALL} combinations"
    made = new_figure(settings, WIDTH, tall, "What each mechanism adds, and which need one another", below)
    for n, one in enumerate(found):
        bottom = (FOOT + ROW * (len(found) - 1 - n) + 0.55) / tall
        height = (ROW - 0.95) / tall
        _bars(made.add_axes((0.27, bottom, 0.2, height)), one)
        side = (ROW - 0.95) / WIDTH
        _matrix(made.add_axes((0.555, bottom, side * 1.2, height)), one)
        _whose(made.add_axes((0.80, bottom, 0.17, height)), shares[n])
    _legends(made, tall)
    return made


def _bars(axes: Axes, one: MechanismDecomposition) -> None:
    """Dark: alone; light: with its part of every interaction; the line is the interval of that."""
    told = 2.0 * one.spread.value >= one.measure.smallest_effect  # else nothing in it can be ranked
    for n, each in enumerate(one.alone):
        for share, colour, thick in ((each.shapley, LIGHT, 0.72), (each.main, DARK, 0.36)):
            if told and math.isfinite(share.value):
                axes.barh(n, max(share.value, 0.0), height=thick, color=colour, edgecolor=QUIET, linewidth=0.5)
        if told:
            _line(axes, each.shapley, n)
        axes.text(
            1.01, n, f"{each.effect.value:+.3f}".replace("-", "−"), va="center", fontsize=7.5, transform=axes.get_yaxis_transform()
        )
    chapters = [catalogue().mechanisms[each.name] for each in one.alone]
    axes.set_yticks(range(ALL), [f"{title(chapter.name)}  {chapter.number}" for chapter in chapters])
    _coloured(axes.get_yticklabels(), chapters)
    axes.set_ylim(ALL - 0.4, -0.6)
    if not told or not math.isfinite(one.additive.value):
        why = "by more than replicate noise" if told else "by as much as counts"
        axes.text(
            0.5, 0.5, f"they do not differ\n{why}", ha="center", va="center", color=QUIET, transform=axes.transAxes
        )
    ends = [each.shapley.high for each in one.alone if math.isfinite(each.shapley.high)]
    axes.set_xlim(0.0, min(1.0, max([0.1, *ends]) * 1.05))
    axes.xaxis.set_major_formatter(lambda x, _: f"{100.0 * x:.0f}")
    explained = f"a sum of {count_word(ALL)} explains {percent(one.additive) if told else NONE}"
    axes.set_title(f"{sentence(one.measure.display)}: {explained}", weight="bold", x=-1.25)
    axes.set_xlabel("share of what the combinations differ by, %", fontsize=8)


def _matrix(axes: Axes, one: MechanismDecomposition) -> None:
    """A square for each pair: its size, filled where it counts; a plus or a minus inside."""
    for pair in one.together:
        names = [each.name for each in one.alone]
        i, j = names.index(pair.first), names.index(pair.second)
        axes.add_patch(Rectangle((i - 0.5, j - 0.5), 1.0, 1.0, facecolor="none", edgecolor=PALE, linewidth=0.6))
        _square(axes, pair, i, j, one.measure.smallest_effect)
    axes.set_xlim(-0.5, ALL - 1.5)
    axes.set_ylim(ALL - 0.5, 0.5)
    axes.set_aspect("equal")
    chapters = [catalogue().mechanisms[each.name] for each in one.alone]
    axes.set_yticks(range(1, ALL), [str(chapter.number) for chapter in chapters[1:]])
    axes.set_xticks(range(ALL - 1), [str(chapter.number) for chapter in chapters[:-1]])
    _coloured(axes.get_yticklabels(), chapters[1:])
    _coloured(axes.get_xticklabels(), chapters[:-1])
    axes.set_title("Two together", weight="bold")
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def _coloured(labels: Sequence[Text], chapters: Sequence[Mechanism]) -> None:
    """A mechanism's name and number in its colour, so that bars and squares are matched at a glance."""
    for label, chapter in zip(labels, chapters, strict=True):
        label.set_color(chapter.colour)


def _square(axes: Axes, pair: MechanismPair, i: int, j: int, smallest: float) -> None:
    size = pair.size.value / smallest
    if not math.isfinite(size):
        return
    half = 0.47 * math.sqrt(min(1.0, abs(size) / FULL))
    colour = (DARK if size > 0 else "#c9694f") if pair.counts else "white"
    hatch = "////" if pair.counts and size < 0 else None
    axes.add_patch(
        Rectangle((i - half, j - half), 2 * half, 2 * half, facecolor=colour, edgecolor=INK, linewidth=0.7, hatch=hatch)
    )  # fmt: skip
    if abs(size) > 0.25:
        sign, ink = ("+" if size > 0 else "−"), ("white" if pair.counts else INK)
        axes.text(i, j, sign, ha="center", va="center", fontsize=8, color=ink, weight="bold")


def _whose(axes: Axes, one: VarianceDecomposition) -> None:
    """Whose doing it is: alone, and the line up to what each does with all it does together."""
    for n, (share, colour, hatch) in enumerate(zip(one.shares, WHOSE, HATCHES, strict=True)):
        if math.isfinite(share.alone.value):
            axes.barh(n, max(share.alone.value, 0.0), height=0.66, color=colour, edgecolor=INK, linewidth=0.6, hatch=hatch)
            axes.plot([share.whole.value] * 2, [n - 0.33, n + 0.33], color=INK, linewidth=2.0)
        _line(axes, share.alone, n)
    axes.set_yticks(range(len(one.shares)), [share.group for share in one.shares])
    axes.set_ylim(len(one.shares) - 0.4, -0.6)
    axes.set_xlim(0.0, 1.0)
    axes.set_xticks([0.0, 0.5, 1.0], ["0", "50", "100"])
    axes.set_title("Whose doing it is", weight="bold")
    axes.set_xlabel("share of the variance, %", fontsize=8)


def _line(axes: Axes, share: Estimate95, y: int) -> None:
    if math.isfinite(share.low):
        axes.plot([max(share.low, 0.0), share.high], [y, y], color=INK, linewidth=1.0)


def _legends(made: Figure, tall: float) -> None:
    bars = [Patch(facecolor=DARK, edgecolor=QUIET), Patch(facecolor=LIGHT, edgecolor=QUIET)]
    squares = [
        Patch(facecolor=DARK, edgecolor=INK), Patch(facecolor="#c9694f", edgecolor=INK, hatch="////"),
        Patch(facecolor="white", edgecolor=INK),
    ]  # fmt: skip
    said = ["alone", "with its part of interactions; number: effect from low to high"]
    legend_below(made, bars, said, (0.02, 0.34 / tall))
    said = ["two do more than their sum", "less", "not beyond the smallest effect"]
    legend_below(made, squares, said, (0.42, 0.34 / tall))
    made.text(
        0.80, 0.34 / tall, "bar: alone · upright: with all it does\ntogether with others", fontsize=7.5, color=QUIET, va="bottom"
    )
