"""`icsim test` as a function: programme theories, each against its counterfactual under the same luck."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.interface.showing import figure_named, labelled
from icsim.interface.words import Given, override_words

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from icsim.results.chains import ChainRecord
    from icsim.results.theory_study import TheoryStudy
    from icsim.results.verdict import VerdictFile
    from icsim.theory.theory_cases import TheoryCase

FIRST = "plausible settings"  # the part of the work that has lines where there is no terminal


@dataclass(frozen=True)
class Tested:
    """Theories that were tested, in the folder of their study."""

    folder: Path
    verdicts: tuple[VerdictFile, ...]
    parts: tuple[Path, ...]
    chains: tuple[ChainRecord, ...] = ()  # of each theory that follows another: how often each link held, and all of them

    def to_pandas(self) -> pd.DataFrame:
        """One row for each clause: what was expected, the effect with its interval, in how many settings it held, and the word."""
        import pandas as pd

        from icsim.report.theory.verdict_words import clause_word

        rows = [
            {
                "theory": one.id, "part": clause.part, "measure": clause.measure, "who": clause.who, "week": clause.week,
                "expected": clause.expected, "primary": clause.primary, "effect": clause.effect.value, "low": clause.effect.low,
                "high": clause.effect.high, "smallest_effect": clause.smallest_effect, "bands": clause.bands,
                "held": clause.shares.expected.value, "draws": clause.shares.draws, "verdict": clause_word(clause),
            }
            for one in self.verdicts
            for clause in one.clauses
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def effects(self) -> pd.DataFrame:
        """One row for each clause and plausible setting: the effect in it, and what that counts as."""
        import pandas as pd

        from icsim.results.numbers_behind import EFFECTS

        return pd.concat([pd.read_parquet(part / EFFECTS) for part in self.parts], ignore_index=True)

    def to_xarray(self) -> xr.Dataset:
        """Effects over theory, clause and draw."""
        frame = self.effects().drop_duplicates(["theory", "part", "clause", "draw"])
        frame["clause"] = frame["part"].astype(str) + ": " + frame["clause"]
        return labelled(frame[["theory", "clause", "draw", "effect", "direction"]], ["theory", "clause", "draw"])

    def plot(self, name: str | None = None) -> Figure:
        """A figure of the report, as it was drawn when the theory was tested: `forest`, or of several theories `box4/forest`."""
        pictures = [path for part in self.parts for path in sorted(part.glob("*.png"), key=lambda path: path.stem != "forest")]
        if not pictures and (drawn := [path for part in self.parts for path in part.glob("*.svg")]):
            where = f"vector graphics alone ({drawn[0].parent}/*.svg)"
            raise UserError(f"plot: icsim test drew these theories together, as {where}; test one by itself")
        many = len(self.parts) > 1
        names = {f"{path.parent.name}/{path.stem}" if many else path.stem: partial(_picture, path) for path in pictures}
        return figure_named(names, name)

    def report(self) -> Path:
        """Where the report of all of them lies."""
        return self.folder / "report.html"

    def __str__(self) -> str:
        """What the command prints of them: a line for each, and a sentence for each chain."""
        from icsim.report.chain_text import chain_text
        from icsim.report.theory.theory_terminal import overview

        return "\n".join([*overview(self.verdicts), *map(chain_text, self.chains)])

    def __repr__(self) -> str:
        return f"<Tested {', '.join(one.id for one in self.verdicts)}, in {self.folder}>"


def run_theories(
    *theories: str | Path,
    overrides: str | Sequence[str] = (),
    settings: Given = None,
    **keywords: object,
) -> Tested:
    """Test theories by name, pattern or path, as `icsim test`; what is done already is not done again."""
    from icsim.report.theory.write_study import write_theory_study
    from icsim.results.theory_study import plan_study
    from icsim.theory.theory_cases import load_cases

    if not theories:
        raise UserError("run_theories: no theory; name one or more of icsim list theories, such as run_theories('box4')")
    words, given = [str(one) for one in theories], override_words(keywords, settings, overrides)
    planned = plan_study(load_cases(words, given), shlex.join(["icsim", "test", *words, *given]))
    carry_out(planned)
    chains = run_chains(planned)
    found = write_theory_study(planned)
    return Tested(planned.folder, tuple(found), tuple(planned.part(case) for case in planned.cases), tuple(chains))


def carry_out(planned: TheoryStudy, aside: bool = False) -> int:
    """Try what is not done yet; how many were done already. Who stops it is told how to go on.

    `aside`: figures of several theories are drawn in a process of its own, which a program that is not icsim's may not stand.
    """
    from icsim.base.atomic_output import try_folder
    from icsim.base.progress import DRAWING, TimeEstimate, show_stages
    from icsim.report.theory.log_text import came, predicted
    from icsim.report.theory.part_writer import LEAST, JudgedPart, PartWriter
    from icsim.report.theory.theory_terminal import judged_line
    from icsim.report.theory.verdict_json import verdict_file
    from icsim.report.theory.write_study import MOST_VECTOR
    from icsim.results.theory_study import VERDICT, run_study
    from icsim.results.version_log import log_of
    from icsim.sweep.workers.crossed_workers import crossed_on
    from icsim.theory.cost import theory_cost
    from icsim.theory.run_theory import run_theory

    log = log_of(planned)
    log.lines()  # one that cannot be read is refused before anything runs
    missing = [case for case in planned.cases if not planned.done(case)]
    before = len(planned.cases) - len(missing)
    estimate = TimeEstimate(len(planned.cases), before, [theory_cost(case) for case in missing])
    judged: dict[str, VerdictFile] = {}

    def work(case: TheoryCase, part: Path) -> None:
        title = f"{case.theory.id}, {estimate.next}" if len(planned.cases) > 1 else case.theory.id
        log.predict(case, predicted(case))
        try_folder(part, VERDICT)
        with show_stages(title) as stages:
            tried = run_theory(case, lambda what: stages("worlds" if what == FIRST else what))
            found = verdict_file(tried, planned.source)
            judged[case.theory.id] = found
            stages(DRAWING)
            writer.write(JudgedPart(part, tried, found, pixels))

    def say(done: int, case: TheoryCase) -> None:
        found = judged[case.theory.id]
        log.came(case, came(found))
        estimate.say(done, case.theory.id, judged_line(found))

    engine = planned.cases[0].pair[0].engine
    elsewhere = aside and len(planned.cases) - before >= LEAST
    pixels = not elsewhere or len(planned.cases) > MOST_VECTOR
    try:
        say_worker = partial(print, file=sys.stderr, flush=True)
        with (
            crossed_on(engine, planned.folder / "jobs", say_worker),
            PartWriter(elsewhere) as writer,
        ):
            return run_study(planned, work, say)
    except KeyboardInterrupt:
        done = sum(planned.done(case) for case in planned.cases)
        print(f"icsim: {done} of {len(planned.cases)} theories are done and kept; to go on, repeat the command", file=sys.stderr)
        raise


def run_chains(planned: TheoryStudy) -> list[ChainRecord]:
    """Run the chain of each theory that follows another, and leave chains.json, from which the report tells of them."""
    from icsim.base.progress import show_stages
    from icsim.report.theory.verdict_text import NOT_A_FORECAST
    from icsim.results.chains import ChainRecord, ChainsFile
    from icsim.sweep.workers.crossed_workers import crossed_on
    from icsim.theory.chains import load_chain, run_chain

    if planned.inside:
        held = ChainsFile.from_file(planned.folder, "out").chains if (planned.folder / ChainsFile.FILE).is_file() else ()
        return [one for one in held if one.links[-1] in {case.theory.id for case in planned.cases}]
    (planned.folder / ChainsFile.FILE).unlink(missing_ok=True)
    say_worker, found = partial(print, file=sys.stderr, flush=True), []
    for case in planned.cases:
        if case.theory.follows is not None:
            away = crossed_on(case.pair[0].engine, planned.folder / "jobs", say_worker)
            with away, show_stages(f"the chain of {case.theory.id}") as stages:
                chain = run_chain(load_chain(shlex.split(case.command)[2]), case.overrides, stages)
            found.append(ChainRecord.from_object(chain))
    if found:
        ChainsFile(note=NOT_A_FORECAST, chains=tuple(found)).write(planned.folder)
    return found


def _picture(path: Path) -> Figure:
    """A picture that was drawn before, as a figure of its size."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.image import imread

    from icsim.report.page import DOTS

    pixels = imread(path)
    made = Figure(figsize=(pixels.shape[1] / DOTS, pixels.shape[0] / DOTS))
    FigureCanvasAgg(made)
    axes = made.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.imshow(pixels, aspect="auto", interpolation="antialiased")
    axes.set_axis_off()
    return made
