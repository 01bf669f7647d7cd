"""`icsim scoreboard`: theories under the model and under its rivals, with the same draws, lucks and effort."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.commands.options import wanted_points

if TYPE_CHECKING:
    from icsim.theory.cases import Case
    from icsim.theory.study import Study

ABOUT = "The same theories under rival models: which patterns need the seven mechanisms, and which come without them."
USAGE = "icsim scoreboard [THEORY ...] [key=value ...] [options]"
BOXES = ("box*",)  # what is tried where nothing is named
OWN = ("rivals", "study", "mechanisms")  # keys that are not settings of a world


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim scoreboard`: theories by name, pattern or path; overrides hold for all models."""
    from icsim.theory.scoreboard import check

    check(rest)
    for overrides in (points := wanted_points("scoreboard", USAGE, ABOUT, rest)):
        _board(words or BOXES, overrides, alone=len(points) == 1)


def _board(words: Sequence[str], overrides: Sequence[str], alone: bool) -> None:
    """One scoreboard. Everything is checked before the first world runs."""
    from icsim.config.compose import compose
    from icsim.report.scoreboard import files as scoreboard_files
    from icsim.report.scoreboard import statements as scoreboard_statements
    from icsim.report.scoreboard import table as scoreboard_table
    from icsim.report.scoreboard import variance as scoreboard_variance
    from icsim.theory.cases import plan
    from icsim.theory.scoreboard import MODEL, check_alike, chosen, under
    from icsim.theory.study import Study, study

    values = compose("scoreboard", overrides).values
    rivals = chosen(values["rivals"])
    statements = None if values["study"] is None else scoreboard_statements.read(str(values["study"]))
    shares = None if values["mechanisms"] is None else scoreboard_variance.read(str(values["mechanisms"]))
    command = shlex.join(["icsim", "scoreboard", *words, *overrides])
    cases = plan(words, [one for one in overrides if one.partition("=")[0].lstrip("+~") not in OWN])
    check_alike(cases)
    base = study(cases, command, alone)
    folder = base.folder if values["out"] else Path("results", "runs", _name(base.folder.name, values["rivals"]))
    models = {
        model: Study(tuple(under(case, model) for case in cases), folder / "models" / model, command) for model in (MODEL, *rivals)
    }
    scoreboard_files.begin(folder, command, models)
    reused = _carried_out(models)
    found = scoreboard_files.write(models, folder, command, statements, shares)
    scoreboard_table.tell(found, folder, reused)


def _name(study: str, rivals: str | None) -> str:
    """The name of a scoreboard's folder: what was asked for."""
    return f"scoreboard-{study}" + (f"-{rivals}" if rivals else "")


def _carried_out(models: "dict[str, Study]") -> int:
    """Try what is not done yet, model by model; how many parts were done already. Who stops it is told how to go on."""
    from icsim.report.progress import Estimate
    from icsim.report.scoreboard.data import display
    from icsim.report.scoreboard.files import write_part
    from icsim.report.stages import shown
    from icsim.theory.scoreboard import score
    from icsim.theory.study import carry_out

    def done() -> int:
        return sum(each.done(case) is not None for each in models.values() for case in each.cases)

    total, before = sum(len(each.cases) for each in models.values()), done()
    estimate = Estimate(total, before)

    def carried(model: str, each: "Study") -> None:
        def work(case: "Case", folder: Path) -> None:
            with shown(f"{case.theory.id} under {display(model)}, {estimate.next}") as stages:
                write_part(score(case, model, stages("plausible settings")), each.source, folder)

        carry_out(each, work, lambda _, case: estimate.say(estimate.done + 1, f"{case.theory.id} under {display(model)}"))

    try:
        for model, each in models.items():
            carried(model, each)
    except KeyboardInterrupt:
        print(f"icsim: {done()} of {total} parts are done and kept; to go on, repeat the command", file=sys.stderr)
        raise
    return before
