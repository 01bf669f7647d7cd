"""What a theory rests on: the rules between what its arms set and what it reads, the papers behind them, and what is assumed.

Which rules those are is read off the steps of the week (`engine.influences`): the shortest way from each thing that differs between
the arms to each reasoning, and from each reasoning to each outcome. Rules beside that way move the numbers as well, and all numbers
of all rules are drawn; the shares of assumption are told of both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.catalogue.entries import EVIDENCE_LABELS, Parameter
from icsim.config.config_paths import flatten
from icsim.engine.influences import dependency_edges, shortest_path
from icsim.engine.measures import FIELDS, RATIOS
from icsim.rules import RULES
from icsim.theory.parameter_draws import fixed_parameters
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import Theory

CODE = re.compile(r"\b(B[0-9]{1,2}|T[0-9]{1,2}\.[0-9]{1,2}|X[0-9]|SF[0-9]{1,2}|Box [1-7])\b")
SOURCE = re.compile(r"Source: (.*?)(?:\bAssumption\b|$)", re.DOTALL)


@dataclass(frozen=True)
class Paper:
    """A paper as far as it is known here: authors as one cites them, the year, and whether it was read or is recalled."""

    cite: str
    year: int
    label: str

    @property
    def key(self) -> str:
        """Its key in BibTeX: the first author and the year."""
        return re.sub(r"[^a-z]", "", self.cite.split("&")[0].split(",")[0].replace(" et al.", "").lower()) + str(self.year)


@dataclass(frozen=True)
class FunctionalForm:
    """A form that rules lean on: what it describes, and its papers."""

    code: str
    about: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class EvidenceBase:
    """What stands behind a theory."""

    rules: tuple[str, ...]  # on the way from what differs to what is read
    forms: tuple[FunctionalForm, ...]
    statements: tuple[str, ...]  # of the review, by code
    numbers: Mapping[str, int]  # of those rules' chapters that are drawn, by label
    all_numbers: Mapping[str, int]  # of all rules
    events: bool  # whether arms differ in dated events, whose rules are not followed
    levers: bool  # whether they differ in anything else


@cache
def functional_forms() -> Mapping[str, FunctionalForm]:
    """All forms, by code."""
    found = read_yaml(Path(__file__).parent / "forms.yaml")
    return {
        code: FunctionalForm(code, str(form["about"]), tuple(Paper(**paper) for paper in form["papers"]))
        for code, form in found.items()
    }


def evidence_base(case: TheoryCase) -> EvidenceBase:
    """The rules, papers and labels behind a theory."""
    sources, events = _differs(case.theory)
    rules = _rules_between(sources, [one.measure for one in case.theory.reasoning])
    for clause in case.theory.reasoning:
        rules |= _rules_between(_fields(clause.measure), [one.measure for one in case.theory.outcome])
    codes = [code for name in sorted(rules) for code in rule_codes(name)]
    forms = functional_forms()
    chapters = {RULES[name].__module__.rpartition(".")[2] for name in rules}
    drawn = drawn_parameters(case)
    return EvidenceBase(
        tuple(sorted(rules)),
        tuple(forms[code] for code in sorted({code for code in codes if code in forms}, key=lambda code: int(code[1:]))),
        tuple(dict.fromkeys(code for code in codes if code not in forms and not code.startswith("SF"))),
        count_labels([entry.evidence for entry in drawn if entry.home in chapters]),
        count_labels([entry.evidence for entry in drawn]),
        events,
        any(source != "timeline" for source in sources),
    )


def drawn_parameters(case: TheoryCase) -> list[Parameter]:
    """The numbers of the rules that a test of the theory draws over their ranges."""
    fixed = fixed_parameters(case)
    return [
        entry
        for name, entry in catalogue().parameters.items()
        if name not in fixed and entry.range is not None and entry.range[0] < entry.range[1]
    ]


def rule_codes(name: str) -> list[str]:
    """The codes that a rule's docstring names as its source."""
    return [code for text in SOURCE.findall(RULES[name].__doc__ or "") for code in CODE.findall(text)]


def count_labels(labels: Sequence[str]) -> dict[str, int]:
    """How often each evidence label is among them."""
    return {label: labels.count(label) for label in EVIDENCE_LABELS}


def _differs(theory: Theory) -> tuple[frozenset[str], bool]:
    """What differs between arms, as sources of edges, and whether dated events are among it."""
    known = catalogue()
    values = [dict(flatten(arm)) for arm in theory.arms.values()]
    found, events = set(), False
    for path in dict.fromkeys(path for arm in values for path in arm):
        head, _, rest = path.partition(".")
        levers = [one for one in known.levers.values() if rest == one.key or rest.endswith(f".{one.key}")]
        levers = levers or [one for one in known.levers.values() if one.mechanism and rest.endswith(f"{one.mechanism}.level")]
        events = events or head == "timeline"
        found |= {f"lever.{one.name}" for one in levers} if head in ("leadership", "leader") else {path}
    return frozenset(found), events


def _fields(measure: str) -> frozenset[str]:
    """The fields behind a measure."""
    name = measure.partition(".")[0]
    return frozenset(FIELDS.get(name, RATIOS.get(name, (name,))))


def _rules_between(sources: frozenset[str], measures: Sequence[str]) -> frozenset[str]:
    """The rules on the shortest ways from each source to each measure; None of what has no way."""
    moved = {edge.target: 0 for edge in dependency_edges()}
    found: set[str] = set()
    for source in sources:
        for measure in measures:
            for field in _fields(measure):
                way = shortest_path(frozenset([source]), field, moved, 1)
                found |= way.rules if way is not None else set()
    return frozenset(found)
