"""Every experiment that ships says its command first, and is whole: all its points are checked."""

import pytest

from icsim.resources import experiments_dir
from icsim.sweep.study import study

FILES = sorted(experiments_dir().glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_experiment_is_what_its_command_says(path):
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    assert first == f"# icsim sweep experiment={path.stem}"
    assert second == "# @package _global_"
    made = study([f"experiment={path.stem}"])
    assert made.name == path.stem
    assert made.asked.question
    assert made.points.count > 1
    last = made.points.rows([made.points.count - 1])[0]
    assert made.settings(last, made.arms[-1]).weeks == made.first.weeks
