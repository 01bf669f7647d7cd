"""The figure of a calibration: where the middle 90 % of each number's range are left, those that moved most first."""

from matplotlib.figure import Figure

from icsim.report.figure_style import FAINT, INK, QUIET, sheet
from icsim.results.calibration import CalibrationFile

MOST = 24  # numbers shown
WIDTH, ROW, HEAD, FOOT = 8.6, 0.24, 0.95, 0.85  # inches


def draw(found: CalibrationFile) -> Figure:
    """A bar for each number, from 0 to 1 of its range; pale: none was seen to move beyond chance."""
    shown = [one for one in found.moved[:MOST] if one.middle.value is not None]
    height = HEAD + FOOT + ROW * max(1, len(shown))
    below = f"{found.settings:,} settings; bar: the middle 90 %; mark: median; dark: moved beyond what chance does"
    made = sheet(WIDTH, height, f"Numbers that moved most: {found.called}", below, found.content_hash[:8])
    axes = made.add_axes((3.4 / WIDTH, FOOT / height, (WIDTH - 3.7) / WIDTH, ROW * max(1, len(shown)) / height))
    for y, one in enumerate(shown):
        low, value, high = one.middle.low or 0.0, one.middle.value or 0.0, one.middle.high or 1.0
        axes.barh(y, high - low, left=low, height=0.6, color="#1f4e79" if one.moved else FAINT)
        axes.plot([value], [y], marker="|", color="white" if one.moved else INK, markersize=9)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks(range(len(shown)), [one.name for one in shown], color=INK)
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel("share of the way through the prior", color=QUIET)
    return made
