"""What the back row sees of each lesson: its leading line, and how far apart the worlds are there, as a share of the axis.

python benchmarks/moments.py                      a line for each lesson, at its moment of difference and at its end
"""

from typing import NamedTuple

import numpy as np

from icsim.teach.lessons.leading_lines import leading_lines
from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.lessons.lesson_results import axis_of, run_readings
from icsim.teach.lessons.lesson_worlds import lesson_settings
from icsim.teach.lessons.load_lesson import shipped_lessons
from icsim.teach.link_query import replicate_at
from icsim.teach.page_text import READING

SEEN = 0.1  # of an axis: below it the page says that next to nothing followed (static/difference.js)


class Moment(NamedTuple):
    """Where the worlds of a lesson are furthest apart in the line that leads."""

    line: str
    week: int
    share: float  # of the axis
    end: float  # the same in the last week in which all of them have a value


def moment(name: str) -> Moment:
    """Of a lesson with its own worlds and luck."""
    lesson = open_shipped_lesson(name)
    worlds = lesson_settings(lesson)
    shown = lesson.pair_counts.shown if lesson.pair_counts else 0
    run = run_readings(lesson, worlds, replicate_at(worlds[0], shown))
    lead = leading_lines(run)[0].removeprefix(READING)
    low, high = axis_of(run.reads[lead], run.courses[lead])
    gaps = np.ptp(run.courses[lead], axis=1) / (high - low)
    there = gaps[~np.isnan(gaps)]
    return Moment(run.reads[lead].display, int(np.nanargmax(gaps)), float(there.max()), float(there[-1]))


def main() -> None:
    """Print them, as a table."""
    print("| lesson | leading line | week | apart, of the axis | at the end | the page says |\n|---|---|--:|--:|--:|---|")
    for name in sorted(shipped_lessons()):
        one = moment(name)
        said = "a difference" if one.share >= SEEN else "next to nothing followed"
        print(f"| {name} | {one.line} | {one.week} | {100 * one.share:.0f} % | {100 * one.end:.0f} % | {said} |")


if __name__ == "__main__":
    main()
