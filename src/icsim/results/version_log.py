"""`log.jsonl`: which version of a theory was tried when, what it predicted before it ran, and what came.

Lines are only ever added. What a theory predicts is written before its worlds run: a prediction without a result is one of a run
that was stopped.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from icsim.base.document import Record
from icsim.base.errors import UserError
from icsim.base.plain_text import commanding
from icsim.results.theory_study import TheoryStudy
from icsim.theory.compare_versions import changed_keys
from icsim.theory.load_theory import parse_theory
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import Theory

LOG = "log.jsonl"
RUNS = Path("results", "runs")
LETTERS = 8  # of a version that a table shows


class LogLine(Record):
    """One line: a prediction, or what came of one."""

    when: str
    """Date and time, UTC."""
    event: Literal["predicted", "came"]
    theory: str
    """The theory's id."""
    version: str
    """Hash of what its file says."""
    content_hash: str
    """Of theory, arms and budget."""
    command: str
    said: tuple[str, ...]
    """Of a prediction, each key clause in words; of a result, the verdict and what came of each of them."""
    changed: tuple[str, ...] = ()
    """Of a prediction: what the file says otherwise than the version before it in this log."""
    file: dict[str, object] | None = None
    """Of the first prediction of a version: all that the file says, to tell the next version from it."""


@dataclass(frozen=True)
class LoggedTry:
    """A prediction with its result; no result: the run was stopped."""

    predicted: LogLine
    came: LogLine | None


@dataclass(frozen=True)
class VersionLog:
    """The log in a file, read and added to."""

    path: Path

    def lines(self) -> list[LogLine]:
        """All lines; none where there is no file. UserError for a line that is none."""
        try:
            text = self.path.read_text(encoding="utf-8") if self.path.is_file() else ""
        except (OSError, ValueError) as error:
            raise UserError(f"log: {self.path} cannot be read ({error}); move it away, and a new one is begun") from None
        return [self._line(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]

    def tries(self, theories: Iterable[str]) -> list[LoggedTry]:
        """Each time that one of these theories was tried, in the order of the log."""
        wanted, found, under_way = set(theories), list[LoggedTry](), dict[str, int]()
        for line in self.lines():
            if line.theory in wanted and line.event == "predicted":
                under_way[line.content_hash] = len(found)
                found.append(LoggedTry(line, None))
            elif line.theory in wanted and line.content_hash in under_way:
                at = under_way.pop(line.content_hash)
                found[at] = LoggedTry(found[at].predicted, line)
        return found

    def text_of(self, theories: Iterable[str]) -> str:
        """The lines of these theories, as the file has them."""
        wanted = set(theories)
        return "".join(_as_text(line) for line in self.lines() if line.theory in wanted)

    def predict(self, case: TheoryCase, said: Sequence[str], command: str = "") -> None:
        """Add what a theory predicts, before it runs; `command`: what was typed, if it was not `icsim test`."""
        before = [line for line in self.lines() if line.theory == case.theory.id and line.event == "predicted"]
        version, plain = version_of(case.theory), case.theory.model_dump(mode="json", exclude_defaults=True)
        new = all(line.version != version for line in before)
        changed = _changed(before, case.theory) if new and before else ()
        self._add(case, "predicted", said, command, changed, plain if new else None)

    def came(self, case: TheoryCase, said: Sequence[str], command: str = "") -> None:
        """Add what came of it."""
        self._add(case, "came", said, command)

    def _add(
        self, case: TheoryCase, event: Literal["predicted", "came"], said: Sequence[str], command: str,
        changed: Sequence[str] = (), file: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        line = LogLine(
            when=f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M:%S}", event=event, theory=case.theory.id,
            version=version_of(case.theory), content_hash=case.content, command=command or case.command, said=tuple(said),
            changed=tuple(changed), file=dict(file) if file is not None else None,
        )  # fmt: skip
        text = _as_text(line)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file_:
            file_.write(text)

    def _line(self, n: int, text: str) -> LogLine:
        why = f"log: {self.path}: line {n} is no line of a log; mend it or move the file away, and a new one is begun"
        try:
            data = json.loads(text)
            line = LogLine.model_validate(data)
        except (ValidationError, ValueError, RecursionError):
            raise UserError(why) from None
        if commanding(data) is not None:
            raise UserError(why)
        return line


def _as_text(line: LogLine) -> str:
    return json.dumps(line.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n"


def version_of(theory: Theory) -> str:
    """A hash of what a theory file says."""
    plain = json.dumps(theory.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def log_of(planned: TheoryStudy) -> VersionLog:
    """Where a study keeps its log: in its own folder where `out` names one, else one for all of them in results/runs."""
    chosen = planned.cases[0].pair[0].values["out"] is not None
    return VersionLog((planned.folder if chosen else planned.folder.parent) / LOG)


def log_beside(folder: Path) -> VersionLog:
    """The log of a finished study: in its folder, or in the one that holds it."""
    own = folder / LOG
    return VersionLog(own if own.is_file() else folder.parent / LOG)


def _changed(before: Sequence[LogLine], theory: Theory) -> list[str]:
    """What is different from the version tried last."""
    last = before[-1].version
    file = next((line.file for line in before if line.version == last and line.file is not None), None)
    if file is None:
        return []
    try:
        then = parse_theory(dict(file), "log")
    except UserError:  # a version under a vocabulary that is no longer that of now
        return ["the version before it can no longer be read"]
    return [f"{key}: {old} → {new}" for key, old, new in changed_keys(then, theory)]
