"""`icsim evidence THEORY`: the rules, papers and labels that a theory rests on."""

from collections.abc import Sequence
from pathlib import Path

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean

USAGE = "icsim evidence THEORY [study=FOLDER] [bib=FILE.bib]"
KEYS = ("study", "bib")


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim evidence`: one theory, the study that tells which numbers matter, and where BibTeX goes."""
    if any(word in ("--help", "-h") for word in rest):
        print(f"usage: {USAGE}\n")
        print("The rules between what a theory's arms set and what it reads, the papers that these rules lean on, and")
        print("how many of the numbers are assumptions. study=FOLDER, of icsim test: which numbers its effects follow.")
        print("bib=FILE.bib: the papers as BibTeX; printed, where it is not given.")
        return
    given: dict[str, str] = {}
    for one in rest:
        key, equals, value = one.partition("=")
        if key not in KEYS or not equals or not value or key in given:
            raise UserError(f"evidence: {one} is not understood; allowed: {USAGE}{did_you_mean(key, KEYS)}")
        given[key] = value
    if len(words) != 1:
        raise UserError(f"evidence: {' '.join(words) or 'nothing'} is no theory; give one: {USAGE}")
    from icsim.base.atomic_output import write_atomically
    from icsim.report.evidence_text import bibtex, evidence_lines
    from icsim.results.numbers_behind import numbers_behind
    from icsim.theory.evidence_base import evidence_base
    from icsim.theory.theory_cases import load_cases

    cases = load_cases(words, [])
    if len(cases) != 1:
        raise UserError(f"evidence: {words[0]} is {len(cases)} theories; give one")
    case, study = cases[0], given.get("study")
    behind = numbers_behind(Path(study).expanduser(), case.theory.id) if study is not None else None
    base = evidence_base(case)
    print("\n".join(evidence_lines(case.theory, base, behind, study)))
    text = bibtex(case.theory, base)
    if "bib" not in given:
        print(f"\n{text}", end="")
        return
    write_atomically(Path(given["bib"]).expanduser(), text)
    print(f"papers as BibTeX: {given['bib']}")
