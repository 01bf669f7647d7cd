"""The reporting checklists: what icsim answers of each item from the code and from a study, and what is left to the author."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from icsim.base.version import __version__
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.catalogue.entries import EVIDENCE_LABELS
from icsim.report.theory.clause_text import role_text
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.rules import RULES, load_all
from icsim.theory.evidence_base import functional_forms
from icsim.week.week import STEPS

FOLDER = Path(__file__).parent
ANSWERED, IN_PART, OPEN = "answered", "in part: the rest is the author's", "open: only the author can say"
OF_A_STUDY = "of a study: icsim export fills it in"
PYTHON = "3.11"


@dataclass(frozen=True)
class ChecklistItem:
    """One item: what it asks, what icsim answers, where that stands, and what only the author can say."""

    id: str
    item: str
    says: str
    study: str  # what a study fills in, with names in braces
    where: tuple[str, ...]
    author: str

    @property
    def status(self) -> str:
        """Whether icsim answers it, in part, or not at all."""
        if not (self.says or self.study):
            return OPEN
        return IN_PART if self.author else ANSWERED


@dataclass(frozen=True)
class Checklist:
    """A published checklist, its items in words of our own."""

    name: str
    title: str
    cite: str
    note: str
    items: tuple[ChecklistItem, ...]


@cache
def checklists() -> tuple[Checklist, ...]:
    """All of them, numbers of the model filled in."""
    return tuple(_checklist(path) for path in sorted(FOLDER.glob("*.yaml")))


def answer(one: ChecklistItem, study: VerdictsFile | None = None) -> str:
    """What icsim answers, of a study where one is given."""
    filled = one.study.format_map(_of_study(study)) if study is not None and one.study else ""
    missing = OF_A_STUDY if one.study and study is None else ""
    return " ".join(part for part in (one.says, filled, f"({missing})" if missing else "") if part)


def _checklist(path: Path) -> Checklist:
    data = read_yaml(path)
    facts = _of_model()
    items = tuple(
        ChecklistItem(
            id=one["id"], item=one["item"], says=one.get("says", "").format_map(facts), study=one.get("study", ""),
            where=tuple(one.get("where", ())), author=one.get("author", ""),
        )
        for one in data["items"]
    )  # fmt: skip
    return Checklist(path.stem, data["title"], data["cite"], data["note"], items)


@cache
def _of_model() -> Mapping[str, str]:
    """Numbers of the model, as they are now."""
    load_all()
    known = catalogue()
    drawn = [one for one in known.parameters.values() if one.range is not None and one.range[0] < one.range[1]]
    labels = {label: sum(one.evidence == label for one in drawn) for label in EVIDENCE_LABELS}
    return {
        "version": __version__,
        "python": PYTHON,
        "parameters": str(len(drawn)),
        "assumptions": str(labels["assumption"]),
        "labels": ", ".join(f"{count} {label}" for label, count in labels.items()),
        "levers": str(len(known.levers)),
        "measures": str(len(known.measures)),
        "context": str(len(known.context)),
        "rules": str(len(RULES)),
        "steps": str(len(STEPS)),
        "forms": str(len(functional_forms())),
    }


def _of_study(study: VerdictsFile) -> Mapping[str, str]:
    """What a study says of itself."""
    found = study.theories
    efforts = dict.fromkeys(
        f"{one.effort.draws} settings of the numbers, {one.effort.replicates} replicates of each" for one in found
    )
    seeds = dict.fromkeys(f"first seed {one.effort.seed}, first structure {one.effort.structure_seed}" for one in found)
    return {
        "theories": _each(found, [one.title for one in found]),
        "verdicts": _each(found, [one.verdict.verdict_text for one in found]),
        "roles": _each(found, [role_text(one.role) for one in found]),
        "compared": _each(found, [one.compared for one in found]),
        "places": "; ".join(dict.fromkeys(one.effort.place for one in found)),
        "length": "; ".join(dict.fromkeys(f"{one.effort.weeks} weeks" for one in found)),
        "design": f"{'; '.join(efforts)}, the same random numbers in all arms.",
        "sample": f"{'; '.join(efforts)}.",
        "seeds": f"{'; '.join(seeds)}.",
        "outputs": _each(found, [f"{len(one.clauses)} clauses" for one in found]),
        "versions": ", ".join(f"{name} {version}" for name, version in found[0].versions.items()) + ".",
        "command": study.command,
    }


def _each(found: Sequence[VerdictFile], said: Sequence[str]) -> str:
    return "; ".join(f"{one.id}: {text.rstrip('.')}" for one, text in zip(found, said, strict=True)) + "."
