"""Makes the figures of the documentation and of the README: `python docs/figures.py`.

Two basins: the same doses end in different places when initial trust differs, even after twenty years, and a map shows where.
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
from icsim.cli import main as main_of_icsim
from icsim.config.compose import compose
from icsim.engine.measures import Query
from icsim.engine.run import ensemble, lucks_of

FOLDER = Path(__file__).parent / "figures"
TRUST = np.round(np.linspace(0.05, 0.95, 10), 2)
DOSES = np.round(np.linspace(0.1, 0.9, 9), 2)
LUCKS = 8
LONG = (*range(4, 1040, 16), 1040)


def joint_work(dose: float, trust: NDArray[np.float64], weeks: Sequence[int]) -> NDArray[np.float64]:
    """Joint work by initial trust and week, the mean over lucks: [trust, week]."""
    levels = {f"leadership.{tier}.{name}.level": dose for tier in ("team", "system") for name in MECHANISMS}
    base = compose("run", [f"replicates={LUCKS}", f"weeks={max(weeks)}"], context=levels)
    arms = [base.changed({"context.initial_trust": float(t)}) for t in trust]
    return np.asarray(np.nanmean(ensemble(arms, lucks_of(base), (Query("collaboration"),), weeks).values[:, 0], axis=2))


def two_basins() -> Figure:
    """Left: paths at the middle dose. Right: where each start and dose end up."""
    ends = np.stack([joint_work(float(dose), TRUST, (260,))[:, 0] for dose in DOSES])
    paths = joint_work(0.5, TRUST, LONG)
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    for trust, path in zip(TRUST, paths, strict=True):
        left.plot(LONG, path, color=str(0.75 - 0.75 * trust), linewidth=1.5)
        left.annotate(f"{trust:g}", (LONG[-1], path[-1]), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
    left.set(xlabel="week", ylabel="joint work per case", ylim=(0, 1), xlim=(0, 1120))
    left.set_title("Same leadership, other beginnings\n(number: trust at the start)", fontsize=10)
    image = right.pcolormesh(TRUST, DOSES, ends, cmap="cividis", vmin=0, vmax=1, shading="nearest")
    lines = right.contour(TRUST, DOSES, ends, levels=[0.25, 0.5, 0.75], colors="white", linewidths=1)
    right.clabel(lines, fmt="%.2f")
    right.set(xlabel="trust at the start", ylabel="level of all mechanisms", title="Joint work after five years")
    figure.colorbar(image, ax=right, label="joint work per case")
    figure.suptitle(f"The default place, means of {LUCKS} worlds a point", fontsize=9)
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
    copied(["test", "box4"], "verdict.png", "box4.png")
    copied(["run"], "network.png", "network.png")
    figure = two_basins()
    FigureCanvasAgg(figure)
    figure.savefig(FOLDER / "two_basins.png", dpi=120)


if __name__ == "__main__":
    main()
