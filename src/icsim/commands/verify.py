"""`icsim verify FOLDER`: whether a finished study is what it was, and gives the same numbers again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean
from icsim.commands.keys import asks_help, one_word

if TYPE_CHECKING:
    from icsim.results.verify_study import Verified

USAGE = "icsim verify FOLDER [sample=N]"
SHOWN = 8


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim verify`: the folder of a study, and how much of it is run again."""
    if asks_help(rest):
        print(f"usage: {USAGE}\n")
        print("Every file of a study is compared with ro-crate-metadata.json, and a sample of its worlds is run again")
        print("and compared with its tables to the bit: of each theory of icsim test, of both versions of icsim compare, or under")
        print("each model of icsim scoreboard, N settings (4) with all their replicates; of icsim mechanisms, all combinations in")
        print("N settings; of icsim run, N worlds; of a sweep, N rows; a trace is followed again as a whole.")
        return
    sample: int | None = None
    for given in rest:
        key, equals, value = given.partition("=")
        if key != "sample" or not equals:
            raise UserError(f"verify: {given} is not understood; allowed: {USAGE}{did_you_mean(key, ['sample'])}")
        if not value.isdecimal() or int(value) < 1:
            raise UserError(f"sample: {value or 'nothing'} is not allowed; give a whole number of 1 or more")
        sample = int(value)
    folder = Path(one_word("verify", USAGE, words, "no folder; give the folder of a finished study")).expanduser()
    from icsim.sweep.study_record import Study

    if (folder / "table").is_dir() and (folder / Study.FILE).is_file():
        _sweep(folder, sample)
    else:
        from icsim.results.verify_study import SAMPLE

        _again(folder, _kind(folder)(folder, sample or SAMPLE))


def _again(folder: Path, verified: "Iterator[Verified]") -> None:
    """Say of each sample whether it is the same; a UserError where it is not."""
    other = False
    for one in verified:
        if one.differing:
            same = "it was altered, or this processor computes otherwise"
            why = same if one.same_source else "it was made by another state of icsim"
            differ = f"{len(one.differing)} of {one.compared} {one.numbers} differ, the first is {one.differing[0]}"
            raise UserError(f"verify: {one.about}: {differ}; {why}")
        print(f"{one.about}: {one.compared} {one.numbers} {one.sample} are the same to the bit")
        other = other or not one.same_source
    if other:
        print("the study was made by another state of icsim")
    _print_compared(folder)


def _kind(folder: Path) -> "Callable[[Path, int], Iterator[Verified]]":
    """What runs a sample of a folder again, by the results that it holds; a study of theories where it holds nothing else."""
    from icsim.base.document import Document
    from icsim.report.trace.verify_trace import verify_trace
    from icsim.results.comparison import ComparisonFile
    from icsim.results.mechanisms import MechanismsFile
    from icsim.results.run import Summary
    from icsim.results.scoreboard import ScoreboardRequest
    from icsim.results.trace import Trace
    from icsim.results.verify_results import verify_comparison, verify_mechanisms, verify_run, verify_scoreboard
    from icsim.results.verify_study import verify_study

    kinds: dict[type[Document], Callable[[Path, int], Iterator[Verified]]] = {
        ScoreboardRequest: verify_scoreboard, MechanismsFile: verify_mechanisms, Summary: verify_run, Trace: verify_trace,
        ComparisonFile: verify_comparison,
    }  # fmt: skip
    return next((verify for kind, verify in kinds.items() if (folder / kind.FILE).is_file()), verify_study)


def _sweep(folder: Path, sample: int | None) -> None:
    """Rows of a sweep's table, evenly spread."""
    import pyarrow.dataset as ds

    from icsim.commands.rerun import rerun_and_compare
    from icsim.results.ro_crate import CRATE, changed_files

    crate = (folder / CRATE).is_file()
    for name, what in changed_files(folder, "verify") if crate else ():
        raise UserError(f"verify: {folder / name} {what}; make the study again, or bring the file back")
    rows = sorted(ds.dataset(folder / "table", format="parquet").to_table(columns=["row"])["row"].to_pylist())
    if not rows:
        raise UserError(f"verify: {folder / 'table'} has no rows; go on with the sweep first")
    count = min(sample or 4, len(rows))
    for n in range(count):
        rerun_and_compare(str(folder), rows[n * (len(rows) - 1) // max(count - 1, 1)], None)
    if crate:
        _print_compared(folder)
    else:
        print(f"{CRATE} is not there: no file was compared with what was written")


def _print_compared(folder: Path) -> None:
    """Which files were compared, and found as they were written, and which others lie there."""
    from icsim.results.ro_crate import CRATE, listed_files, other_files

    print(f"compared with {CRATE}, and as the study wrote them: {_counted(listed_files(folder, 'verify'))}")
    if other := other_files(folder, "verify"):
        print(f"not compared, for the study did not write them: {_counted(other)}")


def _counted(names: Sequence[str]) -> str:
    """How many files, and which: those at the top by name, those below a folder by how many they are."""
    top = [name for name in names if "/" not in name]
    below = Counter("/".join(name.split("/")[: 2 if name.startswith("parts/") else 1]) for name in names if "/" in name)
    shown = [*top[:SHOWN], *(f"{folder}/ ({count})" for folder, count in list(below.items())[:SHOWN])]
    rest = len(top) + len(below) - len(shown)
    return f"{len(names)} file{'s' * (len(names) != 1)}: {', '.join(shown)}{f' and {rest} more' if rest else ''}"
