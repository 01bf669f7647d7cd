"""The statements of the review: their ids, the theory files that express them, and what no file can say."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from icsim.base.yaml_io import read_yaml

HERE = Path(__file__).parent


@cache
def statements() -> Mapping[str, tuple[str, ...]]:
    """The ids of the statements by mechanism, in the review's order."""
    return {mechanism: tuple(ids) for mechanism, ids in read_yaml(HERE / "statements.yaml").items()}


@cache
def not_expressed() -> Mapping[str, str]:
    """Statements without a theory file, each with the reason."""
    return {key: str(reason) for key, reason in read_yaml(HERE / "not_expressed.yaml").items()}


def theory_id_of(statement: str) -> str:
    """The id of the theory that expresses a statement, if there is one: `T1.13` is `t1_13`, `Box 4` is `box4`."""
    return statement.lower().replace(".", "_").replace(" ", "")


def natural(key: str) -> list[int | str]:
    """What to sort ids by, so that `t1_2` comes before `t1_10`."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", key)]
