"""The luck that is shown first: the pair of worlds nearest the median of many; and how the others went.

`python -m icsim.teach.lessons.lesson_pairs FILE ...` works it out and writes it into lesson files as their last
block, `pair_counts`.
"""

import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from icsim.base.atomic_output import write_atomically
from icsim.base.errors import EXIT_USER_ERROR, UserError
from icsim.config.settings import Settings
from icsim.engine.ensemble import EnsembleResult, replicate_seeds, run_ensemble
from icsim.teach.lessons.lesson_schema import Lesson, PairCounts, PairSummary
from icsim.teach.lessons.lesson_worlds import BoundReading, bind_readings, check_lesson
from icsim.teach.lessons.load_lesson import find_lesson, read_lesson
from icsim.trace.representative_pair import nearest_to_median

PAIRS = 200


def summarise_pairs(lesson: Lesson, worlds: Sequence[Settings], pairs: int = PAIRS) -> PairSummary:
    """Run the worlds with many replicates; choose by the reading of `representative_by`, count by it and by those of `counted`.

    UserError where no pair has a value to choose by.
    """
    asked = bind_readings(lesson, worlds)
    wanted = [asked[name] for name in dict.fromkeys([lesson.representative_by, *lesson.counted])]
    queries = {query.key: query for one in wanted for query, _ in one.terms}
    values = run_ensemble(worlds, replicate_seeds(worlds[0], pairs), list(queries.values()), sorted({one.week for one in wanted}))
    apart = {one.name: _apart(lesson, one, values, list(queries)) for one in wanted}
    first = apart[lesson.representative_by]
    try:
        shown = nearest_to_median(first, np.zeros_like(first)).index
    except ValueError:
        raise UserError(
            f"{lesson.name}: representative_by: {lesson.representative_by} has a value in none of {pairs} pairs; choose another"
        ) from None
    return PairSummary(pairs=pairs, shown=shown, tally={one.name: _tally(apart[one.name], one.smallest) for one in wanted})


def open_lesson(path: Path) -> Lesson:
    """The lesson in a file, ready to be shown: all of it checked; what many pairs say is worked out if it is not written down."""
    lesson = read_lesson(path)
    worlds = check_lesson(lesson)
    if lesson.pair_counts is not None and {lesson.representative_by, *lesson.counted} <= lesson.pair_counts.tally.keys():
        return lesson
    return lesson.model_copy(update={"pair_counts": summarise_pairs(lesson, worlds)})


@cache
def open_shipped_lesson(name: str) -> Lesson:
    """A lesson by its name, the same; once."""
    return open_lesson(find_lesson(name))


def _apart(lesson: Lesson, one: BoundReading, values: EnsembleResult, keys: list[str]) -> np.ndarray:
    """First of the reading's two worlds less the second, [replicate]."""
    first, second = lesson.pair(one.name)
    total = np.zeros(values.array.shape[::3])
    for query, weight in one.terms:
        total = total + weight * values.of(keys.index(query.key), one.week)
    return np.asarray(total[first] - total[second])


def _tally(apart: np.ndarray, smallest: float) -> PairCounts:
    found = apart[~np.isnan(apart)]
    return PairCounts(
        more=int((found > 0.0).sum()), less=int((found < 0.0).sum()), same=int((found == 0.0).sum()),
        counts=int((np.abs(found) >= smallest).sum()),
    )  # fmt: skip


def write_pair_summary(path: Path) -> PairSummary:
    """Work `pair_counts` out for a lesson file, and write it there in place of what stood there."""
    lesson = read_lesson(path)
    found = summarise_pairs(lesson, check_lesson(lesson))
    kept = re.sub(r"\npair_counts:\n(?:[ ].*\n|\n)*\Z", "\n", path.read_text(encoding="utf-8")).rstrip("\n")
    data = {"pair_counts": found.model_dump()}
    block = yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=120)
    write_atomically(path, f"{kept}\n\n{block}")
    return found


def main(paths: Sequence[str]) -> int:
    """Work it out for each file; the exit code is that of the command line."""
    for given in paths:
        try:
            made = write_pair_summary(Path(given))
        except UserError as error:
            print("icsim:", error, file=sys.stderr)
            return EXIT_USER_ERROR
        print(f"{given}: luck {made.shown} of {made.pairs}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
