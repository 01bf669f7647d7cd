"""`icsim test`: programme theories, each against its counterfactual with common random numbers."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.base.plain_text import and_list
from icsim.commands.options import parse_points
from icsim.commands.settings_notice import print_if_unfit
from icsim.config.compose import compose
from icsim.theory.theory_schema import PARTS

if TYPE_CHECKING:
    from icsim.results.theory_study import TheoryStudy
    from icsim.theory.theory_cases import TheoryCase

ABOUT = "Test programme theories: paired worlds with the same random numbers, and a verdict on each theory."
USAGE = "icsim test [--check] THEORY ... [full=true] [key=value ...] [options]"
CHECK = "--check"
FULL = "full"  # a key of the terminal's alone: what it prints, not what is run
LAST = (
    f"all that is said of one theory, in the terminal as well as in report.html: {FULL}=true\n"
    "a place of your own: place=path/to/file.yaml"
)
MOST_APART = 1  # theories whose worlds differ in several things; of more it is said in one line
TOGETHER = "what comes is the effect of all of them together; the report names them"
MOST_VERSIONS = 6  # tries of a theory that the terminal tells; the log has all


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim test`: theories by name, pattern or path; overrides hold for all arms."""
    full, rest = split_full(rest)
    if CHECK in rest:
        words, rest = split_check(words, rest)
        for overrides in parse_points("test", USAGE, ABOUT, rest, partial(checked_config, words)):
            check_theories(words, overrides)
        return
    points = parse_points("test", USAGE, ABOUT, rest, partial(checked_config, words), last=LAST)
    if points and not words:
        raise UserError("no theory; name one or more of icsim list theories, such as icsim test box4")
    if points:
        run_theories(words, points, full)


def split_full(rest: Sequence[str]) -> tuple[bool, list[str]]:
    """Whether all is to be printed, and the other words."""
    given = [one for one in rest if one.partition("=")[0] == FULL]
    left = [one for one in rest if one not in given]
    if any(one not in (f"{FULL}=true", f"{FULL}=false") for one in given) or len(given) > 1:
        raise UserError(f"{' '.join(given)}: not understood; allowed: {FULL}=true or {FULL}=false")
    return given == [f"{FULL}=true"], left


def split_check(words: Sequence[str], rest: Sequence[str]) -> tuple[list[str], list[str]]:
    """Theories and overrides where --check stands among them: it is the one option that theories may follow."""
    left = [one for one in rest if one != CHECK]
    named = next((n for n, one in enumerate(left) if "=" in one or one.startswith(("-", "~", "+"))), len(left))
    return [*words, *left[:named]], left[named:]


def check_theories(words: Sequence[str], overrides: Sequence[str]) -> None:
    """Say that theories are whole, and what each would compare; nothing is run. UserErrors hold all mistakes of all files."""
    from icsim.report.theory.clause_text import contrast_text
    from icsim.theory.theory_cases import load_cases

    if not words:
        raise UserError("no theory; name one or more of icsim list theories, or files, such as icsim test --check mine.yaml")
    for case in load_cases(words, overrides):
        pair, counts = case.pair[0], {part: sum(one.part == part for one in case.asked) for part in PARTS}
        clauses = ", ".join(f"{count} of {part}" for part, count in counts.items() if count)
        after = f"follows {case.theory.follows}, in the worlds that its resource leaves; " if case.theory.follows else ""
        untested = list(_unreached(case))
        whole = "whole, but the model cannot test it" if untested else "whole"
        print(f"{case.where}: {whole}. {case.theory.title}.\n  {after}compares {contrast_text(case.theory)}; clauses: {clauses}")
        for line in _actors(case):
            print(f"  {line}")
        print(f"  {pair.world.title}, {pair.weeks} weeks; nothing was run: {case.command}", flush=True)
        print("".join(untested), end="", file=sys.stderr, flush=True)
        _print_design(case)


