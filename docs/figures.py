"""Makes the figures of the documentation and of the README: `python docs/figures.py`.

Trust at the start: the same doses give different places when it differs, for years, and a map shows where after five.
"""

import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from icsim.catalogue import MECHANISMS
from icsim.commands.entry import main as main_of_icsim
from icsim.config.compose import compose
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query

DOCS = Path(__file__).parent
FOLDER = DOCS / "figures"
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


def trust_at_the_start() -> Figure:
    """Left: single worlds at the middle dose, from three beginnings. Right: where each start and dose are after five years."""
    ends = np.stack([np.nanmean(joint_work(float(dose), TRUST, (260,))[:, 0], axis=1) for dose in DOSES])
    starts = np.array([0.05, 0.5, 0.95])
    figure = Figure(figsize=(10, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    looks = (("0.55", ":"), ("tab:blue", "-"), ("black", "--"))
    for trust, worlds, (color, line) in zip(starts, joint_work(0.5, starts, LONG), looks, strict=True):
        for n, world in enumerate(worlds.T):
            label = f"trust at the start {trust:g}" if n == 0 else None
            left.plot(LONG, smoothed(world), color=color, linestyle=line, linewidth=1, label=label)
    left.legend(loc="lower right", fontsize=8, framealpha=0.9)
    left.set(xlabel="week", ylabel="joint work per case (a year's mean)", ylim=(0, 1), xlim=(0, 1040))
    left.set_title(f"Same leadership, other beginnings: {LUCKS} worlds each", fontsize=10)
    image = right.pcolormesh(TRUST, DOSES, ends, cmap="cividis", vmin=0, vmax=1, shading="nearest")
    lines = right.contour(TRUST, DOSES, ends, levels=[0.25, 0.5, 0.75], colors="white", linewidths=1)
    right.clabel(lines, fmt="%.2f")
    right.set(xlabel="trust at the start", ylabel="level of all mechanisms", title="Joint work after five years")
    figure.colorbar(image, ax=right, label="joint work per case")
    figure.suptitle(f"The default place; on the right means of {LUCKS} worlds a point", fontsize=9)
    return figure


class Drawn(NamedTuple):
    """A picture of the gallery: its file, the command that draws it, where that leaves it, and what it shows."""

    name: str
    command: str
    picture: str
    shows: str


BOX4 = "icsim test box4 budget=quick"
FIRST = "icsim test first/sharing.yaml budget=quick"
SWEPT = (
    "icsim sweep place=pair weeks=52 replicates=16 'design.axes.context.initial_trust=[0.1,0.3,0.5,0.7,0.9]' "
    "'design.axes.leadership.both.working_with_power.share=[0.1,0.5,0.9]' 'measures=[trust,collaboration]' 'report_weeks=[52]'"
)
GALLERY = (
    Drawn("box4", BOX4, "parts/box4/forest.png", "A theory, clause by clause"),
    Drawn("trajectories", BOX4, "parts/box4/trajectories.png", "The measures of a theory over time, in both arms"),
    Drawn("mediation", BOX4, "parts/box4/mediation.png", "How much of an effect passes through the reasoning"),
    Drawn("subgroups", BOX4, "parts/box4/subgroups.png", "Who gains and who loses"),
    Drawn("first_theory", FIRST, "parts/sharing/forest.png", "The theory of the first ten minutes"),
    Drawn("trace", "icsim trace box4", "trace.png", "One team in two worlds: where they part, and what followed"),
    Drawn("network", "icsim run", "network.png", "Who trusts whom, in the run nearest the median"),
    Drawn("measures", "icsim run", "measures.png", "Measures over time, over all runs"),
    Drawn("trust_by_power", "icsim run", "trust_by_power.png", "Trust between teams of different standing"),
    Drawn("first_sweep", SWEPT, "report/response_1.png", "An outcome over two axes of a sweep"),
    Drawn("tipping", SWEPT, "report/tipping_1.png", "Whether the start still tells at the end"),
)
OF_THE_FIELD = Drawn("trust_at_the_start", "python docs/figures.py", "", "Same leadership, other beginnings")
OF_THE_PAGE = Drawn("teach", "icsim teach box4 pairs=16", "", "The page of a lesson, in the browser")


def drawn_by(command: str, here: Path) -> Path:
    """Run a command of the gallery in a folder that has the files of the first pages, and give the folder of its results."""
    shutil.copytree(DOCS / "first", here / "first", dirs_exist_ok=True)
    words = [word.replace("first/", f"{here}/first/") for word in shlex.split(command)[1:]]
    if main_of_icsim([*words, f"out={here}/out"]) != 0:
        raise SystemExit(f"{command} failed")
    return here / "out"


def by_command() -> dict[str, list[Drawn]]:
    """The pictures of each command, which is run once."""
    found: dict[str, list[Drawn]] = {}
    for one in GALLERY:
        found.setdefault(one.command, []).append(one)
    return found


def photographed(saved: Path, picture: Path) -> None:
    """A picture of a lesson's saved file in the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)  # a busy machine opens the file slowly
        page.goto(saved.as_uri())
        page.wait_for_selector("#page:not([aria-busy])")
        page.screenshot(path=str(picture))
        browser.close()


def gallery_page(text: str) -> str:
    """The gallery's page with every picture, its command and what it shows, below its own introduction."""
    parts = [text.partition("\n## ")[0].rstrip()]
    for one in (*GALLERY, OF_THE_FIELD, OF_THE_PAGE):
        parts.append(f"## {one.shows}\n\n![{one.shows}](figures/{one.name}.png)\n\n```\n{one.command}\n```")
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write the gallery and every figure as PNG."""
    FOLDER.mkdir(exist_ok=True)
    page = DOCS / "gallery.md"
    page.write_text(gallery_page(page.read_text(encoding="utf-8")), encoding="utf-8")
    for command, pictures in by_command().items():
        with TemporaryDirectory() as folder:
            made = drawn_by(command, Path(folder))
            for one in pictures:
                shutil.copyfile(made / one.picture, FOLDER / f"{one.name}.png")
    with TemporaryDirectory() as folder:
        saved = Path(folder, "box4.html")
        if main_of_icsim([*shlex.split(OF_THE_PAGE.command)[1:], f"save={saved}"]) != 0:
            raise SystemExit("icsim teach failed")
        photographed(saved, FOLDER / "teach.png")
    figure = trust_at_the_start()
    FigureCanvasAgg(figure)
    figure.savefig(FOLDER / "trust_at_the_start.png", dpi=120)


if __name__ == "__main__":
    main()
