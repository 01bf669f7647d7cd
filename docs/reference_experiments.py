"""The head of each experiment as the page of experiments includes it: what its file says, no second copy."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from icsim.base.resources import experiments_dir
from icsim.base.yaml_io import read_yaml


def pages() -> Mapping[str, Callable[[], str]]:
    """One part of a page for each experiment, by name."""
    return {f"experiment_{path.stem}": partial(head, path) for path in sorted(experiments_dir().glob("*.yaml"))}


def head(path: Path) -> str:
    """Question, command and minutes, out of the experiment's own file."""
    data = read_yaml(path)
    command, _, minutes, *_ = (line.removeprefix("# ") for line in path.read_text(encoding="utf-8").splitlines())
    return f"*{data['question']}*\n\n`{command}` · {minutes} · {data['replicates']} replicates at every point\n"
