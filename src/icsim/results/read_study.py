"""A finished study of theories, read back from its folder, and refused where a file is no longer what the study wrote."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from icsim.base.errors import UserError
from icsim.results.comparison import ComparisonFile
from icsim.results.ro_crate import CRATE, changed_files, listed_files
from icsim.results.theory_study import PARTS, StudyRequest
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.sweep.run_table import TABLE


def read_study(folder: Path, key: str, made_anew: Sequence[str] = ()) -> VerdictsFile:
    """The verdicts of a study. UserError where it is none, is not finished, or any of its files is not what the study wrote.

    Files that are about to be `made_anew` may be anything.
    """
    if not folder.is_dir():
        raise UserError(f"{key}: {folder} is no folder; give the folder that icsim test wrote")
    if (folder / ComparisonFile.FILE).is_file():
        words = shlex.split(ComparisonFile.from_file(folder, key).first.command)
        first = shlex.join([word for word in words if not word.startswith("out=")])
        how = f"test a version by itself, such as {first} out=FOLDER, and give that folder"
        raise UserError(f"{key}: {folder} holds a comparison of two versions; its own tables are in its report.html; {how}")
    if (folder / TABLE).is_dir():
        raise UserError(f"{key}: {folder} holds a sweep, of which icsim report tells; give a folder that icsim test wrote")
    if not (folder / StudyRequest.FILE).is_file():
        raise UserError(f"{key}: {folder} holds no study of theories ({StudyRequest.FILE}); give the folder that icsim test wrote")
    if not (folder / VerdictsFile.FILE).is_file():
        request = StudyRequest.from_file(folder, key)
        raise UserError(f"{key}: {folder} is not finished; go on with: {request.command}")
    study = VerdictsFile.from_file(folder, key)
    _check_crate(folder, key, study, made_anew)
    for one in study.theories:
        part = folder / PARTS / one.id
        if VerdictFile.from_file(part, key) != one:
            both = f"{folder / VerdictsFile.FILE} and {part / VerdictFile.FILE}"
            raise UserError(f"{key}: {both} disagree on {one.id}, so one was edited; make the study again: {study.command}")
    return study


def _check_crate(folder: Path, key: str, study: VerdictsFile, made_anew: Sequence[str]) -> None:
    """That a crate tells of the files that hold verdicts, and that each file that it tells of is as it says."""
    again = f"make the study again: {study.command}"
    if not (folder / CRATE).is_file():
        raise UserError(f"{key}: {folder / CRATE} is not there, so nothing tells whether files were changed; {again}")
    listed = listed_files(folder, key)
    changed = [(name, what) for name, what in changed_files(folder, key) if name not in made_anew]
    for name in (VerdictsFile.FILE, *(f"{PARTS}/{one.id}/{VerdictFile.FILE}" for one in study.theories)):
        if name not in listed:
            raise UserError(f"{key}: {folder / CRATE} does not tell of {name}; {again}")
    if changed:
        name, what = changed[0]
        more = f" ({len(changed) - 1} more)" if len(changed) > 1 else ""
        raise UserError(f"{key}: {folder / name} {what}{more}; {again}")
