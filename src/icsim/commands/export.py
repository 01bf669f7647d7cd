"""`icsim export STUDY`: the verdicts of a finished study as tables for a supplement."""

from collections.abc import Sequence
from pathlib import Path

from icsim.commands.keys import asks_help, one_word, own_keys

USAGE = "icsim export STUDY [out=FOLDER]"
SUPPLEMENT = "supplement"  # the folder within the study's


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim export`: the folder of a study, and where the tables go."""
    if asks_help(rest):
        print(f"usage: {USAGE}\n\nThe verdicts of the study that icsim test wrote into STUDY: supplement.md, supplement.docx (with")
        print("python-docx), every number in verdicts.csv and clauses.csv, and checklists.md, the items of RAMESES II, STRESS-ABS")
        print("and ODD+D with what the study answers; in STUDY/supplement, unless out= says where.")
        return
    out = own_keys("export", USAGE, ["out"], rest).get("out")
    study = Path(one_word("export", USAGE, words, "no folder; give the folder that icsim test wrote")).expanduser()
    from icsim.report.checklists.checklist import OPEN, checklists
    from icsim.report.supplement.write_supplement import write_supplement
    from icsim.results.chains import ChainsFile
    from icsim.results.read_study import read_study
    from icsim.results.version_log import log_beside

    found = read_study(study, "export")
    folder = study / SUPPLEMENT if out is None else Path(out).expanduser()
    chains = ChainsFile.from_file(study, "export").chains if (study / ChainsFile.FILE).is_file() else ()
    done = write_supplement(found, folder, log_beside(study).tries(one.id for one in found.theories), chains)
    count = len(found.theories)
    open_items = sum(item.status == OPEN for one in checklists() for item in one.items)
    print(f"{count} verdict{'s' * (count != 1)}: {folder} ({', '.join(done.files)})")
    print(f"checklists.md: RAMESES II, STRESS-ABS and ODD+D; {open_items} items of them only the author can answer")
    if done.missing:
        print(done.missing)
