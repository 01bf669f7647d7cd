"""A theory made ready: every world it needs composed, every clause checked, before anything runs."""

import hashlib
import json
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from icsim.base.errors import UserError, lines_of, raise_all
from icsim.config.settings import Settings
from icsim.theory.actors import bind_actors
from icsim.theory.all_mistakes import all_mistakes
from icsim.theory.arms import Arms, arms_in_context, arms_under_rival, check_arms_differ, compose_all
from icsim.theory.clauses import DOSES, BoundClause, QueryTerms, bind_clauses, bind_occurrence
from icsim.theory.load_theory import find_theories, inherited_context, load_theory
from icsim.theory.settings_table import settings_of, settings_table
from icsim.theory.theory_schema import Theory


@dataclass(frozen=True)
class TheoryCase:
    """A theory with its arms, valid and ready to run."""

    theory: Theory
    arms: Arms  # by name, in the order of the file
    asked: tuple[BoundClause, ...]
    happened: tuple[QueryTerms, int] | None  # what is read to see whether it happened, and when
    dosed: Arms  # arms along the doses of interior clauses, by `dose_name`
    weaker: tuple[tuple[str, Arms], ...]  # where it should be weaker: in words, and the arms there
    rivals: tuple[tuple[str, Arms], ...]
    overrides: tuple[str, ...]
    where: str  # the file's name
    content: str  # hash of the theory and of its arms
    command: str  # what to type to get this case alone
    inherited: Mapping[str, object] = field(default_factory=dict)  # of the context: what only theories that it follows set

    @property
    def pair(self) -> tuple[Settings, Settings]:
        """The two arms that the story is about: the first less the second."""
        first, second = self.theory.contrasted
        return self.arms[first], self.arms[second]

    def same_worlds(self, other: "TheoryCase") -> bool:
        """Whether the arms of both have the same names and the same settings."""
        one, two = ({name: arm.content_hash() for name, arm in case.arms.items()} for case in (self, other))
        return one == two


def load_cases(words: Sequence[str], overrides: Sequence[str]) -> list[TheoryCase]:
    """Every theory that words stand for, checked before the first one runs. UserErrors hold all mistakes of all files."""
    cases: list[TheoryCase] = []
    lines: list[str] = []
    found = find_theories(words)
    names = Counter(path.name for path in found.values())
    for word, path in found.items():
        where = path.name if names[path.name] == 1 else str(path)
        try:
            theory = load_theory(path, where)
            cases.append(replace(make_case(word, theory, where, overrides), inherited=inherited_context(theory, path)))
        except UserError as error:
            lines += all_mistakes(path, overrides, where) or lines_of(error)
    raise_all(list(dict.fromkeys(lines)))
    return cases


def dose_name(arm: str, lever: str, step: int) -> str:
    """The name of the arm in which a lever stands at `step` of DOSES - 1."""
    return f"{arm} @ {lever} {step}/{DOSES - 1}"


def make_case(word: str, theory: Theory, where: str, overrides: Sequence[str]) -> TheoryCase:
    """A theory with its worlds composed and its clauses bound; `word` is what stands for it in the command."""
    arms = compose_all(theory, overrides, where)
    check_arms_differ(theory, arms, where)
    asked = bind_clauses(theory, arms, where)
    bind_actors(theory, arms, where)
    weaker = []
    for n, patch in enumerate(theory.weaker_where):
        plain = {key: value for key, value in patch.items() if key != "clause"}
        weaker.append((_said(plain), arms_in_context(theory, overrides, f"{where}: weaker_where.{n}", plain, arms)))
    rivals = [
        (rival.id, arms_under_rival(theory, overrides, f"{where}: rival.{n}", rival, arms)) for n, rival in enumerate(theory.rival)
    ]
    command = shlex.join(["icsim", "test", word, *overrides])
    return TheoryCase(
        theory, arms, asked, bind_occurrence(theory, arms, where), dose_arms(arms, asked), tuple(weaker), tuple(rivals),
        tuple(overrides), where, _content(theory, arms), command,
    )  # fmt: skip


def dose_arms(arms: Mapping[str, Settings], asked: Sequence[BoundClause]) -> Arms:
    """The arms along the doses of interior clauses, by `dose_name`."""
    found: Arms = {}
    for one in asked:
        for step in range(DOSES) if one.doses else ():
            arm = one.doses[0][0]
            changes = {path: step / (DOSES - 1) for _, path in one.doses}
            found[dose_name(arm, one.clause.dose or "", step)] = arms[arm].with_changes(changes)
    return found


def _said(patch: Mapping[str, object]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in patch.items())


def _content(theory: Theory, arms: Mapping[str, Settings]) -> str:
    table = settings_table(settings_of(next(iter(arms.values()))))
    data = [theory.model_dump(), *(arm.content_hash() for arm in arms.values()), *([table.digest] if table else [])]
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
