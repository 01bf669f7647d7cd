"""`icsim scoreboard`: theories under the model and under its rivals, with the same draws, replicates and effort."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.commands.options import parse_points
from icsim.commands.settings_notice import print_if_unfit

if TYPE_CHECKING:
    from icsim.results.theory_study import TheoryStudy
    from icsim.theory.theory_cases import TheoryCase

ABOUT = "The same theories under rival models: which patterns need the mechanisms, and which come without them."
USAGE = "icsim scoreboard [THEORY ...] [key=value ...] [options]"
BOXES = ("box*",)  # what is tried where nothing is named


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim scoreboard`: theories by name, pattern or path; overrides hold for all models."""
    from icsim.theory.model_comparison import check_rules_free

    check_rules_free(rest)
    for overrides in (points := parse_points("scoreboard", USAGE, ABOUT, rest, _checked)):
        _board(words or BOXES, overrides, alone=len(points) == 1)


def _checked(command: str, overrides: Sequence[str]) -> dict[str, object]:
    """What `--cfg job` prints, with the files that are read checked beside it."""
    from icsim.config.compose import compose
    from icsim.report.scoreboard import statement_counts, variance_table
    from icsim.theory.model_comparison import chosen_rivals

    settings = compose(command, overrides)
    chosen_rivals(settings.values["rivals"])
    if (statements := settings.values["statements_from"]) is not None:
        statement_counts.read_statements(str(statements))
    if (variance := settings.values["variance_from"]) is not None:
        variance_table.read_variance(str(variance))
    return settings.resolved()


def _board(words: Sequence[str], overrides: Sequence[str], alone: bool) -> None:
    """One scoreboard. Everything is checked before the first world runs."""
    from icsim.config.compose import compose
    from icsim.report.scoreboard import scoreboard_terminal as scoreboard_table
    from icsim.report.scoreboard import statement_counts as scoreboard_statements
    from icsim.report.scoreboard import variance_table as scoreboard_variance
    from icsim.report.scoreboard import write_scoreboard as scoreboard_files
    from icsim.results.theory_study import TheoryStudy, plan_study
    from icsim.theory.model_comparison import COMMAND_KEYS, MODEL, check_same_draws, chosen_rivals, with_rival_rules
    from icsim.theory.theory_cases import load_cases

    values = compose("scoreboard", overrides).values
    rivals = chosen_rivals(values["rivals"])
    counted_from, shares_from = values["statements_from"], values["variance_from"]
    statements = None if counted_from is None else scoreboard_statements.read_statements(str(counted_from))
    shares = None if shares_from is None else scoreboard_variance.read_variance(str(shares_from))
    command = shlex.join(["icsim", "scoreboard", *words, *overrides])
    cases = load_cases(words, [one for one in overrides if one.partition("=")[0].lstrip("+~") not in COMMAND_KEYS])
    check_same_draws(cases)
    print_if_unfit(case.pair[0] for case in cases)
    base = plan_study(cases, command, alone)
    folder = base.folder if values["out"] else Path("results", "runs", _name(base.folder.name, values["rivals"]))
    models = {
        model: TheoryStudy(tuple(with_rival_rules(case, model) for case in cases), folder / "models" / model, command)
        for model in (MODEL, *rivals)
    }
    scoreboard_files.begin(folder, command, models)
    reused = _carried_out(models)
    found = scoreboard_files.write_scoreboard(models, folder, command, statements, shares)
    scoreboard_table.print_scoreboard(found, folder, reused)


def _name(study: str, rivals: Sequence[str] | None) -> str:
    """The name of a scoreboard's folder: what was asked for."""
    return f"scoreboard-{study}" + (f"-{'+'.join(rivals)}" if rivals else "")


def _carried_out(models: "dict[str, TheoryStudy]") -> int:
    """Try what is not done yet, model by model; how many parts were done already. Who stops it is told how to go on."""
    from icsim.base.progress import TimeEstimate, show_stages
    from icsim.commands.sweep import print_status
    from icsim.report.scoreboard.scoreboard_json import model_label
    from icsim.report.scoreboard.write_scoreboard import write_part
    from icsim.results.theory_study import keep_part, run_study
    from icsim.sweep.workers.crossed_workers import crossed_on
    from icsim.theory.model_comparison import score

    def done() -> int:
        return sum(each.done(case) for each in models.values() for case in each.cases)

    total, before = sum(len(each.cases) for each in models.values()), done()
    estimate = TimeEstimate(total, before)

    def carried(model: str, each: "TheoryStudy") -> None:
        def work(case: "TheoryCase", part: Path) -> None:
            with show_stages(f"{case.theory.id} under {model_label(model)}, {estimate.next}") as stages:
                progress = stages("plausible settings")
                keep_part(part, lambda making: write_part(score(case, model, progress), each.source, making))

        run_study(each, work, lambda _, case: estimate.say(estimate.done + 1, f"{case.theory.id} under {model_label(model)}"))

    first = next(iter(models.values()))
    try:
        with crossed_on(first.cases[0].pair[0].engine, first.folder / "jobs", print_status):
            for model, each in models.items():
                carried(model, each)
    except KeyboardInterrupt:
        print(f"icsim: {done()} of {total} parts are done and kept; to go on, repeat the command", file=sys.stderr)
        raise
    return before
