"""Tables of settings that resemble what was observed: where they lie, whether they are of now, and their rows.

`icsim calibrate` makes them. Rows stand in the order in which they were found and count alike: who wants n settings takes the
first n, and more than there are begin again.
"""

import gzip
import hashlib
import json
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import BinaryIO, TextIO

import numpy as np
from numpy.typing import NDArray

from icsim.base import fingerprint
from icsim.base.caches import user_folder
from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.config.settings import Settings

PRIOR, MATCHED = "prior", "matched"
FOLDER, NAME = "matched", "settings.csv.gz"  # a folder of conf/: `settings` would be a choice of files to Hydra
MAKE = "icsim calibrate"
MADE = "# "  # what the first line begins with: under which rules the table was made, and to which targets
DIGITS = 4
"""Significant digits of a number: no evidence gives more, and what is kept is what was tried."""
TOLD = ("rules", "targets", "command")  # what the first line says
MOST, LONGEST = 100_000, 2**20
"""Rows of a table, as many as `wanted` may be, and letters of a line: what is packed may be a thousand times its file's size."""
HEAD = ("setting", "weight")  # columns that are no numbers of the rules: the number of the draw, and how often it passed again


_said: set[Path] = set()


@dataclass(frozen=True)
class SettingsTable:
    """Settings of the rules' numbers, one a row."""

    names: tuple[str, ...]  # of numbers: FILE.NAME
    values: NDArray[np.float64]  # [row, name]
    drawn: tuple[int, ...]  # which draw of the prior each row is
    weights: NDArray[np.float64]  # in how many of its fresh sets of replicates each passed
    rules: str  # fingerprint of the rules under which it was made
    targets: str  # hash of what it was matched to
    command: str  # what to type to make it anew
    where: Path
    digest: str  # of the file, which says which table it is

    @property
    def outdated(self) -> bool:
        """Whether the rules are others now."""
        return self.rules != fingerprint.rules()

    def row(self, n: int) -> dict[str, float]:
        """The numbers of a setting; after the last comes the first again."""
        return dict(zip(self.names, self.values[n % len(self.values)].tolist(), strict=True))


def choose_settings(given: str | None) -> str:
    """Where a command's settings come from: what it was told, else the table that there is, else the independent ranges."""
    if given in (None, MATCHED):
        return MATCHED if _kept() else PRIOR if given is None else _missing()
    if given == PRIOR:
        return PRIOR
    read_settings(Path(str(given)).expanduser())
    return str(given)


def settings_of(settings: Settings) -> str:
    """Where the draws of a command come from, as its configuration says."""
    return choose_settings(settings.values.get("settings"))


def settings_table(chosen: str) -> SettingsTable | None:
    """The table behind a choice; none behind the independent ranges."""
    if chosen == PRIOR:
        return None
    path = _kept() if chosen == MATCHED else Path(chosen).expanduser()
    return read_settings(path) if path is not None else None


def unfit_lines(chosen: str, draws: int = 0) -> Iterator[str]:
    """A line where a table was made under other rules than those of now, and one where it has fewer rows than are drawn."""
    table = settings_table(chosen)
    if table is not None and table.outdated:
        yield (
            f"settings: {table.where.name} was matched under other rules ({table.rules[:8]}, now {fingerprint.rules()[:8]}) and "
            f"is used all the same; make it anew with: {table.command}"
        )
    if table is not None and len(table.values) < draws:
        yield (
            f"settings: {table.where.name} has {len(table.values)} rows, which {draws} draws take more than once: intervals are "
            f"too narrow; make a larger one with: {table.command} wanted={draws}"
        )


def kept_path() -> Path:
    """Where the table that all commands draw from is put: beside the sources in a clone, else in the user's cache folder."""
    beside = conf_dir() / FOLDER
    return beside / NAME if "_data" not in beside.parts and beside.parent.is_dir() else user_folder() / FOLDER / NAME


def _kept() -> Path | None:
    """The table to draw from: the user's own, where it was made under the rules of now, else the one that came with icsim."""
    own, shipped = user_folder() / FOLDER / NAME, conf_dir() / FOLDER / NAME
    there = [path for path in (own, shipped) if path.is_file() and _readable(path)]
    return next((path for path in there if not read_settings(path).outdated), there[-1] if there else None)


def _readable(path: Path) -> bool:
    """Whether a table is one; a spoilt one stops no command, and nobody draws from another unawares."""
    try:
        read_settings(path)
    except UserError:
        if path not in _said:
            _said.add(path)
            print(f"icsim: settings: {path} is spoilt and left aside; make it anew with: {MAKE}", file=sys.stderr, flush=True)
        return False
    return True


def _rows(file: TextIO, width: int) -> Iterator[list[float]]:
    """The rows of a table, one after the other; ValueError for the first that is none."""
    for number, line in enumerate(iter(partial(file.readline, LONGEST), "")):
        row = [float(cell) for cell in line.split(",")]
        if number >= MOST or len(row) != width:
            raise ValueError
        yield row


def _missing() -> str:
    raise UserError(f"settings: there is no matched table yet; make it with: {MAKE}; or take the whole ranges: settings={PRIOR}")


def write_settings(
    file: BinaryIO, names: Sequence[str], values: NDArray[np.float64], drawn: Sequence[int], weights: NDArray[np.float64],
    made_from: Mapping[str, object],
) -> None:
    """A table as a packed file of text; `made_from` says under which rules and to which targets."""
    lines = [MADE + json.dumps(dict(made_from), sort_keys=True), ",".join([*HEAD, *names])]
    for number, weight, row in zip(drawn, weights.tolist(), values.tolist(), strict=True):
        lines.append(",".join([str(number), f"{weight:g}", *(f"{value:.{DIGITS}g}" for value in row)]))
    file.write(gzip.compress("\n".join([*lines, ""]).encode(), mtime=0))


def read_settings(path: Path) -> SettingsTable:
    """The table in a file. UserError for a file that is none."""
    try:
        stamp = path.stat()
    except OSError as error:
        raise UserError(f"settings: {path}: {error.strerror}; give {PRIOR}, {MATCHED} or a table that {MAKE} left") from None
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, when: int, size: int) -> SettingsTable:
    try:
        packed = path.read_bytes()
        with gzip.open(path, "rt", encoding="utf-8") as file:
            made = json.loads(file.readline(LONGEST).removeprefix(MADE))
            names = tuple(file.readline(LONGEST).removesuffix("\n").split(",")[len(HEAD) :])
            cells = np.array(list(_rows(file, len(HEAD) + len(names))))
        if not len(cells) or not np.isfinite(cells).all() or not all(isinstance(made[key], str) for key in TOLD):
            raise ValueError
        digest = hashlib.sha256(packed).hexdigest()
        drawn = tuple(int(number) for number in cells[:, 0])
        values, weights = cells[:, len(HEAD) :], cells[:, 1]
        return SettingsTable(names, values, drawn, weights, made["rules"], made["targets"], made["command"], path, digest)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
        raise UserError(f"settings: {path} is no table of settings; give one that {MAKE} left") from None