def _actors(case: "TheoryCase") -> Iterator[str]:
    """Who acts."""
    from icsim.report.theory.actors_text import actors_record, actors_sentence
    from icsim.theory.actors import bind_actors

    bound = bind_actors(case.theory, case.arms, case.where)
    if bound is not None:
        yield f"actors: {actors_sentence(actors_record(bound))}"


def checked_config(words: Sequence[str], command: str, overrides: Sequence[str]) -> dict[str, object]:
    """What `--cfg job` prints: the configuration without any theory's own part. The theories named are checked beside it."""
    from icsim.theory.theory_cases import load_cases

    load_cases(words, overrides)
    return compose(command, overrides).resolved()


def run_theories(words: Sequence[str], points: Sequence[Sequence[str]], full: bool = False) -> None:
    """The seam to the theories. Every theory of every point is checked before the first one runs."""
    from icsim.interface.theories import carry_out, run_chains
    from icsim.report.chain_text import chain_text
    from icsim.report.theory.theory_terminal import print_theories
    from icsim.report.theory.write_study import write_theory_study
    from icsim.results.theory_study import plan_study
    from icsim.theory.theory_cases import load_cases

    planned = []
    for overrides in points:
        command = shlex.join(["icsim", "test", *words, *overrides])
        planned.append(plan_study(load_cases(words, overrides), command, alone=len(points) == 1))
    print_if_unfit(case.pair[0] for each in planned for case in each.cases)
    _print_warnings([case for each in planned for case in each.cases])
    for each in planned:
        _ = each.inside  # refused before the first of them runs
    for each in planned:
        reused = carry_out(each, aside=True)
        chains = run_chains(each)
        print_theories(write_theory_study(each), each.folder, reused, full)
        _print_versions(each)
        for chain in chains:
            print(chain_text(chain))


def _print_versions(planned: "TheoryStudy") -> None:
    """Of one theory that was tried in several versions: each time, what changed and what came."""
    from icsim.report.theory.log_text import log_lines
    from icsim.results.version_log import log_of

    log, ids = log_of(planned), [case.theory.id for case in planned.cases]
    tries = log.tries(ids)
    if len(ids) == 1 and len({one.predicted.version for one in tries}) > 1:
        print(f"versions of {ids[0]}, in {log.path}:")
        print("\n".join(log_lines(tries, MOST_VERSIONS)))


def _print_warnings(cases: Sequence["TheoryCase"]) -> None:
    """What is worth knowing before the run: a key clause that no rule leads to, and what the design leaves open."""
    from icsim.theory.comparison import differences_at_once

    several = {case.theory.id: count for case in cases if (count := differences_at_once(case))}
    together = len(several) > MOST_APART
    if together:
        told = and_list([f"{name} ({count} things)" for name, count in several.items()])
        print(f"icsim: the worlds of {told} differ in several things at once: {TOGETHER}", file=sys.stderr, flush=True)
    for case in cases:
        print("".join(_unreached(case)), end="", file=sys.stderr)
        _print_design(case, told=together)


def _unreached(case: "TheoryCase") -> Iterator[str]:
    """A line for each key clause that no rule leads to."""
    from icsim.theory.routes import unreached

    for route in unreached(case):
        clause = f"{route.asked.part}.{route.asked.number - 1} ({route.asked.clause.measure})"
        text = f"no rule leads from what differs between the worlds to {clause}: the model cannot test this theory"
        yield f"icsim: {case.theory.id}: {text}\n"


def _print_design(case: "TheoryCase", told: bool = False) -> None:
    """What a reader should know of the design before the result, a line each: also where many are tested, or none is run.

    `told`: that the worlds differ in several things was said before, of all theories.
    """
    from icsim.theory.comparison import other_warnings, warnings

    for text in other_warnings(case) if told else warnings(case):
        print(f"icsim: {case.theory.id}: {text}", file=sys.stderr, flush=True)
