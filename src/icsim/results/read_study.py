"""A finished study of theories, read back from its folder, and refused where a file is no longer what the study wrote."""

from pathlib import Path

from icsim.base.errors import UserError
from icsim.results.ro_crate import CRATE, changed_files
from icsim.results.theory_study import PARTS, StudyRequest
from icsim.results.verdict import VerdictFile, VerdictsFile


def read_study(folder: Path, key: str) -> VerdictsFile:
    """The verdicts of a study. UserError where it is none, is not finished, or its files disagree."""
    if not folder.is_dir():
        raise UserError(f"{key}: {folder} is no folder; give the folder that icsim test wrote")
    if not (folder / StudyRequest.FILE).is_file():
        raise UserError(f"{key}: {folder} holds no study of theories ({StudyRequest.FILE}); give the folder that icsim test wrote")
    if not (folder / VerdictsFile.FILE).is_file():
        request = StudyRequest.from_file(folder, key)
        raise UserError(f"{key}: {folder} is not finished; go on with: {request.command}")
    study = VerdictsFile.from_file(folder, key)
    judged = {VerdictsFile.FILE, *(f"{PARTS}/{one.id}/{VerdictFile.FILE}" for one in study.theories)}
    for name, what in changed_files(folder, key) if (folder / CRATE).is_file() else ():
        if name in judged:
            raise UserError(f"{key}: {folder / name} {what}; make the study again: {study.command}")
    for one in study.theories:
        part = folder / PARTS / one.id
        if not part.is_dir():
            raise UserError(f"{key}: {part}: not there, but {VerdictsFile.FILE} tells of it; make the study again: {study.command}")
        if VerdictFile.from_file(part, key) != one:
            both = f"{folder / VerdictsFile.FILE} and {part / VerdictFile.FILE}"
            raise UserError(f"{key}: {both} disagree on {one.id}, so one was edited; make the study again: {study.command}")
    return study
