"""Makes the figures of the documentation and of the README: `python docs/figures.py`.

Two basins: whether the same doses end in different places when initial trust differs, over twenty years, and a map of it.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from icsim.catalogue import MECHANISMS
from icsim.commands.entry import main as main_of_icsim
from icsim.config.compose import compose
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query

FOLDER = Path(__file__).parent / "figures"
TRUST = np.round(np.linspace(0.05, 0.95, 10), 2)
DOSES = np.round(np.linspace(0.1, 0.9, 9), 2)
LUCKS = 8
LONG = (*range(4, 1040, 16), 1040)


def joint_work(dose: float, trust: NDArray[np.float64], weeks: Sequence[int]) -> NDArray[np.float64]:
    """Joint work in single worlds: [trust, week, luck]."""
    levels = {f"leadership.{tier}.{name}.level": dose for tier in ("team", "system") for name in MECHANISMS}
    base = compose("run", [f"replicates={LUCKS}", f"weeks={max(weeks)}"], context=levels)
    arms = [base.with_changes({"context.initial_trust": float(t)}) for t in trust]
    return run_ensemble(arms, replicate_seeds(base), (Query("collaboration"),), weeks).array[:, 0]


def smoothed(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """A year's running mean, so that four weeks of luck do not hide the course."""
    return np.array([np.nanmean(path[max(0, n - 3) : n + 1]) for n in range(path.size)])


def two_basins() -> Figure:
    """Left: single worlds at the middle dose, from three beginnings. Right: where each start and dose end up."""
    ends = np.stack([np.nanmean(joint_work(float(dose), TRUST, (260,))[:, 0], axis=1) for dose in DOSES])
    starts = np.array([0.05, 0.5, 0.95])
    figure = Figure(figsize=(10, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    looks = (("0.55", ":"), ("tab:blue", "-"), ("black", "--"))
    for trust, worlds, (color, line) in zip(starts, joint_work(0.5, starts, LONG), looks, strict=True):
        for n, world in enumerate(worlds.T):
            label = f"trust at the start {trust:g}" if n == 0 else None
            left.plot(LONG, smoothed(world), color=color, linestyle=line, linewidth=1, label=label)
    left.legend(loc="center right", fontsize=8, framealpha=0.9)
    left.set(xlabel="week", ylabel="joint work per case (a year's mean)", ylim=(0, 1), xlim=(0, 1040))
    left.set_title(f"Same leadership, other beginnings: {LUCKS} worlds each", fontsize=10)
    image = right.pcolormesh(TRUST, DOSES, ends, cmap="cividis", vmin=0, vmax=1, shading="nearest")
    lines = right.contour(TRUST, DOSES, ends, levels=[0.25, 0.5, 0.75], colors="white", linewidths=1)
    right.clabel(lines, fmt="%.2f")
    right.set(xlabel="trust at the start", ylabel="level of all mechanisms", title="Joint work after five years")
    figure.colorbar(image, ax=right, label="joint work per case")
    figure.suptitle(f"The default place; on the right means of {LUCKS} worlds a point", fontsize=9)
    return figure


def copied(command: list[str], picture: str, name: str) -> None:
    """Run a command of icsim and keep one of the pictures it made."""
    with TemporaryDirectory() as folder:
        if main_of_icsim([*command, f"out={folder}/out"]) != 0:
            raise SystemExit(f"icsim {' '.join(command)} failed")
        shutil.copyfile(Path(folder, "out", picture), FOLDER / name)


def main() -> None:
    """Write every figure as PNG."""
    FOLDER.mkdir(exist_ok=True)
    copied(["test", "box4"], "parts/box4/forest.png", "box4.png")
    copied(["trace", "box4"], "trace.png", "trace.png")
    copied(["run"], "network.png", "network.png")
    figure = two_basins()
    FigureCanvasAgg(figure)
    figure.savefig(FOLDER / "two_basins.png", dpi=120)


if __name__ == "__main__":
    main()
