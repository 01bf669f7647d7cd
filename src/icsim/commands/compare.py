"""`icsim compare A B`: two versions of a theory, what changed between them, and which clause moved."""

import shlex
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from icsim.base.errors import UserError, lines_of, raise_all
from icsim.commands.options import parse_points
from icsim.config.compose import compose
from icsim.config.compute_backend import check_local_only

if TYPE_CHECKING:
    from icsim.theory.theory_cases import TheoryCase
    from icsim.theory.theory_schema import Theory

ABOUT = (
    "What two versions of a theory say differently, and which clause moved: both are run in the same plausible settings with the\n"
    "same replicates, and the effects are compared setting by setting. budget=quick for a quick look.\n"
    "What each version predicts is written to results/runs/log.jsonl before anything runs, and what came of it afterwards.\n"
    "It leaves a folder below results/runs, or out=FOLDER: report.html, comparison.json, the log of both and their effects."
)
MOST_TOLD = 8  # tries of the log that are printed
USAGE = "icsim compare A.yaml B.yaml [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim compare`: two theories; overrides hold for both."""
    points = parse_points("test", USAGE, ABOUT, rest, partial(_resolved, words))
    for overrides in points:
        _compare(*_two(words, overrides), shlex.join(["icsim", "compare", *words, *overrides]), alone=len(points) == 1)


def _resolved(words: Sequence[str], command: str, overrides: Sequence[str]) -> dict[str, object]:
    _two(words, overrides)
    return compose(command, overrides).resolved()


def _two(words: Sequence[str], overrides: Sequence[str]) -> "tuple[TheoryCase, TheoryCase]":
    """The two versions, which may have one id. UserErrors hold all mistakes of both."""
    from icsim.theory.theory_cases import load_cases

    if len(words) != 2:
        raise UserError(f"compare: {' '.join(words) or 'nothing'}: {len(words)} theories; give two, such as {USAGE}")
    cases: list[TheoryCase] = []
    lines: list[str] = []
    for word in words:
        try:
            found = load_cases([word], overrides)
            if len(found) != 1:
                raise UserError(f"compare: {word} is {len(found)} theories; give one")
            cases += found
        except UserError as error:
            lines += lines_of(error)
    raise_all(list(dict.fromkeys(lines)))  # what is wrong on the command line is wrong for both
    check_local_only("compare", cases[0].pair[0].engine)
    return cases[0], cases[1]


def _compare(first: "TheoryCase", second: "TheoryCase", command: str, alone: bool) -> None:
    from icsim.base.atomic_output import atomic_folder
    from icsim.base.progress import DRAWING, show_stages
    from icsim.report.comparison.comparison_json import changed, comparison_file, with_log
    from icsim.report.comparison.comparison_text import came_of, change_lines, comparison_lines
    from icsim.report.comparison.write_comparison import write_comparison
    from icsim.report.theory.log_text import log_lines, log_rows, predicted
    from icsim.report.theory.theory_terminal import terminal_width
    from icsim.report.theory.verdict_text import NOT_A_FORECAST
    from icsim.results.comparison import ComparisonFile
    from icsim.results.version_log import LOG, RUNS, VersionLog
    from icsim.theory.compare_versions import changed_keys, compare_versions, same_effort

    warn_of_ids(first.theory, second.theory)
    changes = changed(changed_keys(first.theory, second.theory))
    print("\n".join(change_lines(changes)))
    if first.content == second.content or (all(one.words_only for one in changes) and first.same_worlds(second)):
        print("nothing was run, and nothing written")
        return
    same_effort(first, second)
    log, ids = VersionLog(RUNS / LOG), {first.theory.id, second.theory.id}
    log.lines()  # one that cannot be read is refused before anything runs
    into = first.pair[0].results_folder(f"compare-{first.theory.id}-{first.content[:8]}-{second.content[:8]}", alone)
    with atomic_folder(into, ComparisonFile.FILE) as making, show_stages(f"{first.where} and {second.where}") as stages:
        for case in (first, second):
            log.predict(case, predicted(case), command)
        sys.stdout.flush()
        ran = compare_versions(first, second, stages)
        found = comparison_file(ran, command)
        for case, one in zip((first, second), found.both, strict=True):
            log.came(case, came_of(one), command)
        tries = log.tries(ids)
        found = with_log(found, log_rows(tries))
        stages(DRAWING)
        write_comparison(ran, found, log.text_of(ids), making)
    print("\n".join(comparison_lines(found, terminal_width())))
    print(f"versions and predictions, in {into / LOG}; with those of other theories, in {log.path}:")
    print("\n".join(log_lines(tries, MOST_TOLD)))
    print(f"results: {into} (report.html, comparison.json, log.jsonl, and a folder for each version)")
    print(NOT_A_FORECAST)


def warn_of_ids(first: "Theory", second: "Theory") -> None:
    """Two ids are two theories; they are compared all the same."""
    if first.id != second.id:
        ids = f"{first.id} and {second.id}"
        print(f"icsim: compare: {ids} are two theories by their ids, not two versions of one", file=sys.stderr)
