"""`icsim evidence THEORY`: the rules, papers and labels that a theory rests on."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.commands.keys import asks_help, one_word, own_keys

if TYPE_CHECKING:
    from icsim.theory.theory_cases import TheoryCase

USAGE = "icsim evidence THEORY [study=FOLDER] [bib=FILE.bib]"
KEYS = ("study", "bib")


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim evidence`: one theory, the study that tells which numbers matter, and where BibTeX goes."""
    if asks_help(rest):
        print(f"usage: {USAGE}\n")
        print("The rules between what a theory's arms set and what it reads, the papers that these rules lean on, and")
        print("how many of the numbers are assumptions. study=FOLDER, of icsim test: which numbers its effects follow.")
        print("bib=FILE.bib: the papers as BibTeX; printed, where it is not given.")
        return
    given = own_keys("evidence", USAGE, KEYS, rest)
    word = one_word("evidence", USAGE, words, "no theory; give one")
    from icsim.base.atomic_output import write_atomically
    from icsim.report.evidence_text import bibtex, evidence_lines, untitled_lines
    from icsim.results.numbers_behind import numbers_behind
    from icsim.theory.evidence_base import evidence_base
    from icsim.theory.theory_cases import load_cases

    cases = load_cases([word], [])
    if len(cases) != 1:
        raise UserError(f"evidence: {word} is {len(cases)} theories; give one")
    case, study = cases[0], given.get("study")
    if study is not None:
        _check_same(case, Path(study).expanduser())
    behind = numbers_behind(Path(study).expanduser(), case.theory.id) if study is not None else None
    base = evidence_base(case)
    print("\n".join(evidence_lines(case.theory, base, behind, study)))
    text = bibtex(case.theory, base)
    if "bib" not in given:
        print(f"\n{text}", end="")
        return
    write_atomically(Path(given["bib"]).expanduser(), text)
    print(f"papers as BibTeX: {given['bib']}")
    for line in untitled_lines(case.theory, base):
        print(f"  {line}")


def _check_same(case: "TheoryCase", folder: Path) -> None:
    """That a study tried this theory, as it is now, and that none of its files was edited since."""
    from icsim.report.comparison.comparison_text import WORDS_ONLY
    from icsim.results.read_study import read_study
    from icsim.results.theory_study import PARTS
    from icsim.results.verify_study import kept_case
    from icsim.theory.compare_versions import changed_keys

    name, study = case.theory.id, read_study(folder, "study")
    found = next((one for one in study.theories if one.id == name), None)
    if found is None:
        ids = ", ".join(one.id for one in study.theories)
        raise UserError(f"study: {folder} did not try {name}, but {ids}; give the folder that icsim test {name} wrote")
    kept = kept_case(folder / PARTS / name, found.command, found.content_hash, "study")
    changed = [one for one in changed_keys(kept.theory, case.theory) if one[0].partition(".")[0] not in WORDS_ONLY]
    if changed:
        key, then, now = changed[0]
        more = f" ({len(changed) - 1} more)" if len(changed) > 1 else ""
        what = f"{key} was {then} there and is {now} in {case.where}{more}"
        raise UserError(f"study: {folder} holds another version of {name}: {what}; try this one first: icsim test {case.where}")
