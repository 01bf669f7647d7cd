"""Many theories tried one after the other, each a part in a folder of its own: what is done is not done again.

A part is reused where two hashes are those of now: of its content (theory, arms, budget) and of the source. The source is that of
pages as well as of numbers: figures and sentences hang on the report, and a page whose parts were made by different states of it
would say so nowhere.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from icsim.base import fingerprint
from icsim.base.atomic_output import atomic_folder
from icsim.base.document import Document, Record, whole
from icsim.base.errors import UserError
from icsim.base.suggest import list_names
from icsim.results.ro_crate import CRATE, changed_files
from icsim.results.verdict import VerdictFile
from icsim.theory.theory_cases import TheoryCase

PARTS = "parts"
THEORY = "theory.yaml"  # the theory of a part, as it was tested
VERDICT = VerdictFile.FILE  # the last of a part's files by name: it takes its place when all others have taken theirs

RunCase = Callable[[TheoryCase, Path], None]
"""Tries a case and keeps its part (`keep_part`) in a folder, at once or when it comes to it."""
Say = Callable[[int, TheoryCase], None]
"""Told after each case that had to be run: how many parts there are now, and which is new."""


class StudyRequest(Document):
    """What was asked of a study; it tells the folder of one from any other, from its first second."""

    FILE: ClassVar[str] = "study.json"
    COMMAND: ClassVar[str] = "icsim test"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    """Number of this schema."""
    command: str
    theories: tuple[str, ...]
    """Their ids."""


class PartHashes(Record):
    """What says whether a part is of now; all else that its file holds is left unread."""

    model_config = ConfigDict(extra="ignore")

    content_hash: str
    source_hash: str


@dataclass(frozen=True)
class TheoryStudy:
    """Theories that are tried together."""

    cases: tuple[TheoryCase, ...]
    folder: Path
    command: str

    @cached_property
    def source(self) -> str:
        """Hash of all that decides what a part looks like, beside its content."""
        return fingerprint.pages()

    def part(self, case: TheoryCase) -> Path:
        """Where a case's own results lie."""
        return self.folder / PARTS / case.theory.id

    def done(self, case: TheoryCase) -> bool:
        """Whether a case's part is whole and of now."""
        try:
            data = json.loads((self.part(case) / VERDICT).read_bytes())
            found = PartHashes.model_validate(data)
        except (OSError, ValueError, RecursionError):
            return False
        return whole(data) and found == PartHashes(content_hash=case.content, source_hash=self.source)

    @cached_property
    def inside(self) -> bool:
        """Whether its folder holds a study of these and other theories, in which these are done: it is read, and left as it is.

        A UserError where they are not done as asked for now, or where the folder is that of another study: it would be lost.
        """
        held = _theories_in(self.folder)
        if held is None or held <= {case.theory.id for case in self.cases}:
            return False
        others = sorted(held - {case.theory.id for case in self.cases})
        missing = [case.theory.id for case in self.cases if case.theory.id not in held or not self.done(case)]
        if missing:
            hint = "nothing was changed; give a folder that is new or empty, out=PATH, or leave out= out"
            what = f"{missing[0]} is not done there as it is asked for now"
            raise UserError(f"out: {self.folder} holds a study of other theories, too ({list_names(others)}), and {what}; {hint}")
        return True


def _theories_in(folder: Path) -> set[str] | None:
    """The theories of the study that a folder holds; None where it holds none that can be read. UserError for a sweep's."""
    try:
        data = json.loads((folder / StudyRequest.FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if isinstance(data, dict) and "design" in data:
        raise UserError(f"out: {folder} holds the study of a sweep; give a folder that is new or empty, out=PATH")
    try:
        return set(StudyRequest.model_validate(data).theories)
    except ValueError:
        return None


def plan_study(cases: Sequence[TheoryCase], command: str, alone: bool = True) -> TheoryStudy:
    """A study of these cases; `alone`: `out` is its own folder, not the one above several."""
    seen: dict[str, str] = {}
    for case in cases:
        if case.theory.id in seen:
            other = seen[case.theory.id]
            raise UserError(f"{case.where}: id: {case.theory.id} is also that of {other}; give one of them another id")
        seen[case.theory.id] = case.where
    return TheoryStudy(tuple(cases), cases[0].pair[0].results_folder(name_of(cases), alone), command)


def name_of(cases: Sequence[TheoryCase]) -> str:
    """The name of a study's folder.

    One theory's holds its content. Several theories' holds what was asked for, so that one that is edited is tried again
    beside the others that are not.
    """
    first, *others = cases
    if not others:
        return f"{first.theory.id}-{first.content[:8]}"
    asked = [[case.theory.id for case in cases], sorted(o for o in first.overrides if not o.startswith(("out=", "engine")))]
    short = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:8]
    return f"{first.theory.id}-and-{len(others)}-more-{short}"


def run_study(planned: TheoryStudy, work: RunCase, say: Say) -> int:
    """Try every case that is not done yet, and say how many were. Ctrl-C leaves whole parts, and nothing of the one under way."""
    if planned.inside:
        return len(planned.cases)
    with atomic_folder(planned.folder, StudyRequest.FILE) as making:
        StudyRequest(command=planned.command, theories=tuple(case.theory.id for case in planned.cases)).write(making)
    _forget_edited(planned)
    missing = [case for case in planned.cases if not planned.done(case)]
    if missing:
        (planned.folder / CRATE).unlink(missing_ok=True)  # it told of a study that is no longer this one
    reused = len(planned.cases) - len(missing)
    for n, case in enumerate(missing, start=1):
        work(case, planned.part(case))
        say(reused + n, case)
    return reused


def keep_part(part: Path, write: Callable[[Path], None]) -> None:
    """Have a part written, all its files at once. The folder comes first: one that cannot be written costs nothing."""
    with atomic_folder(part, VERDICT) as making:
        write(making)
        for old in part.glob("*.*g"):  # a figure that the theory had before and has no longer
            if old.suffix in (".png", ".svg") and not (making / old.name).exists():
                old.unlink()


def _forget_edited(planned: TheoryStudy) -> None:
    """Parts with a file that was edited or is gone are tried again: else the study's new crate would call them whole."""
    if not (planned.folder / CRATE).is_file():
        return
    try:
        changed = [name.split("/") for name, _ in changed_files(planned.folder, "test")]
    except UserError:  # a crate that cannot be read tells nothing
        return
    for part in {name[1] for name in changed if name[0] == PARTS and (planned.folder / PARTS / name[1]).is_dir()}:
        (planned.folder / PARTS / part / VERDICT).write_text("{}\n", encoding="utf-8")  # there, and not done
