"""`icsim report`: what a finished study says, as a page: of a sweep with figures and tables, of any other from what it stored."""

import argparse
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean
from icsim.commands.keys import asks_help, one_word

if TYPE_CHECKING:
    from icsim.sweep.analysis.sweep_results import SweepResults

USAGE = "icsim report FOLDER [key=value ...]"
ABOUT = (
    "What a finished study says, as a page. FOLDER is what icsim sweep, test, compare, scoreboard, mechanisms, run or trace\n"
    "wrote; of all but a sweep, the page is made anew from the stored results alone, and takes out=PATH only. Of a sweep:\n"
    "report.html with figures (PNG, SVG), a CSV for each table and analysis.json; what it tells depends on the design: which\n"
    "axes matter (saltelli, morris, lhs, sobol), and with where=… in which part of the space an outcome comes about (lhs,\n"
    "sobol, saltelli, grid, file)."
)
KEYS = {
    "measures": "measures=[trust,collaboration_w52]: outcomes to tell of, at the last week or at the one named",
    "arms": "arms='[shared, shared - told]': of a study with arms, which of them, or the difference of two",
    "where": "where='trust_w260 < 0.4 and morale between 0.1 and q75': a condition on means over replicates (q75: their quantile);"
    " says where in the space it holds; may be given several times",
    "policies": "policies=[leadership.both.working_with_power.share]: the axes that are decided on, the others being uncertain;"
    " else those of leadership, leaders and timeline",
    "meets": "meets='trust > 0.5 and staff_strain < 0.3': what a policy has to reach; says in what share of the settings it does;"
    " may be given several times",
    "axes": "axes=[context.demand]: what figures are drawn along",
    "out": "out=PATH: where the report goes; FOLDER/report where nothing is said",
}
SEVERAL = ("where", "meets")  # may be asked more than once
MANY = 500_000  # worlds from which on a sweep leaves its report to whoever asks for it
COMMAS = re.compile(r",(?![^\[]*\])")  # not those inside a selection, fairness[profession=nurse,tier=team]


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim report`."""
    if asks_help(rest):
        argparse.ArgumentParser(prog="icsim report", usage=USAGE, description=ABOUT, add_help=False).print_help()
        print("\nkeys:\n" + "\n".join(f"  {about}" for about in KEYS.values()))
        return
    word = one_word("report", USAGE, words, "no folder; give the folder of a finished study")
    given = parse_report_keys(rest)
    if (Path(word) / "verdicts.json").exists():
        _theories(Path(word), given)
        return
    if _stored(Path(word).expanduser(), given):
        return
    from icsim.sweep.analysis.report_request import parse_report_request
    from icsim.sweep.analysis.sweep_results import load_results

    frame = load_results(word)
    wanted = parse_report_request(
        frame, parse_list(_one(given, "measures")), parse_list(_one(given, "arms")), given.get("where"),
        parse_list(_one(given, "axes")), parse_list(_one(given, "policies")), given.get("meets"),
    )  # fmt: skip
    from icsim.report.sweep.write_report import PAGE, REPORT, write_report

    out = _one(given, "out")
    folder = frame.folder / REPORT if out is None else Path(out).expanduser()
    write_report(frame, wanted, folder, shlex.join(["icsim", "report", *words, *rest]))
    _print_findings(frame, folder)
    print(f"report: {folder / PAGE}")


def _one(given: dict[str, list[str]], key: str) -> str | None:
    """What was given for a key that is there once."""
    return given[key][0] if key in given else None


def _stored(folder: Path, given: dict[str, list[str]]) -> bool:
    """The page of a scoreboard, the mechanisms, a run or a trace, made anew; False where the folder holds none of these."""
    if not folder.is_dir() or (folder / "table").is_dir():
        return False
    from icsim.report.finished_pages import page_kind, rewrite_page

    kind = page_kind(folder)
    if kind is None:
        return False
    _only_out(folder, kind.COMMAND, given)
    out = _one(given, "out")
    print(f"report: {rewrite_page(folder, kind, None if out is None else Path(out).expanduser())}")
    return True


def _only_out(folder: Path, command: str, given: dict[str, list[str]]) -> None:
    if unfit := [key for key in given if key != "out"]:
        raise UserError(f"{unfit[0]}: {folder} was written by {command}, whose report takes no such key; allowed: out=PATH")


def _theories(folder: Path, given: dict[str, list[str]]) -> None:
    """The page of a finished study of theories, made anew; nothing is run."""
    _only_out(folder, "icsim test", given)
    from icsim.report.theory.theory_terminal import overview
    from icsim.report.theory.write_study import rewrite_report

    page = Path(_one(given, "out") or folder) / "report.html"
    for line in overview(rewrite_report(folder, page)):
        print(line)
    print(f"report: {page}")


def _print_findings(frame: "SweepResults", folder: Path) -> None:
    """What a report found, the clearest first."""
    from icsim.report.sweep.findings import finding_lines
    from icsim.results.sweep import Analysis

    for line in finding_lines(Analysis.from_file(folder, "report"), frame):
        print(line)


def parse_report_keys(rest: Sequence[str]) -> dict[str, list[str]]:
    """The keys of the command. UserError for one that is unknown, empty or there twice, but for those that may be."""
    given: dict[str, list[str]] = {}
    for word in rest:
        key, equals, value = word.partition("=")
        if not equals or key not in KEYS:
            raise UserError(f"report: {word} is not understood; allowed: {', '.join(KEYS)} as key=value{did_you_mean(key, KEYS)}")
        if not value.strip() or (key in given and key not in SEVERAL):
            raise UserError(f"{key}: {'is there twice' if key in given else 'empty'}; give {KEYS[key]}")
        given.setdefault(key, []).append(value)
    return given


def parse_list(given: str | None) -> list[str] | None:
    """`[a, b]` or `a,b` as a list."""
    if given is None:
        return None
    inside = given.strip()
    inside = inside[1:-1] if inside.startswith("[") and inside.endswith("]") else inside
    return [one.strip() for one in COMMAS.split(inside) if one.strip()]


def after_sweep(folder: Path) -> None:
    """The report at the end of a sweep, unless it is there already, nothing suits the design, or it would take long."""
    from icsim.report.sweep.write_report import PAGE, REPORT, up_to_date, write_report
    from icsim.sweep.analysis.report_request import parse_report_request
    from icsim.sweep.analysis.sweep_results import load_results

    frame = load_results(folder)
    command = shlex.join(["icsim", "report", str(folder)])
    wanted = parse_report_request(frame)
    if up_to_date(frame, wanted, folder / REPORT):
        _print_findings(frame, folder / REPORT)
        print(f"report: {folder / REPORT / PAGE}")
        return
    if (why := _not_now(frame)) is not None:
        print(f"report: {why}: {command}")
        return
    print(f"{frame.title}: making the report", file=sys.stderr, flush=True)
    write_report(frame, wanted, folder / REPORT, command)
    _print_findings(frame, folder / REPORT)
    print(f"report: {folder / REPORT / PAGE}")


def _not_now(frame: "SweepResults") -> str | None:
    """Why a sweep leaves the report to a command of its own."""
    if frame.there.size > MANY:
        return f"{frame.there.size:,} worlds take a while"
    return None
